"""Take files into archive and register, one after the other, under one import.

Each file is kept in the archive before it is read, and recorded in a transaction of its own: wherever a run
is cut off, what was done is done, and the next run goes on from there. A mail or an archive is kept first,
then each file in it, and is noted as opened when all of them are recorded.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from extract.bundles import Bundle, Enclosed
from extract.intake import ReadResult, failed, load_bytes, read_enclosed
from forms.bounced import Bounced
from forms.checked import Checks
from forms.errors import HalftermError, ReaderError, UndeliveredError, UnreadableError
from forms.log import Outcome, UnreadFile
from forms.records import Response
from forms.visible import visible
from halfterm.as_sent import AS_SENT, as_sent, is_unanswered
from halfterm.kept import kept_of
from halfterm.mail_passwords import load_mail_passwords
from halfterm.originals import Originals
from halfterm.passwords import passwords_in
from halfterm.reading import read_one
from halfterm.sent import posted_as
from halfterm.take import unread_file
from halfterm.trust import Trust
from halfterm.writing_out import Known, Store
from register.checked import load_documents
from register.enclosures import holds_return, lacks_files, record_bundle
from register.posted import note_posted, was_made
from register.receiving import (
    Seen,
    begin_import,
    finish_import,
    is_original,
    is_protected,
    is_recorded,
    open_import,
    record_return,
    record_unread,
)
from register.returned import load_returned
from register.tombstones import Tombstone, load_tombstone
from register.undelivered import note_undelivered, parts_reached

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Taker:
    """Takes files in, one after the other, under one import."""

    def __init__(self, trust: Trust, store: Store, known: Known, on: dt.date, named: frozenset[Path]) -> None:
        """Keep what all files have in common; `named` are those that somebody wants, deleted or not."""
        self._trust = trust
        self._register = store.register
        self._archive = store.archive
        self._known = known
        self._children = known.protected.children
        self._on = on
        self._named = named
        # What went out under a password comes back under it.
        self._passwords = passwords_in(
            trust.passwords if trust.passwords.is_file() else None,
            load_mail_passwords(trust.mail_passwords).values(),
        )
        self.number: int | None = None
        """Of the import, once it has begun."""
        self.any_read_before = False
        """Whether a file that was taken in before, and is passed over, was a form that could be read."""

    def take_all(self, files: Sequence[Path]) -> Iterator[ReadResult]:
        """Record each file that is new, and yield what was read of it; one that is known yields nothing."""
        for file in files:
            yield from self._take(file)
        with self._register.writing() as connection:
            # A run that was cut off after its last file is brought to its end too.
            self.number = self.number or open_import(connection, self._on)
            if self.number is not None:
                finish_import(connection, self.number)

    def note(self, file: Path, data: bytes, code: str) -> None:
        """Keep a file that is no return, such as a record from before halfterm, and note it as opened."""
        seen = self._seen(file, data)
        self._archive.keep(data)
        self._record_unread(seen, UnreadFile(seen.path, seen.sha256, Outcome.OPENED, code))
        with self._register.writing() as connection:
            if self.number is not None:
                finish_import(connection, self.number)

    def _take(self, file: Path) -> Iterator[ReadResult]:
        try:
            data = load_bytes(file)
        except UnreadableError as error:
            seen = self._seen(file, b"")
            # It is told again in each run until it can be read, and recorded once; a folder is no file.
            result = ReadResult(str(file), None, None, error)
            if not file.is_dir() and not self._is_recorded(seen, error.code):
                self._record(seen, result)
            yield result
            return
        seen = self._seen(file, data)
        with self._register.reading() as connection:
            is_done = is_recorded(connection, seen) and not lacks_files(connection, seen.sha256)
            # What nobody could open may be opened now.
            if is_done and not (self._passwords.any and is_protected(connection, seen.sha256)):
                self.any_read_before = self.any_read_before or holds_return(connection, seen.sha256)
                return
        purged = self._purged(file, seen)
        if purged is not None:
            yield ReadResult(str(file), seen.sha256, None, purged)
            return
        self._archive.keep(data)
        try:
            bundle = self._passwords.open(data, file)
        except ReaderError:
            raise
        except HalftermError as error:
            if isinstance(error, UndeliveredError):
                with self._register.writing() as connection:
                    self._note_undelivered(connection, seen, error.marks)
            if not is_done:
                yield self._recorded(seen, failed(error, file, data))
            return
        if is_done and bundle is None:
            return
        if bundle is None:
            yield self._recorded(seen, self._judged(self._read(data, file), seen, is_own=False))
        else:
            yield from self._take_bundle(file, seen, bundle)

    def _take_bundle(self, file: Path, seen: Seen, bundle: Bundle) -> Iterator[ReadResult]:
        """Take in what lies in a mail or an archive. One that holds what was deleted is not kept itself."""
        files = [(one, self._seen(file, one.data, one.name)) for one in bundle.files]
        gone = {inner: error for _, inner in files if (error := self._purged(file, inner)) is not None}
        if gone:
            self._forget(seen)
        else:
            with self._register.writing() as connection:
                hashes = dict.fromkeys(inner.sha256 for _, inner in files if inner.sha256)
                senders, recipients = map(self._masked, (bundle.senders, bundle.recipients))
                record_bundle(connection, seen, hashes, senders, recipients, self._on)
                for mark, day in bundle.sent:
                    posted = posted_as(mark, min(day or self._on, self._on), "copy")
                    if posted is not None:
                        note_posted(connection, posted)
                self._note_undelivered(connection, seen, bundle.undelivered)
        with self._register.reading() as connection:
            is_own = bool(bundle.sent) or was_made(connection, seen.sha256)
        for one, inner in files:
            if inner in gone:
                yield ReadResult(str(one.place(file)), inner.sha256, None, gone[inner])
            elif not self._is_recorded(inner, one.error.code if one.error else None):
                result = self._take_enclosed(file, one, inner, is_own=is_own)
                # What we sent ourselves nobody has to be told of.
                if not bundle.sent or result.error is None or result.error.code != AS_SENT:
                    yield result
        if not gone:
            self._record_unread(seen, UnreadFile(seen.path, seen.sha256, Outcome.OPENED, "R40"))

    def _note_undelivered(self, connection: Connection, seen: Seen, marks: Sequence[Bounced]) -> None:
        for one in marks:
            posted = posted_as(one.pack, self._on, "")
            reached = parts_reached(posted, one, self._known.plan.people) if posted is not None else ()
            note_undelivered(connection, seen, posted, self._on, reached)

    def _take_enclosed(self, file: Path, one: Enclosed, seen: Seen, *, is_own: bool) -> ReadResult:
        if one.data:
            self._archive.keep(one.data)
        read = read_enclosed(one, file, self._read)
        return self._recorded(seen, self._judged(read, seen, is_own=is_own))

    def _judged(self, result: ReadResult, seen: Seen, *, is_own: bool) -> ReadResult:
        """Return a result, or where the file is as it went out that; `is_own`: it lies in a file of ours."""
        response = result.response
        if response is None or not is_unanswered(
            response, self._trust.catalogue.load_form(response.form, response.version)
        ):
            return result
        with self._register.reading() as connection:
            is_made = is_own or was_made(connection, seen.sha256)
        return replace(result, response=None, error=as_sent(result.path)) if is_made else result

    def _read(self, data: bytes, path: Path) -> ReadResult:
        return read_one(data, path, self._trust.catalogue, self._earlier)

    def _forget(self, seen: Seen) -> None:
        """Take the bytes of a mail out of the archive again, where the register does not have it."""
        with self._register.reading() as connection:
            known = is_original(connection, seen.sha256)
        if not known:
            self._archive.delete(seen.sha256)

    def _purged(self, file: Path, seen: Seen) -> UnreadableError | None:
        """Return what is said of a file that was deleted on purpose and that nobody has named."""
        if file in self._named:
            return None
        with self._register.reading() as connection:
            tombstone = load_tombstone(connection, seen.sha256)
        return None if tombstone is None else _purged(seen.path, tombstone)

    def _masked(self, domains: frozenset[str]) -> list[str]:
        return sorted({self._children.mask(one, parts=True).text for one in domains})

    def _earlier(self, reference: str) -> list[tuple[str, bytes, Checks]]:
        """Return what came back under a reference before, the latest first (`halfterm.reading.Earlier`)."""
        with self._register.reading() as connection:
            returned = load_returned(connection, reference)
            documents = load_documents(connection)
        return Originals(self._archive, self._trust.catalogue, documents, returned).before(reference)

    def _is_recorded(self, seen: Seen, code: str | None = None) -> bool:
        with self._register.reading() as connection:
            return is_recorded(connection, seen, code)

    def _seen(self, file: Path, data: bytes, inside: str = "") -> Seen:
        place = self._trust.place_of(file)
        if inside:
            place = f"{place}/{inside}"
        mark = hmac.new(self._known.marks_key, place.encode(errors="surrogatepass"), hashlib.sha256)
        # Bytes in a name that are no letters, as from an old disk: no database or workbook holds them.
        kept = place.encode(errors="replace").decode()
        path = visible(self._children.mask(kept, parts=True).text)
        return Seen(hashlib.sha256(data).hexdigest() if data else "", path, mark.hexdigest(), len(data))

    def _recorded(self, seen: Seen, result: ReadResult) -> ReadResult:
        self._record(seen, result)
        return result

    def _record(self, seen: Seen, result: ReadResult) -> None:
        if result.response is None:
            if result.error is None:
                raise AssertionError("a result has a response or an error")
            lost = unread_file(result, result.error)
            self._record_unread(seen, UnreadFile(seen.path, seen.sha256, lost.outcome, lost.code))
            return
        with self._writing() as (number, connection):
            self._record_return(number, connection, seen, result.response)

    def _record_unread(self, seen: Seen, file: UnreadFile) -> None:
        with self._writing() as (number, connection):
            record_unread(connection, number, seen, file, self._on)

    @contextmanager
    def _writing(self) -> Iterator[tuple[int, Connection]]:
        """Give the number of the import and a transaction."""
        with self._register.writing() as connection:
            # The import begins in the transaction of its first file: so it is never there without one, and no
            # run that finds nothing new takes away what another one records under.
            number = self.number or begin_import(connection, self._on, version("halfterm"))
            yield number, connection
        self.number = number

    def _record_return(self, number: int, connection: Connection, seen: Seen, response: Response) -> None:
        kept = kept_of(
            response, self._trust.catalogue.load_form(response.form, response.version), self._known
        )
        record_return(connection, number, seen, kept, self._on)


def _purged(path: str, tombstone: Tombstone) -> UnreadableError:
    return UnreadableError(
        "R24",
        f"{path}: was deleted on purpose on {tombstone.purged_on:%d/%m/%Y} ({tombstone.why}), so it was not "
        "taken in again. Delete it here too; or name this very file to halfterm extract, if it has to be "
        "kept after all.",
    )
