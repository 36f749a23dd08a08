"""The shape of a Word document: texts and tables in cells, and in an issued form the places of its controls.

ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables) and 17.5.2 (content controls). The body is a cell like any
other. What a tracked change took out is no text of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from extract.wordtext import SKIPPED, W, is_deleted_row, is_joined_to_next, piece_of, text_of

if TYPE_CHECKING:
    from lxml import etree

END = "\0"
"""The end of a paragraph: no document can hold it as a letter, so no answer has it."""
LOST = "\ufdd0"
"""In a text that was drawn: a page, or a piece of one, is not in the file. It is no letter either."""
DOUBTED = "\ufdd1"
"""In a text that was drawn, behind a letter that the page does not show, or shows as another."""
UNSURE_BREAK = "\ufdd2"
"""In a text that was drawn: a line ends, and nothing says whether white space belongs there."""
_TEXT_BOX = W + "txbxContent"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where a control stands in the issued form."""

    name: str
    """Its tag."""
    shown: str
    """What it was issued with, or the prompt that stands in it."""
    is_tick: bool = False
    is_prompt: bool = False
    """What it shows is a prompt, and no answer."""
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Printed words that stand only beside a question without an answer."""

    text: str


Part: TypeAlias = "str | Hint | Slot"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs one after another, each with its END; in a returned file one string at most."""

    parts: tuple[Part, ...] = ()
    is_drawn: bool = False
    """It was seen on a page: what white space is, nothing says there."""

    @property
    def plain(self) -> str:
        """Return the printed words alone."""
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    cells: tuple[Cell, ...]
    key: int
    """Other rows of the document have others, from 1."""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, from top to bottom."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Texts and tables in turn, a text at both ends; the body of a document is one too."""

    texts: tuple[Text, ...]
    """One more than there are tables."""
    tables: tuple[Table, ...] = ()
    loose: tuple[str, ...] = ()
    """The words of text boxes that are drawn here."""


Slotted: TypeAlias = "Callable[[etree._Element], Part | None]"  # noqa: SLF001 - lxml's own type
"""Returns what a w:sdt or w:r stands for, None where it counts as what is in it."""


def shape_of(document: etree._Element, slotted: Slotted = lambda _: None) -> Cell:
    """Return the shape of a w:document."""
    return _cell(document, slotted, count(1))


@dataclass(slots=True)
class _Gathered:
    """A cell while it is put together."""

    texts: list[list[Part]] = field(default_factory=lambda: [[]])
    tables: list[Table] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def add(self, part: Part) -> None:
        parts = self.texts[-1]
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)


def _cell(element: etree._Element, slotted: Slotted, keys: Iterator[int]) -> Cell:
    cell = _Gathered()
    _gather(element, slotted, keys, cell)
    return Cell(tuple(Text(tuple(parts)) for parts in cell.texts), tuple(cell.tables), tuple(cell.loose))


def _gather(element: etree._Element, slotted: Slotted, keys: Iterator[int], cell: _Gathered) -> None:
    for child in element:
        if child.tag in SKIPPED:
            continue
        if child.tag == _TEXT_BOX:
            cell.loose.append(text_of(child))
        elif child.tag == W + "tbl":
            cell.tables.append(Table(tuple(_rows(child, slotted, keys))))
            cell.texts.append([])
        elif (part := slotted(child) or piece_of(child)) is not None:
            cell.add(part)
        else:
            _gather(child, slotted, keys, cell)
            if child.tag == W + "p" and not is_joined_to_next(child):
                cell.add(END)


def _rows(element: etree._Element, slotted: Slotted, keys: Iterator[int]) -> Iterator[Row]:
    for child in element:
        if child.tag in SKIPPED or is_deleted_row(child):
            continue
        if child.tag == W + "tr":
            cells = tuple(_cell(one, slotted, keys) for one in _cells(child))
            yield Row(cells, next(keys))
        else:
            yield from _rows(child, slotted, keys)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag not in SKIPPED:
            yield from _cells(child)
