"""Who has supervised within a time, in one line: Owen Hart (to 15/11/2026: Priya Shah).

A monitoring form has one box for the supervisor's name. Whoever supervises now stands first: it is their
relationship that is looked at; what stands in brackets went before, each with its last day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from forms.dates import show_date

_DAY = r"[0-9]{2}/[0-9]{2}/[0-9]{4}"
_LINE = re.compile(rf"\s*([^()]+?)\s*\(\s*(to {_DAY}: .+?)\s*\)\s*")
_BEFORE = re.compile(rf"to {_DAY}: (.+?)\s*(?=;\s*to {_DAY}: |$)")


def name_with_those_before(name: str, before: Sequence[tuple[str, dt.date]]) -> str:
    """Return who supervises now, and who did before, each with their last day."""
    said = "; ".join(f"to {show_date(last.isoformat())}: {one}" for one, last in before)
    return f"{name} ({said})" if said else name


def supervisors_of(text: str | None) -> tuple[str, ...]:
    """Return the names in such a line, who supervises now first; any other text is one name, None none."""
    if text is None:
        return ()
    line = _LINE.fullmatch(text)
    if line is None:
        return (text,)
    return (line[1], *(one[1] for one in _BEFORE.finditer(line[2])))
