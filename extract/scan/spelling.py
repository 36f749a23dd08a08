"""Spell a line that was set in the form font: the letters whose pictures, one behind the other, are it.

All ways of spelling the line are weighed at once, from its left end on: the cheapest way to each place is kept
(dynamic programming). The widths of the letters count as much as their shapes: so O and 0, l, 1 and I, rn and m
are told apart as well as a 1 and a 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from extract.scan.glyphs import PHASES, Cells, Glyphs
from extract.scan.warp import Floats, Grey

_DRIFT, _SPACE = 0.1, 0.3
"""What it costs that a letter stands a part of a dot beside its place; what a space does."""
_MARGIN = 14.0
"""A way that is dearer than others to about the same place by so many wrong dots is given up."""
_LOOK = 4
"""After so many places it is looked anew what the cheapest way is."""
_NONE, _MOVED, _BLANK = -1, -2, -3
"""What led to a place besides letters: nothing, a drift, a space."""


@dataclass(frozen=True, slots=True)
class SpelledWord:
    """One word of a line; columns from the line's left edge."""

    text: str
    left: float
    right: float
    misfit: float
    """The share of its ink that its letters do not explain: 0 none."""


@dataclass(frozen=True)
class Spelled:
    """The cheapest way to spell a line."""

    words: tuple[SpelledWord, ...]
    misfit: float
    """Of the whole line."""


@dataclass(frozen=True)
class _Steps:
    """All letters that may begin at one phase: one row for each column, one column for each width."""

    steps: npt.NDArray[np.intp]
    costs: Floats
    letters: npt.NDArray[np.intp]
    """Code points."""


def spell(line: Grey, glyphs: Glyphs) -> Spelled:
    """Return the words of a line: its picture has `glyphs.up` rows above and `glyphs.down` below its foot."""
    width = line.shape[1]
    energy = np.concatenate([[0.0], np.cumsum((line * line).sum(axis=0, dtype=np.float64))])
    phases = _steps(line, energy, glyphs)
    end = width * PHASES
    # What is skipped is blank paper: the ink on it is not explained.
    skipped = energy[np.minimum((np.arange(end + 1) / PHASES + 0.5).astype(np.intp), width)]
    cost = np.full(end + 1, np.inf)
    cost[0] = 0.0
    came = np.full(end + 1, -1, dtype=np.intp)
    what = np.full(end + 1, _NONE, dtype=np.intp)

    def reach(place: int, start: int, price: float, means: int) -> None:
        if place <= end and price < cost[place]:
            cost[place], came[place], what[place] = price, start, means

    cheapest = 0.0
    for start in range(end):
        so_far = float(cost[start])
        if start % _LOOK == 0:
            cheapest = float(cost[start : start + glyphs.space + _LOOK].min())
        reach(start + 1, start, so_far + float(skipped[start + 1] - skipped[start]) + _DRIFT, _MOVED)
        if so_far > cheapest + _MARGIN:
            continue
        space = min(start + glyphs.space, end)
        reach(space, start, so_far + float(skipped[space] - skipped[start]) + _SPACE, _BLANK)
        column, phase = divmod(start, PHASES)
        steps = phases[phase]
        places = column * PHASES + steps.steps
        prices = so_far + steps.costs[column]
        for drift, extra in ((0, 0.0), (-1, _DRIFT)):
            moved = places + drift
            better = (moved <= end) & (prices + extra < cost[np.minimum(moved, end)])
            cost[moved[better]] = prices[better] + extra
            came[moved[better]] = start
            what[moved[better]] = steps.letters[column][better]
    way = list(_way_back(cost, came, what, end))
    total = float(energy[-1])
    return Spelled(tuple(_words(way, energy)), float(cost[end]) / max(total, 1e-6))


def _steps(line: Grey, energy: Floats, glyphs: Glyphs) -> tuple[_Steps, ...]:
    """Return the letters that may begin at each phase."""
    width = line.shape[1]
    found: list[dict[int, tuple[Floats, npt.NDArray[np.intp]]]] = [{} for _ in range(PHASES)]
    for cells in glyphs.cells:
        if cells.width + 1 > width:
            continue
        costs = _held_against(line, energy, cells)
        for alike in cells.alike:
            own = costs[alike.first :, alike.rows]
            best = own.argmin(axis=1)
            here = np.full(width, np.inf)
            letters = np.zeros(width, dtype=np.intp)
            here[: len(own)] = own[np.arange(len(own)), best]
            letters[: len(own)] = cells.letters[alike.rows][best]
            known = found[alike.phase]
            if alike.step in known:
                others, other_letters = known[alike.step]
                letters = np.where(others <= here, other_letters, letters)
                here = np.minimum(others, here)
            known[alike.step] = here, letters
    return tuple(_one_phase(known, width) for known in found)


def _one_phase(known: dict[int, tuple[Floats, npt.NDArray[np.intp]]], width: int) -> _Steps:
    steps = sorted(known)
    return _Steps(
        np.array(steps, dtype=np.intp),
        np.array([known[step][0] for step in steps]).reshape(len(steps), width).T,
        np.array([known[step][1] for step in steps], dtype=np.intp).reshape(len(steps), width).T,
    )


def _held_against(line: Grey, energy: Floats, cells: Cells) -> Floats:
    """Return how many dots are wrong where each letter's picture begins at each column."""
    windows = sliding_window_view(line, (line.shape[0], cells.width))[0]
    flat = windows.reshape(len(windows), -1)
    own = energy[cells.width :] - energy[: -cells.width]
    return np.asarray(cells.weights - 2 * (flat @ cells.pictures.T) + own[:, None], dtype=np.float64)


def _way_back(
    cost: Floats, came: npt.NDArray[np.intp], what: npt.NDArray[np.intp], end: int
) -> Iterator[tuple[int, float, float, float]]:
    """Yield code, begin, end and price of each step, the last one first."""
    place = end
    while place > 0:
        start = int(came[place])
        yield int(what[place]), start / PHASES, place / PHASES, float(cost[place] - cost[start])
        place = start


def _words(way: list[tuple[int, float, float, float]], energy: Floats) -> Iterator[SpelledWord]:
    text, left, right, price = "", 0.0, 0.0, 0.0
    for code, begin, end, cost in reversed(way):
        if code == _BLANK:
            if text:
                yield _word(text, left, right, price, energy)
            text, price = "", cost
            left = end
            continue
        price += cost
        if code >= 0:
            left = begin if not text else left
            text += chr(code)
            right = end
    if text:
        yield _word(text, left, right, price, energy)


def _word(text: str, left: float, right: float, price: float, energy: Floats) -> SpelledWord:
    ink = float(energy[min(round(right), len(energy) - 1)] - energy[round(left)])
    return SpelledWord(text, left, right, price / max(ink, 1e-6))
