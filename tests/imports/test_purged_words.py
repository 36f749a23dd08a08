"""What was purged stands in no part of the workbook, whichever program has saved it since it was written."""

import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from extract.book.parts import unpack
from extract.book.texts import shared_texts
from halfterm.cli import main
from tests.register.trust_folder import TrustFolder, new_action, new_trust
from tests.tools import libreoffice

_OLD, _NEW = "Ask Owen Hart for the key of the music cupboard", "Ring the attendance officer"
_FILE = "quillfeather return"
_WORDS = (_OLD, "Owen Hart", _FILE, "ESM-26-0011-A2")
_PURGE = ("purge", "--class", "records", "--before", "2026-06-01", "--do-it")


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrustFolder:
    """Give a trust with an old record and a new one, both in the workbook."""
    made = new_trust(tmp_path / "trust", tmp_path / "own" / "register.db")
    monkeypatch.chdir(made.folder)
    made.put("ESM-26-0011-A2", new_action(_OLD, who="Owen Hart"), name=_FILE, session_date="2026-01-15")
    made.put("ESM-26-0031-A2", new_action(_NEW))
    made.run("extract", "--on", "2026-10-01")
    return made


def _by_openpyxl(path: Path, _: Path) -> None:
    """Save it as Excel does: texts apart from the cells that say them."""
    load_workbook(path).save(path)


def _by_libreoffice(path: Path, scratch: Path) -> None:
    (saved,) = libreoffice.convert([path], "xlsx", scratch)
    shutil.copy(saved, path)


def _parts(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _holding(path: Path, marks: tuple[str, ...]) -> dict[str, list[str]]:
    """Return part -> which of these texts stand in it."""
    found = {name: [mark for mark in marks if mark.encode() in data] for name, data in _parts(path).items()}
    return {name: marks for name, marks in found.items() if marks}


@pytest.mark.parametrize(
    "save",
    [_by_openpyxl, pytest.param(_by_libreoffice, marks=pytest.mark.needs(libreoffice.CONVERT_TOOL))],
)
def test_purged_words_are_in_no_part(
    trust: TrustFolder, tmp_path: Path, save: Callable[[Path, Path], None]
) -> None:
    """Nor hash and name of the file, nor in a copy; texts that other cells share keep their numbers."""
    book = trust.folder / "monitoring.xlsx"
    save(book, tmp_path / "saved")
    # A copy is named by the second in which somebody saved it.
    os.utime(book, (1_790_000_000, 1_790_000_000))
    (gone,) = trust.rows("SELECT sha256 FROM returns WHERE reference = 'ESM-26-0011-A2'")
    marks = (*_WORDS, str(gone[0]))
    assert set().union(*_holding(book, marks).values()) == set(marks)
    before = shared_texts(unpack(book.read_bytes()))
    trust.run(*_PURGE)
    assert _holding(book, marks) == {}
    after = shared_texts(unpack(book.read_bytes()))
    assert len(after) == len(before)
    assert all(new in {old, ""} for old, new in zip(before, after, strict=True))
    cells = {
        str(cell.value)
        for sheet in load_workbook(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert {_NEW, "Supervision at a glance", "ESM-26-0031"} <= cells
    assert [path for path in trust.folder.rglob("*.xlsx") if _holding(path, marks)] == []


def test_somebodys_own_copy_is_told(trust: TrustFolder) -> None:
    """What stands on a sheet of theirs is theirs: it stays, and a finding says so."""
    path = trust.folder / "monitoring.xlsx"
    book = load_workbook(path)
    own = book.create_sheet("Mine")
    for row in book["Imports"].iter_rows(values_only=True):
        own.append(list(row))
    book.save(path)
    done = trust.run(*_PURGE)
    assert "Y10: " in done.stderr
    assert _FILE in str([cell.value for row in load_workbook(path)["Mine"].iter_rows() for cell in row])


def test_a_workbook_that_was_open_is_cleared_by_the_next_purge(trust: TrustFolder) -> None:
    """That it has to be run again is said."""
    path = trust.folder / "monitoring.xlsx"
    load_workbook(path).save(path)
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text("QA lead")
    done = CliRunner().invoke(main, _PURGE)
    assert done.exit_code == 5
    assert "Run the same purge again" in done.stderr
    lock.unlink()
    trust.run(*_PURGE)
    assert _holding(path, _WORDS) == {}
