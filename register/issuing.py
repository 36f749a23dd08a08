"""Forms that were made to be sent: what was prepared, and what took its place.

That a form was really sent is said in the Schedule, or known from what came back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from forms.reference import parse_reference
from register import tables
from register.receiving import insert_new


@dataclass(frozen=True, slots=True)
class Issued:
    """One form that was made for somebody."""

    reference: str
    sha256: str
    form: str
    version: str
    stage: str
    prepared_on: dt.date


def record_issued(connection: Connection, issued: Issued) -> None:
    """Note a form as prepared; the one that it takes the place of is retired from that day.

    Another file with the same reference and stage is a new revision; the very same file is none.
    """
    table = tables.issued
    earlier = (
        table.c.reference == issued.reference,
        table.c.stage == issued.stage,
        table.c.sha256 != issued.sha256,
        table.c.retired_on.is_(None),
    )
    connection.execute(update(table).where(*earlier).values(retired_on=issued.prepared_on))
    is_new = insert_new(
        connection,
        table,
        reference=issued.reference,
        sha256=issued.sha256,
        form=issued.form,
        version=issued.version,
        stage=issued.stage,
        prepared_on=issued.prepared_on,
    )
    if not is_new:
        # What was retired and is made again to the letter counts again.
        connection.execute(update(table).where(table.c.sha256 == issued.sha256).values(retired_on=None))


def prepared_sessions(connection: Connection) -> frozenset[str]:
    """Return the sessions of which a form has been prepared that still counts."""
    rows = connection.execute(select(tables.issued.c.reference).where(tables.issued.c.retired_on.is_(None)))
    found = (parse_reference(reference) for (reference,) in rows)
    return frozenset(one.session for one in found if one is not None)
