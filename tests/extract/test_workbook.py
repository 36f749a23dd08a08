"""Test the QA workbook: tables that Excel takes, text that stays text, files that are whole or not there."""

import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from extract.book.cut import cut_sheet
from extract.book.parts import Parts, pack, unpack
from extract.book.texts import cell_bytes
from extract.workbook import write_workbook
from extract.workbook_cells import CELL_LIMIT
from extract.workbook_columns import SHEETS
from extract.workbook_sheet import letter_of
from forms.catalogue import load_form
from forms.errors import WriteError
from forms.log import ExceptionRow, Log
from forms.model import Fact
from forms.text import normalise_text
from register.history import fold_history
from tests.register.responses import PRIYA, TOM, half_term_1, half_term_2, new_row, returned
from tests.tools import libreoffice, ooxml

ON = dt.date(2026, 12, 1)
NAMES = ["README", "Sessions", "Actions", "Cases", "QA_Reviews", "Exceptions", "Imports", "QA_Notes"]
RISKY = [
    "=1+1",
    "+44 1234",
    "-good",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x.invalid","y")',
    "#REF!",
    "'quoted",
    "  x ",
]


def full_log() -> Log:
    """Return the log of two half terms and a review."""
    review = returned(
        "ESM-26-0090-A4",
        fields={
            "qa_date": "2026-12-01",
            "qa_name": "Owen Hart",
            "contract_agreed": "Yes",
            "sessions_completed": 3,
            "ev_reflection": "Yes",
            "general_comments": "-good\nand steady",
            "key_actions": [new_row("ESM-26-0090-A4/1", "Fix dates", PRIYA, "2027-01-10")],
        },
    )
    log = fold_history([*half_term_1(), *half_term_2(), review], load_form, ON)
    return replace(log, exceptions=tuple(exception(*one) for one in enumerate(("Act now", "Soon", "Note"))))


def exception(number: int, severity: str) -> ExceptionRow:
    """Return something that a check found."""
    return ExceptionRow(
        finding_id=f"{number:016x}",
        code=f"X0{number + 5}",
        severity=severity,
        rule="R-SIGN-BOTH-EST",
        about=f"ESM-26-{number:04d}-A2",
        policy="Esteem Multi Academy Trust",
        school="Alder Grove Academy",
        who=TOM,
        supervisor=PRIYA,
        what="Record of Tom Reed, 19/11/2026 (ESM-26-0042): no signature of Priya Shah (supervisor).",
        to_do="Ask for it by 03/12/2026.",
        basis="The policy says: “The records should be signed and dated by both parties.”",
        first_seen=dt.date(2026, 11, 28),
        last_seen=ON,
        cleared_on=None,
    )


def log_of_texts(*texts: str) -> Log:
    """Return a log whose actions have these words."""
    rows = [new_row(f"ESM-26-0042-A2/{n}", text, TOM, "2026-11-01") for n, text in enumerate(texts, 1)]
    return fold_history([returned("ESM-26-0042-A2", fields={"agenda_action": rows})], load_form, ON)


def cells(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by column name, with stored results of formulas."""
    book = load_workbook(path, data_only=True)
    names, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def test_sheets_are_tables_with_frozen_headings(tmp_path: Path) -> None:
    """Each sheet is one table from A1 whose columns are the declared ones."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    book = load_workbook(tmp_path / "log.xlsx")
    assert book.sheetnames == NAMES
    for spec in SHEETS:
        sheet = book[spec.name]
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        assert [column.name for column in table.tableColumns] == [column.name for column in spec.columns]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            # On one page nobody could read it.
            2 if spec.name == "QA_Reviews" else 1,
            0,
        )


def test_values_have_their_kinds(tmp_path: Path) -> None:
    """Dates, times and numbers are such, shown day first."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    first = cells(tmp_path / "log.xlsx", "Sessions")[0]
    assert first["actual_date"] == dt.datetime(2026, 9, 24)  # noqa: DTZ001  # openpyxl's kind of date
    assert (first["planned_start"], first["length_min"], first["over_limit"]) == (dt.time(10), 65, "N")
    sheet = load_workbook(tmp_path / "log.xlsx")["Sessions"]
    formats = {str(top.value): below.number_format for top, below in zip(sheet[1], sheet[2], strict=True)}
    assert (formats["actual_date"], formats["planned_start"], formats["length_min"]) == (
        "dd/mm/yyyy",
        "hh:mm",
        "0",
    )


def test_own_columns_are_green_and_the_others_grey(tmp_path: Path) -> None:
    """The colour key of the first sheet holds."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    book = load_workbook(tmp_path / "log.xlsx")
    for spec in SHEETS:
        for cell in book[spec.name][1]:
            expected = (
                "FFC6E0B4" if str(cell.value).startswith("qa_") and spec.name != "QA_Reviews" else "FFD9D9D9"
            )
            assert cell.fill.fgColor.rgb == expected, (spec.name, cell.value)


