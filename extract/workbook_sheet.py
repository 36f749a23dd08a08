"""Lay one sheet out, without rows: an Excel table from A1, frozen headings, formats, lists, print setup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.workbook_columns import ACTIONS, CLEARED, EXCEPTIONS, OPEN, SESSIONS
from extract.workbook_spec import Column, Look, Sheet
from forms.findings import Severity
from forms.log import ActionStatus, SessionStatus, SignedState

if TYPE_CHECKING:
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

GENERATED = PatternFill("solid", fgColor="FFD9D9D9")
OWN = PatternFill("solid", fgColor="FFC6E0B4")
_OWN_TINT = "FFF4FAF0"
OWN_CELL = PatternFill("solid", fgColor=_OWN_TINT)
INK = "FF1F1F1F"
_PALE_INK = "FF6B6B6B"
"""Still 5 to 1 on white."""
_WARN = PatternFill("solid", bgColor="FFFCE4D6")
LINE = Border(*(Side("thin", color="FFBFBFBF"),) * 4)
_FORMATS = {
    Look.DATE: "dd/mm/yyyy",
    Look.TIME: "hh:mm",
    Look.NUMBER: "0",
    Look.OVERDUE: "0",
    Look.TEXT: "@",
    Look.CODE: "@",
    Look.LONG: "@",
}
_WIDTHS = {
    Look.DATE: 11.5,
    Look.TIME: 9.0,
    Look.NUMBER: 5.5,
    Look.OVERDUE: 6.0,
    Look.TEXT: 12.0,
    Look.CODE: 14.0,
    Look.LONG: 40.0,
}
_PAGE_WIDTH = 170.0
"""What an A4 page across shows legibly, in characters."""
_NARROW, _TWO_PAGES_FROM = 130.0, 300.0
"""Up to which width a sheet is printed as it is, and from which on two pages, in characters."""
_FILTER_BUTTON = 3.2
"""Room for the button that Excel draws into each heading, in characters."""
_CLOSED = (ActionStatus.DONE, ActionStatus.NO_LONGER_NEEDED)
_HELD = (SessionStatus.HELD, SessionStatus.PART_SIGNED)
"""The statuses of a session that took place and is not signed by both."""
LAST_RULED = 200_000
"""To which row lists and colours reach: rows come later, and no rule has to be moved then."""


def lay_out_sheet(sheet: Worksheet, spec: Sheet) -> None:
    """Make a sheet with its headings, formats and rules, and a table with one blank row."""
    _headings(sheet, spec)
    _table(sheet, spec)
    _lists(sheet, spec)
    # Of several rules for one cell, LibreOffice follows the first: the gravest stands there.
    _warnings(sheet, spec)
    _put_right(sheet, spec)
    _own_colour(sheet, spec)
    _lines(sheet, spec)
    print_setup(sheet, spec.name)


def letter_of(spec: Sheet, name: str) -> str:
    """Return the letter of the column called `name`."""
    return get_column_letter([column.name for column in spec.columns].index(name) + 1)


def _set_column(dimension: ColumnDimension, column: Column) -> None:
    """Give a whole column its format, so that every row that comes has it."""
    dimension.number_format = _FORMATS[column.look]
    level = (
        "center"
        if column.look not in {Look.TEXT, Look.LONG, Look.CODE} or set(column.options) == {"Y", "N"}
        else None
    )
    dimension.alignment = Alignment(horizontal=level, vertical="top", wrap_text=column.look is not Look.CODE)
    dimension.font = Font(name="Calibri", size=10, color=INK)


def _headings(sheet: Worksheet, spec: Sheet) -> None:
    shown = [column for column in spec.columns if not column.minor]
    # Names may not be broken, so on a sheet of many columns the long ones stand upright over narrow columns.
    upright = sum(max(_data_width(column), _name_width(column)) for column in shown) > _PAGE_WIDTH
    height = 22.0
    for number, column in enumerate(spec.columns, start=1):
        cell = sheet.cell(1, number, column.name)
        cell.font = Font(name="Calibri", size=10, bold=True, color=INK)
        cell.fill = OWN if column.own else GENERATED
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)
        cell.border = LINE
        width = max(_data_width(column), _name_width(column))
        if upright and width > _data_width(column) * 1.25:
            width = _data_width(column)
            cell.alignment = Alignment(horizontal="center", vertical="bottom", textRotation=90)
            height = max(height, len(column.name) * 5.6 + 20)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        _set_column(dimension, column)
        dimension.width = round(width, 1)
        if column.minor:
            dimension.outlineLevel = 1
            dimension.hidden = True
    sheet.row_dimensions[1].height = round(height)
    sheet.sheet_properties.outlinePr = Outline(summaryRight=False)
    sheet.freeze_panes = "B2"


def _data_width(column: Column) -> float:
    return column.width or (5.0 if set(column.options) == {"Y", "N"} else _WIDTHS[column.look])


def _name_width(column: Column) -> float:
    return len(column.name) * 1.05 + _FILTER_BUTTON


def _table(sheet: Worksheet, spec: Sheet) -> None:
    # Excel "repairs" a table without a data row, so an empty log keeps an empty one.
    table = Table(displayName=spec.name, name=spec.name, ref=f"A1:{get_column_letter(len(spec.columns))}2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    if spec.hides:
        table.autoFilter = AutoFilter(ref=table.ref, filterColumn=list(_filters(spec)))
    sheet.add_table(table)


def _filters(spec: Sheet) -> Iterator[FilterColumn]:
    for number, column in enumerate(spec.columns):
        if column.name in spec.hides:
            shown = [one for one in column.options if one not in spec.hides[column.name]]
            yield FilterColumn(colId=number, filters=Filters(filter=shown))


def _lists(sheet: Worksheet, spec: Sheet) -> None:
    for column in spec.columns:
        letter = letter_of(spec, column.name)
        if column.options:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.options)}"', allow_blank=True)
            rule.errorTitle, rule.error = "Not in the list", f"Choose one of: {', '.join(column.options)}"
        elif column.own and column.look is Look.DATE:
            rule = DataValidation(
                type="date", operator="between", formula1="36526", formula2="73050", allow_blank=True
            )
            rule.errorTitle, rule.error = "Not a date", "Write a date such as 28/02/2026."
        elif column.own:
            # Length only: a person may write what they like, up to what a cell holds.
            rule = DataValidation(
                type="textLength", operator="lessThanOrEqual", formula1="32000", allow_blank=True
            )
            rule.errorTitle, rule.error = "Too long", "A cell holds 32,000 characters."
        else:
            continue
        rule.showErrorMessage = True
        rule.add(f"{letter}2:{letter}{LAST_RULED}")
        sheet.add_data_validation(rule)


def _lines(sheet: Worksheet, spec: Sheet) -> None:
    """Draw lines around the cells of every row that there is."""
    rule = Rule(type="expression", dxf=DifferentialStyle(border=LINE))
    rule.formula = ['$A2<>""']
    sheet.conditional_formatting.add(f"A2:{get_column_letter(len(spec.columns))}{LAST_RULED}", rule)


def _own_colour(sheet: Worksheet, spec: Sheet) -> None:
    """Colour the cells of the QA lead's own columns beside every row that there is."""
    for column in spec.columns:
        if column.own:
            letter = letter_of(spec, column.name)
            rule = Rule(
                type="expression",
                dxf=DifferentialStyle(fill=PatternFill("solid", bgColor=_OWN_TINT), border=LINE),
            )
            rule.formula = ['$A2<>""']
            sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_RULED}", rule)


