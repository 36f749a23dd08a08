"""The cells of the sheets, for counting: taken from the rows that the sheets are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extract.book.texts import day_of
from extract.workbook_spec import Look, Sheet

Own = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Table -> column -> key of a row -> what the QA lead typed there."""

_NO_DAY = 2_958_466
"""The day behind the last one that a workbook knows, as it is stored."""


class RowSource:
    """Cells by table and column, made when they are asked for."""

    def __init__(self, sheets: Sequence[Sheet], rows: object, own: Own) -> None:
        """Keep the sheets, what their rows are taken from, and what stands in the QA lead's own columns."""
        self._sheets = {sheet.name: sheet for sheet in sheets}
        self._from, self.own = rows, own
        self._records: dict[str, list[Any]] = {}
        self._keys: dict[str, list[str]] = {}
        self._columns: dict[tuple[str, str], Sequence[object]] = {}

    def column(self, table: str, name: str) -> Sequence[object]:
        """Return the values of a column, in the order of the rows."""
        if (table, name) not in self._columns:
            self._columns[table, name] = self._read(table, name)
        return self._columns[table, name]

    def _read(self, table: str, name: str) -> Sequence[object]:
        sheet = self._sheets[table]
        column = next(one for one in sheet.columns if one.name == name)
        records = self._rows(sheet)
        if column.look is Look.OVERDUE:
            raise AssertionError("days overdue are counted by the date")
        if column.get is not None:
            said = list(map(column.get, records))
            if not column.options:
                return said
            # A choice is a word; telling words apart takes a third of the time.
            words = {one: one and str(one) for one in set(said)}
            return list(map(words.__getitem__, said))
        typed = self.own.get(table, {}).get(name)
        if not typed:
            return [None] * len(records)
        own = [typed.get(key) for key in self._keys_of(sheet)]
        return [as_day(one) for one in own] if column.look is Look.DATE else own

    def _rows(self, sheet: Sheet) -> list[Any]:
        if sheet.name not in self._records:
            self._records[sheet.name] = list(sheet.rows(self._from))
        return self._records[sheet.name]

    def _keys_of(self, sheet: Sheet) -> list[str]:
        from extract.workbook_rows import records_by_key

        if sheet.name not in self._keys:
            self._keys[sheet.name] = list(records_by_key(sheet, self._from))
        return self._keys[sheet.name]


def as_day(stored: object) -> object:
    """Return a day that is stored as a number; anything else as it stands there."""
    return day_of(stored) if isinstance(stored, float) and 0 < stored < _NO_DAY else stored
