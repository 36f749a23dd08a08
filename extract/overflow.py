"""Say where what a person typed into a fixed box of a PDF is more than the box can show (X39)."""

from __future__ import annotations

from forms.findings import Finding, Severity
from forms.lettering import form_font
from forms.records import Box
from forms.text import SurrogateError, normalise_text
from forms.typeset import SMALLEST_PT, fits

_SURELY_FITS = 0.9
"""No letter is wider than this share of the font size, on average over a line."""


def check_overflow(name: str, text: str, box: Box | None) -> Finding | None:
    """Return finding X39 where `text` would not fit in `box` at 8 pt, else None."""
    if box is None:
        return None
    width_pt, height_pt = box.x1_pt - box.x0_pt, box.y1_pt - box.y0_pt
    if "\n" not in text and "\r" not in text and len(text) * SMALLEST_PT * _SURELY_FITS < width_pt:
        return None
    try:
        lines = normalise_text(text).text
    except SurrogateError:
        return None
    if fits(lines, width_pt, height_pt, form_font()):
        return None
    return more_than_shown(name)


def more_than_shown(name: str) -> Finding:
    """Return finding X39: a box holds more than the page shows of it."""
    return Finding(
        "X39",
        Severity.NOTE,
        name,
        f"{name}: more was typed than its box can show, so a print of the page lacks some of it. "
        "All of it was read; the next stage shows it in full",
    )
