"""What is known while an appearance is drawn, and what of its text an eye sees (ISO 32000-1, 9.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from extract.pdffonts import UNKNOWN, Lettering

Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]
UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)
PAPER, _CONTRAST = 1.0, 0.2
"""How light paper is, 1 being white; letters that differ by less from what is behind them cannot be read."""
SMALLEST_PT = 2.0
_HIDDEN_MODES = frozenset({3, 7})
_UPRIGHT = 0.05
"""The most that text may lean, as a share of its size."""
OUT_OF_ORDER = "its words do not stand in the order in which they are stored"
TURNED = "it is turned or stretched"
BROUGHT = "its letters are of a font that the file brings along"
SLACK_PT = 1.0
LETTER = 0.5
"""About how wide a letter is, as a share of the font size, where its font does not say."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an appearance shows."""

    text: str = ""
    """Everything that can be read, in the order in which it is drawn; a line end becomes \n."""
    hidden: str = ""
    """Words that are drawn so that nobody sees them."""
    cut: bool = False
    """Some of it lies beyond the edge of the box."""
    odd: str = ""
    """In a few words, why an eye may see something else; "" for nothing."""
    undecoded: bool = False
    """No table says what the codes of its font stand for."""
    strokes: int = 0
    """How many lines are drawn, or areas painted that are no rectangles."""
    seen_strokes: int = 0
    """Those of them that an eye sees."""
    marks: int = 0
    """What no frame is made of and an eye sees: slanting lines, dark areas."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is around the content stream of an appearance."""

    box: Edges
    """What of it is shown; edges in points, in its own coordinates."""
    font: Callable[[str], Lettering | None]
    """Font by the name of its resource, without its slash."""
    opacity: Callable[[str], float | None]
    """Of a graphics state, by the name of its resource; None where it does more than that."""
    has_plain_colours: Callable[[str], bool]
    """Whether more of a colour of this space is lighter, by its name or that of its resource."""


@dataclass(slots=True)
class State:
    """What q keeps and Q brings back."""

    place: Matrix = UNCHANGED
    clip: Edges | None = None
    light: float = 0.0
    line_light: float = 0.0
    line_width: float = 1.0
    opacity: float = 1.0
    font: Lettering | None = None
    size: float = 0.0
    leading: float = 0.0
    mode: int = 0
    stretch: float = 100.0


@dataclass(slots=True)
class Pen:
    """Where drawing has come, and what was drawn."""

    setting: Setting
    state: State = field(default_factory=State)
    saved: list[State] = field(default_factory=list)
    line: Matrix = UNCHANGED
    along: float = 0.0
    """How far text has come on its line, in points."""
    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    shown_at: list[Edges] = field(default_factory=list)
    painted: list[tuple[Edges, float]] = field(default_factory=list)
    """Areas that were filled, with how light they are now."""
    last: Edges | None = None
    """Where the text before it began and ended, and its size: x0, y0, x1, size."""
    last_text: str = ""
    path: list[tuple[float, float]] = field(default_factory=list)
    corners: int = 0
    slants: int = 0
    clips: bool = False
    bent: bool = False
    cut: bool = False
    undecoded: bool = False
    odd: str = ""
    strokes: int = 0
    seen_strokes: int = 0
    marks: int = 0


def joined(first: Matrix, then: Matrix) -> Matrix:
    """Return the map that does `first` and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def at(place: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a map puts a point."""
    return place[0] * x + place[2] * y + place[4], place[1] * x + place[3] * y + place[5]


