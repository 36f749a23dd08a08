"""When a school is open, as far as its calendar says: school days, working days, half terms, gaps, limits.

A school day has pupils. A working day is Monday to Friday, no bank holiday, and no closure: a day between
half terms, or one of a Closure row. An INSET day is a working day without pupils. Before the first half term
that was entered, after the last one, and where one of the six is missing in between, nothing is known: the
answer is None there, never a guess.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Container, Iterable
from dataclasses import dataclass

from forms.half_terms import HalfTerm, HalfTermName, WholeTerm
from forms.intervals import Gap, Limit
from forms.plan import CalendarRow, DayKind

_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_EVERY_DAY = "counting every day"
_WEEKDAYS = "on plain weekdays"
_LAST_YEAR = 2100
"""No calendar goes on for longer; a count that has come so far has no end."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The calendar of one school; made by `calendar_of`."""

    school: str
    half_terms: tuple[HalfTerm, ...]
    """In the order of their days."""
    closures: tuple[CalendarRow, ...]
    insets: tuple[CalendarRow, ...]
    bank_holidays: Container[dt.date]
    unread: tuple[CalendarRow, ...] = ()
    """Rows left aside: half terms of other names than the six or that overlap, rows that end too early."""

    def is_known(self, day: dt.date) -> bool:
        """Return whether the calendar says anything of a day."""
        if _in_rows(self.closures, day) or _in_rows(self.insets, day) or self.half_term_of(day):
            return True
        before, after = self._around(day)
        return before is not None and after is not None and after.place == before.place + 1

    def is_closed(self, day: dt.date) -> bool | None:
        """Return whether a day lies in a closure or between half terms, None where that is not known."""
        if _in_rows(self.closures, day):
            return True
        if _in_rows(self.insets, day):
            return False
        return self.half_term_of(day) is None if self.is_known(day) else None

    def is_working_day(self, day: dt.date) -> bool | None:
        """Return whether staff work on a day, None where that is not known."""
        if not self._is_weekday(day):
            return False
        closed = self.is_closed(day)
        return None if closed is None else not closed

    def is_school_day(self, day: dt.date) -> bool | None:
        """Return whether pupils come on a day, None where that is not known."""
        return False if _in_rows(self.insets, day) else self.is_working_day(day)

    def half_term_of(self, day: dt.date) -> HalfTerm | None:
        """Return the half term that a day lies in, None for a holiday and where nothing is known."""
        before, _ = self._around(day)
        return before if before is not None and day in before else None

    def half_terms_of_year(self, academic_year: str) -> tuple[HalfTerm, ...]:
        """Return those half terms of a year (2026/27) that were entered; six where all were."""
        return tuple(half for half in self.half_terms if half.academic_year == academic_year)

    def next_half_term(self, day: dt.date) -> HalfTerm | None:
        """Return the half term that begins next after a day, None where it was not entered."""
        before, after = self._around(day)
        if after is None or (before is not None and after.place != before.place + 1):
            return None
        if before is None and not _follows_summer(day, after):
            return None
        return after

    def term_of(self, day: dt.date) -> WholeTerm | None:
        """Return the term that a day lies in or, in its half-term holiday, between; None where unknown."""
        for term in self.terms:
            if term.first <= day <= term.last:
                return term
        return None

    def term_before(self, day: dt.date) -> WholeTerm | None:
        """Return the term before the one that a day lies in, None where either is not known."""
        return self._neighbour(day, -1)

    def term_after(self, day: dt.date) -> WholeTerm | None:
        """Return the term after the one that a day lies in, None where either is not known."""
        return self._neighbour(day, 1)

    @property
    def terms(self) -> tuple[WholeTerm, ...]:
        """Return the terms of which both halves were entered, in order."""
        pairs = zip(self.half_terms, self.half_terms[1:], strict=False)
        return tuple(
            WholeTerm((one, other))
            for one, other in pairs
            if one.term is other.term and other.place == one.place + 1
        )

    def nth_working_day_after(self, day: dt.date, count: int) -> dt.date | None:
        """Return the `count`th working day after a day (from 1), None where the calendar ends before it."""
        found = day
        while count > 0:
            found += _DAY
            working = self.is_working_day(found)
            if working is None or found.year > _LAST_YEAR:
                return None
            count -= working
        return found

    def nth_school_day_after(self, day: dt.date, count: int) -> dt.date | None:
        """Return the `count`th school day after a day (from 1), None where the calendar ends before it."""
        found = day
        while count > 0:
            found += _DAY
            school = self.is_school_day(found)
            if school is None or found.year > _LAST_YEAR:
                return None
            count -= school
        return found

    def last_school_day_before(self, day: dt.date) -> dt.date | None:
        """Return the last school day that lies before a day, None where the calendar begins after it."""
        return self.last_school_day_by(day - _DAY)

    def last_school_day_by(self, day: dt.date) -> dt.date | None:
        """Return the day itself if it is a school day, else the last one before it, None where unknown.

        So a date for sending or returning forms that falls into a holiday moves to before the holiday.
        """
        while (school := self.is_school_day(day)) is False:
            day -= _DAY
        return day if school else None

    def gap(self, first: dt.date, second: dt.date) -> Gap:
        """Return how far a day lies behind an earlier one, with and without the days of closure between."""
        days = (second - first).days
        closed = [self.is_closed(first + at * _DAY) for at in range(1, days + 1)]
        open_days = None if None in closed else closed.count(False)
        return Gap(days, open_days, closed.count(False))

    def last_day_within(self, first: dt.date, days: int) -> Limit:
        """Return the day that lies `days` behind another, days of closure not counted, and counted.

        Where that day is followed by a closure, the days of the closure would still be within the limit.
        """
        plain = first + days * _DAY
        day, left = first, days
        while left > 0:
            day += _DAY
            closed = self.is_closed(day)
            if closed is None or day.year > _LAST_YEAR:
                return Limit(None, plain, _EVERY_DAY)
            left -= not closed
        return Limit(day, plain, _EVERY_DAY)

    def rebook_limit(self, original: dt.date, working_days: int) -> Limit:
        """Return the last day for a session that was planned for `original` and is cancelled.

        Both figures: days of closure left out, and on plain weekdays without bank holidays.
        """
        plain, left = original, working_days
        while left > 0:
            plain += _DAY
            left -= self._is_weekday(plain)
        return Limit(self.nth_working_day_after(original, working_days), plain, _WEEKDAYS)

    def _is_weekday(self, day: dt.date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.bank_holidays

    def _around(self, day: dt.date) -> tuple[HalfTerm | None, HalfTerm | None]:
        """Return the last half term that begins on a day or before it, and the first that begins later."""
        at = bisect_right(self.half_terms, day, key=lambda half: half.first)
        before = self.half_terms[at - 1] if at else None
        return before, self.half_terms[at] if at < len(self.half_terms) else None

    def _neighbour(self, day: dt.date, step: int) -> WholeTerm | None:
        here = self.term_of(day)
        if here is None:
            return None
        half = here.halves[0 if step < 0 else 1]
        for term in self.terms:
            if term.halves[1 if step < 0 else 0].place == half.place + step:
                return term
        return None


def calendar_of(
    rows: Iterable[CalendarRow], school: str, bank_holidays: Container[dt.date]
) -> SchoolCalendar:
    """Return the calendar of a school from the rows of all schools.

    Rows for "" are every school's. Where a school has half terms of its own in an academic year, these stand
    in for the trust's of that year; closures and INSET days add up.
    """
    mine = [row for row in rows if row.school in {school, ""}]
    unread = tuple(row for row in mine if row.last < row.first or not _has_meaning(row))
    known = [row for row in mine if row not in unread]
    halves = [(row.school, _half_term(row)) for row in known if row.kind is DayKind.HALF_TERM]
    own_years = {half.year_begins for owner, half in halves if owner}
    chosen = {half for owner, half in halves if owner or half.year_begins not in own_years}
    clear = {half for half in chosen if not any(_overlap(half, other) for other in chosen)}
    unread += tuple(
        row for row in known if row.kind is DayKind.HALF_TERM and _half_term(row) in chosen - clear
    )
    return SchoolCalendar(
        school=school,
        half_terms=tuple(sorted(clear, key=lambda half: half.first)),
        closures=tuple(row for row in known if row.kind is DayKind.CLOSURE),
        insets=tuple(row for row in known if row.kind is DayKind.INSET),
        bank_holidays=bank_holidays,
        unread=unread,
    )


def _has_meaning(row: CalendarRow) -> bool:
    return row.kind is not DayKind.HALF_TERM or row.name in set(HalfTermName)


def _half_term(row: CalendarRow) -> HalfTerm:
    return HalfTerm(HalfTermName(row.name), row.first, row.last)


def _overlap(half: HalfTerm, other: HalfTerm) -> bool:
    return half != other and half.first <= other.last and other.first <= half.last


def _follows_summer(day: dt.date, half: HalfTerm) -> bool:
    """Return whether only the summer holiday can lie between a day and a half term."""
    return half.name is HalfTermName.AUT1 and day >= dt.date(half.year_begins, 8, 1)


def _in_rows(rows: tuple[CalendarRow, ...], day: dt.date) -> bool:
    return any(row.first <= day <= row.last for row in rows)
