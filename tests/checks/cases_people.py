"""Cases about cases, agreements, people, quality and filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms.model import Fact, Stage
from forms.plan import Relationship, Series
from forms.records import Response
from tests.checks.case import Case
from tests.checks.world import PRIYA_ROW, TOM_ROW, World, both, day, headed, planned, recorded
from tests.register.responses import PRIYA, TOM, returned

_SIGNED = both("2026-11-26")


def _sheet(number: int, form: str, fields: Mapping[str, Any] | None = None, case: str = "") -> Response:
    """Return one case sheet of the session."""
    header = headed("2026-11-19", case_ref=case or f"ESM-C{number:03d}", sheet=str(number))
    code = "A4" if form.endswith("decision-record") else "A3"
    return returned(f"ESM-26-0042-{code}-{number}", Stage.SESSION, fields, header, form=form)


def _sheets(
    policy: str, form: str, count: int, fields: Mapping[str, Any] | None = None, **more: Any
) -> World:
    """Return a world in which so many cases were discussed."""
    return recorded(policy, others=[_sheet(at, form, fields) for at in range(1, count + 1)], **more)


_ESTEEM = "esteem/a3-case-notes"
_GREEN = "green-gates/a3-case-proforma"
_HAREWOOD = "harewood/a3-caseload-record"
_UP = {"logs_up_to_date": "Yes", "chronology_up_to_date": "Yes"}


def _seen(answer: str) -> World:
    """Return a world with a summary of cases that says whether a file was seen."""
    row = {"ref": "ESM-26-0042-A4/1", "name": "HSM-C014", "action": None, "file_seen": answer}
    form = returned(
        "ESM-26-0042-A4",
        Stage.SESSION,
        {"cases": [row]},
        headed("2026-11-19"),
        form="highcliffe/a4-case-summary",
    )
    return recorded("highcliffe", others=[form])


def _agreed(
    policy: str, form: str, signed: str | None = "2026-09-07", *, supervisor: str = PRIYA, **fields: Any
) -> World:
    """Return a world with an agreement, and a session held on 10 September."""
    series = Series.INTERNAL if policy == "green-gates" else Series.ONE_TO_ONE
    who = [("supervisee", TOM, signed), ("supervisor", supervisor, signed)] if signed else []
    header = {Fact.SUPERVISOR: supervisor}
    paper = returned("ESM-26-0001-A1", Stage.SIGNING, fields, header, form=form, signed=who)
    world = World(
        sessions=(planned("2026-09-10", held_on="2026-09-10"),), imports=(("2026-09-11", (paper,)),)
    )
    return world.under(policy, series)


def _held_only(policy: str, series: Series = Series.ONE_TO_ONE) -> World:
    """Return a world with a session held and no agreement."""
    return World(sessions=(planned("2026-09-10", held_on="2026-09-10"),)).under(policy, series)


_OWEN = replace(PRIYA_ROW, person_id="P-OWEN", name="Owen Hart")
_OWENS = Relationship("R2", "esteem", "P-TOM", "P-OWEN", starts=day("2026-11-16"), follows="R1")


def _replaced(policy: str, **told: Any) -> World:
    """Return a world in which Owen Hart takes over on 16 November, with Priya's agreement signed."""
    world = _agreed(policy, f"{policy}/a1-agreement" if policy == "esteem" else f"{policy}/a1-contract")
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


def _counted(sessions: int) -> World:
    """Return a world in which one session was held, and the monitoring form says how many."""
    fields: dict[str, Any] = {"qa_date": "2026-12-01", "sessions_completed": sessions}
    form = returned("ESM-26-0090-A4", Stage.SESSION, fields)
    return recorded("esteem", others=[form])


def _people(*, dsl: bool) -> World:
    """Return a world with notes of two people, who may be DSLs, signed by both."""
    world = recorded("ashbury-meadow", Stage.SIGNING, signed=_SIGNED)
    return replace(world, people=(replace(TOM_ROW, is_dsl=False), replace(PRIYA_ROW, is_dsl=dsl)))


