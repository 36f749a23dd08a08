"""Say which rows of a table count, and what each says: one object per row, column -> value.

Rows that hold nothing but what the form itself put there are left out; `cells` keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping

from forms.action_rows import is_carried_row
from forms.model import ACTION_TABLES, LABEL, Field, Kind
from forms.records import Answer, Row
from forms.row_cells import row_label

_Cells = Mapping[str, Answer]


def table_rows(field: Field, cells: Mapping[int, _Cells], reference: str) -> tuple[Row, ...]:
    """Return the rows of a table that somebody filled, in the order of the document.

    `reference` is the form's own, which tells its new actions from those that it carries.
    """
    rows = (_row(field, number, row, reference) for number, row in cells.items())
    return tuple(row for row in rows if row is not None)


def _row(field: Field, number: int, cells: _Cells, reference: str) -> Row | None:
    values = {column: _value(cells.get(column)) for column in field.columns}
    if field.kind in ACTION_TABLES:
        return _action_row(field, values, reference)
    if field.kind is Kind.SIGNATURES:
        return _signed_row(field, number, values)
    if field.row:
        labelled = {LABEL: row_label(field, number) or None, **values}
        return labelled if _says_something(values) else None
    return values if _says_something(_without_starts(field, values)) else None


def _action_row(field: Field, values: dict[str, str | float | None], reference: str) -> Row | None:
    ref = str(values.get("ref") or "").strip()
    if is_carried_row(field, ref, reference):
        return values if _says_something(values) else None
    new = {name: value for name, value in values.items() if name != "ref"}
    return new if _says_something(_without_starts(field, new)) else None


def _signed_row(field: Field, number: int, values: dict[str, str | float | None]) -> Row | None:
    printed = field.parties[number - 1] if 0 < number <= len(field.parties) else None
    said = {name: value for name, value in values.items() if name != "who" or value != printed}
    return {**values, "who": values["who"] or printed} if _says_something(said) else None


def _without_starts(field: Field, values: Mapping[str, str | float | None]) -> dict[str, str | float | None]:
    """Return what is left of a row without the words that stood in it when the form was made."""
    first = field.column[0].id if field.column else ""
    return {name: value for name, value in values.items() if not (name == first and value in field.starts)}


def _says_something(values: Mapping[str, object]) -> bool:
    return any(value is not None for value in values.values())


def _value(answer: Answer | None) -> str | float | None:
    value = answer.value if answer is not None else None
    if isinstance(value, tuple):
        return " / ".join(str(candidate) for candidate in value)
    return value if isinstance(value, str | int | float) else None
