"""Read what was typed into a box in the form's own font: lines are found, then spelled.

The font of a box is the form's, whoever shows it; only its size is the viewer's. What does not look like that
font, such as a hand or the letters of another font, is not spelled here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.scan.glyphs import Glyphs, glyphs
from extract.scan.spelling import Spelled, SpelledWord, spell
from extract.scan.warp import Grey
from forms.lettering import form_font
from forms.typeset import LEADING_PT, SIZE_PT

_WHITE = 0.12
"""Up to so dark it is paper with noise."""
_INK, _ROW = 0.25, 0.6
"""A row with more ink than this, in dots, that are darker than that, belongs to a line."""
_SIZES_PT = (SIZE_PT, 12.0, 9.0, 8.0, 6.0, 4.0)
"""That viewers take for a box that is as large as its text."""
PRINTED_SIZES_PT = (SIZE_PT, 11.0)
"""Of answers that a form prints: in tables, and in the sentences of an agreement."""
_RULE_PT, _RULE_DARK = 13.0, 0.15
"""Ink that goes on along a row for so long, so dark, is the rule under an answer, no letter."""
_SAME_SIZE = 0.06
_LEAST_PT, _MOST_PT = 3.5, 16.0
_MARKS_EM, _LINE_EM = 0.14, 1.4
"""A mark is so near to its letter; a line is at most so high."""
_SAMPLE_EM = 7.0
"""So much of a line says which size it has, and how it stands."""
_FEET = 2
"""So many rows are tried as those that letters stand on."""
_PARTS = (0.0, 0.5, -0.5)
_FITS_WELL, _FITS = 0.08, 0.22
"""Misfit of a line that is surely set like this; of one that may be in this font at all."""
_BEFORE_EM, _AFTER_EM = 0.12, 0.4
"""Blank paper before and behind a line, for the white that belongs to its first and last letters."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line: its rows on the picture of its box, and its words; none where they are not in the font."""

    top: int
    bottom: int
    words: tuple[SpelledWord, ...]
    em_dots: float

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(word.text for word in self.words)


def typed_lines(
    box: Grey, dots_per_pt: float, *, multiline: bool, sizes_pt: Sequence[float] = _SIZES_PT
) -> tuple[TypedLine, ...] | None:
    """Return the lines in the picture of a box, from the top; None where they are not in the form's font.

    `box` says how dark each dot is, from 0 for paper to 1 for black; `sizes_pt` are those that the letters
    may have, the likeliest first.
    """
    ink = np.where(box < _WHITE, 0, np.clip(box, 0, 1)).astype(np.float32)
    bands = list(_bands(ink))
    if not bands:
        return None
    if not multiline:
        bands = [(bands[0][0], bands[-1][1])]
    em_dots = _em_dots(ink, bands, dots_per_pt, sizes_pt, multiline=multiline)
    if em_dots is None:
        return None
    lines: list[TypedLine] = []
    for top, bottom in _joined(bands, em_dots) if multiline else bands:
        lines.append(_line(ink, top, bottom, em_dots))
    return tuple(lines)


def without_rule(dark: Grey, dots_per_pt: float) -> Grey:
    """Return the picture of a line without the rule that it stands on, as far as no letter crosses it."""
    long = round(_RULE_PT * dots_per_pt)
    if dark.shape[1] < long:
        return dark
    # A rule that leans goes from row to row.
    near = np.maximum(dark, np.roll(dark, 1, axis=0))
    is_dark = near > _RULE_DARK
    sums = np.pad(np.cumsum(is_dark, axis=1), ((0, 0), (1, 0)))
    rows, starts = np.nonzero(sums[:, long:] - sums[:, :-long] == long)
    rule = np.zeros(dark.shape, dtype=np.bool_)
    for row, start in zip(rows, starts, strict=True):
        rule[max(0, row - 1) : row + 1, start : start + long] = True
    return np.where(rule, 0, dark).astype(np.float32)


