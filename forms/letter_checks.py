"""Check the characters of a definition's words: those that no page can show, and the words that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.mistakes import Mistakes
from forms.toml_lines import Place

_NO_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters, which XML 1.0 (section 2.2) and PDF viewers refuse or drop; not tab and line end."""
_NOT_PRINTED = frozenset({"name", "only_if", "cells", "card", "columns", "carry_from", "inventory"})
"""Keys whose words are spoken, or point to words that stand elsewhere."""
_CELLS = frozenset({"items", "rows", "header"})


def check_characters(tables: Mapping[str, Any], mistakes: Mistakes) -> None:
    """Note control characters in any words of a file."""
    for place, words in _words_of(tables, ()):
        found = _NO_CHARACTERS.findall(words)
        if found:
            named = ", ".join(dict.fromkeys(f"U+{ord(one):04X}" for one in found))
            mistakes.add(
                "D23",
                place,
                found=f"the control character {named} in {what_holds(tables, place)}",
                expected="letters, signs, tabs and line ends",
                advice="take it out; it often comes along when words are copied",
            )


def printed_words(tables: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield place and words of what the page prints; ids and what points to words elsewhere are none."""
    return ((place, words) for place, words in _words_of(tables, ()) if _is_printed(place, words))


def what_holds(tables: Mapping[str, Any], place: Place) -> str:
    """Return in words which key of which part of a definition stands at `place`."""
    keys = [part for part in place if isinstance(part, str)]
    if place[0] == "field" and len(place) > 2:
        counted = f" of {place[2]} {place[3] + 1}" if len(place) > 4 and isinstance(place[3], int) else ""
        key = keys[2] if not counted else keys[3]
        return f"{key}{counted} of field {place[1]}"
    if place[0] == "section" and len(place) > 2 and isinstance(place[1], int):
        named = tables["section"][place[1]].get("id", place[1] + 1)
        return f"{'a cell' if place[2] in _CELLS else place[2]} of section {named}"
    return ".".join(keys)


def _words_of(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _words_of(one, (*place, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _words_of(one, (*place, at))


def _is_printed(place: Place, words: str) -> bool:
    if _NOT_PRINTED.intersection(part for part in place[2:] if isinstance(part, str)):
        return False
    if place[0] == "section" and len(place) > 2 and place[2] in _CELLS:
        return words.startswith("'") or place[-1] in {"text", "sentence"}
    return place not in {("inventory",), ("form",), ("continues",)}
