"""Lay the Dashboard out: tables one below the other in a narrow column, charts beside them.

The first screen of a telephone shows what is chosen and the first look; every table has its fixed height but
the last one, so that nothing on the sheet ever moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.board import figures
from extract.board.counting import ALL, NOW
from extract.board.tables import (
    AGE_TABLE,
    AHEAD,
    DRIFTING,
    FIRST,
    OVERDUE,
    SCHOOL_TABLE,
    TABLES,
    VIEW,
    BoardTable,
)
from extract.workbook_sheet import GENERATED, INK, OWN, OWN_CELL, fit_to_width
from forms.log import academic_year, year_start

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DASHBOARD, DAY_CELL = "Dashboard", "B2"
_WIDTHS = {"A": 32.0, "B": 10.0, "C": 8.5, "D": 10.5, "E": 9.0, "F": 9.0, "G": 9.0, "H": 9.0, "I": 3.0}
_CHART_COLUMNS, _CHART_COLUMN_WIDTH = "JKLMNOPQRSTUVWXY", 10.5
"""Those behind the charts, eight for each; Excel's own width would lay one chart over the other."""
_COLUMN_FORMATS = {"A": "@", "B": "0", "C": "0", "D": "0%", "E": "0%", "F": "@"}
_FORMATS: Mapping[str, str] = {
    "share": "0%", "target": "0%", "due": "dd/mm/yyyy", "day": "dd/mm/yyyy", "start": "hh:mm",
}  # fmt: skip
_WORDS = frozenset({"action", "session", "status", "name"})
"""Columns that say what people typed: whoever edits a cell there makes no formula of it."""
_FIRST_TABLE = 5
_YEARS = 5
"""How many years back and ahead may be chosen."""
_PALE = "FF6B6B6B"
_RULE = Border(bottom=Side("thin", color="FFD9D9D9"))
_ORANGE = PatternFill("solid", bgColor="FFFCE4D6")
_LISTS = (OVERDUE, DRIFTING, AHEAD)
_KEYS: Mapping[str, tuple[str | int, ...]] = {
    "Board_view": ("Academic year", "Half term", "Policy", "School"),
    "Board_figures": tuple(one.what for one in figures.FIGURES),
    "Board_half_terms": figures.HALF_TERMS,
    "Board_ages": tuple(name for name, _ in figures.AGES),
    "Board_signing": (*(name for name, _, _ in figures.SIGNING), figures.NOT_SIGNED),
    "Board_questions": tuple(figures.QUESTIONS),
    **{one.name: tuple(range(1, one.height + 1)) for one in _LISTS},
}
YEAR, HALF_TERM, POLICY, SCHOOL = _KEYS["Board_view"]
"""What can be chosen, in the order of its rows."""


def first_rows() -> dict[str, int]:
    """Return table -> the row of its headings; its title stands one above."""
    found, row = {}, _FIRST_TABLE
    for table in TABLES:
        found[table.name] = row
        row += table.height + 3
    return found


def data_range(table: BoardTable, column: str) -> str:
    """Return the cells of a column of a table, as it is laid out, such as Dashboard!$B$5:$B$8."""
    letter = get_column_letter(table.columns.index(column) + 1)
    first = first_rows()[table.name] + 1
    return f"{DASHBOARD}!${letter}${first}:${letter}${first + table.height - 1}"


def lay_out_board(sheet: Worksheet, on: dt.date) -> None:
    """Make the sheet with its tables and rules; the figures come when it is written for the first time."""
    from extract.board.charts import add_charts

    sheet.sheet_view.showGridLines = False
    for letter, width in _WIDTHS.items():
        dimension = sheet.column_dimensions[letter]
        dimension.width, dimension.number_format = width, _COLUMN_FORMATS.get(letter, "General")
        dimension.font = Font(name="Calibri", size=10, color=INK)
        dimension.alignment = Alignment(
            vertical="top", wrap_text=letter == "A", horizontal=None if letter in "AF" else "center"
        )
    for letter in _CHART_COLUMNS:
        sheet.column_dimensions[letter].width = _CHART_COLUMN_WIDTH
    _title(sheet)
    rows = first_rows()
    for table in TABLES:
        _add_table(sheet, table, rows[table.name])
    _choices(sheet, rows[VIEW.name] + 1, on)
    _warn(sheet, rows[FIRST.name] + 1)
    for table in _LISTS:
        _hide_blank_lines(sheet, table, rows[table.name] + 1)
    add_charts(sheet)
    # The charts and the lists beside them are one page, the tables behind other charts the next.
    sheet.row_breaks.append(Break(id=rows[AGE_TABLE.name] - 2))
    fit_to_width(sheet)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.4


def _title(sheet: Worksheet) -> None:
    sheet["A1"] = "Supervision at a glance"
    sheet["A1"].font = Font(name="Calibri", size=16, bold=True, color=INK)
    sheet["A2"] = "As at"
    sheet[DAY_CELL] = "=as_of"
    sheet[DAY_CELL].number_format = "dd/mm/yyyy"
    for name in ("A2", "B2"):
        sheet[name].font = Font(name="Calibri", size=11, bold=True, color=INK)
        sheet[name].alignment = Alignment(horizontal="left", vertical="top")


