"""The cells of a workbook or a .csv file as texts, with what a person sees of them beside their words."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extract.plan_values import shown
from extract.sheet_cells import StoredCell, StoredSheet, place_of, read_cells
from forms.errors import UnreadableError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS = 500_000
_ZIP = b"PK"
_PLAIN_FILLS = frozenset({"00000000", "FFFFFFFF", "00FFFFFF"})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and what is odd about it, in words."""

    text: str
    odd: tuple[str, ...] = ()
    is_bare_number: bool = False
    """A number that no format says to be a date."""
    is_date: bool = False
    """A number that its format says to be a date."""


@dataclass(frozen=True, slots=True)
class Tabulated:
    """One sheet; rows and columns count from 1."""

    name: str
    """ "" for a .csv file."""
    cells: Mapping[tuple[int, int], Shown]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    odd: tuple[str, ...] = ()
    """What is odd about the whole of it."""
    rows: tuple[int, ...] = field(default=())
    """Those that hold something, in order."""

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows, "" for nothing."""
        cell = self.cells.get((row, column))
        return cell.text if cell is not None else ""

    def place(self, row: int, column: int) -> str:
        """Return how a cell is called."""
        return place_of(row, column)

    def merged_over(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """Return the merged range that covers a cell."""
        return next(
            (one for one in self.merged if one[0] <= row <= one[2] and one[1] <= column <= one[3]), None
        )


def tabulate(data: bytes) -> tuple[Tabulated, ...]:
    """Return the sheets of an .xlsx or .csv file.

    Raises UnreadableError M30, R13, R14 for a workbook that cannot be opened, R69 for what is no list, and
    PasswordError R15.
    """
    if data.startswith(_ZIP):
        return _workbook(data)
    return (_csv(data),)


def _workbook(data: bytes) -> tuple[Tabulated, ...]:
    book = read_cells(data)
    looks = _looks(data)
    return tuple(_sheet(sheet, looks.get(sheet.name), from_1904=book.from_1904) for sheet in book.sheets)


def _looks(data: bytes) -> Mapping[str, Worksheet]:
    """Return the sheets with how they look: what is hidden, coloured or struck through."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # What openpyxl leaves out of a file (rules, extensions) says nothing of its cells.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableError(
            "R69",
            f"cannot be opened as a list of people ({type(error).__name__}); open it in Excel and save it as "
            ".xlsx",
        ) from error
    return {sheet.title: sheet for sheet in book.worksheets}


def _sheet(sheet: StoredSheet, look: Worksheet | None, *, from_1904: bool) -> Tabulated:
    if len(sheet.cells) > _MOST_CELLS:
        raise UnreadableError(
            "R69",
            f"has {len(sheet.cells):,} cells in {sheet.name}; expected a list of people; save that by itself",
        )
    coloured = _coloured(look) if look is not None else {}
    cells = {}
    for place, cell in sheet.cells.items():
        text = shown(cell, from_1904=from_1904)
        odd = (*_odd(cell), *coloured.get(place, ()))
        if text or odd:
            cells[place] = Shown(text, odd, _is_bare_number(cell), _is_date(cell))
    rows, columns = _hidden(look)
    return Tabulated(
        sheet.name,
        cells,
        sheet.merged,
        rows,
        columns,
        look is not None and look.sheet_state != "visible",
        rows=tuple(sorted({row for row, _ in cells})),
    )


def _is_bare_number(cell: StoredCell) -> bool:
    return isinstance(cell.value, float) and cell.number_format in {"General", "0", "@"}


def _is_date(cell: StoredCell) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return isinstance(cell.value, float) and bool(is_date_format(cell.number_format))


def _odd(cell: StoredCell) -> Iterator[str]:
    if cell.is_error:
        yield "is an error of a formula"
    elif cell.is_formula:
        yield (
            "is a formula; what it came to last was taken"
            if cell.value is not None
            else "is a formula without a result"
        )


def _coloured(look: Worksheet) -> Mapping[tuple[int, int], tuple[str, ...]]:
    """Return the cells whose colour or strike may mean something: not where most cells have that colour."""
    fills: dict[str, list[tuple[int, int]]] = {}
    struck: set[tuple[int, int]] = set()
    for row in look.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            place = (cell.row, cell.column)
            if cell.font.strike:
                struck.add(place)
            colour = _fill(cell)
            if colour:
                fills.setdefault(colour, []).append(place)
    count = sum(1 for row in look.iter_rows() for cell in row if cell.value is not None) or 1
    found: dict[tuple[int, int], tuple[str, ...]] = dict.fromkeys(struck, ("is struck through",))
    for places in fills.values():
        if len(places) < count * 0.4:
            for place in places:
                found[place] = (*found.get(place, ()), "has a colour, which may say something of it")
    return found


def _fill(cell: Any) -> str:
    fill = cell.fill
    if fill is None or fill.fill_type != "solid" or fill.fgColor is None:
        return ""
    colour = fill.fgColor
    said = (
        f"theme {colour.theme} {colour.tint}" if colour.type == "theme" else str(colour.rgb or colour.indexed)
    )
    return "" if said in _PLAIN_FILLS else said


def _hidden(look: Worksheet | None) -> tuple[frozenset[int], frozenset[int]]:
    if look is None:
        return frozenset(), frozenset()
    rows = frozenset(number for number, one in look.row_dimensions.items() if one.hidden)
    columns = {
        number
        for one in look.column_dimensions.values()
        if one.hidden
        for number in range(one.min or 0, (one.max or one.min or 0) + 1)
    }
    return rows, frozenset(columns)


def _csv(data: bytes) -> Tabulated:
    text, odd = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error as error:
        raise UnreadableError(
            "R69", f"cannot be read as a list ({error}); save it as .xlsx in Excel"
        ) from error
    cells = {
        (row, column): Shown(value.strip())
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value.strip()
    }
    return Tabulated("", cells, odd=odd, rows=tuple(sorted({row for row, _ in cells})))


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise UnreadableError(
            "R69", "is no list of people: it is neither a workbook nor text; save it as .xlsx in Excel"
        )
    else:
        codecs = ("utf-8-sig", "cp1252")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        odd = ("was saved in an old code page: look at letters with accents",) if codec == "cp1252" else ()
        return text, odd
    raise UnreadableError("R69", "holds signs that are no text in any code page; save it as .xlsx in Excel")
