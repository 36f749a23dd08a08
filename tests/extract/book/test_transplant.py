"""Sheets of ours put into workbooks of all kinds: they come whole, and what was there stays as it was."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import pytest
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from extract.book.parts import BOOK, Parts, pack, unpack
from extract.book.table import find_tables
from extract.book.texts import SHARED
from extract.book.transplant import add_sheets
from forms.errors import UnreadableError
from tests.extract.book.given import (
    GIVEN,
    LISTS,
    MAIN,
    STYLES,
    TYPES,
    bare,
    board,
    by_xlsxwriter,
    fresh,
    lists_of,
    opened,
    saved,
    without,
)
from tests.extract.book.test_splicing import with_shared_texts
from tests.tools import libreoffice, ooxml


def missing(parts: Parts) -> tuple[str, ...]:
    """Return which of our sheets a workbook has not, by their tables."""
    there = find_tables(parts)
    own = {place.sheet: name for name, place in find_tables(fresh()).items() if name not in there}
    return tuple(name for name, part in fresh().sheets().items() if part in own)


def completed(parts: Parts) -> Parts:
    """Return a workbook with all of our sheets."""
    return add_sheets(parts, fresh(), missing(parts))


def added(before: Parts, after: Parts) -> list[str]:
    """Return the names of the sheets that came."""
    return list(after.sheets())[len(before.sheets()) :]


@pytest.fixture(params=GIVEN, name="given")
def _given(request: pytest.FixtureRequest) -> Parts:
    return GIVEN[request.param]()


def test_what_was_there_keeps_every_byte(given: Parts) -> None:
    """All parts but the lists of parts, sheets and formats, and in those every entry in its place."""
    after = completed(given)
    assert {name: after.data[name] for name in given.data if name not in LISTS} == {
        name: data for name, data in given.data.items() if name not in LISTS
    }
    for name in LISTS & given.data.keys():
        then = iter(lists_of(after.data[name]))
        assert all(any(one.is_in(other) for other in then) for one in lists_of(given.data[name]))
    assert added(given, after)


def test_the_lists_are_written_between_what_was_there(given: Parts) -> None:
    """Not one character of them goes, apart from counts and names that led nowhere."""
    after = completed(given)
    for name in LISTS & given.data.keys():
        rest = iter(after.data[name])
        before = given.data[name].replace(b"#REF!", b"")
        counts = name == STYLES
        assert all(one in rest for one in before if not (counts and chr(one).isdigit()))


def same_look(one: StyleableObject, other: StyleableObject) -> bool:
    """Return whether two cells or columns look alike."""
    parts = ("font", "fill", "border", "alignment", "number_format", "protection")
    return all(copy(getattr(one, part)) == copy(getattr(other, part)) for part in parts)


def assert_same_sheet(ours: Worksheet, theirs: Worksheet) -> None:
    """Fail unless a sheet says and shows what ours does."""
    assert theirs.dimensions == ours.dimensions
    for row in ours.iter_rows():
        for cell in row:
            there = theirs[cell.coordinate]
            assert there.value == cell.value
            assert there.has_style == cell.has_style
            assert not cell.has_style or same_look(there, cell), cell.coordinate
    for letters, column in ours.column_dimensions.items():
        other = theirs.column_dimensions[letters]
        assert (other.width, other.hidden, other.outlineLevel) == (
            column.width,
            column.hidden,
            column.outlineLevel,
        )
        assert not column.has_style or same_look(other, column), letters
    rules = {str(one.sqref): [(r.formula, r.dxf) for r in one.rules] for one in ours.conditional_formatting}
    assert {
        str(one.sqref): [(r.formula, r.dxf) for r in one.rules] for one in theirs.conditional_formatting
    } == rules
    lists = [(one.formula1, str(one.sqref), one.error) for one in ours.data_validations.dataValidation]
    assert [
        (one.formula1, str(one.sqref), one.error) for one in theirs.data_validations.dataValidation
    ] == lists
    assert theirs.freeze_panes == ours.freeze_panes
    assert theirs.print_title_rows == ours.print_title_rows
    assert theirs.tables.keys() == ours.tables.keys()
    assert [one.ref for one in theirs.tables.values()] == [one.ref for one in ours.tables.values()]


def test_the_sheets_come_whole(given: Parts) -> None:
    """Every cell with its look, columns, rules, lists, tables, what prints on each page."""
    after = completed(given)
    book, ours = opened(after), opened(fresh())
    for old, new in zip(missing(given), added(given, after), strict=True):
        assert_same_sheet(ours[old], book[new])


def test_sheets_that_were_there_are_as_they_were(given: Parts) -> None:
    """Their cells look as before, for formats keep their numbers; names keep their sheets."""
    after = completed(given)
    before, then = opened(given), opened(after)
    assert then.sheetnames[: len(before.sheetnames)] == before.sheetnames
    for sheet in before.worksheets:
        other = then[sheet.title]
        assert {name: one.attr_text for name, one in other.defined_names.items()} == {
            name: one.attr_text for name, one in sheet.defined_names.items()
        }
        assert (other.print_title_rows, other.print_area) == (sheet.print_title_rows, sheet.print_area)
        for row in sheet.iter_rows():
            assert all(same_look(other[cell.coordinate], cell) for cell in row)
            assert [other[cell.coordinate].value for cell in row] == [cell.value for cell in row]


def test_ids_are_told_apart(given: Parts) -> None:
    """Those of tables, of sheets, of relations, and no part is listed twice."""
    after = completed(given)
    ids = [after.tree(place.part).get("id") for place in find_tables(after).values()]
    assert len(ids) == len(set(ids))
    sheets = after.tree(BOOK).findall("{*}sheets/{*}sheet")
    assert len({one.get("sheetId") for one in sheets}) == len(sheets)
    relations = [one.id for one in after.relations(BOOK)]
    assert len(relations) == len(set(relations))
    names = [one.get("PartName") for one in after.tree(TYPES).iterfind("{*}Override")]
    assert len(names) == len(set(names))
    assert len({name.casefold() for name in after.data}) == len(after.data)


def test_programs_are_told_what_each_part_is_and_to_reckon(given: Parts) -> None:
    """Sheets and tables by their kinds, a view for the sheets to be seen in, results found anew."""
    after = completed(given)
    kinds = {
        str(one.get("PartName")): str(one.get("ContentType")).rpartition(".")[2]
        for one in after.tree(TYPES).iterfind("{*}Override")
    }
    for place in find_tables(after).values():
        assert kinds[f"/{place.part}"] == "table+xml"
        assert kinds[f"/{place.sheet}"] == "worksheet+xml"
    book = after.tree(BOOK)
    assert len(book.findall("{*}bookViews/{*}workbookView")) == 1
    assert [one.get("fullCalcOnLoad") for one in book.iterfind("{*}calcPr")] == ["1"]


def test_the_name_of_somebodys_own_sheet_stays_theirs() -> None:
    """Ours is called otherwise, and what it says of itself follows: formulas, rules, lists, links, charts."""
    given = by_xlsxwriter()
    after = add_sheets(given, board(), ["Cases"])
    assert added(given, after) == ["Cases (2)"]
    book = opened(after)
    sheet = book["Cases (2)"]
    assert sheet["C2"].value == "='Cases (2)'!B2*2"
    assert sheet["E1"].value == "=IF(limit>0,SUM('Cases (2)'!B2:B2),\"no Cases!A1\")"
    assert sheet["A2"].value == " May & June "
    (rules,) = sheet.conditional_formatting
    assert rules.rules[0].formula == ["'Cases (2)'!$B2>3"]
    assert sheet.data_validations.dataValidation[0].formula1 == "'Cases (2)'!$A$2:$A$9"
    assert sheet["I1"].hyperlink.target == "#'Cases (2)'!A1"
    assert sheet["I2"].hyperlink.location == "'Cases (2)'!A1"
    assert not sheet.sheet_view.tabSelected
    assert (sheet.print_title_rows, sheet.print_area) == ("$1:$1", "'Cases (2)'!$A$1:$I$9")
    assert book.defined_names["limit"].attr_text == "'Cases (2)'!$B$2"
    (chart,) = (name for name in after.data.keys() - given.data.keys() if "/charts/" in name)
    assert b"'Cases (2)'!$B$2" in after.data[chart]
    assert b"'Cases'!" not in after.data[chart]


def test_a_sheet_with_a_table_comes_once() -> None:
    """The second time its table is there."""
    once = add_sheets(bare(), fresh(), ["Cases"])
    with pytest.raises(UnreadableError, match="has a table cases already"):
        add_sheets(once, fresh(), ["Cases"])


def test_texts_that_cells_share_come_with_their_cells() -> None:
    """The other workbook has texts of its own under the same numbers."""
    given = by_xlsxwriter()
    after = add_sheets(given, with_shared_texts(board()), ["Cases"])
    assert after.data[SHARED] == given.data[SHARED]
    sheet = opened(after)["Cases (2)"]
    assert [sheet[place].value for place in ("A1", "B1", "A2", "I1")] == [
        "month",
        "figure",
        " May & June ",
        "to the top",
    ]


def test_a_workbook_of_the_strict_kind_is_refused() -> None:
    """Its parts are written otherwise than ours."""
    given = bare()
    strict = given.data[BOOK].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    with pytest.raises(UnreadableError, match="saved as Strict Open XML"):
        add_sheets(given.replaced({BOOK: strict}), fresh(), ["Cases"])


def test_a_name_that_leads_nowhere_is_led_to_the_new_sheet() -> None:
    """One that somebody has led elsewhere stays."""
    given = without(fresh(), ["README"])
    assert b"#REF!" in given.data[BOOK]
    assert opened(completed(given)).defined_names["as_of"].attr_text == "README!$B$3"
    unsaid = given.replaced({BOOK: given.data[BOOK].replace(b"#REF!", b"'What it is'!")})
    assert opened(completed(unsaid)).defined_names["as_of"].attr_text == "README!$B$3"
    book = opened(fresh())
    book.remove(book["README"])
    book.defined_names["as_of"].attr_text = "Sessions!$Z$1"
    assert opened(completed(saved(book))).defined_names["as_of"].attr_text == "Sessions!$Z$1"


def test_a_table_or_name_that_is_taken_is_told() -> None:
    """In any case of letters: two of a name are damage."""
    given = by_xlsxwriter()
    for old, new in (
        (b'displayName="Mine"', b'displayName="CASES"'),
        (b'displayName="Mine"', b'displayName="AS_OF"'),
    ):
        taken = given.replaced({"xl/tables/table1.xml": given.data["xl/tables/table1.xml"].replace(old, new)})
        with pytest.raises(UnreadableError, match="it has a table"):
            add_sheets(taken, fresh(), ["Cases"])
    named = given.replaced({BOOK: given.data[BOOK].replace(b'name="own_sum"', b'name="Cases"')})
    with pytest.raises(UnreadableError, match="the name cases stands for some cells"):
        add_sheets(named, fresh(), ["Cases"])


def test_deleting_again_and_again_does_not_fill_the_file() -> None:
    """Formats that are there already are used again."""
    parts = completed(by_xlsxwriter())
    formats = parts.data[STYLES]
    again = completed(Parts({**by_xlsxwriter().data, STYLES: formats}))
    assert again.data[STYLES] == formats


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.slow
def test_another_program_reckons_it_and_loses_nothing(tmp_path: Path) -> None:
    """LibreOffice finds formats, names and tables; no formula comes to an error."""
    for number, (name, make) in enumerate(GIVEN.items()):
        given = make()
        parts = add_sheets(completed(given), board(), ["Cases"])
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(pack(parts))
        (again,) = libreoffice.convert([path], "xlsx", tmp_path / "again")
        after = unpack(again.read_bytes())
        book = opened(after, data_only=True)
        sheet = book[list(parts.sheets())[-1]]
        assert [sheet[place].value for place in ("C2", "E1", "E2")] == [8, 4, 1], name
        errors = [
            (one.title, cell.coordinate)
            for one in book.worksheets
            for row in one.iter_rows()
            for cell in row
            if cell.data_type == "e"
        ]
        assert errors == []
        assert {one.casefold() for one in find_tables(parts)} == set(find_tables(after))


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.slow
def test_a_workbook_that_libreoffice_saved(tmp_path: Path) -> None:
    """With its own way with formats, texts and names."""
    for number, given in enumerate((without(fresh(), ("README", "Cases")), by_xlsxwriter())):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(pack(given))
        (again,) = libreoffice.convert([path], "xlsx", tmp_path / "again")
        before = unpack(again.read_bytes())
        test_what_was_there_keeps_every_byte(before)
        test_the_sheets_come_whole(before)
        test_sheets_that_were_there_are_as_they_were(before)
        test_ids_are_told_apart(before)


@pytest.mark.needs(ooxml.TOOL)
@pytest.mark.slow
def test_microsofts_library_finds_nothing_new(tmp_path: Path) -> None:
    """What it objected to before is all that it objects to."""
    for name, make in GIVEN.items():
        given = make()
        paths = (tmp_path / "before.xlsx", tmp_path / "after.xlsx")
        paths[0].write_bytes(pack(given))
        paths[1].write_bytes(pack(add_sheets(completed(given), board(), ["Cases"])))
        before, after = ooxml.check_ooxml(paths)
        known = {(one.part, one.message) for one in before.problems}
        assert [one for one in after.problems if (one.part, one.message) not in known] == [], name
