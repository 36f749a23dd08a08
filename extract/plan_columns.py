"""Which sheets people fill and what each column takes: one declaration per column.

Writing (extract.plan_sheets), reading (extract.plan_reading) and docs/monitoring.md all follow it. Headings
may be moved, and a sheet may have more columns than these; those belong to whoever added them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from forms.plan import (
    CalendarRow,
    DayKind,
    Party,
    Person,
    PlannedSession,
    Relationship,
    Series,
    SignatureMode,
    WorksIn,
)

ALL_SCHOOLS = "All schools"
"""Stands in the Calendar where days are those of every school."""
HALF_TERMS = ("Aut1", "Aut2", "Spr1", "Spr2", "Sum1", "Sum2")
"""The names of half terms, in the order of a school year."""
EXAMPLE = re.compile(r"EXAMPLE(?![a-z])")
"""How the key of a row begins that only shows how to fill the sheet; such rows are not read."""
NOTES = "Notes"
"""The last column of each sheet: whoever fills it writes there what they like, and nothing reads it."""


class Typing(StrEnum):
    """How a column's cells are typed."""

    TEXT = "text"
    KEY = "id"
    """What tells rows apart; the same for ever."""
    ID = "id from another sheet"
    IDS = "ids from another sheet"
    NAMES = "names"
    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    YES_NO = "Yes or No"
    CHOICE = "one of a list"
    SCHOOL = "school"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet that people fill."""

    heading: str
    field: str
    """Of the record that a row becomes."""
    typing: Typing
    note: str
    """What to write, in a sentence or two: the message that Excel shows beside the cell (255 characters)."""
    example: str
    needed: bool = False
    """A row without it is not read."""
    choices: tuple[str, ...] = ()
    of: str = ""
    """The sheet whose ids may stand here."""
    later: bool = False
    """Whether workbooks that were made before it may lack it."""
    width: float = 12


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One sheet that people fill; each of its rows becomes one record."""

    name: str
    purpose: str
    record: type[Person | Relationship | CalendarRow | PlannedSession]
    columns: tuple[Column, ...]
    """The first one is the key, by which examples are told."""

    @property
    def key(self) -> Column:
        """Return the column by whose words an example is told."""
        return self.columns[0]

    def column(self, field: str) -> Column:
        """Return the column of a record's field."""
        return next(column for column in self.columns if column.field == field)


def _date(
    heading: str, field: str, note: str, example: str, *, needed: bool = False, later: bool = False
) -> Column:
    # As wide as the longest word of a heading, beside the button that filters.
    width = max(11.5, *(len(word) * 1.15 for word in heading.split()), 14.0 if needed else 0)
    return Column(heading, field, Typing.DATE, note, example, needed, width=width, later=later)


def _yes_no(heading: str, field: str, note: str, example: str) -> Column:
    return Column(heading, field, Typing.YES_NO, note, example, choices=("Yes", "No"), width=10.5)


_SHAPE = "Letters, digits, hyphens; the same for ever."

ROSTER = PlanSheet(
    "Roster",
    "Who works where: one row for each person in one role at one school. Who moves gets a second row.",
    Person,
    (
        Column("Person id", "person_id", Typing.KEY,
            f"What tells this person from all others. {_SHAPE} A second row of one person has the same "
            "id.",
            "P-01", needed=True, width=13),
        Column("Name", "name", Typing.TEXT,
            "First name and surname, as they are to stand on forms.",
            "Tom Reed", needed=True, width=18),
        Column("School", "school", Typing.SCHOOL,
            "As in the sheet Lists. Add a school there first.",
            "Alder Grove Academy", needed=True, width=22),
        Column("Role", "role", Typing.TEXT,
            "As it is to stand on forms.",
            "Designated Safeguarding Lead", width=27),
        Column("Also signs as", "aliases", Typing.NAMES,
            "Other names that this person signs with, with a semicolon between two.",
            "Tommy Reed; T Reed", width=17),
        Column("Email", "email", Typing.TEXT,
            "The address that forms are sent to.",
            "tom.reed@aldergrove.example", width=29),
        _yes_no("DSL", "is_dsl", "Yes for a Designated Safeguarding Lead or deputy. Blank means No.", "Yes"),
        _date("Supervisor trained on", "supervisor_trained_on",
            "The day on which this person was last trained as a supervisor. Blank where never, or not "
            "known.",
            "14/05/2025"),
        Column("Signs by", "signature_mode", Typing.CHOICE,
            "Electronic: types the name. Ink: signs on paper. Blank means Electronic.",
            "Electronic", choices=tuple(SignatureMode), width=12),
        _yes_no("Holds cases", "holds_cases",
            "No for somebody who brings no children's cases to supervision. Blank means Yes.",
            "Yes"),
        _yes_no("New to post", "new_to_post",
            "Yes as long as the policy asks for more supervision because of it. Blank means No.",
            "No"),
        _date("Starts on", "starts",
            "The first day in this role at this school. Blank: has always been.",
            "01/09/2024"),
        _date("Ends on", "ends",
            "The last day in this role at this school. Blank: until further notice.",
            "31/12/2026"),
        _date("Absent from", "absent_from",
            "The first day of a long absence. Write nothing about the reason.",
            "02/11/2026"),
        _date("Absent to", "absent_to",
            "The last day of that absence. Blank while it goes on.",
            "18/12/2026"),
        Column("Works in", "works_in", Typing.CHOICE,
            "Word or PDF: what this person fills forms in. Blank means Word. What is to be signed or printed "
            "is PDF always.",
            "Word", choices=tuple(WorksIn), width=11, later=True),
    ),
)  # fmt: skip

