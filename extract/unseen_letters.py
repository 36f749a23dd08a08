"""Tell answers in which characters that nobody sees make others look otherwise, or other words of them.

So are those of which nobody can say what they show: a program stores them in place of what it cannot store
(PDFium leaves U+F600 of U+1F600), or a font of symbols gave them a picture. Unicode Standard Annex 9 (marks
of direction) and chapter 23 (format characters, 23.5 private use).
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

_SYMBOLS = re.compile("[\uf000-\uf0ff]")
"""Where Word and Windows put the signs of fonts such as Symbol and Wingdings."""
_BULLET = re.compile("(?m)^[ \t]*[\uf000-\uf0ff](?=[ \t\xa0])")
_NAMELESS = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
_MOST_NAMED = 8


def unseen_letters(name: str, text: str) -> Iterator[Finding]:
    """Yield a finding where the answer in a box reads otherwise than it is stored; none quotes it."""
    if text.isascii():
        return
    yield from _nameless(name, text)
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


def _nameless(name: str, text: str) -> Iterator[Finding]:
    nameless = set(_NAMELESS.findall(text))
    if nameless:
        yield Finding(
            "F87",
            Severity.SOON,
            name,
            f"{name}: of some characters nobody can say what was typed ({_named(nameless)}): a program puts "
            "them where it cannot store one, such as an emoji. They were kept; ask what stood there",
        )
    symbols = set(_SYMBOLS.findall(text))
    if symbols:
        are_bullets = not _SYMBOLS.search(_BULLET.sub("", text))
        yield Finding(
            "F87",
            Severity.NOTE if are_bullets else Severity.SOON,
            name,
            f"{name}: signs of a font of symbols ({_named(symbols)}) stand "
            + (
                "in front of its lines, as bullets do. They were kept"
                if are_bullets
                else "in it, and only in that font they are a tick, a cross or an arrow. They were kept; ask "
                "what they say"
            ),
        )


def _named(letters: set[str]) -> str:
    named = [f"U+{ord(one):04X}" for one in sorted(letters)]
    left = len(named) - _MOST_NAMED
    return ", ".join(named[:_MOST_NAMED]) + (f" and {left} more" if left > 0 else "")