def test_lists_to_choose_from(tmp_path: Path) -> None:
    """Each column with options has a list, and each of the QA lead's own columns a rule."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    book = load_workbook(tmp_path / "log.xlsx")
    for spec in SHEETS:
        rules = book[spec.name].data_validations.dataValidation
        expected = sum(bool(column.options) or column.own for column in spec.columns)
        assert len(rules) == expected
        assert all(len(rule.formula1) <= 255 for rule in rules)


def test_days_overdue_are_stored_and_calculated(tmp_path: Path) -> None:
    """What does not calculate shows the figure of the day; Excel follows the day on README."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    shown = {row["action_id"]: row["overdue_days"] for row in cells(tmp_path / "log.xlsx", "Actions")}
    assert shown["ESM-26-0031-A2/4"] == 11
    assert shown["ESM-26-0042-A2/3"] == 0
    assert not shown["ESM-26-0031-A2/3"]
    book = load_workbook(tmp_path / "log.xlsx")
    assert book.defined_names["as_of"].attr_text == "README!$B$3"
    assert book["README"]["B3"].value.date() == ON


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_another_program_calculates_the_same(tmp_path: Path) -> None:
    """LibreOffice opens the file and its own results are the stored ones."""
    write_workbook(full_log(), tmp_path / "log.xlsx", ON)
    (again,) = libreoffice.convert([tmp_path / "log.xlsx"], "xlsx", tmp_path / "out")
    for name in NAMES[1:]:
        ours, theirs = cells(tmp_path / "log.xlsx", name), cells(again, name)
        assert [{k: v or None for k, v in row.items()} for row in theirs] == [
            {k: v or None for k, v in row.items()} for row in ours
        ]


def with_comment(parts: Parts, place: str) -> Parts:
    """Return the workbook with a comment in a cell of Actions, as a careful program would store it."""
    part = parts.sheets()["Actions"]
    text = cut_sheet(parts.data[part])
    rows = [
        replace(row, body=row.body + cell_bytes(place, "=mine", "", b"")) if row.number == 2 else row
        for row in text.rows
    ]
    return parts.replaced({part: text.joined(rows)})


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(tmp_path: Path) -> None:
    """Full, empty, risky, and with notes."""
    files = [tmp_path / f"{name}.xlsx" for name in ("full", "empty", "risky", "notes")]
    write_workbook(full_log(), files[0], ON)
    write_workbook(Log(), files[1], ON)
    write_workbook(log_of_texts(*RISKY, "x" * 40_000, "_x0041_"), files[2], ON)
    write_workbook(full_log(), files[3], ON)
    comment = f"{letter_of(SHEETS[1], 'qa_comment')}2"
    files[3].write_bytes(pack(with_comment(unpack(files[3].read_bytes()), comment)))
    write_workbook(Log(), files[3], ON)
    assert cells(files[3], "QA_Notes")[0]["text"] == "=mine"
    ooxml.assert_ooxml(files)


def test_sheets_that_people_have_added_stay(tmp_path: Path) -> None:
    """In whatever order, and with ours renamed."""
    path = tmp_path / "log.xlsx"
    write_workbook(Log(), path, ON)
    book = load_workbook(path)
    book.create_sheet("Roster", 0)["A1"] = "Person id"
    book["Actions"].title = "What we agreed"
    book.save(path)
    write_workbook(full_log(), path, ON)
    again = load_workbook(path)
    assert again.sheetnames[0] == "Roster"
    assert again["Roster"]["A1"].value == "Person id"
    assert again["What we agreed"]["A2"].value == "ESM-26-0031-A3-1/1"


def test_empty_log_gives_tables_with_an_empty_row(tmp_path: Path) -> None:
    """Excel would repair a table that has headings only."""
    write_workbook(Log(), tmp_path / "log.xlsx", ON)
    book = load_workbook(tmp_path / "log.xlsx")
    for spec in SHEETS:
        (table,) = book[spec.name].tables.values()
        assert table.ref.endswith("2")


