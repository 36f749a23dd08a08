"""The review file in a trust's folder: take what a person typed there, and write what is left to look at.

What is taken is kept in the archive first, then recorded, and only then is its row cleared: a run that is cut
off finds it there again, and comes to the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from extract.checked import kind_of
from extract.review.answers import Asked, NotTaken, answer_of
from extract.review.rows import Doubt, Entries, FileInDoubt, Kept, Typed, TypedOfFile
from forms.checked import Checked, Checks, to_document
from forms.errors import HalftermError
from forms.files import cannot_write, in_turn, write_whole
from forms.findings import Finding, Severity
from halfterm.doubts import Doubts, count_in_doubt
from halfterm.kept import kept_of
from halfterm.originals import open_originals
from halfterm.reviewed_files import FilesSaid, files_to_show
from register.checked import (
    keep_checked,
    load_boxes,
    note_checked,
    record_keyed,
    unrecord_keyed,
)
from register.receiving import begin_import, finish_import, is_original

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from extract.sheet_cells import StoredCell
    from forms.records import Response
    from halfterm.trust import Trust
    from halfterm.writing_out import Known, Settled, Store


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of what a person typed into the review file."""

    data: bytes | None = None
    """The file as it was read; None where there is none, or where it cannot be read."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """Key of a row -> what stays there."""
    taken: int = 0
    """How many boxes and files a person has spoken of."""
    keys: frozenset[str] = frozenset()
    """Of the rows that stood there."""
    may_write: bool = True
    """Whether the file may be written anew: what cannot be read may hold what somebody typed."""
    findings: tuple[Finding, ...] = ()
    fresh: Mapping[str, Response] = field(default_factory=dict)
    """What was read in this run, by hash: it need not be read again."""


def take_review(trust: Trust, store: Store, known: Known, on: dt.date) -> Reviewed:
    """Take what a person typed into the review file. Raises WriteError K03 where it cannot be kept."""
    try:
        data = trust.review.read_bytes()
    except FileNotFoundError:
        return Reviewed()
    except OSError as error:
        return _unreadable(trust, str(error.strerror or error))
    from extract.review.reading import read_entries

    try:
        entries = read_entries(data)
    except HalftermError as error:
        return _unreadable(trust, error.message)
    return _Taking(trust, store, known, on).take(data, entries)


def _unreadable(trust: Trust, why: str) -> Reviewed:
    text = (
        f"{trust.review}: cannot be read ({why}), so nothing was taken from it and nothing written to it. "
        "Close it in Excel and save it as .xlsx; or move it away, and a new one is written."
    )
    return Reviewed(may_write=False, findings=(Finding("K12", Severity.ACT_NOW, None, text),))


class _Taking:
    """One go through the review file."""

    def __init__(self, trust: Trust, store: Store, known: Known, on: dt.date) -> None:
        self._trust, self._store, self._known, self._on = trust, store, known, on
        with store.register.reading() as connection:
            self._originals = open_originals(connection, store.archive, trust.catalogue)
        self._kept: dict[str, Kept] = {}

    def take(self, data: bytes, entries: Entries) -> Reviewed:
        """Take what was typed, original by original."""
        taken = 0
        by_original: dict[str, list[Typed]] = {}
        if entries.odd:
            return Reviewed(data, keys=entries.keys, may_write=False, findings=(self._odd(entries.odd),))
        for one in entries.values:
            by_original.setdefault(one.sha256, []).append(one)
        for sha256, typed in by_original.items():
            boxes = self._boxes(sha256, typed, from_1904=entries.from_1904)
            known = self._originals.checks_of(sha256).boxes
            taken += len(boxes)
            # A run that was cut off may have recorded it, and not come to clear the row.
            boxes = {name: one for name, one in boxes.items() if known.get(name) != one}
            if boxes:
                self._record(sha256, Checks(boxes))
        files = FilesSaid(entries.files)
        taken += sum(self._take_file(one, files) for one in entries.files)
        findings = tuple(self._said(entries))
        return Reviewed(data, self._kept, taken, entries.keys, findings=findings)

    def _boxes(self, sha256: str, typed: Sequence[Typed], *, from_1904: bool) -> dict[str, Checked]:
        response = self._read(sha256)
        found: dict[str, Checked] = {}
        if response is None:
            for one in typed:
                self._keep(one.key, one.cells, "Its file is not there any more, or not readable")
            return found
        definition = self._trust.catalogue.load_form(response.form, response.version)
        read = {row.box: row.read for row in self._doubts().of(response)}
        for one in typed:
            asked = Asked(*kind_of(one.box, definition), read.get(one.box, ()))
            answer = answer_of(one, asked, from_1904=from_1904)
            if isinstance(answer, NotTaken):
                self._keep(one.key, one.cells, answer.why)
            else:
                found[one.box] = answer
        return found

    def _take_file(self, typed: TypedOfFile, files: FilesSaid) -> int:
        try:
            with self._store.register.reading() as connection:
                found = files.meant(typed, connection, self._originals, self._known.plan, self._on)
            if not isinstance(found, NotTaken):
                if found.is_about_file:
                    self._record(typed.key, found)
                return 1
        except HalftermError as error:
            found = NotTaken(error.message)
        self._keep(typed.key, typed.cells if found.stays else dict.fromkeys(typed.cells), found.why)
        return 0

    def _record(self, sha256: str, checks: Checks) -> None:
        """Keep what a person said, and what the original says with it."""
        document = to_document(sha256, checks)
        data = self._originals.load(sha256)
        before, whole = self._originals.checks_of(sha256), self._originals.checks_of(sha256, checks)
        was_read = before.form is None and bool(whole.boxes or before.used_as)
        response: Response | None = None
        if data is not None and (whole.names_it or was_read):
            result = self._originals.read_with(sha256, data, whole)
            if result.error is not None:
                raise result.error
            response = result.response
        name = self._store.archive.keep(document)
        with self._store.register.writing() as connection:
            note_checked(connection, sha256, name, checks, self._on)
            if before.form is not None and whole.form != before.form:
                unrecord_keyed(connection, sha256)
            if response is not None:
                self._keep_response(connection, response, is_new=checks.form is not None)
        with self._store.register.reading() as connection:
            self._originals = open_originals(connection, self._store.archive, self._trust.catalogue)

    def _keep_response(self, connection: Connection, response: Response, *, is_new: bool) -> None:
        definition = self._trust.catalogue.load_form(response.form, response.version)
        kept = kept_of(response, definition, self._known)
        if not is_new:
            keep_checked(connection, kept)
            return
        number = begin_import(connection, self._on, version("halfterm"))
        record_keyed(connection, number, kept, self._on)
        finish_import(connection, number)

    def _read(self, sha256: str) -> Response | None:
        with self._store.register.reading() as connection:
            known = is_original(connection, sha256)
        return self._originals.read(sha256) if known else None

    def _doubts(self) -> Doubts:
        return Doubts(self._trust.crops, self._originals)

    def _keep(self, key: str, cells: Mapping[str, StoredCell | None], why: str) -> None:
        self._kept[key] = _kept(cells, why)

    def _odd(self, places: Sequence[str]) -> Finding:
        text = (
            f"{self._trust.review}, {', '.join(places)}: something was typed in a row that has lost its key, "
            "stands there twice or is no longer whole, or a heading is gone, so nothing was taken and "
            "nothing written. Undo the sorting, delete the copied row, put the heading back; or type it into "
            "its own row."
        )
        return Finding("K12", Severity.ACT_NOW, None, text)

    def _said(self, entries: Entries) -> Iterator[Finding]:
        places = {one.key: one.place for one in entries.values}
        places |= {one.key: one.place for one in entries.files}
        for key, kept in self._kept.items():
            stays = " It stays there." if any(kept.cells) else ""
            text = f"{self._trust.review}, {places[key]}: was not taken: {kept.why}.{stays}"
            yield Finding("K13", Severity.SOON, None, text)


def boxes_in_doubt(trust: Trust, connection: Connection, responses: Sequence[Response]) -> Mapping[str, int]:
    """Return how many boxes of each return a person has to look at, by the hash of its original."""
    checked = load_boxes(connection)
    counts = {
        one.sha256: count_in_doubt(
            one, checked.get(one.sha256, frozenset()), trust.catalogue.load_form(one.form, one.version)
        )
        for one in responses
    }
    return {sha256: count for sha256, count in counts.items() if count}


def write_review_file(
    trust: Trust, store: Store, settled: Settled, reviewed: Reviewed | None, *, purging: bool = False
) -> None:
    """Write what is left to look at; a file that a person has saved since it was read is left alone.

    `reviewed` is what was taken from it, None where nothing was. While `purging`, rows of which nobody can
    tell whose they are go, for they may hold what is to go. Raises WriteError.
    """
    reviewed = reviewed or _as_it_stands(trust, purging=purging)
    if not reviewed.may_write:
        return
    with store.register.reading() as connection:
        originals = open_originals(connection, store.archive, trust.catalogue)
        doubts = Doubts(trust.crops, originals, reviewed.fresh)
        unread = list(files_to_show(settled, connection, doubts, originals))
    returns = [part for one in settled.facts.revisions for part in (one.response, *one.joined)]
    doubtful = {part.sha256: part for part in returns if part.sha256 in settled.facts.in_doubt}
    rows = [row for one in doubtful.values() for row in doubts.of(one)]
    wanted = {row.key for row in rows} | {file.key for file in unread}
    kept = {key: one for key, one in reviewed.kept.items() if key in wanted}
    if wanted != reviewed.keys or reviewed.taken or reviewed.kept:
        _write(trust, reviewed, rows, unread, kept)
    doubts.forget_all_but({row.sha256 for row in rows} | {file.sha256 for file in unread})


def _as_it_stands(trust: Trust, *, purging: bool) -> Reviewed:
    """Return the review file with everything that was typed there, which stays."""
    from extract.review.reading import read_entries

    try:
        data = trust.review.read_bytes()
        entries = read_entries(data)
    except FileNotFoundError:
        return Reviewed()
    except (OSError, HalftermError):
        return Reviewed(may_write=False)
    if entries.odd and not purging:
        return Reviewed(may_write=False)
    kept = {one.key: _kept(one.cells) for one in entries.values}
    kept |= {one.key: _kept(one.cells) for one in entries.files}
    return Reviewed(data, kept, keys=entries.keys)


def _kept(cells: Mapping[str, StoredCell | None], why: str = "") -> Kept:
    """Return what stays in a row. A formula cannot, for what it came to would be words of a person."""
    lost = [name for name, cell in cells.items() if cell is not None and (cell.is_formula or cell.is_error)]
    told = [why, *(f"{name}: a formula stood here, which was taken out" for name in lost)]
    left = tuple(cell if name not in lost else None for name, cell in cells.items())
    return Kept(left, ". ".join(filter(None, told)))


def _write(
    trust: Trust,
    reviewed: Reviewed,
    rows: Sequence[Doubt],
    unread: Sequence[FileInDoubt],
    kept: Mapping[str, Kept],
) -> None:
    from extract.review.writing import write_review

    if reviewed.data is None and not (rows or unread):
        return
    try:
        trust.review.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(trust.review.parent, error) from error
    data = write_review(reviewed.data, rows, unread, kept)
    with in_turn(trust.review):
        now = trust.review.read_bytes() if trust.review.exists() else None
        if now == reviewed.data:
            write_whole(trust.review, data)
