"""The rows of the log as the workbook's tables hold them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from importlib.metadata import version
from operator import attrgetter
from typing import Any

from extract.book.filling import Grid, Row, key_of, numbered, stored_row
from extract.book.texts import Formula, Value
from extract.workbook_cells import cell_text
from extract.workbook_spec import Column, Look, Sheet
from forms.findings import Finding


def grid_of(spec: Sheet, log: object, on: dt.date, found: list[Finding]) -> Grid:
    """Return what a sheet's table is to hold on a day.

    Its rows are made when they are asked for; what a person should know of one is then added to `found`. The
    QA lead's own columns are left out: what stands there is not ours.
    """
    columns = tuple(column for column in spec.columns if not column.own)
    records = records_by_key(spec, log)
    rows = _Rows(records, lambda record: _row(spec, columns, record, on, found))
    names = tuple(column.name for column in columns)
    return Grid(names, spec.key, rows, digests=_digests(spec, records, on), heir=spec.heir)


def records_by_key(spec: Sheet, log: object) -> dict[str, Any]:
    """Return key of a row, as its sheet knows it -> the record that it shows."""
    keys = [column for column in spec.columns if column.name in spec.key]
    only = keys[0].get if len(keys) == 1 else None
    rows = list(spec.rows(log))
    if only is not None and (plainly := _by_plain_key(only, rows)):
        return plainly
    records: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for record in rows:
        plain = only(record) if only is not None else None
        if isinstance(plain, str) and plain and _is_plain(plain):
            key = plain
        else:
            key = key_of(stored_row([_value(column, record, spec)[0] for column in keys]))
        records[numbered(key, seen)] = record
    return records


def _by_plain_key(key: Callable[[Any], Value], rows: Sequence[Any]) -> dict[str, Any]:
    """Return the rows by their keys; nothing where some key is not shown as it is, or occurs twice."""
    keys = list(map(key, rows))
    texts = [one for one in keys if isinstance(one, str) and one]
    if len(texts) < len(rows) or not _is_printed("".join(texts)) or max(map(len, texts), default=0) > _SHORT:
        return {}
    found = dict(zip(texts, rows, strict=True))
    return found if len(found) == len(rows) else {}


class _Rows(Mapping[str, Row]):
    """Rows that are made from their records when somebody asks for them, each once."""

    def __init__(self, records: Mapping[str, Any], make: Callable[[Any], Row]) -> None:
        self._records, self._make = records, make
        self._made: dict[str, Row] = {}

    def __getitem__(self, key: str) -> Row:
        if key not in self._made:
            self._made[key] = self._make(self._records[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _row(
    spec: Sheet, columns: tuple[Column, ...], record: Any, on: dt.date, found: list[Finding]
) -> list[Value | Formula]:
    from extract.workbook_sheet import overdue_formula

    values: list[Value | Formula] = []
    for column in columns:
        if column.look is Look.OVERDUE:
            values.append(Formula(overdue_formula(), record.overdue_days(on), by_row=True))
            continue
        value, said = _value(column, record, spec)
        values.append(value)
        found += said
    return values


def _value(column: Column, record: Any, spec: Sheet) -> tuple[Value, tuple[Finding, ...]]:
    value = column.get(record) if column.get is not None else None
    if not isinstance(value, str):
        return value, ()
    if _is_plain(value):
        return value, ()
    key = str(_key_column(spec)(record))
    where = f"{key}, {getattr(record, 'source_file', None) or key}"
    return cell_text(value, f"{spec.name}, {key}, {column.name}", where)


_SHORT = 1_000


def _is_plain(text: str) -> bool:
    """Return whether a text is shown as it is."""
    return len(text) <= _SHORT and _is_printed(text)


def _is_printed(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _key_column(spec: Sheet) -> Callable[[Any], Value]:
    return next(one.get for one in spec.columns if one.name == spec.key[0] and one.get is not None)


def _digests(spec: Sheet, records: Mapping[str, Any], on: dt.date) -> Mapping[str, str]:
    """Return key -> what differs where a row says something else, or is written by another halfterm."""
    if not records:
        return {}
    parts = attrgetter(*(one.name for one in fields(next(iter(records.values())))))
    ages = any(column.look is Look.OVERDUE for column in spec.columns)
    writer = repr((version("halfterm"), *(column.name for column in spec.columns)))
    mark = _digest(writer.encode())
    found = {}
    for key, record in records.items():
        said = f"{mark}{parts(record)}{record.overdue_days(on) if ages else None}"
        found[key] = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return found


def _digest(said: bytes) -> str:
    return hashlib.blake2b(said, digest_size=12).hexdigest()
