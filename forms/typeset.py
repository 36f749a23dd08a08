"""Break an answer into lines, and a long answer into parts that each fill one box.

Pure functions of text, width and font. Lines break after a space or, where a word is wider than the
line, behind its last hyphen there or else between characters; a combining mark stays with its letter.
No character is lost: the lines of a paragraph, joined, are the paragraph.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from forms.lettering import FormFont

PADDING_PT = 3.0
"""Between a box's edge and its text."""
SIZE_PT = 10.0
LEADING_PT = 13.6
"""From baseline to baseline: no glyph of the font reaches beyond it at 10 pt."""
_WIDE_MARKS = frozenset("\u0336\u034f\u035c\u035d\u035e\u035f\u0360\u0361\u0362")
"""Marks over two letters, which reach beyond the last letter of a line."""
_OVERHANG_PT = 1.2
"""By how much more than the padding."""
SMALLEST_PT = 8.0
"""The smallest size at which typed text is still easy to read."""


def break_lines(text: str, width_pt: float, font: FormFont, size_pt: float = SIZE_PT) -> list[str]:
    r"""Return the lines that `text` takes in a box `width_pt` wide, in order.

    A line keeps the space or \n that ends it, so joining the lines gives `text` back.
    """
    room_pt = width_pt - 2 * PADDING_PT - (0 if _WIDE_MARKS.isdisjoint(text) else _OVERHANG_PT)
    lines: list[str] = []
    for paragraph in _paragraphs(text):
        lines.extend(_wrap(paragraph, room_pt, font, size_pt))
    if not text or text.endswith("\n"):
        lines.append("")
    return lines


def drawn_line(line: str, font: FormFont) -> str:
    """Return a line as it is drawn: a mark with no letter before it stands on a space, inside the box."""
    drawn = font.drawn(line.rstrip(" \n"))
    return f" {drawn}" if _begins_with_mark(drawn) else drawn


def _begins_with_mark(drawn: str) -> bool:
    return unicodedata.category(drawn[:1] or " ").startswith("M")


def split_parts(text: str, width_pt: float, font: FormFont, lines_per_part: int) -> tuple[str, ...]:
    """Return `text` cut into parts of at most `lines_per_part` lines; joined, they are `text`."""
    lines = break_lines(text, width_pt, font)
    starts = range(0, len(lines), lines_per_part)
    parts = ["".join(lines[start : start + lines_per_part]) for start in starts]
    return tuple(part for part in parts if part) or ("",)


def box_height_pt(line_count: int) -> float:
    """Return the height of a box for `line_count` lines."""
    return round(line_count * LEADING_PT + PADDING_PT + 1, 2)


def blank_width_pt(letters: int, font: FormFont) -> float:
    """Return the width of a box for `letters` letters of usual width: those of a figure."""
    return round(letters * font.advances["0"] * SIZE_PT / 1000 + 2 * PADDING_PT, 2)


def fits(text: str, width_pt: float, height_pt: float, font: FormFont) -> bool:
    """Return whether `text` can be read in a box of this size at 8 pt, over as many lines as it holds."""
    leading_pt = LEADING_PT * SMALLEST_PT / SIZE_PT
    lines = len(break_lines(text, width_pt, font, SMALLEST_PT))
    return lines * leading_pt <= height_pt or (lines == 1 and "\n" not in text)


def _paragraphs(text: str) -> Iterator[str]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _wrap(paragraph: str, room_pt: float, font: FormFont, size_pt: float) -> Iterator[str]:
    # ends[i] is how far the paragraph reaches, on one endless line, behind character i.
    ends = list(accumulate(map(font.advances.__getitem__, paragraph)))
    room, space = room_pt * 1000 / size_pt, font.advances[" "]
    start, length = 0, len(paragraph)
    while start < length:
        reached = ends[start - 1] if start else 0
        if _begins_with_mark(font.drawn(paragraph[start])):
            reached -= space
        end = max(bisect_right(ends, reached + room, lo=start), start + 1)
        # A mark stays with its letter; spaces and the line end may hang over the line.
        while end < length and unicodedata.combining(paragraph[end]):
            end += 1
        while end < length and paragraph[end] in " \n":
            end += 1
        if end < length:
            end = paragraph.rfind(" ", start, end) + 1 or _behind_hyphen(paragraph, start, end) or end
        yield paragraph[start:end]
        start = end


def _behind_hyphen(paragraph: str, start: int, end: int) -> int:
    """Return where a word that is wider than the line parts at its last hyphen; 0 if at none."""
    behind = paragraph.rfind("-", start, end) + 1
    return 0 if unicodedata.combining(paragraph[behind : behind + 1] or " ") else behind
