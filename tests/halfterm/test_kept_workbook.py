"""The QA workbook is a file that people work in: what they make of it stays, run after run."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from tests.halfterm.test_taking_in import make_record, record
from tests.halfterm.trust_folder import TrustFolder, make_trust
from tests.tools import libreoffice

_ROWS = [{"action": words, "who": "Tom Reed", "by_when": "2026-12-04"} for words in ("Ring", "Write", "Ask")]


@pytest.fixture
def trust(tmp_path: Path) -> TrustFolder:
    """Give a trust of which one record with three actions is in the workbook."""
    trust = make_trust(tmp_path)
    make_record(trust, "record.docx", record("ESM-26-0042-A2", agenda_action=_ROWS))
    assert trust.run("extract", "--on", "2026-11-28").status == 0
    return trust


def workbook(trust: TrustFolder) -> Path:
    """Return the QA workbook's file."""
    return trust.folder / "monitoring.xlsx"


def column(sheet: Worksheet, name: str) -> int:
    """Return the number of the column that is called so."""
    return [cell.value for cell in sheet[1]].index(name) + 1


def by_key(sheet: Worksheet, name: str) -> dict[str, object]:
    """Return what stands in a column, by what stands in the first."""
    at = column(sheet, name) - 1
    return {str(row[0]): row[at] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}


def another_comes(trust: TrustFolder) -> str:
    """Take another record in; return what was said."""
    make_record(trust, "next.docx", record("ESM-26-0055-A2", agenda_action=_ROWS[:1]))
    done = trust.run("extract", "--on", "2026-11-29")
    assert done.status == 0, done.err
    return done.err


