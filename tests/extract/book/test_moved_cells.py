"""Cells of ours that stand alone are found where people have moved them; what is theirs there stays."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from extract.book.parts import BOOK, Parts, pack, unpack
from extract.book.texts import Formula
from extract.book.writing import named_cell, write_cell
from extract.workbook_new import new_workbook
from extract.workbook_readme import CONTENTS
from tests.extract.book.given import ON


@pytest.fixture
def parts() -> Parts:
    """Give a new workbook: as_of stands for the day on its first sheet."""
    return unpack(new_workbook(ON))


def moved(parts: Parts, place: str) -> Parts:
    """Return the workbook with the name as a program leaves it that has moved the cell."""
    return parts.replaced({BOOK: parts.data[BOOK].replace(b"README!$B$3", place.encode())})


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("README!$B$3", "B3"),
        ("README!$C$5", "C5"),
        ("'README'!$AA$12", "AA12"),
        ("Sessions!$B$3", None),
        ("#REF!", None),
        ("README!$B$3:$B$4", None),
        ("OFFSET(README!$B$3,1,0)", None),
    ],
)
def test_a_named_cell_is_found_on_its_sheet(parts: Parts, place: str, found: str | None) -> None:
    """On another sheet, or as more than a cell, it is nobody we know."""
    assert named_cell(moved(parts, place), CONTENTS, "as_of") == found


def test_neither_takes_the_place_of_the_other(parts: Parts) -> None:
    """Words where our formula stood are somebody's, and so is a formula where our value stood."""
    assert write_cell(parts, CONTENTS, "A1", Formula("1+1", 2)) is parts
    with_formula = write_cell(parts, CONTENTS, "A1", "plain words")
    sheet = load_workbook(io.BytesIO(pack(with_formula)))["README"]
    assert sheet["A1"].value == "plain words"
