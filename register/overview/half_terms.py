"""To which half term a day is counted: its own, and in a holiday the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from forms.half_terms import HalfTerm, HalfTermName
from forms.overview import HalfTermDays
from forms.school_calendar import SchoolCalendar

_DAY = dt.timedelta(days=1)
_LONGEST = 60
"""No holiday is longer: a day that lies further behind a half term belongs to one that nobody has entered."""


def half_term_at(calendar: SchoolCalendar | None, day: dt.date | None) -> HalfTerm | None:
    """Return the half term that a day is counted to, None where the calendar does not go so far."""
    if calendar is None or day is None:
        return None
    begun = [one for one in calendar.half_terms if one.first <= day]
    if not begun or (day - begun[-1].last).days > _LONGEST:
        return None
    return begun[-1]


def trust_half_terms(calendars: Iterable[SchoolCalendar]) -> tuple[HalfTermDays, ...]:
    """Return the half terms of all schools as one row each: from the earliest first day of any school."""
    firsts: dict[tuple[str, HalfTermName], dt.date] = {}
    lasts: dict[tuple[str, HalfTermName], dt.date] = {}
    for half in (one for calendar in calendars for one in calendar.half_terms):
        key = (half.academic_year, half.name)
        firsts[key] = min(firsts.get(key, half.first), half.first)
        lasts[key] = max(lasts.get(key, half.last), half.last)
    order = sorted(firsts, key=lambda key: firsts[key])
    found = []
    for number, key in enumerate(order):
        after = firsts[order[number + 1]] - _DAY if number + 1 < len(order) else None
        end = lasts[key] + _LONGEST * _DAY
        until = min(after, end) if after is not None else end
        found.append(HalfTermDays(key[0], str(key[1]), firsts[key], until))
    return tuple(found)
