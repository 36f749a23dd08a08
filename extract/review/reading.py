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
    for sheet in book.sheets:
        columns = VALUE_COLUMNS if sheet.name == VALUES else FILE_COLUMNS
        for number, row in _rows(sheet, [column.name for column in columns]):
            key = str(row[KEY].value).strip()
            keys.add(key)
            if sheet.name == VALUES:
                right, choice = row.get("right_value"), row.get("or_choose")
                if right or choice:
                    values.append(Typed(key, _place(sheet, number, right or choice), right, choice))
                continue
            own = [row.get(name) for name in ("what_to_do", "reference", "form", "stage")]
            if any(own):
                place = _place(sheet, number, next(filter(None, own)))
                files.append(TypedOfFile(key, place, *own))
    return Entries(tuple(values), tuple(files), frozenset(keys), book.from_1904)


def _rows(sheet: StoredSheet, names: list[str]) -> Iterator[tuple[int, _Row]]:
    """Yield number and cells of each row that has a key; the headings may stand in any order."""
    at = {
        str(cell.value).strip().casefold(): column
        for (row, column), cell in sheet.cells.items()
        if row == 1 and cell.value is not None
    }
    columns = {name: at[name] for name in names if name in at}
    if KEY not in columns:
        return
    for number in sorted({row for row, _ in sheet.cells if row > 1}):
        row = {
            name: cell
            for name, column in columns.items()
            if (cell := sheet.cells.get((number, column))) is not None and _holds(cell)
        }
        if KEY in row:
            yield number, row


def _holds(cell: StoredCell) -> bool:
    return cell.is_formula or bool(str(cell.value if cell.value is not None else "").strip())


def _place(sheet: StoredSheet, number: int, cell: StoredCell | None) -> str:
    return f"{sheet.name}!{place_of(number, cell.column if cell else 1)}"
