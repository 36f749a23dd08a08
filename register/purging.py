"""Delete returns for good: which ones a class and a day choose, what is on hold, and how nothing is left.

The register goes first, in one transaction that leaves tombstones; whatever else holds the same files is
then deleted by their hashes, again and again if need be, so a run that is cut off can be gone on with.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from forms.action_rows import rows_of
from forms.dates import parse_date
from forms.errors import WriteError
from forms.letters import fold
from forms.log import ActionHistory, QaReview, Session
from forms.model import Fact, RecordType
from forms.records import Response
from forms.revisions import Lookup, fact_of, session_date
from register import tables
from register.about import Reread
from register.belonging import Owners
from register.checked import delete_documents
from register.content import from_content
from register.database import Register, telling_faults
from register.moved_sheets import load_moved
from register.rows import load_rows
from register.tombstones import bury, in_parts
from register.wanted import Wanted, places_in


class Class(StrEnum):
    """What is kept for its own time."""

    RECORDS = "records"
    CASES = "cases"
    AGREEMENTS = "agreements"
    REVIEWS = "reviews"
    DRAFTS = "drafts"
    """What was made to be sent out, and lies in outbox and sessions."""
    UNREADABLE = "unreadable"
    """Originals of which nothing could be read."""


_RECORDS = {
    RecordType.RECORD: Class.RECORDS,
    RecordType.CASE: Class.CASES,
    RecordType.AGREEMENT: Class.AGREEMENTS,
    RecordType.QA: Class.REVIEWS,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be deleted."""

    kind: Class
    before: dt.date
    """Of sessions, agreements and reviews before this day; of other files, kept or made before it."""
    school: str | None = None
    case_ref: str | None = None
    person: Wanted | None = None
    """Supervisee or supervisor."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file that a choice takes in."""

    sha256: str
    what: str
    """Its form, or that it could not be read: what the tombstone says."""
    reference: str | None
    session_id: str | None
    day: dt.date
    paths: tuple[str, ...]
    open_actions: tuple[str, ...] = ()
    """Ids of actions that are open in the log and stand on it."""
    held_by: str | None = None
    """What is on hold and keeps it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What is on hold, and a way to read the originals for it."""

    wanted: tuple[Wanted, ...]
    reread: Reread
    words: Callable[[str], tuple[str, ...] | None] = lambda _: None
    """Returns what a mail says itself, by its hash; None where it cannot be opened."""

    @property
    def first(self) -> str | None:
        """Return something that is on hold, None where nothing is."""
        return self.wanted[0].text if self.wanted else None

    def keeps(self, names: Iterable[str | None], *responses: Response | None) -> str | None:
        """Return what of the hold is named in a file, None where nothing is."""
        named = list(names)
        for one in self.wanted:
            said = any(places_in(response, one) for response in responses if response is not None)
            if said or one.is_in_any(named):
                return one.text
        return None


def choose(connection: Connection, choice: Choice, lookup: Lookup, hold: Hold) -> tuple[Candidate, ...]:
    """Return the originals that a choice takes in, oldest first, those on hold marked. None are drafts."""
    paths: dict[str, list[str]] = {}
    for sha256, path in connection.execute(select(tables.sightings.c.sha256, tables.sightings.c.path)):
        paths.setdefault(sha256, []).append(path)
    if choice.kind is Class.UNREADABLE:
        found = list(_unreadable(connection, choice, paths, hold))
    else:
        found = list(_readable(connection, choice, paths, lookup))
        found = _on_hold(connection, found, hold)
    return tuple(sorted(found, key=lambda one: (one.day, one.sha256)))


