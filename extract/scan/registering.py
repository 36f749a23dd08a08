"""Find where an issued page lies on a picture: from its code outwards, word by word.

The corners of the code say where its neighbours lie; these say where theirs do, and so on over the page. So
perspective and a guess that is wrong far off do no harm. Then one homography has to prove itself on all
printed words: a page of another form, or of this one laid out otherwise, is refused, never fitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from extract.page.identity import CODE_SIDE_PT
from extract.scan.flat import darkness
from extract.scan.sheets import IssuedSheet, PrintedWord
from extract.scan.warp import Floats, Grey, Warp, affine, affine_fit, homography_fit, sampled, similarity_fit
from forms.records import Box

FOOT_PT = 27 / 25.4 * 72
"""The foot of a page stands below this: what is printed there moves with nothing above it."""
_STEP_PT = 0.72
"""Words are compared at 100 dots an inch."""
_MARGIN_PT = 1.5
_ALIKE, _KNOWN = 0.6, 0.45
"""How alike a word and its picture are at least: to go on from it; to be called there where it must be."""
_NEAR_PT = 60.0
_FEW = 6
_NEIGHBOURS = 16
_REACH_PT, _REACH_SHARE, _LONGEST_REACH_PT = 2.5, 0.08, 30.0
"""How far from its guessed place a word is looked for: at once, more by distance, at most."""
_OFF_PT = 1.2
"""From where the map says: a word that lies farther off is not there."""
_LEAST_WORDS = 8
_LEAST_SHARE = 0.88
_AROUND, _LOST_AROUND = 6, 2
"""Of so many words next to a box so many may be lost, under a stamp or a hand: then it is where it should."""
_SEED_PT, _SHORT = 30.0, 2
"""A recognised word is looked for as if the next known one were so far away; a shorter one may be any."""
_ROUNDS = 60
_TRIES = 2
_IN_VAIN = 15
"""So many more words looked for in vain than found: this is another page."""


ReadMiddle: TypeAlias = tuple[str, tuple[float, float]]
"""A word that was recognised on a picture, with column and row of its middle."""


@dataclass(frozen=True)
class Registered:
    """Where an issued page lies on a picture, and how well."""

    warp: Warp
    lost: tuple[PrintedWord, ...]
    """Its printed words that do not stand where they should."""
    found: Floats
    """The middles of those that do, in points of the issued page."""
    residual_pt: float
    """How far those lie from where the map says: half of them at most so far."""

    @property
    def lost_share(self) -> float:
        """Return how many of its words are lost, 0 to 1."""
        return len(self.lost) / (len(self.lost) + len(self.found))


@dataclass(frozen=True)
class Coarse:
    """A picture of a page at about 100 dots an inch of the issued page."""

    dark: Grey
    times: int
    """So many dots of the picture went into one of `dark`, on each side."""
    corners: Floats
    """Of the code on the picture: columns and rows, from its own top left round."""


def coarse(image: Image.Image, corners: Floats) -> Coarse:
    """Return a picture as words are looked for on it; `corners` are those of its code."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    times = max(1, int(float(sides.mean()) / CODE_SIDE_PT * _STEP_PT))
    return Coarse(darkness(image.reduce(times)), times, corners)


def register(issued: IssuedSheet, picture: Coarse, read: Sequence[ReadMiddle] = ()) -> Registered | None:
    """Return where an issued page lies on a picture; None where it does not.

    `read` is words that were recognised on it, with column and row of the middle of each: they help where a
    page is seen from an angle and its words stand far from its code.
    """
    search = _Search(issued, picture)
    search.seed(read)
    search.grow()
    return search.proved()


def foot_place(issued: IssuedSheet, picture: Coarse) -> Warp:
    """Return about where an issued page lies on a flat picture, by its foot: all above may have moved."""
    foot = tuple(word for word in issued.words if word.box.y1_pt < FOOT_PT)
    search = _Search(replace(issued, words=foot), picture)
    search.grow()
    sources, targets = search.code
    if search.found:
        sources = np.vstack([sources, search.middles[list(search.found)]])
        targets = np.vstack([targets, np.array(list(search.found.values()))])
    return search.whole(similarity_fit(sources, targets))


def once_on(words: Sequence[PrintedWord], read: Sequence[ReadMiddle]) -> dict[str, tuple[float, float]]:
    """Return the words that stand once on a page and were recognised once, with where they were."""
    own, times = Counter(word.text for word in words), Counter(text for text, _ in read)
    return {text: middle for text, middle in read if times[text] == 1 == own[text] and len(text) > _SHORT}


