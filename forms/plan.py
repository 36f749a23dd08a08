"""The plan of a trust: who is supervised by whom, in which calendar, and when.

People enter it in four sheets of the monitoring workbook (Roster, Relationships, Calendar, Schedule); these
are its rows as records. What came back on forms is `forms.log`; the rules compare the two.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Series(StrEnum):
    """What kind of supervision a relationship is."""

    ONE_TO_ONE = "1:1"
    GROUP = "Group"
    INTERNAL = "Internal"
    EXTERNAL = "External"


class SignatureMode(StrEnum):
    """How a person signs."""

    ELECTRONIC = "Electronic"
    INK = "Ink"


class WorksIn(StrEnum):
    """Which program a person fills forms in."""

    WORD = "Word"
    PDF = "PDF"


class DayKind(StrEnum):
    """What a row of the calendar says of its days."""

    HALF_TERM = "Half term"
    """A half term in which the school is open; its name is Aut1, Aut2, Spr1, Spr2, Sum1 or Sum2."""
    CLOSURE = "Closure"
    """Closed inside a half term."""
    INSET = "INSET"
    """Closed to pupils; staff work."""


class Party(StrEnum):
    """Who did something with a session."""

    SUPERVISEE = "Supervisee"
    SUPERVISOR = "Supervisor"
    SCHOOL = "School"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the Roster: a person in one role at one school, from a day to a day.

    A person who changes school or role has a second row under the same `person_id`; rows do not overlap.
    """

    person_id: str
    name: str
    school: str
    role: str | None = None
    aliases: tuple[str, ...] = ()
    """Other names that the person signs with."""
    email: str | None = None
    is_dsl: bool = False
    supervisor_trained_on: dt.date | None = None
    signature_mode: SignatureMode = SignatureMode.ELECTRONIC
    holds_cases: bool = True
    new_to_post: bool = False
    starts: dt.date | None = None
    """None: always so far."""
    ends: dt.date | None = None
    """The last day; None: until further notice."""
    absent_from: dt.date | None = None
    absent_to: dt.date | None = None
    """The last day of the absence; None while it goes on."""
    works_in: WorksIn = WorksIn.WORD

    def serves(self, on: dt.date) -> bool:
        """Return whether the row holds on a day."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)

    def is_absent(self, on: dt.date) -> bool:
        """Return whether the person is on long-term absence on a day."""
        if self.absent_from is None or on < self.absent_from:
            return False
        return self.absent_to is None or on <= self.absent_to


@dataclass(frozen=True, slots=True)
class Relationship:
    """One row of Relationships: one supervisee and one supervisor, in one series of sessions."""

    rel_id: str
    policy: str
    """The policy's id, such as esteem."""
    supervisee_id: str
    supervisor_id: str
    series: Series = Series.ONE_TO_ONE
    group: str | None = None
    """The name that all relationships of one group session share; None for sessions of two."""
    starts: dt.date | None = None
    ends: dt.date | None = None
    """The last day; None: until further notice."""
    deputies: tuple[str, ...] = ()
    """Ids of people who may sign in the supervisor's place."""
    handover_on: dt.date | None = None
    """When the supervisor before handed over."""
    follows: str | None = None
    """The rel_id that this one continues, with another supervisor or at another school."""
    deputies_reason: str | None = None
    """Why the deputies sign in the supervisor's place."""

    def holds(self, on: dt.date) -> bool:
        """Return whether the relationship holds on a day."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One row of the Calendar: days of one school."""

    school: str
    """"" for all schools of the trust."""
    kind: DayKind
    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One row of the Schedule: one planned session and what people say has become of it."""

    session_id: str
    """PREFIX-YY-NNNN."""
    rel_id: str
    """Of a relationship, or the name of a group."""
    planned_date: dt.date
    planned_start: dt.time | None = None
    planned_length_min: int | None = None
    venue: str | None = None
    fixed_on: dt.date | None = None
    """When the date was agreed."""
    additional: bool = False
    """Asked for on top of the usual ones."""
    moved_to: dt.date | None = None
    """The day it has been moved to without being cancelled."""
    sent_on: dt.date | None = None
    """When the forms were really sent; None: prepared at most."""
    agenda_returned_on: dt.date | None = None
    held_on: dt.date | None = None
    cancelled_on: dt.date | None = None
    cancelled_by: Party | None = None
    cancel_reason: str | None = None
    rebooked_to: str | None = None
    """The session_id that takes its place."""
    sent_for_signature_on: dt.date | None = None
    copy_given_on: dt.date | None = None
    no_next_reason: str | None = None
    """Why no next session is planned."""
    disagreement_settled_on: dt.date | None = None
    filed_on: dt.date | None = None
    """When what concerns children was filed in their own records."""
    holds_master: Party | None = None
    """Who has the current copy."""
    unable_to_sign: Party | None = None
    """Whose signature the record will not have; that is accepted where a reason stands beside it."""
    unable_reason: str | None = None
    supervisor_filed_on: dt.date | None = None
    """When the supervisor's school filed it too, where the two are of different ones."""

    @property
    def excused(self) -> str | None:
        """Return the party whose missing signature is accepted, supervisee or supervisor; None for nobody."""
        if self.unable_to_sign is None or not self.unable_reason:
            return None
        return self.unable_to_sign.value.lower()

    @property
    def date(self) -> dt.date:
        """Return the day that it is to take place as things stand."""
        return self.moved_to or self.planned_date


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that people have entered: the rows of the four sheets, in their order."""

    people: tuple[Person, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    calendar: tuple[CalendarRow, ...] = ()
    sessions: tuple[PlannedSession, ...] = ()

    def person(self, person_id: str, on: dt.date) -> Person | None:
        """Return a person as of a day: the row that holds then, else the nearest one, None for no such id."""
        rows = [one for one in self.people if one.person_id == person_id]
        holding = [one for one in rows if one.serves(on)]
        if holding or not rows:
            return holding[0] if holding else None
        return min(rows, key=lambda one: _days_away(one, on))

    def left_on(self, person_id: str, on: dt.date) -> dt.date | None:
        """Return the last day of a person who has left before a day; None for all others."""
        ends = [one.ends or dt.date.max for one in self.people if one.person_id == person_id]
        return max(ends) if ends and max(ends) < on else None


def _days_away(person: Person, on: dt.date) -> int:
    edges = [day for day in (person.starts, person.ends) if day is not None]
    return min((abs((day - on).days) for day in edges), default=0)
