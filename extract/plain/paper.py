"""What stands on a plain form: lines and tables in reading order, the same from Word and from PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from forms.records import Box


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one line of it where the writer broke it; white space in it is kept."""

    text: str
    where: str
    """In words: "table 2, row 3, cell 1, line 2" or "page 1"."""
    page_number: int | None = None
    box: Box | None = None
    trace: str = ""
    """What is odd about some of its words: struck through, hidden."""
    is_item: bool = False
    """An item of a list, whose sign or number the program draws."""
    may_be_several: bool = False
    """Joined from lines of a page of which a later one begins with a capital: it may be no wrapped line."""
    bold_end: int = 0
    """Where bold letters end that it begins with, 0 for none: a label may end there."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table."""

    column: int
    """The first column that it stands in, from 0."""
    blocks: tuple[Block, ...]
    span: int = 1

    def covers(self, column: int) -> bool:
        """Return whether it stands over a column."""
        return self.column <= column < self.column + self.span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, from top to bottom."""

    rows: tuple[tuple[GridCell, ...], ...]
    new_pages: frozenset[int] = frozenset()
    """The rows, from 0, with which it goes on over a page: such a row may be the rest of the one before."""


Block: TypeAlias = Line | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document."""

    blocks: tuple[Block, ...]
    loose: tuple[Line, ...] = ()
    """Words in text boxes, comments and notes, at the head and the foot of pages."""
    is_ours: bool = False
    """It says in its properties that halfterm made it."""


def stretches(blocks: Sequence[Block]) -> Iterator[list[Line] | Grid]:
    """Yield lines that follow each other without a table between them, and the tables, in order."""
    for is_line, group in groupby(blocks, lambda block: isinstance(block, Line)):
        if is_line:
            yield [block for block in group if isinstance(block, Line)]
        else:
            yield from (block for block in group if isinstance(block, Grid))


def text_of(lines: Sequence[Line]) -> tuple[str, frozenset[int]]:
    """Return lines joined by line ends, and the places in that text at which a label's bold letters end."""
    ends: set[int] = set()
    at = 0
    for line in lines:
        if line.bold_end:
            ends.add(at + line.bold_end)
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), frozenset(ends)


def lines_in(blocks: Sequence[Block]) -> Iterator[Line]:
    """Yield every line below these blocks, those of tables row by row."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from lines_in(cell.blocks)
