"""Stretches of time over a holiday, always with both figures: days of closure left out, and counted."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Gap:
    """How many days lie from one day to another, counting the later one and not the first."""

    days: int
    open_days: int | None
    """Without days of closure; None where the calendar does not say."""
    known_open: int = 0
    """How many of the days the calendar says to be open: as many there are at least."""

    @property
    def words(self) -> str:
        """Return both figures in words."""
        if self.open_days is None:
            if self.known_open:
                return f"at least {_days(self.known_open)}, closure excluded, or {_days(self.days)} in all"
            return f"{_days(self.days)}, closures not known"
        if self.open_days == self.days:
            return _days(self.days)
        return f"{_days(self.open_days)}, closure excluded, or {_days(self.days)} in all"


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day for something, reckoned both ways."""

    open_days: dt.date | None
    """With days of closure left out; None where the calendar does not say."""
    plain: dt.date
    """With days of closure counted as any others."""
    counted: str
    """How that one is reckoned, such as "on plain weekdays"."""

    @property
    def words(self) -> str:
        """Return both dates in words, such as "Thu 5 Nov, closure excluded, or Thu 29 Oct on plain weekdays".

        A year is named where the two lie in different ones.
        """
        plain = spoken_day(self.plain)
        if self.open_days is None:
            return f"{plain} {self.counted}, closures not known"
        if self.open_days == self.plain:
            return plain
        year = self.open_days.year != self.plain.year
        later = spoken_day(self.open_days, year=year)
        return f"{later}, closure excluded, or {spoken_day(self.plain, year=year)} {self.counted}"


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many calendar months later, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def spoken_day(day: dt.date, *, year: bool = False) -> str:
    """Return a day as Thu 5 Nov, or as Thu 5 Nov 2026."""
    said = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{said} {day.year}" if year else said


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
