"""Put the letters of a paragraph together into its text, as they stand on their lines.

A program that breaks a line at a space draws that space too, at the end of the line. So where a line ends
without one, somebody began a new line there, or the word goes on: behind a hyphen, or because it is longer
than the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extract.label.shape import DOUBTED, UNSURE_BREAK
from extract.tagged.content import Letter

_GAP = 0.12
"""As a share of the height of letters: from where on something stands between two."""
_SAME_LINE = 0.45
_GOES_ON = frozenset("-\u2010\u2013\u2014/\u00ad")
_SOFT = "\u00ad"
_NEAR_PT = 2.5
"""How far a line may be from where it must end, and nobody can say on which side."""

Room: TypeAlias = Callable[[Letter], float | None]
"""Returns how much room is left behind a letter on its line in points, None where nothing says so."""


@dataclass(frozen=True, slots=True)
class _Line:
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(_spaced(self.letters))


def text_of(letters: Sequence[Letter], room_after: Room) -> str:
    """Return the text of a paragraph."""
    lines = list(_lines(letters))
    text = ""
    for number, line in enumerate(lines):
        if number:
            text = _joined(text, lines[number - 1], line, room_after)
        text += line.text
    return text


def _lines(letters: Sequence[Letter]) -> Iterator[_Line]:
    line: list[Letter] = []
    for one in letters:
        if line and not _on_one_line(line[-1], one):
            yield _Line(tuple(line))
            line = []
        line.append(one)
    if line:
        yield _Line(tuple(line))


def _on_one_line(one: Letter, other: Letter) -> bool:
    size = max(one.size_pt, other.size_pt)
    return (
        one.page_index == other.page_index
        and abs(one.y_pt - other.y_pt) <= _SAME_LINE * size
        and other.x0_pt >= one.x0_pt - size
    )


def _spaced(letters: Sequence[Letter]) -> Iterator[str]:
    before: Letter | None = None
    for one in letters:
        if before is not None and one.x0_pt - before.x1_pt > _GAP * max(one.size_pt, before.size_pt):
            yield "\t"
        yield one.text
        before = one


def _joined(text: str, line: _Line, following: _Line, room_after: Room) -> str:
    """Return a text with what stands between two of its lines."""
    last = text.rstrip(DOUBTED)[-1:]
    if not last or last.isspace():
        return text
    if last == _SOFT:
        return text.removesuffix(_SOFT)
    goes_on = last in _GOES_ON
    if not goes_on and any(one.text.isspace() for one in line.letters):
        return f"{text}\n"
    room = room_after(line.letters[-1])
    if room is None:
        return text + UNSURE_BREAK
    if (_needed(following, frozenset()) if goes_on else _first(following)) < room - _NEAR_PT:
        return f"{text}\n"
    return text if goes_on and _needed(following, _GOES_ON) > room + _NEAR_PT else text + UNSURE_BREAK


def _needed(line: _Line, ends: frozenset[str]) -> float:
    """Return how wide what stands on a line up to its first space, or one of these signs, is, in points."""
    own: list[Letter] = []
    for one in line.letters:
        if one.text[:1].isspace():
            break
        own.append(one)
        if one.text[:1] in ends:
            break
    return own[-1].x1_pt - own[0].x0_pt if own else 0.0


def _first(line: _Line) -> float:
    return line.letters[0].x1_pt - line.letters[0].x0_pt
