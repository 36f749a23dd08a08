"""What is said of packs and of what is due names no child and quotes nobody: it is kept and mailed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from forms.case_key import CaseEntry
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, pack, trust_that_mails
from tests.stories.cast import PAIR, RECORD, SCHOOL, session

_CHILD = "Zebedee Vantongeren"


def test_a_child_in_a_cell_that_does_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell is named, with the case reference in it: on the screen and on the sheet Errors."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.keep_key(CaseEntry("ESM-C001", SCHOOL, _CHILD))
    place = trust.folder / "monitoring.xlsx"
    book = load_workbook(place)
    sheet = book["Schedule"]
    headings = [str(cell.value) for cell in sheet[1]]
    column = next(number for number, name in enumerate(headings, start=1) if name.startswith("Held on"))
    row = next(number for number, cell in enumerate(sheet["A"], start=1) if cell.value == NUMBER)
    sheet.cell(row, column, f"not held, {_CHILD} was hurt")
    book.save(place)
    said = trust.run("extract", "--on", "2026-11-11").stderr
    assert "'not held, [ESM-C001] was hurt'" in said
    (told,) = trust.sheet("Errors")
    assert "[ESM-C001]" in told["found"]
    assert "Zebedee" not in f"{said}{told}"


def test_a_child_in_the_venue_and_beside_the_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed beside the boxes is told of by its code; the venue bears the case reference."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.keep_key(CaseEntry("ESM-C001", SCHOOL, _CHILD))
    venue = f"The office, after {_CHILD}"
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19", venue=venue)])
    trust.run("prepare", "--on", "2026-11-05")
    file = trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Rotas."})
    form = docx.Document(str(file))
    form.add_paragraph(f"{_CHILD} was late, as Quillon was")
    form.save(str(file))
    trust.take_in("2026-11-11")
    said = trust.run("prepare", "--on", "2026-11-11")
    assert f"F36: {NUMBER}-A2 session.docx: Words outside the boxes" in said.stderr
    digest = tmp_path / "digest.txt"
    due = trust.run("due", "--on", "2026-11-11", "--digest", digest)
    listed = trust.run("due", "--on", "2026-11-11")
    text = digest.read_text(encoding="utf-8")
    assert "The office, after [ESM-C001]" in text
    trust.run("report", "--on", "2026-11-11")
    (copied,) = trust.folder.glob("reports/*/*workbook.xlsx")
    cells = [str(cell) for sheet in load_workbook(copied) for row in sheet.values for cell in row if cell]
    assert cells.count("The office, after [ESM-C001]") == 2
    assert not [cell for cell in cells if "Zebedee" in cell]
    for words in (said.stdout, said.stderr, due.stdout, due.stderr, listed.stdout, text):
        assert "Zebedee" not in words
        assert "Quillon" not in words
