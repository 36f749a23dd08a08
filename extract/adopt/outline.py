"""The neutral outline of a document: lines and tables in reading order, the same from Word and from PDF.

Words are kept as they stand. What the file marks as empty by other means than typed letters (an empty
content control, an underlined tab, a form box of a PDF) stands in the text as `GAP`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

GAP = "\ufffc"
"""Stands in a line for one empty box; no document holds it (it is Unicode's sign for an object)."""
DATE_GAP = "\ufffc/\ufffc/\ufffc"
"""The same for a box that takes a date."""
TICK = "☐"
"""Stands for a box to tick, however the file draws it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one line of it where the author broke it."""

    text: str
    heading: bool = False
    """In a heading's style, or bold by itself and short."""
    bullet: bool = False
    page_start: bool = False
    """The first words of a page that the author began."""
    space: int = 0
    """Empty lines that follow, until the next words or the cell's end."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table."""

    blocks: tuple[Block, ...] = ()
    span: int = 1
    """How many columns it stands over."""
    continued: bool = False
    """Part of the cell above it: nothing stands here and nothing is to be written."""
    space: int = 0
    """Empty lines in it: all of an empty cell's, and what a row's height leaves."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, from top to bottom."""

    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...] = ()
    """Of its columns, in any unit; () where the file does not say."""


Block: TypeAlias = Line | Table


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())
    """What was left out of it, in plain words."""
