"""Find where an issued page lies on one that came back: the words that both print, and one affine map.

A page that was printed is shifted, made smaller, turned; taking its boxes from where they were issued puts
answers into the wrong ones without a word. So a map is found from the printed words, and has to prove itself
on all of them: a page of another form, or of this one laid out otherwise, is refused, never fitted.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.page.words import Word
from forms.records import Box

Point = tuple[float, float]
_LEAST_PAIRS = 8
_TRIES = 300
_REACH_PT = 20.0
"""A guess from the four corners of a small code is off by so much at the other end of the page at most."""
_NEAR_PT = 1.5
_AGREED_SHARE = 0.9
"""Of the pairs: when so many agree, no better map is looked for."""
_KNOWN_SHARE = 0.98
"""So many of the issued page's words have to stand where the map says; one word less on a page of few."""
_SCALES = (0.3, 3.0)


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a x + b y + c, y' = d x + e y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, point: Point) -> Point:
        """Return where a point of the issued page lies."""
        x, y = point
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, box: Box) -> Box:
        """Return the upright box around where a box lies; exact where the page is turned by right angles."""
        corners = [self((x, y)) for x in (box.x0_pt, box.x1_pt) for y in (box.y0_pt, box.y1_pt)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def scale(self) -> float:
        """Return how much larger lengths are."""
        return math.sqrt(abs(self.a * self.e - self.b * self.d))

    def inverse(self) -> Affine:
        """Return the way back."""
        det = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))


@dataclass(frozen=True, slots=True)
class Fit:
    """Where an issued page lies on another."""

    place: Affine
    lost: tuple[str, ...]
    """Its printed words that do not stand where they should."""


def guess(issued: Sequence[Point], found: Sequence[Point]) -> Affine | None:
    """Return the map that leads some points of an issued page to where they lie on another."""
    return least_squares(list(zip(issued, found, strict=True)))


def guess_by_words(issued: Sequence[Word], found: Sequence[Word]) -> Affine | None:
    """Return about where an issued page lies on another by the words that each has once, None for none."""
    once, there = _once(issued), _once(found)
    pairs = [(once[text], there[text]) for text in once.keys() & there.keys()]
    if len(pairs) < _LEAST_PAIRS:
        return None
    agreed = _most_agreed(sorted(pairs))
    return least_squares(agreed) if len(agreed) >= _LEAST_PAIRS else None


def _once(words: Sequence[Word]) -> dict[str, Point]:
    counts = Counter(word.text for word in words)
    return {word.text: (word.x_pt, word.y_pt) for word in words if counts[word.text] == 1}


def fit(issued: Sequence[Word], found: Sequence[Word], near: Affine) -> Fit | None:
    """Return where an issued page with these words lies on a page with those; None where it does not.

    It lies about where `near` says, on a page that may bear others beside it.
    """
    place = part_fit(issued, found, near)
    if place is None:
        return None
    lost = tuple(_lost(issued, found, place))
    return Fit(place, lost) if len(lost) <= max(1, (1 - _KNOWN_SHARE) * len(issued)) else None


def part_fit(issued: Sequence[Word], found: Sequence[Word], near: Affine) -> Affine | None:
    """Return where most of an issued page lies, though the rest may stand elsewhere; None for no place.

    Not to read answers by: only to guess how the form was laid out.
    """
    pairs = list(_pairs(issued, found, near))
    if len(pairs) < _LEAST_PAIRS:
        return None
    agreed = _most_agreed(pairs)
    if len(agreed) < _LEAST_PAIRS:
        return None
    place = least_squares(agreed)
    return place if place is not None and _SCALES[0] < place.scale < _SCALES[1] else None


def _pairs(issued: Sequence[Word], found: Sequence[Word], near: Affine) -> Iterator[tuple[Point, Point]]:
    """Yield the middles of words that say the same and lie near each other, if only one does."""
    places: dict[str, list[Point]] = {}
    for word in found:
        places.setdefault(word.text, []).append((word.x_pt, word.y_pt))
    reach = _REACH_PT * max(near.scale, _SCALES[0])
    for word in issued:
        x, y = near((word.x_pt, word.y_pt))
        there = [
            point
            for point in places.get(word.text, ())
            if abs(point[0] - x) <= reach and abs(point[1] - y) <= reach
        ]
        if len(there) == 1:
            yield (word.x_pt, word.y_pt), there[0]


def _most_agreed(pairs: Sequence[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Return the pairs that agree with the map through three of them which most agree with."""
    chance = random.Random(len(pairs))  # noqa: S311 # the same pairs give the same map
    best: list[tuple[Point, Point]] = []
    for _ in range(_TRIES):
        place = least_squares(chance.sample(pairs, 3))
        if place is None:
            continue
        near = [pair for pair in pairs if _is_near(place(pair[0]), pair[1])]
        if len(near) > len(best):
            best = near
        if len(best) >= _AGREED_SHARE * len(pairs):
            break
    return best


def _is_near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= _NEAR_PT and abs(one[1] - other[1]) <= _NEAR_PT


def _lost(issued: Sequence[Word], found: Sequence[Word], place: Affine) -> Iterator[str]:
    cells: dict[tuple[str, int, int], list[Point]] = {}
    for word in found:
        cells.setdefault((word.text, int(word.x_pt // 8), int(word.y_pt // 8)), []).append(
            (word.x_pt, word.y_pt)
        )
    for word in issued:
        x, y = place((word.x_pt, word.y_pt))
        column, row = int(x // 8), int(y // 8)
        around = (
            point
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for point in cells.get((word.text, i, j), ())
        )
        if not any(_is_near((x, y), point) for point in around):
            yield word.text


def least_squares(pairs: Sequence[tuple[Point, Point]]) -> Affine | None:
    """Return the affine map with the least squares of differences; None where the points lie on one line."""
    count = len(pairs)
    mx, my = sum(x for (x, _), _ in pairs) / count, sum(y for (_, y), _ in pairs) / count
    sxx = sum((x - mx) ** 2 for (x, _), _ in pairs)
    syy = sum((y - my) ** 2 for (_, y), _ in pairs)
    sxy = sum((x - mx) * (y - my) for (x, y), _ in pairs)
    det = sxx * syy - sxy * sxy
    if det <= 1e-6 * max(sxx, syy, 1.0) ** 2:
        return None
    rows = []
    for axis in (0, 1):
        mean = sum(pair[1][axis] for pair in pairs) / count
        sxv = sum((x - mx) * (to[axis] - mean) for (x, _), to in pairs)
        syv = sum((y - my) * (to[axis] - mean) for (_, y), to in pairs)
        a, b = (syy * sxv - sxy * syv) / det, (sxx * syv - sxy * sxv) / det
        rows.append((a, b, mean - a * mx - b * my))
    return Affine(*rows[0], *rows[1])
