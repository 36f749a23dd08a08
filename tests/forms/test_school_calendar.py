"""When a school is open: the worked examples of a real year."""

import datetime as dt
import subprocess
import sys

import pytest

from forms.bank_holidays import EnglishBankHolidays, bank_holidays
from forms.half_terms import HalfTermName, Term
from forms.intervals import add_months
from forms.plan import CalendarRow, DayKind
from forms.school_calendar import SchoolCalendar, calendar_of

SCHOOL = "Alder Grove Academy"
YEAR: tuple[tuple[str, str, str], ...] = (
    ("Aut1", "2026-09-02", "2026-10-23"),
    ("Aut2", "2026-11-02", "2026-12-18"),
    ("Spr1", "2027-01-04", "2027-02-12"),
    ("Spr2", "2027-02-22", "2027-03-25"),
    ("Sum1", "2027-04-12", "2027-05-28"),
    ("Sum2", "2027-06-07", "2027-07-21"),
)


def day(text: str) -> dt.date:
    """Return a date written as 2026-11-05."""
    return dt.date.fromisoformat(text)


def half(name: str, first: str, last: str, school: str = SCHOOL) -> CalendarRow:
    """Return the row of a half term."""
    return CalendarRow(school, DayKind.HALF_TERM, name, day(first), day(last))


def year_of(school: str = SCHOOL) -> list[CalendarRow]:
    """Return the six half terms of 2026/27."""
    return [half(*row, school) for row in YEAR]


def calendar(*rows: CalendarRow) -> SchoolCalendar:
    """Return the calendar that some rows make, with England's bank holidays."""
    return calendar_of(rows, SCHOOL, EnglishBankHolidays())


def whole_year(*more: CalendarRow) -> SchoolCalendar:
    """Return the calendar of 2026/27, with further rows."""
    return calendar(*year_of(), *more)


def test_five_working_days_over_half_term() -> None:
    """Cancelled on Thursday 22 October: Thursday 5 November without the holiday, 29 October with it."""
    limit = whole_year().rebook_limit(day("2026-10-22"), 5)
    assert (limit.open_days, limit.plain) == (day("2026-11-05"), day("2026-10-29"))
    assert limit.words == "Thu 5 Nov, closure excluded, or Thu 29 Oct on plain weekdays"


def test_five_working_days_with_no_holiday_in_between_are_one_date() -> None:
    """Both figures are the same, so it is said once."""
    limit = whole_year().rebook_limit(day("2026-11-05"), 5)
    assert limit.words == "Thu 12 Nov"


def test_five_working_days_into_another_year_name_the_year() -> None:
    """Over Christmas the two dates lie in two years; bank holidays count in neither."""
    limit = whole_year().rebook_limit(day("2026-12-17"), 5)
    assert limit.words == "Thu 7 Jan 2027, closure excluded, or Thu 24 Dec 2026 on plain weekdays"


def test_without_a_calendar_only_plain_weekdays_are_told() -> None:
    """Nothing is guessed of closures."""
    limit = calendar().rebook_limit(day("2026-10-22"), 5)
    assert limit.open_days is None
    assert limit.words == "Thu 29 Oct on plain weekdays, closures not known"


