"""Find what else holds files that were deleted on purpose: copies in folders, old workbooks, crops.

A copy of a file is known by its hash. An older workbook or copy of the register is known by the hashes that
stand in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from extract.kinds import ZIP_TROUBLE
from halfterm.trust import Trust

_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}")
_SHORT = 12
"""How many letters of its hash the name of a crop begins with at least."""


def copies_of(gone: frozenset[str], trust: Trust) -> Iterator[Path]:
    """Yield files in inbox, outbox and sessions that are one of these, and pictures cut out of them."""
    for folder in trust.work_folders:
        for path in _files(folder):
            with contextlib.suppress(OSError):
                if hashlib.sha256(path.read_bytes()).hexdigest() in gone:
                    yield path
    short = {one[:_SHORT] for one in gone}
    for path in _files(trust.crops):
        within = path.relative_to(trust.crops).parts
        if any(part[:_SHORT] in short for part in within):
            yield path


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
