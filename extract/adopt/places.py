"""Where recognised lines go: onto the page, as prose and rows, or into one cell of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extract.adopt.drafts import DraftCell, DraftSection, Item
from extract.adopt.sheet import Sheet

_LABEL_WIDTHS = (34.0, 66.0)


class Place(Protocol):
    """Takes what lines are recognised as, in order."""

    def words(self, *items: Item) -> None:
        """Put printed words or a sentence."""

    def pair(self, labels: Sequence[Item], answers: Sequence[Item], *, wide: bool) -> None:
        """Put a label with its answer, below it where `wide`."""

    def beside(self, *items: Item) -> None:
        """Put labels and answers beside each other in one line."""


@dataclass(slots=True)
class PagePlace:
    """The page of a form: what follows each other gathers in one section."""

    sheet: Sheet
    _items: list[Item] = field(default_factory=list)
    _rows: list[tuple[DraftCell, ...]] = field(default_factory=list)
    _columns: int = 0

    def words(self, *items: Item) -> None:
        """Put printed words or a sentence."""
        self._end_rows()
        self._items += items

    def pair(self, labels: Sequence[Item], answers: Sequence[Item], *, wide: bool) -> None:
        """Put a label with its answer, below it where `wide`."""
        if wide:
            self._row((DraftCell((*labels, *answers), span=2),), 2)
        else:
            self._row((DraftCell(tuple(labels)), DraftCell(tuple(answers))), 2)

    def beside(self, *items: Item) -> None:
        """Put labels and answers beside each other in one line."""
        self._row(tuple(DraftCell((item,)) for item in items), len(items))

    def end(self) -> None:
        """Close what is open: something else follows."""
        self._end_rows()
        self._end_items()

    def _row(self, row: tuple[DraftCell, ...], columns: int) -> None:
        self._end_items()
        if self._rows and columns != self._columns:
            self._end_rows()
        self._columns = columns
        self._rows.append(row)

    def _end_items(self) -> None:
        if self._items:
            self.sheet.sections.append(DraftSection(self.sheet.section_id("words"), items=tuple(self._items)))
            self._items = []

    def _end_rows(self) -> None:
        if self._rows:
            widths = _LABEL_WIDTHS if self._columns == 2 else ()
            section = DraftSection(
                self.sheet.section_id("answers"), rows=tuple(self._rows), widths=widths, plain=True
            )
            self.sheet.sections.append(section)
            self._rows = []


@dataclass(slots=True)
class CellPlace:
    """One cell: everything stands below each other."""

    items: list[Item] = field(default_factory=list)

    def words(self, *items: Item) -> None:
        """Put printed words or a sentence."""
        self.items += items

    def pair(self, labels: Sequence[Item], answers: Sequence[Item], *, wide: bool) -> None:
        """Put a label with its answer; a cell has only one way to show them."""
        del wide
        self.items += [*labels, *answers]

    def beside(self, *items: Item) -> None:
        """Put labels and answers, one below the other."""
        self.items += items
