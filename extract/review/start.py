"""The sheets of review.xlsx in which people confirm what `halfterm start` has read, and nothing else of it.

Each row is a proposal. Its first column says whether a person takes it; what they write into the columns for
the right values counts, not what was read. Other sheets of the file are left as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from extract.review.writing import DATED
from extract.workbook_file import workbook_bytes
from forms.errors import WriteError
from forms.files import write_whole
from forms.text import normalise_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TAKE, FILE, WHERE, WORDS, SURE, WHY, ID = (
    "Take? (yes/no)",
    "File",
    "Where",
    "As it stands there",
    "How sure",
    "Why not sure",
    "Id",
)
LOOK = "look"
"""In the first column of a row that only shows something: there is nothing to take."""
_WHAT = "What"
_ANSWERS = ("yes", "no", "all", LOOK)
_MORE_ROWS = 200
"""Below the last one, for what a person adds."""
_MOST_LETTERS = 32_767
"""A cell of Excel holds no more."""
_TOO_LONG = "(too long for a cell: read it in the file)"


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One of the sheets: its headings with their widths in letters, those for right values among them."""

    name: str
    values: Mapping[str, float]
    """Heading of a right value -> width."""
    proposes: bool = True
    """Whether its rows are taken; else they are there to be copied."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return all headings, in order."""
        if not self.proposes:
            return tuple(self.values)
        return (TAKE, *self.values, WORDS, SURE, WHY, FILE, WHERE, ID)


PEOPLE = ReviewSheet(
    "Start people",
    {
        "Name": 22, "School": 24, "Role": 26, "Email": 30, "DSL": 8, "Starts on": 12, "Ends on": 12,
        "Supervisor": 22, "Last supervision": 14,
    },
)  # fmt: skip
RECORDS = ReviewSheet("Start records", {_WHAT: 34, "Right value": 44})
ACTIONS = ReviewSheet("Start actions", {"Action": 50, "Who": 20, "By when": 14, "Goes under": 30})
SHEETS = (PEOPLE, RECORDS, ACTIONS)
_WIDTHS = {TAKE: 9, FILE: 26, WHERE: 24, WORDS: 40, SURE: 9, WHY: 40, ID: 20}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row. `take` is what a person wrote there, folded; "" as long as nobody did."""

    sheet: str
    id: str
    values: Mapping[str, str]
    take: str = ""
    words: str = ""
    reasons: tuple[str, ...] = ()
    file: str = ""
    where: str = ""
    is_shortened: bool = field(default=False, compare=False)

    @property
    def is_sure(self) -> bool:
        """Return whether nothing speaks against what was read."""
        return not self.reasons


def load_proposals(path: Path) -> list[Proposal]:
    """Return the rows of our sheets, as people left them. Raises WriteError W17 for what is no workbook."""
    if not path.exists():
        return []
    book = _open(path)
    return [
        one for sheet in SHEETS if sheet.name in book.sheetnames for one in _rows(book[sheet.name], sheet)
    ]


def load_copies(path: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a sheet that is there to be copied: heading -> text."""
    book = _open(path) if path.exists() else None
    if book is None or name not in book.sheetnames:
        return []
    rows = list(book[name].iter_rows(values_only=True))
    headings = [_text(one) for one in rows[0]] if rows else []
    found = [dict(zip(headings, map(_text, row), strict=False)) for row in rows[1:]]
    return [one for one in found if any(one.values())]


def save_proposals(
    path: Path, proposals: Sequence[Proposal], copies: Mapping[str, Sequence[Sequence[str]]]
) -> None:
    """Write our sheets anew into the file; `copies` are sheets of rows to copy: name -> headings and rows.

    Raises WriteError W01 where it is open elsewhere, W17 where it is no workbook.
    """
    from openpyxl import Workbook

    is_new = not path.exists()
    book = Workbook() if is_new else _open(path)
    first = book.sheetnames[0] if is_new else None
    for sheet in SHEETS:
        rows = [one for one in proposals if one.sheet == sheet.name]
        _replace(book, sheet.name, [sheet.headings, *(_cells(one, sheet) for one in rows)] if rows else [])
    for name, rows_to_copy in copies.items():
        _replace(book, name, rows_to_copy if len(rows_to_copy) > 1 else [])
    if first is not None and len(book.sheetnames) > 1:
        del book[first]
    write_whole(path, workbook_bytes(book, DATED, {}))