RELATIONSHIPS = PlanSheet(
    "Relationships",
    "Who supervises whom: one row for each supervisee and supervisor, and each kind of session.",
    Relationship,
    (
        Column("Relationship id", "rel_id", Typing.KEY,
            f"What tells this row from all others. {_SHAPE}",
            "R-01", needed=True, width=14),
        Column("Policy", "policy", Typing.POLICY,
            "Whose rules hold: the policy's short name, as in the sheet Lists.",
            "esteem", needed=True, width=15),
        Column("Supervisee id", "supervisee_id", Typing.ID,
            "Person id of who is supervised. Enter the person in Roster first.",
            "P-01", needed=True, of="Roster", width=13),
        Column("Supervisor id", "supervisor_id", Typing.ID,
            "Person id of who supervises. Enter the person in Roster first.",
            "P-02", needed=True, of="Roster", width=13),
        Column("Series", "series", Typing.CHOICE,
            "What kind of supervision it is. Blank means 1:1. Where the policy parts internal from "
            "external supervision, as Green Gates does, choose one of these.",
            "1:1", choices=tuple(Series), width=11),
        Column("Group", "group", Typing.TEXT,
            "For group sessions: one name, the same in the rows of everybody in the group. Else "
            "blank.",
            "North DSLs", width=16),
        _date("Starts on", "starts",
            "The first day of this relationship. Blank: has always been.",
            "01/09/2026"),
        _date("Ends on", "ends",
            "The last day of this relationship. Blank: until further notice.",
            "13/11/2026"),
        Column("Deputies", "deputies", Typing.IDS,
            "Person ids of those who may sign in the supervisor's place, with a semicolon between "
            "two.",
            "P-03; P-04", of="Roster", width=14),
        _date("Handed over on", "handover_on",
            "The day on which the supervisor before handed over.",
            "16/11/2026"),
        Column("Follows", "follows", Typing.ID,
            "Relationship id of the row that this one continues, with another supervisor or at "
            "another school.",
            "R-00", of="Relationships", width=13),
        Column("Why deputies", "deputies_reason", Typing.TEXT,
            "Why they sign in the supervisor's place, in a few words, without anything about health.",
            "Supervisor is away", width=18, later=True),
    ),
)  # fmt: skip

CALENDAR = PlanSheet(
    "Calendar",
    "When each school is open: its six half terms, its INSET days and the days on which it is closed.",
    CalendarRow,
    (
        Column("School", "school", Typing.SCHOOL,
            f"As in the sheet Lists, or {ALL_SCHOOLS}.",
            "Alder Grove Academy", needed=True, width=32),
        Column("Kind", "kind", Typing.CHOICE,
            "Half term: days on which the school is open. INSET: closed to pupils, staff work. "
            "Closure: closed inside a half term. Bank holidays are known.",
            "Half term", needed=True, choices=tuple(DayKind), width=14),
        Column("Name", "name", Typing.TEXT,
            f"Of a half term: {', '.join(HALF_TERMS)}. Of other days: what you like, or nothing.",
            "Aut2", width=24),
        _date("First day", "first", "The first of these days.", "02/11/2026", needed=True),
        _date("Last day", "last",
            "The last of these days; of a single day the same date again.",
            "18/12/2026", needed=True),
    ),
)  # fmt: skip

