"""Take returned files into the register: each in one transaction, each once, whoever else is at it.

An import is one run. A run that was cut off is gone on with on the same day under the same number, so that
what a rerun records equals what an undisturbed run would have. Nothing here is ever overwritten: an import
that is taken back stays, marked, and its files no longer count. What a person said of a return is kept in the
place of what was read, which stays too (`register.checked`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from forms.action_rows import rows_of
from forms.errors import UsageError
from forms.log import Outcome, UnreadFile
from forms.model import Definition, Fact
from forms.records import Response
from forms.reference import is_case_ref
from forms.revisions import fact_of, revision_of
from register import tables
from register.belonging import Owners, Pair
from register.content import from_content, to_content

MISPLACED = "N06"
"""The code of a form that names one child and refers to another."""


@dataclass(frozen=True, slots=True)
class Import:
    """One run that took files in."""

    number: int
    started_on: dt.date
    finished: bool
    undone_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One file where it was found."""

    sha256: str
    """Of its bytes; "" where they could not be read."""
    path: str
    """As it may be kept: known names of children are masked."""
    place_mark: str
    """The keyed hash of the path as it is."""
    size_bytes: int = 0


def begin_import(connection: Connection, on: dt.date, version: str) -> int:
    """Return the number of the import that a run records under: one that was cut off today, or a new one."""
    open_one = open_import(connection, on)
    if open_one is not None:
        return open_one
    table = tables.imports.c
    number = int(connection.execute(select(func.coalesce(func.max(table.number), 0))).scalar_one()) + 1
    connection.execute(
        tables.imports.insert(), {"number": number, "started_on": on, "finished": False, "version": version}
    )
    return number


def open_import(connection: Connection, on: dt.date) -> int | None:
    """Return the number of an import that was begun on this day and has not come to its end, else None."""
    table = tables.imports.c
    found = connection.execute(
        select(table.number).where(
            table.started_on == on, table.finished.is_(False), table.undone_on.is_(None)
        )
    ).scalar()
    return None if found is None else int(found)


def finish_import(connection: Connection, number: int) -> None:
    """Say that a run has come to its end; one that brought nothing leaves no trace."""
    sightings = tables.sightings.c
    brought = connection.execute(
        select(sightings.sha256).where(sightings.import_number == number).limit(1)
    ).first()
    which = tables.imports.c.number == number
    if brought is None:
        connection.execute(tables.imports.delete().where(which))
    else:
        connection.execute(update(tables.imports).where(which).values(finished=True))


def undo_import(connection: Connection, number: int, on: dt.date) -> None:
    """Take one import back: what only it brought no longer counts. Raises UsageError U32."""
    found = next((one for one in load_imports(connection) if one.number == number), None)
    if found is None or found.undone_on is not None:
        gone = found.undone_on if found else None
        said = f"was taken back on {gone:%d/%m/%Y} already" if gone else "is none"
        known = [str(one.number) for one in load_imports(connection) if one.undone_on is None]
        raise UsageError(
            "U32",
            f"--undo: import {number} {said}; expected one of {', '.join(known[-10:]) or 'none so far'}; see "
            "the sheet Imports of the workbook.",
        )
    connection.execute(
        update(tables.imports).where(tables.imports.c.number == number).values(undone_on=on, finished=True)
    )


