"""Write the review file: a row for each box that a person has to look at, with its picture.

Sheets of others in the same file stay.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Pictures

from extract.plan_values import shown
from extract.review.rows import FILES, HOW, VALUES, Doubt, FileInDoubt, Kept, Said, SaidOfFile
from extract.sheet_cells import StoredCell
from extract.workbook_cells import cell_text, put_text
from extract.workbook_file import workbook_bytes
from extract.workbook_sheet import GENERATED, INK, LINE, OWN, OWN_CELL, fit_to_width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_Content = str | StoredCell | None
"""Of a cell: a text of ours, or what a person typed there."""
KEY = "key"
DATED = dt.date(2000, 1, 1)
"""What the file says of its own day: the same rows give the same bytes."""
MARKED = {VALUES: ("form", "question", "file"), FILES: ("file", "counts_as")}
"""Sheet -> the columns that say what a row is about."""
_MARK_LENGTH = 8
_LAST_ROW = 5000
_PICTURE_WIDTH, _PICTURE_HEIGHT = 440, 300
"""The most room that a picture takes, in pixels of a screen; it is whole, and can be drawn larger there."""
_PIXELS_PER_PT, _EMU_PER_PIXEL = 96 / 72, 9525
_LETTER_WIDTH, _LINE_HEIGHT = 1.15, 13.5


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the review file."""

    name: str
    width: float
    """In characters."""
    own: bool = False
    """Whether a person types there."""
    choices: tuple[str, ...] = ()


_PICTURE = Column("picture", _PICTURE_WIDTH / 7 + 2)
VALUE_COLUMNS = (
    Column("form", 20),
    Column("question", 28),
    _PICTURE,
    Column("read", 34),
    Column("right_value", 34, own=True),
    Column("or_choose", 20, own=True, choices=tuple(Said)),
    Column("not_taken_because", 24),
    Column("how_sure", 14),
    Column("why", 34),
    Column("page", 6),
    Column("file", 26),
    Column(KEY, 12),
)
FILE_COLUMNS = (
    Column("file", 34),
    _PICTURE,
    Column("what_to_do", 16, own=True, choices=tuple(SaidOfFile)),
    Column("reference", 20, own=True),
    Column("form", 26, own=True),
    Column("stage", 12, own=True, choices=("agenda", "session", "signing", "final")),
    Column("counts_as", 26),
    Column("not_taken_because", 30),
    Column("why", 46),
    Column(KEY, 12),
)
_TEXTS = (
    (
        "What this is",
        "Values of returned forms that nobody can be sure of, each with a picture of its place.",
    ),
    (
        "Values",
        (
            "Look at the picture. Type what it says into right_value, or choose: As read, where it is right; "
            "Nothing stands there; Nobody can read it. Then save and close. The next run takes it and clears "
            "the row."
        ),
    ),
    (
        "Files",
        (
            "Forms of which nothing could be read: choose Key it in and type the reference that stands at "
            "the foot of each page; the next run lists the questions on the sheet Values. Records of last "
            "time that were typed over: choose Use as and type the reference of the session that they are "
            "of; what stands there as it stood is asked about on Values. Done with: nobody is asked any "
            "more. Below stand the files of which something was said, with what they count as: say something "
            "else to change it, or choose As it came to take it back."
        ),
    ),
    ("Dates", "Type 19/11/2026. Where the form holds words instead, such as ASAP, type the words."),
    ("Several answers", "Where a question may have several, put ; between them."),
    (
        "Not taken",
        "What cannot be meant stays, and not_taken_because says why. Nothing that you typed is thrown away.",
    ),
    ("Leave", "Sort, filter and hide as you like. Leave headings, sheet names and the column key."),
    (
        "Who may see it",
        "This file holds words about children. Keep it in its restricted folder; never mail it.",
    ),
)


def write_review(
    before: bytes | None, doubts: Sequence[Doubt], files: Sequence[FileInDoubt], kept: Mapping[str, Kept]
) -> bytes:
    """Return the review file; `before` is what stands there, of which the sheets of others stay.

    `kept` is by the keys of rows: what a person typed there and could not be taken.
    """
    book = load_workbook(io.BytesIO(before)) if before is not None else Workbook()
    for name in [*book.sheetnames]:
        if before is None or name in {VALUES, FILES, HOW}:
            del book[name]
    values, unread = book.create_sheet(VALUES, 0), book.create_sheet(FILES, 1)
    _lay_out(values, VALUE_COLUMNS)
    for row, doubt in enumerate(doubts, start=2):
        _fill(values, row, VALUE_COLUMNS, _value_cells(doubt, kept.get(doubt.key)))
        _put_picture(values, row, VALUE_COLUMNS, doubt.picture)
    _lay_out(unread, FILE_COLUMNS)
    for row, file in enumerate(files, start=2):
        _fill(unread, row, FILE_COLUMNS, _file_cells(file, kept.get(file.key)))
        _put_picture(unread, row, FILE_COLUMNS, file.picture)
    _write_how(book.create_sheet(HOW, 2))
    return workbook_bytes(book, DATED, {})


