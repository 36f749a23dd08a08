"""Say what words the appearance of a box shows to an eye (ISO 32000-1, 8.4, 9.4 and 12.5.5).

What viewers draw into boxes is simple: some lines of text in black, and frames. Whatever else it is made
of, such as pictures, letters drawn as lines, and text that is painted over, is not taken on trust.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field

from extract.operators import OddStreamError, Operand, operators_of
from extract.pdffonts import Lettering
from extract.pdfsource import Name

_Matrix = tuple[float, float, float, float, float, float]
_Box = tuple[float, float, float, float]
_UNCHANGED: _Matrix = (1, 0, 0, 1, 0, 0)
_TOO_LIGHT = 0.8
"""From here on, 1 being white, letters cannot be read on white paper."""
_SMALLEST_PT = 2.0
_HIDDEN_MODES = frozenset({3, 7})
_SLACK_PT = 1.0
_FEW_LINES = 60
"""The button of a list has some twenty; letters drawn as lines have many more."""
_BUTTON_PT = 15.0
"""So much of a text the button of a list may cover."""
_LETTER = 0.5
"""About how wide a letter is, as a share of the font size, where its font does not say."""
_MOST_RAISED_PT, _MOST_SPREAD_PT = 4.0, 40.0
_MOST_SAVED = 64


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


@dataclass(frozen=True, slots=True)
class Setting:
    """What is around the content stream of an appearance."""

    box: _Box
    """What of it is shown; edges in points, in its own coordinates."""
    font: Callable[[str], Lettering | None]
    """Font by the name of its resource, without its slash."""
    opacity: Callable[[str], float]
    """Of a graphics state, by the name of its resource."""


@dataclass(slots=True)
class _State:
    place: _Matrix = _UNCHANGED
    clip: _Box | None = None
    light: float = 0.0
    opacity: float = 1.0
    font: Lettering | None = None
    size: float = 0.0
    leading: float = 0.0
    mode: int = 0
    stretch: float = 100.0


@dataclass(slots=True)
class _Pen:
    setting: Setting
    state: _State = field(default_factory=_State)
    saved: list[_State] = field(default_factory=list)
    line: _Matrix = _UNCHANGED
    along: float = 0.0
    """How far text has come on its line, in points."""
    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    shown_at: list[_Box] = field(default_factory=list)
    path: list[tuple[float, float]] = field(default_factory=list)
    corners: int = 0
    clips: bool = False
    bent: bool = False
    cut: bool = False
    undecoded: bool = False
    odd: str = ""
    strokes: int = 0


def read_appearance(stream: bytes, setting: Setting) -> Drawn:
    """Return what a content stream shows in its box."""
    pen = _Pen(setting)
    try:
        for operator, operands in operators_of(stream):
            action = _ACTIONS.get(operator)
            if action is not None:
                action(pen, operands)
            elif operator not in _HARMLESS:
                pen.odd = pen.odd or _ODD.get(operator, "it is drawn in an unusual way")
    except (OddStreamError, IndexError, TypeError, ValueError, OverflowError):
        pen.odd = pen.odd or "it is drawn in an unusual way"
    if pen.strokes > _FEW_LINES:
        pen.odd = pen.odd or "many lines are drawn in it"
    text = "".join(pen.pieces).strip("\n")
    return Drawn(text, "".join(pen.hidden).strip("\n"), pen.cut, pen.odd, pen.undecoded, pen.strokes)


def _number(operand: Operand) -> float:
    if isinstance(operand, float):
        return operand
    raise TypeError(operand)


def _numbers(operands: Sequence[Operand], count: int) -> list[float]:
    if len(operands) < count:
        raise IndexError(count)
    return [_number(one) for one in operands[-count:]]


def _matrix(operands: Sequence[Operand]) -> _Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return a, b, c, d, e, f


def _joined(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(place: _Matrix, x: float, y: float) -> tuple[float, float]:
    return place[0] * x + place[2] * y + place[4], place[1] * x + place[3] * y + place[5]


def _save(pen: _Pen, _: list[Operand]) -> None:
    if len(pen.saved) >= _MOST_SAVED:
        raise OddStreamError
    pen.saved.append(copy(pen.state))


def _restore(pen: _Pen, _: list[Operand]) -> None:
    if pen.saved:
        pen.state = pen.saved.pop()


def _move_all(pen: _Pen, operands: list[Operand]) -> None:
    pen.state.place = _joined(_matrix(operands), pen.state.place)


def _coloured(pen: _Pen, operands: list[Operand]) -> None:
    colours = [one for one in operands if isinstance(one, float)]
    if len(colours) == 4:
        cyan, magenta, yellow, black = colours
        light = (1 - black) * (3 - cyan - magenta - yellow) / 3
    else:
        light = sum(colours) / len(colours) if colours else 0.0
    pen.state.light = light


def _graphics_state(pen: _Pen, operands: list[Operand]) -> None:
    name = operands[-1]
    if isinstance(name, Name):
        pen.state.opacity = pen.setting.opacity(name[1:])


def _begin_text(pen: _Pen, _: list[Operand]) -> None:
    pen.line, pen.along = _UNCHANGED, 0.0


def _choose_font(pen: _Pen, operands: list[Operand]) -> None:
    name, size = operands[-2], _number(operands[-1])
    if isinstance(name, Name):
        pen.state.font, pen.state.size = pen.setting.font(name[1:]), size


def _set_leading(pen: _Pen, operands: list[Operand]) -> None:
    pen.state.leading = _number(operands[-1])


def _set_mode(pen: _Pen, operands: list[Operand]) -> None:
    pen.state.mode = int(_number(operands[-1]))


def _set_stretch(pen: _Pen, operands: list[Operand]) -> None:
    pen.state.stretch = _number(operands[-1])


def _raise_text(_: _Pen, operands: list[Operand]) -> None:
    if abs(_number(operands[-1])) > _MOST_RAISED_PT:
        raise OddStreamError


def _spread(_: _Pen, operands: list[Operand]) -> None:
    if abs(_number(operands[-1])) > _MOST_SPREAD_PT:
        raise OddStreamError


def _step(pen: _Pen, x: float, y: float) -> None:
    pen.line = _joined((1, 0, 0, 1, x, y), pen.line)
    pen.along = 0.0
    if y:
        pen.pieces.append("\n")


def _next(pen: _Pen, operands: list[Operand]) -> None:
    _step(pen, *_numbers(operands, 2))


def _next_with_leading(pen: _Pen, operands: list[Operand]) -> None:
    x, y = _numbers(operands, 2)
    pen.state.leading = -y
    _step(pen, x, y)


def _next_line(pen: _Pen, _: list[Operand]) -> None:
    _step(pen, 0, -pen.state.leading)


def _place_text(pen: _Pen, operands: list[Operand]) -> None:
    pen.line, pen.along = _matrix(operands), 0.0
    pen.pieces.append("\n")


def _show(pen: _Pen, operands: list[Operand]) -> None:
    shown = operands[-1]
    parts = shown if isinstance(shown, list) else [shown]
    _write(pen, b"".join(part for part in parts if isinstance(part, bytes)))


def _show_on_next(pen: _Pen, operands: list[Operand]) -> None:
    _next_line(pen, [])
    _show(pen, operands)


def _write(pen: _Pen, shown: bytes) -> None:
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
    place = _joined(pen.line, state.place)
    size = abs(state.size * max(abs(place[3]), abs(place[1])))
    width = state.font.width(shown) * state.size / 1000 * state.stretch / 100
    reach = width or len(text) * _LETTER * state.size
    start, end, far = (_at(place, pen.along + one, 0) for one in (0, width, reach))
    pen.along += width
    seen = _is_seen(state, size, max(abs(place[0]), abs(place[1])))
    stands, whole = _stands(pen, start, end, size)
    if seen and stands:
        pen.pieces.append(text)
        pen.cut = pen.cut or not whole
        pen.shown_at.append((start[0], start[1], far[0], start[1] + size * _LETTER))
    elif seen and pen.shown_at:
        # Lines below the edge of a box, as of a text that is too long for it.
        pen.cut = True
    else:
        pen.hidden.append(text)


def _is_seen(state: _State, size_pt: float, breadth: float) -> bool:
    dark = state.light < _TOO_LIGHT and state.opacity > 1 - _TOO_LIGHT
    large = size_pt >= _SMALLEST_PT and state.size * breadth * state.stretch / 100 >= _SMALLEST_PT
    return dark and large and state.mode not in _HIDDEN_MODES


def _stands(
    pen: _Pen, start: tuple[float, float], end: tuple[float, float], size_pt: float
) -> tuple[bool, bool]:
    """Return whether the beginning of a text lies where its box shows it, and whether all of it does."""
    edges = [pen.setting.box, *([pen.state.clip] if pen.state.clip else [])]
    x0, y0 = (max(edge[axis] for edge in edges) for axis in (0, 1))
    x1, y1 = (min(edge[axis] for edge in edges) for axis in (2, 3))
    middle = start[1] + size_pt / 3
    stands = x0 - _SLACK_PT <= start[0] <= x1 and y0 - _SLACK_PT <= middle <= y1 + _SLACK_PT
    return stands, end[0] <= x1 + size_pt * _LETTER


def _rectangle(pen: _Pen, operands: list[Operand]) -> None:
    x, y, width, height = _numbers(operands, 4)
    corners = ((x, y), (x + width, y + height))
    pen.path += [_at(pen.state.place, *corner) for corner in corners]


def _line_to(pen: _Pen, operands: list[Operand]) -> None:
    pen.path.append(_at(pen.state.place, *_numbers(operands, 2)))
    pen.corners += 1


def _bend(pen: _Pen, operands: list[Operand]) -> None:
    _line_to(pen, operands)
    pen.bent = True


def _clip(pen: _Pen, _: list[Operand]) -> None:
    pen.clips = True


def _paint(pen: _Pen, _: list[Operand]) -> None:
    """Paint a path: nothing may cover words that were drawn before it."""
    if pen.path:
        xs, ys = zip(*pen.path, strict=True)
        area = min(xs), min(ys), max(xs), max(ys)
        if any(_covers(area, text) for text in pen.shown_at):
            pen.odd = pen.odd or "its words are painted over"
        pen.strokes += pen.corners + (_FEW_LINES // 4 if pen.bent else 0)
    _end_path(pen, [])


def _covers(area: _Box, text: _Box) -> bool:
    over = min(area[2], text[2]) - max(area[0], text[0])
    most = min(_BUTTON_PT, (text[2] - text[0]) / 2)
    return over > most and area[1] < text[3] and area[3] > text[1]


def _end_path(pen: _Pen, _: list[Operand]) -> None:
    if pen.clips and pen.path:
        if pen.corners:
            pen.odd = pen.odd or "a part of it is cut out"
        xs, ys = zip(*pen.path, strict=True)
        inner = min(xs), min(ys), max(xs), max(ys)
        outer = pen.state.clip or inner
        x0, y0 = max(inner[0], outer[0]), max(inner[1], outer[1])
        x1, y1 = min(inner[2], outer[2]), min(inner[3], outer[3])
        pen.state.clip = (x0, y0, x1, y1)
    pen.path, pen.corners, pen.clips, pen.bent = [], 0, False, False


_ACTIONS: dict[str, Callable[[_Pen, list[Operand]], None]] = {
    "q": _save, "Q": _restore, "cm": _move_all, "gs": _graphics_state,
    **dict.fromkeys(("g", "rg", "k", "sc", "scn"), _coloured),
    "BT": _begin_text, "Tf": _choose_font, "TL": _set_leading, "Tr": _set_mode, "Tz": _set_stretch,
    "Ts": _raise_text, "Tc": _spread, "Tw": _spread,
    "Td": _next, "TD": _next_with_leading, "T*": _next_line, "Tm": _place_text,
    "Tj": _show, "TJ": _show, "'": _show_on_next, '"': _show_on_next,
    "re": _rectangle, "m": _line_to, "l": _line_to, "c": _bend, "v": _bend, "y": _bend,
    **dict.fromkeys(("W", "W*"), _clip), "n": _end_path,
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), _paint),
}  # fmt: skip
_HARMLESS = frozenset(
    {
        "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "ET", "w", "J", "j", "M", "d", "ri", "i", "h", "G", "RG",
        "K", "CS", "cs", "SC", "SCN",
    }
)  # fmt: skip
_ODD = {"Do": "there is a picture in it", "sh": "a pattern is painted in it"}
