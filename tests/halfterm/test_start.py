"""`halfterm start`: from old records and a list of people to the first form with carried actions."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from forms.catalogue import own_catalogue
from tests.extract.plain.samples import sample
from tests.extract.plain.typed import Habit, typed_form
from tests.halfterm.trust_folder import TrustFolder, make_trust

_PEOPLE = """Name,School,Role,Email,Supervisor,Last supervision
"Reed, Tom",Alder Grove Academy,DSL,tom@alder.example,Amara Obi,19/11/2025
Amara Obi,Alder Grove Academy,Trust Safeguarding Lead,amara@trust.example,,
"""
_LACKING = {
    "supervisee": "Tom Reed",
    "supervisor": "Amara Obi",
    "session_date": "19/11/2025",
    "case_ref": "ESM-C001",
}
_ON = ("--on", "2026-01-05")


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    """Return a trust's folder, beside it two records, a case sheet and a list of people."""
    catalogue = own_catalogue()
    for name, form, habit in (
        ("record", "esteem/a2-record", Habit.SAME_CELL),
        ("other", "esteem/a2-record", Habit.RUN_IN),
        ("case", "esteem/a3-case-notes", Habit.CELLS),
    ):
        definition = catalogue.load_form(form)
        (tmp_path / f"{name}.docx").write_bytes(typed_form(definition, sample(definition), habit))
    (tmp_path / "people.csv").write_text(_PEOPLE, encoding="utf-8")
    return make_trust(tmp_path)


def _review(trust: TrustFolder) -> Path:
    return trust.folder / "restricted" / "review.xlsx"


def _answer(trust: TrustFolder, said: Callable[[str, Mapping[str, str]], str | None]) -> None:
    """Write into the first column of each row what `said` returns for its id and its cells."""
    book = openpyxl.load_workbook(_review(trust))
    for sheet in book.worksheets:
        headings = [str(cell.value) for cell in sheet[1]]
        if headings[0] == "Take? (yes/no)":
            _answer_sheet(sheet, headings, said)
    book.save(_review(trust))


def _answer_sheet(
    sheet: Worksheet, headings: list[str], said: Callable[[str, Mapping[str, str]], str | None]
) -> None:
    for row in sheet.iter_rows(min_row=2):
        cells = {heading: str(cell.value or "") for heading, cell in zip(headings, row, strict=True)}
        if cells["Take? (yes/no)"] != "look":
            row[0].value = said(cells["Id"], cells)
        fact = cells["Id"].partition(":fact.")[2]
        if fact:
            row[headings.index("Right value")].value = _LACKING[fact]


def _rows(trust: TrustFolder, name: str) -> list[dict[str, str]]:
    book = openpyxl.load_workbook(_review(trust))
    if name not in book.sheetnames:
        return []
    rows = list(book[name].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), (str(one or "") for one in row), strict=True)) for row in rows[1:]]


