"""What a step has done: how it ends, and what a person reads of it in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """The end of one step."""

    status: int
    """The exit status."""
    told: str
    """What was done, counted: "2 forms read, 1 file not read"."""


def counted(counts: Mapping[str, int], nothing: str) -> str:
    """Return the counts that are not 0, in their order, each before its words; `nothing` where all are 0.

    Words with a "/" have the form for one before it: "form read/forms read".
    """
    said = [f"{count} {_for(words, count)}" for words, count in counts.items() if count]
    return ", ".join(said) or nothing


def _for(words: str, count: int) -> str:
    one, _, more = words.partition("/")
    return one if count == 1 or not more else more
