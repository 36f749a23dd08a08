"""The review file: what is in doubt stands there with its picture, and what a person types there counts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from tests.extract.scan.papers import TYPED, issued
from tests.halfterm.review_typist import type_into
from tests.halfterm.trust_folder import TrustFolder, make_trust
from tests.tools import pdfium

_ON = "2026-11-28"


def _file(trust: TrustFolder) -> Path:
    return trust.folder / "restricted" / "review.xlsx"


def _rows(trust: TrustFolder, sheet: str = "Values", of: str = "") -> dict[str, dict[str, Any]]:
    """Return the rows of the review file by box, or by file; `of`: of one form only."""
    rows = _table(_file(trust), sheet)
    rows = [row for row in rows if of in str(row.get("form"))]
    return {str(row["key"]).split()[0].partition("|")[2] or str(row["file"]): row for row in rows}


def _table(file: Path, sheet: str) -> list[dict[str, Any]]:
    found = load_workbook(file)[sheet]
    names = [str(cell.value) for cell in found[1]]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in found.iter_rows(min_row=2)]


def _column(trust: TrustFolder, sheet: str, name: str) -> list[str]:
    return [str(row[name]) for row in _table(trust.folder / "monitoring.xlsx", sheet)]


def _type(
    trust: TrustFolder, typed: Mapping[str, Mapping[str, str]], sheet: str = "Values", of: str = ""
) -> None:
    type_into(_file(trust), sheet, lambda name: typed.get(name, {}), of)


def _open_exceptions(trust: TrustFolder) -> dict[str, str]:
    """Return what the workbook says has to be acted on, by check."""
    rows = _table(trust.folder / "monitoring.xlsx", "Exceptions")
    return {str(row["check"]): str(row["what"]) for row in rows if row.get("state") == "Open"}


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    """Return a trust's folder into whose inbox a form has come, and a picture that nobody can read."""
    made = make_trust(tmp_path)
    (tmp_path / "issued.pdf").write_bytes(issued())
    typed: dict[str, str | bool] = {**TYPED, "actual_date": "31/11/2026", "actual_length": "an hour"}
    pdfium.type_into_pdf(tmp_path / "issued.pdf", made.folder / "inbox" / "record.pdf", typed)
    Image.new("L", (300, 420), 255).save(made.folder / "inbox" / "far.png")
    assert made.run("extract", "--on", _ON).status == 1
    return made


@pytest.mark.slow
def test_what_a_person_types_counts(trust: TrustFolder) -> None:
    """Each box in doubt has a row with a picture; what is said of it is taken, and the row goes."""
    before = _rows(trust)
    assert set(before) == {"actual_date", "actual_length"}
    assert before["actual_length"]["read"] == "an hour"
    assert "an hour" in str(before["actual_length"]["why"])
    with zipfile.ZipFile(_file(trust)) as packed:
        assert sum(name.startswith("xl/media/") for name in packed.namelist()) == len(before) + 1
    assert "2 values are in doubt" in _open_exceptions(trust)["X48"]
    said = {
        "actual_date": {"right_value": "19/11/2026"},
        "actual_length": {"right_value": "three quarters"},
    }
    _type(trust, said)
    done = trust.run("extract", "--on", _ON)
    assert "K13" in done.err
    left = _rows(trust)
    assert set(left) == {"actual_length"}
    assert left["actual_length"]["right_value"] == "three quarters"
    assert "no number" in str(left["actual_length"]["not_taken_because"])
    assert "1 value is in doubt" in _open_exceptions(trust)["X48"]
    _type(trust, {"actual_length": {"right_value": "45"}})
    trust.run("extract", "--on", _ON)
    assert _rows(trust) == {}
    assert "X48" not in _open_exceptions(trust)
    assert _column(trust, "Sessions", "actual_date") == ["2026-11-19 00:00:00"]
    assert _column(trust, "Sessions", "length_min") == ["45"]
    assert trust.run("verify", "--on", _ON).status == 0
    again = trust.run("extract", "--on", _ON)
    assert (again.status, again.out) == (0, "")


