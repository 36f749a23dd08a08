"""Cases about actions, and copies that are given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.case import Case
from tests.checks.cases_records import SIGNED, signed_world
from tests.checks.world import PAIR, PRIYA_ROW, TOM_ROW, World, day, record, recorded
from tests.register.responses import PRIYA, TOM, carried_row, new_row


def _action(
    policy: str, table: str, who: str | None, by_when: str | None, status: str | None = None
) -> World:
    """Return a world in which one action was agreed."""
    return recorded(
        policy, fields={table: [new_row("ESM-26-0042-A2/1", "Book the course", who, by_when, status)]}
    )


def _owned(policy: str = "esteem", table: str = "agenda_action", **told: Any) -> World:
    """Return a world in which an action was agreed for the supervisor, of whom the Roster says this."""
    priya = replace(PRIYA_ROW, **told)
    return replace(_action(policy, table, PRIYA, "2026-12-04"), people=(TOM_ROW, priya))


def _carried(times: int, words: str = "Book the course") -> World:
    """Return a world in which an action was agreed in September and carried so often since."""
    agreed = {"agenda_action": [new_row("ESM-26-0001-A2/1", "Book the course", TOM, "2027-07-01")]}
    forms = [record("esteem", fields=agreed, date="2026-09-03", session="ESM-26-0001")]
    for at in range(times):
        rows = {"review_previous": [carried_row("ESM-26-0001-A2/1", words, TOM, "2027-07-01")]}
        forms.append(
            record("esteem", fields=rows, date=f"2026-09-{10 + at}", session=f"ESM-26-{10 + at:04d}")
        )
    return World(imports=(("2026-10-01", tuple(forms)),))


CASES = (
    Case(
        "X13",
        "esteem",
        "an action without an owner",
        "2026-11-20",
        _action("esteem", "agenda_action", None, "2026-12-04"),
        "it has one",
        _action("esteem", "agenda_action", TOM, "2026-12-04"),
        severity="Soon",
    ),
    Case(
        "X13",
        "green-gates",
        "an action of the record without an owner",
        "2026-11-20",
        _action("green-gates", "actions", None, "2026-12-04"),
        "it has one",
        _action("green-gates", "actions", TOM, "2026-12-04"),
        severity="Soon",
    ),
    Case(
        "X13",
        "harewood",
        "an action without an owner",
        "2026-11-20",
        _action("harewood", "actions", None, "2026-12-04"),
        "it is done",
        _action("harewood", "actions", None, "2026-12-04", "Done"),
        severity="Soon",
        house=True,
    ),
    Case(
        "X13",
        "esteem",
        "the owner is on long-term absence",
        "2026-11-20",
        _owned(absent_from=day("2026-11-02")),
        "the absence is over",
        _owned(absent_from=day("2026-11-02"), absent_to=day("2026-11-19")),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X13",
        "harewood",
        "the owner has left",
        "2026-11-20",
        _owned("harewood", "actions", ends=day("2026-11-19")),
        "it is the owner's last day",
        _owned("harewood", "actions", ends=day("2026-11-20")),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X13",
        "esteem",
        "the owner no longer supervises the supervisee",
        "2026-11-20",
        replace(_owned(), pairs=(replace(PAIR, ends=day("2026-11-19")),)),
        "it is the last day of that",
        replace(_owned(), pairs=(replace(PAIR, ends=day("2026-11-20")),)),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X14",
        "esteem",
        "an action without a date",
        "2026-11-20",
        _action("esteem", "agenda_action", TOM, None),
        "it has one",
        _action("esteem", "agenda_action", TOM, "2026-12-04"),
        severity="Soon",
    ),
    Case(
        "X14",
        "green-gates",
        "an action of the record without a date, for which the form has no room",
        "2026-11-20",
        _action("green-gates", "actions", TOM, None),
        "it has one",
        _action("green-gates", "actions", TOM, "2026-12-04"),
        severity="Soon",
        house=True,
    ),
    Case(
        "X15",
        "esteem",
        "“asap” stands as its date",
        "2026-11-20",
        _action("esteem", "agenda_action", TOM, "asap"),
        "4 December 2026",
        _action("esteem", "agenda_action", TOM, "4 December 2026"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X16",
        "esteem",
        "due yesterday",
        "2026-12-05",
        _action("esteem", "agenda_action", TOM, "2026-12-04"),
        "due today",
        _action("esteem", "agenda_action", TOM, "2026-12-04"),
        "2026-12-04",
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X17",
        "esteem",
        "carried three times and open",
        "2026-11-20",
        _carried(3),
        "carried twice",
        _carried(2),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X18",
        "esteem",
        "the words of a carried action were changed",
        "2026-11-20",
        _carried(1, "Think about the course"),
        "they stand as agreed",
        _carried(1),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X46",
        "esteem",
        "signed by both, and nothing says that a copy was given",
        "2026-11-28",
        signed_world("esteem", *SIGNED),
        "the Schedule has the day",
        signed_world("esteem", *SIGNED, told={"copy_given_on": "2026-11-27"}),
        severity="Note",
    ),
    Case(
        "X46",
        "harewood",
        "signed by both, and nothing says that a copy was given",
        "2026-11-28",
        signed_world("harewood", *SIGNED),
        "not signed yet",
        recorded("harewood"),
        severity="Note",
    ),
)
"""Rows of the table."""
