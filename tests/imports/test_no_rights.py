"""Folders and files that may not be written or read: one clear message, nothing lost, and all is made good.

Where the tests run as root, halfterm runs without what lets root pass over permissions.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.halfterm.trust_folder import Ran
from tests.imports.conftest import Undisturbed
from tests.imports.inbox import Trust, copied, left_in, same

_AS_ANYBODY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all")


@pytest.fixture
def trust(undisturbed: Undisturbed, tmp_path: Path) -> Trust:
    """Give the trust with its files, whose commands run with nobody's special rights."""
    if sys.platform == "win32":
        pytest.skip("permissions of files are POSIX's here")
    made = copied(undisturbed.trust, tmp_path)
    if os.geteuid() != 0:
        return made
    if shutil.which(_AS_ANYBODY[0]) is None:
        pytest.skip("root may do anything, and setpriv, which takes that away, is not installed")
    return replace(made, runner=_AS_ANYBODY)


@contextmanager
def _mode(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def _says_once(done: Ran, code: str) -> None:
    assert done.status == 5, done.err
    assert done.err.splitlines()[-1].startswith(f"{code}: "), done.err


def _is_made_good(trust: Trust, undisturbed: Undisturbed, but_for: Sequence[str] = ()) -> None:
    done = trust.extract()
    assert done.status in {0, 1, 3}, done.err
    same(left_in(trust), undisturbed.left, but_for=but_for)


def test_archive_that_may_not_be_written(trust: Trust, undisturbed: Undisturbed) -> None:
    """Nothing is read that cannot be kept."""
    trust.archive.mkdir()
    with _mode(trust.archive, 0o500):
        _says_once(trust.extract(), "K03")
        assert list(trust.archive.iterdir()) == []
    _is_made_good(trust, undisturbed)


def test_register_that_may_not_be_written(trust: Trust, undisturbed: Undisturbed) -> None:
    """Neither its folder nor the folder that it would be made in."""
    trust.data.mkdir()
    with _mode(trust.data, 0o500):
        _says_once(trust.extract(), "K01")
    _is_made_good(trust, undisturbed)


def test_register_that_may_only_be_read(trust: Trust, undisturbed: Undisturbed) -> None:
    """Its folder, in which SQLite keeps more than one file."""
    _is_made_good(trust, undisturbed)
    with _mode(trust.register, 0o400), _mode(trust.register.parent, 0o500):
        _says_once(trust.extract(), "K01")
    _is_made_good(trust, undisturbed)


def test_key_of_the_marks_that_cannot_be_made(trust: Trust) -> None:
    """Without it nothing is taken in."""
    restricted = trust.folder / "restricted"
    (restricted / "marks.key").unlink()
    with _mode(restricted, 0o500):
        _says_once(trust.extract(), "W01")
    assert trust.extract().status == 1


def test_workbook_that_may_not_be_written(trust: Trust, undisturbed: Undisturbed) -> None:
    """What came in is safe in the register, and the message says so."""
    trust.workbook.parent.mkdir(exist_ok=True)
    with _mode(trust.workbook.parent, 0o500):
        done = trust.extract()
    _says_once(done, "W01")
    assert "safe in the register" in done.err
    _is_made_good(trust, undisturbed)


def test_workbook_that_is_open_elsewhere(trust: Trust, undisturbed: Undisturbed) -> None:
    """LibreOffice and Word leave a file beside it; the next run writes what it lacks."""
    before = trust.workbook.read_bytes()
    for lock in (".~lock.monitoring.xlsx#", "~$monitoring.xlsx"):
        beside = trust.workbook.with_name(lock)
        beside.touch()
        done = trust.extract()
        _says_once(done, "W01")
        assert "safe in the register" in done.err
        assert trust.workbook.read_bytes() == before
        beside.unlink()
    _is_made_good(trust, undisturbed)


def test_files_that_may_not_be_read_are_named_until_they_may(trust: Trust, undisturbed: Undisturbed) -> None:
    """Each one, in each run; then they are as new."""
    sessions = sorted((trust.folder / "inbox").glob("*/* session.docx"))
    # Of copies of one form, those that came in later would replace the others.
    files = [file for file in sessions if len(list(file.parent.glob(f"{file.stem}*"))) == 1][:3]
    for file in files:
        # The files of all copies of a trust are one on the disk.
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
        file.chmod(0)
    for _ in range(2):
        done = trust.extract()
        assert [file for file in files if f"R05: {file}" not in done.err] == []
    for file in files:
        file.chmod(0o600)
    _is_made_good(trust, undisturbed, but_for=("imports", "sightings"))


def test_folder_that_may_not_be_read_is_named(trust: Trust, undisturbed: Undisturbed) -> None:
    """A folder that is passed over in silence is a loss that nobody sees."""
    folder = min(one for one in (trust.folder / "inbox").iterdir() if one.is_dir())
    with _mode(folder, 0):
        done = trust.extract()
        assert done.status == 1
        assert f"R05: {folder}: " in done.err
    # What came in later may replace what came before, so not all rows need be those of one run.
    assert trust.extract().status in {0, 1, 3}
    assert set(left_in(trust).archive) == set(undisturbed.left.archive)


def test_folder_that_may_hold_a_copy_of_what_was_purged_is_named(trust: Trust) -> None:
    """Who deletes for good has to know where nobody could look."""
    trust.extract()
    folder = min(one for one in (trust.folder / "inbox").iterdir() if one.is_dir())
    with _mode(folder, 0):
        done = trust.run("purge", "--class", "unreadable", "--before", "2026-11-28", "--do-it")
        assert f"Y14: {folder.relative_to(trust.folder)}: may not be looked into" in done.err
    done = trust.run("purge", "--class", "unreadable", "--before", "2026-11-28", "--do-it")
    assert "Y14" not in done.err
