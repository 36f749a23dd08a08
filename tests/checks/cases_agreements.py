"""Cases about agreements, quality, and people who train, are away or take over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms.model import Stage
from forms.plan import Relationship, Series
from tests.checks.case import Case
from tests.checks.cases_people import agreed
from tests.checks.world import PRIYA_ROW, TOM_ROW, World, day, planned
from tests.register.responses import returned


def _held_only(policy: str, series: Series = Series.ONE_TO_ONE) -> World:
    """Return a world with a session held and no agreement."""
    return World(sessions=(planned("2026-09-10", held_on="2026-09-10"),)).under(policy, series)


_OWEN = replace(PRIYA_ROW, person_id="P-OWEN", name="Owen Hart")

_OWENS = Relationship("R2", "esteem", "P-TOM", "P-OWEN", starts=day("2026-11-16"), follows="R1")


def _replaced(policy: str, **told: Any) -> World:
    """Return a world in which Owen Hart takes over on 16 November, with Priya's agreement signed."""
    world = agreed(policy, f"{policy}/a1-agreement" if policy == "esteem" else f"{policy}/a1-contract")
    before = replace(world.pairs[0], ends=day("2026-11-15"))
    after = replace(_OWENS, policy=policy, **told)
    return replace(
        world,
        people=(*world.people, _OWEN),
        pairs=(before, after),
        sessions=(*world.sessions, planned("2026-11-19", rel="R2", held_on="2026-11-19")),
    )


def _reviewed(date: str | None) -> World:
    """Return a world with a session held on 10 September, and a review of quality on a day."""
    world = _held_only("esteem")
    if date is None:
        return world
    form = returned("ESM-26-0090-A4", Stage.SESSION, {"qa_date": date, "qa_name": "Helen Marsh"})
    return replace(world, imports=((date, (form,)),))


_AWAY = replace(PRIYA_ROW, absent_from=day("2026-11-02"))

_UNTRAINED = (TOM_ROW, replace(PRIYA_ROW, supervisor_trained_on=None))

CASES = (
    *(
        Case(
            "X21",
            policy,
            "a session was held, and no agreement has come",
            "2026-09-11",
            _held_only(policy, series),
            "signed by both before it",
            agreed(policy, form),
            severity="Soon",
        )
        for policy, form, series in (
            ("esteem", "esteem/a1-agreement", Series.ONE_TO_ONE),
            ("highcliffe", "highcliffe/a1-contract", Series.ONE_TO_ONE),
            ("green-gates", "green-gates/a1-agreement-internal", Series.INTERNAL),
            ("harewood", "harewood/a1-contract", Series.ONE_TO_ONE),
        )
    ),
    Case(
        "X21",
        "esteem",
        "signed the day after the first session",
        "2026-09-12",
        agreed("esteem", "esteem/a1-agreement", "2026-09-11"),
        "on its day",
        agreed("esteem", "esteem/a1-agreement", "2026-09-10"),
        severity="Soon",
    ),
    Case(
        "X21",
        "green-gates",
        "the agreement for external supervision, for an internal pair",
        "2026-09-12",
        agreed("green-gates", "green-gates/a1-agreement-external"),
        "the one for internal supervision",
        agreed("green-gates", "green-gates/a1-agreement-internal"),
        severity="Soon",
    ),
    Case(
        "X21",
        "esteem",
        "a new supervisor, and only the agreement with the one before",
        "2026-11-20",
        _replaced("esteem"),
        "the supervisor is the same",
        agreed("esteem", "esteem/a1-agreement"),
        severity="Soon",
    ),
    Case(
        "X21",
        "harewood",
        "signed in the supervisor's place by the office",
        "2026-09-12",
        agreed("harewood", "harewood/a1-contract", signer="Olga Frost"),
        "by the supervisor, with an initial",
        agreed("harewood", "harewood/a1-contract", signer="P Shah"),
        severity="Soon",
    ),
    Case(
        "X21",
        "ashbury-meadow",
        "not signed",
        "2026-09-12",
        agreed("ashbury-meadow", "ashbury-meadow/a-contract", None, agreed_date=None),
        "the first session is still to come",
        World(sessions=(planned("2026-09-17"),)).under("ashbury-meadow"),
        severity="Soon",
    ),
    Case(
        "X22",
        "harewood",
        "a year and a day after it was agreed",
        "2027-09-08",
        agreed("harewood", "harewood/a1-contract"),
        "a year",
        agreed("harewood", "harewood/a1-contract"),
        "2027-09-07",
        severity="Soon",
    ),
    Case(
        "X22",
        "esteem",
        "a year and a day after it was agreed",
        "2027-09-08",
        agreed("esteem", "esteem/a1-agreement"),
        "a year",
        agreed("esteem", "esteem/a1-agreement"),
        "2027-09-07",
        severity="Note",
        house=True,
    ),
    Case(
        "X22",
        "ashbury-meadow",
        "the day that the contract names has passed",
        "2027-09-02",
        agreed("ashbury-meadow", "ashbury-meadow/a-contract", review_date="2027-09-01"),
        "it names none",
        agreed("ashbury-meadow", "ashbury-meadow/a-contract"),
        severity="Soon",
    ),
    Case(
        "X23",
        "esteem",
        "three months and a day after the first session",
        "2026-12-11",
        _reviewed(None),
        "there was a review since",
        _reviewed("2026-12-01"),
        severity="Soon",
    ),
    *(
        Case(
            "X36",
            policy,
            "no date of the supervisor's training",
            "2026-09-12",
            replace(_held_only(policy), people=_UNTRAINED),
            "the Roster has one",
            _held_only(policy),
            severity="Note",
        )
        for policy in ("highcliffe", "green-gates", "harewood")
    ),
    Case(
        "X36",
        "highcliffe",
        "the policy was to be reviewed in September 2026",
        "2026-10-01",
        _held_only("highcliffe"),
        "September is not over",
        _held_only("highcliffe"),
        "2026-09-30",
        severity="Note",
    ),
    Case(
        "X44",
        "esteem",
        "the supervisor is away for four weeks and a day",
        "2026-12-01",
        replace(_held_only("esteem"), people=(TOM_ROW, _AWAY)),
        "four weeks",
        replace(_held_only("esteem"), people=(TOM_ROW, _AWAY)),
        "2026-11-30",
        severity="Act now",
    ),
    Case(
        "X44",
        "harewood",
        "the supervisor is away for four weeks and a day",
        "2026-12-01",
        replace(_held_only("harewood"), people=(TOM_ROW, _AWAY)),
        "somebody else took over",
        replace(_replaced("harewood"), people=(TOM_ROW, _AWAY, _OWEN)),
        severity="Soon",
        house=True,
    ),
    Case(
        "X45",
        "harewood",
        "a new supervisor, and no handover",
        "2026-11-20",
        _replaced("harewood"),
        "its day is entered",
        _replaced("harewood", handover_on=day("2026-11-16")),
        severity="Soon",
    ),
)
"""Rows of the table."""
