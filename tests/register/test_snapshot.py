"""The copy of the register beside the workbook: written after each run, and gone on with on purpose only."""

import datetime as dt
import shutil
import sqlite3
from pathlib import Path

import pytest

from register.database import open_register
from register.snapshot import write_snapshot
from tests.register.trust_folder import ACTION, TrustFolder, holder_of, new_action


@pytest.fixture
def taken(file_trust: TrustFolder) -> TrustFolder:
    """Give a trust that has taken one record in, its register in a file."""
    file_trust.put("ESM-26-0031-A2", new_action())
    file_trust.run("extract")
    return file_trust


def _lose_disk(trust: TrustFolder) -> None:
    shutil.rmtree(trust.file.parent)


def test_a_copy_lies_beside_the_workbook_after_each_run(trust: TrustFolder) -> None:
    """It is one sound file with all rows; a register on a server has none."""
    trust.put("ESM-26-0031-A2", new_action())
    trust.run("extract", "--dry-run")
    copy = trust.folder / "register-snapshot.db"
    assert not copy.exists()
    trust.run("extract")
    assert copy.exists() == isinstance(trust.register, Path)
    if copy.exists():
        database = sqlite3.connect(copy)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM returns").fetchone() == (1,)
        assert database.execute("SELECT action_text FROM actions").fetchone() == (ACTION,)
        database.close()
        assert {one.name for one in trust.folder.iterdir() if one.name.startswith("register")} == {copy.name}


def test_a_second_computer_begins_no_empty_register(taken: TrustFolder) -> None:
    """It is said whose register it is and of what day, and nothing is made."""
    _lose_disk(taken)
    before = (taken.folder / "monitoring.xlsx").read_bytes()
    for command in (["extract"], ["extract", "--dry-run"], ["find", "Tom Reed"], ["verify"]):
        refused = taken.run(*command, expected=2)
        assert refused.stderr.startswith("U50: ")
        assert f"{dt.datetime.now():%d/%m/%Y}" in refused.stderr  # noqa: DTZ005 # the day on this computer
        assert "halfterm restore" in refused.stderr
    assert not taken.file.exists()
    assert (taken.folder / "monitoring.xlsx").read_bytes() == before


def test_restore_goes_on_from_the_copy(taken: TrustFolder) -> None:
    """The log is as it was, and this computer keeps it from then on."""
    before = taken.rows("SELECT * FROM actions")
    holder = holder_of(taken.folder / "register-snapshot.db")
    _lose_disk(taken)
    said = taken.run("restore")
    assert holder["holder"] in said.stdout
    assert taken.rows("SELECT * FROM actions") == before
    assert holder_of(taken.folder / "register-snapshot.db")["holder_mark"] != holder["holder_mark"]
    assert "nothing changed" in taken.run("extract").stderr
    taken.run("verify")


def test_the_computer_that_was_left_does_not_go_on(taken: TrustFolder, tmp_path: Path) -> None:
    """Two registers of one trust would part without a word."""
    old = taken.file.parent
    old.rename(tmp_path / "first computer")
    taken.run("restore")
    old.rename(tmp_path / "second computer")
    (tmp_path / "first computer").rename(old)
    copy = (taken.folder / "register-snapshot.db").read_bytes()
    refused = taken.run("extract", expected=2)
    assert refused.stderr.startswith("U51: ")
    assert (taken.folder / "register-snapshot.db").read_bytes() == copy


def test_restore_replaces_no_register(taken: TrustFolder) -> None:
    """What is there may be the newer one."""
    assert taken.run("restore", expected=2).stderr.startswith("U53: ")


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0 and then nothing of the kind"])
def test_restore_takes_no_damaged_copy(taken: TrustFolder, content: bytes | None) -> None:
    """A placeholder of a synced folder is empty; nothing is made of it."""
    _lose_disk(taken)
    copy = taken.folder / "register-snapshot.db"
    if content is None:
        copy.unlink()
    else:
        copy.write_bytes(content)
        assert taken.run("extract", expected=2).stderr.startswith("U50: ")
    assert taken.run("restore", expected=2).stderr.startswith("U52: ")
    assert not taken.file.exists()


def test_restore_does_not_take_another_registers_log(taken: TrustFolder) -> None:
    """SQLite would read what a lost register's -wal file holds into the new one."""
    _lose_disk(taken)
    taken.file.parent.mkdir()
    stray = taken.file.with_name("register.db-wal")
    stray.write_bytes(b"\x37\x7f\x06\x82" + b"\0" * 4096)
    taken.run("restore")
    taken.run("verify")


def test_a_register_on_a_server_is_not_restored_here(server_trust: TrustFolder) -> None:
    """It has its own backups."""
    assert server_trust.run("restore", expected=2).stderr.startswith("U55: ")


def test_copy_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    """And nothing half-made beside the register."""
    register = open_register(tmp_path / "own" / "register.db")
    place = tmp_path / "gone" / "register-snapshot.db"
    with pytest.raises(Exception, match="W03"):
        write_snapshot(register, place, dt.date(2026, 11, 28))
    register.close()
    assert {one.name for one in (tmp_path / "own").iterdir()} <= {
        "register.db",
        "register.db-wal",
        "register.db-shm",
    }
