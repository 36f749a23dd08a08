"""Dates and times as people type them and as they are kept: ISO inside, day first on paper.

Reading is strict: what is not surely a date stays as it was typed, and the caller reports it.
"""

from __future__ import annotations

import datetime as dt
import re

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\.?,?\s+)?"
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\s*(am|pm)?", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""Years outside this range are slips (some viewers turn 27 into 0027)."""


def parse_date(text: str) -> dt.date | None:
    """Return the date that `text` surely is, day before month, None otherwise.

    Accepts 2026-11-19, 19/11/2026, 19.11.26, 19 November 2026, 19 Nov 26 and Thu 19 Nov 2026. A two-digit
    year is one of this century. Years before 1990 or after 2100 are not taken.
    """
    words = " ".join(text.split())
    numbers = _numbers(words)
    if numbers is None:
        return None
    year, month, day = numbers
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if _FIRST_YEAR <= date.year <= _LAST_YEAR else None


def is_impossible_day(text: str) -> bool:
    """Return whether `text` is written as a date of a day that no calendar has, such as 31/11/2026."""
    numbers = _numbers(" ".join(text.split()))
    if numbers is None:
        return False
    try:
        dt.date(*numbers)
    except ValueError:
        return True
    return False


def parse_time(text: str) -> dt.time | None:
    """Return the time of day that `text` is (10:00, 9.30, 2:15 pm), None otherwise."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None


def parse_month(text: str) -> tuple[int, int] | None:
    """Return (year, month from 1) of a month such as 2026-11, 11/2026 or Nov 2026, None for anything else."""
    words = " ".join(text.split()).lower()
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", words):
        year, month = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{4})", words):
        year, month = int(match[2]), int(match[1])
    elif match := re.fullmatch(r"([a-z]{3,9})\.?,?[\s\-]+(\d{4})", words):
        name = match[1]
        if not (name in _MONTH_NAMES or name in _MONTHS or name == "sept"):
            return None
        year, month = int(match[2]), _MONTHS.index(name[:3]) + 1
    else:
        return None
    return (year, month) if 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR else None


def iso_month(text: str) -> str | None:
    """Return a month as it is kept (2026-11), None where `text` is none."""
    found = parse_month(text)
    return f"{found[0]:04d}-{found[1]:02d}" if found else None


def show_month(text: str) -> str:
    """Return a month as it is printed (November 2026); any other words stay."""
    found = parse_month(text)
    return f"{_MONTH_NAMES[found[1] - 1].capitalize()} {found[0]}" if found else text


def iso_or_typed(text: str | None) -> str | None:
    """Return the ISO form of a date, else the words as typed, None for nothing."""
    if text is None or not text.strip():
        return None
    date = parse_date(text)
    return date.isoformat() if date else text


def show_date(text: str) -> str:
    """Return an ISO date as it is printed (19/11/2026); any other words, impossible dates too, stay."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    # What only looks like a date (2026-02-31) could not be turned back when it is read.
    return f"{match[3]}/{match[2]}/{match[1]}" if match and parse_date(text) else text


def _numbers(words: str) -> tuple[int, int, int] | None:
    if match := _ISO.fullmatch(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(words):
        return _full_year(match[3]), int(match[2]), int(match[1])
    if match := _WORDS.fullmatch(words):
        month = match[2].lower()
        if month in _MONTH_NAMES or month in _MONTHS or month == "sept":
            return _full_year(match[3]), _MONTHS.index(month[:3]) + 1, int(match[1])
    return None


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
