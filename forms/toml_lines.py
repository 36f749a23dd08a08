"""Find the line on which each key and each array element of a TOML document stands.

tomllib keeps no places, so messages could not name a line. This reads text that tomllib has already
accepted (TOML 1.0), which lets it be small: it follows the structure and never judges it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Place = tuple[str | int, ...]
"""Keys and array indices (from 0) from the top of the document: ("field", "name", "label")."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]+")


def find_lines(text: str) -> Mapping[Place, int]:
    r"""Return the line (from 1) of every table, key and array element of `text`.

    `text` must be TOML that tomllib accepts, with \n as its line ends. The empty place is line 1.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Place, int], place: Place) -> int:
    """Return the line of `place`, or of the nearest thing around it that has one; 1 at the last."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


class _Scanner:
    """A cursor over the text that notes where things begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}
        """How many elements each array of tables has so far."""
        self._counted_to = 0
        self._line = 1

    def document(self) -> None:
        table: Place = ()
        while self._skip_space():
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self.text[self.at] == "[":
                table = self._header(1)
            else:
                self._pair(table)

    def _header(self, brackets: int) -> Place:
        line = self._here()
        self.at += brackets
        keys = self._keys()
        self._skip_space()
        self.at += brackets
        place: Place = ()
        for key in keys[:-1]:
            place = self._newest((*place, key))
            self.lines.setdefault(place, line)
        place = (*place, keys[-1])
        self.lines.setdefault(place, line)
        if brackets == 2:
            self._counts[place] = self._counts.get(place, 0) + 1
            place = self._newest(place)
        self.lines[place] = line
        return place

    def _newest(self, place: Place) -> Place:
        """Return `place`, with the index of its newest element where it is an array of tables."""
        return (*place, self._counts[place] - 1) if place in self._counts else place

    def _pair(self, table: Place) -> None:
        line = self._here()
        place = table
        for key in self._keys():
            place = (*place, key)
            self.lines.setdefault(place, line)
        self._skip_space()
        self.at += 1  # the equals sign
        self._skip_space()
        self._value(place)

    def _keys(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._skip_space()
            match = _KEY.match(self.text, self.at)
            if match is None:
                raise ValueError(f"not TOML: no key at line {self._here()}")
            self.at = match.end()
            keys.append(_plain_key(match[0]))
            dot = _DOT.match(self.text, self.at)
            if dot is None:
                return tuple(keys)
            self.at = dot.end()

    def _value(self, place: Place) -> None:
        if self.text[self.at] == "[":
            self._elements(place, "]")
        elif self.text[self.at] == "{":
            self._elements(place, "}")
        else:
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if match is None:
                raise ValueError(f"not TOML: no value at line {self._here()}")
            self.at = match.end()

    def _elements(self, place: Place, end: str) -> None:
        """Pass over an array or an inline table."""
        self.at += 1
        index = 0
        while self._skip_space() and self.text[self.at] != end:
            if end == "]":
                element = (*place, index)
                self.lines[element] = self._here()
                self._value(element)
            else:
                self._pair(place)
            index += 1
            if self._skip_space() and self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def _skip_space(self) -> bool:
        """Pass over white space, line ends and comments; return whether anything is left."""
        match = _SPACE.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return self.at < len(self.text)

    def _here(self) -> int:
        # Counting on from the last place keeps the whole walk linear.
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line


def _plain_key(written: str) -> str:
    if written[0] not in "\"'":
        return written
    key = next(iter(tomllib.loads(f"{written} = 0")))
    return str(key)
