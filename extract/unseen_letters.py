"""Tell answers in which characters that nobody sees make others look otherwise, or other words of them.

Unicode Standard Annex 9 (marks of direction) and chapter 23 (format characters).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from forms.findings import Finding, Severity

_OVERRIDES = frozenset("\u202d\u202e")
_LEFTWARD = frozenset("\u061c\u200f\u202b\u2067")
"""Marks that turn digits and signs round among letters which run rightwards."""
_UNSEEN = re.compile("[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]")
_JOINED = re.compile("(?<=[0-9A-Za-z])[\u200c\u200d]|[\u200c\u200d](?=[0-9A-Za-z])")
"""Joiners shape letters of other scripts, and emoji; beside these they do nothing."""
_TAGS = re.compile("(?<!\U0001f3f4)(?<![\U000e0000-\U000e007f])[\U000e0000-\U000e007f]")
"""Behind a black flag they say whose it is."""


def unseen_letters(name: str, text: str) -> Iterator[Finding]:
    """Yield a finding where the answer in a box reads otherwise than it is stored; none quotes it."""
    if text.isascii():
        return
    letters = set(text)
    turned = letters & _OVERRIDES
    if not turned and not any(unicodedata.bidirectional(one) in {"R", "AL"} for one in letters - _LEFTWARD):
        turned = letters & _LEFTWARD
    if turned:
        yield Finding(
            "F87",
            Severity.SOON,
            name,
            f"{name}: marks that nobody sees ({_named(turned)}) have some of its letters or digits shown in "
            "another order than they are stored in. What is stored was read; ask which is meant",
        )
        return
    unseen = {one for pattern in (_UNSEEN, _JOINED, _TAGS) for one in pattern.findall(text)}
    if unseen and all(one in unseen or one.isspace() for one in letters):
        yield Finding(
            "F87",
            Severity.SOON,
            name,
            f"{name}: it looks empty, and holds only characters that nobody sees ({_named(unseen)}). Ask "
            "whether it was left blank",
        )
    elif unseen:
        yield Finding(
            "F87",
            Severity.NOTE,
            name,
            f"{name}: characters that nobody sees ({_named(unseen)}) stand in it, as programs leave them "
            "behind. They were kept, so it may not be found as it looks",
        )


def _named(letters: set[str]) -> str:
    return ", ".join(f"U+{ord(one):04X}" for one in sorted(letters))
