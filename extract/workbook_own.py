"""What the QA lead has typed into an earlier workbook, so that writing it anew loses none of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.plan_columns import PLAN_SHEETS
from extract.workbook_columns import SHEETS, Sheet
from forms.errors import WriteError
from forms.files import cannot_write, refuse_unwritable

NOTES = "QA_Notes"
NOTE_COLUMNS = ("sheet", "row", "column", "text")


@dataclass(frozen=True, slots=True)
class Note:
    """What was typed beside a row that is no longer in the log."""

    sheet: str
    row: str
    column: str
    text: Any


@dataclass(frozen=True, slots=True)
class OwnCells:
    """The QA lead's own cells by sheet, row's key and column, and the notes whose rows have gone."""

    cells: Mapping[str, Mapping[str, Mapping[str, Any]]]
    notes: tuple[Note, ...]


def read_own_cells(path: Path) -> OwnCells:
    """Return what the QA lead typed into the workbook at `path`; nothing where there is no file.

    Raise WriteError W05 where the file that is there is not such a workbook: it is not ours to replace.
    """
    refuse_unwritable(path)
    try:
        if not path.is_file():
            return OwnCells({}, ())
    except OSError as error:
        raise cannot_write(path, error) from error
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise WriteError("W05", _not_ours(path)) from error
    if not {sheet.name for sheet in SHEETS} <= set(book.sheetnames):
        raise WriteError("W05", _not_ours(path))
    if entered := [sheet.name for sheet in PLAN_SHEETS if sheet.name in book.sheetnames]:
        # Writing the workbook anew would lose them.
        raise WriteError(
            "W05",
            f"{path}: has sheets that people fill ({', '.join(entered)}) and is left alone. Move them into a "
            "workbook of their own, or give another name.",
        )
    cells = {sheet.name: _own_of(book[sheet.name], sheet) for sheet in SHEETS}
    notes: list[Note] = []
    if NOTES in book.sheetnames:
        for sheet, row, column, text in book[NOTES].iter_rows(min_row=2, max_col=4, values_only=True):
            if text is not None:
                notes.append(Note(str(sheet), str(row), str(column), text))
    book.close()
    return OwnCells(cells, tuple(notes))


def _own_of(sheet: Any, spec: Sheet) -> Mapping[str, Mapping[str, Any]]:
    own = [column.name for column in spec.columns if column.own]
    rows = sheet.iter_rows(values_only=True)
    names = [str(name) for name in next(rows, ())]
    if not own or names[:1] != [spec.columns[0].name]:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        typed = {
            name: value for name, value in zip(names, row, strict=False) if name in own and value is not None
        }
        if typed and row[0] is not None:
            found[str(row[0])] = typed
    return found


def _not_ours(path: Path) -> str:
    return f"{path}: this file is there already and is no QA workbook. Give another name, or move it away."
