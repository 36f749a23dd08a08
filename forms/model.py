"""What a form is: one frozen value per policy, form, section, cell and field.

A `Definition` is one appendix of one policy. Its `fields` say what can be answered, its `sections`
say in which order and in which cells the printed page shows them; neither knows how a PDF or a Word
file is made. `forms.loader` makes definitions from TOML and is the only place that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of field a form can have."""

    CLAUSE = "clause"
    """Fixed prose of the policy: printed, never answered."""
    TEXT = "text"
    MULTILINE = "multiline"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    """A whole number."""
    CHOICE = "choice"
    """One of the printed options, drawn as boxes, or as a list where `as_list` says so."""
    YES_NO = "yes_no"
    """One of two options: Yes and No unless the form prints others."""
    CARRIED = "carried"
    """Table of actions carried forward: ref, action, who, by_when, update, status."""
    ACTIONS = "actions"
    """Table of new actions: ref (locked), action, who, by_when, status."""
    SIGNATURE = "signature"
    """A party's name as signature, with a date: `ID-name` and `ID-date`, or the form's own date field."""


class Owner(StrEnum):
    """Who may write a field; returned versions are merged by it."""

    SYSTEM = "system"
    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    BOTH = "both"
    QA_LEAD = "qa_lead"


class Stage(StrEnum):
    """The stages of a form under one reference, in order. A blank was issued for none of them."""

    BLANK = "blank"
    AGENDA = "agenda"
    SESSION = "session"
    SIGNING = "signing"
    FINAL = "final"


class Carry(StrEnum):
    """What of an answer travels into the next half term's form."""

    NONE = "none"
    OFFER = "offer"
    """Shown and open, to be confirmed by a person."""
    ROWS = "rows"
    """The open actions, oldest first; id, text, owner and date locked."""


class RecordType(StrEnum):
    """What kind of record a completed form is."""

    AGREEMENT = "agreement"
    RECORD = "record"
    CASE = "case"
    QA = "qa"


class Fact(StrEnum):
    """The facts of the header, as values files and `Header` name them."""

    SCHOOL = "school"
    SESSION_DATE = "session_date"
    SESSION_TIME = "session_time"
    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    RETURN_BY = "return_by"
    CASE_REF = "case_ref"
    SHEET = "sheet"
    SHEETS = "sheets"
    POLICY_VERSION = "policy_version"


STATUSES = ("Not started", "In progress", "Done", "No longer needed")
"""The statuses an action can have on a form; blank counts as Not started."""

