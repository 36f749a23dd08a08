"""What the checks found, kept: since when it is so, when it was last seen, and when it was put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from forms.findings import Severity
from forms.log import ExceptionRow
from register import tables
from register.checks.breach import Breach

_TURN = 4852
"""The lock that lets one process at a time keep its findings on a server."""


def keep_breaches(connection: Connection, breaches: Iterable[Breach], on: dt.date) -> None:
    """Keep what a run found on a day: the new, the still standing, and that all else is cleared.

    What comes back opens again under its old id, and keeps the day on which it was first seen. What is put
    right on the day on which it was first seen has never stood: files come in one after the other.
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
    for name, row in known.items():
        own = table.c.finding_id == name
        if name in found or row.cleared_on is not None:
            continue
        if row.first_seen == on:
            connection.execute(delete(table).where(own))
        else:
            connection.execute(update(table).where(own).values(cleared_on=on))


def load_kept(connection: Connection) -> tuple[ExceptionRow, ...]:
    """Return all that was ever found: what stands before what is cleared, the gravest first, by code."""
    rows = connection.execute(select(tables.findings)).mappings()
    kept = [ExceptionRow(**dict(row)) for row in rows]
    return tuple(sorted(kept, key=lambda one: (one.cleared_on is not None, _order(one), one.code, one.about)))


def _values(breach: Breach) -> dict[str, Any]:
    return {
        "code": breach.code,
        "severity": str(breach.severity),
        "rule": breach.rule,
        "about": breach.about,
        "policy": breach.policy,
        "school": breach.school,
        "who": breach.who,
        "supervisor": breach.supervisor,
        "what": breach.what,
        "to_do": breach.to_do,
        "basis": breach.basis,
    }


def _order(one: ExceptionRow) -> int:
    return [str(severity) for severity in Severity].index(one.severity)
