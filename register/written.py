"""What stands in the QA workbook's generated cells: so that what a person types over them is seen.

A row is known twice while it is being written: as it stood, and as it is to be. Wherever a run is cut off,
the file holds one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, null, select, update

from register import tables

Cell = str | float | bool | None
Rows = Mapping[str, Mapping[str, Sequence[Cell]]]
"""Table -> row's key -> values."""
Digests = Mapping[str, Mapping[str, str]]
"""Table -> row's key -> what is another one where the row says something else."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """What is known of the workbook from when it was last written."""

    digests: Digests
    """Of the rows that stand there; "" for one of which nobody knows whether it does."""
    sheets: Mapping[str, str]
    """Table -> what its sheet was then."""


def load_last_time(connection: Connection) -> LastTime:
    """Return what is known of the workbook, without the rows' values."""
    written, sheets = tables.written, tables.written_sheets
    digests: dict[str, dict[str, str]] = {}
    columns = select(written.c.table_name, written.c.row_key, written.c.digest)
    for table_name, row_key, digest in connection.execute(columns).all():
        digests.setdefault(table_name, {})[row_key] = digest or ""
    found = connection.execute(select(sheets.c.table_name, sheets.c.fingerprint))
    return LastTime(digests, {one.table_name: one.fingerprint for one in found})


def load_versions(connection: Connection, table_name: str) -> Mapping[str, list[Sequence[Cell]]]:
    """Return what may stand in the rows of a table: key -> values, in one or two versions.

    Rows of which nobody knows that they were ever written are left out: a workbook has some when it is made.
    """
    written = tables.written
    own = (written.c.table_name == table_name, written.c.stands.is_not(None))
    rows = connection.execute(select(written).where(*own))
    return {row.row_key: [one for one in (row.stands, row.to_be) if one is not None] for row in rows}


def intend(connection: Connection, rows: Rows, last: LastTime) -> None:
    """Note what is about to be written into these rows; whatever else is known of them stays known."""
    written = tables.written
    new: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for table_name, values_of in rows.items():
        known = last.digests.get(table_name, {})
        for row_key, values in values_of.items():
            row = {"of_table": table_name, "of_key": row_key, "values": list(values)}
            (again if row_key in known else new).append(row)
    if again:
        connection.execute(update(written).where(*_own()).values(to_be=bindparam("values")), again)
    if new:
        connection.execute(
            insert(written),
            [
                {"table_name": row["of_table"], "row_key": row["of_key"], "to_be": row["values"]}
                for row in new
            ],
        )


def confirm(
    connection: Connection,
    rows: Iterable[tuple[str, str]],
    digests: Digests,
    last: LastTime,
    sheets: Mapping[str, str],
) -> None:
    """Note that these rows, (table, key), have been written, and what all rows and sheets are now."""
    written = tables.written
    stands = update(written).where(written.c.to_be.is_not(None))
    connection.execute(stands.values(stands=written.c.to_be, to_be=null()))
    changed = [
        {"of_table": table_name, "of_key": row_key, "now": digests[table_name].get(row_key)}
        for table_name, row_key in rows
    ]
    if changed:
        connection.execute(update(written).where(*_own()).values(digest=bindparam("now")), changed)
    gone = [
        {"of_table": table_name, "of_key": row_key}
        for table_name, known in last.digests.items()
        for row_key in known.keys() - digests.get(table_name, {}).keys()
    ]
    if gone:
        connection.execute(delete(written).where(*_own()), gone)
    connection.execute(delete(tables.written_sheets))
    if sheets:
        values = [{"table_name": name, "fingerprint": fingerprint} for name, fingerprint in sheets.items()]
        connection.execute(insert(tables.written_sheets), values)


def _own() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    written = tables.written
    return written.c.table_name == bindparam("of_table"), written.c.row_key == bindparam("of_key")
