"""The first sheet: what the workbook is, its colours, its day, its sheets, and the codes that occur in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.book.filling import Grid
from extract.workbook_columns import SHEETS
from extract.workbook_sheet import GENERATED, INK, OWN, fit_to_width
from forms.code_words import CODE_WORDS
from forms.log import Log

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

AS_OF_CELL = "B3"
CONTENTS, CODES = "Contents", "Codes"
"""The tables of the first sheet; that of the codes is the last thing on it, for it grows."""
_OTHER = "See what was said when the file was read"


def lay_out_readme(sheet: Worksheet, on: dt.date) -> None:
    """Make the first sheet; it names nobody."""
    for letter, width in (("A", 18), ("B", 13), ("C", 88)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _line(sheet, 1, "Supervision QA log", size=16)
    _line(
        sheet,
        2,
        "What it is",
        "Made from returned supervision forms. It replaces none of them: the record is the form.",
    )
    _line(sheet, 3, "As of", None)
    day = sheet["B3"]
    day.value, day.number_format, day.fill = on, "dd/mm/yyyy", OWN
    day.alignment = Alignment(horizontal="left", vertical="top")
    day.font = Font(name="Calibri", size=11, bold=True, color=INK)
    _line(
        sheet,
        4,
        "",
        "Type another day there, or =TODAY(), to see on the sheet Actions what is overdue on it.",
    )
    row = _heading(sheet, 6, "Colours")
    row = _line(
        sheet,
        row,
        "grey heading",
        "Generated: written anew from the forms each time. Correct the form, not the cell.",
        GENERATED,
    )
    row = _line(
        sheet,
        row,
        "green heading",
        "Yours: type there. It stays with its row when the workbook is written anew.",
        OWN,
    )
    row = _line(
        sheet,
        row,
        "orange cell",
        "Needs a look: overdue, drifting, without owner or readable date, unsigned, contradicting copies.",
        PatternFill("solid", fgColor="FFFCE4D6"),
    )
    row = _heading(sheet, row + 1, "Sheets")
    first = row
    row = _line(sheet, row, "sheet", "rows")
    sheet.cell(first, 3, "purpose").font = Font(name="Calibri", size=11, bold=True, color=INK)
    for spec in SHEETS:
        row = _line(sheet, row, spec.name)
        sheet.cell(row - 1, 3, spec.purpose).alignment = Alignment(vertical="top")
        sheet.cell(row - 1, 2).alignment = Alignment(horizontal="left", vertical="top")
        sheet.cell(row - 1, 1).hyperlink = f"#'{spec.name}'!A1"
        sheet.cell(row - 1, 1).font = Font(name="Calibri", size=11, underline="single", color="FF0B5394")
    _add_table(sheet, CONTENTS, f"A{first}:C{row - 1}")
    row = _line(
        sheet,
        row,
        "more columns",
        "Press the small 2 at the top left of a sheet to open the columns folded away, 1 to fold them.",
    )
    row = _heading(sheet, row + 1, "Not in here")
    row = _line(
        sheet, row, "children", "Children appear by case reference only; each school's DSL holds the key."
    )
    row = _line(
        sheet,
        row,
        "narrative",
        "Wellbeing, what was discussed and the words of a case's actions stay on the forms.",
    )
    row = _heading(sheet, row + 1, "Codes in this workbook (column exceptions)")
    _line(sheet, row, "code", "meaning")
    _add_table(sheet, CODES, f"A{row}:B{row + 1}")
    fit_to_width(sheet)
    sheet.page_setup.fitToHeight = 1


def contents_grid(log: Log) -> Grid:
    """Return how many rows each sheet has."""
    rows = {spec.name: (spec.name, len(tuple(spec.rows(log)))) for spec in SHEETS}
    return Grid(("sheet", "rows"), ("sheet",), rows)


def codes_grid(log: Log) -> Grid:
    """Return the codes that occur in the log, each with its meaning."""
    found = {one.code for session in log.sessions for one in session.findings}
    found |= {one.code for review in log.qa_reviews for one in review.findings}
    found |= {code for row in log.imports for code in row.codes}
    rows = {code: (code, CODE_WORDS.get(code, _OTHER)) for code in sorted(found)}
    return Grid(("code", "meaning"), ("code",), rows, closes_gaps=True)


def _add_table(sheet: Worksheet, name: str, ref: str) -> None:
    table = Table(displayName=name, name=name, ref=ref)
    # Plain lines of a page that is read, not sorted.
    table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _heading(sheet: Worksheet, row_number: int, text: str) -> int:
    return _line(sheet, row_number, text, size=13)


def _line(
    sheet: Worksheet,
    row_number: int,
    name: str,
    text: str | None = None,
    fill: PatternFill | None = None,
    *,
    size: int = 11,
) -> int:
    """Write a line of two cells and return the number of the next row."""
    left = sheet.cell(row_number, 1, name)
    left.font = Font(name="Calibri", size=size, bold=True, color=INK)
    left.alignment = Alignment(vertical="top")
    if fill is not None:
        left.fill = fill
    if text:
        right = sheet.cell(row_number, 2, text)
        right.font = Font(name="Calibri", size=11, color=INK)
        right.alignment = Alignment(vertical="top")
    return row_number + 1