def _warnings(sheet: Worksheet, spec: Sheet) -> None:
    bold = Font(bold=True, color="FF9C2A00")

    def warn(name: str, condition: str) -> None:
        """Colour a column's cells; the condition names columns in braces."""
        letter = letter_of(spec, name)
        rule = Rule(type="expression", dxf=DifferentialStyle(font=bold, fill=_WARN, border=LINE))
        cells = {column.name: f"${letter_of(spec, column.name)}2" for column in spec.columns}
        rule.formula = [condition.format(**cells)]
        sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_RULED}", rule)

    if spec.name == ACTIONS.name:
        warn("overdue_days", "N({overdue_days})>0")
        for name in ("no_owner", "no_due", "drift"):
            warn(name, f'{{{name}}}="Y"')
        still_open = ",".join(f'{{status}}<>"{status}"' for status in _CLOSED)
        warn("due_text", f'AND({{due_text}}<>"",{still_open})')
    if spec.name == SESSIONS.name:
        warn("status", f'{{status}}="{SessionStatus.NEEDS_REVIEW}"')
        held = ",".join(f'{{status}}="{status}"' for status in _HELD)
        warn("signed_state", f'AND(OR({held}),{{signed_state}}<>"{SignedState.BOTH}")')
        for name in ("over_limit", "disagreement"):
            warn(name, f'{{{name}}}="Y"')
    if spec.name == EXCEPTIONS.name:
        warn(
            "severity", f'AND({{severity}}="{Severity.ACT_NOW}",{{state}}="{OPEN}",{{qa_state}}<>"Accepted")'
        )


def _put_right(sheet: Worksheet, spec: Sheet) -> None:
    """Write in grey what is over: the row stays, for it has a history."""
    if spec.name == EXCEPTIONS.name:
        rule = Rule(type="expression", dxf=DifferentialStyle(font=Font(color=_PALE_INK), border=LINE))
        rule.formula = [f'${letter_of(spec, "state")}2="{CLEARED}"']
        own = next(column.name for column in spec.columns if column.own)
        last = get_column_letter([column.name for column in spec.columns].index(own))
        sheet.conditional_formatting.add(f"A2:{last}{LAST_RULED}", rule)


def overdue_formula() -> str:
    """Return the formula for days overdue, without =; see `Formula.by_row`."""
    due, status = "${due_date}{row}", "${status}{row}"
    closed = ",".join(f'{status}="{one}"' for one in _CLOSED)
    return f'IF(OR({due}="",{closed}),"",MAX(0,as_of-{due}))'


def print_setup(sheet: Worksheet, name: str) -> None:
    """Print a sheet on A4 across with its headings on every page, its name and page numbers at the foot.

    Its columns have their widths. A narrow one keeps its size, for some programs would blow it up; a wide
    one, which nobody could read on one page, is two pages wide and has its first column on both.
    """
    width = sum(one.width for one in sheet.column_dimensions.values() if not one.hidden)
    fit_to_width(sheet)
    if width < _NARROW:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    elif width > _TWO_PAGES_FROM:
        sheet.page_setup.fitToWidth = 2
        sheet.print_title_cols = "A:A"
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.25
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.75
    # A line of the header needs 0.2 inches between its own margin and the rows.
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter = HeaderFooterItem()
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = name, "Page &P of &N"


def fit_to_width(sheet: Worksheet) -> None:
    """Print a sheet on A4 across, as many pages long as it needs and one page wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
