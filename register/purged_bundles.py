"""What is deleted does not live on in the mail or archive that brought it: that one goes too.

The other files of such a bundle stay, for each of them is an original of its own. A bundle that is on hold
keeps what lies in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from register import tables
from register.content import from_content
from register.enclosures import load_bundles_of
from register.purging import Candidate, Class, Hold


def with_bundles(
    connection: Connection, kind: Class, chosen: Sequence[Candidate], hold: Hold
) -> tuple[Candidate, ...]:
    """Return what was chosen, and after it the mails and archives in which something of it lies.

    Where one of those is on hold, or a file in it, so is all of it that was chosen.
    """
    bundles = load_bundles_of(connection, [one.sha256 for one in chosen])
    if not bundles:
        return tuple(chosen)
    held = {one.sha256: one.held_by for one in chosen if one.held_by is not None}
    if hold.wanted:
        for bundle, files in bundles.items():
            reason = _held_by(connection, bundle, files, held, hold)
            if reason is not None:
                held[bundle] = reason
        _spread(held, bundles)
    return (
        *(dataclasses.replace(one, held_by=held.get(one.sha256)) for one in chosen),
        *(_candidate(connection, kind, bundle, held.get(bundle)) for bundle in bundles),
    )


def _spread(held: dict[str, str], bundles: Mapping[str, Iterable[str]]) -> None:
    """Hold what lies in a bundle on hold, and each bundle in which something on hold lies."""
    before = -1
    while before != len(held):
        before = len(held)
        for bundle, files in bundles.items():
            whole = (bundle, *files)
            reason = next((held[one] for one in whole if one in held), None)
            if reason is not None:
                held.update({one: held.get(one, reason) for one in whole})


def _held_by(
    connection: Connection, bundle: str, files: Iterable[str], held: Mapping[str, str], hold: Hold
) -> str | None:
    """Return what on hold a bundle is about: by its own words, by its paths, or by a file in it."""
    words = hold.words(bundle)
    if words is None:
        # Of a mail that cannot be opened again, nobody knows whom its words are about.
        return hold.first
    reason = hold.keeps([*words, *_paths(connection, bundle)])
    for sha256 in files:
        reason = reason or held.get(sha256) or _held_file(connection, sha256, hold)
    return reason


def _held_file(connection: Connection, sha256: str, hold: Hold) -> str | None:
    table = tables.returns
    row = connection.execute(select(table).where(table.c.sha256 == sha256)).first()
    if row is None:
        return None
    kept = from_content(row.content, sha256, sha256, row.form, row.version, row.reference)
    names = [row.reference, row.session_id, row.case_ref, *_paths(connection, sha256)]
    return hold.keeps(names, kept, hold.reread(sha256))


def _candidate(connection: Connection, kind: Class, bundle: str, held_by: str | None) -> Candidate:
    kept_on = connection.execute(
        select(tables.originals.c.kept_on).where(tables.originals.c.sha256 == bundle)
    ).scalar_one()
    what = f"{kind}: a mail or archive that held some"
    return Candidate(bundle, what, None, None, kept_on, _paths(connection, bundle), held_by=held_by)


def _paths(connection: Connection, sha256: str) -> tuple[str, ...]:
    seen = tables.sightings.c
    rows = connection.execute(select(seen.path).where(seen.sha256 == sha256).order_by(seen.path))
    return tuple(dict.fromkeys(rows.scalars()))
