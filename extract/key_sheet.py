"""The key as a workbook: read with every doubtful row named by its place, and given one row more.

No message says a child's name: who may read a message need not be somebody who may read the key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from zipfile import BadZipFile

from forms.case_key import CaseEntry
from forms.dates import parse_date
from forms.errors import UnreadableError
from forms.files import write_whole
from forms.findings import Finding, Severity
from forms.naming import letters_of_name, letters_of_school
from forms.reference import is_case_ref

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Key"
_HEADINGS = ("case_ref", "school", "name", "known_as", "from", "to", "hint")
_WIDTHS = (14, 26, 28, 28, 12, 12, 44)
_NOTES = (
    "Such as ESM-C014. It stays the same for ever.",
    "The school that holds the case.",
    "The child's name as the school writes it.",
    "Other names that people write, with ; between them.",
    "The first day that the school holds the case.",
    "The last day. Leave it empty while it goes on.",
    "Words for forms that tell the DSL who is meant, and nobody else.",
)


@dataclass(frozen=True, slots=True)
class Key:
    """What the key of a trust or school says, and what does not fit in it."""

    entries: tuple[CaseEntry, ...] = ()
    findings: tuple[Finding, ...] = ()
    case_refs: tuple[str, ...] = ()
    """Every reference that stands in it, those of rows that were left aside too: none is given twice."""


def read_key(place: Path) -> Key:
    """Return the key at a file, or in all .xlsx files of a folder; an empty one where there is none yet.

    Raises UnreadableError N08 for a file that is no workbook, or that has no sheet Key with its headings.
    """
    if place.is_dir():
        files = sorted(one for one in place.glob("*.xlsx") if not one.name.startswith(("~$", ".")))
    else:
        files = [place] if place.exists() else []
    entries: list[CaseEntry] = []
    findings: list[Finding] = []
    case_refs: list[str] = []
    for file in files:
        rows = _sheet(file)
        case_refs += _case_refs(rows)
        for entry in _entries(file, rows):
            if isinstance(entry, Finding):
                findings.append(entry)
            else:
                entries.append(entry)
    return Key(tuple(entries), (*findings, *_twice(entries)), tuple(case_refs))


def write_key(place: Path, entries: Sequence[CaseEntry]) -> None:
    """Write a key anew, the entries in their order. Raises WriteError where it is open elsewhere."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(list(_HEADINGS))
    for entry in entries:
        sheet.append(list(_cells(entry).values()))
    _set_up(sheet, len(entries))
    buffer = BytesIO()
    book.save(buffer)
    write_whole(place, buffer.getvalue())


def add_to_key(place: Path, entry: CaseEntry) -> None:
    """Write one row more below those of a key, which stay as people wrote them; a new key where none is.

    Raises UnreadableError N08 and WriteError.
    """
    if not place.exists():
        write_key(place, [entry])
        return
    book = _book(place, values=False)
    sheet = book[_key_sheet(book.sheetnames) or _no_sheet(place)]
    headings = [_text(cell.value).casefold() for cell in sheet[1]]
    # A sheet's own last row may be one that is only formatted.
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    filled = (at for at, row in rows if any(_text(value) for value in row))
    number = max(filled, default=1) + 1
    for name, value in _cells(entry).items():
        if value is None:
            continue
        if name not in headings:
            headings.append(name)
            sheet.cell(1, len(headings), name)
        _put(sheet.cell(number, headings.index(name) + 1), value)
    for table in sheet.tables.values():
        first, _, last = table.ref.partition(":")
        if _row_of(first) == 1 and _row_of(last) < number:
            table.ref = f"{first}:{last.rstrip('0123456789')}{number}"
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
    buffer = BytesIO()
    book.save(buffer)
    write_whole(place, buffer.getvalue())


def _cells(entry: CaseEntry) -> dict[str, str | dt.date | None]:
    known_as = "; ".join(entry.known_as) or None
    values = (entry.case_ref, entry.school, entry.name, known_as, entry.starts, entry.ends, entry.hint)
    return dict(zip(_HEADINGS, values, strict=True))


def _put(cell: Any, value: str | dt.date) -> None:
    cell.value = value
    cell.number_format = "@" if isinstance(value, str) else "dd/mm/yyyy"
    # A name may begin with a sign that would make a formula of it.
    if isinstance(value, str):
        cell.data_type = "s"


def _row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"))


