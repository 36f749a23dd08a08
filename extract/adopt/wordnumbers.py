"""Work out the numbers that Word prints before list items and does not store (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_MOST_STYLES = 12
"""Styles are based on each other; a file may go in a circle."""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts list items through a document, from its numbering and styles parts (None where it has none)."""

    numbering: etree._Element | None
    styles: etree._Element | None
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def of(self, paragraph: etree._Element) -> tuple[str, bool]:
        """Return (the number as printed, whether it is a bullet) of the next paragraph."""
        found = self._place(paragraph)
        if found is None or self.numbering is None:
            return "", False
        number_id, depth = found
        level = self._level(number_id, depth)
        if level is None:
            return "", False
        if level.form in {"bullet", "none"}:
            return "", level.form == "bullet"
        counts = self._counts.setdefault(number_id, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self._level(number_id, at) or level
            return _written(counts.get(at, other.start), other.form)

        return re.sub(r"%(\d)", shown, level.text), False

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """Return (list, level from 0) of a paragraph, by itself or by its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _listed(properties)
        if own is not None:
            return None if own[0] == "0" else own
        style = properties.find(f"{W}pStyle")
        name = style.get(VAL) if style is not None else None
        for _ in range(_MOST_STYLES):
            found = self._style(name)
            if found is None:
                return None
            inherited = found.find(f"{W}pPr")
            listed = _listed(inherited) if inherited is not None else None
            if listed is not None:
                return None if listed[0] == "0" else listed
            based = found.find(f"{W}basedOn")
            name = based.get(VAL) if based is not None else None
        return None

    def _style(self, name: str | None) -> etree._Element | None:
        if self.styles is None or name is None:
            return None
        return next(
            (one for one in self.styles.iterchildren(f"{W}style") if one.get(f"{W}styleId") == name), None
        )

    def _level(self, number_id: str, depth: int) -> _Level | None:
        if self.numbering is None:
            return None
        number = next(
            (one for one in self.numbering.iterchildren(f"{W}num") if one.get(f"{W}numId") == number_id), None
        )
        if number is None:
            return None
        abstract_id = _value(number, "abstractNumId")
        abstract = next(
            (
                one
                for one in self.numbering.iterchildren(f"{W}abstractNum")
                if one.get(f"{W}abstractNumId") == abstract_id
            ),
            None,
        )
        if abstract is None:
            return None
        for level in abstract.iterchildren(f"{W}lvl"):
            if level.get(f"{W}ilvl") == str(depth):
                start = _value(level, "start") or "1"
                return _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(start) if start.isdecimal() else 1,
                )
        return None


def _listed(properties: etree._Element) -> tuple[str, int] | None:
    listed = properties.find(f"{W}numPr")
    if listed is None:
        return None
    number, depth = _value(listed, "numId"), _value(listed, "ilvl") or "0"
    return (number, int(depth) if depth.isdecimal() else 0) if number is not None else None


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    value = found.get(VAL) if found is not None else None
    return None if value is None else str(value)


def _written(number: int, form: str) -> str:
    ways: dict[str, Callable[[int], str]] = {
        "lowerLetter": _letter,
        "upperLetter": lambda n: _letter(n).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda n: _roman(n).upper(),
        "decimalZero": lambda n: f"{n:02d}",
    }
    return ways.get(form, str)(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    steps = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    steps += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # type: ignore[assignment]
    written = ""
    for value, sign in steps:
        times, number = divmod(number, value)
        written += sign * times
    return written
