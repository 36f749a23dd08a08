"""Write on a printed form with a pen: words, signatures and ticks, as a picture on a picture."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from extract.page.places import Place, places_of
from tests.tools import pdfium

_DPI = 200
_INK = 60
"""How dark the ink is, 0 to 255."""
_HAND_DOTS = 30
"""How high the letters are."""


def written_on(form: Path, said: Mapping[str, str]) -> bytes:
    """Return a PDF of pictures: the pages of a form as printed, with `said` (box -> words) written by hand.

    In a box to tick stands the option that is crossed. There is no text to be read on any page.
    """
    pages = [page.convert("L") for page in pdfium.draw_pages(form, _DPI)]
    places = places_of(form.read_bytes())
    for name, words in said.items():
        own = [one for one in places if one.name == name and one.option in {None, words}]
        assert own, name
        page = pages[own[0].page_number - 1]
        pages[own[0].page_number - 1] = ImageChops.darker(page, _stroke(page.size, own[0], words))
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()


def _stroke(size: tuple[int, int], place: Place, words: str) -> Image.Image:
    """Return a white page with ink where a box lies."""
    sheet = Image.new("L", size, 255)
    scale = _DPI / 72
    left, right = place.box.x0_pt * scale, place.box.x1_pt * scale
    top, foot = size[1] - place.box.y1_pt * scale, size[1] - place.box.y0_pt * scale
    if place.option is not None:
        pen = ImageDraw.Draw(sheet)
        pen.line((left + 2, top + 3, right - 3, foot - 2), fill=_INK, width=4)
        pen.line((left + 3, foot - 3, right - 2, top + 2), fill=_INK, width=4)
        return sheet
    hand = _by_hand(words)
    height = hand.height if place.multiline else min(hand.height, int(foot - top) - 2)
    width = min(int(hand.width * height / hand.height), int(right - left) - 12)
    sheet.paste(hand.resize((width, height)), (int(left) + 8, int(top) + 2))
    return sheet


def _by_hand(words: str) -> Image.Image:
    """Return words that lean to the right, on a line that goes up and down."""
    x, paper = 20.0, Image.new("L", (60 + _HAND_DOTS * len(words), 3 * _HAND_DOTS), 255)
    for number, letter in enumerate(words):
        font = ImageFont.load_default(_HAND_DOTS + (number * 7) % 9 - 4)
        own = Image.new("L", (2 * _HAND_DOTS, 2 * _HAND_DOTS), 255)
        ImageDraw.Draw(own).text((_HAND_DOTS / 2, _HAND_DOTS / 4), letter, fill=_INK, font=font)
        own = own.rotate((number * 37) % 31 - 15, Image.Resampling.BICUBIC, fillcolor=255)
        y = _HAND_DOTS / 3 + 5 * math.sin(number * 1.7)
        at = (int(x - _HAND_DOTS / 2), int(y))
        under = paper.crop((*at, at[0] + own.width, at[1] + own.height))
        paper.paste(ImageChops.darker(under, own), at)
        x += font.getlength(letter) - number % 2
    leaning = paper.transform(
        paper.size, Image.Transform.AFFINE, (1, 0.35, -14, 0, 1, 0), Image.Resampling.BICUBIC, fillcolor=255
    )
    inked = ImageChops.invert(leaning).getbbox()
    return leaning.crop(inked) if inked else leaning
