"""How much of what is typed the boxes of a form show: a page can be asked for no more than that.

A box of one line cuts off what is wider than it is. One of several lines makes its letters smaller; what
would have to be smaller than `Shows.least_pt` nobody reads on paper. PDFium draws no letter that its fonts
lack.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

from forms.lettering import form_font
from tests.recall.truth import NOT_DRAWN

_MULTILINE = 1 << 12
_SIZE_PT = 10.0
_LINE = 1.4
"""Of the size of the letters: the distance of two lines, at most."""
_MARGIN_PT = 6.0
_SPARE = 1.05
"""Viewers set letters a little wider than the font says."""


@dataclass(frozen=True, slots=True)
class Shows:
    """What is left on a page of what is typed into its boxes."""

    letters: str = ""
    """A character set, where no other letters are; "" for all."""
    least_pt: float = 8.0
    """Letters in a box of several lines may become as small as that."""


@dataclass(frozen=True, slots=True)
class Room:
    """The inside of a box."""

    width_pt: float
    height_pt: float
    lines: bool
    """It takes several lines."""
    of: Shows

    def shows(self, text: str) -> bool:
        """Return whether all of a text can be read in the box."""
        if any(ord(letter) in NOT_DRAWN for letter in text) or not _has(self.of.letters, text):
            return False
        if not self.lines:
            return "\n" not in text and _width_pt(text, _SIZE_PT) <= self.width_pt
        words = text.split()
        if any(_width_pt(word, self.of.least_pt) > self.width_pt for word in words):
            return False
        count = sum(1 for paragraph in text.split("\n") for _ in self._lines(paragraph))
        return count * _LINE * self.of.least_pt <= self.height_pt

    def _lines(self, paragraph: str) -> Iterator[str]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and _width_pt(longer, self.of.least_pt) > self.width_pt:
                yield line
                line = word
            else:
                line = longer
        yield line


def _has(letters: str, text: str) -> bool:
    return not letters or text.encode(letters, "ignore").decode(letters) == text


def _width_pt(text: str, size_pt: float) -> float:
    return form_font().width_pt(text, size_pt) * _SPARE


def rooms_in_pdf(data: bytes, of: Shows) -> Mapping[str, Room]:
    """Return box -> its room, of an issued PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(one.T): _room([float(edge) for edge in one.Rect], int(one.get("/Ff", 0)), of)
            for one in pdf.Root.AcroForm.Fields
            if "/Rect" in one and str(one.FT) != "/Btn"
        }


def _room(edges: list[float], flags: int, of: Shows) -> Room:
    x0, y0, x1, y1 = edges
    return Room(abs(x1 - x0) - _MARGIN_PT, abs(y1 - y0) - _MARGIN_PT, bool(flags & _MULTILINE), of)
