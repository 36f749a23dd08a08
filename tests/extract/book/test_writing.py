"""Write tables into a workbook that people work in: their rows, cells and parts stay as they are."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from extract.book.empty import NOTHING
from extract.book.filling import Grid, Row, key_of, stored_row
from extract.book.parts import Parts, pack, unpack
from extract.book.texts import Formula, Stored, Value, as_stored
from extract.book.writing import Written, write_tables
from forms.errors import UnreadableError

COLUMNS = ("id", "words", "due", "count", "late")
OWN = ("qa_comment", "mine")


def skeleton() -> Parts:
    """Return a workbook with one empty table, and a sheet of somebody's own."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Things"
    for number, name in enumerate((*COLUMNS, *OWN), start=1):
        sheet.cell(1, number, name)
        column = sheet.column_dimensions[get_column_letter(number)]
        column.number_format, column.width = "dd/mm/yyyy" if name == "due" else "@", 20
    sheet.cell(2, 1).value = None
    sheet.add_table(Table(displayName="Things", ref=f"A1:{get_column_letter(len(COLUMNS) + len(OWN))}2"))
    book.create_sheet("Mine")["A1"] = "=COUNTA(Things!A:A)"
    out = io.BytesIO()
    book.save(out)
    return unpack(out.getvalue())


def grid(rows: Mapping[str, Row]) -> dict[str, Grid]:
    """Return what the table is to hold: id -> words, due, count."""
    full = {key: (key, *values, Formula("D{row}*2", 0, by_row=True)) for key, values in rows.items()}
    return {"Things": Grid(COLUMNS, ("id",), full)}


def stored(rows: Mapping[str, Row]) -> dict[str, dict[str, Sequence[Sequence[Stored]]]]:
    """Return what was last written."""
    return {"Things": {key: [stored_row((key, *values))] for key, values in rows.items()}}


def shown(parts: Parts) -> list[tuple[object, ...]]:
    """Return the rows of the table as openpyxl reads them, without formulas."""
    sheet = load_workbook(io.BytesIO(pack(parts)), data_only=True)["Things"]
    (table,) = sheet.tables.values()
    _, *rows = sheet[table.ref]
    return [tuple(cell.value for cell in row) for row in rows]


def typed(parts: Parts, place: str, value: str) -> Parts:
    """Return the workbook as it is after somebody typed into a cell and saved it with another program."""
    book = load_workbook(io.BytesIO(pack(parts)))
    book["Things"][place] = value
    out = io.BytesIO()
    book.save(out)
    return unpack(out.getvalue())


def write(parts: Parts, rows: Mapping[str, Row], before: Mapping[str, Row] | None = None) -> Written:
    """Return the workbook with these rows."""
    return write_tables(parts, grid(rows), stored(before or {}))


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30)
VALUES = st.tuples(
    _TEXTS, st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.none() | st.integers(0, 10**6)
)
_ROWS = st.dictionaries(st.from_regex(r"ESM-C[0-9]{1,4}", fullmatch=True), VALUES, max_size=6)


def _as_read(values: tuple[Value, ...]) -> tuple[object, ...]:
    words, due, count = values
    day = dt.datetime.combine(due, dt.time()) if isinstance(due, dt.date) else None
    return (str(as_stored(words)) if words else None, day, count)


@given(_ROWS, _ROWS)
def test_rows_are_what_they_are_to_be(first: Mapping[str, Row], then: Mapping[str, Row]) -> None:
    """After any change: each row once, those that stayed where they stood, new ones below."""
    parts = write(write(skeleton(), first).parts, then, first).parts
    found = [row[:4] for row in shown(parts) if row[0] is not None]
    order = [key for key in first if key in then] + [key for key in then if key not in first]
    assert found == [(key, *_as_read(tuple(then[key]))) for key in order]  # type: ignore[arg-type]


@given(_ROWS)
def test_writing_the_same_again_changes_nothing(rows: Mapping[str, Row]) -> None:
    """Not one byte of any part."""
    once = write(skeleton(), rows).parts
    assert write(once, rows, rows).parts.data == once.data


def test_what_people_typed_stays_on_its_row() -> None:
    """Although rows come and go around it."""
    first = {"ESM-C1": ("one", None, 1), "ESM-C2": ("two", None, 2)}
    parts = typed(write(skeleton(), first).parts, "F3", "watch this")
    then = {"ESM-C3": ("three", None, 3), "ESM-C2": ("two again", None, 2)}
    written = write(parts, then, first)
    assert [(row[0], row[1], row[5]) for row in shown(written.parts)] == [
        ("ESM-C2", "two again", "watch this"),
        ("ESM-C3", "three", None),
    ]
    gone = write(written.parts, {"ESM-C3": ("three", None, 3)}, then)
    assert [(one.key, one.column, one.value) for one in gone.lost["Things"]] == [
        ("ESM-C2", "qa_comment", "watch this")
    ]


def test_what_people_typed_over_ours_is_given_back() -> None:
    """What we had written, and what was right all along, is nobody's."""
    first = {"ESM-C1": ("one", None, 1)}
    parts = typed(write(skeleton(), first).parts, "B2", "ask Priya first")
    written = write(parts, {"ESM-C1": ("one, mended", None, 1)}, first)
    assert [(one.key, one.column, one.value) for one in written.replaced["Things"]] == [
        ("ESM-C1", "words", "ask Priya first")
    ]
    assert shown(written.parts)[0][1] == "one, mended"
    assert write(written.parts, first, {"ESM-C1": ("one, mended", None, 1)}).replaced["Things"] == ()


