"""Say what words the appearance of a box shows to an eye (ISO 32000-1, 8.4, 9.4 and 12.5.5).

What viewers draw into boxes is simple: some lines of text in black, and frames. Whatever else it is made
of, such as pictures, letters drawn as lines, and text that is painted over, is not taken on trust.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

from extract.operators import OddStreamError, Operand, operators_of
from extract.pdfsource import Name
from extract.pen import UNCHANGED, Drawn, Edges, Matrix, Pen, Setting, at, joined, write
from extract.plain_appearance import read_plain

_FEW_LINES = 60
"""The button of a list has some twenty; letters drawn as lines have many more."""
_BUTTON_PT = 15.0
"""So much of a text the button of a list may cover."""
_MOST_RAISED_PT, _MOST_SPREAD_PT = 4.0, 40.0
_MOST_SAVED = 64


def read_appearance(stream: bytes, setting: Setting) -> Drawn:
    """Return what a content stream shows in its box."""
    plain = read_plain(stream, setting)
    if plain is not None:
        return plain
    pen = Pen(setting)
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


def _matrix(operands: Sequence[Operand]) -> Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return a, b, c, d, e, f


def _save(pen: Pen, _: list[Operand]) -> None:
    if len(pen.saved) >= _MOST_SAVED:
        raise OddStreamError
    pen.saved.append(copy(pen.state))


def _restore(pen: Pen, _: list[Operand]) -> None:
    if pen.saved:
        pen.state = pen.saved.pop()


def _move_all(pen: Pen, operands: list[Operand]) -> None:
    pen.state.place = joined(_matrix(operands), pen.state.place)


def _coloured(pen: Pen, operands: list[Operand]) -> None:
    colours = [one for one in operands if isinstance(one, float)]
    if len(colours) == 4:
        cyan, magenta, yellow, black = colours
        light = (1 - black) * (3 - cyan - magenta - yellow) / 3
    else:
        light = sum(colours) / len(colours) if colours else 0.0
    pen.state.light = light


def _graphics_state(pen: Pen, operands: list[Operand]) -> None:
    name = operands[-1]
    if isinstance(name, Name):
        pen.state.opacity = pen.setting.opacity(name[1:])


def _begin_text(pen: Pen, _: list[Operand]) -> None:
    pen.line, pen.along = UNCHANGED, 0.0


def _choose_font(pen: Pen, operands: list[Operand]) -> None:
    name, size = operands[-2], _number(operands[-1])
    if isinstance(name, Name):
        pen.state.font, pen.state.size = pen.setting.font(name[1:]), size


def _set_leading(pen: Pen, operands: list[Operand]) -> None:
    pen.state.leading = _number(operands[-1])


def _set_mode(pen: Pen, operands: list[Operand]) -> None:
    pen.state.mode = int(_number(operands[-1]))


def _set_stretch(pen: Pen, operands: list[Operand]) -> None:
    pen.state.stretch = _number(operands[-1])


def _raise_text(_: Pen, operands: list[Operand]) -> None:
    if abs(_number(operands[-1])) > _MOST_RAISED_PT:
        raise OddStreamError


def _spread(_: Pen, operands: list[Operand]) -> None:
    if abs(_number(operands[-1])) > _MOST_SPREAD_PT:
        raise OddStreamError


def _step(pen: Pen, x: float, y: float) -> None:
    pen.line = joined((1, 0, 0, 1, x, y), pen.line)
    pen.along = 0.0
    if y:
        pen.pieces.append("\n")


def _next(pen: Pen, operands: list[Operand]) -> None:
    _step(pen, *_numbers(operands, 2))


def _next_with_leading(pen: Pen, operands: list[Operand]) -> None:
    x, y = _numbers(operands, 2)
    pen.state.leading = -y
    _step(pen, x, y)


def _next_line(pen: Pen, _: list[Operand]) -> None:
    _step(pen, 0, -pen.state.leading)


def _place_text(pen: Pen, operands: list[Operand]) -> None:
    pen.line, pen.along = _matrix(operands), 0.0
    pen.pieces.append("\n")


def _show(pen: Pen, operands: list[Operand]) -> None:
    shown = operands[-1]
    parts = shown if isinstance(shown, list) else [shown]
    write(pen, b"".join(part for part in parts if isinstance(part, bytes)))


def _show_on_next(pen: Pen, operands: list[Operand]) -> None:
    _next_line(pen, [])
    _show(pen, operands)


def _rectangle(pen: Pen, operands: list[Operand]) -> None:
    x, y, width, height = _numbers(operands, 4)
    corners = ((x, y), (x + width, y + height))
    pen.path += [at(pen.state.place, *corner) for corner in corners]


def _line_to(pen: Pen, operands: list[Operand]) -> None:
    pen.path.append(at(pen.state.place, *_numbers(operands, 2)))
    pen.corners += 1


def _bend(pen: Pen, operands: list[Operand]) -> None:
    _line_to(pen, operands)
    pen.bent = True


def _clip(pen: Pen, _: list[Operand]) -> None:
    pen.clips = True


def _paint(pen: Pen, _: list[Operand]) -> None:
    """Paint a path: nothing may cover words that were drawn before it."""
    if pen.path:
        xs, ys = zip(*pen.path, strict=True)
        area = min(xs), min(ys), max(xs), max(ys)
        if any(_covers(area, text) for text in pen.shown_at):
            pen.odd = pen.odd or "its words are painted over"
        pen.strokes += pen.corners + (_FEW_LINES // 4 if pen.bent else 0)
    _end_path(pen, [])


def _covers(area: Edges, text: Edges) -> bool:
    over = min(area[2], text[2]) - max(area[0], text[0])
    most = min(_BUTTON_PT, (text[2] - text[0]) / 2)
    return over > most and area[1] < text[3] and area[3] > text[1]


def _end_path(pen: Pen, _: list[Operand]) -> None:
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


_ACTIONS: dict[str, Callable[[Pen, list[Operand]], None]] = {
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