CARRIED_COLUMNS = ("ref", "action", "who", "by_when", "update", "status")
ACTION_COLUMNS = ("ref", "action", "who", "by_when", "status")
LOCKED_CARRIED_COLUMNS = frozenset({"ref", "action", "who", "by_when"})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks, or one clause that it prints."""

    id: str
    """snake_case; PDF field names and Word tags are made from it."""
    label: str
    """The printed words, word for word; "" where the form prints none."""
    kind: Kind
    owner: Owner = Owner.BOTH
    stage: Stage = Stage.AGENDA
    """The stage at which it is to be answered."""
    carry: Carry = Carry.NONE
    name: str = ""
    """Accessible name, unique in the form; the label where it is empty."""
    added: bool = False
    """Demanded by the policy, not printed in its form (marked; left out by verbatim)."""
    fact: Fact | None = None
    """The header fact that this field prints."""
    starts_from: Fact | None = None
    """The header fact that a pre-filled form puts here where the values say nothing; more may be added."""
    options: tuple[str, ...] = ()
    """Printed options, in order."""
    added_options: tuple[str, ...] = ()
    """Options that the printed form lacks; "Other" opens `ID-other`."""
    as_list: bool = False
    default: str | None = None
    """The option or words that stand in a pre-filled form unless the values say otherwise."""
    lines: int = 1
    """Height of the answer box, in lines of answer text."""
    spare: int = 0
    """Spare rows of a table."""
    comment: bool = False
    """Has a part `ID-comment`."""
    evidence: bool = False
    """Has a locked part `ID-evidence`: what the log shows, beside the question."""
    printed_columns: tuple[str, ...] = ()
    """Of a table: the columns that verbatim keeps."""
    date_field: str | None = None
    """Of a signature: the form's own field for its date; `ID-date` where None."""
    party: str = ""
    """Of a signature: who signs (supervisee, supervisor, …)."""
    hint: str = ""
    """A few words of ours under the label; an addition."""
    private: bool = False
    """Wellbeing, narrative and the like: never stored outside the archived original."""
    heading: bool = False
    """Of a clause: a sub-heading."""
    bullet: bool = False
    """Of a clause: an item of a list."""

    @property
    def accessible_name(self) -> str:
        """Return the name that a screen reader speaks."""
        return self.name or self.label

    @property
    def all_options(self) -> tuple[str, ...]:
        """Return printed options, then added ones."""
        return self.options + self.added_options

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of a table, () for other kinds."""
        if self.kind is Kind.CARRIED:
            return CARRIED_COLUMNS
        return ACTION_COLUMNS if self.kind is Kind.ACTIONS else ()


class Show(StrEnum):
    """What of a field a cell shows."""

    LABEL = "label"
    """Its printed words (a clause has nothing else)."""
    ANSWER = "answer"
    OPTION = "option"
    """The box of one option only (the Yes column of a grid)."""
    TEXT = "text"
    """Printed words that belong to no field, such as a column heading."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a cell."""

    show: Show
    field_id: str = ""
    text: str = ""
    """The option for `Show.OPTION`, the words for `Show.TEXT`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: what it shows from top to bottom, over how many columns."""

    items: tuple[Item, ...]
    span: int = 1
    beside: bool = False
    """Items stand beside each other, not below."""


class Frame(StrEnum):
    """How a section looks."""

    PROSE = "prose"
    """Clauses one below the other, no table."""
    TABLE = "table"
    """A ruled table."""
    PLAIN = "plain"
    """Cells without rules, such as a signature line."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the printed page: prose, or rows of cells."""

    id: str
    frame: Frame
    columns: tuple[float, ...]
    """Relative widths; one entry per column."""
    rows: tuple[tuple[Cell, ...], ...]
    """From top to bottom; of prose, one row of one cell for each clause."""
    header: tuple[Cell, ...] = ()
    """Column headings, repeated where the table goes on over a page."""
    added: bool = False
    title: str = ""
    """Title of an added section."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What all forms of one policy share."""

    id: str
    name: str
    """The school or trust, as the policy writes it."""
    readers: str
    """Who reads these records: one or two plain sentences for page 1."""
    issue_days: int
    return_days: int
    return_working_days: bool
    house_lead_time: bool
    """The lead time is a house default, not the policy's own."""
    qa_lead: str
    pupil_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One appendix of one policy, as a form."""

    id: str
    """For example esteem/a2-record."""
    policy: Policy
    version: str
    appendix: str
    """As the policy prints it, for example "Appendix 2"."""
    code: str
    """The short code that references carry, for example A2."""
    title: str
    record: RecordType
    stages: tuple[Stage, ...]
    required: tuple[Fact, ...]
    """Header facts without which a pre-filled form cannot be made."""
    fields: tuple[Field, ...]
    """In the order of the printed form."""
    sections: tuple[Section, ...]
    leave_blank: dict[Stage, str]
    """Per stage, in plain words, what to leave blank."""
    fingerprint: str
    """SHA-256 of the definition's text and its policy's, in hexadecimal; line ends do not count."""
    inventory: str = ""
    """The id of this form in older lists (esteem_a2_record)."""

    def field(self, field_id: str) -> Field:
        """Return the field with this id; KeyError if there is none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    @property
    def answerable(self) -> tuple[Field, ...]:
        """Return the fields that are not clauses."""
        return tuple(field for field in self.fields if field.kind is not Kind.CLAUSE)
