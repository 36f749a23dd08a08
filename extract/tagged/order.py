"""Say which marked pieces lie on their page in another order than the tags say.

What is read first stands above, and in a row on the left. Where tags say otherwise, somebody or some program
moved words from one place to another, and the page shows them there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.tagged.content import Drawn, Key, Letter
from extract.tagged.tree import Marked, Tag

_BESIDE_EACH_OTHER = frozenset({"TR", "LI"})
_SLACK_PT = 2.0
_UP = 0.7
"""As a share of the height of letters: so far up a line no raised letter is."""


@dataclass(slots=True)
class _Extent:
    """Where the letters of a part lie."""

    keys: set[Key] = field(default_factory=set)
    pages: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)
    """Index of a page -> left, right, lowest and highest line, in points."""

    def take(self, other: _Extent) -> None:
        self.keys |= other.keys
        for index, (left, right, low, high) in other.pages.items():
            own = self.pages.get(index, (left, right, low, high))
            self.pages[index] = (min(own[0], left), max(own[1], right), min(own[2], low), max(own[3], high))


def displaced(tree: Tag, drawn: Drawn) -> frozenset[Key]:
    """Return the pieces that do not lie where the tags have them."""
    found: set[Key] = set()
    _check(tree, drawn, found)
    return frozenset(found)


def _check(tag: Tag, drawn: Drawn, found: set[Key]) -> _Extent:
    """Return where a part lies; add to `found` what of it is in another order."""
    parts = [(part, _extent(part, drawn, found)) for part in tag.parts]
    blocks = [one for part, one in parts if isinstance(part, Tag) and not part.is_inline and one.pages]
    follows = _is_right_of if tag.kind in _BESIDE_EACH_OTHER else _is_below
    for one, other in pairwise(blocks):
        if not follows(other, one):
            found |= one.keys | other.keys
    whole = _Extent()
    for _, one in parts:
        whole.take(one)
    if not blocks and not tag.is_inline and not _runs_on(list(_letters(tag, drawn))):
        found |= whole.keys
    return whole


def _extent(part: Tag | Marked, drawn: Drawn, found: set[Key]) -> _Extent:
    if isinstance(part, Tag):
        return _check(part, drawn, found)
    piece = drawn.marked.get(part.key) if part.key is not None else None
    if piece is None or part.key is None:
        return _Extent()
    pages: dict[int, tuple[float, float, float, float]] = {}
    letters = [one for one in piece.letters if not one.text.isspace()]
    if letters:
        pages[letters[0].page_index] = (
            min(one.x0_pt for one in letters),
            max(one.x1_pt for one in letters),
            min(one.y_pt for one in letters),
            max(one.y_pt for one in letters),
        )
    return _Extent({part.key}, pages)


def _shared(one: _Extent, other: _Extent) -> Iterator[tuple[Sequence[float], Sequence[float]]]:
    yield from ((one.pages[index], other.pages[index]) for index in one.pages.keys() & other.pages.keys())


def _is_right_of(other: _Extent, one: _Extent) -> bool:
    return all(there[0] >= here[1] - _SLACK_PT for here, there in _shared(one, other))


def _is_below(other: _Extent, one: _Extent) -> bool:
    is_later = min(other.pages) >= max(one.pages)
    return is_later and all(there[3] < here[2] for here, there in _shared(one, other))


def _letters(tag: Tag, drawn: Drawn) -> Iterator[Letter]:
    for part in tag.parts:
        if isinstance(part, Tag):
            yield from _letters(part, drawn)
        elif part.key is not None and part.key in drawn.marked:
            yield from (one for one in drawn.marked[part.key].letters if not one.text.isspace())


def _runs_on(letters: Sequence[Letter]) -> bool:
    """Return whether the letters of a paragraph lie one behind the other, and each line below the last."""
    return all(_is_behind(other, one) for one, other in pairwise(letters))


def _is_behind(other: Letter, one: Letter) -> bool:
    if other.page_index != one.page_index:
        return other.page_index > one.page_index
    size = max(one.size_pt, other.size_pt)
    if abs(other.y_pt - one.y_pt) < _UP * size:
        return other.x0_pt >= one.x0_pt - _SLACK_PT
    return other.y_pt < one.y_pt