SCHEDULE = PlanSheet(
    "Schedule",
    "One row for each planned session, and what has become of it.",
    PlannedSession,
    (
        Column("Session id", "session_id", Typing.KEY,
            "Your letters, the year's last two digits, a number of four digits, as references begin. "
            "Never used again.",
            "ESM-26-0042", needed=True, width=17),
        Column("Relationship id", "rel_id", Typing.ID,
            "From the sheet Relationships; for a group session the group's name.",
            "R-01", needed=True, of="Relationships", width=15),
        _date("Planned date", "planned_date",
            "The day that was planned. It stays when the session is moved or cancelled.",
            "19/11/2026", needed=True),
        Column("Planned start", "planned_start", Typing.TIME, "Hours and minutes.", "10:00", width=9),
        Column("Length (minutes)", "planned_length_min", Typing.MINUTES,
            "How many minutes are planned.",
            "60", width=10),
        Column("Venue", "venue", Typing.TEXT, "Where it is to be.", "Room 4", width=15),
        _date("Date fixed on", "fixed_on", "The day on which the date was agreed.", "24/09/2026"),
        _yes_no("Additional", "additional",
            "Yes for a session that was asked for on top of the usual ones. Blank means No.",
            "No"),
        _date("Moved to", "moved_to",
            "The new day of a session that was moved without being cancelled.",
            "20/11/2026"),
        _date("Sent on", "sent_on",
            "The day on which the forms were really sent. Prepared is not sent.",
            "05/11/2026"),
        _date("Agenda back on", "agenda_returned_on",
            "The day on which the completed agenda came back.",
            "11/11/2026"),
        _date("Held on", "held_on", "The day on which the session took place.", "19/11/2026"),
        _date("Cancelled on", "cancelled_on", "The day on which it was cancelled.", "22/10/2026"),
        Column("Cancelled by", "cancelled_by", Typing.CHOICE,
            "Who cancelled it.",
            "Supervisee", choices=tuple(Party), width=12),
        Column("Cancel reason", "cancel_reason", Typing.TEXT,
            "Why, in a few words, without anything about health.",
            "Court hearing", width=18),
        Column("Rebooked to", "rebooked_to", Typing.ID,
            "Session id of the row that takes its place. Enter that row too.",
            "ESM-26-0043", of="Schedule", width=17),
        _date("Sent for signature on", "sent_for_signature_on",
            "The day on which the record was sent for signature.",
            "24/11/2026"),
        _date("Copy given on", "copy_given_on",
            "The day on which the supervisee was given the signed copy.",
            "30/11/2026"),
        Column("Why no next session", "no_next_reason", Typing.TEXT,
            "Why no next session is planned, where none is.",
            "Leaves on 31/12/2026", width=18),
        _date("Disagreement settled on", "disagreement_settled_on",
            "The day on which a disagreement on the record was settled.",
            "01/12/2026"),
        _date("Filed on", "filed_on",
            "The day on which what concerns children was filed in their own records.",
            "20/11/2026"),
        Column("Master held by", "holds_master", Typing.CHOICE,
            "Who has the current copy.",
            "Supervisor", choices=tuple(Party), width=12),
        Column("Cannot sign", "unable_to_sign", Typing.CHOICE,
            "Whose signature the record will never have. It is then no longer asked for.",
            "Supervisor", choices=(Party.SUPERVISEE, Party.SUPERVISOR), width=12, later=True),
        Column("Why not signed", "unable_reason", Typing.TEXT,
            "Why, in a few words, without anything about health. Without it the signature is asked for.",
            "Absent until further notice", width=18, later=True),
        _date("Also filed on", "supervisor_filed_on",
            "For external supervision between two schools: the day on which the supervisor's filed it too.",
            "23/11/2026", later=True),
    ),
)  # fmt: skip

PLAN_SHEETS = (ROSTER, RELATIONSHIPS, CALENDAR, SCHEDULE)


def heading_key(text: str) -> str:
    """Return what of a heading counts: its letters and digits, capital or not."""
    return re.sub(r"[\W_]+", "", text.casefold())
