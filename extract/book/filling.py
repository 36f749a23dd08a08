"""Put rows into the table of a sheet: each where it stands already, new ones below, and all else as it is.

A row is known by its key, whatever order people have sorted it into. What they typed in columns of their
own stays on its row; what they typed over ours is given back to the caller, for it is somebody's words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import column_index_from_string, get_column_letter

from extract.book.cut import (
    CellText,
    RowText,
    SheetText,
    attribute,
    cut_row,
    moved,
)
from extract.book.table import TablePlace
from extract.book.texts import Formula, Stored, Value, are_same, as_stored, cell_bytes, value_of
from extract.sheet_cells import no_workbook

Row = Sequence[Value | Formula]
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'][^"']*["']""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")


@dataclass(frozen=True, slots=True)
class Grid:
    """What one table is to hold."""

    columns: tuple[str, ...]
    """The headings of the columns that are written."""
    key: tuple[str, ...]
    """Those of them that tell a row from all others."""
    rows: Mapping[str, Row]
    """Key (`key_of`, `numbered`) -> values in the order of `columns`."""
    only_adds: bool = False
    """Rows that stand there already stay as they are, with these or without."""
    closes_gaps: bool = False
    """Rows move up where others have gone, whatever stands beside them."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Key -> what is another one where the row says something else; none where nobody knows."""
    heir: str = ""
    """The heading by which a new row is known that takes the place of one that has gone; "" for none."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed and where it can no longer stand."""

    key: str
    column: str
    value: Stored


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet with its rows, and what did not find its place."""

    rows: tuple[RowText, ...]
    last_row: int
    """Of the table's data; from the table's first row on, at least one."""
    lost: tuple[Typed, ...]
    """Own cells of rows that have gone, or that stood twice."""
    replaced: tuple[Typed, ...]
    """What stood in our cells and was neither what had been written there nor what is written now."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands: its rows, its table, and what is needed to read and write its cells."""

    text: SheetText
    table: TablePlace
    shared: Sequence[str]
    styles: Mapping[str, str]
    """Letters of a column -> the number of its format."""
    may_move: bool = True
    """Nothing on the sheet is bound to a row: no comment, picture, merged cell or link."""


def key_of(values: Sequence[Stored]) -> str:
    """Return the key of a row from the values of its key columns."""
    return " ".join(_shown(one) for one in values if one not in {None, ""})


def stored_row(row: Row) -> list[Stored]:
    """Return the values of a row as cells hold them; of a formula its result."""
    return [as_stored(one.result if isinstance(one, Formula) else one) for one in row]


def numbered(key: str, seen: Counter[str]) -> str:
    """Return a key that several rows have as each of them is known: the second one as "key (2)"."""
    count = seen[key] = seen.get(key, 0) + 1
    return key if count == 1 else f"{key} ({count})"


def _shown(value: Stored) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def fill(sheet: Sheet, grid: Grid, known: Mapping[str, Sequence[Sequence[Stored]]]) -> Filled:
    """Return the rows of a sheet with a table's rows as they are to be.

    `known` says by key what may have been written there, in one or more versions; in a row that it lacks,
    nothing is taken for a person's.
    """
    return _Filler(sheet, grid, known).fill()


def rewrite(
    sheet: Sheet, grid: Grid, rows: Sequence[RowText], added: Sequence[str]
) -> tuple[RowText, ...] | None:
    """Return these rows of a table as they are to be, and below the table one for each of the added keys.

    Nobody has typed over what was written there. `sheet` needs no other row than that of the headings. None
    where it cannot be done by the row: one of them is no longer to be there.
    """
    filler = _Filler(sheet, grid, {})
    kept = [filler.kept(row) for row in rows]
    below = sheet.table.last_row + 1
    new = [filler.new(number, grid.rows[key]) for number, key in enumerate(added, start=below)]
    found = [row for row in (*kept, *new) if row is not None]
    return tuple(found) if len(found) == len(rows) + len(added) else None


def key_letters(sheet: Sheet, grid: Grid) -> tuple[str, ...]:
    """Return the letters of the columns that tell a row from others; none where a heading of ours is gone."""
    headings = _Filler(sheet, grid, {}).headings
    return tuple(headings[name] for name in grid.key) if all(one in headings for one in grid.columns) else ()


