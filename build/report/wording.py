"""How the summary puts numbers and other people's texts; a share of nothing is no data, and never 0%."""

from __future__ import annotations

import re
import unicodedata

from forms.half_terms import HalfTermName

NO_DATA = "no data"
_NO_TEXT = "–"
_ELLIPSIS = "…"
_HALF_TERM = re.compile(rf"\b({'|'.join(HalfTermName)})\b")


def plain(text: str) -> str:
    """Return `text` on one line and without invisible signs: direction marks would turn our words round."""
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(seen.split()) or _NO_TEXT


def cut(text: str, most: int, pointer: str = "") -> str:
    """Return `text`, or where it is longer than `most` whole words of it, an ellipsis and `pointer`."""
    if len(text) <= most:
        return text
    words, _, torn = text[: most + 1].rpartition(" ")
    return f"{words or torn[:most]}{_ELLIPSIS}{pointer}"


def part_of(number: int, of: int) -> str:
    """Return such as 7 of 9."""
    return f"{number} of {of}" if number or of else NO_DATA


def percent(number: int, of: int, target: int = 100) -> str:
    """Return the share such as 78%; rounding never lifts it to `target` or to all, nor takes it to none."""
    if not of:
        return NO_DATA
    if 0 < 100 * number < of:
        return "under 1%"
    rounded = (200 * number + of) // (2 * of)
    misses = any(100 * number < goal * of and rounded >= goal for goal in (target, 100))
    return f"{100 * number // of if misses else rounded}%"


def half_term_words(half_term: str) -> str:
    """Return Autumn 1 for Aut1, also inside more words."""
    return _HALF_TERM.sub(lambda found: _full(HalfTermName(found[1])), plain(half_term))


def half_term_sign(half_term: str) -> str:
    """Return Aut 1 for Aut1, where there is little room."""
    return _HALF_TERM.sub(lambda found: f"{found[1][:-1]} {found[1][-1]}", plain(half_term))


def counted(number: int, one: str, more: str) -> str:
    """Return the number with the word for so many."""
    return f"{number} {one if number == 1 else more}"


def _full(name: HalfTermName) -> str:
    return f"{name.term.value} {name.number % 2 + 1}"
