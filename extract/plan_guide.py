"""The first sheet, which says how the others are filled, and the lists of schools and policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.plan_columns import ALL_SCHOOLS, PLAN_SHEETS
from extract.workbook_cells import put_text
from extract.workbook_sheet import INK, LINE, OWN, OWN_CELL, fit_to_width, print_setup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ORANGE = PatternFill("solid", fgColor="FFFCE4D6")
_GREY = PatternFill("solid", fgColor="FFF2F2F2")
_BLANK_ROWS = 20

_HOW = (
    (
        "In this order",
        "Lists, Roster, Relationships, Calendar, Schedule: each chooses from what stands in those before.",
        None,
    ),
    ("*", "A heading with a star: without this cell the row is not read.", None),
    (
        "EXAMPLE",
        "Rows that begin with EXAMPLE show how it is done. They are not read: delete them, or leave them.",
        _GREY,
    ),
    ("green heading", "Yours: nothing here is written over.", OWN),
    (
        "orange cell",
        "Needs a look: a needed cell that is blank, an id that stands twice, or that leads nowhere.",
        _ORANGE,
    ),
    (
        "Your own",
        "Sort, filter, insert rows, move columns, add columns of your own. Keep sheet names and headings.",
        None,
    ),
    (
        "Do not",
        "Merge cells, or write anything about a child: children appear nowhere in these sheets.",
        None,
    ),
    (
        "Errors",
        "What does not fit is named by its cell when halfterm reads the file, such as Roster!C7.",
        None,
    ),
)


def write_guide(sheet: Worksheet) -> None:
    """Fill the first sheet; it names nobody."""
    for letter, width in (("A", 18), ("B", 100)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    row = _line(sheet, 1, "Who is supervised by whom, and when", size=16)
    row = _line(
        sheet,
        row,
        "What it is",
        "halfterm reads these sheets to know which forms are due, for whom and when.",
    )
    row = _line(sheet, row + 1, "Sheets", size=13)
    for name, purpose in (
        *((spec.name, spec.purpose) for spec in PLAN_SHEETS),
        ("Lists", "The schools and policies to choose from. Add a school here before you enter its people."),
    ):
        row = _line(sheet, row, name, purpose)
        sheet.cell(row - 1, 1).hyperlink = f"#'{name}'!A1"
        sheet.cell(row - 1, 1).font = Font(name="Calibri", size=11, underline="single", color="FF0B5394")
    row = _line(sheet, row + 1, "How to fill them", size=13)
    for name, words, fill in _HOW:
        row = _line(sheet, row, name, words, fill)
    fit_to_width(sheet)
    sheet.page_setup.fitToHeight = 1


def write_lists(sheet: Worksheet, schools: Sequence[str], policies: Sequence[str]) -> None:
    """Fill the sheet of schools and policies: one table, with rows to add schools in."""
    columns = (("School", 40.0, (ALL_SCHOOLS, *schools)), ("Policy", 24.0, tuple(policies)))
    last_row = 1 + max(len(words) for _, _, words in columns) + _BLANK_ROWS
    for number, (heading, width, words) in enumerate(columns, start=1):
        sheet.column_dimensions["AB"[number - 1]].width = width
        for row in range(1, last_row + 1):
            cell = sheet.cell(row, number)
            cell.number_format, cell.border, cell.fill = "@", LINE, OWN_CELL if row > 1 else OWN
            cell.font = Font(name="Calibri", size=10, bold=row == 1, color=INK)
            cell.alignment = Alignment(vertical="top")
        for row, word in enumerate((heading, *words), start=1):
            put_text(sheet.cell(row, number), word, heading)
    table = Table(displayName="Lists", name="Lists", ref=f"A1:B{last_row}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "A2"
    print_setup(sheet, "Lists")


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
        right.alignment = Alignment(vertical="top", wrap_text=True)
    return row_number + 1
