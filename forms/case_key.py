"""The key: which child a case reference stands for. It lies apart, one per school, with the school's DSL.

Nothing may be made from it but forms that only two people see, and the check that a name belongs to its
reference.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"([A-Z]{2,5})-C([0-9]{1,6})")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One child in the key of one school."""

    case_ref: str
    """Such as ESM-C014."""
    school: str
    name: str
    known_as: tuple[str, ...] = ()
    """Other names that people write."""
    starts: dt.date | None = None
    ends: dt.date | None = None
    """The last day that the school holds the case."""
    hint: str | None = None
    """The DSL's own words on forms, which identify nobody."""
    place: str = ""
    """Where the entry stands, such as key.xlsx, row 7: it names a row without naming a child."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name that people may write for the child."""
        return (self.name, *self.known_as)


def next_case_ref(given: Iterable[str], prefix: str) -> str:
    """Return the next free reference with these letters: a number is never given twice, whoever has left."""
    matches = (_NUMBER.fullmatch(case_ref) for case_ref in given)
    taken = [int(match[2]) for match in matches if match and match[1] == prefix]
    return f"{prefix}-C{max(taken, default=0) + 1:0{_DIGITS}d}"
