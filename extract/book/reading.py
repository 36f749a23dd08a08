"""Read a table of a workbook that people work in: each row by the headings that stand over it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.book.cut import cut_row, cut_sheet
from extract.book.parts import Parts
from extract.book.table import find_tables
from extract.book.texts import Stored, shared_texts, value_of


def read_table(parts: Parts, name: str) -> Iterator[Mapping[str, Stored]]:
    """Yield heading -> value for each row of a table; none where the workbook has no such table.

    Days are numbers, as they are stored. Raises UnreadableError M30 where the workbook is damaged.
    """
    place = find_tables(parts).get(name.casefold())
    if place is None:
        return
    shared = shared_texts(parts)
    text = cut_sheet(parts.data[place.sheet])
    headings: dict[str, str] = {}
    for row in text.rows:
        if not place.first_row <= row.number <= place.last_row:
            continue
        said = {cell.letters: value_of(cell, shared) for cell in cut_row(row, text.prefix)}
        if row.number == place.first_row:
            headings = {letters: str(value).strip() for letters, value in said.items() if value is not None}
        else:
            yield {heading: said.get(letters) for letters, heading in headings.items()}
