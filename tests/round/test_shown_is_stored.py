"""What a page of a PDF shows is what its fields store: by PDFium and by poppler, each glyph, unclipped."""

import io
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from forms.findings import Severity
from forms.lettering import form_font
from forms.model import Stage
from forms.text import normalise_text
from tests.round.boxes import asked_in
from tests.round.effort import PHASES, SLOW, examples
from tests.round.making import FORM_STAGES, load_form, made, read_back
from tests.round.strategies import full_values, least_values, put_words, sampled_values, values_files
from tests.tools import pdfium, poppler
from tests.tools.pdfium import Character

_by_form_and_stage = pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
_OPEN_STAGES = frozenset({Stage.AGENDA, Stage.SESSION})
_TOLERANCE_PT = 0.6
"""A viewer may round a glyph's box by half a pixel."""
_GLYPH_ASIDE = 96
"""Of 255 levels: programs place a glyph to a quarter of a pixel, and round other numbers otherwise."""
_MARGIN_PT = 12
"""Nothing is printed nearer to the edge of the sheet: printers leave that much white."""
_LIGATURES = {
    ord(c): normal for c, normal in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ſt", "st"), strict=True)
}
"""PDFium takes a ligature apart when it reads a page; its glyph is one."""
_NO_WIDTH = {0x200B: ""}
"""Where a long word may break in flowing text."""
_MARK = re.compile("[\u0300-\u036f\u0483-\u0487]")
"""Combining marks: where the font has no glyph for letter and mark together, the compiler of settled pages
notes both down once for each of their glyphs, so readers get them twice; the page shows them once."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A widget that shows words: its name, what is stored in it, its rectangle [x0, y0, x1, y1]."""

    name: str
    stored: str
    box: tuple[float, float, float, float]


@_by_form_and_stage
@pytest.mark.needs(poppler.TEXT_TOOL)
@settings(max_examples=examples(1, 6), suppress_health_check=SLOW, phases=PHASES)
@given(data=st.data())
def test_a_page_shows_what_is_stored(form: str, stage: Stage, data: st.DataObject) -> None:
    """Two readers of the page find every stored character, in order, and nothing else in the boxes."""
    definition = load_form(form)
    file = made(definition, data.draw(values_files(definition, showable=True)), "pdf", stage=stage).data
    with tempfile.TemporaryDirectory(prefix="halfterm-round-") as folder:
        path = Path(folder, "shown.pdf")
        path.write_bytes(file)
        characters = pdfium.read_characters(path)
        pages = poppler.read_text(path, raw=True).split("\f")
    boxes = _text_boxes(file)
    for page_boxes, page, text in zip(boxes, characters, pages, strict=False):
        stored = "".join(_bare(box.stored) for box in page_boxes)
        assert _bare(text).endswith(stored)
        glyphs = _glyphs(page)
        assert "".join(glyph for glyph, _ in glyphs).endswith(stored)
        if stored:
            _assert_inside(page_boxes, glyphs[-len(stored) :])
    for number, page in enumerate(characters, start=1):
        _assert_on_the_sheet(page, number)
    shown = ["".join(glyph for glyph, _ in _glyphs(page)) for page in characters]
    read = [_bare(page) for page in pages]
    for name, words in _settled(file):
        assert _stands(words, shown), (name, words)
        assert _stands(words, read), (name, words)


@pytest.mark.needs(poppler.TEXT_TOOL)
@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SIGNING])
def test_letters_with_marks_are_shown(stage: Stage, tmp_path: Path) -> None:
    """A name whose accents are stored apart stays so, and both readers find letters and accents."""
    definition = load_form("esteem/a2-record")
    values = least_values(definition)
    words = unicodedata.normalize("NFD", "Zoë Şen, Ó Briain, Ĺucia and Nguyễn Ạ")
    values["fields"]["agenda_items"] = words
    path = tmp_path / "shown.pdf"
    path.write_bytes(made(definition, values, "pdf", stage=stage).data)
    assert read_back(path.read_bytes(), "pdf")["fields"]["agenda_items"]["value"] == words
    wanted = _bare(unicodedata.normalize("NFC", words))
    for pages in (pdfium.read_text(path), poppler.read_text(path, raw=True).split("\f")):
        assert any(wanted in unicodedata.normalize("NFC", _bare(page)) for page in pages)


