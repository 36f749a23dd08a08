"""Give our charts the figures of the cells that they show: what does not calculate shows those.

A chart of ours is known by its name. How people have dressed it stays; only where its figures stand and what
they are is written (ISO/IEC 29500-1, 21.2.2.123 and .201). Charts of theirs stay byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string

from extract.board.layout import DASHBOARD
from extract.board.tables import TABLES
from extract.book.cut import cut_row, cut_sheet
from extract.book.parts import Parts
from extract.book.table import TablePlace, find_tables
from extract.book.texts import Stored, escaped, kept_text, shared_texts, value_of

if TYPE_CHECKING:
    from lxml import etree

NAME = "halfterm: "
"""How the name of a chart of ours begins."""
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?[A-Z]{1,3}\$?(\d+))?")


def with_caches(parts: Parts) -> Parts:
    """Return the workbook with the figures of today in our charts."""
    tables = find_tables(parts)
    ours = [tables[one.name.casefold()] for one in TABLES if one.name.casefold() in tables]
    if not ours:
        return parts
    sheet = ours[0].sheet
    name = next((name for name, part in parts.sheets().items() if part == sheet), DASHBOARD)
    cells = _cells(parts, sheet)
    changes = {part: _cached(parts, part, name, ours, cells) for part in _charts(parts, sheet)}
    changed = {part: data for part, data in changes.items() if data != parts.data[part]}
    return parts.replaced(changed) if changed else parts


def _cells(parts: Parts, sheet: str) -> Mapping[tuple[str, int], Stored]:
    text, shared = cut_sheet(parts.data[sheet]), shared_texts(parts)
    return {
        (cell.letters, row.number): value_of(cell, shared)
        for row in text.rows
        for cell in cut_row(row, text.prefix)
    }


def _charts(parts: Parts, sheet: str) -> Iterator[str]:
    """Yield the parts of our charts on a sheet."""
    for drawing in parts.targets(sheet).values():
        if "/drawings/" not in drawing or drawing not in parts.data or not drawing.endswith(".xml"):
            continue
        targets = parts.targets(drawing)
        for frame in parts.tree(drawing).iter("{*}graphicFrame"):
            named = frame.find(".//{*}cNvPr")
            chart = frame.find(".//{*}chart")
            if named is None or chart is None or not str(named.get("name", "")).startswith(NAME):
                continue
            relation = next((str(value) for key, value in chart.items() if str(key).endswith("}id")), "")
            if targets.get(relation) in parts.data:
                yield targets[relation]


def _cached(
    parts: Parts,
    part: str,
    sheet_name: str,
    tables: Sequence[TablePlace],
    cells: Mapping[tuple[str, int], Stored],
) -> bytes:
    from lxml import etree

    root = parts.tree(part)
    for kind in ("numRef", "strRef"):
        for ref in root.iter(f"{_CHART}{kind}"):
            formula = ref.find(f"{_CHART}f")
            found = _RANGE.fullmatch((formula.text or "").strip()) if formula is not None else None
            if formula is None or found is None or (found[1] or found[2]).replace("''", "'") != sheet_name:
                continue
            first, last = int(found[4]), int(found[5] or found[4])
            place = _table_of(tables, found[3], first)
            if place is not None and first > place.first_row:
                first, last = place.first_row + 1, place.last_row
                quoted = "'" + sheet_name.replace("'", "''") + "'"
                formula.text = f"{quoted}!${found[3]}${first}:${found[3]}${last}"
            _fill(ref, kind, [cells.get((found[3], row)) for row in range(first, last + 1)])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _table_of(tables: Sequence[TablePlace], letters: str, row: int) -> TablePlace | None:
    column = column_index_from_string(letters)
    for one in tables:
        if one.first_column <= column <= one.last_column and one.first_row <= row <= one.last_row:
            return one
    return None


def _fill(ref: etree._Element, kind: str, values: Sequence[Stored]) -> None:
    """Put values into a reference, as numbers or texts, behind its formula."""
    from lxml import etree

    name = f"{_CHART}numCache" if kind == "numRef" else f"{_CHART}strCache"
    for old in ref.findall(name):
        ref.remove(old)
    cache = etree.Element(name)
    if kind == "numRef":
        etree.SubElement(cache, f"{_CHART}formatCode").text = "General"
    etree.SubElement(cache, f"{_CHART}ptCount").set("val", str(len(values)))
    for number, value in enumerate(values):
        said = _number(value) if kind == "numRef" else escaped(kept_text(str(value or "")))
        if said is None:
            continue
        point = etree.SubElement(cache, f"{_CHART}pt")
        point.set("idx", str(number))
        etree.SubElement(point, f"{_CHART}v").text = said
    ref.insert(1, cache)


def _number(value: Stored) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return repr(int(value)) if value == int(value) else repr(value)
