"""Test which cells of the QA workbook are coloured, as another program works it out."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from extract.workbook import write_workbook
from forms.catalogue import load_form
from forms.model import Stage
from register.history import fold_history
from tests.register.responses import PRIYA, TOM, new_row, returned
from tests.tools import libreoffice

ON = dt.date(2026, 12, 1)


def coloured(path: Path, sheet: str) -> set[tuple[str, str]]:
    """Return (key in the first column, name of the column) of each cell whose condition holds."""
    book = load_workbook(path)
    page = book[sheet]
    names = [str(cell.value) for cell in page[1]]
    rules = [
        (next(iter(area.sqref.ranges)).min_col, rule.formula[0])
        for area in page.conditional_formatting
        for rule in area.rules
        # Warnings are bold; lines and the colour of the own columns hold for every row.
        if rule.dxf.font is not None and rule.dxf.font.bold
    ]
    free_column, last_row = page.max_column + 2, page.max_row
    for offset, (column, formula) in enumerate(rules):
        letter = get_column_letter(column)
        for row_number in range(2, last_row + 1):
            moved = Translator(f"={formula}", f"{letter}2").translate_formula(f"{letter}{row_number}")
            page.cell(row_number, free_column + offset, f"=IF({moved[1:]},1,0)")
    conditions = path.with_name("conditions.xlsx")
    book.save(conditions)
    (again,) = libreoffice.convert([conditions], "xlsx", path.parent / "out")
    shown = load_workbook(again, data_only=True)[sheet]
    return {
        (str(shown.cell(row_number, 1).value), names[column - 1])
        for offset, (column, _) in enumerate(rules)
        for row_number in range(2, last_row + 1)
        if shown.cell(row_number, free_column + offset).value == 1
    }


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_what_needs_a_look_is_coloured(tmp_path: Path) -> None:
    """A session that was held and is not signed by both; an open action whose date cannot be read."""
    rows = [
        new_row("ESM-26-0031-A2/1", "Ring", TOM, "asap"),
        new_row("ESM-26-0031-A2/2", "Write", TOM, "next week", "Done"),
        new_row("ESM-26-0031-A2/3", "Wait", TOM, "2027-01-10"),
    ]
    signed = [("supervisee", TOM, "2026-09-28"), ("supervisor", PRIYA, "2026-09-29")]
    forms = [
        returned("ESM-26-0031-A2", Stage.SIGNING, {"agenda_action": rows}, signed=signed),
        returned("ESM-26-0042-A2", Stage.SIGNING, signed=signed[:1]),
        returned("ESM-26-0053-A2", Stage.SESSION),
        returned("ESM-26-0064-A2", Stage.AGENDA),
    ]
    path = tmp_path / "log.xlsx"
    write_workbook(fold_history(forms, load_form, ON), path, ON)
    assert coloured(path, "Sessions") == {("ESM-26-0042", "signed_state"), ("ESM-26-0053", "signed_state")}
    assert coloured(path, "Actions") == {("ESM-26-0031-A2/1", "due_text")}


def test_lines_come_after_every_colour(tmp_path: Path) -> None:
    """Of several rules for one cell LibreOffice follows the first only."""
    write_workbook(fold_history([], load_form, ON), tmp_path / "log.xlsx", ON)
    for name in ("Sessions", "Actions"):
        sheet = load_workbook(tmp_path / "log.xlsx")[name]
        rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
        plain = [rule for rule in rules if rule.dxf.fill is None]
        assert len(plain) == 1
        assert plain[0].priority == max(rule.priority for rule in rules)
