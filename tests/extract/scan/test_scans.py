"""What comes off a scanner or a phone: read, or said to be what it is; never a wrong value without a word."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from extract.evidence import answers_to_review
from extract.page.places import places_of
from extract.scan import recognising
from forms.records import Channel, State
from tests.extract.page.returned import read, refused
from tests.extract.scan.papers import OTHER, REFERENCE, as_file, as_pdf, codes, flagged, issued, pages
from tests.tools import tesseract

pytestmark = [pytest.mark.needs(tesseract.TOOL)]
_Change = Callable[[Image.Image], Image.Image]


def _scan() -> list[Image.Image]:
    return list(pages())


def _turned(page: Image.Image) -> Image.Image:
    return page.rotate(180)


def _leaning(page: Image.Image) -> Image.Image:
    return page.rotate(1.3, Image.Resampling.BICUBIC, fillcolor=255)


def _pale(page: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(page).enhance(0.35).point(lambda dot: min(255, dot + 60))


def _bordered(page: Image.Image) -> Image.Image:
    return ImageOps.expand(page, 90, fill=5)


def _in_colour(page: Image.Image) -> Image.Image:
    warm = ImageOps.colorize(page, black=(40, 20, 90), white=(250, 240, 205))
    shade = Image.linear_gradient("L").resize(page.size).point(lambda dot: 255 - dot // 3).convert("RGB")
    return Image.blend(warm, shade, 0.3)


@pytest.mark.parametrize(
    "change", [_turned, _leaning, _pale, _bordered, _in_colour], ids=lambda change: change.__name__[1:]
)
def test_however_the_page_was_taken(change: _Change) -> None:
    """Empty is empty, ticked is ticked, own refs are known; what was typed is proposed, and said to be."""
    response = read(as_pdf([change(page) for page in _scan()]))
    assert response.reference == REFERENCE
    # What a person has to look at has a picture, whatever became of the page.
    assert all(one.page_number and one.box for _, one in answers_to_review(response))
    ticked = response.fields["disagreement"]
    assert (ticked.value, ticked.state, ticked.channel) == ("No", State.FILLED, Channel.INK)
    assert ticked.confidence > 0.9
    typed = response.fields["agenda_items"]
    assert (typed.value, typed.channel) == ("Late buses and who rings whom", Channel.OCR)
    assert typed.confidence < 0.9
    assert {"agenda_items", "agenda_action-1-action", "actual_length"} <= flagged(response)
    empty = response.fields["issues_discussed"]
    assert (empty.value, empty.state) == (None, State.BLANK)
    assert "issues_discussed" not in flagged(response)
    row = (response.fields["agenda_action"].cells or {})[1]
    assert (row["ref"].value, row["action"].value) == (f"{REFERENCE}/4", "Ring the bus company")
    # On a pale page the dots of the ref are not those that were issued: then it is a proposal like the rest.
    assert row["ref"].confidence > 0.9 or "agenda_action-1-ref" in flagged(response)
    assert "F62" in codes(response)
    cut = [one.field for one in response.findings if one.code == "F75"]
    # On a pale page the last letter may end before the edge: it is a proposal all the same.
    assert cut == ["agenda_action-1-who"] or (not cut and "agenda_action-1-who" in flagged(response))
    assert str(row["who"].value).startswith("Tom Reed, or")
    # Pale words may be too pale to be known again, and that is told.
    told = {"F43", "F63"} if change is _pale else {"F43", "F45", "F63"}
    assert not codes(response) & told


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_picture_files(kind: str) -> None:
    """A picture a page; only a TIFF has several. The others are missing, not blank."""
    response = read(as_file([page.resize((1240, 1754)) for page in _scan()][1:], kind))
    assert (response.kind, response.text("agenda_items")) == ("picture", "Late buses and who rings whom")
    assert response.pages == (3 if kind == "TIFF" else 1)
    assert response.fields["name"].state is State.MISSING
    assert "F43" in codes(response)


def test_an_empty_form() -> None:
    """Nothing is made up: no typed box has a value, no tick is seen."""
    response = read(as_pdf(list(pages(empty=True))))
    known = {"name", "supervisor", "session_date"}
    for name, answer in response.fields.items():
        if answer.cells is None and name not in known:
            assert (name, answer.state) == (name, State.BLANK)
    assert {"name", "supervisor"} <= flagged(response) <= known


def test_blank_sheets_are_no_form() -> None:
    """Paper without a code is a picture of something else."""
    paper = Image.new("L", (1654, 2339), 250)
    assert refused(as_pdf([paper, paper])) == "R57"
    assert refused(as_file([paper], "PNG")) == "R57"


def test_blank_backs_say_nothing() -> None:
    """Only a sheet with something on it is named."""
    back = Image.effect_noise((1654, 2339), 6).point(lambda dot: min(255, dot + 115))
    pictures = [one for page in _scan() for one in (page, back)]
    assert "F43" not in codes(read(as_pdf(pictures)))


def test_page_one_only() -> None:
    """What stands on the others is missing."""
    response = read(as_pdf(_scan()[:1]))
    assert response.fields["agenda_items"].state is State.MISSING
    assert response.fields["name"].value == "Tom Reed"
    assert any("page 2 of the form is missing" in one.message for one in response.findings)


def test_two_pages_on_one_sheet() -> None:
    """Each is found by its own code."""
    sheets = []
    for first in (0, 2):
        sheet = Image.new("L", (3400, 2400), 255)
        for number, page in enumerate(_scan()[first : first + 2]):
            sheet.paste(page, (20 + 1690 * number, 25))
        sheets.append(sheet)
    response = read(as_pdf(sheets, dpi=290))
    assert response.text("agenda_items") == "Late buses and who rings whom"
    assert response.fields["disagreement"].value == "No"
    assert response.pages == 2


def test_a_page_of_another_form() -> None:
    """Two forms in one file are refused, and a page without a code is named."""
    assert refused(as_pdf([*_scan(), pages(OTHER)[0]])) == "R46"
    letter = Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(letter).multiline_text((200, 200), "Dear Priya,\n" * 12, font_size=40, fill=0)
    response = read(as_pdf([*_scan(), letter]))
    assert any("page 5 of the file bears no code" in one.message for one in response.findings)


def test_a_page_that_is_another_under_the_same_code() -> None:
    """The code alone proves nothing: the page has to fit."""
    first, other = pages()[0].copy(), pages(OTHER)[0]
    first.paste(other.crop((0, 0, other.width, other.height - 400)), (0, 0))
    assert refused(as_pdf([first, *_scan()[1:]])) == "R23"


def test_a_stamp_over_boxes() -> None:
    """What it covers is never read as if it were typed, and never blank without a word."""
    stamped = _scan()
    page = stamped[1] = stamped[1].copy()
    ImageDraw.Draw(page).ellipse((900, 620, 1500, 1000), outline=40, width=9)
    ImageDraw.Draw(page).text((990, 780), "RECEIVED", font_size=90, fill=40)
    response = read(as_pdf(stamped))
    whole = read(as_pdf(_scan()))
    for name, answer in whole.fields.items():
        for row, cells in (answer.cells or {}).items():
            for column, cell in cells.items():
                now = (response.fields[name].cells or {})[row][column]
                told = now.confidence < 0.9 or f"{name}-{row}-{column}" in flagged(response)
                assert now.value == cell.value or told, (name, row, column)
    assert "F63" in codes(response)


def test_a_hand_in_the_margin_is_told() -> None:
    """It belongs to no answer."""
    noted = _scan()
    noted[1] = noted[1].copy()
    ImageDraw.Draw(noted[1]).text((300, 2050), "see over", font_size=60, fill=30)
    assert any(one.code == "F63" and "page 2" in one.message for one in read(as_pdf(noted)).findings)


def test_text_under_the_picture_is_not_believed() -> None:
    """Scanners that read letters themselves lay them unseen over the page; ours to judge is the picture."""
    with pikepdf.open(io.BytesIO(as_pdf(_scan()))) as pdf:
        for page in pdf.pages:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources.Font = pikepdf.Dictionary(F0=font)
            page.contents_add(b"BT /F0 9 Tf 3 Tr 80 500 Td (Late busses and who rigns whom) Tj ET")
        held = io.BytesIO()
        pdf.save(held)
    response = read(held.getvalue())
    assert response.fields["agenda_items"].channel is Channel.OCR
    assert response.text("agenda_items") == "Late buses and who rings whom"


def test_without_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks, empty boxes and typed words are read all the same; a hand is illegible, with what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    recognising.script.cache_clear()
    written = _scan()
    written[1] = written[1].copy()
    box = next(one for one in places_of(issued()) if one.name == "issues_discussed").box
    left, top = box.x0_pt * 200 / 72, written[1].height - box.y1_pt * 200 / 72
    loops = [(left + 40 + 9 * step, top + 40 + 12 * (step % 3) - 7 * (step % 5)) for step in range(50)]
    ImageDraw.Draw(written[1]).line(loops, fill=40, width=4)
    try:
        response = read(as_pdf(written))
    finally:
        recognising.script.cache_clear()
    assert response.fields["disagreement"].value == "No"
    assert response.fields["training_planned"].state is State.BLANK
    typed = response.fields["agenda_items"]
    assert (typed.value, typed.channel) == ("Late buses and who rings whom", Channel.OCR)
    hand = response.fields["issues_discussed"]
    assert (hand.value, hand.state) == (None, State.ILLEGIBLE)
    assert {"agenda_items", "issues_discussed"} <= flagged(response)
    assert any("tesseract-ocr-script-latn" in one.message for one in response.findings)
