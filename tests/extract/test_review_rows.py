"""What people do to the rows of the review file in Excel: no word of theirs goes to another row."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from extract.review.reading import read_entries
from extract.review.rows import Entries, FileInDoubt, Kept
from extract.review.writing import write_review
from tests.tools import libreoffice

_FILES = (
    FileInDoubt("a" * 64, "\u200binbox/one \x07_x0041_ two.pdf\r", "why"),
    FileInDoubt("b" * 64, "inbox/نموذج.pdf", "why"),
)


def _written(kept: Kept | None = None) -> Workbook:
    data = write_review(None, (), _FILES, {_FILES[0].key: kept} if kept is not None else {})
    return load_workbook(io.BytesIO(data))


def _entries(book: Workbook) -> Entries:
    out = io.BytesIO()
    book.save(out)
    return read_entries(out.getvalue())


def _swap_all(book: Workbook) -> None:
    for cell, other in zip(*book["Files"]["A2:J3"], strict=True):
        cell.value, other.value = other.value, cell.value


def _swap_shown(book: Workbook) -> None:
    for cell, other in zip(*book["Files"]["A2:I3"], strict=True):
        cell.value, other.value = other.value, cell.value


def _rename(book: Workbook) -> None:
    book["Files"]["D1"] = "ref"


def _double(book: Workbook) -> None:
    book["Files"]["K1"] = "reference"


@pytest.mark.parametrize(
    ("done", "odd"),
    [
        (_swap_all, ()),
        (_swap_shown, ("Files!D3",)),
        (_rename, ("Files!1:1, heading reference",)),
        (_double, ("Files!1:1, heading reference",)),
    ],
)
def test_rows_that_were_moved(done: Callable[[Workbook], None], odd: tuple[str, ...]) -> None:
    """Whole rows may be sorted; where the hidden key stayed behind, or a heading is gone, it is told."""
    book = _written()
    book["Files"]["D2"] = "ESM-26-0042-A2"
    done(book)
    entries = _entries(book)
    assert entries.odd[:1] == odd
    if not odd:
        (typed,) = entries.files
        assert (typed.key, typed.place) == (_FILES[0].key, "Files!D3")


def test_what_excel_made_of_words_stays_what_it_is() -> None:
    """A number that is left because it cannot be meant is a number at the next reading too."""
    book = _written()
    book["Files"]["D2"].number_format = "General"
    book["Files"]["D2"] = 1e20
    (typed,) = _entries(book).files
    again = _entries(_written(Kept(tuple(typed.cells.values()), "why"))).files
    assert [one.reference for one in again] == [typed.reference]


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_rows_that_libreoffice_saved(tmp_path: Path) -> None:
    """They are whole, and hold what was typed."""
    book = _written(Kept((None, None, None, None), "why\nnot"))
    book["Files"]["C2"], book["Files"]["D2"] = "Use as", "ESM-26-0042-A2"
    book.save(tmp_path / "review.xlsx")
    (saved,) = libreoffice.convert([tmp_path / "review.xlsx"], "xlsx", tmp_path / "saved")
    entries = read_entries(saved.read_bytes())
    (typed,) = entries.files
    assert entries.odd == ()
    assert entries.keys == {one.key for one in _FILES}
    assert [str(cell.value) for cell in typed.cells.values() if cell] == ["Use as", "ESM-26-0042-A2"]
