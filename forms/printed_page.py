"""The printed page of a form: sections of rows and cells, and what of the fields each cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Show(StrEnum):
    """What of a field a cell shows."""

    LABEL = "label"
    """Its printed words (a clause has nothing else)."""
    ANSWER = "answer"
    OPTION = "option"
    """The box of one option only (the Yes column of a grid)."""
    SENTENCE = "sentence"
    """Printed words with answers inside: `{ID}` in the text stands for the answer of ID."""
    TEXT = "text"
    """Printed words that belong to no field, such as a column heading."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a cell."""

    show: Show
    field_id: str = ""
    text: str = ""
    """The option for `Show.OPTION`, the words for `Show.TEXT` and `Show.SENTENCE`."""
    bullet: bool = False
    """Of a sentence: an item of a list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: what it shows from top to bottom, over how many columns."""

    items: tuple[Item, ...]
    span: int = 1
    beside: bool = False
    """Items stand beside each other, not below."""


LEAST_SHARE = 0.05
"""Of a page's width, for a cell that shows something: 9 mm, a letter or a box with the room around it."""


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
    table: str = ""
    """The table field whose rows are the rows of this section; "" for rows of cells."""
    cells: tuple[tuple[str, ...], ...] = ()
    """Of a table's section: what the cells of a row show, from left to right: columns, `COLUMN=OPTION`."""
    new_page: bool = False
    """Begins on a new page."""
    only_if: str = ""
    """FIELD=OPTION: the section applies only if that field has that option."""
