"""Take what the QA lead has decided about actions that somebody has left behind at a school.

Her words stand beside the action, in the workbook; the register keeps who decided what and since when, and
that it was taken back. What does not count is said, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.decided import read_decided
from forms.decisions import CLOSING, TRANSFERRED, Wanted
from forms.findings import Finding, Severity
from forms.log import ON_THE_CASE_SHEET, ActionHistory
from forms.naming import is_same_school
from forms.overview import Mistake
from forms.plan import Plan
from halfterm.make import say
from halfterm.trust import Trust
from register.decisions import note_decisions
from register.ledger import load_log
from register.rostered import Rostered

if TYPE_CHECKING:
    from sqlalchemy import Connection


_STATUS, _GIVEN, _BY = "qa_override_status", "qa_given_to", "qa_decided_by"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a decision: where, what stands there, what is expected, what to do."""

    column: str
    found: str
    expected: str
    to_do: str


def take_decisions(trust: Trust, connection: Connection, plan: Plan, on: dt.date) -> tuple[Mistake, ...]:
    """Keep what is decided now in the register; say, and return, what does not count."""
    wanted = read_decided(trust.workbook)
    if wanted is None:
        return ()
    people = Rostered(plan)
    rows = {one.action_id: one for one in load_log(connection).actions}
    meant = {name: one for name, one in wanted.items() if name in rows and _is_meant(one)}
    faults = {
        name: fault
        for name, one in meant.items()
        if (fault := why_not(one, rows[name], people, on)) is not None
    }
    counting = {name: one for name, one in meant.items() if name not in faults}
    # Where something is wrong with what she types now, what she said before still holds.
    note_decisions(connection, counting, rows.keys() - faults.keys(), on)
    say(_findings(trust, faults))
    return tuple(_mistake(name, one) for name, one in faults.items())


def _is_meant(one: Wanted) -> bool:
    """Return whether she decides something; another status without a name is a mark of her own."""
    return bool(one.given_to or one.decided_by or one.status == TRANSFERRED)


def why_not(one: Wanted, row: ActionHistory, people: Rostered, on: dt.date) -> Fault | None:
    """Return why a decision about an action does not count on a day, None where it does."""
    return next(_faults(one, row, people, on), None)


def _faults(one: Wanted, row: ActionHistory, people: Rostered, on: dt.date) -> Iterator[Fault]:
    """Yield why a decision does not count, the plainest first."""
    person = people.find(row.supervisee)
    on_roster = people.school_of(person, row.agreed_on) if person and row.agreed_on else None
    school = on_roster or row.school or ""
    if row.action_text != ON_THE_CASE_SHEET and row.case_ref is None:
        todo = "leave it: it goes with the person, and what becomes of it is written on the next form"
        yield Fault(_STATUS, one.status, "an action on a case sheet", todo)
    elif person is None or _is_there(people, person, school, on):
        who = f"{row.supervisee or 'nobody known'} at {school or 'no school'}"
        todo = "close it on the case sheet, or end that person's row in the Roster first"
        yield Fault(_STATUS, who, "an action of somebody who has left the school", todo)
    if one.status and one.status not in CLOSING:
        yield Fault(_STATUS, one.status, f"{', '.join(CLOSING)}, or nothing", "choose one of these")
    if not one.given_to and one.status != TRANSFERRED:
        todo = f"write who has it now into {_GIVEN}, or choose {TRANSFERRED}"
        yield Fault(_STATUS, one.status, "what was decided", todo)
    new = people.find(one.given_to)
    if one.given_to and (new is None or not _is_there(people, new, school, on)):
        todo = "write it as it stands there"
        yield Fault(_GIVEN, one.given_to, f"a name that the Roster has at {school}", todo)
    if not one.decided_by:
        todo = "write it there; until then it does not count"
        yield Fault(_BY, "", "the name of who decided", todo)


def _is_there(people: Rostered, person: str, school: str, on: dt.date) -> bool:
    return any(one.serves(on) and is_same_school(one.school, school) for one in people.rows_of(person))


def _findings(trust: Trust, faults: Mapping[str, Fault]) -> Iterator[Finding]:
    for name, one in faults.items():
        place = f"{trust.workbook.name}, Actions, {name}, {one.column}"
        text = f"{place}: found '{one.found}'; expected {one.expected}; {one.to_do}."
        yield Finding("M24", Severity.SOON, None, text)


def _mistake(name: str, one: Fault) -> Mistake:
    return Mistake(
        code="M24",
        severity=str(Severity.SOON),
        sheet="Actions",
        cell=f"{one.column} of {name}",
        found=one.found,
        expected=one.expected,
        to_do=one.to_do,
    )