def joined_text(lines: Sequence[TypedLine]) -> str:
    """Return lines as text: one goes on in the next where the first word of that one had no room in it."""
    room = max(line.words[-1].right for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        space = form_font().advances[" "] / 1000 * line.em_dots
        first = line.words[0]
        apart = line.bottom - before.bottom > 1.6 * LEADING_PT / SIZE_PT * line.em_dots
        has_room = before.words[-1].right + space + (first.right - first.left) < room - space
        text += ("\n\n" if apart else "\n" if has_room else " ") + line.text
    return text


def _bands(ink: Grey) -> Iterator[tuple[int, int]]:
    """Yield first row and row behind the last one of what stands together."""
    rows = [*(np.clip(ink - _INK, 0, None).sum(axis=1) > _ROW), False]
    begin: int | None = None
    for row, is_dark in enumerate(rows):
        if is_dark and begin is None:
            begin = row
        elif not is_dark and begin is not None:
            yield begin, row
            begin = None


def _joined(bands: Sequence[tuple[int, int]], em_dots: float) -> list[tuple[int, int]]:
    """Return bands with the marks over letters joined to them."""
    lines = [bands[0]]
    for top, bottom in bands[1:]:
        before = lines[-1]
        if top - before[1] <= max(1.0, _MARKS_EM * em_dots) and bottom - before[0] <= _LINE_EM * em_dots:
            lines[-1] = before[0], bottom
        else:
            lines.append((top, bottom))
    return lines


def _em_dots(
    ink: Grey,
    bands: Sequence[tuple[int, int]],
    dots_per_pt: float,
    known_pt: Sequence[float],
    *,
    multiline: bool,
) -> float | None:
    """Return the size of the letters, None where there is none with which they look like the font's."""
    highest = max(bands, key=lambda one: one[1] - one[0])
    sizes_pt = list(known_pt)
    if len(bands) > 1 and multiline:
        apart = sorted(after[1] - before[1] for before, after in pairwise(bands))
        size_pt = apart[len(apart) // 2] / (LEADING_PT / SIZE_PT) / dots_per_pt
        # A line is a whole number of dots from the next: so this is not known exactly.
        if not any(abs(size_pt - one) <= _SAME_SIZE * one for one in sizes_pt):
            sizes_pt.append(size_pt)
        sizes_pt.sort(key=lambda one: max(one, size_pt) / min(one, size_pt))
    best: tuple[float, float] | None = None
    for size_pt in dict.fromkeys(round(one, 1) for one in sizes_pt):
        em_dots = size_pt * dots_per_pt
        height = highest[1] - highest[0]
        if not _LEAST_PT <= size_pt <= _MOST_PT or not 0.35 * em_dots <= height <= _LINE_EM * em_dots:
            continue
        found = _standing(ink, *_joined(bands, em_dots)[0], em_dots)
        if found is not None and (best is None or found[0].misfit < best[0]):
            best = found[0].misfit, em_dots
        if best is not None and best[0] < _FITS_WELL:
            break
    return None if best is None or best[0] > _FITS else best[1]


def _standing(ink: Grey, top: int, bottom: int, em_dots: float) -> tuple[Spelled, int, float] | None:
    """Return the beginning of a line spelled, the row that it stands on, and how much lower it stands."""
    columns = _columns(ink, top, bottom)
    if columns is None:
        return None
    left, right = columns
    right = min(right, left + round(_SAMPLE_EM * em_dots))
    falls = ink[top:bottom, left:right].sum(axis=1)
    falls = falls - np.append(falls[1:], 0)
    best: tuple[Spelled, int, float] | None = None
    feet = [int(one) for one in np.argsort(-falls)[:_FEET]]
    # A line of a 7 and a T falls most under their bars.
    for foot in dict.fromkeys([*feet, bottom - top - 1]):
        for part in _PARTS:
            row = top + foot + 1
            known = glyphs(em_dots, part, plain=True)
            spelled = spell(_strip(ink, row, left, right, known, em_dots), known)
            if best is None or spelled.misfit < best[0].misfit:
                best = spelled, row, part
            if spelled.misfit < _FITS_WELL:
                return best
    return best


def _line(ink: Grey, top: int, bottom: int, em_dots: float) -> TypedLine:
    standing = _standing(ink, top, bottom, em_dots)
    columns = _columns(ink, top, bottom)
    if standing is None or columns is None:
        return TypedLine(top, bottom, (), em_dots)
    left, right = columns
    _, row, part = standing
    known = glyphs(em_dots, part)
    spelled = spell(_strip(ink, row, left, right, known, em_dots), known)
    if spelled.misfit > _FITS:
        return TypedLine(top, bottom, (), em_dots)
    begin = left - _before(em_dots)
    words = tuple(
        SpelledWord(word.text, word.left + begin, word.right + begin, word.misfit) for word in spelled.words
    )
    return TypedLine(top, bottom, words, em_dots)


def _columns(ink: Grey, top: int, bottom: int) -> tuple[int, int] | None:
    dark = np.flatnonzero((ink[top:bottom] > _INK).any(axis=0))
    return (int(dark[0]), int(dark[-1]) + 1) if len(dark) else None


def _strip(ink: Grey, row: int, left: int, right: int, known: Glyphs, em_dots: float) -> Grey:
    """Return the picture of a line with the rows that its letters have, and paper before and behind it."""
    before, after = _before(em_dots), round(_AFTER_EM * em_dots)
    strip = np.zeros((known.up + known.down, before + right - left + after), dtype=np.float32)
    top, bottom = max(0, row - known.up), min(len(ink), row + known.down)
    first = top - (row - known.up)
    strip[first : first + bottom - top, before : before + right - left] = ink[top:bottom, left:right]
    return strip


def _before(em_dots: float) -> int:
    return round(_BEFORE_EM * em_dots) + 1
