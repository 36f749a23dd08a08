"""Read the cells of a workbook as they are stored, without drawing conclusions (ISO/IEC 29500-1, 18).

docs/decisions/0028-reading-the-plan.md says why neither openpyxl nor calamine does it.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.book.texts import unescaped
from extract.kinds import ZIP_TROUBLE
from extract.package import check_members, parse_part
from forms.errors import PasswordError, UnreadableError

if TYPE_CHECKING:
    from lxml import etree

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RELATION = re.compile(r"\{[^}]*\}id$")


@dataclass(frozen=True, slots=True)
class StoredCell:
    """One cell that holds something. Row and column count from 1."""

    row: int
    column: int
    value: str | float | bool | None
    """As stored: of a formula its last result, None where none is stored."""
    number_format: str = "General"
    is_formula: bool = False
    is_error: bool = False
    """The value is a sign such as #REF!."""


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """One sheet: its cells by (row, column), its merged ranges as (first row, first column, last, last)."""

    name: str
    cells: Mapping[tuple[int, int], StoredCell]
    merged: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class StoredWorkbook:
    """The sheets of a workbook, in their order; `from_1904`: its days count from 1904 (18.17.4.1)."""

    names: tuple[str, ...]
    """Of all sheets, those too that were not wanted."""
    sheets: tuple[StoredSheet, ...]
    from_1904: bool


def read_cells(data: bytes, wanted: Callable[[str], bool] = lambda _: True) -> StoredWorkbook:
    """Return the cells of an .xlsx or .xlsm file, of those sheets whose names are `wanted`.

    Raises UnreadableError M30 (no workbook, or damaged), R13 (expands too far) or R14 (unsafe XML), and
    PasswordError R15 for encrypted members.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = check_members(archive)
            if "xl/workbook.xml" not in members:
                raise no_workbook("it is a zip without the parts of one")
            book = parse_part(archive, "xl/workbook.xml")
            parts = _targets(parse_part(archive, "xl/_rels/workbook.xml.rels"))
            texts = _shared_texts(archive, members)
            formats = _formats(archive, members)
            named = {
                str(entry.get("name", "")): parts.get(_relation(entry), "")
                for entry in book.iterfind("{*}sheets/{*}sheet")
            }
            sheets = tuple(
                _sheet(name, parse_part(archive, part), texts, formats)
                for name, part in named.items()
                if part in members and wanted(name)
            )
    except UnreadableError as error:
        if error.code != "R12":
            raise
        # The same reader opens returned forms, whose message is about Word.
        raise no_workbook(f"it is damaged: {error.__cause__}") from error
    except (*ZIP_TROUBLE, IndexError) as error:
        raise no_workbook(f"it is damaged: {error}") from error
    except RuntimeError as error:
        # zipfile has no class of its own for an encrypted member.
        raise PasswordError(
            "R15", f"is protected with a password ({error}); take the password off"
        ) from error
    settings = book.find("{*}workbookPr")
    return StoredWorkbook(
        tuple(named), sheets, settings is not None and settings.get("date1904") in {"1", "true"}
    )


def no_workbook(reason: str) -> UnreadableError:
    """Return the error for a file that cannot be opened as a workbook."""
    return UnreadableError(
        "M30", f"cannot be opened as an Excel workbook ({reason}); open it in Excel and save it as .xlsx"
    )


def place_of(row: int, column: int) -> str:
    """Return the name of a cell, such as C7; both count from 1."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def _relation(entry: etree._Element) -> str:
    """Return the id under which a sheet's part is named, whichever namespace the producer has for it."""
    return next((str(value) for name, value in entry.items() if _RELATION.search(str(name))), "")


def _targets(relations: etree._Element) -> dict[str, str]:
    """Return the parts that the workbook names as worksheets: id -> name in the zip."""
    return {
        str(one.get("Id", "")): posixpath.normpath(posixpath.join("/xl", str(one.get("Target", "")))).lstrip(
            "/"
        )
        for one in relations.iterfind("{*}Relationship")
        if str(one.get("Type", "")).endswith("/worksheet")
    }


def _shared_texts(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> list[str]:
    if "xl/sharedStrings.xml" not in members:
        return []
    return [_text(item) for item in parse_part(archive, "xl/sharedStrings.xml").iterfind("{*}si")]


def _text(item: etree._Element) -> str:
    """Return the text of a string item: its runs joined, without readings in another script (18.4.6)."""
    runs = [item, *item.iterfind("{*}r")]
    return unescaped("".join(part.text or "" for run in runs for part in run.iterfind("{*}t")))


def _formats(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> list[str]:
    """Return the number format of each style of a cell."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    if "xl/styles.xml" not in members:
        return []
    styles = parse_part(archive, "xl/styles.xml")
    codes = {
        int(one.get("numFmtId", 0)): str(one.get("formatCode", ""))
        for one in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    ids = [int(one.get("numFmtId", 0)) for one in styles.iterfind("{*}cellXfs/{*}xf")]
    return [codes.get(one) or BUILTIN_FORMATS.get(one, "General") for one in ids]


def _sheet(name: str, root: etree._Element, texts: list[str], formats: list[str]) -> StoredSheet:
    cells = {}
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = int(line.get("r") or row + 1)
        column = 0
        for entry in line.iterfind("{*}c"):
            # A cell may leave its place out: then it stands next to the one before.
            row, column = _place(entry.get("r")) or (row, column + 1)
            cell = _cell(row, column, entry, texts, formats)
            if cell.value is not None or cell.is_formula:
                cells[row, column] = cell
    ranges = [str(one.get("ref", "")) for one in root.iterfind("{*}mergeCells/{*}mergeCell")]
    corners = [tuple(_place(corner) for corner in one.split(":")) for one in ranges]
    merged = [(*one[0], *one[1]) for one in corners if len(one) == 2 and one[0] and one[1]]
    return StoredSheet(name, cells, tuple(merged))


def _cell(row: int, column: int, entry: etree._Element, texts: list[str], formats: list[str]) -> StoredCell:
    kind = entry.get("t", "n")
    stored = entry.findtext("{*}v")
    inline = entry.find("{*}is")
    value: str | float | bool | None = None
    if kind == "s" and stored:
        value = _item(texts, int(stored))
    elif kind == "inlineStr":
        value = _text(inline) if inline is not None else None
    elif kind == "b" and stored:
        value = stored.strip() in {"1", "true"}
    elif kind == "d" and stored:
        value = stored.removesuffix("T00:00:00")
    elif kind in {"str", "e"}:
        value = unescaped(stored) if stored is not None else None
    elif kind == "n" and stored:
        number = float(stored)
        value = number if math.isfinite(number) else stored
    style = int(entry.get("s", 0))
    return StoredCell(
        row,
        column,
        value,
        formats[style] if 0 <= style < len(formats) else "General",
        is_formula=entry.find("{*}f") is not None,
        is_error=kind == "e",
    )


def _item(texts: list[str], number: int) -> str:
    if not 0 <= number < len(texts):
        raise IndexError(f"there is no text {number}")
    return texts[number]


def _place(text: str | None) -> tuple[int, int] | None:
    from openpyxl.utils import column_index_from_string

    match = _PLACE.fullmatch(text or "")
    return (int(match[2]), column_index_from_string(match[1])) if match else None
