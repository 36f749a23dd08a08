"""What people do to the tables of a workbook between two imports, and how their programs save it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.table import TableColumn

from extract.book.parts import Parts, pack, unpack
from tests.tools import libreoffice

Row = dict[str, Any]


class Table:
    """One table of a workbook, whose rows and columns are changed and then put back."""

    def __init__(self, book: Workbook, name: str) -> None:
        """Read it, wherever it stands."""
        self.sheet: Any = next(one for one in book.worksheets if name in one.tables)
        self._table: Any = self.sheet.tables[name]
        reach: Any = range_boundaries(self._table.ref)
        self.first_column: int = reach[0]
        self.first_row: int = reach[1]
        last_column, last_row = reach[2:]
        cells = self.sheet.iter_rows(self.first_row, last_row, self.first_column, last_column)
        headings, *rows = [[cell.value for cell in row] for row in cells]
        last: Sequence[Any] = self.sheet[last_row][self.first_column - 1 : last_column]
        self._styles = {
            heading: cell._style  # noqa: SLF001 # openpyxl copies it so
            for heading, cell in zip(headings, last, strict=True)
        }
        self.headings: list[str] = [str(one) for one in headings]
        self.rows: list[Row] = [dict(zip(self.headings, row, strict=True)) for row in rows]
        self._height = last_row - self.first_row
        self.shown: tuple[str, set[str]] | None = None

    def sort(self, heading: str) -> None:
        """Sort the rows by a column, those without a value last."""
        self.rows.sort(key=lambda row: (row[heading] is None, str(row[heading] or "")))

    def move(self, heading: str, to: int) -> None:
        """Move a column to another place."""
        self.headings.remove(heading)
        self.headings.insert(to, heading)

    def insert_column(self, heading: str, at: int) -> None:
        """Insert a column of one's own."""
        self.headings.insert(at, heading)
        for row in self.rows:
            row[heading] = None

    def insert_row(self, at: int) -> None:
        """Insert a blank row between two."""
        self.rows.insert(at, dict.fromkeys(self.headings))

    def filter(self, heading: str, words: set[str]) -> None:
        """Show only the rows that say one of these."""
        self.shown = heading, words

    def put_back(self, rows_above: int = 0) -> None:
        """Write it where it stood, or so many rows further down, as long as it is now."""
        sheet, table = self.sheet, self._table
        for number in range(self.first_row, self.first_row + self._height + 1):
            sheet.row_dimensions[number].hidden = False
            for at in range(len(self.headings)):
                sheet.cell(number, self.first_column + at).value = None
        first = self.first_row + rows_above
        for at, heading in enumerate(self.headings):
            sheet.cell(first, self.first_column + at).value = heading
            for number, row in enumerate(self.rows, start=first + 1):
                self._put(sheet.cell(number, self.first_column + at), heading, row[heading])
        last = get_column_letter(self.first_column + len(self.headings) - 1)
        begin = f"{get_column_letter(self.first_column)}{first}"
        table.ref = f"{begin}:{last}{first + max(1, len(self.rows))}"
        old = {one.name: one for one in table.tableColumns}
        ids = max((one.id for one in table.tableColumns), default=0)
        columns = []
        for heading in self.headings:
            ids += heading not in old
            columns.append(old.get(heading) or TableColumn(id=ids, name=heading))
        table.tableColumns = columns
        table.autoFilter = AutoFilter(ref=table.ref)
        if self.shown is not None:
            self._hide(first)

    def _put(self, cell: Any, heading: str, value: Any) -> None:
        if heading in self._styles:
            cell._style = self._styles[heading]  # noqa: SLF001 # openpyxl copies it so
        cell.value = value

    def _hide(self, first: int) -> None:
        heading, words = self.shown or ("", set())
        chosen = Filters(filter=sorted(words))
        self._table.autoFilter.filterColumn = [
            FilterColumn(colId=self.headings.index(heading), filters=chosen)
        ]
        for number, row in enumerate(self.rows, start=first + 1):
            self.sheet.row_dimensions[number].hidden = str(row[heading]) not in words


def as_openpyxl(_: Path, __: Path) -> None:
    """Leave it as openpyxl has saved it."""


def as_libreoffice(path: Path, scratch: Path) -> None:
    """Save it as LibreOffice does."""
    (saved,) = libreoffice.convert([path], "xlsx", scratch)
    path.write_bytes(saved.read_bytes())


def as_xlsxwriter(path: Path, _: Path) -> None:
    """Save it in XlsxWriter's ways: formats in another order, plain cells without a kind, rows with spans."""
    parts = unpack(path.read_bytes())
    count = len(parts.tree("xl/styles.xml").findall("{*}cellXfs/{*}xf"))
    changes = {"xl/styles.xml": _turned(parts.data["xl/styles.xml"])}
    for part in parts.sheets().values():
        data = parts.data[part].replace(b' t="n"', b"")
        data = re.sub(rb'(<c r="[A-Z0-9]+") s="(\d+)"', lambda one: _cell(one, count), data)
        data = re.sub(rb'(<(?:col|row)\b[^>]*?\s(?:style|s)=")(\d+)"', lambda one: _other(one, count), data)
        changes[part] = re.sub(rb'(<row r="\d+")', rb'\1 spans="1:60"', data)
    path.write_bytes(pack(Parts({**parts.data, **changes})))


def _turned(styles: bytes) -> bytes:
    """Return formats with those of cells from the last to the first, but for the very first."""
    head, begin, rest = re.split(rb"(<cellXfs[^>]*>)", styles, maxsplit=1)
    body, end = rest.split(b"</cellXfs>", 1)
    found = re.findall(rb"<xf\b[^>]*?(?:/>|(?<!/)>.*?</xf>)", body, re.DOTALL)
    return head + begin + b"".join((found[0], *reversed(found[1:]))) + b"</cellXfs>" + end


def _cell(found: re.Match[bytes], count: int) -> bytes:
    return found[1] + b' s="%d"' % _place(int(found[2]), count)


def _other(found: re.Match[bytes], count: int) -> bytes:
    return found[1] + b'%d"' % _place(int(found[2]), count)


def _place(number: int, count: int) -> int:
    return count - number if number else 0


SAVERS: tuple[Callable[[Path, Path], None], ...] = (
    as_openpyxl,
    as_libreoffice,
    as_xlsxwriter,
    as_libreoffice,
)
"""In turn."""
