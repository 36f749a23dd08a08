"""What holds for every calendar, whatever closures and half terms were entered."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from forms.half_terms import HalfTermName
from forms.plan import CalendarRow, DayKind
from forms.school_calendar import SchoolCalendar
from tests.forms.test_school_calendar import SCHOOL, calendar, day, whole_year

DAY = dt.timedelta(days=1)
DAYS = st.dates(day("2026-09-02"), day("2027-07-21"))
CLOSURES = st.lists(st.tuples(DAYS, st.integers(0, 9), st.sampled_from([DayKind.CLOSURE, DayKind.INSET])))


def with_closures(chosen: Sequence[tuple[dt.date, int, DayKind]]) -> SchoolCalendar:
    """Return the calendar of the year with some closures and INSET days in it."""
    return whole_year(*(CalendarRow("", kind, "", at, at + more * DAY) for at, more, kind in chosen))


@given(CLOSURES, DAYS, st.integers(0, 200))
def test_a_gap_without_closures_is_never_longer(
    chosen: list[tuple[dt.date, int, DayKind]], first: dt.date, days: int
) -> None:
    """Inside the year both figures are known; outside, the shorter one is None."""
    gap = with_closures(chosen).gap(first, first + days * DAY)
    assert gap.days == days
    if gap.open_days is not None:
        assert 0 <= gap.open_days <= days


@given(CLOSURES, DAYS, DAYS, DAYS)
def test_gaps_add_up(
    chosen: list[tuple[dt.date, int, DayKind]], one: dt.date, two: dt.date, three: dt.date
) -> None:
    """From the first to the third is from the first to the second and on."""
    first, second, third = sorted((one, two, three))
    found = with_closures(chosen)
    parts = (found.gap(first, second).open_days, found.gap(second, third).open_days)
    assert None not in parts
    assert found.gap(first, third).open_days == sum(part for part in parts if part is not None)


@given(CLOSURES, DAYS, st.integers(1, 30))
def test_the_nth_working_day_is_one_and_the_nth(
    chosen: list[tuple[dt.date, int, DayKind]], first: dt.date, count: int
) -> None:
    """It is a working day, and so many working days lie up to it."""
    found = with_closures(chosen)
    last = found.nth_working_day_after(first, count)
    assume(last is not None)
    assert last is not None
    assert found.is_working_day(last) is True
    between = [first + at * DAY for at in range(1, (last - first).days + 1)]
    assert sum(found.is_working_day(at) is True for at in between) == count


@given(CLOSURES, DAYS, st.integers(1, 30))
def test_leaving_closures_out_never_makes_a_limit_earlier(
    chosen: list[tuple[dt.date, int, DayKind]], first: dt.date, count: int
) -> None:
    """Of rebooking and of gaps; and the day of a gap's limit is just within it."""
    found = with_closures(chosen)
    for limit in (found.rebook_limit(first, count), found.last_day_within(first, count)):
        if limit.open_days is not None:
            assert limit.open_days >= limit.plain
    end = found.last_day_within(first, count).open_days
    if end is not None:
        assert found.gap(first, end).open_days == count


@given(CLOSURES, st.dates(day("2026-07-01"), day("2027-09-30")))
def test_a_school_day_is_a_working_day_in_no_closure(
    chosen: list[tuple[dt.date, int, DayKind]], at: dt.date
) -> None:
    """And the last school day up to a day is one, with none between."""
    found = with_closures(chosen)
    if found.is_school_day(at):
        assert found.is_working_day(at) is True
        assert found.is_closed(at) is False
    last = found.last_school_day_by(at)
    if last is not None:
        assert found.is_school_day(last) is True
        assert not any(found.is_school_day(last + more * DAY) for more in range(1, (at - last).days + 1))


ROWS = st.builds(
    CalendarRow,
    st.sampled_from(["", SCHOOL, "Birchwood Academy"]),
    st.sampled_from(DayKind),
    st.sampled_from([*HalfTermName, "Christmas"]),
    DAYS,
    DAYS,
)


@given(st.lists(ROWS, max_size=12), st.dates(day("2026-06-01"), day("2027-12-31")), st.integers(0, 40))
def test_whatever_was_entered_nothing_is_said_of_days_that_are_not_known(
    rows: list[CalendarRow], at: dt.date, count: int
) -> None:
    """Every row is used or named, and an answer of closed or open is of a known day."""
    found = calendar(*rows)
    mine = [row for row in rows if row.school in {"", SCHOOL}]
    assert set(found.unread) <= set(mine)
    assert all(row.first <= row.last for row in (*found.closures, *found.insets))
    assert all(
        one.last < other.first for one, other in zip(found.half_terms, found.half_terms[1:], strict=False)
    )
    assert (found.is_closed(at) is not None) is found.is_known(at)
    gap = found.gap(at, at + count * DAY)
    assert (gap.open_days is None) is any(not found.is_known(at + more * DAY) for more in range(1, count + 1))
    for limit in (found.rebook_limit(at, count + 1), found.last_day_within(at, count + 1)):
        assert limit.plain > at
        assert limit.open_days is None or found.is_known(limit.open_days)