class _Search:
    """The words that were found so far."""

    def __init__(self, issued: IssuedSheet, picture: Coarse) -> None:
        self.reduced = picture.times
        self.dark = picture.dark
        self.words = issued.words
        self.windows = [_Window(issued, word) for word in issued.words]
        self.middles = np.array([one.middle for one in self.windows], dtype=np.float64).reshape(-1, 2)
        self.code = issued.code_corners, (picture.corners + 0.5) / picture.times - 0.5
        self.sources, self.targets = self.code
        self.found: dict[int, Floats] = {}

    def seed(self, read: Sequence[ReadMiddle]) -> None:
        """Begin with the words that stand once on the page and were recognised once, near where they were."""
        there = once_on(self.words, read)
        shift = (self.reduced - 1) / 2
        self.found = {
            number: (np.array(there[word.text]) - shift) / self.reduced
            for number, word in enumerate(self.words)
            if word.text in there
        }
        if len(self.found) < _LEAST_WORDS:
            self.found = {}
            return
        self._take_over()
        near = {number: self._looked_for(number, _SEED_PT) for number in self.found}
        self.found = {number: place for number, place in near.items() if place is not None}
        self._take_over()

    def grow(self) -> None:
        """Find words from those that are known outwards, until none is left that can be found."""
        tries = dict.fromkeys(range(len(self.windows)), 0)
        for _ in range(_ROUNDS):
            left = [number for number, count in tries.items() if count < _TRIES and number not in self.found]
            in_vain = sum(count > 0 for number, count in tries.items() if number not in self.found)
            if not left or in_vain > _IN_VAIN + len(self.found):
                return
            far = _distances(self.middles[left], self.sources).min(axis=1)
            order = np.argsort(far, kind="stable")
            near = [int(one) for one in order if far[one] <= _NEAR_PT]
            chosen = near if len(near) >= _FEW else [int(one) for one in order[:_FEW]]
            new: list[tuple[int, Floats]] = []
            for one in chosen:
                number = left[one]
                tries[number] += 1
                there = self._looked_for(number, float(far[one]))
                if there is not None:
                    new.append((number, there))
            for number, there in new:
                self.found[number] = there
            self._take_over()

    def _looked_for(self, number: int, far_pt: float) -> Floats | None:
        guess = self._guess(self.middles[number], far_pt)
        if guess is None:
            return None
        reach = min(_REACH_PT + _REACH_SHARE * far_pt, _LONGEST_REACH_PT)
        score, offset = self.windows[number].match(self.dark, guess, reach)
        return guess((self.middles[number] + offset)[None])[0] if score >= _ALIKE else None

    def _guess(self, middle: Floats, far_pt: float) -> Warp | None:
        """Return the affine map of the neighbourhood of a place."""
        away = _distances(middle[None], self.sources)[0]
        nearest = np.argsort(away, kind="stable")[:_NEIGHBOURS]
        weights = 1 / (1 + (away[nearest] / (40 + far_pt)) ** 2)
        return affine_fit(self.sources[nearest], self.targets[nearest], weights) or affine_fit(
            self.sources, self.targets
        )

    def _take_over(self) -> None:
        """Leave out what its neighbours contradict, and go on from the rest."""
        numbers = list(self.found)
        if len(numbers) < _LEAST_WORDS:
            return
        sources = self.middles[numbers]
        targets = np.array([self.found[number] for number in numbers])
        away = _distances(sources, sources)
        kept = []
        for row, number in enumerate(numbers):
            near = [one for one in np.argsort(away[row], kind="stable")[: _NEIGHBOURS + 1] if one != row]
            local = affine_fit(sources[near], targets[near])
            spread = 3.0 + 0.02 * float(away[row][near].max())
            off = 0.0 if local is None else float(np.abs(local(sources[row][None])[0] - targets[row]).max())
            if off <= spread:
                kept.append(row)
            else:
                del self.found[number]
        # One line of words alone does not say how high the page is.
        self.sources = np.vstack([self.code[0], sources[kept]])
        self.targets = np.vstack([self.code[1], targets[kept]])

    def proved(self) -> Registered | None:
        """Return the map that the found words agree on, where nearly all words bear it out."""
        if len(self.found) < _LEAST_WORDS:
            return None
        sources = self.middles[list(self.found)]
        targets = np.array(list(self.found.values()))
        warp = homography_fit(sources, targets)
        for _ in range(3):
            if warp is None:
                return None
            off = np.abs(warp(sources) - targets).max(axis=1)
            kept = off <= max(3 * float(np.median(off)), 0.8)
            if kept.sum() < _LEAST_WORDS:
                return None
            warp = homography_fit(sources[kept], targets[kept])
        if warp is None:
            return None
        there, off_pt, lost = self._held_against(warp)
        if len(there) < _LEAST_WORDS or len(there) < _LEAST_SHARE * len(self.words):
            return None
        return Registered(self.whole(warp), tuple(lost), self.middles[there], float(np.median(off_pt)))

    def whole(self, warp: Warp) -> Warp:
        """Return a map to the dots that are searched as one to those of the picture itself."""
        shift = (self.reduced - 1) / 2
        return affine(self.reduced, 0, shift, 0, self.reduced, shift).after(warp)

    def _held_against(self, warp: Warp) -> tuple[list[int], list[float], list[PrintedWord]]:
        there: list[int] = []
        offs: list[float] = []
        lost: list[PrintedWord] = []
        for number, window in enumerate(self.windows):
            score, offset = window.match(self.dark, warp, _OFF_PT + 2 * _STEP_PT)
            off = float(np.hypot(*offset))
            if score >= _KNOWN and off <= _OFF_PT:
                there.append(number)
                offs.append(off)
            else:
                lost.append(self.words[number])
        return there, offs, lost


