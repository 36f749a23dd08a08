"""Give the columns of a drafted table the room that a form needs, where the document's own are narrower."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from extract.adopt.drafts import DraftSection
from forms.printed_page import LEAST_SHARE

_LEAST = 1.02 * LEAST_SHARE
"""A little more, for widths are written with one decimal."""


def with_room(section: DraftSection) -> DraftSection:
    """Return `section` with each column that shows something wide enough for a form.

    It stays as it is where all are, and where there are more columns than a page has room for: that is
    for a person to divide.
    """
    shown = set(_shown(section))
    count = max((end for _, end in shown), default=1)
    count = max(count, len(section.widths), *(sum(cell.span for cell in row) for row in section.rows), 1)
    whole = sum(section.widths) or float(count)
    shares = [width / whole for width in section.widths or (1.0,) * count]
    if all(sum(shares[start:end]) >= LEAST_SHARE for start, end in shown):
        return section
    floors = [0.0] * count
    for start, end in shown:
        floors[start:end] = [max(floor, _LEAST / (end - start)) for floor in floors[start:end]]
    if sum(floors) > 1:
        return section
    widths = tuple(round(100 * share, 1) for share in _raised(shares, floors))
    return dataclasses.replace(section, widths=widths)


def _shown(section: DraftSection) -> Iterator[tuple[int, int]]:
    """Yield the first column (from 0) and the one behind the last of each cell that shows something."""
    yield from ((at, at + 1) for at in range(len(section.cells)))
    for row in (section.header, *section.rows):
        at = 0
        for cell in row:
            if cell.items:
                yield at, at + cell.span
            at += cell.span


def _raised(shares: list[float], floors: list[float]) -> list[float]:
    """Return `shares` with none below its floor; what that takes, the others give in proportion."""
    raised: set[int] = set()
    while True:
        left = 1 - sum(floors[at] for at in raised)
        rest = sum(share for at, share in enumerate(shares) if at not in raised)
        scale = left / rest if rest else 0.0
        low = {at for at, share in enumerate(shares) if at not in raised and share * scale < floors[at]}
        if not low:
            return [floors[at] if at in raised else share * scale for at, share in enumerate(shares)]
        raised |= low
