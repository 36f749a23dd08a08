"""The date that some words hold, as written and as read; one that could be another day is for a person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from forms.dates import parse_date, parse_time

_DATE = re.compile(
    r"(?<![\d/.-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})"
    r"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+(?:\d{4}|\d{2}))(?![\d/-])",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<![\d/.:])\d{1,2}[:.]\d{2}\s*(?:am|pm)?(?![\d/.])", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(?:\d{4}|\d{2})")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in some words."""

    written: str
    day: dt.date | None
    """None where it is no day that surely exists."""
    reasons: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def days_in(text: str) -> tuple[Day, ...]:
    """Return the dates that a text holds, in order."""
    return tuple(_day(match) for match in _DATE.finditer(text))


def time_in(text: str) -> str | None:
    """Return the one time of day that a text holds beside its dates, as HH:MM; None for none or several."""
    left = _DATE.sub(" ", text)
    found = {time for match in _TIME.finditer(left) if (time := parse_time(match[0])) is not None}
    return found.pop().strftime("%H:%M") if len(found) == 1 else None


def has_more_digits(text: str) -> bool:
    """Return whether figures stand in a text beside its dates."""
    return any(sign.isdigit() for sign in _DATE.sub(" ", text))


def _day(match: re.Match[str]) -> Day:
    written = match[0]
    plain = re.sub(r"\s+of\s+", " ", written, flags=re.IGNORECASE)
    day = parse_date(plain)
    reasons: list[str] = []
    if day is None:
        reasons.append(f'"{written}" is no date that can be read')
    else:
        numbers = _NUMBERS.fullmatch(written)
        if numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and int(numbers[1]) != int(numbers[2]):
            reasons.append(f'"{written}" was read day first; check that day and month are not the other way')
        said = written[:3].lower()
        if said in _WEEKDAYS and _WEEKDAYS[day.weekday()] != said:
            reasons.append(f'"{written}": that day is a {day:%A}')
    return Day(written, day, tuple(reasons), match.start(), match.end())
