"""What came back under each reference, the latest first: forms whose boxes are gone are read with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from register import tables


@dataclass(frozen=True, slots=True)
class Came:
    """One file that came back."""

    sha256: str
    number: int
    """Of the last import that saw it."""


Returned = Mapping[str, tuple[Came, ...]]
"""Reference -> what came back under it and was not taken back, the latest first."""


def load_returned(connection: Connection, reference: str | None = None) -> Returned:
    """Return what came back under a reference, or under each."""
    sightings, imports, returns = tables.sightings, tables.imports, tables.returns
    latest = func.max(sightings.c.import_number)
    rows = (
        select(returns.c.reference, returns.c.sha256, latest.label("number"))
        .join_from(returns, sightings, sightings.c.sha256 == returns.c.sha256)
        .join(imports, imports.c.number == sightings.c.import_number)
        .where(returns.c.reference.is_not(None), imports.c.undone_on.is_(None))
        .group_by(returns.c.reference, returns.c.sha256)
        .order_by(latest.desc(), returns.c.sha256)
    )
    if reference is not None:
        rows = rows.where(returns.c.reference == reference)
    found: dict[str, list[Came]] = {}
    for row in connection.execute(rows):
        found.setdefault(row.reference, []).append(Came(row.sha256, row.number))
    return {name: tuple(came) for name, came in found.items()}
