"""The sheets that people fill: tables with rules and messages, examples that are marked, A4 across."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from extract.plan_columns import EXAMPLE, NOTES, PLAN_SHEETS, PlanSheet, Typing, heading_key
from extract.plan_examples import EXAMPLES
from extract.plan_reading import read_plan
from extract.plan_sheets import Choices
from extract.trust_workbook import ORDER, write_monitoring
from forms.errors import WriteError
from forms.plan import Plan
from tests.extract.plan_workbooks import SCHOOLS, SOUND
from tests.tools import libreoffice, ooxml

ON = dt.date(2026, 9, 1)


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    """Return a fresh workbook as `halfterm init` writes it."""
    write_monitoring(tmp_path / "monitoring.xlsx", Plan(), Choices(SCHOOLS, ("esteem",)), ON)
    return load_workbook(tmp_path / "monitoring.xlsx")


def test_each_sheet_is_a_table_with_green_headings(book: Workbook) -> None:
    """From A1, with the declared columns and one for notes; headings stay in sight and print on A4 across."""
    assert tuple(book.sheetnames) == ORDER
    for spec in PLAN_SHEETS:
        sheet = book[spec.name]
        (table,) = sheet.tables.values()
        assert (table.ref, table.name) == (sheet.dimensions, spec.name)
        headings = [f"{one.heading} *" if one.needed else one.heading for one in spec.columns]
        assert [cell.value for cell in sheet[1]] == [*headings, NOTES]
        assert {cell.fill.fgColor.rgb for cell in sheet[1]} == {"FFC6E0B4"}
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize("spec", PLAN_SHEETS, ids=lambda spec: spec.name)
def test_every_column_has_a_message_and_a_rule(spec: PlanSheet, book: Workbook) -> None:
    """Within the lengths that Excel takes: 32 characters of title, 255 of text and of a list."""
    rules = book[spec.name].data_validations.dataValidation
    assert len(rules) == len(spec.columns)
    for rule, column in zip(rules, spec.columns, strict=True):
        assert (rule.promptTitle, rule.prompt) == (column.heading, column.note)
        assert len(rule.promptTitle) <= 32
        assert 0 < len(rule.prompt) <= 255
        assert len(rule.error) <= 225
        assert len(rule.formula1) <= 255
        assert (rule.showInputMessage, rule.showErrorMessage) == (True, True)
        kinds = {Typing.DATE: "date", Typing.TIME: "time", Typing.MINUTES: "whole"}
        lists = {Typing.CHOICE, Typing.YES_NO, Typing.SCHOOL, Typing.POLICY, Typing.ID}
        expected = "list" if column.typing in lists else kinds.get(column.typing, "textLength")
        assert rule.type == expected


def test_whole_columns_have_their_format(book: Workbook) -> None:
    """A row that somebody adds below or inserts takes dates as dates, and 007 as text."""
    for spec in PLAN_SHEETS:
        for number, column in enumerate(spec.columns, start=1):
            letter = get_column_letter(number)
            shown = book[spec.name].column_dimensions[letter].number_format
            wanted = {Typing.DATE: "dd/mm/yyyy", Typing.TIME: "hh:mm", Typing.MINUTES: "0"}
            assert shown == wanted.get(column.typing, "@")


def test_examples_are_marked_and_say_so(book: Workbook) -> None:
    """In their first cell, by which they are passed over, and in words in their last."""
    counts = [
        len(EXAMPLES.people),
        len(EXAMPLES.relationships),
        len(EXAMPLES.calendar),
        len(EXAMPLES.sessions),
    ]
    for spec, count in zip(PLAN_SHEETS, counts, strict=True):
        rows = list(book[spec.name].iter_rows(min_row=2, max_row=count + 2, values_only=True))
        assert 2 <= count <= 3
        assert all(EXAMPLE.match(str(row[0])) for row in rows[:-1])
        assert all(row[-1] == "Not read, for it begins with EXAMPLE." for row in rows[:-1])
        assert not any(rows[-1])


def test_headings_are_told_apart() -> None:
    """Neither a heading nor a field of one column can be taken for those of another."""
    for spec in PLAN_SHEETS:
        names = [{heading_key(one.heading), heading_key(one.field)} for one in spec.columns]
        assert sum(map(len, names)) == len(set().union(*names))
        assert heading_key(NOTES) not in set().union(*names)


def test_lists_hold_schools_and_policies(book: Workbook) -> None:
    """Those given; a school that is added there is known from then on."""
    rows = list(book["Lists"].iter_rows(max_row=4, values_only=True))
    assert rows == [
        ("School", "Policy"),
        ("All schools", "esteem"),
        ("Alder Grove Academy", None),
        ("Birch Lane Primary", None),
    ]


def test_a_school_with_a_comma_and_a_sign_is_itself(tmp_path: Path) -> None:
    """Its name stands in a cell, so nothing of it is taken for the list's own."""
    write_monitoring(tmp_path / "monitoring.xlsx", SOUND, Choices(('=St Luke\'s, "North"',)), ON)
    assert load_workbook(tmp_path / "monitoring.xlsx")["Lists"]["A3"].value == '=St Luke\'s, "North"'
    reading = read_plan(tmp_path / "monitoring.xlsx")
    assert reading.plan == SOUND
    assert {one.code for one in reading.misfits} == {"M19"}


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    """It would be cut otherwise."""
    person = SOUND.people[0].__class__("P01", "x" * 40_000, "Alder Grove Academy")
    with pytest.raises(ValueError, match="a cell holds 32,767"):
        write_monitoring(tmp_path / "monitoring.xlsx", Plan(people=(person,)), Choices(), ON)
    assert not list(tmp_path.iterdir())


def test_a_workbook_that_is_open_is_left_alone(tmp_path: Path) -> None:
    """It is said who has it open."""
    (tmp_path / "~$monitoring.xlsx").write_bytes(b"")
    with pytest.raises(WriteError, match="W01"):
        write_monitoring(tmp_path / "monitoring.xlsx", SOUND, Choices(), ON)
    assert not (tmp_path / "monitoring.xlsx").exists()


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_no_cell_of_a_sound_plan_is_orange(tmp_path: Path) -> None:
    """LibreOffice works out the conditions: none of the colours that ask for a look is there."""
    write_monitoring(tmp_path / "sound.xlsx", SOUND, Choices(SCHOOLS, ("esteem",)), ON)
    (page,) = libreoffice.convert([tmp_path / "sound.xlsx"], "pdf", tmp_path / "out")
    assert not _orange(page, first_page=2)
    spoilt = load_workbook(tmp_path / "sound.xlsx")
    spoilt["Relationships"]["C4"] = "P09"
    spoilt.save(tmp_path / "spoilt.xlsx")
    (page,) = libreoffice.convert([tmp_path / "spoilt.xlsx"], "pdf", tmp_path / "out")
    assert _orange(page, first_page=2)


def _orange(path: Path, first_page: int) -> bool:
    """Return whether a page from `first_page` (from 1) on has the colour that asks for a look."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return any(
            tuple(round(part * 255) for part in rect["non_stroking_color"] or ()) == (0xFC, 0xE4, 0xD6)
            for page in pdf.pages[first_page - 1 :]
            for rect in page.rects
        )


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(tmp_path: Path) -> None:
    """Fresh and filled."""
    files = [tmp_path / "fresh.xlsx", tmp_path / "filled.xlsx"]
    write_monitoring(files[0], Plan(), Choices(), ON)
    write_monitoring(files[1], SOUND, Choices(SCHOOLS, ("esteem",)), ON)
    ooxml.assert_ooxml(files)
