"""Write a few rows into a sheet that nobody has touched since we wrote it, without reading the others.

A sheet of a hundred thousand rows is some two hundred megabytes of XML, of which one return changes some
lines. Where anything is not quite as we left it, nothing is done here, and the whole table is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zipfile import ZipInfo

from extract.book.cut import RowText, SheetText, cut_row, cut_rows, row_bytes
from extract.book.filling import Grid, Sheet, column_styles, key_letters, key_of, rewrite, stored_row
from extract.book.table import TablePlace
from extract.book.texts import SHARED, escaped, value_of

_DATA, _DATA_END, _ROW, _ROW_END = b"<sheetData>", b"</sheetData>", b"<row ", b"</row>"
_CLOSING = b"</"
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\b[^>]*?\sref\s*=\s*["'][A-Z]+[0-9]+:[A-Z]+)[0-9]+""")
"""How far a sheet reaches, up to the number of its last row (ISO/IEC 29500-1, 18.3.1.35)."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """A sheet's part with its rows written, and the last row of its table."""

    data: bytes
    last_row: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of the rows of a table that are to say something else."""

    changed: frozenset[str]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """One row and the bytes that it takes."""

    start: int
    end: int
    row: RowText


def fingerprint(infos: Mapping[str, ZipInfo], place: TablePlace) -> str:
    """Return what tells whether a table's sheet is as it was: it, its table, the texts that cells share."""
    own = (infos.get(part) for part in (place.sheet, place.part, SHARED))
    return " ".join(f"{one.CRC:08x}+{one.file_size}" if one else "-" for one in own)


def splice(
    data: bytes,
    place: TablePlace,
    shared: Sequence[str],
    grid: Grid,
    changes: Changes,
) -> Spliced | None:
    """Return a sheet's part with some rows of its table changed and others added; None where it cannot be.

    The part is as it was last written.
    """
    begin, stop = data.find(_DATA) + len(_DATA), data.rfind(_DATA_END)
    changed, added = changes.changed, changes.added
    if place.totals or begin < len(_DATA):
        return None
    top = _span(data, begin, data.find(_ROW_END, begin, stop))
    last = _span(data, begin, data.rfind(_ROW_END, begin, stop))
    if top is None or last is None or top.row.number != place.first_row or data[last.end : stop].strip():
        return None
    if last.row.number != place.last_row or not last.row.body:
        return None
    text = SheetText(data[:begin], (top.row,), b"", b"")
    sheet = Sheet(text, place, shared, column_styles(text))
    spans = _found(data, sheet, grid, changed)
    rows = rewrite(sheet, grid, [one.row for one in spans], added) if spans is not None else None
    if spans is None or rows is None:
        return None
    last_row = place.last_row + len(added)
    # Joined from views: a sheet of two hundred megabytes is copied once.
    view = memoryview(data)
    pieces: list[bytes | memoryview] = [with_reach(data[:begin], last_row) if added else view[:begin]]
    at = begin
    for span, row in zip(spans, rows, strict=False):
        pieces += [view[at : span.start], row_bytes(row, b"")]
        at = span.end
    pieces += [view[at : last.end], *(row_bytes(row, b"") for row in rows[len(spans) :]), view[last.end :]]
    return Spliced(b"".join(pieces), last_row)


def with_reach(head: bytes, last_row: int) -> bytes:
    """Return what stands before a sheet's rows, saying that it reaches down to a row."""
    return _DIMENSION.sub(lambda found: found[1] + str(last_row).encode(), head)


def _found(data: bytes, sheet: Sheet, grid: Grid, changed: Collection[str]) -> list[_Span] | None:
    """Return where the rows with these keys stand, from the top down; None unless each is found once."""
    wanted: dict[str, set[str]] = {}
    # A program that has saved the file keeps texts apart, and cells say their numbers.
    numbers: dict[str, list[str]] = {}
    for number, text in enumerate(sheet.shared if changed else ()):
        numbers.setdefault(text, []).append(str(number))
    at = grid.columns.index(grid.key[0])
    for key in changed:
        first = stored_row(grid.rows[key])[at]
        if not isinstance(first, str):
            return None
        for stored in (escaped(first), *numbers.get(first, ())):
            wanted.setdefault(stored, set()).add(key)
    if not wanted:
        return []
    letters = key_letters(sheet, grid)
    if not letters:
        return None
    begin = len(sheet.text.head)
    spans: list[_Span] = []
    seen: set[str] = set()
    for first_key, end in _first_keys(data, begin, letters[0].encode()):
        if first_key not in wanted:
            continue
        span = _span(data, begin, end)
        key = _key(span.row, letters, sheet.shared) if span is not None else ""
        if span is None or key in seen:
            return None
        if key in wanted[first_key]:
            seen.add(key)
            spans.append(span)
    return spans if seen == set(changed) else None


def _first_keys(data: bytes, begin: int, letters: bytes) -> Iterator[tuple[str, int]]:
    """Yield, for each row, what a column says as it is stored, and the place of the row's end tag."""
    cell, at = b'<c r="' + letters, begin
    while (end := data.find(_ROW_END, at)) >= 0:
        start = data.find(cell, at, end)
        stop = data.find(_CLOSING, start, end) if start >= 0 else -1
        if stop >= 0:
            said = data[data.rfind(b">", start, stop) + 1 : stop].decode("utf-8", "replace")
            yield html.unescape(said) if "&" in said else said, end
        at = end + len(_ROW_END)


def _span(data: bytes, begin: int, end: int) -> _Span | None:
    """Return the row whose end tag stands at a place, None where there is none."""
    start = data.rfind(_ROW, begin, end) if end >= 0 else -1
    if start < 0:
        return None
    row = next(iter(cut_rows(data[start : end + len(_ROW_END)], b"")))
    return _Span(start, end + len(_ROW_END), row)


def _key(row: RowText, letters: Sequence[str], shared: Sequence[str]) -> str:
    said = {cell.letters: value_of(cell, shared) for cell in cut_row(row, b"")}
    return key_of([said.get(one) for one in letters])
