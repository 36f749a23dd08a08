"""A workbook of a small sound plan as somebody may have typed it, to be spoilt by one test each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from extract.plan_columns import PLAN_SHEETS
from extract.plan_reading import PlanReading, read_plan
from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.plan import CalendarRow, DayKind, Person, Plan, PlannedSession, Relationship, Series

SCHOOLS = ("Alder Grove Academy", "Birch Lane Primary")
SOUND = Plan(
    people=(
        Person("P01", "Tom Reed", "Alder Grove Academy", is_dsl=True, ends=dt.date(2026, 12, 31)),
        Person("P01", "Tom Reed", "Birch Lane Primary", is_dsl=True, starts=dt.date(2027, 1, 1)),
        Person("P02", "Priya Shah", "Alder Grove Academy"),
        Person("P03", "Owen Hart", "Alder Grove Academy"),
    ),
    relationships=(
        Relationship(
            "R01",
            "esteem",
            "P01",
            "P02",
            starts=dt.date(2026, 9, 1),
            deputies=("P03",),
            deputies_reason="Away",
        ),
        Relationship("R02", "esteem", "P03", "P02", Series.GROUP, "North DSLs", follows="R01"),
    ),
    calendar=(
        CalendarRow("", DayKind.HALF_TERM, "Aut1", dt.date(2026, 9, 1), dt.date(2026, 10, 23)),
        CalendarRow("", DayKind.HALF_TERM, "Aut2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
        CalendarRow("Alder Grove Academy", DayKind.INSET, "", dt.date(2026, 11, 2), dt.date(2026, 11, 2)),
    ),
    sessions=(
        PlannedSession("ESM-26-0042", "R01", dt.date(2026, 11, 19), dt.time(10), 60, "Room 4"),
        PlannedSession(
            "ESM-26-0043",
            "R01",
            dt.date(2026, 10, 22),
            cancelled_on=dt.date(2026, 10, 21),
            rebooked_to="ESM-26-0042",
        ),
        PlannedSession("ESM-26-0044", "North DSLs", dt.date(2026, 12, 3)),
    ),
)
"""Nothing is to be said of it."""


def place(sheet: str, field: str, row: int = 0) -> str:
    """Return the cell of a field in one of SOUND's rows, from 0, as SOUND is written."""
    spec = next(one for one in PLAN_SHEETS if one.name == sheet)
    column = [one.field for one in spec.columns].index(field)
    return f"{chr(65 + column)}{row + 2}"


def spoilt(folder: Path, spoil: Callable[[Workbook], None]) -> Path:
    """Write SOUND without examples, let `spoil` change it, and return the file."""
    path = folder / "monitoring.xlsx"
    write_monitoring(path, SOUND, Choices(SCHOOLS, ("esteem",)), dt.date(2026, 9, 1))
    book = load_workbook(path)
    for spec in PLAN_SHEETS:
        sheet = book[spec.name]
        while str(sheet["A2"].value).startswith("EXAMPLE"):
            sheet.delete_rows(2)
        # openpyxl would keep the table's old size.
        sheet.tables.clear()
    spoil(book)
    book.save(path)
    return path


def read_spoilt(folder: Path, spoil: Callable[[Workbook], None]) -> PlanReading:
    """Return what is read of SOUND after it was changed."""
    return read_plan(spoilt(folder, spoil), policies=("esteem",))


def put(cells: dict[str, object]) -> Callable[[Workbook], None]:
    """Return a change that puts values into cells, such as Roster!B2."""

    def change(book: Workbook) -> None:
        for name, value in cells.items():
            sheet, cell = name.split("!")
            book[sheet][cell].value = value

    return change


def said(reading: PlanReading) -> list[tuple[str, str]]:
    """Return the code and the cell of everything that does not fit."""
    return [(one.code, one.place) for one in reading.misfits]
