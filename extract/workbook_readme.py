"""The first sheet: what the workbook is, its colours, its day, its sheets, and the codes that occur in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from extract.book.filling import Grid, Row
from extract.workbook_columns import SHEETS
from extract.workbook_sheet import GENERATED, INK, OWN, fit_to_width
from extract.workbook_spec import Sheet
from forms.code_words import CODE_WORDS
from forms.log import Log

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

AS_OF_CELL, AS_OF = "B3", "README!$B$3"
"""Where the day of the workbook stands."""
CONTENTS, CODES = "Contents", "Codes"
"""The tables of the first sheet; that of the codes is the last thing on it, for it grows."""
_OTHER = "See what was said when the file was read"


@dataclass(frozen=True, slots=True)
class Readme:
    """What the first sheet says that is not the same in every workbook."""

    title: str
    what: str
    sheets: tuple[tuple[str, str], ...]
    """Name and purpose of each sheet that it lists."""
    how: tuple[tuple[str, str, PatternFill | None], ...] = ()
    """How sheets are filled, line by line: a word, what it means, and its colour."""


LOG_README = Readme(
    "Supervision QA log",
    "Made from returned supervision forms. It replaces none of them: the record is the form.",
    tuple((spec.name, spec.purpose) for spec in SHEETS),
)


def lay_out_readme(sheet: Worksheet, on: dt.date, said: Readme = LOG_README) -> None:
    """Make the first sheet; it names nobody."""
    for letter, width in (("A", 18), ("B", 13), ("C", 88)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _line(sheet, 1, said.title, size=16)
    _line(sheet, 2, "What it is", said.what)
    _line(sheet, 3, "As of", None)
    day = sheet[AS_OF_CELL]
    day.value, day.number_format, day.fill = on, "dd/mm/yyyy", OWN
    day.alignment = Alignment(horizontal="left", vertical="top")
    day.font = Font(name="Calibri", size=11, bold=True, color=INK)
    _line(sheet, 4, "", "Type another day there, or =TODAY(), to see what is overdue on it.")
    row = _heading(sheet, 6, "Colours")
    row = _lines(sheet, row, _COLOURS)
    if said.how:
        row = _heading(sheet, row + 1, "How to fill the green sheets")
        row = _lines(sheet, row, said.how)
    row = _contents(sheet, _heading(sheet, row + 1, "Sheets"), said.sheets)
    row = _line(
        sheet,
        row,
        "more columns",
        "Press the small 2 at the top left of a sheet to open the columns folded away, 1 to fold them.",
    )
    row = _heading(sheet, row + 1, "Not in here")
    for name, words in _NOT_IN_HERE:
        row = _line(sheet, row, name, words)
    row = _heading(sheet, row + 1, "Codes in this workbook (column exceptions)")
    _line(sheet, row, "code", "meaning")
    _add_table(sheet, CODES, f"A{row}:B{row + 1}")
    fit_to_width(sheet)
    sheet.page_setup.fitToHeight = 1


def _lines(sheet: Worksheet, row: int, lines: Iterable[tuple[str, str, PatternFill | None]]) -> int:
    for name, words, fill in lines:
        row = _line(sheet, row, name, words, fill)
    return row


_COLOURS = (
    (
        "grey heading",
        "Generated: written anew from the forms each time. Correct the form, not the cell.",
        GENERATED,
    ),
    ("green heading", "Yours: type there. It stays with its row when the workbook is written anew.", OWN),
    (
        "orange cell",
        "Needs a look: overdue, drifting, without owner or readable date, unsigned, contradicting copies.",
        PatternFill("solid", fgColor="FFFCE4D6"),
    ),
)
_NOT_IN_HERE = (
    ("children", "Children appear by case reference only; each school's DSL holds the key."),
    ("narrative", "Wellbeing, what was discussed and the words of a case's actions stay on the forms."),
)


def _contents(sheet: Worksheet, first: int, sheets: Iterable[tuple[str, str]]) -> int:
    """Write the table of sheets, each a link, and return the number of the row behind it."""
    row = _line(sheet, first, "sheet", "rows")
    sheet.cell(first, 3, "purpose").font = Font(name="Calibri", size=11, bold=True, color=INK)
    for name, purpose in sheets:
        row = _line(sheet, row, name)
        sheet.cell(row - 1, 3, purpose).alignment = Alignment(vertical="top")
        sheet.cell(row - 1, 2).alignment = Alignment(horizontal="left", vertical="top")
        sheet.cell(row - 1, 1).hyperlink = f"#'{name}'!A1"
        sheet.cell(row - 1, 1).font = Font(name="Calibri", size=11, underline="single", color="FF0B5394")
    _add_table(sheet, CONTENTS, f"A{first}:C{row - 1}")
    return row


def contents_grid(specs: Iterable[Sheet], source: object, others: Iterable[str] = ()) -> Grid:
    """Return how many rows each sheet has; of others it is not said."""
    rows: dict[str, Row] = {spec.name: (spec.name, len(tuple(spec.rows(source)))) for spec in specs}
    rows |= {name: (name, None) for name in others}
    return Grid(("sheet", "rows"), ("sheet",), rows)


def codes_grid(log: Log) -> Grid:
    """Return the codes that occur in the log, each with its meaning."""
    found = {one.code for session in log.sessions for one in session.findings}
    found |= {one.code for review in log.qa_reviews for one in review.findings}
    found |= {code for row in log.imports for code in row.codes}
    rows = {code: (code, CODE_WORDS.get(code, _OTHER)) for code in sorted(found)}
    return Grid(("code", "meaning"), ("code",), rows, closes_gaps=True)


def _add_table(sheet: Worksheet, name: str, ref: str) -> None:
    table = Table(displayName=name, name=name, ref=ref)
    # Plain lines of a page that is read, not sorted.
    table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _heading(sheet: Worksheet, row_number: int, text: str) -> int:
    return _line(sheet, row_number, text, size=13)


def _line(
    sheet: Worksheet,
    row_number: int,
    name: str,
    text: str | None = None,
    fill: PatternFill | None = None,
    *,
    size: int = 11,
) -> int:
    """Write a line of two cells and return the number of the next row."""
    left = sheet.cell(row_number, 1, name)
    left.font = Font(name="Calibri", size=size, bold=True, color=INK)
    left.alignment = Alignment(vertical="top")
    if fill is not None:
        left.fill = fill
    if text:
        right = sheet.cell(row_number, 2, text)
        right.font = Font(name="Calibri", size=11, color=INK)
        right.alignment = Alignment(vertical="top")
    return row_number + 1