@_by_form_and_stage
@pytest.mark.needs(poppler.DRAWING_TOOL)
@pytest.mark.parametrize("seed", range(examples(1, 4)))
def test_nothing_is_clipped(form: str, stage: Stage, seed: int, tmp_path: Path) -> None:
    """Without any clip the pages look the same, so no clip ever hid anything."""
    definition = load_form(form)
    clipped, free = tmp_path / "clipped.pdf", tmp_path / "free.pdf"
    clipped.write_bytes(
        made(definition, sampled_values(definition, seed, showable=True), "pdf", stage=stage).data
    )
    _write_without_clips(clipped, free)
    for draw in (pdfium.draw_pages, poppler.draw_pages):
        for number, (one, other) in enumerate(zip(draw(clipped, 72), draw(free, 72), strict=True), start=1):
            assert not _differ(one, other), f"page {number}"


def test_a_clip_would_be_seen(tmp_path: Path) -> None:
    """The comparison of pictures notices a text that runs out of its box."""
    definition = load_form("esteem/a3-case-notes")
    file, free = tmp_path / "clipped.pdf", tmp_path / "free.pdf"
    file.write_bytes(made(definition, least_values(definition), "pdf").data)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        field = next(field for field in pdf.Root.AcroForm.Fields if field.T == "header-supervisee")
        stream = field.AP.N
        stream.write(stream.read_bytes().replace(b" Td", b" Td 0 -9 Td"))
        pdf.save(file)
    _write_without_clips(file, free)
    pairs = zip(pdfium.draw_pages(file, 72), pdfium.draw_pages(free, 72), strict=True)
    assert any(_differ(one, other) for one, other in pairs)


@_by_form_and_stage
def test_what_the_font_lacks_is_kept_shown_and_said(form: str, stage: Stage, tmp_path: Path) -> None:
    """A character outside the font is stored as it is, drawn as U+FFFD, and there is a finding for it."""
    definition = load_form(form)
    words = "李 and 😀 and שלום"
    values = least_values(definition)
    name = put_words(definition, values, words)
    document = made(definition, values, "pdf", stage=stage)
    (finding,) = [one for one in document.findings if (one.code, one.field) == ("B01", name)]
    assert finding.severity is Severity.NOTE
    for code in ("U+674E", "U+1F600", "U+05E9"):
        assert code in finding.message
    assert _stored_in(document.data, name) == words
    path = tmp_path / "shown.pdf"
    path.write_bytes(document.data)
    drawn = "\ufffdand\ufffdand\ufffd\ufffd\ufffd\ufffd"
    assert drawn in "".join(_bare(page) for page in pdfium.read_text(path))


def test_every_forms_nasty_text_is_in_the_stage_of_showing() -> None:
    """The strategy for what is shown keeps to the font, and the other one goes beyond it."""
    definition = load_form("esteem/a2-record")
    font = form_font()
    texts = [text for seed in range(5) for text in _texts(sampled_values(definition, seed, showable=True))]
    assert texts
    assert not any(font.missing(normalise_text(text).text) for text in texts)
    assert any(font.missing(normalise_text(text).text) for text in _texts(full_values(definition)))


def _differ(one: Image.Image, other: Image.Image) -> bool:
    """Return whether two pictures show different things, but for what rounding does to a glyph's place."""
    difference = ImageChops.difference(one, other).convert("L")
    return difference.point(lambda level: 255 * (level > _GLYPH_ASIDE)).getbbox() is not None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _bare(text: str) -> str:
    """Return text without white space, as both readers give it."""
    return "".join(text.translate(_LIGATURES | _NO_WIDTH).split())


def _glyphs(page: tuple[Character, ...]) -> list[tuple[str, tuple[float, float, float, float] | None]]:
    """Return the visible characters of a page, each with its glyph's box."""
    return [(one, character.box) for character in page for one in _bare(character.text)]


