"""The characters and words that a page shows, each with its place in points, as PDFium reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.records import Box

_FAR = 1.6
"""Between the middles of two characters of a word: so many times the height of the larger one at most."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character with the box that its font gives it; points in the page's own coordinates."""

    text: str
    box: Box
    unsure: bool = False
    """The file does not say which character it draws."""
    origin: tuple[float, float] | None = None
    """Where it was drawn: its left end on its line, in the coordinates of the page that it was read from."""

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of its box."""
        return (self.box.x0_pt + self.box.x1_pt) / 2, (self.box.y0_pt + self.box.y1_pt) / 2

    @property
    def size_pt(self) -> float:
        """Return the longer side of its box."""
        return max(self.box.x1_pt - self.box.x0_pt, self.box.y1_pt - self.box.y0_pt)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap, and the middle of the place that they take."""

    text: str
    x_pt: float
    y_pt: float


def words_of(characters: Sequence[Character]) -> list[Word]:
    """Return the words that characters make in the order in which they are drawn, however they are turned."""
    return [_word(run) for run in _runs(characters)]


def words_on_lines(characters: Sequence[Character]) -> list[Word]:
    """Return the same words, each where its letters stand on their line, not in the middle of their boxes.

    How high a box is, a font says for all of its letters: one that a program has cut down says it of those
    that are left, and so an Ý among them moves the middle of every word in that font.
    """
    return [_on_line(run) for run in _runs(characters)]


def word_boxes(characters: Sequence[Character]) -> list[Box]:
    """Return the place that each word takes, in the same order."""
    return [_place(run) for run in _runs(characters)]


def _runs(characters: Sequence[Character]) -> Iterator[list[Character]]:
    run: list[Character] = []
    for one in characters:
        if one.text.isspace() or (run and _is_far(run[-1], one)):
            if run:
                yield run
            run = []
        if not one.text.isspace():
            run.append(one)
    if run:
        yield run


def _is_far(one: Character, other: Character) -> bool:
    (x0, y0), (x1, y1) = one.middle, other.middle
    return bool((x1 - x0) ** 2 + (y1 - y0) ** 2 > (_FAR * max(one.size_pt, other.size_pt)) ** 2)


def _word(run: Sequence[Character]) -> Word:
    box = _place(run)
    return Word("".join(one.text for one in run), (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2)


def _on_line(run: Sequence[Character]) -> Word:
    (x0, y0), (x1, y1) = (one.origin or (one.box.x0_pt, one.box.y0_pt) for one in (run[0], run[-1]))
    return Word("".join(one.text for one in run), (x0 + x1) / 2, (y0 + y1) / 2)


def _place(run: Sequence[Character]) -> Box:
    return Box(
        min(one.box.x0_pt for one in run),
        min(one.box.y0_pt for one in run),
        max(one.box.x1_pt for one in run),
        max(one.box.y1_pt for one in run),
    )
