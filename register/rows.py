"""Turn the records of the plan and of the log into rows of a table, and back, without losing anything."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, delete, insert, select

from forms.findings import Finding, Severity
from register.tables import PLACE, RECORD_TABLES, record_type

_T = TypeVar("_T")


def replace_rows(connection: Connection, record: type[_T], rows: Iterable[_T]) -> None:
    """Put `rows` in the place of all rows of this record that the register has."""
    table = RECORD_TABLES[record]
    connection.execute(delete(table))
    values = [{PLACE: place, **_row_of(row)} for place, row in enumerate(rows, start=1)]
    if values:
        connection.execute(insert(table), values)


def load_rows(connection: Connection, record: type[_T]) -> tuple[_T, ...]:
    """Return all rows of this record, in the order in which they were put there."""
    table = RECORD_TABLES[record]
    found = connection.execute(select(table).order_by(table.c[PLACE])).mappings()
    return tuple(_record_of(record, row) for row in found)


def _row_of(record: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, Finding):
        return [value.code, str(value.severity), value.field]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _record_of(record: type[_T], row: RowMapping) -> _T:
    kinds = kinds_of(typing.cast("typing.Hashable", record))
    return record(**{name: _value(row[name], kind) for name, kind in kinds})


@functools.cache
def kinds_of(record: Any) -> tuple[tuple[str, Any], ...]:
    """Return (name, type without None) of each field of a record."""
    hints = typing.get_type_hints(record)
    return tuple((field.name, record_type(hints[field.name])[0]) for field in dataclasses.fields(record))


def _value(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        # A finding's words may quote an answer, so the register keeps its code and place only.
        return tuple(
            Finding(one[0], Severity(one[1]), one[2], "") if inner is Finding else one for one in value
        )
    return value
