"""The Excel tables of a workbook: where each stands and how far it reaches (ISO/IEC 29500-1, 18.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string, get_column_letter

from extract.book.parts import Parts
from extract.sheet_cells import no_workbook

if TYPE_CHECKING:
    from lxml import etree

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
_REF = re.compile(rb"""(<(?:\w+:)?(table|autoFilter)\b[^>]*?\sref\s*=\s*["'])[^"']*(["'])""")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """One table: its parts, and the cells that it takes. Rows and columns count from 1."""

    sheet: str
    """The part of its sheet."""
    part: str
    first_row: int
    """Of its headings."""
    last_row: int
    """Of its last row with data; a row of totals stands below."""
    first_column: int
    last_column: int
    totals: int = 0
    """How many rows of totals it has."""
    shown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Letters of a column that is filtered by words -> those, in small letters, that the filter shows."""

    def hides(self, said: Mapping[str, object]) -> bool:
        """Return whether the filter hides a row that says this, by letters."""
        return any(
            str(said.get(letters) or "").casefold() not in words for letters, words in self.shown.items()
        )

    def range_to(self, last_row: int) -> str:
        """Return the cells from its first heading to the last column of a row."""
        corner = f"{get_column_letter(self.first_column)}{self.first_row}"
        return f"{corner}:{get_column_letter(self.last_column)}{last_row}"


def find_tables(parts: Parts) -> Mapping[str, TablePlace]:
    """Return the tables of a workbook by their names in small letters, whatever their sheets are called."""
    return dict(_tables(parts))


def _tables(parts: Parts) -> Iterator[tuple[str, TablePlace]]:
    for sheet in parts.sheets().values():
        for part in parts.targets(sheet).values():
            if part not in parts.data or not part.rpartition("/")[0].endswith("tables"):
                continue
            root = parts.tree(part)
            corners = _RANGE.fullmatch(str(root.get("ref", "")))
            if corners is None:
                raise no_workbook(f"{part}: a table without a place")
            totals = int(root.get("totalsRowCount") or 0)
            last = int(corners[4] or corners[2]) - totals
            columns = column_index_from_string(corners[1]), column_index_from_string(corners[3] or corners[1])
            name = str(root.get("displayName") or root.get("name") or "")
            shown = dict(_filters(root, columns[0]))
            yield name.casefold(), TablePlace(sheet, part, int(corners[2]), last, *columns, totals, shown)


def _filters(table: etree._Element, first_column: int) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the columns that are filtered by words (18.3.2.8); other filters are Excel's to reckon."""
    for column in table.iterfind("{*}autoFilter/{*}filterColumn"):
        chosen = column.find("{*}filters")
        if chosen is None or chosen.find("{*}dateGroupItem") is not None:
            continue
        words = {str(one.get("val", "")).casefold() for one in chosen.iterfind("{*}filter")}
        if chosen.get("blank") in {"1", "true"}:
            words.add("")
        yield get_column_letter(first_column + int(column.get("colId") or 0)), frozenset(words)


def with_range(table: bytes, place: TablePlace, last_row: int) -> bytes:
    """Return a table's part with its data ending in another row; its filter leaves the totals out."""
    whole = place.range_to(last_row + place.totals).encode()
    data = place.range_to(last_row).encode()
    return _REF.sub(lambda found: found[1] + (whole if found[2] == b"table" else data) + found[3], table)
