"""The rows of the log as the workbook's tables hold them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from extract.book.filling import Grid, Row, key_of, numbered, stored_row
from extract.book.texts import Formula, Value
from extract.workbook_cells import cell_text
from extract.workbook_columns import Column, Look, Sheet
from forms.findings import Finding
from forms.log import Log


def grid_of(spec: Sheet, log: Log, on: dt.date) -> tuple[Grid, tuple[Finding, ...]]:
    """Return what a sheet's table is to hold on a day, and what a person should know of it.

    The QA lead's own columns are left out: what stands there is not ours.
    """
    from extract.workbook_sheet import overdue_formula

    columns = [column for column in spec.columns if not column.own]
    names = tuple(column.name for column in columns)
    places = [names.index(name) for name in spec.key]
    rows: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    for record in spec.rows(log):
        values: list[Value | Formula] = []
        for column in columns:
            if column.look is Look.OVERDUE:
                values.append(Formula(overdue_formula(spec), record.overdue_days(on)))
                continue
            value, found = _value(column, record, spec)
            values.append(value)
            findings += found
        stored = stored_row(values)
        rows[numbered(key_of([stored[at] for at in places]), seen)] = values
    return Grid(names, spec.key, rows), tuple(findings)


def _value(column: Column, record: Any, spec: Sheet) -> tuple[Value, tuple[Finding, ...]]:
    value = column.get(record) if column.get is not None else None
    if not isinstance(value, str):
        return value, ()
    key = str(_key_column(spec)(record))
    where = f"{key}, {getattr(record, 'source_file', None) or key}"
    return cell_text(value, f"{spec.name}, {key}, {column.name}", where)


def _key_column(spec: Sheet) -> Callable[[Any], Value]:
    return next(one.get for one in spec.columns if one.name == spec.key[0] and one.get is not None)
