"""What people said of returned files after looking at them: a document in the archive for each time.

The register notes which document is about which original, and keeps what follows from it as it keeps what was
read. What was read before that stays beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from forms.checked import Checks
from forms.model import Fact
from forms.reference import is_case_ref
from forms.revisions import fact_of, revision_of
from register import tables
from register.content import to_content
from register.receiving import Kept, Seen, record_actions, record_return
from register.tombstones import in_parts

Documents = Mapping[str, tuple[str, ...]]
"""Hash of an original -> hashes of the documents about it, the earliest first."""

_NAMED = "="
"""Stands among the names of boxes where a document says which form a file is; of one that says that it is
done with, or takes that back, there are none."""


@dataclass(frozen=True, slots=True)
class Issuing:
    """As what a reference was issued or came back."""

    form: str
    version: str
    stage: str


def load_documents(connection: Connection) -> Documents:
    """Return which documents are about which originals."""
    checked = tables.checked.c
    found: dict[str, tuple[str, ...]] = {}
    rows = select(checked.sha256, checked.document).order_by(checked.sha256, checked.number)
    for sha256, document in connection.execute(rows):
        found[sha256] = (*found.get(sha256, ()), document)
    return found


def load_boxes(connection: Connection) -> Mapping[str, frozenset[str]]:
    """Return the names of the boxes that people have spoken of, by the hash of the original."""
    checked = tables.checked.c
    came: dict[str, frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    named: set[str] = set()
    rows = select(checked.sha256, checked.boxes).order_by(checked.sha256, checked.number)
    for sha256, boxes in connection.execute(rows):
        if _is_about_file(boxes):
            found[sha256] = came.get(sha256, frozenset())
            named = named | {sha256} if _NAMED in boxes else named - {sha256}
        elif sha256 not in named:
            came[sha256] = came.get(sha256, frozenset()) | frozenset(boxes)
        found[sha256] = found.get(sha256, frozenset()) | (frozenset(boxes) - {_NAMED})
    return found


def load_spoken_of(connection: Connection) -> frozenset[str]:
    """Return the hashes of originals of which people have said anything as a whole: documents say what."""
    checked = tables.checked.c
    rows = connection.execute(select(checked.sha256, checked.boxes))
    return frozenset(sha256 for sha256, boxes in rows if _is_about_file(boxes))


def _is_about_file(boxes: Sequence[str]) -> bool:
    return not boxes or _NAMED in boxes


def is_readable(connection: Connection, sha256: str) -> bool:
    """Return whether an original could be read, or was keyed in."""
    returns = tables.returns.c
    return connection.execute(select(returns.sha256).where(returns.sha256 == sha256)).first() is not None


def note_checked(connection: Connection, sha256: str, document: str, checks: Checks, on: dt.date) -> None:
    """Note a document about boxes of an original, and what was read of that before."""
    checked, returns = tables.checked, tables.returns
    last = connection.execute(
        select(func.coalesce(func.max(checked.c.number), 0)).where(checked.c.sha256 == sha256)
    ).scalar_one()
    was = connection.execute(select(returns.c.content).where(returns.c.sha256 == sha256)).scalar()
    boxes = [*([_NAMED] if checks.names_it else []), *sorted(checks.boxes)]
    values = {"number": int(last) + 1, "document": document, "boxes": boxes}
    values |= {"checked_on": on, "was": was}
    connection.execute(checked.insert(), {"sha256": sha256, **values})


def keep_checked(connection: Connection, file: Kept) -> None:
    """Keep of a return what a person said in place of what was read."""
    kept, definition = file.response, file.definition
    revision = revision_of(kept, definition)
    case = fact_of(kept, definition, Fact.CASE_REF)
    returns, actions = tables.returns, tables.action_rows
    connection.execute(
        update(returns)
        .where(returns.c.sha256 == kept.sha256)
        .values(
            reference=kept.reference,
            form_key=revision.key,
            session_id=revision.session,
            case_ref=case if case and is_case_ref(case) else None,
            names=[list(pair) for pair in file.names],
            content=to_content(kept),
        )
    )
    connection.execute(delete(actions).where(actions.c.sha256 == kept.sha256))
    record_actions(connection, kept, definition)


def record_keyed(connection: Connection, number: int, file: Kept, on: dt.date) -> None:
    """Record a file of which nothing could be read as the form that a person keys in."""
    sightings, imports = tables.sightings, tables.imports
    rows = connection.execute(
        select(sightings.c.place_mark, sightings.c.path)
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .where(sightings.c.sha256 == file.response.sha256, imports.c.undone_on.is_(None))
        .distinct()
    ).all()
    for place_mark, path in rows:
        record_return(connection, number, Seen(file.response.sha256, path, place_mark), file, on)


def unrecord_keyed(connection: Connection, sha256: str) -> None:
    """Let a file that was keyed in be again one of which nothing could be read.

    What had been kept of it stays beside the document that takes it back (`note_checked`).
    """
    returns, actions, sightings = tables.returns, tables.action_rows, tables.sightings
    connection.execute(delete(actions).where(actions.c.sha256 == sha256))
    connection.execute(delete(returns).where(returns.c.sha256 == sha256))
    own = sightings.c.sha256 == sha256
    unread = connection.execute(
        select(sightings.c.code, sightings.c.outcome)
        .where(own, sightings.c.code.is_not(None))
        .order_by(sightings.c.import_number)
    ).first()
    if unread is not None:
        values = {"code": unread.code, "outcome": unread.outcome}
        connection.execute(update(sightings).where(own, sightings.c.code.is_(None)).values(**values))


def issuing_of(connection: Connection, reference: str) -> tuple[Issuing, ...]:
    """Return as what a reference was issued, the latest stage first; then as what it came back."""
    issued, returns = tables.issued.c, tables.returns.c
    rows = connection.execute(
        select(issued.form, issued.version, issued.stage)
        .where(func.upper(issued.reference) == reference.upper())
        .order_by(issued.prepared_on.desc(), issued.stage.desc())
    ).all()
    found = [Issuing(*row) for row in rows]
    known = connection.execute(
        select(returns.form, returns.version, returns.content).where(
            func.upper(returns.reference) == reference.upper()
        )
    )
    found += [Issuing(form, version, str(content["stage"])) for form, version, content in known]
    return tuple(dict.fromkeys(found))


def delete_documents(connection: Connection, hashes: Sequence[str]) -> tuple[str, ...]:
    """Take what people said of some originals out of the register; return the documents."""
    checked = tables.checked
    found: list[str] = []
    for part in in_parts(hashes):
        found += connection.execute(select(checked.c.document).where(checked.c.sha256.in_(part))).scalars()
        connection.execute(delete(checked).where(checked.c.sha256.in_(part)))
    return tuple(found)


def all_documents(documents: Documents) -> Iterable[str]:
    """Yield the hash of every document."""
    for group in documents.values():
        yield from group