def load_imports(connection: Connection) -> tuple[Import, ...]:
    """Return all imports, the first one first."""
    table = tables.imports
    rows = connection.execute(select(table).order_by(table.c.number))
    return tuple(Import(row.number, row.started_on, row.finished, row.undone_on) for row in rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """When a file was taken in first, and by which version of this program."""

    number: int
    """Of the import."""
    on: dt.date
    version: str


def load_readings(connection: Connection) -> Mapping[str, Reading]:
    """Return hash -> when a file was taken in first; those without bytes go by ""."""
    sightings, imports = tables.sightings, tables.imports
    rows = connection.execute(
        select(sightings.c.sha256, imports.c.number, imports.c.started_on, imports.c.version)
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .where(imports.c.undone_on.is_(None))
        .order_by(imports.c.number.desc())
    )
    return {row.sha256: Reading(row.number, row.started_on, row.version) for row in rows}


def is_recorded(connection: Connection, seen: Seen, code: str | None = None) -> bool:
    """Return whether this very file has been recorded at this very place, in an import that counts.

    A file whose bytes could not be had is known by its place and by the code that says why.
    """
    sightings, imports = tables.sightings.c, tables.imports.c
    found = connection.execute(
        select(sightings.sha256)
        .join_from(tables.sightings, tables.imports, sightings.import_number == imports.number)
        .where(
            sightings.place_mark == seen.place_mark,
            sightings.sha256 == seen.sha256,
            sightings.code == code if not seen.sha256 else true(),
            imports.undone_on.is_(None),
        )
    )
    return found.first() is not None


def is_protected(connection: Connection, sha256: str) -> bool:
    """Return whether a file was last seen with a password that nobody knew."""
    sightings, imports = tables.sightings.c, tables.imports.c
    last = connection.execute(
        select(sightings.outcome)
        .join_from(tables.sightings, tables.imports, sightings.import_number == imports.number)
        .where(sightings.sha256 == sha256, imports.undone_on.is_(None))
        .order_by(sightings.import_number.desc())
    ).first()
    return last is not None and last.outcome == Outcome.PROTECTED


def is_original(connection: Connection, sha256: str) -> bool:
    """Return whether the register has a file, in whichever import."""
    table = tables.originals.c
    return connection.execute(select(table.sha256).where(table.sha256 == sha256)).first() is not None


def was_noted(connection: Connection, sha256: str, code: str) -> bool:
    """Return whether a file was recorded with this code, in an import that counts."""
    sightings, imports = tables.sightings.c, tables.imports.c
    found = connection.execute(
        select(sightings.sha256)
        .join_from(tables.sightings, tables.imports, sightings.import_number == imports.number)
        .where(sightings.sha256 == sha256, sightings.code == code, imports.undone_on.is_(None))
    )
    return found.first() is not None


def load_references(connection: Connection) -> frozenset[str]:
    """Return every reference under which a form has come back, in whichever import."""
    found = connection.execute(select(tables.returns.c.reference).distinct()).scalars()
    return frozenset(one for one in found if one)


def load_originals(connection: Connection) -> frozenset[str]:
    """Return the hashes of all files that the register has."""
    return frozenset(connection.execute(select(tables.originals.c.sha256)).scalars())


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file that could be read."""

    response: Response
    """As `register.keeping` lets it be kept."""
    definition: Definition
    names: tuple[Pair, ...] = ()
    """Marks of the children's names on it (`register.belonging`)."""


def record_return(connection: Connection, number: int, seen: Seen, file: Kept, on: dt.date) -> None:
    """Record a file that could be read."""
    kept, definition = file.response, file.definition
    revision = revision_of(kept, definition)
    case = fact_of(kept, definition, Fact.CASE_REF)
    insert_new(connection, tables.originals, sha256=seen.sha256, size_bytes=seen.size_bytes, kept_on=on)
    is_new = insert_new(
        connection,
        tables.returns,
        sha256=seen.sha256,
        form=kept.form,
        version=kept.version,
        reference=kept.reference,
        form_key=revision.key,
        session_id=revision.session,
        case_ref=case if case and is_case_ref(case) else None,
        names=[list(pair) for pair in file.names],
        content=to_content(kept),
    )
    if is_new:
        record_actions(connection, kept, definition)
    _record_sighting(connection, number, seen, None)


def record_unread(connection: Connection, number: int, seen: Seen, file: UnreadFile, on: dt.date) -> None:
    """Record a file that gave no response, with the code that says why."""
    if seen.sha256:
        insert_new(connection, tables.originals, sha256=seen.sha256, size_bytes=seen.size_bytes, kept_on=on)
    _record_sighting(connection, number, seen, file)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that came in and counts."""

    responses: tuple[Response, ...]
    """One per place where a readable file was seen."""
    unread: tuple[UnreadFile, ...]
    imports: dict[str, int]
    """Hash -> number of the import that brought it first, be it taken back since: what is taken in anew after
    that has not become newer by it."""


def load_standing(connection: Connection, owners: Owners) -> Standing:
    """Return what came in with all imports that were not taken back.

    A form on which a name stands beside another child's reference is set aside, as the key (`owners`) is now.
    """
    sightings, imports, returns = tables.sightings, tables.imports, tables.returns
    rows = connection.execute(
        select(
            sightings.c.import_number,
            sightings.c.place_mark,
            sightings.c.sha256,
            sightings.c.path,
            sightings.c.code,
            sightings.c.outcome,
            returns.c.form,
            returns.c.version,
            returns.c.reference,
            returns.c.names,
            returns.c.content,
        )
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .outerjoin(returns, returns.c.sha256 == sightings.c.sha256)
        .where(imports.c.undone_on.is_(None))
        .order_by(sightings.c.import_number, sightings.c.path, sightings.c.sha256)
    )
    brought = connection.execute(
        select(sightings.c.sha256, func.min(sightings.c.import_number)).group_by(sightings.c.sha256)
    )
    first: dict[str, int] = {sha256: int(number) for sha256, number in brought}
    responses: dict[tuple[str, str], Response] = {}
    unread: dict[tuple[str, str], UnreadFile] = {}
    without_bytes: dict[str, str] = {}
    """Mark -> path of each place where no byte could be had when it was looked at last."""
    for row in rows:
        place = (row.path, row.sha256)
        if row.sha256:
            without_bytes.pop(row.place_mark, None)
        else:
            without_bytes[row.place_mark] = row.path
        if row.code is not None:
            # A later import may have opened what was protected.
            unread[place] = UnreadFile(row.path, row.sha256, Outcome(row.outcome), row.code)
        elif row.content is not None and owners.misplaced((mark, case) for mark, case in row.names):
            unread[place] = UnreadFile(row.path, row.sha256, Outcome.NEEDS_REVIEW, MISPLACED)
        elif row.content is not None:
            responses.setdefault(
                place,
                from_content(row.content, row.path, row.sha256, row.form, row.version, row.reference),
            )
    read = {sha256 for _, sha256 in responses}
    # What could not be read before may be readable now, with a newer halfterm or a password; what had no
    # bytes may have been downloaded since.
    waiting = set(without_bytes.values())
    still = tuple(
        file for (path, sha256), file in unread.items() if (sha256 not in read if sha256 else path in waiting)
    )
    return Standing(tuple(responses.values()), still, first)


def record_actions(connection: Connection, kept: Response, definition: Definition) -> None:
    """Note where each action stands on a return."""
    rows = [
        {"sha256": kept.sha256, "number": number, **values}
        for number, values in enumerate(_action_values(kept, definition), start=1)
    ]
    if rows:
        connection.execute(tables.action_rows.insert(), rows)


def _action_values(kept: Response, definition: Definition) -> Iterator[dict[str, Any]]:
    for row in rows_of(kept, definition):
        answer = kept.fields.get(row.action.field)
        cells = (answer.cells or {}).get(row.row_number, {}) if answer is not None else {}
        cell = cells.get("action")
        box = cell.box if cell is not None else None
        yield {
            "action_id": row.action.id,
            "field": row.action.field,
            "row_number": row.row_number,
            "carried": row.carried,
            "page_number": cell.page_number if cell is not None else None,
            "box": [box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt] if box is not None else None,
        }


def _record_sighting(connection: Connection, number: int, seen: Seen, file: UnreadFile | None) -> None:
    insert_new(
        connection,
        tables.sightings,
        import_number=number,
        place_mark=seen.place_mark,
        sha256=seen.sha256,
        path=seen.path,
        code=file.code if file else None,
        outcome=str(file.outcome) if file else None,
    )


def insert_new(connection: Connection, table: Any, **values: object) -> bool:
    """Insert a row unless its key is there; return whether it was new."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    key = next(iter(table.primary_key))
    insert = dialect.insert(table).values(**values).on_conflict_do_nothing().returning(key)
    return connection.execute(insert).first() is not None
