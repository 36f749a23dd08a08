"""Say whether a page shows a letter: there is something dark beside something light in its place.

So letters are found that are white, drawn without ink, cut off, or covered, whatever did that.
"""

from __future__ import annotations

from extract.page.opened import OpenPages, Picture
from extract.tagged.content import Letter

_DPI = 110
_LEAST_CONTRAST = 40
"""Of 255: a full stop in grey on a grey ground has more."""
_BELOW, _ABOVE = 0.25, 0.95
"""How far letters reach below and above their line, as shares of their size."""
_SMALLEST_PT = 2.0


class Seen:
    """The pages of a PDF as they are shown, drawn when they are asked for."""

    def __init__(self, pages: OpenPages) -> None:
        """Keep the open file."""
        self._pages = pages
        self._drawn: dict[int, Picture] = {}

    def is_seen(self, letter: Letter) -> bool:
        """Return whether a page shows a letter."""
        if letter.page_index not in self._drawn:
            self._drawn[letter.page_index] = self._pages.picture(letter.page_index, _DPI, notes=False)
        picture = self._drawn[letter.page_index]
        below, above = letter.y_pt - _BELOW * letter.size_pt, letter.y_pt + _ABOVE * letter.size_pt
        (c0, r0), (c1, r1) = (picture.place(end) for end in ((letter.x0_pt, below), (letter.x1_pt, above)))
        left, right = (round(one) for one in sorted((c0, c1)))
        top, bottom = (round(one) for one in sorted((r0, r1)))
        if letter.size_pt < _SMALLEST_PT or right > picture.width or left < 0:
            return False
        rows = [
            picture.pixels[row * picture.width + left : row * picture.width + max(right, left + 1)]
            for row in range(max(top, 0), min(bottom, picture.height))
        ]
        shades = [shade for row in rows if row for shade in (min(row), max(row))]
        return bool(shades) and max(shades) - min(shades) >= _LEAST_CONTRAST
