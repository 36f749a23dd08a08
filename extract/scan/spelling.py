"""Spell a line that was set in the form font: the letters whose pictures, one behind the other, are it.

All ways of spelling the line are weighed at once, from its left end on: the cheapest way to each place is
kept (dynamic programming). The widths of the letters count as much as their shapes: so O and 0, l, 1 and I,
rn and m are told apart as well as a 1 and a 7.
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
_MOVED, _BLANK = -1, -2
"""What leads on besides letters: a drift, a space."""


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
class _Ways:
    """All that may lead to each place of a line: a row for each place, a column for each width of a step."""

    steps: npt.NDArray[np.intp]
    """How wide it is, in parts of a dot."""
    prices: Floats
    letters: npt.NDArray[np.intp]
    """Code point of the cheapest letter, or `_MOVED`, or `_BLANK`."""


def spell(line: Grey, glyphs: Glyphs) -> Spelled:
    """Return the words of a line: its picture has `glyphs.up` rows above and `glyphs.down` below its foot."""
    energy = np.concatenate([[0.0], np.cumsum((line * line).sum(axis=0, dtype=np.float64))])
    ways = _ways(line, energy, glyphs)
    end = line.shape[1] * PHASES
    # Before the line there is nowhere to come from.
    before = int(ways.steps.max())
    cost = np.full(before + end + 1, np.inf)
    cost[before] = 0.0
    chosen = np.zeros(end + 1, dtype=np.intp)
    starts = before - ways.steps
    for place in range(1, end + 1):
        prices = cost[starts + place] + ways.prices[place]
        best = int(prices.argmin())
        chosen[place] = best
        cost[before + place] = prices[best]
    way = list(_way_back(cost[before:], chosen, ways))
    return Spelled(tuple(_words(way, energy)), float(cost[-1]) / max(float(energy[-1]), 1e-6))


def _ways(line: Grey, energy: Floats, glyphs: Glyphs) -> _Ways:
    end = line.shape[1] * PHASES
    columns: list[tuple[int, Floats, npt.NDArray[np.intp]]] = []
    for step, (costs, letters) in _letters(line, energy, glyphs).items():
        columns.append((step, costs, letters))
        # Viewers set letters on whole dots: the next one may begin a part of a dot early.
        columns.append((step - 1, costs + _DRIFT, letters))
    # What is skipped is blank paper: the ink on it is not explained.
    skipped = energy[np.minimum((np.arange(end + 1) / PHASES + 0.5).astype(np.intp), line.shape[1])]
    for step, price, means in ((1, _DRIFT, _MOVED), (glyphs.space, _SPACE, _BLANK)):
        costs = np.full(end, np.inf)
        costs[: end + 1 - step] = skipped[step:] - skipped[: end + 1 - step] + price
        columns.append((step, costs, np.full(end, means, dtype=np.intp)))
    prices = np.full((end + 1, len(columns)), np.inf)
    codes = np.zeros((end + 1, len(columns)), dtype=np.intp)
    for column, (step, costs, letters) in enumerate(columns):
        prices[step:, column] = costs[: end + 1 - step]
        codes[step:, column] = letters[: end + 1 - step]
    return _Ways(np.array([step for step, *_ in columns], dtype=np.intp), prices, codes)


def _letters(line: Grey, energy: Floats, glyphs: Glyphs) -> dict[int, tuple[Floats, npt.NDArray[np.intp]]]:
    """Return width of a step -> price and code point of its best letter, for each place to begin."""
    width = line.shape[1]
    found: dict[int, tuple[Floats, npt.NDArray[np.intp]]] = {}
    for cells in glyphs.cells:
        if cells.width + 1 > width:
            continue
        costs = _held_against(line, energy, cells)
        for alike in cells.alike:
            own = costs[alike.first :, alike.rows]
            best = own.argmin(axis=1)
            price = own[np.arange(len(own)), best]
            step = alike.step - alike.phase
            known, letters = found.setdefault(
                step, (np.full(width * PHASES, np.inf), np.zeros(width * PHASES, dtype=np.intp))
            )
            here = slice(alike.phase, len(own) * PHASES, PHASES)
            better = price < known[here]
            known[here][better] = price[better]
            letters[here][better] = cells.letters[alike.rows][best][better]
    return found


def _held_against(line: Grey, energy: Floats, cells: Cells) -> Floats:
    """Return how many dots are wrong where each letter's picture begins at each column."""
    windows = sliding_window_view(line, (line.shape[0], cells.width))[0]
    flat = windows.reshape(len(windows), -1)
    own = energy[cells.width :] - energy[: -cells.width]
    return np.asarray(cells.weights - 2 * (flat @ cells.pictures.T) + own[:, None], dtype=np.float64)


def _way_back(
    cost: Floats, chosen: npt.NDArray[np.intp], ways: _Ways
) -> Iterator[tuple[int, float, float, float]]:
    """Yield code, begin, end and price of each step, the last one first."""
    place = len(cost) - 1
    while place > 0:
        column = int(chosen[place])
        start = place - int(ways.steps[column])
        code = int(ways.letters[place, column])
        yield code, start / PHASES, place / PHASES, float(cost[place] - cost[start])
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
