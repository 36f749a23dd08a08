"""Put the characters of one box together as the text that somebody typed there.

Where a box is full a viewer goes on in the next line, and on paper that looks like a line break. A line that
ends with a space, or that the next word would not have fitted into, was broken by the viewer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.page.words import Character

_SAME_LINE = 0.5
"""Of a character's height: so far apart at most are the middles of characters on one line."""
_GAP, _WIDE_GAP = 0.13, 1.0
"""Of a character's height: a wider gap between two is a space; the wide one where spaces are drawn."""
_SPACE_GAP = 0.3
"""Of a character's height: as wide as a space that was not drawn; other fonts leave wider gaps."""
_PITCH = 1.1
"""Of a character's height: the distance of two lines, about; viewers differ by a quarter."""
_PARAGRAPH = 1.65
"""Of the usual distance of two lines: a larger one has an empty line in it."""
_MOST_EMPTY = 99
"""Empty lines between two, at most: a damaged file may draw a line a million pages above the next."""
_MARGIN = 0.35
"""Of a character's height: what a viewer leaves free at the end of a line."""


_FULL = "its box is full, so that more may have been cut off"
_ENDS = ".,;:!?)"
_OPENS = "([\"'“‘<"
_STRAIGHT = "\"'"
_JOINS = "/-–—&+"
_SMALLEST_PT, _USUAL_PT = 5.7, 10.5
"""The height of a character's box in letters of 4 pt and of 8 pt."""
_BROKEN, _SPACE = "a line may be broken inside a word", "there may be a space that it does not show"


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters on one line, from left to right; `x1` and `width` with spaces at its end left out."""

    text: str
    x1_pt: float
    y_pt: float
    height_pt: float
    ends_with_space: bool
    first_word_pt: float
    has_odd_gap: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a box."""

    text: str
    doubt: str = ""
    """What speaks against it."""
    line_count: int = 0
    """On so many lines it stands."""


def text_of(
    characters: Sequence[Character],
    right_pt: float,
    bottom_pt: float = -math.inf,
    *,
    shrinks: bool = False,
    issued: bool = False,
) -> Typed:
    """Return the text that characters make, upright, in a box with these edges.

    `shrinks`: viewers make the letters smaller in this box, rather than cut any off. `issued`: the box was
    made for its text, which breaks at spaces and hyphens, and nobody was to type there.
    """
    draws_spaces = any(one.text.isspace() and one.box.x1_pt > one.box.x0_pt for one in characters)
    lines = [_line(run, _WIDE_GAP if draws_spaces else _GAP) for run in _lines(characters)]
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return Typed("")
    usual = _usual_distance(lines)
    keeps_spaces = any(line.ends_with_space for line in lines[:-1])
    text = lines[0].text
    doubt = next((_SPACE for line in lines if line.has_odd_gap), "")
    for line, following in pairwise(lines):
        distance = line.y_pt - following.y_pt
        is_apart = usual > 0 and distance > _PARAGRAPH * usual
        empty = round(min(distance / usual - 1, _MOST_EMPTY)) if is_apart else 0
        free = right_pt - line.x1_pt - _MARGIN * line.height_pt
        if empty > 0:
            joint = "\n" * (empty + 1)
        elif line.ends_with_space or following.text.startswith(" "):
            joint = " "
        elif following.first_word_pt + _GAP * line.height_pt < free:
            joint = "\n"
        else:
            # Where lines end with the space at which they were broken, one without was ended, or broken
            # elsewhere: in a long word, or behind a sign.
            is_inside = _may_be_inside(line, following, free, issued=issued) or (
                keeps_spaces and not issued and _is_sign(line.text[-1:]) and following.text[:1].isalnum()
            )
            joint = "" if keeps_spaces and is_inside else "\n" if keeps_spaces else " "
            if keeps_spaces and _opens_quote(text) and following.text[:1].isalnum():
                # PDFium breaks there, and draws a space where one was typed; a person does not.
                joint, is_inside = "", False
            if issued and _ends_with_hyphen(line.text):
                # What we issue breaks there as it does at a space; in an id, which is one word, nowhere else.
                joint, is_inside = "", " " in text
            doubt = _BROKEN if is_inside else doubt
        text = text.rstrip(" ") + joint + following.text.lstrip(" ")
    if not issued and _is_full(lines, bottom_pt, shrinks=shrinks):
        doubt = doubt or _FULL
    return Typed(text.strip(" "), doubt, len(lines))