@pytest.mark.slow
def test_what_a_person_typed_is_found_and_purged(trust: TrustFolder) -> None:
    """Words that stand in no original are found where the register has none, and go with the original."""
    _type(trust, {"actual_date": {"right_value": "When Ottoline is back"}})
    trust.run("extract", "--on", _ON)
    assert "actual_date" in trust.run("find", "Ottoline").out
    _type(trust, {"actual_length": {"right_value": "Ottoline knows"}})
    gone = trust.run("purge", "--class", "records", "--before", "2026-11-27", "--do-it")
    assert gone.status == 0, gone.err
    assert "Y10" not in gone.err
    left = [one for one in (trust.folder / "restricted").rglob("*") if one.is_file()]
    assert not [one for one in left if b"Ottoline" in one.read_bytes() or one.suffix == ".json"]
    assert _rows(trust) == {}
    assert trust.run("verify", "--on", _ON).status == 0


@pytest.mark.slow
def test_a_file_that_nobody_can_read_is_keyed_in(trust: TrustFolder) -> None:
    """A person says which form it is: its questions are asked for, and count like any return's."""
    assert set(_rows(trust, "Files")) == {"inbox/far.png"}
    _type(trust, {"inbox/far.png": {"reference": "ESM-26-0043"}}, "Files")
    assert "K13" in trust.run("extract", "--on", _ON).err
    keyed = {"what_to_do": "Key it in", "reference": "esm-26-0043-a2", "form": "esteem/a2-record"}
    _type(trust, {"inbox/far.png": {**keyed, "stage": "session"}}, "Files")
    trust.run("extract", "--on", _ON)
    (row,) = _rows(trust, "Files").values()
    assert row["counts_as"] == "Keyed in as ESM-26-0043-A2, esteem/a2-record, session"
    assert [row[name] for name in ("what_to_do", "reference", "form", "stage")] == [None] * 4
    asked = _rows(trust, of="ESM-26-0043-A2")
    assert {"name", "supervisor", "agenda_items", "agenda_action-1-action"} <= set(asked)
    said: dict[str, Mapping[str, str]] = {box: {"or_choose": "Nothing stands there"} for box in asked}
    said["name"], said["supervisor"] = {"right_value": "Tom Reed"}, {"right_value": "Priya Shah"}
    said["actual_date"] = {"right_value": "26/11/2026"}
    said["agenda_action-1-action"] = {"right_value": "Ring the depot"}
    _type(trust, said, of="ESM-26-0043-A2")
    trust.run("extract", "--on", _ON)
    assert _rows(trust, of="ESM-26-0043-A2") == {}
    assert "Ring the depot" in _column(trust, "Actions", "action_text")
    assert "ESM-26-0043" in _column(trust, "Sessions", "session_id")
    assert trust.run("verify", "--on", _ON).status == 0


@pytest.mark.slow
def test_what_cannot_be_read_or_written_is_left_alone(trust: TrustFolder) -> None:
    """A review file that is none stays as it is, and the rest of the run is done."""
    _file(trust).write_bytes(b"not a workbook")
    (trust.folder / "inbox" / "far.png").unlink()
    done = trust.run("extract", "--on", _ON)
    assert "K12" in done.err
    assert _file(trust).read_bytes() == b"not a workbook"
    assert trust.run("check", "--on", _ON).status in {0, 1}


@pytest.mark.slow
def test_a_row_that_was_copied_or_lost_its_key_is_told(trust: TrustFolder) -> None:
    """Nobody can tell which is meant: the file stays as it is."""
    book = load_workbook(_file(trust))
    sheet = book["Values"]
    columns = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    last = sheet.max_row
    for column in columns.values():
        sheet.cell(last + 1, column, sheet.cell(last, column).value)
    sheet.cell(last, columns["right_value"], "45")
    sheet.cell(last + 1, columns["right_value"], "50")
    book.save(_file(trust))
    before = _file(trust).read_bytes()
    assert f"Values!E{last + 1}" in trust.run("extract", "--on", _ON).err
    assert _file(trust).read_bytes() == before
    assert "2 values are in doubt" in _open_exceptions(trust)["X48"]
