"""Read what a person typed into the review file, whatever they moved, sorted or filtered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.plan_values import shown
from extract.review.rows import FILES, VALUES, Entries, Typed, TypedOfFile
from extract.review.writing import FILE_COLUMNS, KEY, MARKED, VALUE_COLUMNS, mark_of
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
        odd += _headings_amiss(sheet, [column.name for column in columns if column.own or column.name == KEY])
        for number, row in _rows(sheet, [column.name for column in columns]):
            own = [row.get(column.name) for column in columns if column.own]
            place = _place(sheet, number, next(filter(None, own), None))
            key, _, mark = (str(row[KEY].value).strip() if KEY in row else "").partition(" ")
            about = mark_of(shown(row[name]) if name in row else "" for name in MARKED[sheet.name])
            is_typed = any(own)
            # A file of an earlier version has no marks.
            if is_typed and (not key or key in keys or mark not in {"", about}):
                odd.append(place)
            elif is_typed and sheet.name == VALUES:
                values.append(Typed(key, place, *own))
            elif is_typed:
                said = shown(row["counts_as"]) if "counts_as" in row else ""
                choice, reference, form, stage = own
                files.append(TypedOfFile(key, place, choice, reference, form, stage, said))
            keys.add(key)
    return Entries(tuple(values), tuple(files), frozenset(keys) - {""}, book.from_1904, tuple(odd))


def _headings_amiss(sheet: StoredSheet, names: list[str]) -> Iterator[str]:
    """Yield the places of headings that are gone or stand there twice, where rows stand below them."""
    if all(row == 1 for row, _ in sheet.cells):
        return
    stand = [
        str(cell.value).strip().casefold()
        for (row, _), cell in sheet.cells.items()
        if row == 1 and cell.value is not None
    ]
    yield from (f"{sheet.name}!1:1, heading {name}" for name in names if stand.count(name) != 1)


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
