"""Where settled answers stand on the page, and the fields without widget that keep them (decision 11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from build.page import Control
from build.pdf import band
from build.pdf.widgets import READ_ONLY
from forms.lettering import form_font
from forms.records import Box
from forms.typeset import SIZE_PT

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_PAGE_HEIGHT_PT = 297 * band.MM_PT
_PAGE_RIGHT_PT = 195 * band.MM_PT
_SHORTEST_PT = 12.0


def settled_places(
    marks: list[dict[str, Any]], controls: Mapping[str, Control]
) -> dict[str, tuple[int, Box]]:
    """Return page index and box of each answer: from its first line to the last one on the page of that.

    `marks` are those that the page template sets at the two ends of an answer.
    """
    begun: dict[str, dict[str, Any]] = {}
    settled: dict[str, tuple[int, Box]] = {}
    for mark in marks:
        name = mark["name"]
        if mark["edge"] == "start":
            begun.setdefault(name, mark)
        elif name not in settled:
            settled[name] = _settled_box(begun[name], mark, controls[name].text)
    return settled


def _settled_box(begin: dict[str, Any], end: dict[str, Any], text: str) -> tuple[int, Box]:
    """Return page index and box of one answer.

    Marks that stand in a line are at its baseline; those of a block of lines are at the top of the
    first capital and at the baseline of the last line.
    """
    start, stop = begin["at"], end["at"]
    x0, top, bottom = _points(start["x"]), _points(start["y"]), _points(stop["y"])
    font = form_font()
    drawn = font.drawn(text.replace("\n", " "))
    in_line = begin["width"] is None
    if start["page"] != stop["page"]:
        bottom = _PAGE_HEIGHT_PT - 27 * band.MM_PT
    elif in_line:
        top -= font.cap_height * SIZE_PT / 1000
    room_pt = _PAGE_RIGHT_PT - x0 if in_line else begin["width"]
    x1 = x0 + max(min(font.width_pt(drawn, SIZE_PT), room_pt), _SHORTEST_PT)
    above_pt, below_pt = (font.ascent - font.cap_height) * SIZE_PT / 1000, -font.descent * SIZE_PT / 1000
    return start["page"] - 1, Box(
        x0, _PAGE_HEIGHT_PT - bottom - below_pt, x1, _PAGE_HEIGHT_PT - top + above_pt
    )


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))


def kept_field(pdf: Pdf, control: Control, page_index: int, place: Box) -> Object:
    """Return a field without widget that keeps the exact value of an answer that flows over the page."""
    from pikepdf import Array, Dictionary, Name, String

    kept = Dictionary(
        FT=Name.Tx,
        Ff=READ_ONLY,
        T=String(control.name),
        TU=String(control.accessible_name),
        HTPage=page_index + 1,
        HTBox=Array([round(edge, 2) for edge in (place.x0_pt, place.y0_pt, place.x1_pt, place.y1_pt)]),
    )
    if control.text:
        # In UTF-16 always: PDFDocEncoding has no code for U+FFFD, and what stands for it reads as damage.
        kept.V = String(b"\xfe\xff" + control.text.replace("\n", "\r").encode("utf-16-be"))
    return pdf.make_indirect(kept)