def test_old_records_become_the_first_carried_actions(trust: TrustFolder) -> None:
    """Proposed, confirmed, taken; the next form of the person shows what is open."""
    first = trust.run("start", "../record.docx", "../case.docx", "../people.csv", *_ON)
    assert first.status == 1, first.err
    assert trust.run("find", "Tom Reed").out.count("ESM-25") == 0
    _answer(trust, lambda _, cells: "no" if "Write to the family" in cells.get("Action", "") else "yes")
    taken = trust.run("start", *_ON)
    assert taken.status == 0, taken.err
    assert "record.docx: taken as ESM-25-9001-A2, with 8 open actions" in taken.out
    assert trust.run("verify").status == 0
    assert _rows(trust, "Start records") == []
    [tom, amara] = _rows(trust, "Start roster")
    assert (tom["Person id"], tom["Name"], tom["Email"]) == ("P-01", "Tom Reed", "tom@alder.example")
    assert [one["Supervisor id"] for one in _rows(trust, "Start relationships")] == [amara["Person id"]]
    [old] = (trust.folder / "sessions" / "ESM-25-9001").iterdir()
    values = {
        "reference": "ESM-26-0001-A2",
        "header": {"school": "Alder Grove Academy"},
        "fields": {"name": "Tom Reed", "supervisor": "Amara Obi", "session_date": "2026-01-14"},
    }
    (trust.folder / "next.json").write_text(json.dumps(values), encoding="utf-8")
    made = trust.run(
        "build", "esteem/a2-record", "--values", "next.json", "--previous", str(old), "-o", "next.docx"
    )
    assert made.status == 0, made.err
    [read] = json.loads(trust.run("read", "next.docx", "--json").out)["files"]
    carried = read["fields"]["review_previous"]["value"]
    assert [(one["who"], one["by_when"]) for one in carried] == [
        ("Tom Reed", "2026-02-28"),
        ("Amara Obi", "2026-03-15"),
    ] * 4
    trust.setting("retention_years = 1")
    gone = trust.run("purge", "--class", "records", "--before", "2026-06-01", "--do-it")
    assert gone.status == 0, gone.err
    # The file that was typed before halfterm counts as what brought the record.
    archive = [one.name for one in (trust.folder / "restricted" / "archive").rglob("*") if one.is_file()]
    assert hashlib.sha256((trust.folder / ".." / "record.docx").read_bytes()).hexdigest() not in archive
    assert trust.run("verify").status == 0


def test_only_what_a_person_decided_is_taken(trust: TrustFolder) -> None:
    """Bad files are named, known ones change nothing, doubtful rows wait, and what does not fit is said."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Others"
    book.worksheets[0]["A1"].value = "kept"
    _review(trust).parent.mkdir(exist_ok=True)
    book.save(_review(trust))
    (trust.folder / "letter.docx").write_bytes(b"no Word file")
    (trust.folder / "list.xlsx").write_bytes(b"PK\x03\x04broken")
    files = ("letter.docx", "gone.docx", "list.xlsx", "../record.docx", "../other.docx")
    told = json.loads(trust.run("start", *files, "--json", *_ON).out)
    assert [one["code"] for one in told["errors"]] == ["R10", "R01", "M30"]
    assert [len(one["actions"]) for one in told["files"]] == [9, 9]

    _answer(trust, lambda row, _: "all" if row.endswith(":form") else None)
    waiting = trust.run("start", "../record.docx", *_ON)
    assert (waiting.status, "taken as" in waiting.out) == (1, False)
    assert "waits in review.xlsx; nothing changed" in waiting.out
    assert [one["How sure"] for one in _rows(trust, "Start actions")].count("check") == 2

    book = openpyxl.load_workbook(_review(trust))
    for row in book["Start records"].iter_rows(min_row=2):
        if row[1].value == "Reference":
            row[2].value = "ESM-25-9001-A2"
    book["Start actions"]["B3"].value = "Tom Reed to ring the doctor by 28/02/2026"
    book.save(_review(trust))
    _answer(trust, lambda *_: "yes")
    one_taken = trust.run("start", *_ON)
    assert (one_taken.status, one_taken.err.count("W18")) == (1, 1)
    [old] = (trust.folder / "sessions" / "ESM-25-9001").iterdir()
    assert "ring the doctor" in trust.run("read", str(old)).out
    assert {one["File"] for one in _rows(trust, "Start records")} == {"other.docx"}

    _answer(trust, lambda row, _: "no" if row.endswith(":form") else None)
    assert "other.docx: not taken" in trust.run("start", *_ON).out
    again = trust.run("start", "../record.docx", "../other.docx", *_ON)
    assert (again.status, again.out.count("was looked at before")) == (0, 2)
    after = openpyxl.load_workbook(_review(trust))
    assert (after.sheetnames, after["Others"]["A1"].value) == (["Others"], "kept")
