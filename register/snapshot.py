"""The copy of a register beside the workbook: what is left when the computer that keeps it is gone.

A register has one holder: the computer that made it, or that restored it last. The copy carries the holder's
mark, so that a second computer neither begins an empty register beside it nor goes on with one that has
parted from it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from forms.errors import UsageError, WriteError
from forms.files import BESIDE, cannot_write, copy_whole
from register.database import Register, open_register
from register.tables import facts

_MARK, _HOLDER, _DAY = "holder_mark", "holder", "snapshot_on"
_LEFTOVER_S = 3600
"""A half-made copy that is older was left by a run that was cut off."""
_WELL = [("ok",)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who keeps a register."""

    mark: str
    where: str
    """The computer and who was at it, in words."""
    on: dt.date | None = None
    """The day of a copy; None for the register itself."""


def open_held(place: Path, snapshot: Path, where: str) -> Register:
    """Return the register at `place`, made for the holder `where` if there is neither register nor copy.

    Raises UsageError U50 where there is only the copy, U51 where the copy is another computer's; and what
    `open_register` raises.
    """
    if not place.exists() and snapshot.exists():
        raise UsageError(
            "U50",
            f"{place}: this computer has no register of this trust, but {snapshot} is the copy of one that "
            f"is kept {_told(load_holder(snapshot))}. Another computer has it, or its disk was lost, so no "
            "empty one was begun. Work on that computer; or, if it is to be used no more, run halfterm "
            "restore here, which goes on from the copy.",
        )
    register = open_register(place)
    try:
        own, copied = _claim(register, where), load_holder(snapshot)
    except WriteError:
        register.close()
        raise
    if copied is not None and copied.mark != own.mark:
        register.close()
        raise UsageError(
            "U51",
            f"{place}: this register is no longer the trust's: {snapshot} is the copy of one that is kept "
            f"{_told(copied)}. Two registers of one trust part, so nothing was done. Work on that computer; "
            f"or, to go on here from the copy, move the folder {place.parent} away and run halfterm restore.",
        )
    return register


def write_snapshot(register: Register, place: Path, on: dt.date) -> None:
    """Write a copy of a register in a file to `place`, whole and as at one moment; nothing for a server's.

    Raises WriteError where it cannot be written; the copy before then stays.
    """
    if register.file is None:
        return
    folder = register.file.parent
    _tidy(folder, place.name)
    beside = folder / f"{BESIDE}{place.name}.{os.getpid()}"
    try:
        with _opened(register.file, to_read=True) as source, _opened(beside) as copy:
            source.backup(copy)
            # A copy is one file: what SQLite writes beside a register must not have to travel along.
            copy.execute("PRAGMA journal_mode = DELETE")
            _note(copy, _DAY, on.isoformat())
        copy_whole(beside, place)
    except sqlite3.Error as error:
        raise cannot_write(place, OSError(str(error))) from error
    finally:
        beside.unlink(missing_ok=True)


def restore_snapshot(snapshot: Path, place: Path, where: str) -> Holder:
    """Make the copy the register at `place`, with a new holder, and return the holder before.

    Raises UsageError U52 where there is no copy or it is damaged, U53 where a register is there already.
    """
    if place.exists():
        raise UsageError(
            "U53",
            f"{place}: this computer has a register of this trust already; it was left alone. To go on from "
            f"{snapshot} instead, move the folder {place.parent} away and run the command again.",
        )
    before = load_holder(snapshot)
    if before is None or faults_of(snapshot):
        found = "is damaged, or no copy of a register" if snapshot.exists() else "is not there"
        raise UsageError(
            "U52",
            f"{snapshot}: {found}; expected the copy that is written after each run. Take an earlier one "
            "from the history of the folder; or move it away, and halfterm extract begins a new register "
            "from the files that it is given.",
        )
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f"{BESIDE}{place.name}.{os.getpid()}")
    try:
        copy_whole(snapshot, beside)
        with _opened(beside) as copy:
            copy.execute(f"DELETE FROM {facts.name} WHERE name = ?", (_DAY,))  # noqa: S608 # our own table
            _note(copy, _MARK, secrets.token_hex(8))
            _note(copy, _HOLDER, where)
        for stray in ("-wal", "-shm"):
            # Of a register that is gone: SQLite would take it for this one's.
            place.with_name(place.name + stray).unlink(missing_ok=True)
        beside.replace(place)
    except (OSError, sqlite3.Error) as error:
        reason = error if isinstance(error, OSError) else OSError(str(error))
        raise cannot_write(place, reason) from error
    finally:
        beside.unlink(missing_ok=True)
    return before


def load_holder(snapshot: Path) -> Holder | None:
    """Return whose register a copy is and of what day; None where there is none that can be read."""
    if not snapshot.is_file():
        return None
    try:
        with _opened(snapshot, to_read=True) as copy:
            found = dict(copy.execute(f"SELECT name, value FROM {facts.name}").fetchall())  # noqa: S608
        return Holder(found[_MARK], found[_HOLDER], dt.date.fromisoformat(found[_DAY]))
    except (sqlite3.Error, KeyError, ValueError):
        return None


def faults_of(file: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong in a database's file, nothing where it is sound."""
    try:
        with _opened(file, to_read=True) as database:
            rows = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        return (str(error),)
    return () if rows == _WELL else tuple(str(row[0]) for row in rows)


def _claim(register: Register, where: str) -> Holder:
    """Return the holder that the register names; where it names none yet, that is `where`."""
    names = (_MARK, _HOLDER)
    query = select(facts.c.name, facts.c.value).where(facts.c.name.in_(names))
    with register.reading() as connection:
        found = {row.name: row.value for row in connection.execute(query)}
    if not found:
        with register.writing() as connection:
            found = {row.name: row.value for row in connection.execute(query)}
            if not found:
                found = {_MARK: secrets.token_hex(8), _HOLDER: where}
                connection.execute(insert(facts), [{"name": n, "value": v} for n, v in found.items()])
    return Holder(found[_MARK], found[_HOLDER])


def _told(holder: Holder | None) -> str:
    if holder is None:
        return "elsewhere (the copy cannot be read)"
    return f"on {holder.where}, as it was on {holder.on:%d/%m/%Y}"


def _note(database: sqlite3.Connection, name: str, value: str) -> None:
    database.execute(f"INSERT OR REPLACE INTO {facts.name} VALUES (?, ?)", (name, value))  # noqa: S608


@contextlib.contextmanager
def _opened(file: Path, *, to_read: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection whose changes are kept at the end."""
    mode = "ro" if to_read else "rwc"
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def _tidy(folder: Path, name: str) -> None:
    """Delete half-made copies that a run which was cut off has left."""
    for left in folder.glob(f"{BESIDE}{name}.*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFTOVER_S:
                left.unlink()