def _set_up(sheet: Worksheet, rows: int) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    for number, (width, note) in enumerate(zip(_WIDTHS, _NOTES, strict=True), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        heading = sheet[f"{letter}1"]
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="FFC6E0B4")
        heading.comment = Comment(note, "halfterm")
        for (cell,) in sheet[f"{letter}2:{letter}{max(2, rows + 1)}"]:
            cell.number_format = "dd/mm/yyyy" if _HEADINGS[number - 1] in {"from", "to"} else "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            # A name may begin with a sign that would make a formula of it.
            if isinstance(cell.value, str):
                cell.data_type = "s"
    last = get_column_letter(len(_HEADINGS))
    table = Table(displayName=SHEET, name=SHEET, ref=f"A1:{last}{max(2, rows + 1)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9


def _book(file: Path, *, values: bool) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(file, data_only=values)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise UnreadableError(
            "N08",
            f"{file}: cannot be read as a workbook ({type(error).__name__}); expected the key to the case "
            "references, without a password, closed in Excel; open it in Excel and save it as .xlsx.",
        ) from error


def _key_sheet(names: Sequence[str]) -> str | None:
    return next((name for name in names if name.strip().casefold() == SHEET.casefold()), None)


def _no_sheet(file: Path) -> NoReturn:
    raise UnreadableError(
        "N08",
        f"{file}: found no sheet {SHEET} with the headings {', '.join(_HEADINGS)} in its first row; put "
        "them back.",
    )


def _sheet(file: Path) -> list[tuple[Any, ...]]:
    book = _book(file, values=True)
    named = _key_sheet(book.sheetnames)
    rows = list(book[named].iter_rows(values_only=True)) if named else []
    if not rows or not {"case_ref", "name"} <= {_text(one).casefold() for one in rows[0]}:
        _no_sheet(file)
    return rows


def _case_refs(rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    at = [_text(heading).casefold() for heading in rows[0]].index("case_ref")
    said = (_text(row[at]).upper() for row in rows[1:] if at < len(row))
    yield from (one for one in said if is_case_ref(one))


def _entries(file: Path, rows: Sequence[tuple[Any, ...]]) -> Iterator[CaseEntry | Finding]:
    places = {_text(heading).casefold(): at for at, heading in enumerate(rows[0])}
    for number, row in enumerate(rows[1:], start=2):
        said = {name: row[at] for name, at in places.items() if at < len(row)}
        if not any(_text(said.get(name)) for name in _HEADINGS):
            continue
        where = f"{file.name}, row {number}"
        case_ref, name = _text(said.get("case_ref")).upper(), _text(said.get("name"))
        if not is_case_ref(case_ref):
            yield _doubt("N01", where, "has no case reference such as ESM-C014; the row was left aside")
            continue
        if not name:
            yield _doubt("N02", where, "has a case reference and no name; the row was left aside")
            continue
        days: dict[str, dt.date | None] = {}
        for heading in ("from", "to"):
            days[heading], is_right = _day(said.get(heading))
            if not is_right:
                yield _doubt("N03", where, f'"{heading}" is no date; write it as 28/02/2026')
        yield CaseEntry(
            case_ref=case_ref,
            school=_text(said.get("school")),
            name=name,
            known_as=tuple(one for part in _text(said.get("known_as")).split(";") if (one := part.strip())),
            starts=days["from"],
            ends=days["to"],
            hint=_text(said.get("hint")) or None,
            place=where,
        )


def _twice(entries: Sequence[CaseEntry]) -> Iterator[Finding]:
    by_ref: dict[str, CaseEntry] = {}
    by_name: dict[str, CaseEntry] = {}
    for entry in entries:
        first = by_ref.setdefault(entry.case_ref, entry)
        if first is not entry and letters_of_school(first.school) == letters_of_school(entry.school):
            yield _doubt("N04", entry.place, f"has the reference of {first.place}; give each child its own")
        for name in entry.names:
            other = by_name.setdefault(letters_of_name(name), entry)
            if other.case_ref != entry.case_ref:
                yield _doubt(
                    "N05",
                    entry.place,
                    f"has a name of {other.place} under another reference; say which is right",
                )


def _doubt(code: str, where: str, what: str) -> Finding:
    severity = Severity.ACT_NOW if code in {"N04", "N05"} else Severity.SOON
    return Finding(code, severity, None, f"{where}: {what}.")


def _text(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _day(value: object) -> tuple[dt.date | None, bool]:
    """Return (the day, whether the cell is right); an empty cell is no day, and right."""
    if isinstance(value, dt.datetime):
        return value.date(), True
    if isinstance(value, dt.date):
        return value, True
    if not _text(value):
        return None, True
    day = parse_date(_text(value))
    return day, day is not None
