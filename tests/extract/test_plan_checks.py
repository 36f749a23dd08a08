"""Rows that contradict each other are named, each with what to do; a near miss is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from forms.plan import Plan
from tests.extract.plan_workbooks import SOUND, put, read_spoilt, said


def _day(day: int, month: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


_AUT1 = {
    "Calendar!A5": "Birch Lane Primary",
    "Calendar!B5": "Half term",
    "Calendar!C5": "Aut1",
    "Calendar!D5": _day(1, 9),
    "Calendar!E5": _day(23, 10),
    "Calendar!A6": "Birch Lane Primary",
    "Calendar!B6": "Half term",
}
_SECOND_PAIR = {
    "Relationships!A4": "R03",
    "Relationships!B4": "esteem",
    "Relationships!C4": "P01",
    "Relationships!D4": "P02",
}


@pytest.mark.parametrize(
    ("cells", "code", "cell", "message"),
    [
        ({"Relationships!C2": "P1"}, "M11", "Relationships!C2", "is not a person of Roster; did you mean"),
        ({"Relationships!C2": "p01"}, "M11", "Relationships!C2", 'did you mean "P01"?; the row was left out'),
        ({"Relationships!C2": "EXAMPLE-1"}, "M11", "Relationships!C2", "examples are not read"),
        ({"Relationships!I2": "P03; Q9"}, "M11", "Relationships!I2", "'Q9' is not a person of Roster"),
        ({"Relationships!K3": "R9"}, "M11", "Relationships!K3", "'R9' is not an id of Relationships"),
        ({"Relationships!K3": "R02"}, "M11", "Relationships!K3", "it is this row's own"),
        ({"Schedule!B2": "R011"}, "M11", "Schedule!B2", 'a group of Relationships; did you mean "R01"?'),
        ({"Schedule!B4": "North DSL"}, "M11", "Schedule!B4", 'did you mean "North DSLs"?'),
        ({"Schedule!P3": "ESM-26-0142"}, "M17", "Schedule!P3", 'did you mean "ESM-26-0042"?; it was kept'),
        ({"Schedule!P3": "ESM-26-0043"}, "M17", "Schedule!P3", "the id of another row"),
        ({"Schedule!A4": "ESM-26-0042"}, "M12", "Schedule!A4", "an id of its own: A2 has it; all of these"),
        ({"Relationships!A3": "R01"}, "M12", "Relationships!A3", "an id of its own: A2 has it"),
        ({"Relationships!F3": "R01"}, "M12", "Relationships!F3", "a name of its own: it is the id in A2"),
        ({"Roster!M2": None}, "M13", "Roster!A3", "a row for other days than A2: both hold at one time"),
        ({"Roster!M2": _day(1, 1, 2027)}, "M13", "Roster!A3", "give the earlier row its last day"),
        (
            {"Roster!L2": _day(1, 1, 2027)},
            "M14",
            "Roster!M2",
            "is not on or after Starts on (01/01/2027 in L2)",
        ),
        ({"Relationships!H2": _day(1, 8)}, "M14", "Relationships!H2", "'01/08/2026' is not on or after"),
        (
            {"Roster!N4": _day(2, 11), "Roster!O4": _day(1, 11)},
            "M14",
            "Roster!O4",
            "is not on or after Absent from",
        ),
        ({"Roster!O4": _day(1, 11)}, "M14", "Roster!O4", "the last day of an absence: Absent from is blank"),
        ({"Calendar!E4": _day(1, 11)}, "M14", "Calendar!E4", "'01/11/2026' is not on or after First day"),
        ({"Calendar!D3": _day(23, 10)}, "M15", "Calendar!D3", "after Aut1 in D2, which lasts to 23/10/2026"),
        ({"Calendar!C2": "Spr1"}, "M15", "Calendar!C3", "the half term that follows Spr1 in D2"),
        ({"Calendar!C3": "Aut1"}, "M15", "Calendar!C3", "'Aut1' is not the half term that follows Aut1"),
        ({"Calendar!C3": "Autumn 2"}, "M07", "Calendar!C3", "the name of a half term: Aut1, Aut2"),
        ({"Calendar!C3": None}, "M07", "Calendar!C3", "nothing there; expected the name of a half term"),
        ({"Schedule!C2": _day(31, 8)}, "M16", "Schedule!C2", "a day on which R01 holds (from 01/09/2026)"),
        ({"Schedule!I2": _day(31, 8)}, "M16", "Schedule!I2", "'31/08/2026' is not a day on which R01 holds"),
        (
            {"Relationships!H3": _day(2, 12)},
            "M16",
            "Schedule!C4",
            "a day on which North DSLs holds (to 02/12/2026)",
        ),
        (_SECOND_PAIR, "M18", "Relationships!A4", "R01 in A2 is one of the same series; end one of them"),
        ({"Relationships!L2": None}, "M23", "Relationships!I2", "write why in Why deputies; they may sign"),
        ({"Schedule!W2": "Supervisor"}, "M23", "Schedule!W2", "write why in Why not signed; until then"),
        ({"Relationships!D2": "P01"}, "M20", "Relationships!D2", "nobody supervises themselves"),
        (
            {"Calendar!A2": "Alder Grove Academy", "Calendar!A3": "Alder Grove Academy"},
            "M19",
            "Roster!C3",
            "'Birch Lane Primary' is not a school with half terms in Calendar",
        ),
        ({"Calendar!A4": "Alder Grave"}, "M19", "Calendar!A4", "is not a school of the sheet Lists"),
    ],
)
def test_a_contradiction_is_named(
    cells: Mapping[str, object], code: str, cell: str, message: str, tmp_path: Path
) -> None:
    """By its cell, with the cell that it contradicts."""
    reading = read_spoilt(tmp_path, put(dict(cells)))
    assert (code, cell) in said(reading)
    found = [one.message for one in reading.findings if (one.code, one.field) == (code, cell)]
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize(
    "cells",
    [
        {"Roster!L2": _day(31, 12)},
        {"Roster!N4": _day(2, 11), "Roster!O4": _day(2, 11)},
        {"Roster!N4": _day(2, 11)},
        {"Calendar!D3": _day(24, 10)},
        {"Calendar!E4": _day(2, 11)},
        {"Calendar!B4": "Closure", "Calendar!C4": "aut1"},
        {"Calendar!C2": "AUT1"},
        {"Schedule!C2": _day(1, 9)},
        {"Schedule!C3": _day(31, 8)},
        {"Schedule!C2": _day(31, 8), "Schedule!I2": _day(1, 9)},
        {**_SECOND_PAIR, "Relationships!H2": _day(30, 11), "Relationships!G4": _day(1, 12)},
        {**_SECOND_PAIR, "Relationships!E4": "External"},
        {**_SECOND_PAIR, "Relationships!C4": "P02", "Relationships!D4": "P01"},
        {**_AUT1, "Calendar!C6": "Aut1", "Calendar!D6": _day(1, 9, 2027), "Calendar!E6": _day(22, 10, 2027)},
        {**_AUT1, "Calendar!C6": "Sum2", "Calendar!D6": _day(7, 6, 2027), "Calendar!E6": _day(23, 7, 2027)},
    ],
)
def test_a_near_miss_is_not(cells: Mapping[str, object], tmp_path: Path) -> None:
    """What only looks like a contradiction."""
    assert said(read_spoilt(tmp_path, put(dict(cells)))) == []


def test_nothing_is_read_of_two_different_rows_of_one_id(tmp_path: Path) -> None:
    """Which of them is meant cannot be known."""
    reading = read_spoilt(tmp_path, put({"Schedule!A4": "ESM-26-0042"}))
    assert [one.session_id for one in reading.plan.sessions] == ["ESM-26-0043"]
    assert said(reading) == [("M17", "Schedule!P3"), ("M12", "Schedule!A4")]


def test_the_same_row_twice_is_one_row(tmp_path: Path) -> None:
    """As it is after a slip while copying."""

    def spoil(book: Workbook) -> None:
        sheet = book["Schedule"]
        for number, cell in enumerate(sheet[2], start=1):
            other = sheet.cell(6, number)
            other.value, other.number_format = cell.value, cell.number_format

    reading = read_spoilt(tmp_path, spoil)
    assert said(reading) == [("M12", "Schedule!A6")]
    assert reading.plan == SOUND


def test_what_is_odd_but_clear_stays_in_the_plan(tmp_path: Path) -> None:
    """It is said, and the rules may use it."""
    reading = read_spoilt(tmp_path, put({"Schedule!C2": _day(31, 8), "Schedule!P3": "ESM-26-0100"}))
    assert said(reading) == [("M16", "Schedule!C2"), ("M17", "Schedule!P3")]
    assert len(reading.plan.sessions) == 3
    assert reading.plan.sessions[1].rebooked_to == "ESM-26-0100"


def test_every_id_of_a_plan_leads_somewhere(tmp_path: Path) -> None:
    """Those that the rules need: whoever is supervised, and what a session is planned for."""
    reading = read_spoilt(tmp_path, put({"Roster!A4": "P04", "Relationships!A3": "R05"}))
    _assert_sound(reading.plan)
    assert reading.plan.relationships == ()


def _assert_sound(plan: Plan) -> None:
    people = {one.person_id for one in plan.people}
    targets = {one.rel_id for one in plan.relationships} | {one.group for one in plan.relationships}
    assert all({one.supervisee_id, one.supervisor_id} <= people for one in plan.relationships)
    assert all(one.rel_id in targets for one in plan.sessions)
