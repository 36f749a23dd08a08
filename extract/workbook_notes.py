"""The sheet for what the QA lead typed beside rows that are no longer in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.workbook_cells import put_text, put_value
from extract.workbook_own import NOTE_COLUMNS, NOTES, Note
from extract.workbook_sheet import INK, OWN
from forms.findings import Finding

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def write_notes(sheet: Worksheet, notes: tuple[Note, ...]) -> tuple[Finding, ...]:
    """Fill the sheet with at least one note, and return what a person should know of it."""
    findings: list[Finding] = []
    for number, (name, width) in enumerate(zip(NOTE_COLUMNS, (14, 26, 22, 80), strict=True), start=1):
        heading = sheet.cell(1, number, name)
        heading.font, heading.fill = Font(name="Calibri", size=10, bold=True, color=INK), OWN
        sheet.column_dimensions["ABCD"[number - 1]].width = width
    for row_number, note in enumerate(notes, start=2):
        for number, value in enumerate((note.sheet, note.row, note.column, note.text), start=1):
            cell = sheet.cell(row_number, number)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(name="Calibri", size=10, color=INK)
            if isinstance(value, str):
                findings += put_text(cell, value, f"row {row_number} of {NOTES}")
            else:
                put_value(cell, value)
    table = Table(displayName=NOTES, name=NOTES, ref=f"A1:D{len(notes) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "A2"
    return tuple(findings)
