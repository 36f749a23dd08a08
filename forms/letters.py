"""Fold a text to the letters that its words have in common however they are typed.

Accents, case, kinds of apostrophe and hyphen, and characters that cannot be seen differ from keyboard to
keyboard and from program to program; a name stays the same name.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

_APOSTROPHES = frozenset("'`´‘’‚‛ʹʻʼʽˈ′＇")
_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me"})
_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae",
    "œ": "oe", "ə": "e",
}  # fmt: skip
"""Letters whose stroke or form Unicode does not take for an accent, in lower case."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters stood."""

    text: str
    places: tuple[int, ...]
    """Index (from 0) in the original of each character of `text`; one more for the end."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the original that a part of the folded text stands for.

        Unseen characters and accents behind its last letter belong to it.
        """
        return self.places[start], self.places[end]


def fold(text: str) -> Folded:
    """Return `text` in lower case, without accents and unseen characters, with one kind of ' and -."""
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for letter in _fold_one(character):
            letters.append(letter)
            places.append(index)
    return Folded("".join(letters), (*places, len(text)))


@functools.cache
def _fold_one(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    parts = unicodedata.normalize("NFKD", character.casefold())
    kept = (part for part in parts if unicodedata.category(part) not in _INVISIBLE)
    return "".join(_PLAIN.get(part, part) for part in kept).casefold()


def tidy(text: str) -> str:
    """Return `text` in composed letters, without unseen characters, with plain ' and - and single spaces."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character in _APOSTROPHES or unicodedata.category(character) == "Pd":
            kept.append(_fold_one(character))
        elif character.isspace() or unicodedata.category(character) not in {"Cf", "Cc"}:
            kept.append(character)
    return " ".join("".join(kept).split())