def test_rows_stay_where_people_sorted_them(trust: TrustFolder) -> None:
    """With a comment on its row, words beside the table, a sheet with a chart, and another name of ours."""
    book = load_workbook(workbook(trust))
    sheet = book["Actions"]
    comment = column(sheet, "qa_comment")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
    for number, row in enumerate(reversed(rows), start=2):
        for at, value in enumerate(row, start=1):
            sheet.cell(number, at).value = value
    sheet.cell(2, comment).value = "for the meeting"
    sheet.cell(2, sheet.max_column + 2).value = "beside the table"
    sheet.title = "What we agreed"
    own = book.create_sheet("Mine")
    own["A1"], own["A2"] = "a figure", 3
    chart = BarChart()
    chart.add_data(Reference(own, min_col=1, min_row=1, max_row=2), titles_from_data=True)
    own.add_chart(chart, "C3")
    book.save(workbook(trust))

    another_comes(trust)
    again = load_workbook(workbook(trust))
    sheet = again["What we agreed"]
    ids = [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
    assert ids == [*(f"ESM-26-0042-A2/{number}" for number in (6, 5, 4)), "ESM-26-0055-A2/4"]
    assert by_key(sheet, "qa_comment")["ESM-26-0042-A2/6"] == "for the meeting"
    assert by_key(sheet, "action_text")["ESM-26-0042-A2/6"] == "Ask"
    assert "beside the table" in [cell.value for cell in sheet[2]]
    with zipfile.ZipFile(workbook(trust)) as parts:
        assert any(name.startswith("xl/charts/") for name in parts.namelist())


def test_what_somebody_saved_is_kept_before_it_is_written_over(trust: TrustFolder) -> None:
    """As a copy that is named by when it was saved; what only we have written is not kept twice."""
    another_comes(trust)
    backups = trust.folder / "reports" / "backups"
    shutil.rmtree(backups, ignore_errors=True)
    book = load_workbook(workbook(trust))
    book["Actions"].cell(2, column(book["Actions"], "qa_comment")).value = "for the meeting"
    book.save(workbook(trust))
    saved = workbook(trust).read_bytes()
    os.utime(workbook(trust), (1_764_400_000, 1_764_400_000))
    for _ in range(2):
        assert trust.run("extract", "--on", "2026-11-30").status == 0
    (backup,) = backups.iterdir()
    assert re.fullmatch(r"monitoring saved 2025-11-29 \d\d-\d\d-40\.xlsx", backup.name)
    assert backup.read_bytes() == saved


def test_copies_beside_the_workbook_are_told(trust: TrustFolder) -> None:
    """Of any program's naming; a workbook of one's own and one of another name are nobody's copy."""
    path = workbook(trust)
    for name in ("monitoring-LAPTOP7.xlsx", "monitoring (1).xlsx"):
        path.with_name(name).write_bytes(path.read_bytes())
    path.with_name("monitorings.xlsx").write_bytes(path.read_bytes())
    path.with_name("monitoring of mine.xlsx").write_bytes(b"no workbook")
    done = trust.run("extract", "--on", "2026-11-30")
    assert [
        line.split(": ")[2].rpartition("/")[2] for line in done.err.splitlines() if ": W14: " in line
    ] == [
        "monitoring (1).xlsx",
        "monitoring-LAPTOP7.xlsx",
    ]


def test_a_sheet_that_was_deleted_comes_back(trust: TrustFolder) -> None:
    """What was typed on it is in the newest copy that has it, and that is the one that is named."""
    for day, words in enumerate(("seen", "seen again"), start=1):
        book = load_workbook(workbook(trust))
        book["Actions"].cell(2, column(book["Actions"], "qa_comment")).value = words
        book.save(workbook(trust))
        os.utime(workbook(trust), (1_896_400_000 + day, 1_896_400_000 + day))
        assert trust.run("extract", "--on", "2026-11-30").status == 0
    book = load_workbook(workbook(trust))
    book.remove(book["Actions"])
    book.save(workbook(trust))
    said = another_comes(trust)
    (line,) = (one for one in said.splitlines() if ": W15: " in one)
    assert "sheet Actions was missing and has been made anew; what was typed on it is in " in line
    kept = load_workbook(line.rpartition(" is in ")[2].removesuffix("."))["Actions"]
    assert by_key(kept, "qa_comment")["ESM-26-0042-A2/4"] == "seen again"
    again = load_workbook(workbook(trust))["Actions"]
    assert len(by_key(again, "owner")) == 4
    assert set(by_key(again, "qa_comment").values()) == {None}
    assert "W15" not in trust.run("extract", "--on", "2026-12-01").err


def test_what_is_typed_over_a_generated_cell_is_kept(trust: TrustFolder) -> None:
    """In QA_Notes, and it is said; the cell is generated again."""
    book = load_workbook(workbook(trust))
    sheet = book["Actions"]
    sheet.cell(3, column(sheet, "action_text")).value = "Write, but ask Priya first"
    book.save(workbook(trust))
    said = another_comes(trust)
    assert "W13" in said
    assert "action_text is generated" in said
    book = load_workbook(workbook(trust))
    notes = [row for row in book["QA_Notes"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert notes == [("Actions", "ESM-26-0042-A2/5", "action_text", "Write, but ask Priya first")]
    assert by_key(book["Actions"], "action_text")["ESM-26-0042-A2/5"] == "Write"
    assert "W13" not in trust.run("extract", "--on", "2026-11-30").err


def test_a_workbook_that_was_open_for_days_has_no_notes_of_nobodys(trust: TrustFolder) -> None:
    """Two runs could not write it; what it held all that time was ours."""
    lock = workbook(trust).with_name(".~lock.monitoring.xlsx#")
    lock.write_text("QA lead")
    changed = [{**_ROWS[0], "action": "Ring again", "status": "In progress"}]
    for day, words in (("2026-12-01", "Ring again"), ("2026-12-02", "Ring once more")):
        changed[0]["action"] = words
        make_record(trust, f"{day}.docx", record("ESM-26-0042-A2", agenda_action=changed))
        assert trust.run("extract", "--on", day).status != 0
    lock.unlink()
    done = trust.run("extract", "--on", "2026-12-03")
    assert "W13" not in done.err, done.err
    book = load_workbook(workbook(trust))
    assert by_key(book["Actions"], "action_text")["ESM-26-0042-A2/4"] == "Ring once more"


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_another_program_saves_it(trust: TrustFolder, tmp_path: Path) -> None:
    """LibreOffice stores formats, texts and tables in its own way; the next run goes on from there."""
    book = load_workbook(workbook(trust))
    book["Actions"].cell(2, column(book["Actions"], "qa_comment")).value = "seen"
    book.save(workbook(trust))
    (saved,) = libreoffice.convert([workbook(trust)], "xlsx", tmp_path / "saved")
    workbook(trust).write_bytes(saved.read_bytes())
    assert "W13" not in another_comes(trust)
    again = load_workbook(workbook(trust))["Actions"]
    assert by_key(again, "qa_comment")["ESM-26-0042-A2/4"] == "seen"
    assert len(by_key(again, "owner")) == 4
    assert again.tables["Actions"].ref.endswith("5")
