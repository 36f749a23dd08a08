"""What a form is: one frozen value per policy, form, section, cell and field.

A `Definition` is one appendix of one policy. Its `fields` say what can be answered, its `sections`
say in which order and in which cells the printed page shows them; neither knows how a PDF or a Word
file is made. `forms.loader` makes definitions from TOML and is the only place that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from forms.look import Look
from forms.meanings import Logged
from forms.printed_page import Section


class Kind(StrEnum):
    """The kinds of field a form can have."""

    CLAUSE = "clause"
    """Fixed prose of the policy: printed, never answered."""
    TEXT = "text"
    MULTILINE = "multiline"
    DATE = "date"
    TIME = "time"
    MONTH = "month"
    """A month of a year."""
    NUMBER = "number"
    """A whole number, or one with decimals where `step` has them."""
    CHOICE = "choice"
    """One of the printed options, drawn as boxes, or as a list where `as_list` says so."""
    YES_NO = "yes_no"
    """One of two options: Yes and No unless the form prints others."""
    TICK = "tick"
    """One box to tick, with its one option printed behind it."""
    ANY_OF = "any_of"
    """Any number of the printed options, each with a box of its own."""
    TIME_RANGE = "time_range"
    """From one time to another: `ID-from` and `ID-to`."""
    DATE_RANGE = "date_range"
    """From one date to another: `ID-from` and `ID-to`."""
    TABLE = "table"
    """Rows of the columns that the definition names; `spare` empty rows, or fixed rows with printed words."""
    CARRIED = "carried"
    """Table of actions carried forward: ref, action, who, by_when, update, status."""
    ACTIONS = "actions"
    """Table of new actions: ref (locked), action, who, by_when, status."""
    SIGNATURE = "signature"
    """A party's name as signature, with a date: `ID-name` and `ID-date`, or the form's own date field."""
    SIGNATURES = "signatures"
    """A table of those who sign: who is to sign, the name as signature, the date."""


TABLES = frozenset({Kind.CARRIED, Kind.ACTIONS, Kind.TABLE, Kind.SIGNATURES})
"""The kinds whose answers are rows of cells, named `ID-ROW-COLUMN`."""
ACTION_TABLES = frozenset({Kind.CARRIED, Kind.ACTIONS})
ONE_OF = frozenset({Kind.CHOICE, Kind.YES_NO})
"""The kinds that take one of their options."""
RANGES = frozenset({Kind.TIME_RANGE, Kind.DATE_RANGE})
OFFERED_KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.MULTILINE,
        Kind.DATE,
        Kind.TIME,
        Kind.MONTH,
        Kind.NUMBER,
        Kind.CHOICE,
        Kind.ANY_OF,
        Kind.TABLE,
    }
)
"""The kinds whose answers may be offered again: a signature and a judgement's tick never are."""


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
SIGNATURE_COLUMNS = ("who", "name", "date")
LABEL = "label"
"""The column of a table's fixed rows that holds their printed words."""
LOCKED_CARRIED_COLUMNS = frozenset({"ref", "action", "who", "by_when"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what each row is asked there."""

    id: str
    label: str
    """The printed heading."""
    kind: Kind = Kind.TEXT
    """A kind that is one box or one set of boxes to tick."""
    options: tuple[str, ...] = ()
    added_options: tuple[str, ...] = ()
    as_list: bool = False
    across: int = 0
    ends: tuple[str, ...] = ()
    carried: bool = True
    """Travels with its row into the next half term's form, where rows travel."""
    carried_as: str = ""
    """What stands there in a row that has travelled; "" for what stood there before."""
    lines: int = 1
    weight: float = 1.0
    """Its share of a line's width, where several columns stand on one line of a card."""
    least: float | None = None
    most: float | None = None
    step: float | None = None
    added: bool = False
    """Not in the printed form; left out by verbatim."""
    log: Logged | None = None
    """What the log takes from this column."""

    @property
    def all_options(self) -> tuple[str, ...]:
        """Return printed options, then added ones."""
        return self.options + self.added_options


@dataclass(frozen=True, slots=True)
class FixedRow:
    """One printed row of a table."""

    label: str
    """Its printed words, word for word; unique in the table."""
    options: tuple[str, ...] = ()
    """Options in place of those of the table's one column of options."""
    sub: bool = False
    """Belongs to the row above that is none of these: indented."""
    heading: bool = False
    """Only words, no boxes."""


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
    carry_from: str = ""
    """Of an answer offered again: the field of last time's form that it comes from; this one where empty."""
    name: str = ""
    """Accessible name, unique in the form; the label where it is empty."""
    was: tuple[str, ...] = ()
    """Ids that this field had in older versions of the form."""
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
    as_words: bool = False
    """Options are words to delete as applicable, with strokes between them."""
    across: int = 0
    """Options stand in so many columns; 0 for side by side as they fit."""
    ends: tuple[str, ...] = ()
    """Words at the two ends of a scale."""
    default: str | None = None
    """The option or words that stand in a pre-filled form unless the values say otherwise."""
    least: float | None = None
    """Of a number."""
    most: float | None = None
    step: float | None = None
    """Numbers count in such steps from `least` (or 0); whole numbers where None."""
    lines: int = 1
    """Height of the answer box, in lines of answer text; beside ticks: of the comment's box."""
    room: int = 24
    """Width of a blank inside a sentence, in letters."""
    column: tuple[Column, ...] = ()
    """The columns of a table; of actions: further ones, behind ref."""
    row: tuple[FixedRow, ...] = ()
    """The printed rows of a table."""
    card: tuple[tuple[str, ...], ...] = ()
    """How one row stands in a cell: lines of columns."""
    parties: tuple[str, ...] = ()
    """Of signatures: the printed words for each who signs, in order."""
    in_order: bool = False
    """Of signatures: they sign from top to bottom."""
    signers_from: str = ""
    """Of signatures with spare lines: the table whose first column names those who sign."""
    takes_carried: bool = False
    """Of actions: the open ones of last time stand in the first rows, with an update."""
    starts: tuple[str, ...] = ()
    """Of a table: words that stand in the first column of a pre-filled form, a row each."""
    counts: dict[str, str] = dataclass_field(default_factory=dict)
    """Numbers asked beside the answer: `ID-count_KEY`, with these labels."""
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
    date_label: str = "Date"
    """Of a signature: the printed word before its date."""
    date_added: bool = False
    """Of a signature: the printed form has no room for its date; verbatim leaves it out."""
    party: str = ""
    """Of a signature: who signs (supervisee, supervisor, …)."""
    who: Fact | None = None
    """Of a signature: the header fact that stands as printed name beside it, in `ID-who`."""
    log: Logged | None = None
    """What the log takes from this answer."""
    only_if: str = ""
    """FIELD=OPTION: to be answered only if that field has that option."""
    hint: str = ""
    """A few words of ours under the label; an addition."""
    private: bool = False
    """Wellbeing, narrative and the like: never stored outside the archived original."""
    heading: bool = False
    """Of a clause: a sub-heading."""
    bullet: bool = False
    """Of a clause: an item of a list."""
    guidance: bool = False
    """Of a clause: a note that helps to fill in the form."""

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
        """Return the ids of a table's columns, () for other kinds; the words of fixed rows are none."""
        own = tuple(column.id for column in self.column)
        if self.kind in ACTION_TABLES:
            fixed = CARRIED_COLUMNS if self.kind is Kind.CARRIED or self.takes_carried else ACTION_COLUMNS
            return (fixed[0], *own, *fixed[1:])
        return SIGNATURE_COLUMNS if self.kind is Kind.SIGNATURES else own


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
    look: Look = dataclass_field(default_factory=Look)


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
    continues: str = ""
    """The form of the same session that comes before this one (its agenda)."""

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
