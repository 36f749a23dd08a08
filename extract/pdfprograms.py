"""Tell fonts of a PDF whose letters may look otherwise than its tables say (ISO 32000-1, 9.7 and 9.9).

A font that brings its own letters along can draw any shape for any code. Those of ours are known: by their
bytes, else shape by shape, as in a form of an older halfterm or one that a program has cut down.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from extract.pdfsource import Node, Plain, Source
from forms.lettering import form_font

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_OTHER_PROGRAMS = ("/FontFile", "/FontFile3")


def is_brought(source: Source, font: Node, letters: Mapping[int, str]) -> bool:
    """Return whether nobody can say that the letters of a font look as its tables say.

    `letters` are those that its codes stand for; of a Type0 font these are the numbers of its shapes. A font
    that brings no letters along is every viewer's own, and looks as it says unless it is set leftwards.
    """
    inner = next(iter(source.children(font, "/DescendantFonts")), font)
    widths = (source.plain(inner, key) for key in ("/Widths", "/W", "/DW"))
    if any(number < 0 for one in widths for number in _numbers(one)):
        return True
    descriptor = source.child(inner, "/FontDescriptor")
    if descriptor is None:
        return False
    if any(source.child(descriptor, key) is not None for key in _OTHER_PROGRAMS):
        return True
    program = source.plain(descriptor, "/FontFile2")
    if program is None:
        return False
    mapped = source.plain(inner, "/CIDToGIDMap")
    if not isinstance(program, bytes) or (mapped is not None and str(mapped) != "/Identity"):
        return True
    by_shape = source.plain(font, "/Subtype") == "/Type0"
    return not _looks_as_told(program, tuple(letters.items()) if by_shape else None)


def _numbers(value: Plain) -> Iterable[float]:
    if isinstance(value, int | float):
        yield value
    for one in value if isinstance(value, list) else ():
        yield from _numbers(one)


@functools.lru_cache(maxsize=8)
def _looks_as_told(program: bytes, told: tuple[tuple[int, str], ...] | None) -> bool:
    """Return whether each shape is that of the form font for its letter.

    `told` are the letters of shapes by their numbers; without it the font's own table says which they are.
    """
    own = form_font()
    if program == own.program:
        return told is None or all(own.glyphs.get(letter) == shape for shape, letter in told)
    try:
        font, ours = _opened(program), _opened(own.program)
        names = font.getGlyphOrder()
        known, codes = ours.getBestCmap(), font.getBestCmap() or {}
        pairs = [(names[shape], letter) for shape, letter in told or ()]
        pairs += [(name, chr(code)) for code, name in codes.items() if told is None]
        return bool(pairs) and all(
            len(letter) == 1 and _shape(font, name) == _shape(ours, known[ord(letter)])
            for name, letter in pairs
        )
    except Exception:  # noqa: BLE001 - fontTools raises whatever a damaged font makes it stumble over
        return False


def _opened(program: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(program), lazy=True)


def _shape(font: TTFont, name: str) -> tuple[Any, ...]:
    table = font["glyf"]
    points, ends, _ = table[name].getCoordinates(table)
    return tuple(points), tuple(ends)
