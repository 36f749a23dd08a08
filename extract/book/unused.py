"""Blank the shared texts that no cell says any more (ISO/IEC 29500-1, 18.4): programs leave them in the file.

Every text keeps its number, for that is what cells say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.book.cut import cut_sheet
from extract.book.markup import Edit, read_markup
from extract.book.parts import Parts
from extract.book.texts import SHARED

_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*([0-9]+)\s*</(?:\w+:)?v\s*>"""
)


def without_unused_texts(parts: Parts) -> Parts:
    """Return the workbook with nothing in those of its shared texts that no cell of any sheet says."""
    if SHARED not in parts.data:
        return parts
    said = {int(number) for part in parts.sheets().values() for number in _numbers(parts.data.get(part, b""))}
    markup = read_markup(parts.data[SHARED], SHARED)
    prefix = markup.root.prefix
    blank = b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix)
    edits = [
        Edit(one.start, one.end, blank)
        for number, one in enumerate(markup.root.named("si"))
        if number not in said
    ]
    return parts.replaced({SHARED: markup.edited(edits)}) if edits else parts


def _numbers(sheet: bytes) -> Iterator[bytes]:
    """Yield the numbers of the shared texts that a sheet's cells say."""
    if b"sheetData" in sheet:
        yield from (found[1] for found in _CELL.finditer(cut_sheet(sheet).joined()))
