"""Say which words of a returned text stand in which place, by the printed words between the places.

Printed words are compared as a person does: with one kind of quotes, dashes and spaces. What stands between
them is taken letter by letter. Where it can be divided in more than one way, each way is told.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.label.mislaid import mislaid
from extract.label.shape import END, Hint, Part, Slot, Text
from extract.wordtext import TICKED_GLYPHS, UNTICKED_GLYPHS
from forms import placeholders

_ALIKE = ("'’‘ʼ`", '"“”„', "-–—‑\u00ad", "…")
_SPACE = "[ \u00a0]"
_BREAK = f"[\t\n{END}]"
_TAB_OR_END = f"[\t{END}]"
_TICK = f"([{re.escape(''.join(sorted(TICKED_GLYPHS | UNTICKED_GLYPHS)))}xX])"
_TICKED = TICKED_GLYPHS | {"x", "X"}
_LIKE = {char: f"[{re.escape(group)}]" for group in _ALIKE for char in group}


@dataclass(frozen=True, slots=True)
class Taken:
    """What stands in one place."""

    slot: Slot
    texts: tuple[str, ...] = ()
    """() where nothing does; several where it can be told in several ways."""
    ticked: bool | None = None

    @property
    def is_as_locked(self) -> bool:
        """Return whether it is what stood there, locked, when the form was issued."""
        return self.slot.is_locked and not self.slot.is_prompt and self.texts == (self.slot.shown,)


def match(issued: Text, found: str) -> tuple[Taken, ...] | None:
    """Return what stands in each place of an issued text, None where the printed words are others."""
    text = found.strip(END)
    for parts, words in ((issued.parts, text), *mislaid(issued.parts, text)):
        for exact in (True, False):
            taken = _match(_pieces(parts), words, exact=exact)
            if taken is not None:
                return taken
    return None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Printed words and boxes to tick between two places for words."""

    parts: tuple[Part, ...]
    is_first: bool
    is_last: bool

    @property
    def ticks(self) -> tuple[Slot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Slot))


_Pieces = tuple[tuple[_Anchor, ...], tuple[Slot, ...]]


@functools.lru_cache(maxsize=4096)
def _pieces(parts: tuple[Part, ...]) -> _Pieces:
    """Return the anchors of a text and the places for words between them: one anchor more."""
    groups: list[list[Part]] = [[]]
    slots: list[Slot] = []
    for part in _trimmed(parts):
        if isinstance(part, Slot) and not part.is_tick:
            slots.append(part)
            groups.append([])
        else:
            groups[-1].append(part)
    last = len(groups) - 1
    anchors = tuple(_Anchor(tuple(group), n == 0, n == last) for n, group in enumerate(groups))
    return anchors, tuple(slots)


def _trimmed(parts: tuple[Part, ...]) -> Sequence[Part]:
    trimmed = list(parts)
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip(END)
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip(END)
    return [part for part in trimmed if part != ""]


@functools.lru_cache(maxsize=8192)
def _pattern(anchor: _Anchor, *, exact: bool) -> re.Pattern[str]:
    # Looked ahead, so that places are found that overlap.
    words = "".join(_part(part, exact=exact) for part in anchor.parts)
    return re.compile(f"(?=({words}))")


def _part(part: Part, *, exact: bool) -> str:
    if isinstance(part, Slot):
        return _TICK
    if isinstance(part, Hint):
        return f"(?:{_BREAK}?{_words(part.text, exact=False)})?"
    return _words(part, exact=exact)


def _words(text: str, *, exact: bool) -> str:
    if exact:
        return re.escape(text)
    return "".join(_run(kind, "".join(chars)) for kind, chars in groupby(text, _kind))


def _kind(char: str) -> str:
    return "space" if char in " \u00a0" else "break" if char in f"\t\n{END}" else "word"


def _run(kind: str, chars: str) -> str:
    if kind == "space":
        return f"{_SPACE}{{{len(chars)}}}"
    if kind == "break":
        # Line breaks behind the last tab or end of a paragraph are what an answer begins with.
        return f"(?:{_BREAK}*{_TAB_OR_END}|\n+)"
    return "".join(_LIKE.get(char) or re.escape(char) for char in chars)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an anchor stands in a text."""

    start: int
    end: int
    ticks: tuple[str, ...]


def _match(pieces: _Pieces, text: str, *, exact: bool) -> tuple[Taken, ...] | None:
    anchors, slots = pieces
    places: list[list[_Place]] = []
    for anchor in anchors:
        # Of places that end together the longest counts: it has the white space before the words too.
        longest: dict[int, _Place] = {}
        for place in _places(anchor, text, exact=exact):
            longest.setdefault(place.end, place)
        if not longest:
            return None
        places.append(list(longest.values()))
    first, last = _leftmost(places), _rightmost(places)
    if first is None or last is None:
        return None
    ticks = tuple(_ticked(anchors, first))
    other = tuple(_ticked(anchors, last))
    words = [_word(slot, n, text, (first, last)) for n, slot in enumerate(slots)]
    if ticks != other:
        return None
    return (*words, *ticks)


def _places(anchor: _Anchor, text: str, *, exact: bool) -> Iterator[_Place]:
    if not anchor.parts and not (anchor.is_first or anchor.is_last):
        return
    if not anchor.parts:
        if anchor.is_first and not (anchor.is_last and text):
            yield _Place(0, 0, ())
        elif anchor.is_last and not anchor.is_first:
            yield _Place(len(text), len(text), ())
        return
    pattern = _pattern(anchor, exact=exact)
    starts = (pattern.match(text),) if anchor.is_first else pattern.finditer(text)
    for one in starts:
        if one is not None and not (anchor.is_last and one.end(1) != len(text)):
            yield _Place(one.start(1), one.end(1), one.groups()[1:])


def _leftmost(places: Sequence[Sequence[_Place]]) -> list[_Place] | None:
    chosen: list[_Place] = []
    at = 0
    for found in places:
        place = next((one for one in found if one.start >= at), None)
        if place is None:
            return None
        chosen.append(place)
        at = place.end
    return chosen


def _rightmost(places: Sequence[Sequence[_Place]]) -> list[_Place] | None:
    chosen: list[_Place] = []
    at: int | None = None
    for found in reversed(places):
        place = next((one for one in reversed(found) if at is None or one.end <= at), None)
        if place is None:
            return None
        chosen.append(place)
        at = place.start
    return chosen[::-1]


def _ticked(anchors: Sequence[_Anchor], places: Sequence[_Place]) -> Iterator[Taken]:
    for anchor, place in zip(anchors, places, strict=True):
        for slot, glyph in zip(anchor.ticks, place.ticks, strict=True):
            yield Taken(slot, ticked=glyph in _TICKED)


def _word(slot: Slot, number: int, text: str, ways: Sequence[Sequence[_Place]]) -> Taken:
    """Return what stands between the anchors `number` and the next, in each way."""
    said = [_answer(slot, text[way[number].end : way[number + 1].start]) for way in ways]
    return Taken(slot, tuple(dict.fromkeys(said)) if any(said) else ())


def _answer(slot: Slot, text: str) -> str:
    """Return what was answered, "" where only a prompt stands there."""
    answer = text.strip(END).replace(END, "\n")
    words = " ".join(answer.split())
    prompts = placeholders.ALL if slot.is_locked else placeholders.OPEN
    if not words or words in prompts or (slot.is_prompt and words == " ".join(slot.shown.split())):
        return ""
    # In a line to write on somebody may have typed without taking the line out.
    return answer.strip(placeholders.SPACE)