@pytest.mark.parametrize(
    "holiday",
    ["2026-12-28", "2026-12-25", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"],
)
def test_bank_holidays_of_england(holiday: str) -> None:
    """Boxing Day 2026 is a Saturday, so Monday the 28th stands in; Easter is worked out."""
    assert day(holiday) in EnglishBankHolidays()
    assert day(holiday) in bank_holidays(day(holiday).year)


@pytest.mark.parametrize("other", ["2026-12-29", "2027-04-02", "2027-01-02", "2026-03-17", "2026-11-30"])
def test_days_that_are_no_bank_holiday_in_england(other: str) -> None:
    """Nor are those of Scotland and Northern Ireland."""
    assert day(other) not in EnglishBankHolidays()


def test_a_bank_holiday_in_a_half_term_is_no_working_day() -> None:
    """Early May's, and no closure either: it is a day of the half term."""
    assert whole_year().is_working_day(day("2027-05-03")) is False
    assert whole_year().is_closed(day("2027-05-03")) is False


def test_an_inset_day_is_worked_without_pupils() -> None:
    """Even where it lies before the half term."""
    inset = CalendarRow(SCHOOL, DayKind.INSET, "INSET", day("2026-09-01"), day("2026-09-02"))
    found = whole_year(inset)
    for at in ("2026-09-01", "2026-09-02"):
        assert found.is_working_day(day(at)) is True
        assert found.is_school_day(day(at)) is False
    assert found.is_school_day(day("2026-09-03")) is True


def test_a_closure_takes_days_out_of_a_half_term() -> None:
    """The day neither school nor working day, the half term still the same."""
    snow = CalendarRow("", DayKind.CLOSURE, "Snow", day("2027-01-18"), day("2027-01-19"))
    found = whole_year(snow)
    assert found.is_working_day(day("2027-01-18")) is False
    assert found.is_school_day(day("2027-01-18")) is False
    assert found.nth_working_day_after(day("2027-01-15"), 1) == day("2027-01-20")
    name = found.half_term_of(day("2027-01-18"))
    assert name is not None
    assert name.name is HalfTermName.SPR1


def test_a_date_in_a_holiday_moves_to_the_last_school_day_before() -> None:
    """Fourteen days before a session in the first week after half term lie in half term."""
    found = whole_year()
    assert found.last_school_day_by(day("2026-10-28")) == day("2026-10-23")
    assert found.last_school_day_by(day("2026-10-23")) == day("2026-10-23")
    assert found.last_school_day_before(day("2026-10-23")) == day("2026-10-22")
    assert found.last_school_day_before(day("2027-04-12")) == day("2027-03-25")


def test_before_the_calendar_begins_no_school_day_is_known() -> None:
    """A session in the first week of a new school."""
    assert whole_year().last_school_day_before(day("2026-09-02")) is None


def test_the_half_term_of_a_day() -> None:
    """With its term and academic year; a holiday lies in none."""
    found = whole_year().half_term_of(day("2027-02-22"))
    assert found is not None
    assert (found.name, found.term, found.academic_year) == (HalfTermName.SPR2, Term.SPRING, "2026/27")
    assert whole_year().half_term_of(day("2027-02-19")) is None


def test_the_half_terms_of_a_year() -> None:
    """All six in order, and none of a year that was not entered."""
    assert [one.name for one in whole_year().half_terms_of_year("2026/27")] == list(HalfTermName)
    assert whole_year().half_terms_of_year("2025/26") == ()


def test_an_autumn_that_begins_in_august_is_of_the_new_year() -> None:
    """Some counties begin in the last days of August."""
    found = calendar(half("Aut1", "2027-08-26", "2027-10-15"))
    assert [one.academic_year for one in found.half_terms] == ["2027/28"]


def test_the_next_half_term() -> None:
    """From a half term, from a holiday, from the summer before; none where it was not entered."""
    found = whole_year()
    for at, name in (("2026-10-01", "Aut2"), ("2026-10-28", "Aut2"), ("2026-08-20", "Aut1")):
        following = found.next_half_term(day(at))
        assert following is not None
        assert following.name == name
    assert found.next_half_term(day("2027-07-01")) is None
    assert found.next_half_term(day("2026-06-01")) is None


def test_a_half_term_that_is_missing_leaves_a_hole() -> None:
    """Nobody knows when it was: neither half term, nor holiday, nor what comes next."""
    found = calendar(*(row for row in year_of() if row.name != "Aut2"))
    assert found.is_closed(day("2026-11-17")) is None
    assert found.is_working_day(day("2026-11-17")) is None
    assert found.next_half_term(day("2026-10-01")) is None
    assert found.nth_working_day_after(day("2026-10-22"), 5) is None
    assert found.gap(day("2026-10-20"), day("2027-01-12")).open_days is None
    assert found.term_of(day("2026-10-01")) is None
    assert found.is_working_day(day("2026-11-14")) is False, "a Saturday is none whatever the calendar says"


def test_terms_and_their_neighbours() -> None:
    """The term of a day, also in its half-term holiday, and those beside it."""
    found = whole_year()
    autumn, spring = found.term_of(day("2026-10-28")), found.term_of(day("2027-01-04"))
    assert autumn is not None
    assert spring is not None
    assert (autumn.name, autumn.academic_year) == (Term.AUTUMN, "2026/27")
    assert (autumn.first, autumn.last) == (day("2026-09-02"), day("2026-12-18"))
    assert found.term_before(day("2027-01-04")) == autumn
    assert found.term_after(day("2026-10-28")) == spring
    assert found.term_before(day("2026-10-28")) is None
    assert found.term_of(day("2026-12-25")) is None


def test_a_gap_over_a_holiday_has_both_figures() -> None:
    """Six weeks of school and a week of holiday, which runs from Saturday to Sunday."""
    found = whole_year()
    gap = found.gap(day("2026-10-15"), day("2026-12-03"))
    assert (gap.days, gap.open_days) == (49, 40)
    assert gap.words == "40 days, closure excluded, or 49 days in all"
    assert found.gap(day("2026-11-05"), day("2026-11-06")).words == "1 day"
    assert calendar().gap(day("2026-11-05"), day("2026-11-12")).words == "7 days, closures not known"


def test_the_day_on_which_a_gap_grows_too_long() -> None:
    """28 days without the holiday's nine, and with them."""
    limit = whole_year().last_day_within(day("2026-10-15"), 28)
    assert (limit.open_days, limit.plain) == (day("2026-11-21"), day("2026-11-12"))
    assert limit.words == "Sat 21 Nov, closure excluded, or Thu 12 Nov counting every day"


def test_a_school_s_own_half_terms_stand_in_for_the_trust_s() -> None:
    """In the year that it has entered; closures of the trust still count."""
    own = half("Aut1", "2026-09-07", "2026-10-16")
    closed = CalendarRow("", DayKind.CLOSURE, "Trust day", day("2026-09-14"), day("2026-09-14"))
    trust = [half("Aut1", "2025-09-03", "2025-10-24", ""), *year_of("")]
    found = calendar(*trust, own, closed)
    assert [(one.name, one.first) for one in found.half_terms] == [
        ("Aut1", day("2025-09-03")),
        ("Aut1", day("2026-09-07")),
    ]
    assert found.is_closed(day("2026-09-14")) is True


def test_rows_of_another_school_do_not_count() -> None:
    """Each school has its own calendar."""
    assert calendar(*year_of("Birchwood Academy")).half_terms == ()


@pytest.mark.parametrize(
    "wrong",
    [
        half("Autumn 1", "2028-09-02", "2028-10-20"),
        half("Aut1", "2028-10-20", "2028-09-02"),
        CalendarRow(SCHOOL, DayKind.CLOSURE, "Snow", day("2027-01-19"), day("2027-01-18")),
    ],
)
def test_rows_that_say_nothing_are_named(wrong: CalendarRow) -> None:
    """They are left aside and can be told; the others hold."""
    found = whole_year(wrong)
    assert found.unread == (wrong,)
    assert found.half_terms == whole_year().half_terms


def test_half_terms_that_overlap_are_left_aside() -> None:
    """Which of the two is meant nobody knows, so nothing is known of their days."""
    found = whole_year(half("Aut2", "2026-10-20", "2026-11-04"))
    assert {(row.name, row.first) for row in found.unread} == {
        ("Aut1", day("2026-09-02")),
        ("Aut2", day("2026-11-02")),
        ("Aut2", day("2026-10-20")),
    }
    assert found.is_closed(day("2026-11-10")) is None


def test_a_command_that_needs_no_bank_holidays_does_not_wait_for_them() -> None:
    """The library is loaded when a year is asked for."""
    code = "import sys, forms.bank_holidays, forms.school_calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-01", 3, "2027-03-01"),
        ("2026-01-31", 12, "2027-01-31"),
        ("2026-05-31", 1, "2026-06-30"),
    ],
)
def test_months_later(first: str, months: int, last: str) -> None:
    """The same day of the month, or its last."""
    assert add_months(day(first), months) == day(last)
