"""`halfterm extract` in a trust's folder: files into archive and register, the register into the workbook.

Each file is kept in the archive before it is read, and recorded in a transaction of its own: wherever a run
is cut off, what was done is done, and the next run goes on from there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.intake import ReadResult, load_bytes
from extract.report import exit_status
from forms.errors import UnreadableError, UsageError
from forms.log import Log, UnreadFile
from forms.records import Response
from forms.revisions import revision_of
from halfterm.issued_forms import read_any
from halfterm.originals import Originals
from halfterm.planned import take_plan
from halfterm.take import returned_files, unread_file
from halfterm.trust import Trust
from halfterm.urgent import urgent_lines
from halfterm.writing_out import Known, Store, load_known, reckon, settle, write_out
from register.archive import Archive, NoArchive
from register.belonging import pairs_of
from register.changes import Change, log_changes
from register.children import Children, children_of
from register.database import Register, Rehearsal
from register.keeping import Keeper
from register.ledger import count_saves, load_log
from register.receiving import (
    Kept,
    Seen,
    begin_import,
    finish_import,
    is_recorded,
    load_returned,
    open_import,
    record_return,
    record_unread,
    undo_import,
)
from register.tombstones import Tombstone, load_tombstone

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm extract` was asked for in a trust's folder."""

    paths: tuple[Path, ...]
    on: dt.date
    dry_run: bool = False
    undo: int | None = None


class Taker:
    """Takes files in, one after the other, under one import."""

    def __init__(self, trust: Trust, register: Register, archive: Archive, known: Known, wish: Wish) -> None:
        """Keep what all files have in common."""
        self._trust = trust
        self._register = register
        self._archive = archive
        self._known = known
        self._children = known.protected.children
        self._on = wish.on
        self._named = frozenset(wish.paths)
        self.number: int | None = None
        """Of the import, once it has begun."""

    def take_all(self, files: Sequence[Path]) -> Iterator[ReadResult]:
        """Record each file that is new, and yield what was read of it; one that is known yields nothing."""
        for file in files:
            result = self._take(file)
            if result is not None:
                yield result
        with self._register.writing() as connection:
            # A run that was cut off after its last file is brought to its end too.
            self.number = self.number or open_import(connection, self._on)
            if self.number is not None:
                finish_import(connection, self.number)

    def _take(self, file: Path) -> ReadResult | None:
        try:
            data = load_bytes(file)
        except UnreadableError as error:
            result = ReadResult(str(file), None, None, error)
            seen = self._seen(file, b"", "")
            # It is told again in each run until it can be read, and recorded once; a folder is no file.
            if not file.is_dir() and not self._is_recorded(seen, error.code):
                self._record(seen, result)
            return result
        seen = self._seen(file, data, hashlib.sha256(data).hexdigest())
        with self._register.reading() as connection:
            if is_recorded(connection, seen):
                return None
            purged = load_tombstone(connection, seen.sha256)
        if purged is not None and file not in self._named:
            return ReadResult(str(file), seen.sha256, None, _purged(seen.path, purged))
        self._archive.keep(data)
        result = read_any(data, file, self._trust.catalogue, self._earlier)
        self._record(seen, result)
        return result

    def _earlier(self, reference: str) -> Iterator[Response]:
        """Yield what came back under a reference before, the latest first."""
        with self._register.reading() as connection:
            hashes = load_returned(connection, reference)
        originals = Originals(self._archive, self._trust.catalogue)
        for sha256 in hashes:
            response = originals.read(sha256)
            if response is not None:
                yield response

    def _is_recorded(self, seen: Seen, code: str) -> bool:
        with self._register.reading() as connection:
            return is_recorded(connection, seen, code)

    def _seen(self, file: Path, data: bytes, sha256: str) -> Seen:
        shown = self._trust.shown(file)
        mark = hmac.new(self._known.marks_key, shown.encode(errors="surrogatepass"), hashlib.sha256)
        # Bytes in a name that are no letters, as from an old disk: no database or workbook holds them.
        kept = shown.encode(errors="replace").decode()
        return Seen(sha256, self._children.mask(kept, parts=True).text, mark.hexdigest(), len(data))

    def _record(self, seen: Seen, result: ReadResult) -> None:
        with self._register.writing() as connection:
            # The import begins in the transaction of its first file: so it is never there without one, and no
            # run that finds nothing new takes away what another one records under.
            number = self.number or begin_import(connection, self._on, version("halfterm"))
            self._record_under(number, connection, seen, result)
        self.number = number

    def _record_under(self, number: int, connection: Connection, seen: Seen, result: ReadResult) -> None:
        if result.response is None:
            self._record_unread(number, connection, seen, result)
        else:
            response = result.response
            definition = self._trust.catalogue.load_form(response.form, response.version)
            revision = revision_of(response, definition)
            own = children_of([revision])
            keeper = Keeper(self._known.marks_key, lambda text: self._mask(text, own))
            names = pairs_of(revision, self._known.marks_key)
            kept = Kept(keeper.keep(response, definition), definition, names)
            record_return(connection, number, seen, kept, self._on)

    def _record_unread(self, number: int, connection: Connection, seen: Seen, result: ReadResult) -> None:
        if result.error is None:
            raise AssertionError("a result has a response or an error")
        lost = unread_file(result, result.error)
        file = UnreadFile(seen.path, seen.sha256, lost.outcome, lost.code)
        record_unread(connection, number, seen, file, self._on)

    def _mask(self, text: str, own: Children) -> str:
        return own.mask(self._children.mask(text, parts=True).text, parts=True).text


