"""Cut the characters of a page, in the order in which they are drawn, into runs that belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.page.words import Character

_NEXT = 0.4
"""Of a character's height: the next one on the line begins so near to the end of the last at most."""
_INDENT = 0.3
"""Of a character's height: so near to the left edge of its run a new line begins."""
_PITCH, _SPREAD = 1.0, 0.3
"""Of a character's height: the usual distance of two lines, and how much viewers differ in it."""


def runs_of(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Yield runs of characters that go on on their line, or on the next line of the same column."""
    run: list[Character] = []
    for one in characters:
        if run and not _goes_on(run, one):
            yield run
            run = []
        if run or not one.text.isspace():
            run.append(one)
    if run:
        yield run


def _goes_on(run: Sequence[Character], one: Character) -> bool:
    last, first = run[-1], run[0]
    height = max(one.box.y1_pt - one.box.y0_pt, last.box.y1_pt - last.box.y0_pt)
    down = last.middle[1] - one.middle[1]
    if abs(down) <= 0.4 * height:
        return -height <= one.box.x0_pt - last.box.x1_pt <= _NEXT * height
    begins = abs(one.box.x0_pt - first.box.x0_pt) <= _INDENT * height
    return begins and abs(down - _PITCH * height) <= _SPREAD * height