def _may_be_inside(line: _Line, following: _Line, free: float, *, issued: bool) -> bool:
    """Return whether a line may have been broken where no space was typed.

    No viewer does so before an opening bracket, nor before or after a letter; they do after a hyphen or a
    slash, which is a word by itself where a space stands before it.
    """
    text = line.text.strip()
    if " " not in text and free <= line.height_pt:
        return True
    ends_word = text[-1:].isalnum() or text[-1:] in _ENDS or (text[-2:-1] == " " and text[-1:] in _JOINS)
    begins_word = following.text[:1].isalnum() or following.text[:1] in _OPENS
    return not issued and not (ends_word and begins_word)


def _ends_with_hyphen(text: str) -> bool:
    """Return whether a line ends with a sign behind which it may have been broken inside a word."""
    return text[-1:] in _JOINS and bool(text[:-1].strip()) and not text[-2:-1].isspace()


def _opens_quote(text: str) -> bool:
    """Return whether a text ends with a quotation mark or bracket that belongs to the next word."""
    sign = text[-1:]
    opens = sign in _OPENS if sign not in _STRAIGHT else text.count(sign) % 2 == 1
    return bool(sign) and opens and text[-2:-1] == " "


def _is_sign(one: str) -> bool:
    return not (one.isalnum() or one.isspace())


def _is_full(lines: Sequence[_Line], bottom_pt: float, *, shrinks: bool) -> bool:
    """Return whether a further line would have been cut off, or was.

    A viewer that makes letters smaller does so until everything is shown. Where they are as small as they
    get, lines may be gone below, however much is free there: empty ones may stand between.
    """
    if shrinks:
        return min(line.height_pt for line in lines) <= _SMALLEST_PT
    last = lines[-1]
    below = last.y_pt - last.height_pt / 2 - bottom_pt
    return len(lines) > 1 and below < last.height_pt and not _SMALLEST_PT < last.height_pt < _USUAL_PT


def _usual_distance(lines: Sequence[_Line]) -> float:
    distances = sorted(one.y_pt - other.y_pt for one, other in pairwise(lines))
    nearest = next((one for one in distances if one > 0), 0.0)
    pitch = _PITCH * lines[0].height_pt
    # Where no two lines stand close together, the nearest have empty ones between them. Letters of a damaged
    # font may have no height.
    return nearest / max(1, round(nearest / pitch)) if pitch > 0 else nearest


def _lines(characters: Sequence[Character]) -> Iterator[list[Character]]:
    drawn = [(n, one) for n, one in enumerate(characters) if one.box.x1_pt > one.box.x0_pt]
    drawn.sort(key=lambda numbered: -numbered[1].middle[1])
    line: list[tuple[int, Character]] = []
    for number, one in drawn:
        height = one.box.y1_pt - one.box.y0_pt
        if line and line[0][1].middle[1] - one.middle[1] > _SAME_LINE * height:
            yield _in_order(line)
            line = []
        line.append((number, one))
    if line:
        yield _in_order(line)


def _in_order(line: Sequence[tuple[int, Character]]) -> list[Character]:
    """Return the characters of a line from left to right: as they were drawn, piece by piece.

    Where a font was replaced by one of another width, the boxes of neighbours overlap.
    """
    pieces: list[list[Character]] = []
    for _, one in sorted(line, key=lambda numbered: numbered[0]):
        if not pieces or one.middle[0] < pieces[-1][-1].middle[0]:
            pieces.append([])
        pieces[-1].append(one)
    pieces.sort(key=lambda piece: piece[0].box.x0_pt)
    return [one for piece in pieces for one in piece]


def _line(run: list[Character], gap: float) -> _Line:
    height = max(one.box.y1_pt - one.box.y0_pt for one in run)
    text, end, odd = "", run[0].box.x0_pt, False
    for one in run:
        between = one.box.x0_pt - end
        odd = odd or (
            not one.text.isspace()
            and not text.endswith(" ")
            and _GAP * height < between <= min(gap, _SPACE_GAP) * height
        )
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
        odd,
    )


def _first_word_pt(visible: Sequence[Character]) -> float:
    end = visible[0].box.x1_pt
    for one in visible[1:]:
        if one.box.x0_pt - end > _GAP * (one.box.y1_pt - one.box.y0_pt):
            break
        end = one.box.x1_pt
    return end - visible[0].box.x0_pt
