"""What a Word document holds, before it is XML: paragraphs, tables and content controls.

`build.docx.markup` writes these values out one to one. Widths and heights are in twentieths of a
point (dxa).
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.look import Look


@dataclass(frozen=True, slots=True)
class Run:
    """Fixed words in one paragraph. `style` is a character style, "" for the paragraph's own."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class ContentControl:
    """One run-level content control (ISO/IEC 29500-1 17.5.2.31)."""

    tag: str
    alias: str
    number: int
    """Unique in the document."""
    lock: str
    """sdtLocked: its text may change. sdtContentLocked: nothing may."""
    input: str
    """text, date, list or tick."""
    text: str = ""
    placeholder: str = ""
    """Words that stand in it while it is blank, "" where it is not."""
    multiline: bool = False
    full_date: str = ""
    """ISO date, "" where the text is no date."""
    options: tuple[str, ...] = ()
    ticked: bool = False
    blank_space: bool = False
    """Stands in a sentence, underlined like a line to write on."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a paragraph style."""

    style: str
    parts: tuple[Run | ContentControl, ...] = ()
    keep_next: bool = False
    centred: bool = False
    inset: bool = False
    """Stands in from the edges of a cell that has no margins."""
    room_after: int = 0
    """Empty space below, so that an empty answer is as high as an answer needs."""
    hanging: int = 0
    """How far all lines but the first stand in, with a tab stop there."""
    tabs: tuple[int, ...] = ()
    """Further tab stops."""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell; its last block is a paragraph, as Word demands."""

    width: int
    blocks: tuple[Paragraph | Table, ...]
    span: int = 1
    shade: str = ""
    """Colour of its ground as RRGGBB, "" for none."""
    ruled: str = ""
    """Colour of a rule below, as a line to write on; "" for none."""
    bare: bool = False
    """Without margins: what is in it reaches its edges."""
    low: bool = False
    """Its words stand at the bottom, as on a signature line."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row."""

    cells: tuple[TableCell, ...]
    height: int = 0
    """At least; 0 for as high as its words."""
    whole: bool = True
    """Never split over two pages."""
    header: bool = False
    """Repeated on each page."""
    keep_next: bool = False
    """On the same page as the row below it."""


@dataclass(frozen=True, slots=True)
class RepeatingItem:
    """The rows that stand for one entry of a repeating section."""

    number: int
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class RepeatingSection:
    """Rows to which a person may add (MS-DOCX 2.6.1, repeatingSection)."""

    number: int
    alias: str
    title: str
    items: tuple[RepeatingItem, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of fixed column widths."""

    style: str
    widths: tuple[int, ...]
    rows: tuple[TableRow | RepeatingSection, ...]
    caption: str = ""

    @property
    def width(self) -> int:
        """Return the width of all columns."""
        return sum(self.widths)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document with what its footer and its properties say."""

    title: str
    reference: str
    """ "" where there is none."""
    width: int
    """Of the text between the margins."""
    blocks: tuple[Paragraph | Table, ...]
    footer_reference: str
    footer_words: str
    qr_payload: str
    qr_words: str
    """The picture's alternative text."""
    properties: tuple[tuple[str, str], ...]
    """Name and value of each custom property."""
    look: Look
