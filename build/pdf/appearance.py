"""Appearance streams: what a field shows when nobody's viewer draws it anew (ISO 32000-1 12.7.3.3)."""

from __future__ import annotations

from forms.lettering import FormFont
from forms.typeset import LEADING_PT, PADDING_PT, SIZE_PT, break_lines, drawn_line

TYPE0_NAME = "HTU"
"""Resource name of the Identity-H font in our own streams."""
SIMPLE_NAME = "HTForm"
"""Resource name of the WinAnsi font that /DA gives to viewers."""
EMPTY = b"/Tx BMC EMC"


def default_appearance(*, auto_size: bool) -> str:
    """Return the /DA string; auto-size lets a viewer shrink what a person types until it fits."""
    return f"0 g /{SIMPLE_NAME} {0 if auto_size else SIZE_PT:g} Tf"


def text_stream(text: str, width_pt: float, height_pt: float, font: FormFont, *, multiline: bool) -> bytes:
    """Return the content stream that shows `text` in a box of this size, in the type 0 font."""
    lines = break_lines(text, width_pt, font) if multiline else [text]
    if multiline:
        baseline_pt = height_pt - 2 - font.ascent * SIZE_PT / 1000
    else:
        baseline_pt = (height_pt - font.cap_height * SIZE_PT / 1000) / 2
    shown = [f"{font.encoded(drawn_line(line, font))} Tj" for line in lines]
    body = "\nT*\n".join(shown)
    return (
        f"/Tx BMC\nq\nBT\n0 g\n/{TYPE0_NAME} {SIZE_PT:g} Tf\n{LEADING_PT:g} TL\n"
        f"{PADDING_PT:g} {baseline_pt:.2f} Td\n{body}\nET\nQ\nEMC"
    ).encode("ascii")


def cross_stream(width_pt: float, height_pt: float) -> bytes:
    """Return the content stream of a ticked box: a cross, as a pen would make it."""
    near, right, top = 2.5, width_pt - 2.5, height_pt - 2.5
    return (
        f"q 1.4 w 1 J {near:g} {near:g} m {right:.2f} {top:.2f} l "
        f"{near:g} {top:.2f} m {right:.2f} {near:g} l S Q"
    ).encode("ascii")
