"""A scanned copy for signing whose answers are printed, in no box, though nothing came back before it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forms.model import Stage
from forms.records import Channel, State
from halfterm.issued_forms import read_any
from tests.extract.page.returned import read, refused
from tests.extract.scan.papers import as_pdf, flagged
from tests.recall.scans import photographed
from tests.round.effort import SOAK
from tests.round.making import CATALOGUE, load_form, made
from tests.tools import pdfium, tesseract

pytestmark = [pytest.mark.needs(tesseract.TOOL)]
_LONG = "Late buses, and who rings whom when one of them does not come."
_ANSWERS = {
    "job_title": "DSL",
    "agenda_items": f"{_LONG} {_LONG} {_LONG}",
    "issues_discussed": f"{_LONG} Łucja said room 1O, not 10.",
    "training_planned": "None by 03/04/2026, Zoë says",
}
_FACTS = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}


def _issued(form: str, answers: Mapping[str, Any]) -> bytes:
    definition = load_form(form)
    values = {
        "reference": f"ESM-26-0042-{definition.code}",
        "header": {"school": "Alder Grove Academy", **_FACTS},
        "fields": answers,
    }
    return made(definition, values, "pdf", stage=Stage.SIGNING).data


def _pages(folder: Path, form: str, answers: Mapping[str, Any]) -> list[Image.Image]:
    issued = folder / "issued.pdf"
    issued.write_bytes(_issued(form, answers))
    return [
        page.convert("L").rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255)
        for page in pdfium.draw_pages(issued, 200)
    ]


def test_settled_answers_are_proposed(tmp_path: Path) -> None:
    """Each in its own field, also those that move all that is below them; what was left blank is blank."""
    pages = _pages(tmp_path, "esteem/a2-record", _ANSWERS)
    response = read(as_pdf(pages))
    assert {name: response.text(name) for name in _ANSWERS} == _ANSWERS
    assert response.text("name") == "Tom Reed"
    assert response.fields["agenda_items"].channel is Channel.OCR
    assert {*_ANSWERS, "name", "supervisor", "session_date"} <= flagged(response)
    blank = response.fields["personal_factors"]
    assert (blank.state, "personal_factors" in flagged(response)) == (State.BLANK, False)
    # Which rows stand on a page that is not there, nobody knows.
    assert refused(as_pdf(pages[1:])) == "R23"


@pytest.mark.skipif(not SOAK, reason="a minute of trying; in the long run")
def test_a_settled_tick_is_not_taken_for_none(tmp_path: Path) -> None:
    """It is not read, and never blank without a word."""
    pages = _pages(tmp_path, "esteem/a4-monitoring", {"contract_agreed": "Yes", "ev_dynamics": "No"})
    result = read_any(as_pdf(pages), Path("scan.pdf"), CATALOGUE)
    if result.response is None:
        assert result.error is not None
        assert result.error.code == "R23"
        return
    for name in ("contract_agreed", "ev_dynamics"):
        assert name in flagged(result.response)


def test_one_bit_makes_black_of_colour(tmp_path: Path) -> None:
    """A bar in the school's colour, which comes out black, is no ink that somebody added."""
    pages = _pages(tmp_path, "esteem/a1-agreement", {})
    scan = [page.point(lambda dot: 255 if dot > 150 else 0).convert("1") for page in pages]
    response = read(as_pdf(scan))
    assert response.text("ack_supervisee_name") == "Tom Reed"
    assert not {one.code for one in response.findings} & {"F45", "F61", "F63"}


def test_a_copy_that_was_photographed_from_an_angle() -> None:
    """Its foot does not say how it lies; its own words do."""
    response = read(photographed(_issued("esteem/a1-agreement", {})))
    assert response.text("ack_supervisee_name") == "Tom Reed"
    assert not {one.code for one in response.findings} & {"F45", "F63"}


def test_an_id_that_a_narrow_column_breaks(tmp_path: Path) -> None:
    """The rows that were carried onto the form are there with their ids whole, each in its place."""
    rows = [
        {"ref": f"ESM-26-0031-A4/{number}", "action": words, "who": "Tom Reed", "by_when": "2026-12-03"}
        for number, words in ((2, "Book the large room for the training"), (12, "Write to the head"))
    ]
    definition = load_form("highcliffe/a4-case-summary")
    values = {"reference": "ESM-26-0042-A4", "header": _FACTS, "fields": {"cases": rows}}
    issued = tmp_path / "issued.pdf"
    issued.write_bytes(made(definition, values, "pdf", stage=Stage.AGENDA).data)
    response = read(as_pdf([page.convert("L") for page in pdfium.draw_pages(issued, 200)]))
    cells = response.fields["cases"].cells or {}
    for number, wanted in enumerate(rows, start=1):
        assert {column: cells[number][column].value for column in wanted} == wanted
    assert not {one.code for one in response.findings} & {"F45", "F63"}


def test_rows_on_a_page_that_is_missing_are_not_taken_for_none(tmp_path: Path) -> None:
    """Nothing on the other pages says whether actions were carried onto the first: they are missing."""
    row = {"ref": "ESM-26-0031-A2/2", "action": "Ring", "who": "Tom", "by_when": "2026-12-03"}
    facts = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    values = {"reference": "ESM-26-0042-A2", "header": facts, "fields": {"review_previous": [row]}}
    issued = tmp_path / "issued.pdf"
    definition = load_form("esteem/a2-record")
    issued.write_bytes(made(definition, values, "pdf", stage=Stage.AGENDA).data)
    pages = [page.convert("L") for page in pdfium.draw_pages(issued, 200)]
    response = read(as_pdf(pages[1:]))
    assert response.fields["review_previous"].state is State.MISSING
    assert "review_previous" in {one.field for one in response.findings if one.code == "F84"}
    whole = read(as_pdf(pages[:-1]))
    assert whole.fields["review_previous"].state is State.FILLED
    assert "F84" not in {one.code for one in whole.findings}
