"""What is drawn in the form's font is spelled back, look-alikes and all; what is not in it is left alone."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.scan.typed import joined_text, typed_lines, without_rule
from extract.scan.warp import Grey
from forms.lettering import form_font
from forms.typeset import LEADING_PT, SIZE_PT, break_lines
from tests.round.effort import examples

_DPI = 200
_WIDTH_PT, _HEIGHT_PT = 240.0, 60.0
_WORDS = (
    "O0", "0O", "1O", "10", "Il1", "l1I", "Ill", "C0l4", "CO14", "5S", "2Z", "8B", "6G", "modern", "modem",
    "Burns", "Bums", "cl/d", "vv/w", "03/04/2026", "15:01", "Şen", "Sen", "Siân", "Łucja", "O'Neill", "(45)",
    '"quoted"', "–", "&", "91%", "rising;", "<sure>", "11/12", "Zoë",
)  # fmt: skip


def _drawn(lines: list[str], size_pt: float, dpi: int = _DPI) -> Grey:
    """Return a box of lines as a scanner sees it: drawn finely, blurred, with noise."""
    scale, finer = dpi / 72, 4
    size = round(_WIDTH_PT * scale * finer), round(_HEIGHT_PT * scale * finer)
    paper = Image.new("L", size, 255)
    font = ImageFont.truetype(
        io.BytesIO(form_font().program), size_pt * scale * finer, layout_engine=ImageFont.Layout.BASIC
    )
    for number, line in enumerate(lines):
        foot = (2 + size_pt + number * LEADING_PT / SIZE_PT * size_pt) * scale * finer
        ImageDraw.Draw(paper).text((3 * scale * finer, foot), line, font=font, fill=0, anchor="ls")
    paper = paper.reduce(finer).filter(ImageFilter.GaussianBlur(0.5))
    noise = np.random.default_rng(len(lines)).normal(0, 0.03, (paper.height, paper.width))
    return np.asarray(1 - np.asarray(paper) / 255 + noise, dtype=np.float32)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5), st.sampled_from([10.0, 6.0]))
@settings(max_examples=examples(3, 20), deadline=None)
def test_what_is_drawn_is_spelled(words: list[str], size_pt: float) -> None:
    """Word for word, whatever size the viewer took."""
    text = " ".join(words)
    lines = break_lines(text, _WIDTH_PT, form_font(), size_pt)
    read = typed_lines(_drawn([one.rstrip() for one in lines], size_pt), _DPI / 72, multiline=True)
    assert read is not None
    assert joined_text(read) == text


def test_paragraphs_are_kept_apart() -> None:
    """A line that ends early ends there because somebody typed a break."""
    read = typed_lines(_drawn(["One.", "", "Two, and no more than that"], 10), _DPI / 72, multiline=True)
    assert read is not None
    assert joined_text(read) == "One.\n\nTwo, and no more than that"


@pytest.mark.parametrize("kind", ["a hand", "nothing"])
def test_what_is_not_in_the_font(kind: str) -> None:
    """It is for tesseract to read."""
    paper = Image.new("L", (660, 165), 255)
    if kind == "a hand":
        waves = [(20 + 6 * step, 80 + 30 * np.sin(step * 1.7) * np.cos(step / 3)) for step in range(60)]
        ImageDraw.Draw(paper).line(waves, fill=40, width=4)
    dark = np.asarray(1 - np.asarray(paper) / 255, dtype=np.float32)
    read = typed_lines(dark, _DPI / 72, multiline=False)
    assert read is None or not any(line.words for line in read)


def test_the_rule_under_an_answer_is_left_out_and_its_letters_are_not() -> None:
    """A sentence's answer stands on a rule, which may lean from row to row: no letter is as long."""
    dark = np.zeros((40, 200), dtype=np.float32)
    dark[5:25, 10:14] = dark[14:16, 10:30] = 1
    letters = dark.copy()
    dark[30, :100] = dark[31, 100:] = 1
    plain = without_rule(dark, 200 / 72)
    assert np.array_equal(plain, letters)