def test_other_parts_keep_every_byte() -> None:
    """All but the sheet, its table and the list of sheets, which is told to reckon anew."""
    before = skeleton()
    after = write(before, {"ESM-C1": ("one", None, 1)}).parts
    changed = {name for name in after.data if after.data[name] != before.data.get(name)}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"}
    assert set(before.data) == set(after.data)


def test_keys_are_told_apart() -> None:
    """A number in a key is as one reads it."""
    assert key_of(["ESM-26-0042", None, 2.0]) == "ESM-26-0042 2"


def test_rows_do_not_move_under_what_is_bound_to_them() -> None:
    """With a comment on the sheet, a row that has gone leaves a blank one."""
    rows = {f"ESM-C{number}": ("words", None, number) for number in (1, 2, 3)}
    parts = write(skeleton(), rows).parts
    without = {key: row for key, row in rows.items() if key != "ESM-C2"}
    assert [row[0] for row in shown(write(parts, without, rows).parts)] == ["ESM-C1", "ESM-C3"]
    book = load_workbook(io.BytesIO(pack(parts)))
    book["Things"]["B4"].comment = Comment("Ask about this", "QA lead")
    out = io.BytesIO()
    book.save(out)
    kept = write(unpack(out.getvalue()), without, rows).parts
    assert [row[0] for row in shown(kept)] == ["ESM-C1", None, "ESM-C3"]
    sheet = load_workbook(io.BytesIO(pack(kept)))["Things"]
    assert sheet["B4"].comment.text == "Ask about this"
    again = write(kept, rows, without).parts
    assert [row[0] for row in shown(again)] == ["ESM-C1", None, "ESM-C3", "ESM-C2"]


def test_what_stands_beside_the_table_stays_there() -> None:
    """Although the row that it stood beside has gone."""
    rows = {f"ESM-C{number}": ("words", None, number) for number in (1, 2)}
    parts = typed(write(skeleton(), rows).parts, "J2", "my own sum")
    written = write(parts, {"ESM-C2": rows["ESM-C2"]}, rows)
    sheet = load_workbook(io.BytesIO(pack(written.parts)))["Things"]
    assert (sheet["A2"].value, sheet["J2"].value, sheet["A3"].value) == (None, "my own sum", "ESM-C2")
    assert written.lost["Things"] == ()


def test_table_without_the_column_that_tells_its_rows_apart_is_named() -> None:
    """Under another heading nobody knows which row is which."""
    parts = typed(write(skeleton(), {"ESM-C1": ("one", None, 1)}).parts, "A1", "my ids")
    with pytest.raises(UnreadableError, match="has no column id any more"):
        write(parts, {"ESM-C1": ("one", None, 1)})


def about(rows: Mapping[str, str]) -> dict[str, Grid]:
    """Return a table whose rows say whom they are about: id -> that."""
    full = {key: (key, whom) for key, whom in rows.items()}
    return {"Things": Grid(("id", "words"), ("id",), full, heir="words")}


@pytest.mark.parametrize(
    ("before", "after", "note_on"),
    [
        ({"missing": "Tom", "other": "Ann"}, {"other": "Ann", "A1": "Tom"}, "A1"),
        ({"missing": "Tom"}, {"done": "Tom", "due": "Tom"}, "done"),
        ({"missing": "Tom"}, {"A1": "Ann"}, None),
        ({"missing": "Tom", "other": "Tom"}, {"A1": "Tom", "other": "Tom"}, "A1"),
        ({"missing": "Tom"}, {"missing": "Tom", "A1": "Tom"}, "missing"),
        ({"missing": ""}, {"A1": ""}, None),
    ],
)
def test_what_was_typed_follows_the_row_that_takes_the_place(
    before: Mapping[str, str], after: Mapping[str, str], note_on: str | None
) -> None:
    """The first new one that is about the same; where there is none, it is given back."""
    parts = typed(write_tables(skeleton(), about(before), {}).parts, "F2", "seen")
    written = write_tables(parts, about(after), {})
    notes = {row[0]: row[5] for row in shown(written.parts)}
    assert set(notes) - {None} == set(after)
    assert [key for key, note in notes.items() if note] == ([note_on] if note_on else [])
    assert len(written.lost["Things"]) == (note_on is None)


@pytest.mark.parametrize("header", ["", "Our trust"])
def test_printed_page_says_that_there_are_no_rows(header: str) -> None:
    """It says so as long as there are none; another header of somebody's own is left alone."""
    book = load_workbook(io.BytesIO(pack(skeleton())))
    things = book["Things"]
    assert things.oddFooter is not None
    assert things.oddHeader is not None
    things.oddFooter.left.text, things.oddHeader.left.text = "Things", header or None
    out = io.BytesIO()
    book.save(out)
    parts, said = unpack(out.getvalue()), []
    row: dict[str, Row] = {"1": ("a", None, 1)}
    for rows, before in (({}, {}), (row, {}), ({}, row)):
        parts = write(parts, rows, before).parts
        head = load_workbook(io.BytesIO(pack(parts)))["Things"].oddHeader
        assert head is not None
        said.append(head.left.text or None)
    nothing = NOTHING.decode()
    assert said == (["Our trust"] * 3 if header else [nothing, None, nothing])
