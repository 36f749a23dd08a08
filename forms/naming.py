"""Tell whether two names are one school's or one person's, however they are typed: nothing is guessed.

What keyboards and habits change does not count: capitals, accents, full stops, apostrophes, hyphens and
spaces, & for and, Saint for St, the ways to write Church of England and Roman Catholic, The in front and
School at the end. Every other word does: a trust may have a St Mary's C of E Primary beside its St Mary's
Catholic Primary, and what is about a child at one of them must not come onto a form of the other. A name that
leaves such a word out is another one, and whoever asks says what that means.
"""

from __future__ import annotations

import functools
import re

from forms.letters import fold, tidy

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "prof"})
_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_SCHOOL_WORD = re.compile(r"&|[^\W_]+")
_ONE_WORD = {
    ("church", "of", "england"): "cofe",
    ("c", "of", "e"): "cofe",
    ("c", "e"): "cofe",
    ("ce",): "cofe",
    ("roman", "catholic"): "rc",
    ("r", "c"): "rc",
    ("saint",): "st",
    ("&",): "and",
}
"""Words in folded letters -> the one word that they are compared as."""


def is_same_school(one: str | None, other: str | None) -> bool:
    """Return whether two names are one school's; a name without a letter or digit is no school's."""
    letters = letters_of_school(one)
    return bool(letters) and letters == letters_of_school(other)


@functools.lru_cache(maxsize=4096)
def letters_of_school(name: str | None) -> str:
    """Return the letters and digits by which a school's name is compared; empty where it has none."""
    found = tuple(_SCHOOL_WORD.findall(fold(name or "").text.replace("'", "")))
    words: list[str] = []
    while found:
        said = next((said for said in _ONE_WORD if found[: len(said)] == said), found[:1])
        words.append(_ONE_WORD.get(said, found[0]))
        found = found[len(said) :]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1 and words[-1] == "school":
        del words[-1]
    return "".join(words)


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the folded words of a person's name without titles and full stops, such as ("d", "cole")."""
    return tuple(word for word in _WORD.findall(fold(name).text) if word not in _TITLES)


@functools.lru_cache(maxsize=4096)
def letters_of_name(name: str | None) -> str:
    """Return the letters and digits by which a person's whole name is compared, the last name at the end.

    `Reed, Tom` and `Mr Tom Reed` are Tom Reed; an initial is not. What has neither is compared as it stands.
    """
    # A list may have the last name first: Reed, Tom.
    last, _, first = tidy(name or "").partition(",")
    words = words_of_name(f"{first} {last}")
    letters = "".join(letter for letter in "".join(words or fold(last).text) if letter.isalnum())
    return letters or " ".join((name or "").split())
