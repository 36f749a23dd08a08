"""A spreadsheet that somebody keeps is mapped to the roster, and whatever is not plain in it is said."""

import datetime as dt
import io
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from extract.people.reading import ListedPerson, PeopleList, read_people
from forms.errors import UnreadableError

_SCHOOLS = ("Alder Grove Academy", "Birch Lane School")
_HEADINGS = ("Name", "School", "Role", "Email", "Supervisor", "Start date", "Last supervision")
_TOM = (
    "Tom Reed",
    _SCHOOLS[0],
    "DSL",
    "tom@alder.example",
    "Amara Obi",
    dt.date(2024, 9, 2),
    dt.date(2025, 11, 19),
)
_JO = ("Jo Smith", _SCHOOLS[1], "Deputy DSL", "jo@birch.example", "Amara Obi", dt.date(2023, 9, 4), None)


def _sheet(*rows: Sequence[object]) -> Worksheet:
    sheet = Workbook().worksheets[0]
    for row in rows or (_HEADINGS, _TOM, _JO):
        sheet.append(list(row))
    return sheet


def _read(sheet: Worksheet) -> PeopleList:
    out = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(out)
    return read_people(out.getvalue(), _SCHOOLS)


def _person(sheet: Worksheet, name: str = "Tom Reed") -> ListedPerson:
    return next(one for one in _read(sheet).people if one.values["Name"] == name)


def test_a_plain_list_is_read_without_a_doubt() -> None:
    """Otherwise the doubts below would say nothing."""
    listed = _read(_sheet())
    assert [one.reasons for one in listed.people] == [(), ()]
    assert listed.people[0].values == {
        "Name": "Tom Reed",
        "School": _SCHOOLS[0],
        "Role": "DSL",
        "Email": "tom@alder.example",
        "Supervisor": "Amara Obi",
        "Starts on": "2024-09-02",
        "Last supervision": "2025-11-19",
    }


