"""Say which words of a returned text stand in which place, by the printed words between the places.

Printed words are compared as a person does: with one kind of quotes, dashes and spaces. What stands between
them is taken letter by letter. Where it can be divided in more than one way, each way is told.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from extract.label.mislaid import mislaid
from extract.label.shape import DOUBTED, END, UNSURE_BREAK, Hint, Part, Slot, Text
from extract.wordtext import TICKED_GLYPHS, UNTICKED_GLYPHS
from forms import placeholders

_ALIKE = ("'’‘ʼ`", '"“”„', "-–—‑\u00ad", "…")
_SPACE = "[ \u00a0]"
_SIGNS = f"[{DOUBTED}{UNSURE_BREAK}]"
_DRAWN_SPACE = f"[\\s{DOUBTED}{UNSURE_BREAK}]"
_LIST_SIGN = f"(?:[•▪◦]{_DRAWN_SPACE}*+)?"
"""Old programs draw it as if it were a word of its paragraph."""
_WHITE = " \u00a0\t\n\u2002"
_BREAKS = frozenset("\t\n")
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


def match(issued: Text, found: str, *, is_drawn: bool = False) -> tuple[Taken, ...] | None:
    """Return what stands in each place of an issued text, None where the printed words are others.

    `is_drawn`: the text was seen on a page, so that any white space there may be any other, or none.
    """
    text = found.strip(END)
    ways = (Way.DRAWN, Way.SPACED) if is_drawn else (Way.EXACT, Way.ALIKE)
    elsewhere = () if is_drawn else mislaid(issued.parts, text)
    for parts, words in ((issued.parts, text), *elsewhere):
        for way in ways:
            taken = _match(_pieces(parts), words, way)
            if taken is not None:
                return taken
    return None


class Way(Enum):
    """How closely printed words are compared."""

    EXACT = 1
    ALIKE = 2
    """With one kind of quotes, dashes and spaces."""
    DRAWN = 3
    """And whatever white space, a tab or a new line where there was one."""
    SPACED = 4
    """And whatever white space."""


_ON_PAGES = frozenset({Way.DRAWN, Way.SPACED})


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
def _pattern(anchor: _Anchor, way: Way) -> re.Pattern[str]:
    # Looked ahead, so that places are found that overlap.
    if way in _ON_PAGES:
        return re.compile(f"(?=({_drawn_anchor(anchor.parts, way)}))")
    words = "".join(_part(part, way) for part in anchor.parts)
    return re.compile(f"(?=({words}))")


def _part(part: Part, way: Way) -> str:
    if isinstance(part, Slot):
        return _TICK
    if isinstance(part, Hint):
        return f"(?:{_BREAK}?{_words(part.text, Way.ALIKE)})?"
    return _words(part, way)


def _words(text: str, way: Way) -> str:
    if way is Way.EXACT:
        return re.escape(text)
    return "".join(_run(kind, "".join(chars)) for kind, chars in groupby(text, _kind))


def _drawn_anchor(parts: Sequence[Part], way: Way) -> str:
    """Return the pattern of an anchor on a page.

    White space at its ends is left to the places beside it, of whose answers it is no part.
    """
    shown = list(parts)
    first, last = shown[0], shown[-1]
    if len(shown) == 1 and isinstance(first, str) and not first.strip(f"{END}{_WHITE}"):
        # Nothing but white space stands between two places: so much that a text breaks at none of it.
        return _drawn_edge(first, way) or _words(first, Way.ALIKE)
    before = after = ""
    if isinstance(last, str):
        own = last.rstrip(f"{END}{_WHITE}")
        after, shown[-1] = _drawn_edge(last[len(own) :], way), own
    first = shown[0]
    if isinstance(first, str):
        own = first.lstrip(f"{END}{_WHITE}")
        before, shown[0] = _drawn_edge(first[: len(first) - len(own)], way), own
    return before + "".join(_drawn_part(part, way) for part in shown) + after


def _drawn_edge(space: str, way: Way) -> str:
    ends = [END] * space.count(END)
    if not ends and way is Way.DRAWN and not _BREAKS.isdisjoint(space):
        ends = ["[\t\n]"]
    return f"{_DRAWN_SPACE}*".join(["", *ends]) if ends else ""


def _drawn_part(part: Part, way: Way) -> str:
    if isinstance(part, Slot):
        return _TICK
    if isinstance(part, Hint):
        return f"(?:[\\s{END}]*{_drawn_words(part.text.strip(), way)})?"
    return _drawn_words(part, way)


def _drawn_words(text: str, way: Way) -> str:
    return "".join(_drawn_run(kind, "".join(chars), way) for kind, chars in groupby(text, _drawn_kind))


def _drawn_run(kind: str, chars: str, way: Way) -> str:
    if kind == "space":
        strict = way is Way.DRAWN and not _BREAKS.isdisjoint(chars)
        return f"{_DRAWN_SPACE}*[\t\n]{_DRAWN_SPACE}*" if strict else f"{_DRAWN_SPACE}*+"
    if kind == "end":
        return f"{_DRAWN_SPACE}*+{END}{_DRAWN_SPACE}*+{_LIST_SIGN}" * len(chars)
    return "".join(f"{_LIKE.get(char) or re.escape(char)}{_SIGNS}*+" for char in chars)


def _drawn_kind(char: str) -> str:
    return "end" if char == END else "space" if char.isspace() else "word"


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


def _match(pieces: _Pieces, text: str, way: Way) -> tuple[Taken, ...] | None:
    anchors, slots = pieces
    places: list[list[_Place]] = []
    for anchor in anchors:
        # Of places that end together the longest counts: it has the white space before the words too.
        longest: dict[int, _Place] = {}
        for place in _places(anchor, text, way):
            longest.setdefault(place.end, place)
        if not longest:
            return None
        places.append(list(longest.values()))
    first, last = _leftmost(places), _rightmost(places)
    if first is None or last is None:
        return None
    ticks = tuple(_ticked(anchors, first))
    other = tuple(_ticked(anchors, last))
    words = [_word(slot, n, text, (first, last), way) for n, slot in enumerate(slots)]
    if ticks != other:
        return None
    return (*words, *ticks)


def _places(anchor: _Anchor, text: str, way: Way) -> Iterator[_Place]:
    if not anchor.parts and not (anchor.is_first or anchor.is_last):
        return
    if not anchor.parts:
        if anchor.is_first and not (anchor.is_last and text):
            yield _Place(0, 0, ())
        elif anchor.is_last and not anchor.is_first:
            yield _Place(len(text), len(text), ())
        return
    pattern = _pattern(anchor, way)
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


def _word(slot: Slot, number: int, text: str, ways: Sequence[Sequence[_Place]], how: Way) -> Taken:
    """Return what stands between the anchors `number` and the next, in each way."""
    between = [text[way[number].end : way[number + 1].start] for way in ways]
    if how in _ON_PAGES:
        between = [one.strip(f"{END}{_WHITE}{UNSURE_BREAK}") for one in between]
    said = [_answer(slot, one) for one in between]
    return Taken(slot, tuple(dict.fromkeys(said)) if any(said) else ())


def _answer(slot: Slot, text: str) -> str:
    """Return what was answered, "" where only a prompt stands there."""
    answer = text.strip(END).replace(END, "\n")
    if slot.is_locked and not slot.is_prompt and answer.replace(UNSURE_BREAK, "").strip() == slot.shown:
        return slot.shown
    words = " ".join(answer.replace(DOUBTED, "").replace(UNSURE_BREAK, " ").split())
    prompts = placeholders.ALL if slot.is_locked else placeholders.OPEN
    if not words or words in prompts or (slot.is_prompt and words == " ".join(slot.shown.split())):
        return ""
    # In a line to write on somebody may have typed without taking the line out.
    return answer.strip(placeholders.SPACE)
