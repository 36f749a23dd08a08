"""Which words and ticks stand in the boxes of one page, and which stand beside them.

Everything is brought back to where it stood when the form was issued, so one page is like another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.page.fitting import Affine, Point
from extract.page.lines import Typed, text_of
from extract.page.opened import Picture
from extract.page.places import Place
from extract.page.runs import runs_of
from extract.page.second import same_letters
from extract.page.words import Character
from forms.records import Box

_SAME_PT = 1.2
_SAME_UP_PT = 2.0
"""A character is as high as its font says, and programs that print say otherwise for some fonts of a page:
the middles of these stand higher against the others by up to so much."""
_EDGE_PT = 1.0
_INSIDE = 0.2
"""Of a tick box: what is left out at each side, where its frame is drawn."""
_OFF, _ON = 0.02, 0.05
"""Of how much darker than the empty box it is: up to the one it is empty, from the other on ticked."""
_PARAGRAPHS, _ALIGNED, _ALIKE = 2.3, 0.3, 0.02
"""Of a character's height: how far below a line the next paragraph begins, and how near to its left edge; how
much as high its letters are."""
_CLIPPED_PT, _NEXT, _EM = 2.0, 0.27, 0.8
"""How far inside the edge of its box a viewer cuts a line off, at most; and of a character's height, how wide
a space is together with what is free before a letter's ink, and the size of the letters. Where no more than
that is free behind a line, what followed would be cut off whole: pdftocairo leaves such letters out."""
_HIGH = range(0xA1, 0x100)
_GARBLED = frozenset("¡¢¤¥¦¨¬¯¸´")
"""Latin signs that nobody types here, and that bytes of another alphabet are taken for."""
_UNKNOWN = "\ufffd"
_INSTEAD = re.compile(r"\?\w|\w\?\S")
"""What a program writes that has no letter for what was typed; a question ends with one."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in one box."""

    place: Place
    text: str
    box: Box
    """Where it stands on the page that came back."""
    doubt: str = ""
    """Why a person has to look, "" where nothing speaks for it."""
    line_count: int = 0
    """On so many lines its text stands."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """What stands on one page."""

    written: tuple[Written, ...]
    beside: str
    """What stands outside all boxes and was not issued there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its characters and its picture."""

    characters: Sequence[Character]
    picture: Picture
    second: Callable[[Point], str] = lambda _: ""
    """What another reader sees at a point of the page."""


@dataclass(slots=True)
class _Held:
    """The characters of one box."""

    characters: list[Character]
    runs_over: bool = False
    is_run_into: bool = False


def answers_on(issued: Sheet, found: Sheet, places: Sequence[Place], place_of: Affine) -> OnPage:
    """Return what stands in the boxes of the page `found`; `place_of` says where issued places lie on it."""
    back = place_of.inverse()
    own = list(_added(issued.characters, [_moved(one, back) for one in found.characters]))
    boxes = [place for place in places if place.option is None]
    held, beside = _shared_out(own, boxes)
    written = [
        Written(
            place,
            (typed := _typed(one, place)).text,
            place_of.box(place.box),
            _doubt(typed, one, place, found, place_of),
            typed.line_count,
        )
        for place, one in zip(boxes, held, strict=True)
    ]
    ticks = [place for place in places if place.option is not None]
    written += [_tick(place, issued.picture, found.picture, place_of) for place in ticks]
    loose = [one for one in beside if not any(_is_in(one, tick.box) for tick in ticks)]
    return OnPage(tuple(written), text_of(loose, 1e9).text)


def words_added(issued: Sequence[Character], found: Sequence[Character], place_of: Affine) -> str:
    """Return the words that stand on a page and were not issued there."""
    back = place_of.inverse()
    own = [one for one in _added(issued, [_moved(one, back) for one in found]) if not one.text.isspace()]
    return text_of(own, math.inf).text


def _moved(one: Character, back: Affine) -> Character:
    return Character(one.text, back.box(one.box), one.unsure, back(one.origin) if one.origin else None)


def _added(issued: Sequence[Character], found: Sequence[Character]) -> Iterator[Character]:
    """Yield the characters that were not issued, each with a place; both in issued places."""
    left: dict[tuple[str, int], list[Character]] = {}
    for one in issued:
        left.setdefault((one.text, round(one.middle[1] / 4)), []).append(one)
    for one in found:
        if one.box.x1_pt <= one.box.x0_pt:
            continue
        y = one.middle[1]
        near = (
            (cell, other)
            for row in (round(y / 4) - 1, round(y / 4), round(y / 4) + 1)
            for cell in [left.get((one.text, row), [])]
            for other in cell
            if _stands_at(one, other)
        )
        known = next(near, None)
        if known is None:
            yield one
        else:
            known[0].remove(known[1])


def _stands_at(one: Character, other: Character) -> bool:
    """Return whether two characters stand in one place: the middles of their boxes, or where they begin."""
    places = [(one.middle, other.middle)]
    if one.origin is not None and other.origin is not None:
        places.append((one.origin, other.origin))
    return any(abs(x - u) <= _SAME_PT and abs(y - v) <= _SAME_UP_PT for (x, y), (u, v) in places)


def _shared_out(
    characters: Sequence[Character], boxes: Sequence[Place]
) -> tuple[list[_Held], list[Character]]:
    """Return what each box holds, and the characters of none.

    A text that runs over the edge of its box is clipped there, and may end up in the next one, where nobody
    sees it: so a run of characters is the box's that it begins in.
    """
    held = [_Held([]) for _ in boxes]
    beside: list[Character] = []
    before: int | None = None
    for run in runs_of(characters):
        home = _home(run, boxes)
        if home is None:
            beside += [one for one in run if not one.text.isspace()]
            continue
        if (
            held[home].characters
            and _height(run[0]) / 2 < run[0].middle[1] - held[home].characters[-1].middle[1]
        ):
            # A text is drawn from its first line on: what stands above comes from another box.
            held[home].is_run_into = True
        if (
            before is not None
            and before != home
            and _may_go_on(held[before].characters, run, boxes[before].box)
        ):
            held[before].runs_over = held[home].is_run_into = True
        before = home
        held[home].characters += run
        outside = [one for one in run if not (one.text.isspace() or _is_in(one, boxes[home].box))]
        held[home].runs_over = held[home].runs_over or bool(outside)
        for one, place in zip(held, boxes, strict=True):
            # What it runs into may have been taken for its own.
            one.is_run_into = one.is_run_into or any(_is_in(letter, place.box) for letter in outside)
    return held, beside


def _may_go_on(held: Sequence[Character], following: Sequence[Character], box: Box) -> bool:
    """Return whether a run may be the next paragraph of several lines that fill their box to the last one."""
    last, first = held[-1], following[0]
    height = _height(last)
    has_lines = held[0].middle[1] - last.middle[1] > height / 2
    is_full = last.middle[1] - height / 2 - box.y0_pt < height
    is_below = 0 < last.middle[1] - first.middle[1] <= _PARAGRAPHS * height
    is_aligned = abs(first.box.x0_pt - held[0].box.x0_pt) <= _ALIGNED * height
    return (
        has_lines and is_full and is_below and is_aligned and abs(_height(first) - height) <= _ALIKE * height
    )


def _height(one: Character) -> float:
    return one.box.y1_pt - one.box.y0_pt


def _home(run: Sequence[Character], boxes: Sequence[Place]) -> int | None:
    """Return the number of the box that a run begins in; else of the first that it comes into, None for none.

    A text that is higher than its box may begin above it, where it is clipped too.
    """
    homes = (number for one in run for number, place in enumerate(boxes) if _is_in(one, place.box))
    return next(homes, None)


def _is_in(one: Character, box: Box) -> bool:
    x, y = one.middle
    return (
        box.x0_pt - _EDGE_PT <= x <= box.x1_pt + _EDGE_PT
        and box.y0_pt - _EDGE_PT <= y <= box.y1_pt + _EDGE_PT
    )


def _typed(held: _Held, place: Place) -> Typed:
    box = place.box
    return text_of(held.characters, box.x1_pt, box.y0_pt, shrinks=place.shrinks, issued=place.locked)


def _doubt(typed: Typed, held: _Held, place: Place, found: Sheet, place_of: Affine) -> str:
    """Return what speaks against a text, "" where nothing does."""
    # An option of a list is whole where no longer one begins with it, however little of it is seen.
    is_option = [one for one in place.options if one.startswith(typed.text)] == [typed.text]
    if held.runs_over and not is_option:
        return "it runs over the edge of its box, so the page does not show all of it"
    if _reaches_edge(held.characters, place) and not is_option:
        return "it reaches the edge of its box, so that more may have been cut off"
    if held.is_run_into:
        return "what stands in another box runs into this one"
    return (
        doubt_of_letters(typed.text, held.characters, lambda point: found.second(place_of(point)))
        or typed.doubt
    )


def _reaches_edge(characters: Sequence[Character], place: Place) -> bool:
    """Return whether what follows the text of a box of one line would be cut off with its first letter.

    In boxes of several lines a viewer goes on in the next one; a locked box was made for its text.
    """
    if place.multiline or place.shrinks or place.locked:
        return False
    last = max(
        (one for one in characters if not one.text.isspace()), key=lambda one: one.box.x1_pt, default=None
    )
    if last is None:
        return False
    height = max(_height(one) for one in characters)
    # PDFium takes letters that our font lacks from one in which each is as wide as the letters are high.
    end_pt = last.box.x1_pt if last.text.isascii() else max(last.box.x1_pt, last.box.x0_pt + _EM * height)
    return end_pt + _NEXT * height >= place.box.x1_pt - _CLIPPED_PT


def doubt_of_letters(text: str, characters: Sequence[Character], second: Callable[[Point], str]) -> str:
    """Return what speaks against the letters of a text, "" where nothing does.

    `second` says what another reader sees where the middle of one of its characters lies.
    """
    if any(one.unsure or one.text == _UNKNOWN for one in characters):
        return "some characters are drawn without saying which they are"
    if _is_garbled(text):
        return "some characters seem to be stored as others"
    for one in characters:
        if not one.text.isascii() and same_letters(one.text) != second(one.middle):
            return f"its letter {one.text!r} may be another one"
    if _INSTEAD.search(text):
        return "a question mark in it may stand for a letter"
    return ""


def _is_garbled(text: str) -> bool:
    pairs = (
        ord(one) in _HIGH and ord(other) in _HIGH and not (one + other).isalpha()
        for one, other in pairwise(text)
    )
    return not _GARBLED.isdisjoint(text) or any(pairs)


def _tick(place: Place, issued: Picture, found: Picture, place_of: Affine) -> Written:
    dx = (place.box.x1_pt - place.box.x0_pt) * _INSIDE
    dy = (place.box.y1_pt - place.box.y0_pt) * _INSIDE
    corners = ((place.box.x0_pt + dx, place.box.y0_pt + dy), (place.box.x1_pt - dx, place.box.y1_pt - dy))
    empty = issued.darkness(corners)
    there = found.darkness((place_of(corners[0]), place_of(corners[1])))
    darker = there - empty
    text = (place.option or "") if darker >= _ON else ""
    doubt = "it cannot be told whether it is ticked" if _OFF < darker < _ON else ""
    return Written(place, text, place_of.box(place.box), doubt)