def _add_table(sheet: Worksheet, table: BoardTable, first: int) -> None:
    title = sheet.cell(first - 1, 1, table.title)
    title.font = Font(name="Calibri", size=12, bold=True, color=INK)
    title.alignment = Alignment(vertical="bottom", wrap_text=False)
    for number, name in enumerate(table.columns, start=1):
        cell = sheet.cell(first, number, name)
        cell.fill = OWN if name in table.own else GENERATED
        cell.font = Font(name="Calibri", size=9, bold=True, color=INK)
        cell.alignment = Alignment(
            vertical="bottom",
            wrap_text=True,
            horizontal="left" if name in {table.columns[0], table.key} else "center",
        )
    keys = _KEYS.get(table.name, (None,) * table.height)
    for row, key in enumerate(keys, start=first + 1):
        for number, name in enumerate(table.columns, start=1):
            _lay_out_cell(sheet, table, (row, number), name)
            if name == table.key:
                sheet.cell(row, number).value = key
    last = get_column_letter(len(table.columns))
    made = Table(displayName=table.name, name=table.name, ref=f"A{first}:{last}{first + table.height}")
    made.autoFilter = None
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)


def _lay_out_cell(sheet: Worksheet, table: BoardTable, place: tuple[int, int], name: str) -> None:
    cell, number = sheet.cell(*place), place[1]
    cell.number_format = _format(table, name, number)
    if table not in _LISTS:
        cell.border = _RULE
    is_pale = name == table.key and number > 1
    cell.font = Font(
        name="Calibri",
        size=8 if is_pale else 10,
        color=_PALE if is_pale else INK,
        bold=table is FIRST and name == "number",
    )
    # A long key goes on into the blank cells to its right; from the middle of its cell it would be cut.
    cell.alignment = Alignment(
        vertical="top", wrap_text=number == 1, horizontal="left" if number == 1 or is_pale else "center"
    )


def _format(table: BoardTable, name: str, number: int) -> str:
    if name == "due" and table is SCHOOL_TABLE:
        return "0"
    if name in _WORDS:
        return "@"
    if number == 1:
        return "General"
    return _FORMATS.get(name, "General" if name == table.key else "0")


def _choices(sheet: Worksheet, first: int, on: dt.date) -> None:
    year = year_start(on).year
    years = [academic_year(dt.date(one, 9, 1)) or "" for one in range(year - _YEARS, year + _YEARS)]
    for number, (word, formula) in enumerate(
        (
            (NOW, f'"{",".join((NOW, *years))}"'),
            (NOW, f'"{",".join((NOW, ALL, *figures.HALF_TERMS))}"'),
            (ALL, "Lists!$B$2:$B$60"),
            (ALL, "Lists!$A$2:$A$200"),
        )
    ):
        cell = sheet.cell(first + number, 2, word)
        cell.fill, cell.number_format = OWN_CELL, "@"
        sheet.cell(first + number, 3).number_format = "@"
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.promptTitle = "What is shown"
        rule.prompt = f"Choose from the list. {NOW} goes along with the day; {ALL} shows everything."
        rule.showInputMessage, rule.showErrorMessage = True, False
        rule.add(cell.coordinate)
        sheet.add_data_validation(rule)


def _warn(sheet: Worksheet, first: int) -> None:
    """Colour the figures that ask for something as soon as they are not 0."""
    for number, one in enumerate(figures.FIGURES):
        if one.wants:
            cell = f"B{first + number}"
            rule = Rule(
                type="expression",
                dxf=DifferentialStyle(font=Font(bold=True, color="FF9C2A00"), fill=_ORANGE),
            )
            rule.formula = [f"${cell}>0"]
            sheet.conditional_formatting.add(cell, rule)


def _hide_blank_lines(sheet: Worksheet, table: BoardTable, first: int) -> None:
    """Show neither rule nor number on a line of a list on which nothing stands."""
    letter, last = get_column_letter(len(table.columns)), first + table.height - 1
    for condition, cells, look in (
        ("=", f"{letter}{first}:{letter}{last}", DifferentialStyle(font=Font(color="FFFFFFFF"))),
        ("<>", f"A{first}:{letter}{last}", DifferentialStyle(border=_RULE)),
    ):
        rule = Rule(type="expression", dxf=look)
        rule.formula = [f'$A{first}{condition}""']
        sheet.conditional_formatting.add(cells, rule)


def names(first: int | None = None) -> dict[str, str]:
    """Return the defined names behind the conditions: name -> formula without =."""
    row = first or first_rows()[VIEW.name] + 1
    year, half, policy, school = range(row, row + 4)
    # Every cell is other than this, a blank one too.
    nothing = '"<>\u00ac"'

    def typed(number: int, *words: str) -> str:
        """Return what stands in a green cell; what Now stands for where it says so."""
        cell, now = f"{DASHBOARD}!$B${number}", f"{DASHBOARD}!$C${number}"
        blank = ",".join(f'TRIM({cell})="{word}"' for word in ("", NOW, *words))
        return f"IF(OR({blank}),{now},TRIM({cell}))"

    def condition(number: int) -> str:
        said = typed(number)
        if number == policy:
            said = f"IFERROR(INDEX(Policies[policy],MATCH({said},Policies[policy_id],0)),{said})"
        plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({said},"~","~~"),"*","~*"),"?","~?")'
        return f'IF(OR({said}="{ALL}",{said}="All schools",{said}=""),{nothing},"="&{plain})'

    return {
        "board_shown_year": typed(year, ALL),
        "board_year": '"="&board_shown_year',
        "board_half_term": condition(half),
        "board_policy": condition(policy),
        "board_school": condition(school),
    }
