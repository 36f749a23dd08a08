"""The records that pass between building, reading, the register and the workbook.

All are frozen and none knows a file format. The JSON of `halfterm read --json` is made from
`Response`; `Action` and `Session` are what the register makes of responses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forms.findings import Finding
from forms.model import Fact, Stage


class State(StrEnum):
    """What became of a field."""

    FILLED = "filled"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    ILLEGIBLE = "illegible"
    MISSING = "missing"
    """Its box or control is gone."""
    CONFLICT = "conflict"
    """More than one answer; the value is the tuple of the candidates."""


class Channel(StrEnum):
    """How a value was read."""

    ACROFORM = "acroform"
    CONTROL = "control"
    LABEL = "label"
    TEXT = "text"
    OCR = "ocr"
    INK = "ink"


@dataclass(frozen=True, slots=True)
class Signed:
    """The value of a signature: the name as typed and its date (ISO, or the words as typed)."""

    name: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """The value of a range: ISO dates or HH:MM, or the words as typed; None for an end left blank."""

    start: str | None
    end: str | None


Row = Mapping[str, str | float | None]
"""One row of a table: column -> text; a date column holds an ISO date where it is one, else as typed."""
Value = str | int | float | Signed | Span | tuple[Row, ...] | tuple[str, ...] | None
"""Text, ISO date, HH:MM or option; number; signature; range; table; options of an any_of or candidates of a
conflict; blank."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from the page's lower left."""

    x0_pt: float
    y0_pt: float
    x1_pt: float
    y1_pt: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a returned form says in one field or table cell, and how that was read.

    `value` is None when blank, never "". A table's value leaves out the rows that are all blank;
    `cells` keeps every row (number from 1 -> column -> answer) that stands on the form.
    """

    value: Value
    state: State
    channel: Channel
    confidence: float = 1.0
    page_number: int | None = None
    box: Box | None = None
    cells: Mapping[int, Mapping[str, Answer]] | None = None

    @property
    def is_given(self) -> bool:
        """Return whether something stands there, of a table in any row; readable or not."""
        return self.value not in (None, "", ()) or self.state in {State.CONFLICT, State.ILLEGIBLE}


@dataclass(frozen=True, slots=True)
class Signature:
    """One party's signature on a returned form."""

    party: str
    way: str
    """typed, drawn, certificate or ink."""
    name: str | None
    date: str | None
    page_number: int | None
    box: Box | None
    covers: str | None
    """SHA-256 of what the record said when it was signed, where that is known."""


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that one returned file says."""

    path: str
    """As given by the caller."""
    sha256: str
    kind: str
    """pdf or docx."""
    form: str
    version: str
    stage: Stage
    reference: str | None
    pages: int | None
    """Number of pages; None for Word."""
    header: Mapping[Fact, str]
    """The facts that were printed on the form when it was issued."""
    fields: Mapping[str, Answer]
    """Field id (parts of composites too, such as ID-comment) -> answer, in the order of the form."""
    signatures: tuple[Signature, ...]
    findings: tuple[Finding, ...]
    issued_rows: Mapping[str, str] = field(default_factory=dict)
    """Mark of a carried action's id -> marks of what it was issued with (`forms.properties`)."""

    def text(self, field_id: str) -> str | None:
        """Return the answer as text where it is one, else None (blank, table, number, conflict)."""
        answer = self.fields.get(field_id)
        return answer.value if answer is not None and isinstance(answer.value, str) else None


@dataclass(frozen=True, slots=True)
class Action:
    """One action, as one form shows it. Its id stays the same for life."""

    id: str
    text: str
    who: str | None
    by_when: str | None
    """ISO date where it is one, else the words as typed."""
    status: str | None
    """As on the form; None and "Not started" are both open."""
    update: str | None
    field: str
    """The id of the field that it stands in."""
    case_ref: str | None = None
    """The case whose sheet it stands on."""
