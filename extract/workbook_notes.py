"""The sheet for what people typed and what no longer has its place: beside rows that have gone, over ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from extract.book.filling import Grid, Typed, key_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NOTES = "QA_Notes"
NOTE_COLUMNS = ("sheet", "row", "column", "text")
_WIDTHS = (14, 26, 22, 80)


def lay_out_notes(sheet: Worksheet) -> None:
    """Make the sheet with its headings and a table with one blank row."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.table import Table, TableStyleInfo

    from extract.workbook_sheet import INK, OWN, print_setup

    for number, (name, width) in enumerate(zip(NOTE_COLUMNS, _WIDTHS, strict=True), start=1):
        heading = sheet.cell(1, number, name)
        heading.font, heading.fill = Font(name="Calibri", size=10, bold=True, color=INK), OWN
        dimension = sheet.column_dimensions["ABCD"[number - 1]]
        dimension.font, dimension.number_format = Font(name="Calibri", size=10, color=INK), "@"
        dimension.alignment = Alignment(vertical="top", wrap_text=True)
        dimension.width = width
    table = Table(displayName=NOTES, name=NOTES, ref="A1:D2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "A2"
    print_setup(sheet, NOTES)


def notes_grid(typed: Mapping[str, Iterable[Typed]]) -> Grid:
    """Return the notes to be added, by table; a note that stands there already is not added again."""
    rows = [(table, one.key, one.column, one.value) for table, found in typed.items() for one in found]
    return Grid(NOTE_COLUMNS, NOTE_COLUMNS, {key_of(row): row for row in rows}, only_adds=True)
