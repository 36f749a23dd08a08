"""Copies of the QA workbook: kept of what a person saved before it is written over, or lying beside it.

Programs that keep folders in step make a second file where two people saved at once; what was typed there
stands nowhere else.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from forms.errors import HalftermError
from forms.files import cannot_write, write_first
from forms.findings import Finding, Severity

_MOST = 20
"""How many are kept."""
_COPY = re.compile(r"[ _.(-].+")
"""What such a program, or a person, puts behind the name: (1), -LAPTOP-7, - Copy, (conflicted copy …)."""


def whole_fingerprint(path: Path) -> str:
    """Return what tells whether a file is as it was, "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def keep_backup(path: Path, folder: Path) -> Path | None:
    """Keep a copy of the workbook as a person saved it, named by when; None where there is no workbook.

    The newest ones stay. Raises WriteError where it cannot be written.
    """
    if not path.is_file():
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        saved = dt.datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 # the time on this computer
        data = path.read_bytes()
    except OSError as error:
        raise cannot_write(folder, error) from error
    backup = folder / f"{path.stem} saved {saved:%Y-%m-%d %H-%M-%S}{path.suffix}"
    write_first(backup, data)
    for old in sorted(folder.glob(f"{path.stem} saved *{path.suffix}"))[:-_MOST]:
        with contextlib.suppress(OSError):
            old.unlink()
    return backup


def find_copies(path: Path) -> Iterator[Finding]:
    """Yield a finding for each workbook beside ours that began as a copy of it."""
    for other in sorted(path.parent.glob(f"*{path.suffix}")):
        behind = other.stem[len(path.stem) :]
        if other.stem.startswith(path.stem) and _COPY.fullmatch(behind) and _has_our_tables(other):
            text = (
                f"{other}: is a copy of {path.name}, as OneDrive makes one where two people saved at once. "
                f"What was typed there is in no other file: copy what you need into {path.name}, and "
                "delete it."
            )
            yield Finding("W14", Severity.SOON, None, text)


def backup_with(path: Path, folder: Path, table: str) -> Path | None:
    """Return the newest copy that was kept of the workbook and that has a table, None where none has it."""
    for backup in sorted(folder.glob(f"{path.stem} saved *{path.suffix}"), reverse=True):
        if table.casefold() in _tables_of(backup):
            return backup
    return None


def _has_our_tables(path: Path) -> bool:
    from extract.workbook_columns import SHEETS

    tables = _tables_of(path)
    return any(spec.name.casefold() in tables for spec in SHEETS)


def _tables_of(path: Path) -> Collection[str]:
    """Return the tables of a workbook, in small letters; none where it cannot be read."""
    from extract.book.parts import unpack
    from extract.book.table import find_tables

    try:
        return find_tables(unpack(path.read_bytes())).keys()
    except (OSError, HalftermError):
        return ()
