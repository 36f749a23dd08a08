"""One row per file that was looked at, with the day on which it was, and which of its kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from forms.log import ImportRow
from forms.overview import ReadFile
from register.receiving import Reading

_PARTS = tuple(one.name for one in fields(ImportRow))


def file_rows(rows: Sequence[ImportRow], readings: Mapping[str, Reading]) -> Iterator[ReadFile]:
    """Yield the files in their order; `readings` go by the hash."""
    numbers: dict[tuple[str | None, str | None], list[str]] = {}
    for row in sorted(rows, key=lambda row: (_number(row, readings), row.folder, row.file_name)):
        known = numbers.setdefault((row.instance_ref, row.stage), [])
        if row.sha256 not in known:
            known.append(row.sha256)
    for row in rows:
        reading = readings.get(row.sha256)
        known = numbers[row.instance_ref, row.stage]
        yield ReadFile(
            **{name: getattr(row, name) for name in _PARTS},
            read_on=reading.on if reading else None,
            revision=known.index(row.sha256) + 1 if row.instance_ref else None,
            importer_version=reading.version if reading else None,
        )


def _number(row: ImportRow, readings: Mapping[str, Reading]) -> int:
    reading = readings.get(row.sha256)
    return reading.number if reading is not None else 0
