"""docs/monitoring.md: a table of each sheet's columns as they are declared, and a picture of each sheet."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem

from extract.plan_columns import PLAN_SHEETS, Column, PlanSheet, Typing
from extract.plan_examples import EXAMPLES
from extract.plan_sheets import Choices, add_plan_sheets
from extract.workbook_file import workbook_bytes
from forms.plan import CalendarRow, DayKind, Party, Person, Plan, PlannedSession, Relationship, Series
from tests.docs.examples import DOCS
from tests.docs.pictures import as_png, cut_out
from tests.tools.libreoffice import convert
from tests.tools.pdfium import draw_pages

PAGE = DOCS / "monitoring.md"
PICTURES = DOCS / "monitoring"
_ON = dt.date(2026, 9, 1)
_SCHOOLS = ("Alder Grove Academy", "Birch Lane Primary")
_DPI = 110
_BLANK_ROWS = 3

SHOWN = Plan(
    people=(
        Person(
            "tom",
            "Tom Reed",
            _SCHOOLS[0],
            "Designated Safeguarding Lead",
            email="tom.reed@aldergrove.example",
            is_dsl=True,
        ),
        Person(
            "sam",
            "Sam Okoro",
            _SCHOOLS[1],
            "Designated Safeguarding Lead",
            ("Samuel Okoro",),
            "sam.okoro@birchlane.example",
            is_dsl=True,
            new_to_post=True,
            starts=dt.date(2026, 9, 1),
        ),
        Person(
            "priya",
            "Priya Shah",
            _SCHOOLS[0],
            "Trust Safeguarding Lead",
            email="priya.shah@trust.example",
            supervisor_trained_on=dt.date(2025, 5, 14),
            holds_cases=False,
            absent_from=dt.date(2026, 11, 2),
        ),
        Person(
            "owen",
            "Owen Hart",
            _SCHOOLS[1],
            "Headteacher",
            email="owen.hart@birchlane.example",
            supervisor_trained_on=dt.date(2024, 3, 6),
            holds_cases=False,
        ),
    ),
    relationships=(
        Relationship(
            "tom-1",
            "esteem",
            "tom",
            "priya",
            starts=dt.date(2025, 9, 1),
            ends=dt.date(2026, 11, 13),
            deputies=("owen",),
        ),
        Relationship(
            "tom-2",
            "esteem",
            "tom",
            "owen",
            starts=dt.date(2026, 11, 16),
            handover_on=dt.date(2026, 11, 16),
            follows="tom-1",
        ),
        Relationship("sam-1", "esteem", "sam", "owen", starts=dt.date(2026, 9, 1)),
        Relationship(
            "sam-g", "esteem", "sam", "priya", Series.GROUP, "North DSLs", starts=dt.date(2026, 9, 1)
        ),
    ),
    calendar=(
        CalendarRow("", DayKind.HALF_TERM, "Aut1", dt.date(2026, 9, 2), dt.date(2026, 10, 23)),
        CalendarRow("", DayKind.HALF_TERM, "Aut2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
        CalendarRow(_SCHOOLS[1], DayKind.INSET, "Staff training", dt.date(2026, 11, 2), dt.date(2026, 11, 3)),
    ),
    sessions=(
        PlannedSession(
            "ESM-26-0031",
            "tom-1",
            dt.date(2026, 9, 24),
            dt.time(10),
            60,
            "Room 4",
            dt.date(2026, 7, 8),
            sent_on=dt.date(2026, 9, 10),
            agenda_returned_on=dt.date(2026, 9, 17),
            held_on=dt.date(2026, 9, 24),
            sent_for_signature_on=dt.date(2026, 9, 28),
            copy_given_on=dt.date(2026, 10, 5),
            filed_on=dt.date(2026, 9, 25),
            holds_master=Party.SUPERVISOR,
        ),
        PlannedSession(
            "ESM-26-0042",
            "tom-2",
            dt.date(2026, 11, 19),
            dt.time(10),
            60,
            "Room 4",
            dt.date(2026, 11, 16),
            moved_to=dt.date(2026, 11, 20),
            sent_on=dt.date(2026, 11, 6),
            holds_master=Party.SUPERVISEE,
        ),
        PlannedSession(
            "ESM-26-0043",
            "sam-1",
            dt.date(2026, 10, 22),
            dt.time(9),
            90,
            "Library",
            dt.date(2026, 9, 9),
            cancelled_on=dt.date(2026, 10, 22),
            cancelled_by=Party.SUPERVISEE,
            cancel_reason="Court hearing",
            rebooked_to="ESM-26-0044",
        ),
        PlannedSession(
            "ESM-26-0044", "sam-1", dt.date(2026, 11, 5), dt.time(9), 90, "Library", dt.date(2026, 10, 22)
        ),
    ),
)
"""An invented trust, as its sheets are shown."""


def table(spec: PlanSheet) -> str:
    """Return the columns of a sheet as a table in Markdown."""
    rows = [f"| {_heading(one)} | {one.note} | {one.example} |" for one in spec.columns]
    return "\n".join(["| column | what to write | example |", "|---|---|---|", *rows])


def with_tables(text: str) -> str:
    """Return the page with each table as the declarations have it; it stands below a mark with its name."""
    for spec in PLAN_SHEETS:
        mark = f"<!-- columns of {spec.name} -->"
        before, after = text.split(mark)
        rest = re.sub(r"\A\n(?:\|.*\n)*", "", after)
        text = f"{before}{mark}\n{table(spec)}\n{rest}"
    return text


def _heading(column: Column) -> str:
    words = f"**{column.heading}** \\*" if column.needed else column.heading
    return f"{words}<br>{', '.join(column.choices)}" if column.typing is Typing.CHOICE else words


def picture_path(spec: PlanSheet) -> Path:
    """Return where the picture of a sheet stands."""
    return PICTURES / f"{spec.name.lower()}.png"


def fingerprint() -> str:
    """Return what the pictures are made from: the bytes of a workbook with these sheets alone."""
    return hashlib.sha256(_workbook()).hexdigest()[:16]


def draw_sheets(folder: Path) -> dict[str, bytes]:
    """Return a picture of each sheet as LibreOffice prints it, its pages below each other."""
    pictures = {}
    counts = (
        len(EXAMPLES.people) + len(SHOWN.people),
        len(EXAMPLES.relationships) + len(SHOWN.relationships),
        len(EXAMPLES.calendar) + len(SHOWN.calendar),
        len(EXAMPLES.sessions) + len(SHOWN.sessions),
    )
    paths = []
    for spec, count in zip(PLAN_SHEETS, counts, strict=True):
        book = load_workbook(io.BytesIO(_workbook()))
        for sheet in book.worksheets:
            if sheet.title == spec.name:
                last = get_column_letter(len(spec.columns) + 1)
                sheet.print_area = f"A1:{last}{count + 1 + _BLANK_ROWS}"
                sheet.oddFooter = HeaderFooterItem()
            else:
                sheet.sheet_state = "hidden"
        book.active = book.sheetnames.index(spec.name)
        paths.append(folder / f"{spec.name}.xlsx")
        book.save(paths[-1])
    for spec, pdf in zip(PLAN_SHEETS, convert(paths, "pdf", folder), strict=True):
        pictures[spec.name] = as_png(
            [cut_out(page) for page in draw_pages(pdf, dpi=_DPI)], fingerprint(), "white"
        )
    return pictures


def _workbook() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_plan_sheets(book, SHOWN, Choices(_SCHOOLS, ("esteem",)))
    return workbook_bytes(book, _ON, {})
