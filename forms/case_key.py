"""The key: which child a case reference stands for. It lies apart, one per school, with the school's DSL.

Nothing may be made from it but forms that only two people see, and the check that a name belongs to its
reference.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
