"""What was found of one printed label, and the lines of its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.plain.headings import Heading
from extract.plain.labels import Printed
from extract.plain.paper import Line

GAPS = re.compile(r"[_…\u2002\ufffc]+|\.{3,}|·{3,}|-{6,}")
"""Rows of signs to write on."""
ITEM_SIGN = re.compile(r"^\s*(?:[•▪●◦\uf0b7\uf0a7*·–—-]|\d{1,2}[.)]|\([a-z\d]\)|[a-z][.)])\s+")
"""The sign or number of an item of a list, as it was typed or printed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of an answer; those of one row of a table share `row`, and `column` counts from 0."""

    lines: tuple[Line, ...]
    row: int | None = None
    column: int = 0
    headings: tuple[Heading, ...] = ()
    """What the columns of its table are called, where a row of it says so."""


@dataclass(slots=True)
class Said:
    """What was found of one printed label."""

    printed: Printed
    parts: list[Part] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """Why it is in doubt; [] where it is not."""
    times: int = 0
    """How often its words were found."""

    def doubt(self, reason: str) -> None:
        """Note a reason once."""
        if reason not in self.reasons:
            self.reasons.append(reason)


def cut_lines(lines: Sequence[Line], start: int, end: int) -> tuple[Line, ...]:
    """Return the lines between two places of their joined text, without rows of signs to write on."""
    found: list[Line] = []
    at = 0
    for line in lines:
        low, high = max(start - at, 0), min(end - at, len(line.text))
        if low < high or (low == high and not line.text and start <= at < end):
            words = line.text[low:high]
            kept = GAPS.sub(" ", words) if GAPS.search(words) else words
            found.append(
                replace(
                    line, text=kept.strip(" \t\u00a0\u2002") if kept != words else kept.strip("\t \u00a0")
                )
            )
        at += len(line.text) + 1
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    return tuple(found)


def shortened(text: str) -> str:
    """Return the beginning of a label, for a message."""
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
