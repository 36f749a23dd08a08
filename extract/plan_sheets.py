"""Write the sheets that people fill: Roster, Relationships, Calendar, Schedule, and Lists to choose from.

Each is one Excel table from A1 with green headings, examples that reading passes over, and blank rows.
Formats are set for whole columns and rules for many rows, so rows that people add behave like the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.plan_columns import ALL_SCHOOLS, NOTES, PLAN_SHEETS, Column, PlanSheet, Typing
from extract.plan_examples import EXAMPLES
from forms.plan import CalendarRow, Plan

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_BLANK_ROWS = 15
"""How many rows to write in stand ready; the table grows beyond them by itself."""
_LAST_RULED = 2000
"""To which row the lists and rules reach."""
_NOTES_WIDTH = 36.0
_HEADING_HEIGHT = 34.0
_TWO_PAGES_FROM = 190.0
"""From which width, in characters, a sheet is printed two pages wide."""
_EXAMPLE_NOTE = "Not read, for it begins with EXAMPLE."


@dataclass(frozen=True, slots=True)
class Choices:
    """What stands in the sheet Lists to choose from."""

    schools: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


def add_plan_sheets(book: Workbook, plan: Plan, choices: Choices) -> None:
    """Add the four sheets and Lists to a workbook, behind the sheets that it has."""
    from extract.plan_guide import write_lists

    rows: Sequence[Sequence[Any]] = (plan.people, plan.relationships, plan.calendar, plan.sessions)
    examples: Sequence[Sequence[Any]] = (
        EXAMPLES.people,
        EXAMPLES.relationships,
        EXAMPLES.calendar,
        EXAMPLES.sessions,
    )
    for spec, shown, own in zip(PLAN_SHEETS, examples, rows, strict=True):
        _write_sheet(book.create_sheet(spec.name), spec, shown, own)
    write_lists(book.create_sheet("Lists"), choices.schools, choices.policies)


def _write_sheet(sheet: Worksheet, spec: PlanSheet, examples: Sequence[Any], rows: Sequence[Any]) -> None:
    from extract.plan_rules import add_rules

    last_row = 1 + len(examples) + len(rows) + _BLANK_ROWS
    _headings(sheet, spec)
    for number, record in enumerate((*examples, *rows), start=2):
        for column_number, column in enumerate(spec.columns, start=1):
            _put(sheet.cell(number, column_number), column, getattr(record, column.field), record)
        if number < 2 + len(examples):
            sheet.cell(number, len(spec.columns) + 1).value = _EXAMPLE_NOTE
    for number in range(2, last_row + 1):
        for column_number in range(1, len(spec.columns) + 2):
            typing = spec.columns[column_number - 1].typing if column_number <= len(spec.columns) else None
            _style(sheet.cell(number, column_number), typing)
    _table(sheet, spec, last_row)
    add_rules(sheet, spec, _LAST_RULED)
    _print_setup(sheet, spec)


def _put(cell: Cell | MergedCell, column: Column, value: Any, record: Any) -> None:
    """Write a value as people type it."""
    from extract.workbook_cells import put_text, put_value

    if value is None or value == ():
        return
    if column.typing is Typing.YES_NO:
        put_text(cell, "Yes" if value else "No", column.heading)
    elif isinstance(value, tuple):
        put_text(cell, "; ".join(value), column.heading)
    elif isinstance(value, str):
        words = ALL_SCHOOLS if isinstance(record, CalendarRow) and column.field == "school" else ""
        findings = put_text(cell, value or words, column.heading) if value or words else ()
        if findings:
            # Nobody could have typed it, so it is a caller's mistake.
            raise ValueError(f"{column.heading}: {findings[0].message}")
    else:
        put_value(cell, value)


def _headings(sheet: Worksheet, spec: PlanSheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from extract.workbook_sheet import INK, LINE, OWN

    columns = [
        (f"{one.heading} *" if one.needed else one.heading, one.width, one.typing) for one in spec.columns
    ]
    for number, (heading, width, typing) in enumerate([*columns, (NOTES, _NOTES_WIDTH, None)], start=1):
        # The whole column first: what is typed into a new row then has the column's format.
        whole = sheet.column_dimensions[get_column_letter(number)]
        whole.width = width
        whole.number_format = _format(typing)
        whole.font = Font(name="Calibri", size=10, color=INK)
        whole.alignment = _alignment(typing)
        cell = sheet.cell(1, number, heading)
        cell.font = Font(name="Calibri", size=10, bold=True, color=INK)
        cell.fill, cell.border = OWN, LINE
        cell.number_format = "@"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.row_dimensions[1].height = _HEADING_HEIGHT
    sheet.freeze_panes = "B2"


def _style(cell: Cell | MergedCell, typing: Typing | None) -> None:
    from openpyxl.styles import Font

    from extract.workbook_sheet import INK, LINE, OWN_CELL

    cell.number_format = _format(typing)
    cell.font = Font(name="Calibri", size=10, color=INK)
    cell.alignment = _alignment(typing)
    cell.border, cell.fill = LINE, OWN_CELL


def _format(typing: Typing | None) -> str:
    return {Typing.DATE: "dd/mm/yyyy", Typing.TIME: "hh:mm", Typing.MINUTES: "0"}.get(
        typing or Typing.TEXT, "@"
    )


def _alignment(typing: Typing | None) -> Any:
    from openpyxl.styles import Alignment

    centred = {Typing.DATE, Typing.TIME, Typing.MINUTES, Typing.YES_NO}
    return Alignment(horizontal="center" if typing in centred else None, vertical="top", wrap_text=True)


def _table(sheet: Worksheet, spec: PlanSheet, last_row: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    corner = f"{get_column_letter(len(spec.columns) + 1)}{last_row}"
    table = Table(displayName=spec.name, name=spec.name, ref=f"A1:{corner}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _print_setup(sheet: Worksheet, spec: PlanSheet) -> None:
    from extract.workbook_sheet import print_setup

    print_setup(sheet, spec.name)
    if sum(column.width for column in spec.columns) > _TWO_PAGES_FROM:
        # On one page across nobody could read it; the row's ids then stand on both.
        sheet.page_setup.fitToWidth = 2
        sheet.print_title_cols = "A:B"
