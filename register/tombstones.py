"""Tombstones: what was deleted on purpose, so that a lawful deletion does not look like tampering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from register import tables

_PART = 500
"""So many values fit into one statement of any database."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One file that was deleted."""

    purged_on: dt.date
    what: str
    why: str


def bury(connection: Connection, what: Mapping[str, str], on: dt.date, why: str) -> None:
    """Leave a tombstone for each hash that the archive has no more."""
    kept = set(connection.execute(select(tables.originals.c.sha256)).scalars())
    gone = {sha256: said for sha256, said in what.items() if sha256 not in kept}
    for part in in_parts(list(gone)):
        connection.execute(delete(tables.tombstones).where(tables.tombstones.c.sha256.in_(part)))
    rows = [{"sha256": one, "purged_on": on, "what": said, "why": why} for one, said in gone.items()]
    if rows:
        connection.execute(insert(tables.tombstones), rows)


def load_gone(connection: Connection) -> frozenset[str]:
    """Return the hashes of all files that were deleted on purpose and have not come again since."""
    gone = connection.execute(
        select(tables.tombstones.c.sha256).where(
            tables.tombstones.c.sha256.not_in(select(tables.originals.c.sha256))
        )
    )
    return frozenset(gone.scalars())


def load_tombstone(connection: Connection, sha256: str) -> Tombstone | None:
    """Return the tombstone of a file, None where it was not deleted or has come again since."""
    graves, originals = tables.tombstones, tables.originals
    came_again = select(originals.c.sha256).where(originals.c.sha256 == sha256)
    row = connection.execute(
        select(graves).where(graves.c.sha256 == sha256, graves.c.sha256.not_in(came_again))
    ).first()
    return Tombstone(row.purged_on, row.what, row.why) if row is not None else None


def in_parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield `names` in parts that one statement can hold."""
    for start in range(0, len(names), _PART):
        yield names[start : start + _PART]