def delete_chosen(connection: Connection, chosen: Sequence[Candidate], on: dt.date, why: str) -> None:
    """Take files out of the register, and leave a tombstone for each."""
    hashes = [one.sha256 for one in chosen]
    enclosures, originals = tables.enclosures, tables.originals
    columns = (
        *(one.c.sha256 for one in (tables.action_rows, tables.returns, tables.sightings, tables.issued)),
        *(enclosures.c.bundle, enclosures.c.sha256, tables.mail_domains.c.sha256, originals.c.sha256),
    )
    documents = delete_documents(connection, hashes)
    for column in columns:
        for part in in_parts(hashes):
            connection.execute(delete(column.table).where(column.in_(part)))
    left = select(tables.action_rows.c.action_id)
    connection.execute(delete(tables.decisions).where(tables.decisions.c.action_id.not_in(left)))
    said = dict.fromkeys(documents, "what a person said of a file that was deleted")
    bury(connection, said | {one.sha256: one.what for one in chosen}, on, why)
    _delete_findings(connection, chosen)


def forget_unread(connection: Connection, before: dt.date) -> None:
    """Forget where files were seen of which not even a byte could be read: there is no hash to go by."""
    old = select(tables.imports.c.number).where(tables.imports.c.started_on < before)
    seen = tables.sightings
    connection.execute(delete(seen).where(seen.c.sha256 == "", seen.c.import_number.in_(old)))


def delete_issued(connection: Connection, hashes: Sequence[str]) -> None:
    """Forget forms that were made for somebody."""
    for part in in_parts(list(hashes)):
        connection.execute(delete(tables.issued).where(tables.issued.c.sha256.in_(part)))


def scrub(register: Register) -> None:
    """Write the register's files anew, so that nothing deleted is left in them.

    Raises WriteError K11 where another program has them open.
    """
    if register.file is None:
        by_itself = register.engine.execution_options(isolation_level="AUTOCOMMIT")
        with telling_faults(register.engine), by_itself.connect() as connection:
            for table in tables.METADATA.sorted_tables:
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")
        return
    raw = register.engine.raw_connection()
    try:
        database: Any = raw.driver_connection
        database.execute("VACUUM")
        busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise _open_elsewhere(register, str(error)) from error
    finally:
        raw.close()
    if busy:
        raise _open_elsewhere(register, "it is being read")


def _open_elsewhere(register: Register, reason: str) -> WriteError:
    return WriteError(
        "K11",
        f"{register.file}: what was deleted may still stand in free parts of this file and of the -wal file "
        f"beside it, for another program has it open ({reason}). Close it there, and run the command again.",
    )


def _readable(
    connection: Connection, choice: Choice, paths: Mapping[str, list[str]], lookup: Lookup
) -> Iterator[Candidate]:
    sessions = {row.session_id: row for row in load_rows(connection, Session)}
    reviews = {row.qa_id: row for row in load_rows(connection, QaReview)}
    still_open = {row.action_id for row in load_rows(connection, ActionHistory) if row.is_open}
    actions: dict[str, list[str]] = {}
    moved = load_moved(connection, lookup, Owners({}))
    for sha256, name in connection.execute(
        select(tables.action_rows.c.sha256, tables.action_rows.c.action_id)
    ):
        if name in still_open and sha256 not in moved:
            actions.setdefault(sha256, []).append(name)
    for sha256, one in moved.items():
        ids = [found.action.id for found in rows_of(one.response, one.definition)]
        actions[sha256] = [name for name in ids if name in still_open]
    for row in connection.execute(_returns()):
        definition = lookup(row.form, row.version)
        if _RECORDS[definition.record] is not choice.kind:
            continue
        kept = _response(row)
        session = sessions.get(row.session_id)
        review = reviews.get(row.reference or row.session_id)
        day: dt.date | None = None
        if choice.kind is Class.AGREEMENTS:
            day = max(filter(None, (parse_date(one.date or "") for one in kept.signatures)), default=None)
        elif choice.kind is Class.REVIEWS:
            day = (review.qa_date or review.period_to) if review is not None else None
        elif session is not None:
            day = session.date
        day = day or session_date(kept, definition) or row.kept_on
        school = fact_of(kept, definition, Fact.SCHOOL) or (session.school if session else None)
        people = [fact_of(kept, definition, fact) for fact in (Fact.SUPERVISEE, Fact.SUPERVISOR)]
        if session is not None:
            people += [session.supervisee, session.supervisor]
        if (
            day < choice.before
            and (choice.school is None or _same(choice.school, school))
            and (choice.case_ref is None or row.case_ref == choice.case_ref)
            and (choice.person is None or choice.person.is_in_any(people))
        ):
            yield Candidate(
                row.sha256,
                f"{choice.kind}: {row.form}",
                row.reference,
                row.session_id,
                day,
                tuple(paths.get(row.sha256, ())),
                tuple(actions.get(row.sha256, ())),
            )