_EIGHT = (
    "q1_how_been",
    "q5_discuss_escalate",
    "q9_workload",
    "q6_trends",
    "q8_training_needs",
    "q4_notices",
    "q12_met_needs",
)
_AWAY = replace(PRIYA_ROW, absent_from=day("2026-11-02"))
_UNTRAINED = (TOM_ROW, replace(PRIYA_ROW, supervisor_trained_on=None))

CASES = (
    Case(
        "X04",
        "esteem",
        "four case sheets",
        "2026-11-20",
        _sheets("esteem", _ESTEEM, 4, _UP),
        "three",
        _sheets("esteem", _ESTEEM, 3, _UP),
        severity="Act now",
    ),
    Case(
        "X04",
        "green-gates",
        "six case sheets",
        "2026-11-20",
        _sheets("green-gates", _GREEN, 6),
        "five",
        _sheets("green-gates", _GREEN, 5),
        severity="Note",
    ),
    Case(
        "X04",
        "green-gates",
        "eight case sheets",
        "2026-11-20",
        _sheets("green-gates", _GREEN, 8),
        "five",
        _sheets("green-gates", _GREEN, 5),
        severity="Soon",
    ),
    *(
        Case(
            "X21",
            policy,
            "a session was held, and no agreement has come",
            "2026-09-11",
            _held_only(policy, series),
            "signed by both before it",
            _agreed(policy, form),
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
        _agreed("esteem", "esteem/a1-agreement", "2026-09-11"),
        "on its day",
        _agreed("esteem", "esteem/a1-agreement", "2026-09-10"),
        severity="Soon",
    ),
    Case(
        "X21",
        "green-gates",
        "the agreement for external supervision, for an internal pair",
        "2026-09-12",
        _agreed("green-gates", "green-gates/a1-agreement-external"),
        "the one for internal supervision",
        _agreed("green-gates", "green-gates/a1-agreement-internal"),
        severity="Soon",
    ),
    Case(
        "X21",
        "esteem",
        "a new supervisor, and only the agreement with the one before",
        "2026-11-20",
        _replaced("esteem"),
        "the supervisor is the same",
        _agreed("esteem", "esteem/a1-agreement"),
        severity="Soon",
    ),
    Case(
        "X21",
        "ashbury-meadow",
        "not signed",
        "2026-09-12",
        _agreed("ashbury-meadow", "ashbury-meadow/a-contract", None, agreed_date=None),
        "the first session is still to come",
        World(sessions=(planned("2026-09-17"),)).under("ashbury-meadow"),
        severity="Soon",
    ),
    Case(
        "X22",
        "harewood",
        "a year and a day after it was agreed",
        "2027-09-08",
        _agreed("harewood", "harewood/a1-contract"),
        "a year",
        _agreed("harewood", "harewood/a1-contract"),
        "2027-09-07",
        severity="Soon",
    ),
    Case(
        "X22",
        "esteem",
        "a year and a day after it was agreed",
        "2027-09-08",
        _agreed("esteem", "esteem/a1-agreement"),
        "a year",
        _agreed("esteem", "esteem/a1-agreement"),
        "2027-09-07",
        severity="Note",
        house=True,
    ),
    Case(
        "X22",
        "ashbury-meadow",
        "the day that the contract names has passed",
        "2027-09-02",
        _agreed("ashbury-meadow", "ashbury-meadow/a-contract", review_date="2027-09-01"),
        "it names none",
        _agreed("ashbury-meadow", "ashbury-meadow/a-contract"),
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
    Case(
        "X32",
        "esteem",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("esteem", fields={"disagreement": "Yes"}),
        "the Schedule says when it was settled",
        recorded("esteem", fields={"disagreement": "Yes"}, told={"disagreement_settled_on": "2026-11-20"}),
        severity="Act now",
    ),
    Case(
        "X32",
        "harewood",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("harewood", fields={"disagreement": "Yes"}),
        "No is ticked",
        recorded("harewood", fields={"disagreement": "No"}),
        severity="Soon",
    ),
    Case(
        "X32",
        "ashbury-meadow",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("ashbury-meadow", fields={"disagreement": "Yes"}),
        "nobody was asked",
        recorded("ashbury-meadow"),
        severity="Soon",
    ),
    Case(
        "X33",
        "highcliffe",
        "seven of the eight matters have no answer",
        "2026-11-20",
        recorded("highcliffe", fields={"q6_trends": "none"}),
        "each has one",
        recorded("highcliffe", fields=dict.fromkeys(_EIGHT, "nothing to report")),
        severity="Note",
    ),
    Case(
        "X33",
        "esteem",
        "the agenda has no key points",
        "2026-11-20",
        recorded("esteem", Stage.AGENDA),
        "it has one",
        recorded("esteem", Stage.AGENDA, {"agenda_items": "Attendance"}),
        severity="Note",
    ),
    Case(
        "X33",
        "harewood",
        "all cases or a sample: neither is ticked",
        "2026-11-20",
        recorded("harewood"),
        "one is",
        recorded("harewood", fields={"i3_extent": "A sample"}),
        severity="Note",
    ),
    Case(
        "X34",
        "highcliffe",
        "the question about escalation is answered",
        "2026-11-20",
        recorded("highcliffe", fields={"q5_discuss_escalate": "One"}),
        "it is blank",
        recorded("highcliffe"),
        severity="Note",
    ),
    Case(
        "X34",
        "harewood",
        "details of a change of status",
        "2026-11-20",
        _sheets("harewood", _HAREWOOD, 1, {"status_change": "CP Plan since May"}),
        "none",
        _sheets("harewood", _HAREWOOD, 1),
        severity="Note",
    ),
    Case(
        "X35",
        "esteem",
        "the chronology is not up to date",
        "2026-11-20",
        _sheets("esteem", _ESTEEM, 1, {"logs_up_to_date": "Yes", "chronology_up_to_date": "No"}),
        "it is",
        _sheets("esteem", _ESTEEM, 1, _UP),
        severity="Soon",
    ),
    Case(
        "X35",
        "highcliffe",
        "a file was not seen",
        "2026-11-20",
        _seen("N"),
        "it was",
        _seen("Y"),
        severity="Soon",
    ),
    *(
        Case(
            "X35",
            policy,
            "six school days after the session nothing is filed",
            "2026-11-27",
            _sheets(policy, form, 1),
            "the Schedule has the day",
            _sheets(policy, form, 1, told={"filed_on": "2026-11-24"}),
            severity="Soon",
        )
        for policy, form in (("green-gates", _GREEN), ("harewood", _HAREWOOD))
    ),
    Case(
        "X35",
        "ashbury-meadow",
        "six school days after the session nothing is filed",
        "2026-11-27",
        recorded("ashbury-meadow"),
        "five",
        recorded("ashbury-meadow"),
        "2026-11-26",
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
        "X37",
        "harewood",
        "a group's record does not say that it is one",
        "2026-11-20",
        recorded("harewood", fields={"boundaries": "Yes"}, series=Series.GROUP),
        "it does, and the bounds are agreed",
        recorded("harewood", fields={"boundaries": "Yes", "session_type": "Group"}, series=Series.GROUP),
        severity="Note",
    ),
    Case(
        "X38",
        "esteem",
        "the form counts two sessions, the log one",
        "2026-12-02",
        _counted(2),
        "both one",
        _counted(1),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X40",
        "ashbury-meadow",
        "neither of the two is a DSL, and none signed off",
        "2026-11-28",
        _people(dsl=False),
        "one of them is a DSL",
        _people(dsl=True),
        severity="Soon",
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