@pytest.mark.parametrize("text", RISKY)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    """Nothing that a person typed is run, turned into an error value or trimmed."""
    write_workbook(log_of_texts(text), tmp_path / "log.xlsx", ON)
    book = load_workbook(tmp_path / "log.xlsx")
    column = [cell.value for cell in book["Actions"][1]].index("action_text") + 1
    cell = book["Actions"].cell(2, column)
    assert (cell.value, cell.data_type) == (text, "s")
    # Its column is text, so that editing the cell does not turn it into a formula either.
    assert cell.number_format == "@"


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(
        lambda text: normalise_text(text).text.strip()
    )
)
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """What the cell shows is the text after normalisation, to the character."""
    expected = normalise_text(text).text
    path = tmp_path_factory.mktemp("any") / "log.xlsx"
    write_workbook(log_of_texts(text), path, ON)
    with zipfile.ZipFile(path) as parts:
        tree = etree.fromstring(parts.read("xl/worksheets/sheet3.xml"))
    letter = letter_of(SHEETS[1], "action_text")
    (cell,) = (one for one in tree.iter("{*}c") if one.get("r") == f"{letter}2")
    found = "".join(part.text or "" for part in cell.iter("{*}t"))
    assert found.replace("_x005F_", "_") == expected
    assert cell.find("{*}f") is None


