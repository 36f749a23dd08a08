"""Pictures of the examples: what stands between the panel on page 1 and the free box at the end.

A picture keeps, in a text chunk of the PNG, the fingerprint of the example that it was made from.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pdfplumber
from PIL import Image, PngImagePlugin

from tests.docs.examples import Example, build_example
from tests.tools.pdfium import draw_pages

KEY = "halfterm-example"
"""The text chunk that holds the fingerprint."""

_DPI = 115
_SCALE = _DPI / 72
_COLOURS = 32
_MARGIN_PT = 8
_FOOTER_TOP_PT = 765
_GAP_PX = 14
_THIN_PX = 6


def draw_picture(example: Example) -> bytes:
    """Return the PNG of an example's sections, the pages below each other."""
    data = build_example(example, "pdf")
    return as_png([image for image in _strips(data) if image is not None], example.fingerprint)


def fingerprint_in(png: bytes) -> str:
    """Return the fingerprint that a picture holds, "" where it holds none."""
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        found = image.info.get(KEY, "")
    return found if isinstance(found, str) else ""


def _strips(data: bytes) -> list[Image.Image | None]:
    """Return the part of each page that shows the form's own sections, None where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder, "form.pdf")
        form.write_bytes(data)
        pages = draw_pages(form, dpi=_DPI)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        edges = [_edges(page) for page in pdf.pages]
    return [_between(page, top, bottom) for page, (top, bottom) in zip(pages, edges, strict=True)]


def _between(page: Image.Image, top_pt: float, bottom_pt: float) -> Image.Image | None:
    if bottom_pt <= top_pt:
        return None
    return _without_margins(page.crop((0, round(top_pt * _SCALE), page.width, round(bottom_pt * _SCALE))))


def _edges(page: Any) -> tuple[float, float]:
    """Return where the sections begin and end on a page, in points from its top."""
    top, bottom = float(_MARGIN_PT), float(_FOOTER_TOP_PT)
    for line in page.extract_text_lines():
        around = [
            rect for rect in page.rects if rect["top"] <= line["top"] and rect["bottom"] >= line["bottom"]
        ]
        if line["text"].startswith("Before you start"):
            top = max(rect["bottom"] for rect in around) + 1
        elif line["text"].startswith("Continuation: anything"):
            bottom = min([bottom, *(rect["top"] - 1 for rect in around)])
    return top, bottom


def _without_margins(image: Image.Image) -> Image.Image | None:
    """Return the image cut down to what is drawn, with a small margin, None where nothing is."""
    drawn = Image.eval(image.convert("L"), lambda value: 255 if value < 250 else 0).getbbox()
    if drawn is None:
        return None
    margin = round(_MARGIN_PT * _SCALE)
    return image.crop((0, max(drawn[1] - margin, 0), image.width, min(drawn[3] + margin, image.height)))


def cut_out(page: Image.Image) -> Image.Image:
    """Return a page cut down to what is drawn, with a thin margin around."""
    grey = Image.eval(page.convert("L"), lambda value: 255 if value < 250 else 0)
    left, top, right, bottom = grey.getbbox() or (0, 0, *page.size)
    return page.convert("RGB").crop(
        (
            max(left - _THIN_PX, 0),
            max(top - _THIN_PX, 0),
            min(right + _THIN_PX, page.width),
            min(bottom + _THIN_PX, page.height),
        )
    )


def as_png(
    strips: list[Image.Image], fingerprint: str, ground: str = "#c9ced6", colours: int = _COLOURS
) -> bytes:
    """Return the images below each other, in few colours, with the fingerprint of what they show."""
    height = sum(strip.height for strip in strips) + _GAP_PX * (len(strips) - 1)
    whole = Image.new("RGB", (max(strip.width for strip in strips), height), ground)
    at = 0
    for strip in strips:
        whole.paste(strip, (0, at))
        at += strip.height + _GAP_PX
    few = whole.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    notes = PngImagePlugin.PngInfo()
    notes.add_text(KEY, fingerprint)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True, pnginfo=notes)
    return file.getvalue()
