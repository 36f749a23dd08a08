"""A full disk: one clear message, nothing half-written, and with room again all is as if nothing had been."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect

import pytest

from tests.halfterm.trust_folder import Ran
from tests.imports.conftest import Undisturbed
from tests.imports.effort import FULL, TALLY
from tests.imports.inbox import Trust, copied, left_in, same

_ROOM = "64m"
Record = Callable[[str, object], None]


class _SmallDisk:
    """A file system of its own with little room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_room(self) -> None:
        """Give it as much room as anything needs."""
        self._run("-o", f"remount,size={_ROOM}")

    def mount(self, size: str) -> None:
        """Put it in the place of its folder; skip where that is not allowed."""
        if sys.platform != "linux":
            pytest.skip("a small disk needs Linux: its tmpfs is mounted")
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._run("-t", "tmpfs", "-o", f"size={size}", "tmpfs")
        except (OSError, subprocess.CalledProcessError) as error:
            said = (
                error.stderr.decode().strip() if isinstance(error, subprocess.CalledProcessError) else error
            )
            pytest.skip(f"a small disk cannot be mounted here ({said}); it takes root")

    def unmount(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "--lazy", self._folder], check=True)  # noqa: S607 # the system's own

    def _run(self, *options: str) -> None:
        command = ["mount", *options, str(self._folder)]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[_SmallDisk]:
    disk = _SmallDisk(folder)
    disk.mount(size)
    try:
        yield disk
    finally:
        disk.unmount()


def test_no_room_for_the_archive(undisturbed: Undisturbed, tmp_path: Path, record_property: Record) -> None:
    """An original that cannot be kept is not read."""
    trust = copied(undisturbed.trust, tmp_path)
    with _small_disk(trust.archive, "1500k") as disk:
        _says_once(trust.extract(), "K03")
        kept = [file for file in trust.archive.rglob("*") if file.is_file()]
        assert kept
        assert {len(file.name) for file in kept} == {64}, "half an original is left"
        _is_made_good(trust, disk, undisturbed)
    record_property(f"{TALLY}full disks", 1)


def test_no_room_for_the_register(undisturbed: Undisturbed, tmp_path: Path, record_property: Record) -> None:
    """What was recorded until then stands."""
    for at, size in enumerate(("200k", "800k", "1500k") if FULL else ("800k",)):
        trust = copied(undisturbed.trust, tmp_path / str(at))
        folder = trust.data / "small"
        trust.set("register", str(folder / "register.db"))
        with _small_disk(folder, size) as disk:
            _says_once(trust.extract(), "K01")
            with closing(connect(trust.register)) as register:
                assert register.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            _is_made_good(trust, disk, undisturbed)
        record_property(f"{TALLY}full disks", 1)


def test_no_room_for_the_copy_of_the_workbook(
    undisturbed: Undisturbed, tmp_path: Path, record_property: Record
) -> None:
    """What somebody saved is not written over without one. What came in is safe, and the next run goes on."""
    trust = copied(undisturbed.trust, tmp_path)
    before = trust.workbook.read_bytes()
    backups = trust.folder / "reports" / "backups"
    with _small_disk(backups, "16k") as disk:
        done = trust.extract()
        _says_once(done, "W04")
        assert "safe in the register" in done.err
        assert trust.workbook.read_bytes() == before
        assert list(backups.iterdir()) == []
        _is_made_good(trust, disk, undisturbed)
    record_property(f"{TALLY}full disks", 1)


def test_no_room_for_the_files_of_sessions(
    undisturbed: Undisturbed, tmp_path: Path, record_property: Record
) -> None:
    """The next run lays out what is missing."""
    trust = copied(undisturbed.trust, tmp_path)
    with _small_disk(trust.folder / "sessions", "400k") as disk:
        _says_once(trust.extract(), "W04")
        _is_made_good(trust, disk, undisturbed)
    record_property(f"{TALLY}full disks", 1)


def _says_once(done: Ran, code: str) -> None:
    """Check that a command ended with one line of what hindered it."""
    assert done.status == 5, done.err
    assert sum(line.startswith(("K", "W")) for line in done.err.splitlines()) == 1, done.err
    assert done.err.splitlines()[-1].startswith(f"{code}: "), done.err


def _is_made_good(trust: Trust, disk: _SmallDisk, undisturbed: Undisturbed) -> None:
    disk.make_room()
    done = trust.extract()
    assert done.status in {0, 1, 3}, done.err
    same(left_in(trust), undisturbed.left)
