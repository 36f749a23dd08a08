"""Take the rows of a table from a values file, each cell by its column's kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from build.filling import FilledRow
from build.value_kinds import show_answer
from build.value_notes import ValueNotes
from forms.dates import show_date
from forms.model import ACTION_TABLES, LABEL, Field
from forms.reference import split_action_id
from forms.row_cells import column_of, options_of


def table_rows(field: Field, value: object, notes: ValueNotes) -> tuple[FilledRow, ...]:
    """Return the rows in their places, empty ones between; what is wrong is noted."""
    if not isinstance(value, list):
        notes.wrong("V11", notes.called(field.id), value, "a list of rows")
        return ()
    rows: dict[int, FilledRow] = {}
    for number, row in enumerate(value, start=1):
        where = f"{notes.called(field.id)}, row {number}"
        if not isinstance(row, dict):
            notes.wrong("V11", where, row, "an object: column -> text")
            continue
        place = _row_number(field, where, number, row, notes)
        if place is None:
            continue
        if place in rows:
            notes.wrong("V12", where, _printed(field)[place - 1], "each row once")
        rows[place] = FilledRow(_cells(field, where, place, row, notes))
    return tuple(rows.get(number, FilledRow({})) for number in range(1, max(rows, default=0) + 1))


def check_refs(rows: Mapping[str, tuple[FilledRow, ...]], notes: ValueNotes) -> None:
    """Note actions' ids that stand in two rows."""
    refs = [row.cells["ref"] for table in rows.values() for row in table if "ref" in row.cells]
    for ref in dict.fromkeys(refs):
        if refs.count(ref) > 1 and split_action_id(ref):
            notes.add("V16", f"an action's ref: found {ref} twice; expected it once; keep one row.")


def _row_number(
    field: Field, where: str, number: int, row: Mapping[str, object], notes: ValueNotes
) -> int | None:
    """Return which row (from 1) of the printed ones is meant, by its words, else by its place."""
    labels = _printed(field)
    if not labels:
        return number
    words = row.get(_words_column(field))
    if words in labels:
        number = labels.index(str(words)) + 1
    elif words is not None:
        notes.unknown("V10", f"{where}: the row {words!r}", str(words), labels)
        return None
    if number > len(labels):
        notes.wrong("V10", where, number, f"{len(labels)} rows at most")
        return None
    if field.row and field.row[number - 1].heading and row.keys() - {LABEL}:
        notes.wrong("V10", where, labels[number - 1], "answers only in rows that have boxes")
        return None
    return number


def _printed(field: Field) -> tuple[str, ...]:
    """Return the printed words of a table's rows, () where it has none."""
    return tuple(row.label for row in field.row) or field.parties


def _words_column(field: Field) -> str:
    """Return under which name a row says which printed one it is, "" where none is printed."""
    return LABEL if field.row else "who" if field.parties else ""


def _cells(
    field: Field, where: str, number: int, row: Mapping[str, object], notes: ValueNotes
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column_id, value in row.items():
        if column_id == _words_column(field):
            continue
        if column_id not in field.columns:
            notes.unknown("V10", f"{where}: column {column_id!r}", column_id, field.columns)
        elif value not in (None, ""):
            column = column_of(field, column_id)
            options = options_of(field, column, number)
            show = partial(show_answer, column, options=options)
            text = notes.shown(f"{where}, column “{column.label}” ({column_id})", value, show)
            if text:
                dated = field.kind in ACTION_TABLES and column_id == "by_when"
                cells[column_id] = show_date(text) if dated else text
    return cells