def test_escape_of_a_character_is_escaped(tmp_path: Path) -> None:
    """Excel would show _x0041_ as A."""
    write_workbook(log_of_texts("see _x0041_"), tmp_path / "log.xlsx", ON)
    with zipfile.ZipFile(tmp_path / "log.xlsx") as parts:
        assert any(b"see _x005F_x0041_" in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("unit", ["word ", "😀", "_x0041_", "x"])
def test_long_text_says_that_it_goes_on(tmp_path: Path, unit: str) -> None:
    """A cell holds 32,767 UTF-16 units; what is beyond is said in the cell and in a finding."""
    text = (unit * 40_000)[:40_000]
    findings = write_workbook(log_of_texts(text), tmp_path / "log.xlsx", ON)
    (row,) = cells(tmp_path / "log.xlsx", "Actions")
    shown = row["action_text"]
    assert len(shown.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert "[goes on: " in shown[-120:]
    assert [one.code for one in findings] == ["W11"]


def test_file_name_that_is_not_unicode_is_shown(tmp_path: Path) -> None:
    """Such names exist on some systems; the workbook is written all the same."""
    log = fold_history([returned("ESM-26-0042-A2", path="inbox/caf\udce9.pdf")], load_form, ON)
    assert {one.code for one in write_workbook(log, tmp_path / "log.xlsx", ON)} == {"W12"}
    assert cells(tmp_path / "log.xlsx", "Imports")[0]["file_name"] == "caf\ufffd.pdf"


def test_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock gets in."""
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(full_log(), tmp_path / name, ON)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-12-01T00:00:00Z" in parts.read("docProps/core.xml")


PRIVATE = {
    "esteem/a2-record": ("agenda_items", "issues_discussed", "personal_factors", "disagreement_note"),
    "esteem/a3-case-notes": ("child_name", "case_update", "childs_view", "parents_views", "visiting_pattern"),
}


def test_private_fields_are_the_definitions_own() -> None:
    """The next test covers every field that a definition calls private."""
    for form, names in PRIVATE.items():
        assert tuple(field.id for field in load_form(form).fields if field.private) == names


_SECRET = st.text("QXZJKVW", min_size=12, max_size=24)


@given(secrets=st.lists(_SECRET, min_size=9, max_size=9, unique=True), data=st.data())
def test_nothing_private_gets_in(
    tmp_path_factory: pytest.TempPathFactory, secrets: list[str], data: st.DataObject
) -> None:
    """No private answer, no child's name and no word of a case's action is in any part of the file."""
    given_name, words = secrets[0].capitalize(), iter(secrets[1:])
    child = f"{given_name} {secrets[1].capitalize()}"
    fields: dict[str, Any] = {name: next(words) for name in PRIVATE["esteem/a2-record"]}
    mention = data.draw(st.sampled_from(["Ring {}'s mum", "{}", "ask about {}.", "re: {}/school", "({})"]))
    fields["agenda_action"] = [
        new_row("ESM-26-0042-A2/1", mention.format(child), f"{given_name}'s aunt", mention.format(child))
    ]
    fields["training_action"] = [new_row("ESM-26-0042-A2/2", mention.format(given_name))]
    record = returned("ESM-26-0042-A2", fields=fields, header={Fact.SCHOOL: f"School of {child}"})
    notes: dict[str, Any] = {name: next(words) for name in PRIVATE["esteem/a3-case-notes"][1:]}
    notes["case_status-other"] = secrets[2]
    notes["logs_up_to_date-comment"] = secrets[3]
    notes["new_actions"] = [new_row("ESM-26-0042-A3-1/1", f"Ring about {secrets[4]}", TOM)]
    sheet = returned(
        "ESM-26-0042-A3-1",
        fields={"child_name": child, "case_status": "Other", **notes},
        header={Fact.CASE_REF: "ESM-C014"},
        path=f"inbox/{child.replace(' ', '_')}.pdf",
    )
    review = returned(
        "ESM-26-0090-A4", fields={"general_comments": f"Good on {given_name}", "additional_comments": child}
    )
    path = tmp_path_factory.mktemp("private") / "log.xlsx"
    findings = write_workbook(fold_history([record, sheet, review], load_form, ON), path, ON)
    with zipfile.ZipFile(path) as parts:
        everything = b"\n".join(parts.read(name) for name in parts.namelist()).decode().casefold()
    assert "esm-c014" in everything
    for secret in (*secrets, given_name):
        assert secret.casefold() not in everything
        assert all(secret.casefold() not in one.message.casefold() for one in findings)


def type_into(path: Path, sheet: str, row_number: int, column: str, text: str) -> None:
    """Type into a cell and save, as another program would."""
    book = load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    cell = book[sheet].cell(row_number, names.index(column) + 1)
    cell.value = text
    cell.data_type = "s"
    book.save(path)


def test_what_the_qa_lead_typed_stays_with_its_row(tmp_path: Path) -> None:
    """Rows move when more forms come in; her cells follow the row's key, and stay text."""
    path = tmp_path / "log.xlsx"
    write_workbook(fold_history(half_term_2(), load_form, ON), path, ON)
    ids = [row["action_id"] for row in cells(path, "Actions")]
    type_into(path, "Actions", ids.index("ESM-26-0042-A2/3") + 2, "qa_comment", "=ask Tom")
    write_workbook(full_log(), path, ON)
    comments = {row["action_id"]: row["qa_comment"] for row in cells(path, "Actions") if row["qa_comment"]}
    assert comments == {"ESM-26-0042-A2/3": "=ask Tom"}


def test_what_was_typed_beside_a_row_that_has_gone_is_kept(tmp_path: Path) -> None:
    """It moves to a sheet of its own, with a finding, and is still there the next time."""
    path = tmp_path / "log.xlsx"
    write_workbook(full_log(), path, ON)
    type_into(path, "Sessions", 2, "qa_comment", "Spoke to Priya")
    assert [one.code for one in write_workbook(Log(), path, ON)] == ["W13"]
    assert write_workbook(full_log(), path, ON) == ()
    (note,) = cells(path, "QA_Notes")
    assert note == {
        "sheet": "Sessions",
        "row": "ESM-26-0031",
        "column": "qa_comment",
        "text": "Spoke to Priya",
    }


def foreign_workbook() -> bytes:
    """Return a workbook that another program made."""
    from openpyxl import Workbook

    raw = io.BytesIO()
    Workbook().save(raw)
    return raw.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", foreign_workbook()], ids=["empty", "text", "foreign"]
)
def test_file_that_is_no_qa_workbook_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """It belongs to somebody."""
    path = tmp_path / "log.xlsx"
    path.write_bytes(content)
    with pytest.raises(WriteError, match="is no QA workbook") as raised:
        write_workbook(full_log(), path, ON)
    assert raised.value.code == "W05"
    assert path.read_bytes() == content


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the right to write everywhere, where this process has it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="a folder's mode does not forbid writing under Windows")
def test_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """One clear message, nothing left behind."""
    folder = tmp_path / "shared"
    folder.mkdir()
    # Only the folders that pytest made: the one above them is everybody's.
    for one in (tmp_path, *(above for above in tmp_path.parents if "pytest-of-" in above.as_posix())):
        one.chmod(0o755)
    folder.chmod(0o555)
    with as_nobody(), pytest.raises(WriteError, match="close it there") as raised:
        write_workbook(Log(), folder / "log.xlsx", ON)
    assert (raised.value.code, raised.value.exit_status) == ("W01", 5)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("folder", "W02"),
        ("none/log.xlsx", "W03"),
        ("file/log.xlsx", "W03"),
    ],
)
def test_target_that_cannot_be_a_file(tmp_path: Path, target: str, code: str) -> None:
    """One clear message, nothing left behind."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError) as raised:
        write_workbook(Log(), tmp_path / target, ON)
    assert raised.value.code == code
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.skipif(os.name != "nt", reason="only Windows keeps others from a file that is open")
def test_file_that_is_open_elsewhere(tmp_path: Path) -> None:
    """The old file stays as it is."""
    path = tmp_path / "log.xlsx"
    write_workbook(Log(), path, ON)
    before = path.read_bytes()
    with path.open("rb"), pytest.raises(WriteError, match="close it there"):
        write_workbook(full_log(), path, ON)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["log.xlsx"]
