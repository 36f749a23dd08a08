"""Hold the pictures of two pages against each other, to see ink and paint where the words are the same."""

from __future__ import annotations

from extract.page.opened import Picture

_CELL_PX = 8
_OTHER = 0.12
"""So much darker or lighter a cell may be: programs that write a page anew draw a hair's breadth aside."""


def differs(issued: Picture, found: Picture) -> bool:
    """Return whether something is drawn on one page and not on the other, both upright and of one size."""
    if (issued.width, issued.height) != (found.width, found.height):
        return True
    if issued.pixels == found.pixels:
        return False
    rows = range(0, issued.height - _CELL_PX + 1, _CELL_PX)
    return any(_row_differs(issued, found, row) for row in rows)


def _row_differs(issued: Picture, found: Picture, top: int) -> bool:
    one, other = (_columns(picture, top) for picture in (issued, found))
    if one == other:
        return False
    most = _OTHER * 255 * _CELL_PX * _CELL_PX
    starts = range(0, issued.width - _CELL_PX + 1, _CELL_PX)
    return any(
        abs(sum(one[left : left + _CELL_PX]) - sum(other[left : left + _CELL_PX])) > most for left in starts
    )


def _columns(picture: Picture, top: int) -> list[int]:
    """Return how light each column of pixels is, in a strip of one cell's height."""
    width = picture.width
    strips = [picture.pixels[row * width : (row + 1) * width] for row in range(top, top + _CELL_PX)]
    return [sum(column) for column in zip(*strips, strict=True)]