class _Window:
    """One word of the issued page, and how to find it."""

    def __init__(self, issued: IssuedSheet, word: PrintedWord) -> None:
        self.box = Box(
            word.box.x0_pt - _MARGIN_PT,
            word.box.y0_pt - _MARGIN_PT,
            word.box.x1_pt + _MARGIN_PT,
            word.box.y1_pt + _MARGIN_PT,
        )
        self.middle = _middle(self.box)
        template = _seen(issued.dark, issued.place, self.box, 0)
        self.template = template - template.mean()
        self.size = float(np.linalg.norm(self.template))

    def match(self, dark: Grey, guess: Warp, reach_pt: float) -> tuple[float, Floats]:
        """Return how alike (-1 to 1) the best place is within reach, and how far off it lies, in points."""
        steps = int(np.ceil(reach_pt / _STEP_PT))
        seen = _seen(dark, guess, self.box, steps)
        sums = np.tensordot(sliding_window_view(seen, self.template.shape), self.template, 2)
        spread = _summed(seen * seen, self.template.shape) - _summed(seen, self.template.shape) ** 2 / (
            self.template.size
        )
        scores = sums / (np.sqrt(np.maximum(spread, 1e-6)) * self.size + 1e-6)
        row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
        best = float(scores[row, column])
        down = row + _peak(scores[:, column], int(row)) - steps
        right = column + _peak(scores[row, :], int(column)) - steps
        return best, np.array([right * _STEP_PT, -down * _STEP_PT])


def _summed(values: Grey, shape: tuple[int, int]) -> Floats:
    """Return the sum of each window of this shape."""
    total = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    total[1:, 1:] = values.astype(np.float64).cumsum(axis=0).cumsum(axis=1)
    height, width = shape
    return np.asarray(
        total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
    )


def _peak(scores: Floats, at: int) -> float:
    """Return by how much the top of a parabola through three neighbours lies beside the middle one."""
    if not 0 < at < len(scores) - 1:
        return 0.0
    before, here, after = (float(one) for one in scores[at - 1 : at + 2])
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else 0.5 * (before - after) / bend


def _seen(dark: Grey, place: Warp, box: Box, more_steps: int) -> Grey:
    """Return a box of a page, upright at 100 dots an inch, with so many dots around it."""
    columns = int(np.ceil((box.x1_pt - box.x0_pt) / _STEP_PT))
    rows = int(np.ceil((box.y1_pt - box.y0_pt) / _STEP_PT))
    xs = box.x0_pt + (np.arange(-more_steps, columns + more_steps) + 0.5) * _STEP_PT
    ys = box.y1_pt - (np.arange(-more_steps, rows + more_steps) + 0.5) * _STEP_PT
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    there = place(grid)
    shape = (len(ys), len(xs))
    return sampled(dark, there[:, 0].reshape(shape), there[:, 1].reshape(shape))


def _distances(ones: Floats, others: Floats) -> Floats:
    return np.asarray(np.hypot(*(ones[:, None, :] - others[None, :, :]).transpose(2, 0, 1)))


def trusted(registered: Registered, box: Box) -> bool:
    """Return whether the words around a box stand where they were issued: then the box does too."""
    if not registered.lost:
        return True
    words = np.vstack([registered.found, [_middle(one.box) for one in registered.lost]])
    nearest_points = np.clip(words, (box.x0_pt, box.y0_pt), (box.x1_pt, box.y1_pt))
    far = np.hypot(*(words - nearest_points).T)
    nearest = np.argsort(far, kind="stable")[:_AROUND]
    return int((nearest >= len(registered.found)).sum()) <= _LOST_AROUND


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2
