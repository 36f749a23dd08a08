"""A sheet of ours that is gone from the QA workbook comes back with its rows; nobody else's is touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from extract.book.parts import unpack
from extract.book.table import find_tables
from extract.workbook import Contents, LastWritten, contents_of, write_contents, write_workbook
from forms.errors import WriteError
from tests.extract.test_workbook import NAMES, ON, cells, full_log
from tests.tools import libreoffice


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "log.xlsx"
    write_workbook(full_log(), path, ON)
    return path


@pytest.fixture(name="contents", scope="module")
def _contents() -> Contents:
    return contents_of(full_log(), ON)


def change(path: Path, by: Callable[[Workbook], None]) -> None:
    """Save the workbook as somebody left it."""
    book = load_workbook(path)
    by(book)
    book.save(path)


def delete(path: Path, *names: str) -> None:
    """Delete sheets; as in Excel, names that led there lead nowhere."""

    def deleted(book: Workbook) -> None:
        for name in names:
            book.remove(book[name])
        if "README" in names:
            book.defined_names["as_of"].attr_text = "#REF!$B$3"

    change(path, deleted)


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what all sheets say, with formulas."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


@pytest.mark.parametrize(
    "names",
    [("README",), ("Actions",), ("QA_Notes", "Cases"), tuple(name for name in NAMES if name != "Imports")],
    ids="-".join,
)
def test_a_sheet_that_is_gone_comes_back(path: Path, names: Sequence[str]) -> None:
    """With all its rows, as the last one, and it is said once."""
    before = everything(path)
    delete(path, *names)
    found = write_workbook(full_log(), path, ON)
    assert [(one.code, one.message.partition(": ")[2]) for one in found] == [
        ("W15", f"sheet {name} was missing and has been made anew.") for name in NAMES if name in names
    ]
    after = everything(path)
    assert after == before
    assert list(after) == [name for name in NAMES if name not in names] + [n for n in NAMES if n in names]
    assert load_workbook(path).defined_names["as_of"].attr_text == "README!$B$3"
    written = path.read_bytes()
    assert write_workbook(full_log(), path, ON) == ()
    assert path.read_bytes() == written


def test_the_copy_that_has_what_was_typed_is_named(path: Path, contents: Contents) -> None:
    """Where somebody knows of one."""
    delete(path, "Cases")
    last = LastWritten(copy_with=lambda table: path.with_name(f"{table} kept.xlsx"))
    (finding,) = write_contents(contents, path, last).findings
    assert finding.message == (
        f"{path}: sheet Cases was missing and has been made anew; "
        f"what was typed on it is in {path.with_name('Cases kept.xlsx')}."
    )


def test_somebodys_sheet_of_that_name_is_theirs(path: Path) -> None:
    """Whatever the case of its letters; ours stands beside it, and the day is written on ours."""

    def make_own(book: Workbook) -> None:
        for name in ("readme", "cases"):
            book.create_sheet(name)["B3"] = "mine"

    delete(path, "README", "Cases")
    change(path, make_own)
    said = [one.message for one in write_workbook(full_log(), path, ON)]
    assert said == [
        f"{path}: the table of sheet {name} was missing and has been made anew on {name} (2)."
        for name in ("README", "Cases")
    ]
    book = load_workbook(path)
    assert [book[name]["B3"].value for name in ("readme", "cases")] == ["mine", "mine"]
    assert book["README (2)"]["B3"].is_date
    assert book.defined_names["as_of"].attr_text == "'README (2)'!$B$3"
    assert "Cases" in book["Cases (2)"].tables


def test_the_first_sheet_may_be_called_otherwise(path: Path) -> None:
    """Its day is written there, and it is not made anew."""

    def renamed(book: Workbook) -> None:
        book["README"].title = "Start here"
        book["Start here"]["B3"] = None

    change(path, renamed)
    assert write_workbook(full_log(), path, ON) == ()
    assert load_workbook(path)["Start here"]["B3"].value.date() == ON


def drop_codes(book: Workbook) -> None:
    """Turn one of the two tables of the first sheet into plain cells."""
    del book["README"].tables["Codes"]


def rename_key(book: Workbook) -> None:
    """Give the column that tells rows apart another heading."""
    book["Actions"]["A1"] = "my ids"


@pytest.mark.parametrize(
    ("by", "said"), [(drop_codes, "its table Codes is gone"), (rename_key, "no column action_id any more")]
)
def test_what_cannot_be_put_back_is_told(path: Path, by: Callable[[Workbook], None], said: str) -> None:
    """And the file is left as it is, also where another sheet could have been put back."""
    change(path, by)
    delete(path, "Imports")
    before = path.read_bytes()
    with pytest.raises(WriteError, match=said) as raised:
        write_workbook(full_log(), path, ON)
    assert raised.value.code == "W05"
    assert path.read_bytes() == before


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.slow
def test_it_is_reckoned_by_other_programs(path: Path, tmp_path: Path) -> None:
    """Days overdue are those of before, although the sheet with the day was gone too."""
    delete(path, "README", "Actions")
    (saved,) = libreoffice.convert([path], "xlsx", tmp_path / "saved")
    path.write_bytes(saved.read_bytes())
    assert "actions" not in find_tables(unpack(path.read_bytes()))
    write_workbook(full_log(), path, ON)
    stored = [row["overdue_days"] for row in cells(path, "Actions")]
    (again,) = libreoffice.convert([path], "xlsx", tmp_path / "again")
    reckoned = [row["overdue_days"] for row in cells(again, "Actions")]
    assert [one or None for one in reckoned] == [one or None for one in stored]
    assert any(stored)
