"""Find what else holds files that were deleted on purpose: copies in folders, old workbooks, crops.

A copy of a file is known by its hash. An older workbook or copy of the register is known by the hashes that
stand in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.kinds import ZIP_TROUBLE
from forms.errors import HalftermError, ReaderError
from halfterm.reading import open_bundle
from halfterm.trust import Trust

_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}")
_SHORT = 12
"""How many letters of its hash the name of a crop begins with at least."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What was deleted, beside what is kept: both by hashes."""

    hashes: frozenset[str]
    kept: frozenset[str]

    def lies_in(self, data: bytes) -> bool:
        """Return whether a file was deleted, or holds one that was and nothing that is not kept by itself."""
        if hashlib.sha256(data).hexdigest() in self.hashes:
            return True
        inside = _hashes_in(data)
        return bool(inside & self.hashes) and inside <= self.hashes | self.kept

    def hides_in(self, data: bytes) -> bool:
        """Return whether a file holds one that was deleted beside others that nobody has."""
        inside = _hashes_in(data)
        return bool(inside & self.hashes) and not self.lies_in(data)


def _hashes_in(data: bytes) -> frozenset[str]:
    """Return the hashes of the files in a mail or archive; of any other file none."""
    try:
        bundle = open_bundle(data)
    except ReaderError:
        raise
    except HalftermError:
        return frozenset()
    return frozenset(hashlib.sha256(one.data).hexdigest() for one in bundle.files) if bundle else frozenset()


def hiding_in(gone: Gone, trust: Trust) -> Iterator[Path]:
    """Yield mails and archives that hold what was deleted, and other files that were never taken in."""
    yield from _of_work(trust, gone.hides_in)


def _of_work(trust: Trust, is_meant: Callable[[bytes], bool]) -> Iterator[Path]:
    for folder in trust.work_folders:
        for path in _files(folder):
            with contextlib.suppress(OSError):
                if is_meant(path.read_bytes()):
                    yield path


def copies_of(gone: Gone, trust: Trust) -> Iterator[Path]:
    """Yield files in inbox, outbox and sessions that are one of these, and pictures cut out of them.

    A mail or an archive in which one lies is such a file, unless something else in it would be lost.
    """
    yield from _of_work(trust, gone.lies_in)
    short = {one[:_SHORT] for one in gone.hashes}
    for path in _files(trust.crops):
        within = path.relative_to(trust.crops).parts
        if any(part[:_SHORT] in short for part in within):
            yield path


def not_seen(trust: Trust) -> Iterator[Path]:
    """Yield the folders and files that may not be looked into, where copies may lie."""
    for folder in (*trust.work_folders, trust.reports, trust.crops):
        closed: list[OSError] = []
        for place, _, names in os.walk(folder, onerror=closed.append):
            for path in (Path(place, name) for name in sorted(names)):
                try:
                    # Opening a pipe would wait for whoever writes into it.
                    if path.is_file():
                        path.open("rb").close()
                except OSError:
                    yield path
        yield from (Path(error.filename) for error in closed if folder.is_dir())


def records_of(gone: frozenset[str], trust: Trust) -> Iterator[Path]:
    """Yield older workbooks, copies of the register and half-written files that still tell of these.

    They are looked for beside the workbook and in all of the reports, and beside the register.
    """
    place = trust.register_file()
    written_anew = {trust.workbook}
    folders = [(trust.folder, False), (trust.reports, True)]
    if trust.workbook.parent not in {one for one, _ in folders}:
        folders.append((trust.workbook.parent, False))
    if place is not None:
        written_anew |= {trust.snapshot} | {place.with_name(place.name + end) for end in ("", "-wal", "-shm")}
        folders.append((place.parent, False))
    for folder, deep in folders:
        for path in _files(folder, deep=deep):
            if path not in written_anew and tells_of(path, gone):
                yield path


def tells_of(path: Path, gone: frozenset[str]) -> bool:
    """Return whether one of these hashes stands in a file, or in a part of a packed one."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                return any(_names_one(packed.read(name), gone) for name in packed.namelist())
        return _names_one(path.read_bytes(), gone)
    except (*ZIP_TROUBLE, RuntimeError):  # RuntimeError: packed with a password
        return False


def _names_one(data: bytes, gone: frozenset[str]) -> bool:
    return any(found[0].decode() in gone for found in _HASH.finditer(data))


def _files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    if folder.is_dir():
        yield from (one for one in sorted(folder.rglob("*") if deep else folder.iterdir()) if one.is_file())
