"""Read at one go an appearance as nearly every program makes it: black text on lines, each inside the box.

It is what `extract.appearance` finds out step by step, and leaves to it whatever is not as plain. Most boxes
of most forms are, and reading them has to cost next to nothing.
"""

from __future__ import annotations

import re

from extract.pdffonts import Lettering
from extract.pen import LETTER, SLACK_PT, SMALLEST_PT, Drawn, Edges, Setting, follows

_NUMBER = rb"-?\d+\.?\d*"
_STEP = re.compile(
    rb"\s*(?:(?P<x>" + _NUMBER + rb") (?P<y>" + _NUMBER + rb") Td|/(?P<font>\w+) (?P<size>\d+\.?\d*) Tf"
    rb"|\((?P<string>(?:[^()\\\r]|\\[()\\])*)\) Tj|<(?P<hex>(?:[0-9A-Fa-f]{2})*)> Tj"
    rb"|(?P<next>T\*)|(?P<leading>\d+\.?\d*) TL|0 g|(?P<origin>1 0 0 1 0 0 Tm))(?=\s)"
)
_START = re.compile(
    rb"\s*(?:q\s+Q\s+)?/Tx BMC\s+q\s+(?:(" + rb") (".join([_NUMBER] * 4) + rb") re\s+W\s+n\s+)?BT(?=\s)"
)
_END = re.compile(rb"\s*ET\s+Q\s+EMC(?=\s|$)")
_BUTTON = re.compile(
    rb"(?:\s+(?:[qQSf]|f\*|" + _NUMBER + rb" [gw]|(?:" + _NUMBER + rb" ){3}rg"
    rb"|" + _NUMBER + rb" " + _NUMBER + rb"(?: [ml]| " + _NUMBER + rb" " + _NUMBER + rb" re)))*\s*"
)
"""How PDFium draws the button of a list, behind its words."""
_POINT = re.compile(
    rb"(?<=\s)(" + _NUMBER + rb") " + _NUMBER + rb"(?: [ml]| " + _NUMBER + rb" " + _NUMBER + rb" re)"
)
_TEXTS = frozenset({"string", "hex"})
_BUTTON_PT = 16.0
_ESCAPED = re.compile(rb"\\([()\\])")


def read_plain(stream: bytes, setting: Setting) -> Drawn | None:
    """Return what a content stream shows, all of it in its box; None where it takes more to tell."""
    start = _START.match(stream)
    if start is None:
        return None
    line = _Line(_clipped(setting.box, start), setting)
    place = start.end()
    while (step := _STEP.match(stream, place)) is not None:
        place = step.end()
        kind = step.lastgroup
        if kind in _TEXTS:
            if not line.takes(step):
                return None
        elif kind is not None:
            line.goes_on(kind, step)
    end = _END.match(stream, place)
    if end is None or not _is_button(stream[end.end() :], line.box[2] - _BUTTON_PT):
        return None
    return Drawn("".join(line.pieces).strip("\n"))


def _clipped(box: Edges, start: re.Match[bytes]) -> Edges:
    if start[1] is None:
        return box
    x, y, wide, high = map(float, start.groups())
    return max(box[0], x), max(box[1], y), min(box[2], x + wide), min(box[3], y + high)


class _Line:
    """Where text stands next, and what stands there already."""

    __slots__ = ("along", "box", "font", "last", "leading", "pieces", "setting", "size", "x", "y")

    def __init__(self, box: Edges, setting: Setting) -> None:
        self.box, self.setting = box, setting
        self.x = self.y = self.along = self.size = self.leading = 0.0
        self.font: Lettering | None = None
        self.pieces: list[str] = []
        self.last: Edges | None = None

    def takes(self, step: re.Match[bytes]) -> bool:
        """Write a text; return False where it cannot be read, or not all of it stands in the box."""
        font, size, box = self.font, self.size, self.box
        if font is None or not font.is_known or font.is_brought or size < SMALLEST_PT:
            return False
        shown = step["string"]
        if shown is None:
            shown = bytes.fromhex(step["hex"].decode("ascii"))
        elif b"\\" in shown:
            shown = _ESCAPED.sub(rb"\1", shown)
        x, middle = self.x + self.along, self.y + size / 3
        # No letter is wider than the font is high, so most texts need not be measured.
        width = len(shown) * size
        if x + width > box[2]:
            width = font.width(shown) * size / 1000
        inside = box[0] - SLACK_PT <= x <= box[2] and box[1] - SLACK_PT <= middle <= box[3] + SLACK_PT
        in_order = self.last is None or follows(self.last, (x, self.y), size)
        # What its font says may be narrower than the letters: where it began is sure.
        self.last = (x, self.y, x, size)
        self.along += width
        self.pieces.append(font.text(shown))
        return inside and in_order and x + width <= box[2] + size * LETTER

    def goes_on(self, kind: str, step: re.Match[bytes]) -> None:
        """Take another line or font."""
        if kind == "y":
            self.x, self.y, self.along = self.x + float(step["x"]), self.y + float(step["y"]), 0.0
            self.pieces.append("\n")
        elif kind == "next":
            self.y, self.along = self.y - self.leading, 0.0
            self.pieces.append("\n")
        elif kind == "origin":
            self.x = self.y = self.along = 0.0
            self.pieces.append("\n")
        elif kind == "size":
            self.font, self.size = self.setting.font(step["font"].decode("ascii")), float(step["size"])
        else:
            self.leading = float(step["leading"])


def _is_button(rest: bytes, least_x: float) -> bool:
    """Return whether nothing follows, or only what is drawn to the right of the words of a list."""
    if not rest.strip():
        return True
    return _BUTTON.fullmatch(rest) is not None and all(float(x) > least_x for x in _POINT.findall(rest))