def _text_boxes(file: bytes) -> list[list[_Shown]]:
    """Return, for each page, its filled text and list boxes in the order in which they are drawn."""
    pages: list[list[_Shown]] = []
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for page in pdf.pages:
            found = []
            annotations: pikepdf.Object = page.obj.get("/Annots", pikepdf.Array())
            for widget in annotations:
                if "/V" in widget and widget.get("/FT") != pikepdf.Name.Btn:
                    x0, y0, x1, y1 = (float(edge) for edge in widget.Rect)
                    found.append(_Shown(str(widget.T), str(widget.V), (x0, y0, x1, y1)))
            pages.append(found)
    return pages


def _settled(file: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and words of the answers that flow over the page, but for those with combining marks."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        definition = load_form(str(pdf.docinfo["/HalftermForm"]))
        for field in pdf.Root.AcroForm.Fields:
            name = str(field.T)
            told_apart = "/HTBox" in field and "/V" in field and not asked_in(definition, name).is_tick
            if told_apart and not _MARK.search(str(field.V)):
                yield name, _bare(str(field.V))


def _stored_in(file: bytes, name: str) -> str:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return next(str(field.V) for field in pdf.Root.AcroForm.Fields if name == field.T)


def _stands(words: str, pages: list[str]) -> bool:
    """Return whether the pages show `words`: in one piece, or one piece on each of the pages it runs over."""
    return any(_runs_on(words, pages[start:]) for start in range(len(pages)))


def _runs_on(words: str, pages: list[str]) -> bool:
    for page in pages:
        if words in page:
            return True
        low, high = 0, len(words)
        while low < high:  # the longest beginning that stands on this page
            middle = (low + high + 1) // 2
            low, high = (middle, high) if words[:middle] in page else (low, middle - 1)
        if low == 0:
            return False
        words = words[low:]
    return not words


def _assert_inside(
    boxes: list[_Shown], glyphs: list[tuple[str, tuple[float, float, float, float] | None]]
) -> None:
    start = 0
    for box in boxes:
        end = start + len(_bare(box.stored))
        for glyph, place in glyphs[start:end]:
            assert place is not None, (box.name, glyph)
            left, bottom = place[0] - box.box[0], place[1] - box.box[1]
            right, top = box.box[2] - place[2], box.box[3] - place[3]
            assert min(left, bottom, right, top) >= -_TOLERANCE_PT, (box, ascii(glyph), place)
        start = end


def _assert_on_the_sheet(page: tuple[Character, ...], page_number: int) -> None:
    for character in page:
        if character.box is not None and character.text.strip():
            x0, y0, x1, y1 = character.box
            inside = min(x0, y0, 595 - x1, 842 - y1) > _MARGIN_PT
            assert inside, (page_number, ascii(character.text), character.box)


def _write_without_clips(source: Path, target: Path) -> None:
    """Write a copy in which no box of an appearance and no clipping path hides anything."""
    more_pt = 400
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            _drop_clips(pdf, page)
            annotations: pikepdf.Object = page.obj.get("/Annots", pikepdf.Array())
            for widget in annotations:
                normal = widget.AP.N
                for stream in [normal] if isinstance(normal, pikepdf.Stream) else list(normal.values()):
                    x0, y0, x1, y1 = (float(edge) for edge in stream.BBox)
                    stream.BBox = pikepdf.Array([x0 - more_pt, y0 - more_pt, x1 + more_pt, y1 + more_pt])
                    assert not re.search(rb"\bW\*?\s", stream.read_bytes())
                # The box is mapped to the rectangle, so both grow alike.
                x0, y0, x1, y1 = (float(edge) for edge in widget.Rect)
                widget.Rect = pikepdf.Array([x0 - more_pt, y0 - more_pt, x1 + more_pt, y1 + more_pt])
        pdf.save(target)


def _drop_clips(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    kept = [
        instruction
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) not in {"W", "W*"}
    ]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
