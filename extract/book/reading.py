"""Read a table of a workbook that people work in: each row by the headings that stand over it now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extract.book.cut import RowText, cut_row, cut_rows, cut_sheet
from extract.book.filling import key_of, numbered
from extract.book.parts import Parts
from extract.book.table import TablePlace, find_tables
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


def has_columns(parts: Parts, name: str, columns: Sequence[str]) -> bool:
    """Return whether a workbook has a table with all of these headings."""
    place = find_tables(parts).get(name.casefold())
    if place is None:
        return False
    letters = _headings(parts.data[place.sheet], place, shared_texts(parts))
    return all(one in letters for one in columns)


def read_cells_of(parts: Parts, name: str, column: str, key: Sequence[str]) -> Mapping[str, Stored]:
    """Return key of a row -> what stands in one column of its table; rows with nothing there are left out.

    Of a hundred thousand rows only those are cut that say something in the column. Nothing where the workbook
    has no such table or column.
    """
    place = find_tables(parts).get(name.casefold())
    if place is None:
        return {}
    data, shared = parts.data[place.sheet], shared_texts(parts)
    letters = _headings(data, place, shared)
    if column not in letters or any(one not in letters for one in key):
        return {}
    found: dict[str, Stored] = {}
    seen: Counter[str] = Counter()
    for match in _cells_of(data, letters[column].encode()):
        row = _row_at(data, match.start(), match[1] or b"")
        if row is None or not place.first_row < int(match[2]) <= place.last_row:
            continue
        said = {one.letters: value_of(one, shared) for one in cut_row(row, match[1] or b"")}
        value = said.get(letters[column])
        if value not in {None, ""}:
            found[numbered(key_of([said.get(letters[one]) for one in key]), seen)] = value
    return found


def _cells_of(data: bytes, letters: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the start tags of a column's cells that say something: prefix, number of the row."""
    tag = re.compile(rb"""<(\w+:)?c\s(?:[^>]*?\s)?r=["']%b(\d+)["'][^>]*(?<!/)>""" % letters)
    for quote in (b'"', b"'"):
        if data.find(quote) < 0:
            # Cheaper by far than to look for what would stand before it.
            continue
        place, at = b"r=" + quote + letters, 0
        while (at := data.find(place, at)) >= 0:
            match = tag.match(data, data.rfind(b"<", 0, at))
            if match is not None:
                yield match
            at += len(place)


def _headings(data: bytes, place: TablePlace, shared: Sequence[str]) -> Mapping[str, str]:
    """Return heading -> letters of its column."""
    at = re.search(rb"""<(\w+:)?row\s(?:[^>]*?\s)?r=["']%d["']""" % place.first_row, data)
    row = _row_at(data, at.start(), at[1] or b"") if at is not None else None
    if at is None or row is None:
        return {}
    return {
        str(value).strip(): one.letters
        for one in cut_row(row, at[1] or b"")
        if (value := value_of(one, shared)) is not None
    }


def _row_at(data: bytes, inside: int, prefix: bytes) -> RowText | None:
    """Return the row that a place lies in."""
    opening = b"<" + prefix + b"row"
    start = data.rfind(opening, 0, inside + len(opening))
    closing = b"</" + prefix + b"row>"
    end = data.find(closing, inside)
    if start < 0 or end < 0:
        return None
    return next(iter(cut_rows(data[start : end + len(closing)], prefix)), None)
