"""What the first sheet says of how others are filled, and the lists of schools and policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.plan_columns import ALL_SCHOOLS
from extract.workbook_cells import put_text
from extract.workbook_sheet import INK, LINE, OWN, OWN_CELL, print_setup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ORANGE = PatternFill("solid", fgColor="FFFCE4D6")
_GREY = PatternFill("solid", fgColor="FFF2F2F2")
_BLANK_ROWS = 20

HOW: tuple[tuple[str, str, PatternFill | None], ...] = (
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
    (
        "orange cell",
        "There: a needed cell that is blank, an id that stands twice, or that leads nowhere.",
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
        "What does not fit is named by its cell, such as Roster!C7, on the sheet Errors after the next run.",
        None,
    ),
)


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
