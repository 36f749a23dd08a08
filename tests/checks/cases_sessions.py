"""Cases about sessions: how often, fixed when, prepared, held, cancelled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from forms.plan import Party, Series
from tests.checks.case import Case
from tests.checks.world import TOM_ROW, World, planned

BASE = World()


def held(*dates: str) -> World:
    """Return a world in which sessions were held on these days."""
    numbers = (planned(date, f"ESM-26-{40 + at:04d}", held_on=date) for at, date in enumerate(dates))
    return replace(BASE, sessions=tuple(numbers))


_ESTEEM_LATE = replace(
    BASE, sessions=(planned("2026-11-19", sent_on="2026-11-05", agenda_returned_on="2026-11-13"),)
)

CANCELLED = planned(
    "2026-10-22", "ESM-26-0041", cancelled_on="2026-10-22", cancelled_by=Party.SUPERVISEE, cancel_reason="ill"
)

REBOOKED = replace(CANCELLED, rebooked_to="ESM-26-0042")

_TEACHER = replace(TOM_ROW, holds_cases=False)

_NEW = replace(TOM_ROW, new_to_post=True)

_GROUP: dict[str, Any] = {"series": Series.GROUP, "group": "DSL group"}

CASES = (
    Case(
        "X01",
        "esteem",
        "no session in the first half term, which has ended",
        "2026-11-02",
        held(),
        "one was held on its last day",
        held("2026-10-23"),
        severity="Act now",
    ),
    Case(
        "X01",
        "esteem",
        "a cancelled session was moved into the next half term",
        "2026-11-09",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-06", held_on="2026-11-06"))),
        "the half term has not ended yet",
        held(),
        "2026-10-23",
        severity="Act now",
    ),
    Case(
        "X01",
        "highcliffe",
        "43 open days since the last session",
        "2026-11-15",
        held("2026-09-24").under("highcliffe"),
        "42 open days; with the holiday they are 51",
        held("2026-09-24").under("highcliffe"),
        "2026-11-14",
        severity="Act now",
    ),
    Case(
        "X01",
        "green-gates",
        "no internal session in the half term",
        "2026-11-02",
        held().under("green-gates", Series.INTERNAL),
        "one was held",
        held("2026-10-01").under("green-gates", Series.INTERNAL),
        severity="Act now",
    ),
    Case(
        "X01",
        "green-gates",
        "no external session in the autumn term",
        "2027-01-04",
        held().under("green-gates", Series.EXTERNAL),
        "one was held, in one of its half terms",
        held("2026-10-01").under("green-gates", Series.EXTERNAL),
        severity="Act now",
    ),
    Case(
        "X01",
        "harewood",
        "29 open days since the last session of somebody who holds cases",
        "2026-10-22",
        held("2026-09-23").under("harewood"),
        "28 days",
        held("2026-09-24").under("harewood"),
        severity="Soon",
    ),
    Case(
        "X01",
        "harewood",
        "more than three months since",
        "2027-01-20",
        held("2026-10-19").under("harewood"),
        "they hold no cases and three months are not over",
        replace(held("2026-10-21").under("harewood"), people=(_TEACHER, *BASE.people[1:])),
        severity="Act now",
    ),
    Case(
        "X01",
        "harewood",
        "22 days since the last session of somebody new to post",
        "2026-10-15",
        replace(held("2026-09-23").under("harewood"), people=(_NEW, *BASE.people[1:])),
        "not new to post",
        held("2026-09-23").under("harewood"),
        severity="Note",
    ),
    Case(
        "X01",
        "ashbury-meadow",
        "no session in the half term",
        "2026-11-02",
        held().under("ashbury-meadow"),
        "one was held",
        held("2026-10-01").under("ashbury-meadow"),
        severity="Act now",
    ),
    Case(
        "X01",
        "ashbury-meadow",
        "a group: 43 open days since the last session",
        "2026-11-15",
        held("2026-09-24").under("ashbury-meadow", **_GROUP),
        "42 open days",
        held("2026-09-24").under("ashbury-meadow", **_GROUP),
        "2026-11-14",
        severity="Act now",
    ),
    Case(
        "X02",
        "esteem",
        "a session was held and no next one is planned",
        "2026-10-02",
        held("2026-10-01"),
        "one is planned",
        replace(BASE, sessions=(*held("2026-10-01").sessions, planned("2026-11-19", "ESM-26-0050"))),
        severity="Soon",
    ),
    Case(
        "X02",
        "highcliffe",
        "a date was fixed within the term of the session",
        "2026-11-10",
        replace(BASE, sessions=(planned("2026-11-19", fixed_on="2026-09-01"),)).under("highcliffe"),
        "marked as additional",
        replace(BASE, sessions=(planned("2026-11-19", fixed_on="2026-09-01", additional=True),)).under(
            "highcliffe"
        ),
        severity="Soon",
    ),
    Case(
        "X02",
        "highcliffe",
        "last day of the autumn term, and no date in the spring term",
        "2026-12-18",
        replace(BASE, sessions=(planned("2027-04-19"),)).under("highcliffe"),
        "the day before",
        replace(BASE, sessions=(planned("2027-04-19"),)).under("highcliffe"),
        "2026-12-17",
        severity="Soon",
    ),
    Case(
        "X02",
        "green-gates",
        "nothing is planned",
        "2026-10-02",
        held("2026-10-01").under("green-gates", Series.INTERNAL),
        "the Schedule says why",
        replace(BASE, sessions=(planned("2026-10-01", held_on="2026-10-01", no_next_reason="leaves"),)).under(
            "green-gates", Series.INTERNAL
        ),
        severity="Soon",
        house=True,
    ),
    Case(
        "X03",
        "esteem",
        "the agenda came back six days before the session",
        "2026-11-14",
        _ESTEEM_LATE,
        "it had been sent only twelve days before",
        replace(
            BASE, sessions=(planned("2026-11-19", sent_on="2026-11-07", agenda_returned_on="2026-11-13"),)
        ),
        severity="Soon",
    ),
    Case(
        "X03",
        "esteem",
        "sent in time, and not back a week before the session",
        "2026-11-13",
        replace(BASE, sessions=(planned("2026-11-19", sent_on="2026-11-05"),)),
        "nothing says that it was sent",
        replace(BASE, sessions=(planned("2026-11-19"),)),
        severity="Soon",
    ),
    Case(
        "X03",
        "harewood",
        "not back two working days before the session",
        "2026-11-18",
        replace(BASE, sessions=(planned("2026-11-19", sent_on="2026-11-10"),)).under("harewood"),
        "the second working day before has not passed",
        replace(BASE, sessions=(planned("2026-11-19", sent_on="2026-11-10"),)).under("harewood"),
        "2026-11-17",
        severity="Note",
        house=True,
    ),
    Case(
        "X05",
        "esteem",
        "eleven school days after the session no record has come",
        "2026-10-09",
        held("2026-09-24"),
        "ten school days",
        held("2026-09-24"),
        "2026-10-08",
        severity="Act now",
    ),
    Case(
        "X05",
        "harewood",
        "the day of a session passed, and nothing says what became of it",
        "2026-11-17",
        replace(BASE, sessions=(planned("2026-10-22", "ESM-26-0041"),)).under("harewood"),
        "it was cancelled",
        replace(BASE, sessions=(CANCELLED,)).under("harewood"),
        severity="Act now",
    ),
    Case(
        "X05",
        "ashbury-meadow",
        "no notes on the second school day after",
        "2026-10-05",
        held("2026-10-01").under("ashbury-meadow"),
        "the first school day after",
        held("2026-10-01").under("ashbury-meadow"),
        "2026-10-02",
        severity="Soon",
    ),
)
"""Rows of the table."""