class _Filler:
    def __init__(self, sheet: Sheet, grid: Grid, known: Mapping[str, Sequence[Sequence[Stored]]]) -> None:
        self._sheet, self._grid, self._known = sheet, grid, known
        self._prefix = sheet.text.prefix
        self.headings = self._read_headings()
        self._ours = {
            self.headings[name]: number for number, name in enumerate(grid.columns) if name in self.headings
        }
        """Letters -> place in a row's values."""
        self._names = {letters: name for name, letters in self.headings.items()}
        gone = [name for name in grid.key if name not in self.headings]
        if gone:
            raise no_workbook(f"a table has no column {' or '.join(gone)} any more")
        self._key_letters = [self.headings[name] for name in grid.key]
        self._seen: Counter[str] = Counter()
        self._there: set[str] = set()
        """Keys of the rows that stand there."""
        self._heirs: Mapping[str, str] = {}
        """Key of a row that has gone -> key of the new one that takes its place."""
        self._lost: list[Typed] = []
        self._replaced: list[Typed] = []

    def _read_headings(self) -> Mapping[str, str]:
        """Return heading -> letters of its column, within the table."""
        table = self._sheet.table
        for row in self._sheet.text.rows:
            if row.number == table.first_row:
                return {
                    str(said).strip(): cell.letters
                    for cell in cut_row(row, self._prefix)
                    if self._is_inside(cell.letters)
                    and (said := value_of(cell, self._sheet.shared)) is not None
                }
        return {}

    def fill(self) -> Filled:
        table = self._sheet.table
        above = [row for row in self._sheet.text.rows if row.number <= table.first_row]
        below = [row for row in self._sheet.text.rows if row.number > table.last_row]
        inside = [row for row in self._sheet.text.rows if table.first_row < row.number <= table.last_row]
        if self._grid.heir in self.headings:
            self._heirs = self._find_heirs(inside)
        rows = self._placed([(row.number, self.kept(row)) for row in inside])
        number = rows[-1].number if rows else table.first_row
        for key, values in self._grid.rows.items():
            if key not in self._there:
                number += 1
                rows.append(self.new(number, values))
        # Excel repairs a table without a row of data, so an empty one keeps a blank row.
        last_row = max(number, table.first_row + 1)
        shift = last_row - table.last_row if table.totals else max(0, last_row - table.last_row)
        rows += (moved(row, row.number + shift, self._prefix) for row in below)
        return Filled((*above, *rows), last_row, tuple(self._lost), tuple(self._replaced))

    def _find_heirs(self, rows: Sequence[RowText]) -> Mapping[str, str]:
        """Return key of a row that has gone -> key of the first new row that is about the same."""
        letters, at = self.headings[self._grid.heir], self._grid.columns.index(self._grid.heir)
        about: dict[str, Stored] = {}
        seen: Counter[str] = Counter()
        for row in rows:
            said = {cell.letters: value_of(cell, self._sheet.shared) for cell in cut_row(row, self._prefix)}
            key = key_of([said.get(one) for one in self._key_letters])
            if key:
                about[numbered(key, seen)] = said.get(letters)
        new: dict[Stored, list[str]] = {}
        for key, values in self._grid.rows.items():
            if key not in about:
                new.setdefault(stored_row(values)[at], []).append(key)
        gone = {key: one for key, one in about.items() if one and key not in self._grid.rows and new.get(one)}
        return {key: new[one].pop(0) for key, one in gone.items() if new[one]}

    def _placed(self, found: Sequence[tuple[int, RowText | None]]) -> list[RowText]:
        """Return the rows that stay: where they are, or moved up where nothing is bound to its row."""
        stay = [(number, row) for number, row in found if row is not None]
        if not (self._sheet.may_move or self._grid.closes_gaps):
            return [row for _, row in stay]
        first = self._sheet.table.first_row + 1
        return [moved(row, at, self._prefix) for at, (_, row) in enumerate(stay, start=first)]

    def kept(self, row: RowText) -> RowText | None:
        """Return a row of the table as it is to be; None where nothing of it stays."""
        cells = {cell.letters: cell for cell in cut_row(row, self._prefix)}
        said = {letters: value_of(cell, self._sheet.shared) for letters, cell in cells.items()}
        if all(one in {None, ""} for one in said.values()):
            return None
        key = key_of([said.get(letters) for letters in self._key_letters])
        if not key or self._grid.only_adds:
            self._there.add(key)
            return row  # a row that a person has added, or that stays as it is
        key = numbered(key, self._seen)
        key = self._heirs.get(key, key)
        values = self._grid.rows.get(key)
        if values is None:
            self._lost += self._own(key, said)
            beside = {letters: cell.xml for letters, cell in cells.items() if not self._is_inside(letters)}
            return self._assembled(row, beside) if beside else None
        self._there.add(key)
        self._replaced += self._overtyped(key, said, values)
        return self._written_row(row, cells, said, values)

    def _own(self, key: str, said: Mapping[str, Stored]) -> Iterator[Typed]:
        """Yield what stands in a row's columns of the table that are not ours."""
        for letters, value in said.items():
            if letters not in self._ours and self._is_inside(letters) and value not in {None, ""}:
                yield Typed(key, self._names.get(letters, letters), value)

    def _is_inside(self, letters: str) -> bool:
        table = self._sheet.table
        return table.first_column <= column_index_from_string(letters) <= table.last_column

    def _overtyped(self, key: str, said: Mapping[str, Stored], values: Row) -> Iterator[Typed]:
        versions = self._known.get(key)
        if versions is None:
            return
        now = stored_row(values)
        for letters, at in self._ours.items():
            found = said.get(letters)
            if found in {None, ""} or isinstance(values[at], Formula):
                continue
            if not any(at < len(one) and are_same(found, one[at]) for one in (now, *versions)):
                yield Typed(key, self._names[letters], found)

    def _written_row(
        self, row: RowText, cells: Mapping[str, CellText], said: Mapping[str, Stored], values: Row
    ) -> RowText:
        """Return a row with our values in it; untouched where it says them already."""
        changed: dict[str, bytes] = {}
        for letters, at in self._ours.items():
            value = values[at]
            if isinstance(value, Formula) or not are_same(said.get(letters), as_stored(value)):
                changed[letters] = self._changed(letters, row.number, value, cells.get(letters))
        if not changed:
            return row
        everything = {**{letters: cell.xml for letters, cell in cells.items()}, **changed}
        was_hidden, is_hidden = (
            self._sheet.table.hides(one) for one in (said, {**said, **self._said(values)})
        )
        tag = row.tag if was_hidden == is_hidden else _with_hidden(row.tag, hidden=is_hidden)
        return self._assembled(replace(row, tag=tag), everything)

    def _changed(self, letters: str, number: int, value: Value | Formula, cell: CellText | None) -> bytes:
        """Return a cell that says something else in its old format, which stays when it says nothing."""
        own = attribute(cell.xml, b"s") if cell is not None else ""
        written = self._cell(letters, number, value, own or self._sheet.styles.get(letters, ""))
        blank = b'<%bc r="%b%d" s="%b"/>' % (self._prefix, letters.encode(), number, own.encode())
        return written or (blank if own else b"")

    def _said(self, values: Row) -> Mapping[str, Stored]:
        stored = stored_row(values)
        return {letters: stored[at] for letters, at in self._ours.items()}

    def new(self, number: int, values: Row) -> RowText:
        """Return a row that was not there before."""
        tag = _with_hidden(self._prefix + b"row", hidden=self._sheet.table.hides(self._said(values)))
        row = RowText(number, tag, b"")
        cells = {
            letters: self._cell(letters, number, values[at], self._sheet.styles.get(letters, ""))
            for letters, at in self._ours.items()
        }
        return self._assembled(row, cells)

    def _cell(self, letters: str, number: int, value: Value | Formula, style: str) -> bytes:
        if isinstance(value, Formula) and value.by_row:
            value = self._placed_formula(value, number)
        return cell_bytes(f"{letters}{number}", value, style, self._prefix)

    def _placed_formula(self, formula: Formula, number: int) -> Formula | Value:
        """Return a formula for a row, wherever its columns stand by now; its result where one is gone."""
        try:
            return replace(formula, text=formula.text.format_map({**self.headings, "row": number}))
        except KeyError:
            return formula.result

    def _assembled(self, row: RowText, cells: Mapping[str, bytes]) -> RowText:
        order = sorted(cells, key=column_index_from_string)
        # How far a row reaches is only a hint (spans), and a wrong one is worse than none.
        tag = b" ".join(part for part in row.tag.split(b" ") if not part.startswith(b"spans="))
        return replace(row, tag=tag, body=b"".join(cells[letters] for letters in order))


def _with_hidden(tag: bytes, *, hidden: bool) -> bytes:
    """Return a row's tag as its table's filter wants the row: a row that comes or changes follows it too."""
    plain = _HIDDEN.sub(b"", tag)
    return plain + b' hidden="1"' if hidden else plain


def column_styles(text: SheetText) -> Mapping[str, str]:
    """Return letters -> number of the format of each column that has one (18.3.1.13)."""
    found = {}
    for entry in _COLUMNS.findall(text.head):
        first, last, style = (attribute(entry, name) for name in (b"min", b"max", b"style"))
        if style and first.isdigit() and last.isdigit():
            for number in range(int(first), min(int(last), int(first) + 200) + 1):
                found[get_column_letter(number)] = style
    return found