def test_titles_above_two_rows_of_headings_and_other_sheets() -> None:
    """Merged headings stand over all their columns; a sheet without names is named as not used."""
    sheet = _sheet(
        ("Supervision 2025/26",),
        (),
        ("Staff member", "Academy", "Supervision", None),
        (None, None, "Last", "Supervisor"),
        ("Tom Reed", _SCHOOLS[0], dt.date(2025, 11, 19), "Amara Obi"),
    )
    for merged in ("A1:D1", "A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(merged)
    assert sheet.parent is not None
    sheet.parent.create_sheet("Tea").append(["Whose turn it is"])
    listed = _read(sheet)
    [tom] = listed.people
    assert (tom.values["Last supervision"], tom.values["Supervisor"]) == ("2025-11-19", "Amara Obi")
    assert any("Tea" in one for one in listed.unused)


@pytest.mark.parametrize(
    ("column", "value", "expected", "reason"),
    [
        (1, "Reed, Tom", "Tom Reed", "turned round"),
        (1, "Mrs T Reed", "Mrs T Reed", "title"),
        (1, "Tom Reed & Jo Smith", "Tom Reed & Jo Smith", "more than one person"),
        (1, "Reed", "Reed", "one word alone"),
        (2, "Cedar School", "Cedar School", "no school of halfterm.toml"),
        (2, None, "", "school is not named"),
        (6, "03/04/2024", "2024-04-03", "day first"),
        (6, 45537, "2024-09-02", "Excel's for 02/09/2024"),
        (6, "Sept 2024", "Sept 2024", "is no date"),
        (6, "31/02/2024", "31/02/2024", "is no date"),
        (2, "=B3", "", "formula without a result"),
    ],
)
def test_what_is_not_plain_is_said(column: int, value: str | int | None, expected: str, reason: str) -> None:
    """The value is proposed as it was read, or as it stands there, with the reason why it is not sure."""
    sheet = _sheet()
    sheet.cell(2, column).value = value
    sheet.cell(2, column).number_format = "General"
    listed = _read(sheet).people[0]
    held = {1: "Name", 2: "School", 6: "Starts on"}[column]
    assert listed.values.get(held, "") == expected
    assert any(reason in one for one in listed.reasons), listed.reasons


def test_how_cells_look_is_said() -> None:
    """Colours and strikes mean something to whoever made the list, and so does what is hidden."""
    sheet = _sheet()
    sheet["A2"].fill = PatternFill("solid", fgColor="FFFF0000")
    assert any("colour" in one for one in _person(sheet).reasons)
    sheet = _sheet()
    sheet["C2"].font = Font(strike=True)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    assert any("struck" in one for one in _person(sheet).reasons)
    assert any("row is hidden" in one for one in _person(sheet, "Jo Smith").reasons)
    assert any('"Email" is hidden' in one for one in _person(sheet).reasons)


def test_columns_that_are_not_surely_known_are_said() -> None:
    """An unknown heading over addresses, one that only looks like a known one, and two for the same."""
    headings = ("Name", "Contact", "Home school or base", "Supervisor", "Supervised by")
    listed = _read(_sheet(headings, ("Tom Reed", "tom@alder.example", _SCHOOLS[0], "Amara Obi", "Kit Lee")))
    [tom] = listed.people
    assert (tom.values["Email"], tom.values["School"], tom.values["Supervisor"]) == (
        "tom@alder.example",
        _SCHOOLS[0],
        "Amara Obi",
    )
    for heading in ("Contact", "Home school or base", "Supervised by"):
        assert any(heading in one for one in tom.reasons), heading


def test_one_person_twice_is_said_however_the_name_is_turned() -> None:
    """Two posts of one person, or one row too many."""
    sheet = _sheet(_HEADINGS, _TOM, ("REED, Tom", *_TOM[1:]))
    assert any("stands in sheet Sheet, row 2" in one for one in _read(sheet).people[1].reasons)


def test_a_line_with_a_school_alone_is_that_of_the_rows_below() -> None:
    """Lists are often parted by schools."""
    rows = (("Name", "Role"), (_SCHOOLS[1],), ("Jo Smith", "DSL"), ("Total", 1))
    listed = _read(_sheet(*rows))
    assert listed.people[0].values["School"] == _SCHOOLS[1]
    assert any("line above" in one for one in listed.people[0].reasons)
    assert any("no person" in one for one in listed.people[1].reasons)


@pytest.mark.parametrize(
    ("text", "codec"),
    [("Surname;First name\nNúñez;Ana\n", "cp1252"), ("Name\tRole\nAna Núñez\tDSL\n", "utf-16")],
)
def test_csv_files_of_any_code_page(text: str, codec: str) -> None:
    """With semicolons or tabs, as Excel saves them."""
    assert [one.values["Name"] for one in read_people(text.encode(codec)).people] == ["Ana Núñez"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x00\x01", "R69"), (b"", "R67"), (b"Colour,Size\nred,4\n", "R67"), (b"PK\x03\x04", "M30")],
)
def test_what_is_no_list_of_people_is_refused(data: bytes, code: str) -> None:
    """With what was found instead."""
    with pytest.raises(UnreadableError) as caught:
        read_people(data)
    assert caught.value.code == code


_CELL = st.one_of(
    st.none(), st.text("ab, -/@.0129", max_size=12), st.integers(0, 60_000), st.dates(dt.date(1950, 1, 1))
)


@example([[None, None, "@"]])
@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_row_is_passed_over(rows: list[list[object]]) -> None:
    """Every row that holds something is a person, or named as not used."""
    listed = _read(_sheet(("Name", "School", "Role"), *rows))
    told = len(listed.people) + sum(": no name" in one for one in listed.unused)
    filled = sum(any(str(one).strip() for one in row if one is not None) for row in rows)
    assert told == filled
