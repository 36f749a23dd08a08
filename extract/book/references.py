"""Sheets by their names, as formulas speak of them (ISO/IEC 29500-1, 18.17.2.3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

_LONGEST = 31
"""Of a sheet's name, in characters."""
_PLAIN = r"[^\W\d][\w.]*"
_TOKEN = re.compile(
    rf"""
    "(?:[^"]|"")*"                              # a text, which is nobody's name
    | '(?P<quoted>[^'\[](?:[^']|\'\')*)'!       # a sheet, or a run of them: 'A:B'!; another file is '[1]A'!
    | (?<![\w\]\#/.])(?P<plain>{_PLAIN}(?::{_PLAIN})?)!  # without quotes; an error (#REF!) is none
    """,
    re.VERBOSE,
)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name for a sheet that none of the others has, whatever the case of the letters."""
    others = {one.casefold() for one in taken}
    found, number = name, 1
    while found.casefold() in others:
        number += 1
        behind = f" ({number})"
        found = name[: _LONGEST - len(behind)] + behind
    return found


def sheets_in(formula: str) -> Iterator[str]:
    """Yield the names of the sheets that a formula speaks of."""
    for found in _TOKEN.finditer(formula):
        if found["quoted"] or found["plain"]:
            yield from _names(found)


def renamed(formula: str, names: Mapping[str, str]) -> str:
    """Return a formula that speaks of the sheets by their new names: old one -> new one."""

    def again(found: re.Match[str]) -> str:
        if not (found["quoted"] or found["plain"]):
            return found[0]
        old = _names(found)
        new = [names.get(one, one) for one in old]
        return found[0] if new == old else "'" + ":".join(new).replace("'", "''") + "'!"

    return _TOKEN.sub(again, formula)


def _names(found: re.Match[str]) -> list[str]:
    return (found["plain"] or found["quoted"].replace("''", "'")).split(":")
