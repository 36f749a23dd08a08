"""Which carried rows of a form say that an owner or a date is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from build.access import is_settled
from build.filling import POINTER_LOCKS, FilledRow, Filling
from build.table_rows import carried_table
from forms.action_rows import CLOSED_STATUSES
from forms.model import ACTION_TABLES, Field, Kind, RecordType, Stage
from forms.needed import Needed, needed_of
from forms.reference import split_action_id


def needed_in_row(field: Field, row: FilledRow, filling: Filling, columns: Iterable[str]) -> str:
    """Return what a carried row lacks, in words; "" where it lacks nothing or nobody can add it here.

    `columns` are those that the table shows.
    """
    if field.kind not in ACTION_TABLES or not _is_open_action(field, row, filling):
        return ""
    if filling.needed is not None:
        lacking = filling.needed.get(row.cells.get("ref", ""))
    else:
        lacking = needed_of(row.cells, columns)
    return lacking.words if lacking is not None else ""


def needed_on(filling: Filling) -> Mapping[str, Needed]:
    """Return id of an action -> what it lacks, for the rows of a form that say so."""
    table = carried_table(filling.definition)
    rows = filling.rows.get(table.id, ()) if table is not None else ()
    found: dict[str, Needed] = {}
    for row in rows:
        lacking = needed_of(row.cells, table.columns) if table is not None else None
        if table is not None and lacking is not None and _is_open_action(table, row, filling):
            found[lacking.ref] = lacking
    return found


def _is_open_action(field: Field, row: FilledRow, filling: Filling) -> bool:
    """Return whether a row holds an action of another form that may go on from this one."""
    parts = split_action_id(row.cells.get("ref", ""))
    if parts is None or filling.verbatim or filling.stage is Stage.BLANK or is_settled(filling):
        return False
    if row.locked == POINTER_LOCKS or row.cells.get("status") in CLOSED_STATUSES:
        return False
    if parts[0].sheet and filling.definition.record is not RecordType.CASE:
        return False
    return field.kind is Kind.CARRIED or (field.takes_carried and str(parts[0]) != filling.reference)
