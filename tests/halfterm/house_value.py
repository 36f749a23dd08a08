"""The QA lead types a house value into the sheet Policies."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from extract.book.parts import pack, unpack
from tests.extract.board.test_dashboard import with_typed


def type_house_value(path: Path, rule: str, setting: str, text: str) -> None:
    """Type a value into the row of a rule's setting, in the workbook at `path`."""
    parts = unpack(path.read_bytes())
    sheet = load_workbook(path)["Policies"]
    names = [cell.value for cell in sheet[1]]
    letter = get_column_letter(names.index("qa_value") + 1)
    for row in sheet.iter_rows(min_row=2):
        if (row[names.index("rule")].value, row[names.index("setting")].value) == (rule, setting):
            path.write_bytes(pack(with_typed(parts, "Policies", f"{letter}{row[0].row}", text)))
            return
    raise AssertionError(rule, setting)
