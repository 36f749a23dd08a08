"""Put the characters of one box together as the text that somebody typed there.

Where a box is full a viewer goes on in the next line, and on paper that looks like a line break. A line that
ends with a space, or that the next word would not have fitted into, was broken by the viewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.page.words import Character

_SAME_LINE = 0.5
"""Of a character's height: so far apart at most are the middles of characters on one line."""
_GAP, _WIDE_GAP = 0.22, 1.0
"""Of a character's height: a wider gap between two is a space; the wide one where spaces are drawn."""
_PARAGRAPH = 1.65
"""Of the usual distance of two lines: a larger one has an empty line in it."""
_MARGIN = 0.35
"""Of a character's height: what a viewer leaves free at the end of a line."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters on one line, from left to right; `x1` and `width` with spaces at its end left out."""

    text: str
    x1_pt: float
    y_pt: float
    height_pt: float
    ends_with_space: bool
    first_word_pt: float


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a box."""

    text: str
    is_sure: bool
    """False where a line may have been broken inside a word."""


def text_of(characters: Sequence[Character], right_pt: float) -> Typed:
    """Return the text that characters make, upright, in a box whose right edge is at `right_pt`."""
    draws_spaces = any(one.text.isspace() and one.box.x1_pt > one.box.x0_pt for one in characters)
    lines = [_line(run, _WIDE_GAP if draws_spaces else _GAP) for run in _lines(characters)]
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return Typed("", is_sure=True)
    usual = _usual_distance(lines)
    text, is_sure = lines[0].text, True
    for line, following in pairwise(lines):
        distance = line.y_pt - following.y_pt
        empty = round(distance / usual) - 1 if usual and distance > _PARAGRAPH * usual else 0
        free = right_pt - line.x1_pt - _MARGIN * line.height_pt
        if empty > 0:
            joint = "\n" * (empty + 1)
        elif line.ends_with_space:
            joint = " "
        elif following.first_word_pt + _GAP * line.height_pt < free:
            joint = "\n"
        else:
            joint = " "
            is_sure = is_sure and (" " in line.text.strip() or free > line.height_pt)
        text = text.rstrip(" ") + joint + following.text.lstrip(" ")
    return Typed(text.strip(" "), is_sure)


def _usual_distance(lines: Sequence[_Line]) -> float:
    distances = sorted(one.y_pt - other.y_pt for one, other in pairwise(lines))
    near = [one for one in distances if one > 0]
    return near[0] if near else 0.0


def _lines(characters: Sequence[Character]) -> Iterator[list[Character]]:
    drawn = [one for one in characters if one.box.x1_pt > one.box.x0_pt]
    drawn.sort(key=lambda one: -one.middle[1])
    run: list[Character] = []
    for one in drawn:
        height = one.box.y1_pt - one.box.y0_pt
        if run and run[0].middle[1] - one.middle[1] > _SAME_LINE * height:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _line(run: list[Character], gap: float) -> _Line:
    run.sort(key=lambda one: one.box.x0_pt)
    height = max(one.box.y1_pt - one.box.y0_pt for one in run)
    text, end = "", run[0].box.x0_pt
    for one in run:
        if text and not text.endswith(" ") and one.text != " " and one.box.x0_pt - end > gap * height:
            text += " "
        text += " " if one.text.isspace() else one.text
        end = max(end, one.box.x1_pt)
    visible = [one for one in run if not one.text.isspace()] or run
    return _Line(
        text,
        max(one.box.x1_pt for one in visible),
        sum(one.middle[1] for one in visible) / len(visible),
        height,
        text.endswith(" "),
        _first_word_pt(visible),
    )


def _first_word_pt(visible: Sequence[Character]) -> float:
    end = visible[0].box.x1_pt
    for one in visible[1:]:
        if one.box.x0_pt - end > _GAP * (one.box.y1_pt - one.box.y0_pt):
            break
        end = one.box.x1_pt
    return end - visible[0].box.x0_pt
