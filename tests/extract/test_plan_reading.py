"""Reading the sheets that people fill: what is surely meant is taken, what is not is named by its cell."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.plan_misfits import ERROR_HEADINGS, error_rows
from extract.plan_reading import read_plan
from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.errors import PasswordError, UnreadableError
from forms.findings import Severity
from forms.plan import Person, Plan, PlannedSession, Relationship, Series
from tests.extract.plan_workbooks import SOUND, place, put, read_spoilt, said, spoilt

DATA = Path(__file__).parents[1] / "data"


def test_a_sound_workbook_is_read_without_a_word(tmp_path: Path) -> None:
    """Every row, in its order."""
    reading = read_spoilt(tmp_path, lambda _: None)
    assert reading.findings == ()
    assert reading.plan == SOUND


@pytest.mark.parametrize(
    ("cell", "typed", "field", "expected"),
    [
        ("Schedule!C2", "19/11/2026", "planned_date", dt.date(2026, 11, 19)),
        ("Schedule!C2", " 19 November 2026 ", "planned_date", dt.date(2026, 11, 19)),
        ("Schedule!C2", dt.datetime(2026, 11, 19), "planned_date", dt.date(2026, 11, 19)),  # noqa: DTZ001
        ("Schedule!D2", "9.30", "planned_start", dt.time(9, 30)),
        ("Schedule!D2", "2:15 pm", "planned_start", dt.time(14, 15)),
        ("Schedule!D2", 0.4375, "planned_start", dt.time(10, 30)),
        ("Schedule!D2", 10.5 / 24, "planned_start", dt.time(10, 30)),
        ("Schedule!D2", dt.time(14, 5), "planned_start", dt.time(14, 5)),
        ("Schedule!D2", dt.timedelta(hours=9), "planned_start", dt.time(9)),
        ("Schedule!E2", "75 ", "planned_length_min", 75),
        ("Schedule!E2", 75.0, "planned_length_min", 75),
        ("Schedule!F2", " Room 4\xa0", "venue", "Room 4"),
        ("Schedule!F2", 7.0, "venue", "7"),
        ("Schedule!F2", 7.25, "venue", "7.25"),
        ("Schedule!F2", True, "venue", "TRUE"),
        ("Schedule!F2", "   ", "venue", None),
        ("Schedule!H2", "yes", "additional", True),
        ("Schedule!H2", "Y", "additional", True),
        ("Schedule!H2", True, "additional", True),
        ("Schedule!H2", False, "additional", False),
        ("Schedule!N2", " supervisor ", "cancelled_by", "Supervisor"),
    ],
)
def test_what_is_surely_meant_is_taken(
    cell: str, typed: object, field: str, expected: object, tmp_path: Path
) -> None:
    """As a date or as words, as a part of a day, with spaces around, in other capitals."""
    reading = read_spoilt(tmp_path, put({cell: typed}))
    assert reading.findings == ()
    assert getattr(reading.plan.sessions[0], field) == expected


@pytest.mark.parametrize(
    ("cell", "typed", "code", "message"),
    [
        (
            "C2",
            "31/02/2026",
            "M04",
            "'31/02/2026' is not a date: there is no such day; write it as 28/02/2026",
        ),
        ("C2", "next week", "M04", "'next week' is not a date; write it as 28/02/2026"),
        ("C2", dt.datetime(2026, 11, 19, 10), "M04", "'19/11/2026 10:00' is not a date"),  # noqa: DTZ001
        ("C2", dt.datetime(1926, 11, 19), "M04", "'19/11/1926' is not a date"),  # noqa: DTZ001
        ("C2", "0", "M04", "'0' is not a date"),
        ("I2", "2026-13-01", "M04", "is not a date: there is no such day"),
        ("D2", "ten", "M05", "'ten' is not a time of day; write it as 10:00"),
        ("D2", "25:00", "M05", "'25:00' is not a time of day"),
        ("D2", 10.3, "M05", "'10/01/1900 07:12' is not a time of day"),
        ("D2", 0.41, "M05", "is not a time of day"),
        ("E2", "an hour", "M06", "'an hour' is not a number of minutes from 1 to 999; write it as 60"),
        ("E2", 0, "M06", "'0' is not a number of minutes"),
        ("E2", -60, "M06", "'-60' is not a number of minutes"),
        ("E2", 60.5, "M06", "'60.5' is not a number of minutes"),
        ("H2", "perhaps", "M07", "'perhaps' is not one of: Yes, No; choose one of them"),
        ("N2", "Supervisr", "M07", 'Supervisee, Supervisor, School; did you mean "Supervisor"?'),
        ("F2", dt.date(2026, 3, 4), "M08", "(Excel has turned what was typed into something else)"),
        ("A2", "ESM-26-42", "M08", "'ESM-26-42' is not a session's id; write it as ESM-26-0042"),
        ("P2", "42", "M08", "'42' is not a session's id"),
        ("A2", 1.5e17, "M08", "is not an id (Excel has turned what was typed into something else)"),
        ("F2", "=A1", "M09", "nothing there; expected the result of the formula; open the file in Excel"),
        ("F2", "#REF!", "M09", "'#REF!' is not a value; put the formula right, or type the value"),
        (
            "B2",
            None,
            "M03",
            "nothing there; expected the relationship id; such as R-01; the row was left out",
        ),
    ],
)
def test_what_is_not_surely_meant_is_named(
    cell: str, typed: object, code: str, message: str, tmp_path: Path
) -> None:
    """By file, sheet and cell, with what stands there and what to write; nothing is guessed."""
    reading = read_spoilt(tmp_path, put({f"Schedule!{cell}": typed}))
    found = [one for one in reading.findings if one.field == f"Schedule!{cell}"]
    assert [one.code for one in found] == [code]
    assert found[0].message.startswith(f"monitoring.xlsx, Schedule!{cell}: ")
    assert message in found[0].message
    needed = cell[0] in "ABC"
    assert found[0].severity is (Severity.ACT_NOW if needed else Severity.SOON)
    assert found[0].message.endswith("the row was left out" if needed else "the cell was taken as blank")
    ids = [session.session_id for session in reading.plan.sessions]
    assert ids == (["ESM-26-0043", "ESM-26-0044"] if needed else [one.session_id for one in SOUND.sessions])


def test_a_number_is_no_date(tmp_path: Path) -> None:
    """It may have been pasted without its format; then it is shown as a number."""

    def spoil(book: Workbook) -> None:
        book["Schedule"]["C2"].value = 46345
        book["Schedule"]["C2"].number_format = "General"

    reading = read_spoilt(tmp_path, spoil)
    assert said(reading)[0] == ("M04", "Schedule!C2")
    assert "'46345' is not a date" in reading.findings[0].message


def test_a_wrong_needed_cell_takes_its_row_out_and_whatever_leads_to_it(tmp_path: Path) -> None:
    """Each thing that was left out is said, with where it began; the rest goes on."""
    reading = read_spoilt(tmp_path, put({"Roster!B4": None}))
    assert said(reading) == [
        ("M03", "Roster!B4"),
        ("M11", "Relationships!D2"),
        ("M11", "Relationships!D3"),
        ("M11", "Schedule!B2"),
        ("M11", "Schedule!B3"),
        ("M11", "Schedule!B4"),
    ]
    assert "that could be read (Roster!B4); put that row right first" in reading.findings[1].message
    assert (len(reading.plan.people), reading.plan.relationships, reading.plan.sessions) == (3, (), ())


def test_rows_in_any_order_with_blank_ones_between(tmp_path: Path) -> None:
    """Sorted, filtered and inserted rows, and rows in which only own columns are filled."""

    def spoil(book: Workbook) -> None:
        sheet = book["Schedule"]
        sheet.insert_rows(3, 4)
        sheet["W4"] = "my own note"
        sheet["B5"] = "  "
        sheet.row_dimensions[2].hidden = True
        sheet.auto_filter.ref = "A1:W8"

    assert read_spoilt(tmp_path, spoil).plan == SOUND


def _move(sheet: Worksheet, order: list[int]) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, start=1):
        for at, source in enumerate(order, start=1):
            cell = sheet.cell(number, at)
            cell.value = row[source] if source >= 0 else "own"
            cell.number_format = formats[number - 1][source] if source >= 0 else "@"


def test_columns_moved_added_and_written_otherwise(tmp_path: Path) -> None:
    """Headings count by their letters; what is no heading of ours belongs to whoever wrote it."""

    def spoil(book: Workbook) -> None:
        sheet = book["Schedule"]
        _move(sheet, [*reversed(range(22)), -1])
        for cell in sheet[1]:
            cell.value = f" {str(cell.value).upper()}  "
        book["Roster"]["A1"] = "person_id"
        book["Roster"].insert_rows(1, 3)
        book["Roster"]["A1"] = "The people of our trust"

    reading = read_spoilt(tmp_path, spoil)
    assert reading.findings == ()
    assert reading.plan == SOUND


def test_numbers_that_are_ids(tmp_path: Path) -> None:
    """7, "7" and 7.0 are one id, and 007 is what a format of zeros shows."""

    def spoil(book: Workbook) -> None:
        put({"Roster!A4": 7.0, "Relationships!D2": "7", "Relationships!D3": 7})(book)
        put({"Roster!A5": 8, "Relationships!C3": "008", "Relationships!I2": 8})(book)
        book["Roster"]["A5"].number_format = "000"
        book["Relationships"]["I2"].number_format = "000"

    reading = read_spoilt(tmp_path, spoil)
    assert reading.findings == ()
    assert [one.person_id for one in reading.plan.people[2:]] == ["7", "008"]
    assert {one.supervisor_id for one in reading.plan.relationships} == {"7"}
    assert reading.plan.relationships[0].deputies == ("008",)


def test_a_series_that_excel_took_for_a_time(tmp_path: Path) -> None:
    """1:1 typed into a cell that is not formatted as text becomes a minute past one."""
    reading = read_spoilt(tmp_path, put({"Relationships!E2": dt.time(1, 1)}))
    assert reading.findings == ()
    assert reading.plan.relationships[0].series is Series.ONE_TO_ONE


def test_lists_in_one_cell(tmp_path: Path) -> None:
    """Names are parted by semicolons or lines, for a name may hold a comma; ids by commas too."""
    reading = read_spoilt(
        tmp_path, put({"Roster!E2": "Reed, Tom; Tommy Reed;\nT Reed;", "Relationships!I2": "P03, P02"})
    )
    assert reading.findings == ()
    assert reading.plan.people[0].aliases == ("Reed, Tom", "Tommy Reed", "T Reed")
    assert reading.plan.relationships[0].deputies == ("P03", "P02")


def test_examples_are_passed_over(tmp_path: Path) -> None:
    """Whatever stands in them; a person whose id only looks like one is read."""
    path = tmp_path / "monitoring.xlsx"
    write_monitoring(path, Plan(), Choices(), dt.date(2026, 9, 1))
    assert read_plan(path).plan == Plan()
    assert read_plan(path).findings == ()
    reading = read_spoilt(tmp_path, put({"Roster!A5": "EXAMPLEry", "Roster!B5": "Owen Hart"}))
    assert reading.plan.people[3].person_id == "EXAMPLEry"


def test_merged_cells_are_named(tmp_path: Path) -> None:
    """Only the first of them has a value, so the others count as blank."""
    reading = read_spoilt(tmp_path, lambda book: book["Schedule"].merge_cells("F2:F4"))
    assert said(reading) == [("M10", "Schedule!F2:F4")]
    assert [one.venue for one in reading.plan.sessions] == ["Room 4", None, None]


def test_merged_cells_beside_the_table_are_nobodys_business(tmp_path: Path) -> None:
    """Nor are those above the headings."""

    def spoil(book: Workbook) -> None:
        book["Schedule"].insert_rows(1)
        book["Schedule"].merge_cells("A1:F1")
        book["Schedule"].merge_cells("Z3:Z5")

    assert read_spoilt(tmp_path, spoil).findings == ()


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    """What leads to it is kept, for there is no knowing."""

    def spoil(book: Workbook) -> None:
        del book["Roster"]

    reading = read_spoilt(tmp_path, spoil)
    assert said(reading) == [("M01", "Roster")]
    assert reading.plan == dataclasses.replace(SOUND, people=())


def test_a_renamed_sheet_is_told_by_its_headings(tmp_path: Path) -> None:
    """It is not read, for a copy may have the same headings."""

    def spoil(book: Workbook) -> None:
        book["Relationships"].title = "Who with whom"

    reading = read_spoilt(tmp_path, spoil)
    assert said(reading) == [("M01", "Relationships")]
    assert 'rename the sheet "Who with whom" to Relationships' in reading.findings[0].message


def test_a_sheet_in_other_capitals_is_the_same(tmp_path: Path) -> None:
    """With spaces around its name too."""

    def spoil(book: Workbook) -> None:
        book["Roster"].title = " ROSTER "

    assert read_spoilt(tmp_path, spoil).plan == SOUND


def test_a_missing_heading_is_named(tmp_path: Path) -> None:
    """Of a needed column the sheet cannot be read; of another its cells are blank."""
    reading = read_spoilt(tmp_path, put({"Schedule!F1": "Venu", "Calendar!D1": "x"}))
    assert said(reading) == [("M02", "Calendar"), ("M02", "Schedule")]
    assert 'has no column headed Venue; did you mean "Venu"?; its cells' in reading.findings[1].message
    assert reading.findings[0].severity is Severity.ACT_NOW
    assert reading.plan.calendar == ()
    assert reading.plan.sessions[0].venue is None


def test_a_heading_that_stands_twice_is_named(tmp_path: Path) -> None:
    """Neither of the two columns is read."""
    reading = read_spoilt(tmp_path, put({"Schedule!X1": "venue", "Schedule!X2": "Room 5"}))
    assert said(reading) == [("M02", "Schedule!X1")]
    assert reading.plan.sessions[0].venue is None


def test_rows_for_a_sheet_of_errors(tmp_path: Path) -> None:
    """What stands in a cell is given whole there."""
    words = "very " * 30 + "soon"
    reading = read_spoilt(tmp_path, put({"Schedule!I2": words}))
    assert len(ERROR_HEADINGS) == 5
    assert error_rows(reading.misfits) == (
        ("Schedule", "I2", words, "a date", "write it as 28/02/2026; the cell was taken as blank"),
    )
    assert len(reading.findings[0].message) < 200


def test_schools_are_those_listed(tmp_path: Path) -> None:
    """Other capitals are put right, another name is said and kept."""
    reading = read_spoilt(
        tmp_path, put({"Roster!C2": "alder  grove ACADEMY", "Roster!C4": "Alder Grove Acadmy"})
    )
    assert [one.school for one in reading.plan.people[:3]] == [
        "Alder Grove Academy",
        "Birch Lane Primary",
        "Alder Grove Acadmy",
    ]
    assert said(reading) == [("M19", "Roster!C4")]
    assert 'did you mean "Alder Grove Academy"?' in reading.findings[0].message


def test_a_policy_that_is_not_known_is_named(tmp_path: Path) -> None:
    """Its rules are needed, so the row is left out."""
    reading = read_spoilt(tmp_path, put({"Relationships!B3": "estem"}))
    assert said(reading)[0] == ("M07", "Relationships!B3")
    assert 'did you mean "esteem"?' in reading.findings[0].message
    assert len(reading.plan.relationships) == 1


def test_the_plan_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    """Old Excel for Macintosh counts days otherwise."""

    def spoil(book: Workbook) -> None:
        book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001

    assert read_spoilt(tmp_path, spoil).plan == SOUND


def test_a_file_that_is_open_is_read_and_said(tmp_path: Path) -> None:
    """As it was saved last."""
    path = spoilt(tmp_path, lambda _: None)
    (tmp_path / "~$monitoring.xlsx").write_bytes(b"\x0aPriya")
    reading = read_plan(path)
    assert [(one.code, one.severity) for one in reading.findings] == [("M21", Severity.NOTE)]
    assert reading.findings[0].message.startswith("monitoring.xlsx: is open in another program; save it")
    assert reading.plan == SOUND


def _damage(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (None, UnreadableError, "R01"),
        (b"", UnreadableError, "R03"),
        (b"PK\x03\x04 torn", UnreadableError, "M30"),
        (b"Person id,Name\n", UnreadableError, "M30"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", UnreadableError, "M30"),
    ],
)
def test_a_file_that_is_no_workbook(
    content: bytes | None, kind: type[Exception], code: str, tmp_path: Path
) -> None:
    """It is said which file, and what to do."""
    path = tmp_path / "monitoring.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(kind) as caught:
        read_plan(path)
    assert str(caught.value).startswith(f"{code}: {path}: ")


def test_a_torn_workbook(tmp_path: Path) -> None:
    """Half a download, and one whose part is no XML."""
    path = spoilt(tmp_path, lambda _: None)
    path.write_bytes(_damage(path.read_bytes()))
    with pytest.raises(UnreadableError, match=r"M30: .*cannot be opened as an Excel workbook"):
        read_plan(path)


def test_a_protected_workbook() -> None:
    """The whole file is encrypted, and no part of it can be read."""
    with pytest.raises(PasswordError, match=r"R15: .*plan-protected\.xlsx: is protected with a password"):
        read_plan(DATA / "plan-protected.xlsx")


def test_a_workbook_that_xlsxwriter_saved() -> None:
    """Plain cells: numbers as ids, a formula with its result, a text of which a part is bold."""
    reading = read_plan(DATA / "plan-by-xlsxwriter.xlsx", policies=("esteem",))
    assert reading.findings == ()
    school = "Alder Grove Academy"
    assert reading.plan == Plan(
        (
            Person("P01", "Tom Reed", school, email="tom.reed@aldergrove.example", is_dsl=True),
            Person("7", "Priya Shah", school, supervisor_trained_on=dt.date(2025, 5, 14)),
        ),
        (Relationship("R01", "esteem", "P01", "7", starts=dt.date(2026, 9, 1)),),
        (SOUND.calendar[1],),
        (PlannedSession("ESM-26-0042", "R01", dt.date(2026, 11, 19), dt.time(10), 60, "Room 4 (upstairs)"),),
    )


def test_protected_sheets_are_read(tmp_path: Path) -> None:
    """That keeps people from typing, not from reading."""

    def spoil(book: Workbook) -> None:
        book["Roster"].protection.set_password("spring")
        book["Roster"].protection.enable()

    assert read_spoilt(tmp_path, spoil).plan == SOUND


def test_other_peoples_workbooks_have_no_plan(corpora: Path) -> None:
    """Each is read to its end; no sheet of ours is found in it."""
    names: list[Any] = []
    for path in sorted((corpora / "xlsx").iterdir()):
        if path.suffix in {".xlsx", ".xlsm"}:
            reading = read_plan(path)
            assert reading.plan == Plan()
            names.append(path.name)
            assert [one.code for one in reading.misfits] == ["M01"] * 4
    assert len(names) > 5


def test_places_are_those_of_the_written_sheets(tmp_path: Path) -> None:
    """The tests above name cells by hand; this holds them against the declarations."""
    assert place("Schedule", "venue") == "F2"
    assert place("Roster", "school", 2) == "C4"
    assert spoilt(tmp_path, lambda _: None).is_file()