def _open(path: Path) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise WriteError(
            "W17",
            f"{path}: cannot be opened as a workbook ({type(error).__name__}); expected the file with what a "
            "person has to check; close it in Excel, or move it away, and run the command again.",
        ) from error


def _rows(sheet: Worksheet, spec: ReviewSheet) -> list[Proposal]:
    rows = list(sheet.iter_rows(values_only=True))
    if not rows:
        return []
    places = {_text(heading): at for at, heading in enumerate(rows[0])}
    found = []
    for row in rows[1:]:
        said = {name: _text(row[at]) for name, at in places.items() if at < len(row)}
        if any(said.values()):
            found.append(
                Proposal(
                    spec.name,
                    said.get(ID, ""),
                    {name: said.get(name, "") for name in spec.values},
                    said.get(TAKE, "").casefold(),
                    said.get(WORDS, ""),
                    tuple(one for one in said.get(WHY, "").split("; ") if one),
                    said.get(FILE, ""),
                    said.get(WHERE, ""),
                )
            )
    return found


def _cells(one: Proposal, sheet: ReviewSheet) -> list[str]:
    said = {
        **one.values,
        TAKE: one.take,
        WORDS: one.words,
        SURE: "" if one.take == LOOK else "sure" if one.is_sure else "check",
        WHY: "; ".join(one.reasons),
        FILE: one.file,
        WHERE: one.where,
        ID: one.id,
    }
    return [_fitting(said.get(heading, "")) for heading in sheet.headings]


def _fitting(text: str) -> str:
    clean = normalise_text(text).text
    return clean if len(clean) <= _MOST_LETTERS else _TOO_LONG


def fits(text: str) -> bool:
    """Return whether a cell can hold a text as it is."""
    clean = normalise_text(text)
    return len(clean.text) <= _MOST_LETTERS and not clean.removed


def _replace(book: Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    at = len(book.sheetnames)
    if name in book.sheetnames:
        at = book.sheetnames.index(name)
        if not rows and len(book.sheetnames) == 1:
            book.create_sheet("Nothing to check")
        del book[name]
    if not rows:
        return
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name, at)
    spec = next((one for one in SHEETS if one.name == name), None)
    widths = {**_WIDTHS, **(spec.values if spec else {})}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell: Any = sheet.cell(number, column)
            cell.value = value or None
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if value:
                # A text may begin with a sign that would make a formula of it.
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="FFC6E0B4")
    for column, heading in enumerate(rows[0], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(heading, 18)
    if spec is not None:
        _offer_answers(sheet, spec)
    sheet.freeze_panes = "B2"


def _offer_answers(sheet: Worksheet, spec: ReviewSheet) -> None:
    """Show which columns are a person's, and offer what the first one takes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    from extract.workbook_sheet import OWN, OWN_CELL

    own = {TAKE, *(one for one in spec.values if one != _WHAT)}
    for column in sheet.iter_cols():
        if column[0].value in own:
            column[0].fill = OWN
            for cell in column[1:]:
                cell.fill = OWN_CELL
    rule = DataValidation(type="list", formula1=f'"{",".join(_ANSWERS)}"', allow_blank=True)
    rule.errorTitle, rule.error = "Not in the list", f"Choose one of: {', '.join(_ANSWERS)}"
    rule.showErrorMessage = True
    rule.add(f"A2:A{sheet.max_row + _MORE_ROWS}")
    sheet.add_data_validation(rule)


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if value is not None else ""