def write(pen: Pen, shown: bytes) -> None:
    """Note a text, as shown or as hidden, and where it stands."""
    state = pen.state
    if not shown:
        return
    if state.font is None or not state.font.is_known:
        pen.undecoded = True
        return
    text = state.font.text(shown)
    if not text.strip():
        pen.pieces.append(text)
        return
    place = joined(pen.line, state.place)
    size = abs(state.size * max(abs(place[3]), abs(place[1])))
    width = state.font.width(shown) * state.size / 1000 * state.stretch / 100
    reach = width or len(text) * LETTER * state.size
    start, end, far = (at(place, pen.along + one, 0) for one in (0, width, reach))
    pen.along += width
    pen.odd = pen.odd or _oddly_set(pen, place, start, size, text)
    pen.last, pen.last_text = (start[0], start[1], end[0], size), text
    seen = _is_seen(pen, start, size, max(abs(place[0]), abs(place[1])))
    stands, whole = _stands(pen, start, end, size)
    if seen and stands:
        pen.pieces.append(text)
        pen.cut = pen.cut or not whole
        pen.shown_at.append((start[0], start[1], far[0], start[1] + size * LETTER))
    elif seen and pen.shown_at:
        # Lines below the edge of a box, as of a text that is too long for it.
        pen.cut = True
    else:
        pen.hidden.append(text)


def _oddly_set(pen: Pen, place: Matrix, start: tuple[float, float], size_pt: float, text: str) -> str:
    """Return why an eye may read a text otherwise than it is stored; "" where nothing says so."""
    state, last = pen.state, pen.last
    if state.font is not None and state.font.is_brought:
        return BROUGHT
    a, b, c, d = place[:4]
    if a <= 0 or d <= 0 or state.size < 0 or abs(b) > _UPRIGHT * a or abs(c) > d:
        return TURNED
    if state.mode not in {0, *_HIDDEN_MODES}:
        return "its letters are drawn as outlines"
    free = all(runs_leftwards(one) or set(one) <= {UNKNOWN} for one in (text, pen.last_text))
    if last is not None and not free and not follows(last, start, size_pt):
        return OUT_OF_ORDER
    return ""


def runs_leftwards(text: str) -> bool:
    """Return whether letters of a script that runs leftwards are in a text; their order is its program's."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def follows(last: Edges, start: tuple[float, float], size_pt: float) -> bool:
    """Return whether a text stands behind the one before it, or on a line below; `last` as in `Pen`."""
    x0, y0, x1, size = last
    slack = LETTER * max(size, size_pt)
    if abs(start[1] - y0) > slack:
        return start[1] < y0
    return start[0] >= x0 and start[0] >= x1 - slack


def light_behind(pen: Pen, x: float, y: float) -> float:
    """Return how light that is which is behind a point."""
    for (x0, y0, x1, y1), light in reversed(pen.painted):
        if x0 <= x <= x1 and y0 <= y <= y1:
            return light
    return PAPER


def stands_out(light: float, behind: float) -> bool:
    """Return whether something so light is seen on what is behind it."""
    return abs(light - behind) > _CONTRAST


def _is_seen(pen: Pen, start: tuple[float, float], size_pt: float, breadth: float) -> bool:
    state = pen.state
    behind = light_behind(pen, start[0], start[1] + size_pt / 3)
    dark = stands_out(state.light, behind) and state.opacity > _CONTRAST
    large = size_pt >= SMALLEST_PT and state.size * breadth * state.stretch / 100 >= SMALLEST_PT
    return dark and large and state.mode not in _HIDDEN_MODES


def _stands(
    pen: Pen, start: tuple[float, float], end: tuple[float, float], size_pt: float
) -> tuple[bool, bool]:
    """Return whether the beginning of a text lies where its box shows it, and whether all of it does."""
    edges = [pen.setting.box, *([pen.state.clip] if pen.state.clip else [])]
    x0, y0 = (max(edge[axis] for edge in edges) for axis in (0, 1))
    x1, y1 = (min(edge[axis] for edge in edges) for axis in (2, 3))
    middle = start[1] + size_pt / 3
    stands = x0 - SLACK_PT <= start[0] <= x1 and y0 - SLACK_PT <= middle <= y1 + SLACK_PT
    return stands, end[0] <= x1 + size_pt * LETTER
