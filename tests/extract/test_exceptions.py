"""The sheet of what the checks found: Notes are filtered out at first, and new rows follow the filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.accepted import read_accepted
from extract.workbook import write_workbook
from extract.workbook_columns import EXCEPTIONS
from forms.errors import UnreadableError
from forms.exceptions import Acceptance
from forms.log import ExceptionRow, Log
from tests.extract.test_workbook import ON, exception

_TODAY = dt.date(2026, 12, 1)


def written(path: Path, found: Sequence[ExceptionRow]) -> dict[str, bool]:
    """Write the workbook, and return id -> whether its row is hidden."""
    write_workbook(Log(exceptions=tuple(found)), path, ON)
    sheet = load_workbook(path)[EXCEPTIONS.name]
    return {
        str(row[0].value): sheet.row_dimensions[row[0].row].hidden
        for row in sheet.iter_rows(min_row=2)
        if row[0].value
    }


def typed(path: Path, number: int, **cells: str | dt.date) -> None:
    """Type into the QA lead's own cells of a row, counted from 0."""
    book = load_workbook(path)
    sheet = book[EXCEPTIONS.name]
    headings = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(number + 2, headings.index(name) + 1).value = value
    book.save(path)


def test_notes_are_hidden_at_first_and_show_when_they_grow_graver(tmp_path: Path) -> None:
    """A hidden row that has to be acted on would be worse than none."""
    path = tmp_path / "log.xlsx"
    found = [exception(0, "Act now"), exception(1, "Note")]
    assert list(written(path, found).values()) == [False, True]
    found = [exception(0, "Note"), exception(1, "Soon"), exception(2, "Note"), exception(3, "Soon")]
    assert list(written(path, found).values()) == [True, False, True, False]


def test_who_clears_the_filter_sees_the_notes_that_come_later(tmp_path: Path) -> None:
    """Excel shows the rows that are there; those that come follow what the filter says by then."""
    path = tmp_path / "log.xlsx"
    written(path, [exception(0, "Note")])
    book = load_workbook(path)
    sheet = book[EXCEPTIONS.name]
    sheet.tables[EXCEPTIONS.name].autoFilter.filterColumn = []
    sheet.row_dimensions[2].hidden = False
    book.save(path)
    assert list(written(path, [exception(0, "Note"), exception(1, "Note")]).values()) == [False, False]


def test_what_the_qa_lead_accepts_is_read(tmp_path: Path) -> None:
    """From the row of the finding, with its reason and its day, wherever the row stands by then."""
    path = tmp_path / "log.xlsx"
    assert read_accepted(path) == {}
    found = [exception(number, "Soon") for number in range(5)]
    written(path, found)
    typed(path, 0, qa_state="Accepted", qa_reason="On long leave", qa_by_date=dt.date(2026, 12, 31))
    typed(path, 1, qa_state="accepted ")
    typed(path, 2, qa_state="Open", qa_reason="asked twice")
    typed(path, 3, qa_state="Accepted", qa_reason="x", qa_by_date="soon")
    typed(path, 4, qa_state="Accepted", qa_reason="x", qa_by_date="31/12/2026")
    written(path, [exception(9, "Act now"), *reversed(found)])
    assert read_accepted(path) == {
        found[0].finding_id: Acceptance("On long leave", dt.date(2026, 12, 31)),
        found[1].finding_id: Acceptance(""),
        found[3].finding_id: Acceptance("x", None, "soon"),
        found[4].finding_id: Acceptance("x", dt.date(2026, 12, 31)),
    }


def test_a_workbook_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It may be another file of that name."""
    path = tmp_path / "log.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UnreadableError, match=r"log\.xlsx") as caught:
        read_accepted(path)
    assert caught.value.code == "M30"


@pytest.mark.parametrize(
    ("acceptance", "trouble"),
    [
        (Acceptance("On long leave"), ""),
        (Acceptance("On long leave", _TODAY), ""),
        (Acceptance("On long leave", _TODAY - dt.timedelta(days=1)), "was accepted until 30/11/2026"),
        (Acceptance(""), "accepted without a reason"),
        (Acceptance("x", None, "soon"), "accepted until 'soon', which is no day"),
    ],
)
def test_an_acceptance_counts_with_a_reason_and_until_its_day(acceptance: Acceptance, trouble: str) -> None:
    """Its last day counts."""
    found = acceptance.trouble(_TODAY)
    assert found.startswith(trouble)
    assert bool(found) == bool(trouble)
