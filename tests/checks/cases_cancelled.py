"""Cases about sessions that were cancelled, were too long, or cannot be checked."""

from __future__ import annotations

from dataclasses import replace

from forms.model import Fact
from forms.plan import Party
from tests.checks.case import Case
from tests.checks.cases_sessions import BASE, CANCELLED, REBOOKED, held
from tests.checks.world import planned, recorded

CASES = (
    Case(
        "X19",
        "esteem",
        "cancelled yesterday, and no new date",
        "2026-10-23",
        replace(BASE, sessions=(CANCELLED,)),
        "cancelled today",
        replace(BASE, sessions=(CANCELLED,)),
        "2026-10-22",
        severity="Act now",
    ),
    Case(
        "X19",
        "highcliffe",
        "cancelled yesterday, and no new date",
        "2026-10-23",
        replace(BASE, sessions=(CANCELLED,)).under("highcliffe"),
        "it has one",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-05"))).under("highcliffe"),
        severity="Act now",
    ),
    Case(
        "X19",
        "harewood",
        "cancelled yesterday, and no new date",
        "2026-10-23",
        replace(BASE, sessions=(CANCELLED,)).under("harewood"),
        "it has one",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-05"))).under("harewood"),
        severity="Soon",
        house=True,
    ),
    Case(
        "X19",
        "ashbury-meadow",
        "it is not written down who cancelled",
        "2026-10-23",
        replace(BASE, sessions=(replace(REBOOKED, cancelled_by=None), planned("2026-11-05"))).under(
            "ashbury-meadow"
        ),
        "it is",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-05"))).under("ashbury-meadow"),
        severity="Soon",
    ),
    Case(
        "X19",
        "highcliffe",
        "no reason is entered",
        "2026-10-23",
        replace(BASE, sessions=(replace(REBOOKED, cancel_reason=None), planned("2026-11-05"))).under(
            "highcliffe"
        ),
        "there is one",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-05"))).under("highcliffe"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X20",
        "esteem",
        "Thu 22 Oct moved over the holiday to Fri 6 Nov",
        "2026-10-23",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-06"))),
        "moved to Thu 5 Nov, the fifth working day",
        replace(BASE, sessions=(REBOOKED, planned("2026-11-05"))),
        severity="Soon",
    ),
    Case(
        "X37",
        "esteem",
        "a session of 65 minutes",
        "2026-11-20",
        recorded("esteem", fields={"actual_length": 65}),
        "60 minutes",
        recorded("esteem", fields={"actual_length": 60}),
        severity="Note",
    ),
    Case(
        "X37",
        "harewood",
        "a session of 59 minutes",
        "2026-11-20",
        recorded("harewood", fields={"actual_length": 59}),
        "60",
        recorded("harewood", fields={"actual_length": 60}),
        severity="Note",
    ),
    Case(
        "X47",
        "esteem",
        "a session was cancelled, and its record came back",
        "2026-11-20",
        recorded("esteem", told={"cancelled_on": "2026-11-18", "cancelled_by": Party.SUPERVISOR}),
        "it was not cancelled",
        recorded("esteem"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X47",
        "esteem",
        "forms were sent on a day to come",
        "2026-11-02",
        replace(BASE, sessions=(planned("2026-11-19", sent_on="2026-11-05"),)),
        "that day has come",
        replace(BASE, sessions=(planned("2026-11-19", sent_on="2026-11-05"),)),
        "2026-11-05",
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X47",
        "highcliffe",
        "a session is planned for a day in the half-term holiday",
        "2026-10-01",
        replace(BASE, sessions=(planned("2026-10-28"),)).under("highcliffe"),
        "the Monday after it",
        replace(BASE, sessions=(planned("2026-11-02"),)).under("highcliffe"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X43",
        "esteem",
        "a record came, and nobody is entered in Relationships",
        "2026-11-20",
        replace(recorded("esteem"), people=(), pairs=(), sessions=()),
        "the two are",
        recorded("esteem"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X43",
        "esteem",
        "a record came of two people who are in no relationship",
        "2026-11-20",
        replace(recorded("esteem", header={Fact.SUPERVISEE: "Kim Lee"}), sessions=()),
        "Tom Reed is",
        replace(recorded("esteem"), sessions=()),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X43",
        "esteem",
        "the school has no calendar",
        "2026-11-02",
        replace(held(), days=()),
        "it has one",
        held("2026-10-01"),
        severity="Soon",
        ruled=False,
    ),
)
"""Rows of the table."""
