"""Everything that the register holds about a person, a case, a session or an action: files and rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from forms.log import ActionHistory, Agreement, CaseRow, ImportRow, QaReview, Session
from forms.plan import Person, PlannedSession, Relationship
from forms.records import Response
from register import tables
from register.content import from_content
from register.enclosures import load_bundles_of
from register.moved_sheets import MovedSheets, as_it_counts
from register.rows import load_rows
from register.wanted import Place, Sought, Wanted, places_in, texts_in

Reread = Callable[[str], Response | None]
"""Returns what an original says, by its hash; None where it is not there or cannot be read."""

_KINDS: Mapping[type, str] = {
    Person: "person",
    Relationship: "relationship",
    PlannedSession: "planned session",
    Session: "session",
    ActionHistory: "action",
    CaseRow: "case",
    Agreement: "agreement",
    QaReview: "review",
    ImportRow: "import",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a file was seen, by which import."""

    path: str
    import_number: int
    on: dt.date
    taken_back_on: dt.date | None


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file of the archive that is about what is asked for."""

    sha256: str
    seats: tuple[Seat, ...]
    form: str | None
    """None where nothing could be read."""
    version: str | None
    reference: str | None
    session_id: str | None
    case_ref: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of the register that is about what is asked for."""

    kind: str
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What the register and the originals hold."""

    files: tuple[FoundFile, ...]
    rows: tuple[FoundRow, ...]
    not_searched: tuple[FoundFile, ...]
    """Files whose words nobody could look through: not readable, or no longer there."""


@dataclass(frozen=True, slots=True)
class Words:
    """Ways to the words that the register does not keep."""

    reread: Reread
    of_mail: Callable[[str], tuple[str, ...] | None]
    """Returns what a mail or archive says itself, by its hash; None where nobody can tell."""


def load_about(
    connection: Connection, wanted: Wanted, words: Words | None, moved: MovedSheets | None = None
) -> About:
    """Return all files and rows about what is asked for, those of imports that were taken back too.

    `words` lets those be searched that the register does not keep; None leaves them out. A mail or archive
    in which a file lies that was found holds it, too. `moved` are the sheets that go by another number than
    the one printed on them: they are found under both.
    """
    found: list[FoundFile] = []
    closed: list[FoundFile] = []
    others: dict[str, FoundFile] = {}
    for file, kept in _files(connection):
        places = places_in(as_it_counts(kept, moved or {}), wanted) if kept is not None else ()
        original = words.reread(file.sha256) if words is not None else None
        said = words.of_mail(file.sha256) if words is not None and original is None else None
        if original is not None:
            places = tuple(dict.fromkeys([*places, *places_in(original, wanted)]))
        # The register's own words for the file, and its names, count as well.
        named = wanted.is_in_any([file.session_id, file.case_ref, *(seat.path for seat in file.seats)])
        file = dataclasses.replace(file, places=places)  # noqa: PLW2901 # the same file, with what was found
        if places or named or wanted.is_in_any(said):
            found.append(file)
        elif original is None and said is None and words is not None:
            closed.append(file)
        else:
            others[file.sha256] = file
    hashes = {file.sha256 for file in found}
    bundles = load_bundles_of(connection, hashes)
    found += [others[one] for one in bundles if one in others]
    hashes |= set(bundles)
    found.sort(key=lambda file: [(seat.import_number, seat.path) for seat in file.seats])
    return About(tuple(found), tuple(_rows(connection, wanted, hashes)), tuple(closed))


def _files(connection: Connection) -> Iterator[tuple[FoundFile, Response | None]]:
    seats: dict[str, list[Seat]] = {}
    sightings, imports = tables.sightings, tables.imports
    seen = connection.execute(
        select(
            sightings.c.sha256, sightings.c.path, imports.c.number, imports.c.started_on, imports.c.undone_on
        )
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .order_by(imports.c.number, sightings.c.path)
    )
    for sha256, path, number, on, undone in seen:
        seats.setdefault(sha256, []).append(Seat(path, number, on, undone))
    returns, originals = tables.returns, tables.originals
    rows = connection.execute(
        select(originals.c.sha256, returns)
        .outerjoin_from(originals, returns, returns.c.sha256 == originals.c.sha256)
        .order_by(originals.c.kept_on, originals.c.sha256)
    )
    for row in rows:
        sha256 = row[0]
        where = tuple(seats.get(sha256, ()))
        kept = None
        if row.content is not None:
            path = where[0].path if where else sha256
            kept = from_content(row.content, path, sha256, row.form, row.version, row.reference)
        file = FoundFile(
            sha256, where, row.form, row.version, row.reference, row.session_id, row.case_ref, ()
        )
        yield file, kept


def _rows(connection: Connection, wanted: Wanted, hashes: set[str]) -> Iterator[FoundRow]:
    loaded: dict[type, tuple[Any, ...]] = {record: load_rows(connection, record) for record in _KINDS}
    rels = {
        row.rel_id
        for row in loaded[Relationship]
        if wanted.person_ids & {row.supervisee_id, row.supervisor_id, *row.deputies}
    }
    groups = {row.group for row in loaded[Relationship] if row.rel_id in rels and row.group}
    is_session = wanted.kind is not Sought.ACTION
    sessions = {row.session_id for row in loaded[Session] if is_session and wanted.is_in_any(_texts(row))}
    linked = {*rels, *groups, *sessions, *wanted.person_ids, *hashes}
    for record, kind in _KINDS.items():
        for row in loaded[record]:
            values = _shown(row)
            if wanted.is_in_any(values) or linked & set(_ids(record, row)):
                yield FoundRow(kind, str(next(iter(values.values()))), values)
    others = ((tables.issued, "issued form"), (tables.findings, "finding"), (tables.decisions, "decision"))
    for table, kind in others:
        for row in connection.execute(select(table)).mappings():
            if wanted.is_in_any(dict(row)):
                yield FoundRow(kind, str(next(iter(row.values()))), dict(row))


def _ids(record: type, row: Any) -> tuple[str, ...]:
    """Return what links a row to others: the names of people are in no such column."""
    if record is Person:
        return (row.person_id,)
    if record in {Relationship, PlannedSession}:
        return (row.rel_id,)
    if record in {Session, CaseRow}:
        return (row.session_id,)
    return (row.sha256,) if record is ImportRow else ()


def _texts(row: Any) -> tuple[str, ...]:
    return tuple(texts_in(_shown(row)))


def _shown(row: Any) -> Mapping[str, Any]:
    """Return the columns of a row; of findings the codes."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        is_findings = field.name == "findings"
        values[field.name] = tuple(one.code for one in value) if is_findings else value
    return values
