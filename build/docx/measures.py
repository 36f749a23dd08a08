"""Measures of the page in twentieths of a point (dxa), as templates/docx sets them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise

TEXT_WIDTH = 10205
"""Of A4 between margins of 15 mm."""
CELL_SIDES = 216
"""Left and right margin of a form table's cell, together."""
CELL_ENDS = 114
"""Top and bottom margin of a form table's cell, together."""
CARD_PADDING = 80
"""Top and bottom margin of a card's cell, together."""
CARD_SIDES = 114
"""Left and right margin of a card's cell, together."""
WHOLE_ROW = 4500
"""A row of about this height or less is never split over two pages: a third of a page."""
WHOLE_ROW_OF_CARDS = 6600
"""The same of a row with cards, which are worse to read when they are apart."""
LINE = 244
"""One line of an answer: 10 pt with its leading."""
CHARACTER = 105
"""About the width of one character of an answer."""
_NARROW, _WIDE, _CAPITAL, _OTHER = 64, 166, 142, 118
"""Widths of bold letters at 10 pt: about a third of the letter's height, and more."""


def columns(shares: Sequence[float], width: int) -> tuple[int, ...]:
    """Return `width` divided in the proportion of `shares`, to the unit."""
    whole = sum(shares)
    edges = [0]
    reached = 0.0
    for share in shares:
        reached += share
        edges.append(round(width * reached / whole))
    return tuple(right - left for left, right in pairwise(edges))


@functools.cache
def label_width(label: str) -> int:
    """Return about how wide a bold label is."""
    return sum(
        [
            _NARROW
            if letter in "iljtfrI.,:;'()/- "
            else _WIDE
            if letter in "mwMWOQG@%"
            else _CAPITAL
            if letter.isupper()
            else _OTHER
            for letter in label
        ]
    )