def take_in(trust: Trust, wish: Wish) -> int:
    """Take in the files of the inbox, or those named; write the workbook; return the exit status.

    Says each change on stdout. A dry run says the same and changes nothing.
    """
    register, archive = trust.open_register(), trust.open_archive()
    if wish.dry_run:
        register, archive = Rehearsal(register), NoArchive(archive.files, archive.root)
    with contextlib.closing(register):
        taken = take_plan(trust, register)
        known = load_known(trust, taken.plan, taken.mistakes)
        if wish.undo is None:
            files = returned_files(wish.paths or [_inbox(trust)], trust.workbook)
            taker = Taker(trust, register, archive, known, wish)
            results = list(taker.take_all(files))
            number = taker.number
        else:
            results, number = [], wish.undo
            with register.writing() as connection:
                undo_import(connection, wish.undo, wish.on)
        with register.writing() as connection:
            before = load_log(connection)
            settled = settle(trust, connection, known, wish.on)
        _say(results, log_changes(before, settled.log), number, known, wish)
        while not wish.dry_run:
            write_out(trust, Store(register, archive), settled, wish.on)
            with register.reading() as connection:
                # Where another process saved a newer log meanwhile, what that wrote may have been replaced.
                if count_saves(connection) == settled.saves:
                    break
                settled = reckon(trust, connection, known, wish.on)
    return exit_status(results) if results else 0


def _inbox(trust: Trust) -> Path:
    """Return the inbox. Raises UsageError U38 where there is none: its own name is nobody's return."""
    if not trust.inbox.is_dir():
        raise UsageError(
            "U38",
            f"{trust.inbox}: found no such folder; expected the inbox with what came back; make it, "
            "correct inbox in halfterm.toml, or name files.",
        )
    return trust.inbox


def _purged(path: str, tombstone: Tombstone) -> UnreadableError:
    return UnreadableError(
        "R24",
        f"{path}: was deleted on purpose on {tombstone.purged_on:%d/%m/%Y} ({tombstone.why}), so it was not "
        "taken in again. Delete it here too; or name this very file to halfterm extract, if it has to be "
        "kept after all.",
    )


def _say(
    results: Sequence[ReadResult], changes: Sequence[Change], number: int | None, known: Known, wish: Wish
) -> None:
    children = known.protected.children
    for result in results:
        if result.error is not None:
            # Files are called by children's names as often as not; messages are read, kept and mailed.
            click.echo(children.mask(str(result.error), parts=True).text, err=True)
    for line in urgent_lines(results, Log()):
        click.echo(children.mask(line, parts=True).text, err=True)
    for change in changes:
        click.echo(str(change))
    would = "would change" if wish.dry_run else "changed"
    count = f"{len(changes)} row{'' if len(changes) == 1 else 's'} of the log {would}"
    which = f"Import {number}" if number is not None else "Nothing new came in"
    click.echo(f"{which}: {count if changes else f'nothing {would}'}.", err=True)
