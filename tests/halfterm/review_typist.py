"""Type into the review file as a person does in Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import load_workbook

Typed = str | float | dt.date | None
"""What stands in a cell; None: nothing is typed there."""


def type_into(review: Path, sheet: str, said: Callable[[str], Mapping[str, Typed]], of: str = "") -> set[str]:
    """Type into the own columns of each row; return the boxes, or files, of the rows.

    `said` is given the box, or the file, and returns column -> words; `of`: rows of one form only.
    """
    book = load_workbook(review)
    found = book[sheet]
    columns = {str(cell.value): number for number, cell in enumerate(found[1], start=1)}
    names: set[str] = set()
    for number, row in enumerate(found.iter_rows(min_row=2), start=2):
        if of not in str(row[columns["form"] - 1].value):
            continue
        key = str(row[columns["key"] - 1].value).split()[0]
        name = key.partition("|")[2] or str(row[columns["file"] - 1].value)
        names.add(name)
        for column, words in said(name).items():
            cell = found.cell(number, columns[column], words)
            if not isinstance(words, str):
                cell.number_format = "dd/mm/yyyy" if isinstance(words, dt.date) else "General"
    book.save(review)
    return names
