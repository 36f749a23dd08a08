"""Read what a person typed into the review file, whatever they moved, sorted or filtered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.review.rows import FILES, VALUES, Entries, Typed, TypedOfFile
from extract.review.writing import FILE_COLUMNS, KEY, VALUE_COLUMNS
from extract.sheet_cells import StoredCell, StoredSheet, place_of, read_cells

_Row = Mapping[str, StoredCell]


def read_entries(data: bytes) -> Entries:
    """Return what stands in the own columns of all rows.

    Raises UnreadableError M30, R13, R14 and PasswordError R15.
    """
    book = read_cells(data, {VALUES, FILES}.__contains__)
    values: list[Typed] = []
    files: list[TypedOfFile] = []
    keys: set[str] = set()
    odd: list[str] = []
    for sheet in book.sheets:
        columns = VALUE_COLUMNS if sheet.name == VALUES else FILE_COLUMNS
        for number, row in _rows(sheet, [column.name for column in columns]):
            own = [row.get(column.name) for column in columns if column.own]
            place = _place(sheet, number, next(filter(None, own), None))
            key = str(row[KEY].value).strip() if KEY in row else ""
            is_typed = any(own)
            if is_typed and (not key or key in keys):
                odd.append(place)
            elif is_typed and sheet.name == VALUES:
                values.append(Typed(key, place, *own))
            elif is_typed:
                files.append(TypedOfFile(key, place, *own))
            keys.add(key)
    return Entries(tuple(values), tuple(files), frozenset(keys) - {""}, book.from_1904, tuple(odd))


def _rows(sheet: StoredSheet, names: list[str]) -> Iterator[tuple[int, _Row]]:
    """Yield number and cells of each row that holds anything; the headings may stand in any order."""
    at = {
        str(cell.value).strip().casefold(): column
        for (row, column), cell in sheet.cells.items()
        if row == 1 and cell.value is not None
    }
    columns = {name: at[name] for name in names if name in at}
    for number in sorted({row for row, _ in sheet.cells if row > 1}):
        row = {
            name: cell
            for name, column in columns.items()
            if (cell := sheet.cells.get((number, column))) is not None and _holds(cell)
        }
        if row:
            yield number, row


def _holds(cell: StoredCell) -> bool:
    return cell.is_formula or bool(str(cell.value if cell.value is not None else "").strip())


def _place(sheet: StoredSheet, number: int, cell: StoredCell | None) -> str:
    return f"{sheet.name}!{place_of(number, cell.column if cell else 1)}"
