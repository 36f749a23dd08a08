"""The letters of the form font as a scanner sees them: small pictures that a line is held against."""

from __future__ import annotations

import functools
import io
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from extract.scan.warp import Grey
from forms.lettering import form_font

PHASES = 2
"""Places within one dot at which a letter may begin."""
_FINER = 4
"""Letters are drawn so many times larger than they are seen."""
_UP_EM, _DOWN_EM = 1.08, 0.30
"""How far letters with marks reach above and below the line that they stand on."""
_BLUR_DOTS = 0.6
_PAD = 3
"""Dots beside a letter, so that what reaches beyond its own width is blurred with it."""
_EACH, _MARKED, _RARE = 0.3, 0.8, 1.6
"""What one more letter costs, in dots that are wholly wrong: two thin ones must not stand for a wide one."""
_LETTERS = string.ascii_letters + string.digits
_SIGNS = "!\"#%&'()*+,-./:;<=>?@_–£€"
_QUOTES = "‘’“”—…"
_RARELY = "$[]\\^`{|}~•°½§"


def _marked() -> str:
    """Return the letters of the languages of Europe that have marks."""
    return (
        "".join(one for one in map(chr, range(0xC0, 0x180)) if one.isalpha() and one not in "ªºĸŉſ") + "ȘșȚț"
    )


_COSTS = {
    **dict.fromkeys(_RARELY, _RARE),
    **dict.fromkeys(_marked() + _QUOTES, _MARKED),
    **dict.fromkeys(_LETTERS + _SIGNS, _EACH),
}


@dataclass(frozen=True)
class Cells:
    """Letters whose pictures are equally wide; a letter's picture is a row of `pictures`."""

    width: int
    letters: npt.NDArray[np.intp]
    """Code points."""
    alike: tuple[Alike, ...]
    pictures: Grey
    weights: Grey
    """Sum of the squares of each picture, and what its letter costs."""


@dataclass(frozen=True)
class Alike:
    """Those of the letters that begin and end alike."""

    phase: int
    first: int
    """Column of the picture, from the dot in which the letter begins."""
    step: int
    """How far on the next letter begins, in parts of a dot as `PHASES` says."""
    rows: npt.NDArray[np.intp]
    """Of the pictures."""


@dataclass(frozen=True)
class Glyphs:
    """All letters of one size."""

    up: int
    """Rows above the line that they stand on."""
    down: int
    space: int
    """How wide a space is, in parts of a dot."""
    cells: tuple[Cells, ...]


@functools.lru_cache(maxsize=48)
def glyphs(em_dots: float, lower_dots: float, *, plain: bool = False) -> Glyphs:
    """Return the letters whose em has so many dots, standing by a part of a dot lower than on a row's edge.

    `plain`: those without marks only.
    """
    groups: dict[int, list[_Drawn]] = {}
    for one in _drawn(em_dots, lower_dots, plain=True) + (
        () if plain else _drawn(em_dots, lower_dots, plain=False)
    ):
        groups.setdefault(one.seen.shape[1], []).append(one)
    cells = tuple(_cells(width, group) for width, group in groups.items())
    space = round(form_font().advances[" "] * em_dots / 1000 * PHASES)
    return Glyphs(*_rows(em_dots), space, cells)


@dataclass(frozen=True)
class _Drawn:
    """One letter at one phase."""

    letter: str
    ends: tuple[int, int, int]
    """Phase, first column and step, as in `Alike`."""
    seen: Grey


@functools.lru_cache(maxsize=48)
def _drawn(em_dots: float, lower_dots: float, *, plain: bool) -> tuple[_Drawn, ...]:
    """Return the letters without marks, or the others."""
    font = form_font()
    drawn = ImageFont.truetype(
        io.BytesIO(font.program), size=em_dots * _FINER, layout_engine=ImageFont.Layout.BASIC
    )
    return tuple(
        one
        for letter, cost in _COSTS.items()
        if font.has(letter) and plain == (cost <= _EACH)
        for phase in range(PHASES)
        if (one := _one(letter, phase, em_dots, lower_dots, drawn)).seen.size
    )


def _one(letter: str, phase: int, em_dots: float, lower_dots: float, font: ImageFont.FreeTypeFont) -> _Drawn:
    up, down = _rows(em_dots)
    advance = form_font().advances[letter] * em_dots / 1000
    begin = phase / PHASES
    first, last = int(begin + 0.5), int(begin + advance + 0.5)
    width = int(np.ceil(advance)) + 1 + 2 * _PAD
    whole = Image.new("L", (width * _FINER, (up + down) * _FINER), 0)
    at = ((_PAD + begin) * _FINER, (up + lower_dots) * _FINER)
    ImageDraw.Draw(whole).text(at, letter, fill=255, font=font, anchor="ls")
    seen = _blurred(_shrunk(whole))[:, _PAD + first : _PAD + last]
    return _Drawn(letter, (phase, first, round((begin + advance) * PHASES)), seen)


def _rows(em_dots: float) -> tuple[int, int]:
    return round(em_dots * _UP_EM) + 2, round(em_dots * _DOWN_EM) + 2


def _cells(width: int, group: Sequence[_Drawn]) -> Cells:
    pictures = np.stack([one.seen.ravel() for one in group])
    costs = np.array([_COSTS[one.letter] for one in group], dtype=np.float32)
    rows: dict[tuple[int, int, int], list[int]] = {}
    for row, one in enumerate(group):
        rows.setdefault(one.ends, []).append(row)
    return Cells(
        width,
        np.array([ord(one.letter) for one in group], dtype=np.intp),
        tuple(Alike(*ends, np.array(those, dtype=np.intp)) for ends, those in rows.items()),
        pictures,
        np.asarray((pictures * pictures).sum(axis=1) + costs, dtype=np.float32),
    )


def _shrunk(whole: Image.Image) -> Grey:
    dots = np.asarray(whole, dtype=np.float32) / 255
    rows, columns = dots.shape[0] // _FINER, dots.shape[1] // _FINER
    return np.asarray(dots.reshape(rows, _FINER, columns, _FINER).mean(axis=(1, 3)), dtype=np.float32)


def _blurred(dots: Grey) -> Grey:
    brush = np.exp(-0.5 * (np.arange(-2, 3) / _BLUR_DOTS) ** 2)
    brush /= brush.sum()
    wide = np.pad(dots, 2)
    rows = sum(brush[one] * wide[one : one + dots.shape[0]] for one in range(5))
    return np.asarray(
        sum(brush[one] * rows[:, one : one + dots.shape[1]] for one in range(5)), dtype=np.float32
    )
