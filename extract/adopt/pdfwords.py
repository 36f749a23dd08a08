"""The words of a PDF's page with their places, and the lines that they stand in.

Rules that are drawn to write on, small squares to tick and the boxes of a form stand among the words as
gaps. Lengths are in points from the page's top left.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.adopt.outline import GAP, TICK, Line
from extract.adopt.wording import numbering

if TYPE_CHECKING:
    from pdfplumber.page import Page

_BULLETS = "•▪▫◦‣●○·-–\uf0b7\uf0a7*"
_LEAST_RULE_PT = 36.0
_BOX_PT = (5.0, 17.0)
_MOST_HEADING_WORDS = 14
_USUAL_GAP = 0.75
"""Of a line's height: more than that below it is room."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or what stands for a gap."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False

    def within(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Return whether its middle is in a box."""
        x, y = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return x0 <= x <= x1 and top <= y <= bottom


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand on one line of the page, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        """Return the top of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Return the bottom of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def x0(self) -> float:
        """Return where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def height(self) -> float:
        """Return the height of its letters."""
        return max(min(word.bottom - word.top for word in self.words), 4.0)


def page_words(page: Page) -> list[Word]:
    """Return the words and gaps of a page."""
    words = [
        Word(one["text"], one["x0"], one["top"], one["x1"], one["bottom"], _is_bold(one))
        for one in page.extract_words(extra_attrs=["fontname"])
    ]
    return words + list(_form_boxes(page)) + list(_drawn(page, words))


def _is_bold(word: dict[str, Any]) -> bool:
    return any(
        mark in str(word.get("fontname", "")).lower() for mark in ("bold", "black", "heavy", "semibold")
    )


def _form_boxes(page: Page) -> Iterator[Word]:
    """Yield the boxes of a form to fill in (PDF 1.7, 12.7): buttons are ticked, others typed into."""
    from pdfminer.pdftypes import resolve1

    for note in page.annots:
        data = note.get("data") or {}
        if "Widget" not in str(data.get("Subtype")):
            continue
        parent = resolve1(data.get("Parent"))
        inherited = parent.get("FT") if isinstance(parent, dict) else None
        text = TICK if "Btn" in str(data.get("FT") or inherited) else GAP
        yield Word(text, note["x0"], note["top"], note["x1"], note["bottom"])


def _drawn(page: Page, words: Sequence[Word]) -> Iterator[Word]:
    """Yield drawn rules to write on and squares to tick that belong to no table."""
    cells = [cell for cell in page.debug_tablefinder().cells if cell[2] - cell[0] > 2 * _BOX_PT[1]]
    for shape in [*page.rects, *page.lines]:
        x0, top, x1, bottom = (float(shape[key]) for key in ("x0", "top", "x1", "bottom"))
        wide, high = x1 - x0, bottom - top
        in_table = any(
            box[0] - 2 <= x0 and x1 <= box[2] + 2 and box[1] - 2 <= top and bottom <= box[3] + 2
            for box in cells
        )
        if _BOX_PT[0] <= wide <= _BOX_PT[1] and _BOX_PT[0] <= high <= _BOX_PT[1] and abs(wide - high) < 3:
            yield Word(TICK, x0, top, x1, bottom)
        elif high < 2 and wide >= _LEAST_RULE_PT and not in_table and not _underlines(words, x0, x1, top):
            beside = [word for word in words if word.top < top + 1 and word.bottom > top - 12]
            if beside:
                yield Word(GAP, x0, top - 10, x1, top)


def _underlines(words: Sequence[Word], x0: float, x1: float, y: float) -> bool:
    """Return whether a rule runs below words rather than between them."""
    return any(-2 < y - word.bottom < 4 and min(word.x1, x1) - max(word.x0, x0) > 3 for word in words)


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Return the words in rows, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.top + one.bottom, one.x0)):
        middle = (word.top + word.bottom) / 2
        last = rows[-1] if rows else []
        if last and any(
            one.top < middle < one.bottom or word.top < (one.top + one.bottom) / 2 < word.bottom
            for one in last
        ):
            last.append(word)
        else:
            rows.append([word])
    return [Row(tuple(sorted(row, key=lambda one: one.x0))) for row in rows]


def lines_of(rows: Sequence[Row], right: float, below: float | None) -> list[tuple[Row, Line]]:
    """Return rows joined where a line was only wrapped, each with its first row.

    `right` is where lines end, `below` the top of what follows, None where nothing does.
    """
    usual = _usual_gap(rows)
    found: list[tuple[Row, Line]] = []
    text, first = "", None
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        text = f"{text} {row.text}" if text else row.text
        first = first or row
        if following is not None and _wraps(row, following, right, usual):
            continue
        end = following.top if following is not None else below
        space = int(max(end - row.bottom - usual, 0) / (row.height * 1.3)) if end is not None else 0
        found.append((first, _line(text, row if first is row else first, space)))
        text, first = "", None
    return found


def _line(text: str, row: Row, space: int) -> Line:
    bullet = text[:1] in _BULLETS and text[1:2].isspace()
    bold = all(word.bold for word in row.words if any(sign.isalnum() for sign in word.text))
    words = " ".join(text.split())
    return Line(words, heading=bold and len(words.split()) <= _MOST_HEADING_WORDS, bullet=bullet, space=space)


def _usual_gap(rows: Sequence[Row]) -> float:
    """Return the gap between lines of one paragraph, in points."""
    gaps = sorted(max(after.top - row.bottom, 0.0) for row, after in itertools.pairwise(rows))
    return min(gaps[len(gaps) // 4], rows[0].height * _USUAL_GAP) if gaps else 0.0


def _wraps(row: Row, following: Row, right: float, usual: float) -> bool:
    """Return whether a line goes on in the next one: its first word had no room left."""
    if following.top - row.bottom > max(usual * 1.6, row.height * 0.5):
        return False
    starts = (
        following.text[:1] in _BULLETS or numbering(following.text) or following.words[0].text in {GAP, TICK}
    )
    if starts or row.words[-1].bold != following.words[0].bold:
        return False
    first = following.words[0]
    return row.x1 + (first.x1 - first.x0) + row.height * 0.3 > right - 1
