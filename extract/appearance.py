"""Say what words the appearance of a box shows to an eye (ISO 32000-1, 8.4, 9.4 and 12.5.5).

What viewers draw into boxes is simple: some lines of text in black, and frames. Whatever else it is made
of, such as pictures, letters drawn as lines, and text that is painted over, is not taken on trust.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy

from extract.operators import OddStreamError, Operand, operators_of
from extract.pdfsource import Name
from extract.pen import (
    UNCHANGED,
    Drawn,
    Edges,
    Matrix,
    Pen,
    Setting,
    at,
    joined,
    light_behind,
    stands_out,
    write,
)
from extract.plain_appearance import read_plain

_FEW_LINES = 60
"""The button of a list has some twenty; letters drawn as lines have many more."""
_BUTTON_PT = 15.0
"""So much of a text the button of a list may cover."""
_MOST_RAISED_PT, _MOST_SPREAD_PT, _MOST_DRAWN_IN_PT = 4.0, 40.0, 1.0
_MOST_PAINTED = 200
_MOST_SAVED = 64
_ODD_COLOUR = "nobody can say how dark its colour is"


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
    hidden = "".join(pen.hidden).strip("\n")
    return Drawn(text, hidden, pen.cut, pen.odd, pen.undecoded, pen.strokes, pen.seen_strokes, pen.marks)


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


def _light(pen: Pen, operands: list[Operand]) -> float:
    if any(isinstance(one, Name) for one in operands):
        pen.odd = pen.odd or _ODD_COLOUR
    colours = [one for one in operands if isinstance(one, float)]
    if len(colours) == 4:
        cyan, magenta, yellow, black = colours
        light = (1 - black) * (3 - cyan - magenta - yellow) / 3
    else:
        light = sum(colours) / len(colours) if colours else 0.0
    return light


def _coloured(pen: Pen, operands: list[Operand]) -> None:
    pen.state.light = _light(pen, operands)


def _lines_coloured(pen: Pen, operands: list[Operand]) -> None:
    pen.state.line_light = _light(pen, operands)


def _colour_space(pen: Pen, operands: list[Operand]) -> None:
    name = operands[-1]
    if not isinstance(name, Name) or not pen.setting.has_plain_colours(name[1:]):
        pen.odd = pen.odd or _ODD_COLOUR
    pen.state.light = 0.0


def _set_width(pen: Pen, operands: list[Operand]) -> None:
    pen.state.line_width = _number(operands[-1])


def _graphics_state(pen: Pen, operands: list[Operand]) -> None:
    name = operands[-1]
    if isinstance(name, Name):
        opacity = pen.setting.opacity(name[1:])
        if opacity is None:
            pen.odd = pen.odd or "it is blended with what is behind it"
        else:
            pen.state.opacity = opacity


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
    if not -_MOST_DRAWN_IN_PT <= _number(operands[-1]) <= _MOST_SPREAD_PT:
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
    for part in parts:
        if isinstance(part, bytes):
            write(pen, part)
        elif isinstance(part, float):
            pen.along -= part / 1000 * pen.state.size * pen.state.stretch / 100


def _show_on_next(pen: Pen, operands: list[Operand]) -> None:
    _next_line(pen, [])
    _show(pen, operands)


def _rectangle(pen: Pen, operands: list[Operand]) -> None:
    x, y, width, height = _numbers(operands, 4)
    corners = ((x, y), (x + width, y + height))
    pen.path += [at(pen.state.place, *corner) for corner in corners]


def _line_from(pen: Pen, operands: list[Operand]) -> None:
    pen.path.append(at(pen.state.place, *_numbers(operands, 2)))
    pen.corners += 1


def _line_to(pen: Pen, operands: list[Operand]) -> None:
    before = pen.path[-1] if pen.path else None
    _line_from(pen, operands)
    if before is not None and all(abs(one - two) > 1 for one, two in zip(before, pen.path[-1], strict=True)):
        pen.slants += 1


def _bend(pen: Pen, operands: list[Operand]) -> None:
    _line_from(pen, operands)
    pen.bent = True


def _clip(pen: Pen, _: list[Operand]) -> None:
    pen.clips = True


def _fill(pen: Pen, _: list[Operand]) -> None:
    _paint(pen, fills=True, lines=False)


def _stroke(pen: Pen, _: list[Operand]) -> None:
    _paint(pen, fills=False, lines=True)


def _fill_and_stroke(pen: Pen, _: list[Operand]) -> None:
    _paint(pen, fills=True, lines=True)


def _paint(pen: Pen, *, fills: bool, lines: bool) -> None:
    """Paint a path: nothing may cover words that were drawn before it."""
    if pen.path:
        state = pen.state
        xs, ys = zip(*pen.path, strict=True)
        edge = state.line_width * max(map(abs, state.place[:4])) / 2 if lines else 0.0
        area = min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge
        if any(_covers(area, text) for text in pen.shown_at):
            pen.odd = pen.odd or "its words are painted over"
        strokes = pen.corners + (_FEW_LINES // 4 if pen.bent else 0)
        pen.strokes += strokes
        behind = light_behind(pen, (area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
        dark, drawn = (
            does and stands_out(light, behind)
            for does, light in ((fills, state.light), (lines, state.line_light))
        )
        if (dark or drawn) and state.opacity > 0 and _is_inside(pen, area):
            pen.seen_strokes += strokes
            pen.marks += pen.slants + (1 if dark else 0)
        if fills:
            pen.painted.append((area, state.light))
            if len(pen.painted) > _MOST_PAINTED:
                raise OddStreamError
    _end_path(pen, [])


def _is_inside(pen: Pen, area: Edges) -> bool:
    """Return whether the middle of an area lies in the box, and in what of it may be drawn into."""
    x, y = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
    edges = [pen.setting.box, *([pen.state.clip] if pen.state.clip else [])]
    return all(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in edges)


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
    pen.path, pen.corners, pen.slants, pen.clips, pen.bent = [], 0, 0, False, False


_ACTIONS: dict[str, Callable[[Pen, list[Operand]], None]] = {
    "q": _save, "Q": _restore, "cm": _move_all, "gs": _graphics_state,
    **dict.fromkeys(("g", "rg", "k", "sc", "scn"), _coloured),
    **dict.fromkeys(("G", "RG", "K", "SC", "SCN"), _lines_coloured),
    **dict.fromkeys(("cs", "CS"), _colour_space), "w": _set_width,
    "BT": _begin_text, "Tf": _choose_font, "TL": _set_leading, "Tr": _set_mode, "Tz": _set_stretch,
    "Ts": _raise_text, "Tc": _spread, "Tw": _spread,
    "Td": _next, "TD": _next_with_leading, "T*": _next_line, "Tm": _place_text,
    "Tj": _show, "TJ": _show, "'": _show_on_next, '"': _show_on_next,
    "re": _rectangle, "m": _line_from, "l": _line_to, "c": _bend, "v": _bend, "y": _bend,
    **dict.fromkeys(("W", "W*"), _clip), "n": _end_path,
    **dict.fromkeys(("S", "s"), _stroke), **dict.fromkeys(("f", "F", "f*"), _fill),
    **dict.fromkeys(("B", "B*", "b", "b*"), _fill_and_stroke),
}  # fmt: skip
_HARMLESS = frozenset(
    {"BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "ET", "J", "j", "M", "d", "ri", "i", "h"}
)  # fmt: skip
_ODD = {"Do": "there is a picture in it", "sh": "a pattern is painted in it"}
