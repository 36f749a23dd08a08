"""What stands in the QA workbook's generated cells: so that what a person types over them is seen.

A row is known twice while it is being written: as it stood, and as it is to be. Wherever a run is cut off,
the file holds one of the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, null, select, update

from register import tables

Cell = str | float | bool | None
Rows = Mapping[str, Mapping[str, Sequence[Cell]]]
"""Table -> row's key -> values."""


def load_written(connection: Connection) -> Mapping[str, Mapping[str, Sequence[Sequence[Cell]]]]:
    """Return what may stand in the workbook: table -> row's key -> values, in one or two versions."""
    found: dict[str, dict[str, list[Sequence[Cell]]]] = {}
    for row in connection.execute(select(tables.written)):
        versions = found.setdefault(row.table_name, {}).setdefault(row.row_key, [])
        versions += [one for one in (row.stands, row.to_be) if one is not None]
    return found


def intend(connection: Connection, rows: Rows) -> None:
    """Note what is about to be written; rows that are not in it stay known until it has been."""
    written = tables.written
    known = {
        (row.table_name, row.row_key): (row.stands, row.to_be) for row in connection.execute(select(written))
    }
    for table_name, values_of in rows.items():
        for row_key, values in values_of.items():
            place = (table_name, row_key)
            if place not in known:
                continue
            stands, to_be = known[place]
            if list(values) != (to_be if to_be is not None else stands):
                own = (written.c.table_name == table_name, written.c.row_key == row_key)
                connection.execute(update(written).where(*own).values(to_be=list(values)))
    new = [
        {"table_name": table_name, "row_key": row_key, "stands": None, "to_be": list(values)}
        for table_name, values_of in rows.items()
        for row_key, values in values_of.items()
        if (table_name, row_key) not in known
    ]
    if new:
        connection.execute(insert(written), new)


def confirm(connection: Connection, rows: Rows) -> None:
    """Note that these rows have been written, and no others."""
    written = tables.written
    wanted = {(table_name, row_key) for table_name, values_of in rows.items() for row_key in values_of}
    there = connection.execute(select(written.c.table_name, written.c.row_key))
    for table_name, row_key in {(one, other) for one, other in there} - wanted:
        own = (written.c.table_name == table_name, written.c.row_key == row_key)
        connection.execute(delete(written).where(*own))
    changed = written.c.to_be.is_not(None)
    connection.execute(update(written).where(changed).values(stands=written.c.to_be, to_be=null()))