def _unreadable(
    connection: Connection, choice: Choice, paths: Mapping[str, list[str]], hold: Hold
) -> Iterator[Candidate]:
    originals, returns = tables.originals, tables.returns
    rows = connection.execute(
        select(originals)
        .outerjoin_from(originals, returns, returns.c.sha256 == originals.c.sha256)
        .where(
            returns.c.sha256.is_(None),
            originals.c.kept_on < choice.before,
            # A mail or archive that was opened goes with what lies in it.
            originals.c.sha256.not_in(select(tables.enclosures.c.bundle)),
        )
    )
    for row in rows:
        # Nobody knows whom such a file is about: it may be about what is on hold.
        held = hold.first
        what = f"{choice.kind}: nothing could be read"
        yield Candidate(
            row.sha256, what, None, None, row.kept_on, tuple(paths.get(row.sha256, ())), held_by=held
        )


def _on_hold(connection: Connection, found: list[Candidate], hold: Hold) -> list[Candidate]:
    """Mark what is on hold: a file that names it, and all files of a session of which one does."""
    if not hold.wanted or not found:
        return found
    sessions: dict[str, str] = {}
    wanted = {one.session_id for one in found}
    by_hash = {one.sha256: one for one in found}
    for row in connection.execute(_returns()):
        if row.session_id in wanted:
            one = by_hash.get(row.sha256)
            names = [row.reference, row.session_id, row.case_ref, *(one.paths if one is not None else ())]
            original = hold.reread(row.sha256)
            # Of an original that cannot be read, nobody knows whom its words are about.
            held = hold.keeps(names, _response(row), original) or (None if original else hold.first)
            if held is not None:
                sessions.setdefault(row.session_id, held)
    return [dataclasses.replace(one, held_by=sessions.get(one.session_id or "")) for one in found]


def _delete_findings(connection: Connection, chosen: Sequence[Candidate]) -> None:
    """Delete findings that name a session of which nothing is left, or a form or a file that is gone."""
    left = set(connection.execute(select(tables.returns.c.session_id)).scalars())
    forms = set(connection.execute(select(tables.returns.c.reference)).scalars())
    gone = {one.session_id for one in chosen if one.session_id} - left
    gone |= {one.reference for one in chosen if one.reference} - forms
    gone |= {path for one in chosen for path in one.paths}
    delete_findings_naming(connection, gone)


def delete_findings_naming(connection: Connection, gone: Collection[str]) -> None:
    """Delete findings that name one of these."""
    findings = tables.findings
    rows = connection.execute(select(findings.c.finding_id, findings.c.about, findings.c.what)).all()
    hit = [name for name, *said in rows if any(one in text for one in gone for text in said)]
    for part in in_parts(hit):
        connection.execute(delete(findings).where(findings.c.finding_id.in_(part)))


def _returns() -> Select[Any]:
    returns, originals = tables.returns, tables.originals
    return select(returns, originals.c.kept_on).join_from(
        returns, originals, returns.c.sha256 == originals.c.sha256
    )


def _response(row: Any) -> Response:
    return from_content(row.content, row.sha256, row.sha256, row.form, row.version, row.reference)


def _same(one: str, other: str | None) -> bool:
    return fold(one).text.split() == fold(other or "").text.split()
