"""An invented trust of two schools, its sessions, and what was typed on their forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.plan import CalendarRow, DayKind, Person, PlannedSession, Relationship
from tests.stories.trust import Trust, day

RECORD = "esteem/a2-record"
SCHOOLS = ("Alder Grove Academy", "Birch Lane Primary")
ON = "2026-11-28"
PEOPLE = (
    Person("P-TOM", "Tim Ford", SCHOOLS[0], "DSL", is_dsl=True),
    Person("P-ANN", "Ann Cole", SCHOOLS[0], "Deputy", is_dsl=True),
    Person("P-BEA", "Bea Holt", SCHOOLS[1], "DSL", is_dsl=True),
    Person("P-PRIYA", "Priya Shah", SCHOOLS[0], "Lead", is_dsl=True),
)
PAIRS = tuple(
    Relationship(f"R{number}", "esteem", person.person_id, "P-PRIYA", starts=day("2026-09-01"))
    for number, person in enumerate(PEOPLE[:3], start=1)
)
_HALF_TERMS = (
    ("Aut1", "2026-09-02", "2026-10-23"),
    ("Aut2", "2026-11-02", "2026-12-18"),
    ("Spr1", "2027-01-04", "2027-02-12"),
)
CALENDAR = tuple(
    CalendarRow("", DayKind.HALF_TERM, name, day(first), day(last)) for name, first, last in _HALF_TERMS
)


@dataclass(frozen=True)
class Meeting:
    """One planned session, and what was typed on its record, if one came."""

    session_id: str
    pair: int
    planned: str
    held: str | None = None
    signed: tuple[str, str] | None = None
    actions: tuple[tuple[str, str, str], ...] = ()
    """Words, who, by when."""
    cancelled: bool = False
    rebooked_to: str | None = None
    ending: str = "docx"

    @property
    def person(self) -> Person:
        """Return the supervisee."""
        return PEOPLE[self.pair - 1]

    @property
    def half_term(self) -> str:
        """Return the half term that it is counted to."""
        date = day(self.held or self.planned)
        return next(name for name, first, _ in reversed(_HALF_TERMS) if day(first) <= date)


MEETINGS = (
    Meeting(
        "ESM-26-0001",
        1,
        "2026-09-24",
        "2026-09-24",
        ("2026-09-28", "2026-09-30"),
        (("Ask the nurse for the plan", "Tim Ford", "2026-10-16"), ("Read the new guidance", "", "")),
    ),
    Meeting(
        "ESM-26-0002",
        2,
        "2026-09-29",
        "2026-10-06",
        ("2026-10-07", "2026-10-30"),
        (("Ring the attendance officer", "Ann Cole", "2026-12-04"),),
    ),
    Meeting("ESM-26-0003", 3, "2026-10-01", cancelled=True, rebooked_to="ESM-26-0004"),
    Meeting(
        "ESM-26-0004", 3, "2026-10-07", "2026-10-07", None, (("Bring the log", "Bea Holt", "2026-10-30"),)
    ),
    Meeting("ESM-26-0005", 1, "2026-11-12", "2026-11-12", ("2026-11-12", "2026-11-13"), ending="pdf"),
    Meeting("ESM-26-0006", 2, "2026-11-17", cancelled=True),
    Meeting("ESM-26-0007", 3, "2026-11-19"),
    Meeting("ESM-26-0008", 1, "2026-12-03"),
    Meeting("ESM-26-0009", 2, "2027-01-14"),
)


def enter(trust: Trust) -> None:
    """Enter people, pairs and sessions."""
    sessions = tuple(
        PlannedSession(
            one.session_id,
            f"R{one.pair}",
            day(one.planned),
            planned_start=dt.time(10, 0),
            cancelled_on=day(one.planned) - dt.timedelta(days=1) if one.cancelled else None,
            rebooked_to=one.rebooked_to,
        )
        for one in MEETINGS
    )
    trust.plan(PEOPLE, PAIRS, sessions, CALENDAR)


def return_records(trust: Trust) -> None:
    """Put the record of each held session into the inbox."""
    for one in MEETINGS:
        if one.held is not None:
            _return(trust, one, one.held)


def _return(trust: Trust, one: Meeting, held: str) -> None:
    header = {"school": one.person.school, "supervisee": one.person.name, "supervisor": "Priya Shah"}
    known = {"reference": f"{one.session_id}-A2", "header": {**header, "session_date": one.planned}}
    fields: dict[str, Any] = {"actual_date": held, "agenda_items": "Forms"}
    stage = ["--stage", "signing" if one.signed else "session"]
    if one.signed:
        names = ("action", "who", "by_when")
        fields["agenda_action"] = [dict(zip(names, row, strict=True)) for row in one.actions]
    path = trust.make(RECORD, {**known, "fields": fields}, f"{one.session_id}-A2.{one.ending}", *stage)
    typed: dict[str, str] = {}
    for number, (words, who, by_when) in enumerate(one.actions, start=1):
        row: Mapping[str, str] = {"action": words, "who": who, "by_when": by_when}
        typed |= {f"agenda_action-{number}-{name}": text for name, text in row.items() if text}
    if one.signed:
        typed = {
            "disagreement": "No",
            "sig_supervisee-name": one.person.name,
            "sig_supervisee_date": one.signed[0],
            "sig_supervisor-name": "Priya Shah",
            "sig_supervisor_date": one.signed[1],
        }
    trust.comes_back(RECORD, path, typed)
