"""Test that a date is taken only where it surely is one, and that an impossible day is told apart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.dates import is_impossible_day, iso_month, parse_date, show_month


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-14", "14/12/2026", "14.12.26", "14 December 2026", "14 Dec 26", "14th dec 26", "14-Dec-26",
        "14-DEC-2026", "Mon 14 Dec 26", "Monday, 14 December 2026",
    ],
)  # fmt: skip
def test_ways_to_write_one_day(text: str) -> None:
    """Day before month, the month in figures or words, the year in four digits or two."""
    assert parse_date(text) == dt.date(2026, 12, 14)


@pytest.mark.parametrize(
    "text",
    ["asap", "14 Dec", "after 14 Dec 2026", "by 14 Dec 26", "half term 14 Dec 26", "14 Foo 26", "14 Dec 266"],
)
def test_words_that_are_no_sure_date(text: str) -> None:
    """A day that is only the edge of a time is not the day itself, and no year is guessed."""
    assert parse_date(text) is None
    assert not is_impossible_day(text)


@pytest.mark.parametrize("text", ["31/11/2026", "31 Nov 26", "2026-02-30", "12/19/2026", "0/1/2026"])
def test_impossible_day(text: str) -> None:
    """It is written as a date, and no calendar has it."""
    assert parse_date(text) is None
    assert is_impossible_day(text)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_of_this_century_is_read_with_two_digits(day: dt.date) -> None:
    """In figures and in words."""
    for shown in (day.strftime("%d/%m/%y"), day.strftime("%d %b %y"), day.strftime("%A %d %B %Y")):
        assert parse_date(shown) == day
        assert not is_impossible_day(shown)


@pytest.mark.parametrize(
    "text", ["2026-11", "11/2026", "11.2026", " November  2026", "nov 2026", "Nov. 2026", "2026/11"]
)
def test_a_month_is_read_and_shown(text: str) -> None:
    """However it is written, it is kept one way and printed in words."""
    assert iso_month(text) == "2026-11"
    assert show_month("2026-11") == "November 2026"


@pytest.mark.parametrize(
    "text", ["", "Nov 26", "11/26", "13/2026", "0/2026", "19/11/2026", "soon", "2026-11-19"]
)
def test_what_is_not_surely_a_month_is_none(text: str) -> None:
    """A day, a year of two digits and other words stay as they were typed."""
    assert iso_month(text) is None
    assert show_month(text) == text


def test_every_month_comes_back_from_its_words() -> None:
    """What is printed is read as what was stored."""
    months = [f"{year}-{month:02d}" for year in (1990, 2026, 2100) for month in range(1, 13)]
    assert [iso_month(show_month(month)) for month in months] == months
