"""What the readers hand on: every box of a returned file, before a definition gives it meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms import properties
from forms.errors import UnreadableError
from forms.findings import Finding
from forms.properties import Marks
from forms.records import Box, Channel

NO_MARKS = Marks({}, {})


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form a file says it is, in the words that stand in its properties."""

    form: str
    version: str
    stage: str
    reference: str
    """"" where there is none."""
    verbatim: bool = False
    marks: Marks = NO_MARKS
    """Of what the form was issued with."""


@dataclass(frozen=True, slots=True)
class RawBox:
    """One box, control or group of boxes, as it stands in a returned file."""

    name: str
    texts: tuple[str, ...]
    """() when blank; more than one when the file holds different answers under one name."""
    ticked: bool | None = None
    """State of a Word tick box; None for whatever is none."""
    doubtful: bool = False
    """What is stored and what is shown disagree, so a person has to look."""
    gone: bool = False
    """The value is stored, but its place on the page is gone."""
    row_key: int | None = None
    """Word only: boxes with the same key stand together.

    Above 0 the key is of one entry of a repeating section, which is one row; below 0 of one line of
    a table, of which a row may take several.
    """
    page_number: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    """How sure it is that this stands there, 0 to 1."""
    locked: bool = False
    """PDF only: it was issued with its answer, and nobody was to type there."""
    channel: Channel | None = None
    """How it was read, where that is another way than the file's."""
    illegible: bool = False
    """Something stands there, or may, and what it is could not be read."""


@dataclass(frozen=True, slots=True)
class Static:
    """One paragraph's words outside all boxes; a box in it leaves a space."""

    text: str
    beside: str
    """The name of a box in the same paragraph, cell or row; "" where there is none."""
    after: str
    """The name of the last box before it; "" where there is none."""
    boxes: tuple[str, ...] = ()
    """The names of the boxes in the same paragraph, "" for one without a name."""
    is_last: bool = False
    """It stands below the last box of its cell."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person put onto a form beside its boxes."""

    called: str
    """What it is, in plain words: "a note", "a drawing"."""
    text: str
    """"" for what has no words."""
    beside: str
    """The name of the box that it lies over or stands with; "" where there is none."""
    page_number: int | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A digital signature in a PDF, not validated."""

    name: str
    """Name of the signature field."""
    signer: str | None
    date: str | None
    """ISO date."""
    page_number: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class OptionPlace:
    """Where the box of one option stands in a PDF: its lower left corner, in points from that of the page."""

    name: str
    """Of the question."""
    option: str
    page_number: int
    x_pt: float
    y_pt: float


@dataclass(frozen=True, slots=True)
class RawFile:
    """Everything that one returned file holds under names, in document order."""

    kind: str
    """pdf, docx or picture."""
    channel: Channel
    identity: Identity
    pages: int | None
    boxes: tuple[RawBox, ...]
    findings: tuple[Finding, ...] = ()
    seals: tuple[Seal, ...] = ()
    statics: tuple[Static, ...] = ()
    """Word only: the words outside the boxes."""
    notes: tuple[Note, ...] = ()
    carried_may_be_gone: bool = False
    """PDF only: a page is not there on which rows that were carried onto the form may have stood."""
    without_places: bool = False
    """PDF only: no box is left on any page."""
    page_marks: tuple[str, ...] = ()
    """PDF only: the marks of what is drawn into each page, in the order of the file."""
    places: tuple[tuple[str, int, tuple[float, ...]], ...] = ()
    """PDF only: name, page number and edges in points of each box on a page; no edges where it is hidden."""
    undecided: tuple[str, ...] = ()
    """PDF only: names of boxes of which nothing but a picture says what they show."""
    option_places: tuple[OptionPlace, ...] = ()
    """PDF only: where the boxes of questions with several options stand."""

    @property
    def has_its_pages(self) -> bool:
        """Return whether a PDF has the pages that it was issued with, drawn as they were, and no others."""
        return sorted(self.page_marks) == sorted(self.identity.marks.pages)


def identity_from(found: Mapping[str, str], hint: str = "") -> Identity:
    """Return the identity that a file's properties (`found`) hold.

    `hint` is what else the file says about itself, for the message. Raises UnreadableError R20 when
    the properties name no form of halfterm.
    """
    form = found.get(properties.FORM, "").strip()
    if not form:
        raise UnreadableError(
            "R20",
            f"this is not one of halfterm's forms: its properties hold no {properties.FORM}{hint}. Nothing "
            "was read "
            "from it. Return the form that was sent, filled in and saved in the same format",
        )
    return Identity(
        form=form,
        version=found.get(properties.VERSION, "").strip(),
        stage=found.get(properties.STAGE, "").strip(),
        reference=found.get(properties.REFERENCE, ""),
        verbatim=found.get(properties.VERBATIM, "").strip() == "yes",
        marks=properties.read_marks(found),
    )