def mark_of(texts: Iterable[str]) -> str:
    """Return a short mark of what a row is about, whatever spaces and unseen signs stand in it.

    It is kept beside the key: where only some of the columns were sorted, the two no longer agree.
    """
    plain = "\n".join(
        "".join(sign for sign in cell_text(text, "", "")[0] if sign.isprintable() and not sign.isspace())
        for text in texts
    )
    return hashlib.sha256(plain.encode()).hexdigest()[:_MARK_LENGTH]


def _key(key: str, *texts: str) -> str:
    return f"{key} {mark_of(texts)}"


def _value_cells(doubt: Doubt, kept: Kept | None) -> tuple[_Content, ...]:
    right, choice = kept.cells if kept is not None else (None, None)
    read = "\nor: ".join(doubt.read)
    page = str(doubt.page_number or "")
    said = (doubt.form, doubt.question, "", read)
    key = _key(doubt.key, doubt.form, doubt.question, doubt.file)
    beside = (doubt.how_sure, doubt.why, page, doubt.file, key)
    return (*said, right, choice, kept.why if kept is not None else "", *beside)


def _file_cells(file: FileInDoubt, kept: Kept | None) -> tuple[_Content, ...]:
    own = kept.cells if kept is not None else (None, None, None, None)
    why_not = kept.why if kept is not None else ""
    return (
        file.file, "", *own, file.counts_as, why_not, file.why, _key(file.key, file.file, file.counts_as),
    )  # fmt: skip


def _lay_out(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, column.name)
        cell.font = Font(name="Calibri", size=10, bold=True, color=INK)
        cell.fill = OWN if column.own else GENERATED
        cell.alignment = Alignment(vertical="center")
        cell.border = LINE
        dimension = sheet.column_dimensions[letter]
        dimension.width = column.width
        dimension.number_format = "@"
        dimension.hidden = column.name == KEY
        if column.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            rule.errorTitle, rule.error = "Not in the list", f"Choose one of: {', '.join(column.choices)}"
            rule.showErrorMessage = True
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "A2"
    sheet.sheet_view.zoomScale = 90
    fit_to_width(sheet)
    sheet.print_title_rows = "1:1"


def _fill(sheet: Worksheet, row: int, columns: Sequence[Column], contents: Sequence[_Content]) -> None:
    height = 1.0
    for number, (column, content) in enumerate(zip(columns, contents, strict=True), start=1):
        cell = sheet.cell(row, number)
        cell.number_format = "@"
        text = shown(content) if isinstance(content, StoredCell) else content or ""
        if isinstance(content, StoredCell) and not isinstance(content.value, str):
            cell.value, cell.number_format = content.value, content.number_format
        elif text:
            put_text(cell, text, "the returned form")
        cell.font = Font(name="Calibri", size=10, color=INK)
        cell.alignment = Alignment(vertical="top", wrap_text=column.name != KEY)
        cell.border = LINE
        if column.own:
            cell.fill = OWN_CELL
        if column.name != KEY:
            lines = text.split("\n")
            height = max(height, sum(1 + int(len(one) * _LETTER_WIDTH / column.width) for one in lines))
    sheet.row_dimensions[row].height = min(409.0, 4 + height * _LINE_HEIGHT)


def _put_picture(sheet: Worksheet, row: int, columns: Sequence[Column], picture: bytes | None) -> None:
    """Lay a picture over its cell, whole, at about the size that it has on paper."""
    if picture is None:
        return
    with Pictures.open(io.BytesIO(picture)) as opened:
        width, height = opened.size
    scale = min(_PICTURE_WIDTH / width, _PICTURE_HEIGHT / height, 1.0)
    shown = (max(1, round(width * scale)), max(1, round(height * scale)))
    image = Image(io.BytesIO(picture))
    image.width, image.height = shown
    edge = 4 * _EMU_PER_PIXEL
    corner = AnchorMarker(col=columns.index(_PICTURE), colOff=edge, row=row - 1, rowOff=edge)
    size = XDRPositiveSize2D(*(pixels * _EMU_PER_PIXEL for pixels in shown))
    image.anchor = OneCellAnchor(_from=corner, ext=size)
    sheet.add_image(image)
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0, (shown[1] + 8) / _PIXELS_PER_PT)


def _write_how(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    for row, (what, words) in enumerate(_TEXTS, start=1):
        for column, text in enumerate((what, words), start=1):
            cell = sheet.cell(row, column, text)
            cell.font = Font(name="Calibri", size=11, bold=column == 1, color=INK)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[row].height = 17.0 * (1 + len(words) // 105)
    fit_to_width(sheet)
