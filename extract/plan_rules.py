"""The lists to choose from, the checks while typing and the colours of the sheets that people fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from extract.plan_columns import PLAN_SHEETS, Column, PlanSheet, Typing

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_GREY = DifferentialStyle(
    font=Font(italic=True, color="FF757575"), fill=PatternFill("solid", bgColor="FFF2F2F2")
)
_ORANGE = DifferentialStyle(
    font=Font(bold=True, color="FF9C2A00"), fill=PatternFill("solid", bgColor="FFFCE4D6")
)
_FIRST_DATE, _LAST_DATE = "32874", "73415"
"""1 January 1990 and 31 December 2100, as Excel counts days: dates outside are slips."""
_LISTS = {Typing.SCHOOL: "A", Typing.POLICY: "B"}
"""The columns of the sheet Lists."""


def add_rules(sheet: Worksheet, spec: PlanSheet, last_row: int) -> None:
    """Add to every column its message and check, and to the sheet the colours of examples and of gaps."""
    for number, column in enumerate(spec.columns, start=1):
        letter = get_column_letter(number)
        rule = _rule(column, spec)
        rule.promptTitle = column.heading[:32]
        rule.prompt = column.note
        rule.showInputMessage = rule.showErrorMessage = True
        rule.add(f"{letter}2:{letter}{last_row}")
        sheet.add_data_validation(rule)
    _colours(sheet, spec, last_row)


def _rule(column: Column, spec: PlanSheet) -> DataValidation:
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        rule.errorTitle, rule.error = "Not in the list", f"Choose one of: {', '.join(column.choices)}."
    elif column.typing is Typing.DATE:
        rule = DataValidation(
            type="date", operator="between", formula1=_FIRST_DATE, formula2=_LAST_DATE, allow_blank=True
        )
        rule.errorTitle, rule.error = "Not a date", "Write it as 19/11/2026."
    elif column.typing is Typing.TIME:
        rule = DataValidation(
            type="time", operator="between", formula1="0", formula2="0.999988425925926", allow_blank=True
        )
        rule.errorTitle, rule.error = "Not a time of day", "Write it as 10:00."
    elif column.typing is Typing.MINUTES:
        rule = DataValidation(
            type="whole", operator="between", formula1="1", formula2="999", allow_blank=True
        )
        rule.errorTitle, rule.error = "Not a number of minutes", "Write a whole number, such as 60."
    elif source := _source(column, spec):
        # A warning only: the row that is meant may be entered later.
        rule = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning")
        rule.errorTitle, rule.error = (
            "Not there yet",
            "Enter it on its own sheet too, or choose one that is there.",
        )
    else:
        rule = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1="32000", allow_blank=True
        )
        rule.errorTitle, rule.error = "Too long", "A cell holds 32,000 characters."
    return rule


def _source(column: Column, spec: PlanSheet) -> str:
    """Return the cells that a list takes its choices from, "" for a column without a list."""
    if column.typing in _LISTS:
        letter = _LISTS[column.typing]
        # Below the heading stands "All schools", which is a choice in the Calendar only.
        skipped = 2 if column.typing is Typing.SCHOOL and spec.name != "Calendar" else 1
        return _filled("Lists", letter, skipped)
    if column.typing is Typing.ID:
        return _filled(column.of, "A", 1)
    return ""


def _filled(sheet: str, letter: str, skipped: int) -> str:
    """Return as many cells of a column as are filled, without so many at its top."""
    count = f"MAX(1,COUNTA({sheet}!${letter}:${letter})-{skipped})"
    return f"OFFSET({sheet}!${letter}${skipped + 1},0,0,{count},1)"


def _colours(sheet: Worksheet, spec: PlanSheet, last_row: int) -> None:
    last = get_column_letter(len(spec.columns))
    everything = f"A2:{get_column_letter(len(spec.columns) + 1)}{last_row}"
    example = Rule(type="expression", dxf=_GREY, stopIfTrue=True)
    example.formula = ['EXACT(LEFT($A2,7),"EXAMPLE")']
    sheet.conditional_formatting.add(everything, example)
    for number, column in enumerate(spec.columns, start=1):
        letter = get_column_letter(number)
        conditions = []
        if column.needed:
            conditions.append(f'AND(TRIM(${letter}2)="",COUNTA($A2:${last}2)>0)')
        if column.typing is Typing.KEY and spec.name != "Roster":
            conditions.append(f'AND(${letter}2<>"",COUNTIF(${letter}$2:${letter}${last_row},${letter}2)>1)')
        if column.typing is Typing.ID:
            conditions.append(f"{_unknown(column, letter)}")
        for condition in conditions:
            rule = Rule(type="expression", dxf=_ORANGE)
            rule.formula = [condition]
            sheet.conditional_formatting.add(f"{letter}2:{letter}{last_row}", rule)


def _unknown(column: Column, letter: str) -> str:
    """Return the condition that a cell's id stands on no other sheet."""
    places = [f"COUNTIF({column.of}!$A:$A,${letter}2)=0"]
    if column.of == "Relationships" and column.field == "rel_id":
        spec = next(one for one in PLAN_SHEETS if one.name == column.of)
        group = get_column_letter(spec.columns.index(spec.column("group")) + 1)
        places.append(f"COUNTIF({column.of}!${group}:${group},${letter}2)=0")
    return f'AND(${letter}2<>"",{",".join(places)})'
