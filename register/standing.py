"""What the checks found, kept: since when it is so, when it was last seen, and when it was put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from register import tables
from register.checks.breach import Breach

_TURN = 4852
"""The lock that lets one process at a time keep its findings on a server."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that was found, and from when to when it was so."""

    finding_id: str
    code: str
    severity: str
    rule: str | None
    about: str
    school: str | None
    who: str | None
    supervisor: str | None
    what: str
    to_do: str
    basis: str
    first_seen: dt.date
    last_seen: dt.date
    cleared_on: dt.date | None
    """The day of the first run that no longer found it; None while it stands."""


def keep_breaches(connection: Connection, breaches: Iterable[Breach], on: dt.date) -> None:
    """Keep what a run found on a day: the new, the still standing, and that all else is cleared.

    What comes back opens again under its old id, and keeps the day on which it was first seen.
    """
    if connection.dialect.name == "postgresql":
        # Of two runs that end at once, the second one waits here; SQLite lets one write at a time anyhow.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
    table = tables.findings
    found = {one.finding_id: one for one in breaches}
    known = {row.finding_id: row for row in connection.execute(select(table))}
    for name, breach in found.items():
        values = _values(breach)
        row = known.get(name)
        if row is None:
            first = {"finding_id": name, "first_seen": on, "last_seen": on}
            connection.execute(insert(table), {**values, **first})
        else:
            seen = {"last_seen": max(row.last_seen, on), "cleared_on": None}
            connection.execute(update(table).where(table.c.finding_id == name).values(**values, **seen))
    gone = [name for name, row in known.items() if name not in found and row.cleared_on is None]
    for name in gone:
        connection.execute(update(table).where(table.c.finding_id == name).values(cleared_on=on))


def load_kept(connection: Connection) -> tuple[Kept, ...]:
    """Return everything that was ever found, what stands before what is cleared, by code."""
    rows = connection.execute(select(tables.findings)).mappings()
    kept = [Kept(**dict(row)) for row in rows]
    return tuple(sorted(kept, key=lambda one: (one.cleared_on is not None, one.code, one.about)))


def _values(breach: Breach) -> dict[str, Any]:
    return {
        "code": breach.code,
        "severity": str(breach.severity),
        "rule": breach.rule,
        "about": breach.about,
        "school": breach.school,
        "who": breach.who,
        "supervisor": breach.supervisor,
        "what": breach.what,
        "to_do": breach.to_do,
        "basis": breach.basis,
    }
