"""Show one value of a values file as it stands on the form: the rule for each kind that is one box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.dates import iso_month, parse_date, parse_time, show_month
from forms.model import ONE_OF, Column, Field, Kind
from forms.numbers import expected_number, misfit, show_number
from forms.text import SurrogateError, normalise_text

_LARGEST = 999_999_999


class WrongValueError(ValueError):
    """A value that its field cannot have: `code` of docs/errors.md, and what was expected."""

    def __init__(self, code: str, expected: str) -> None:
        """Keep both for a message."""
        super().__init__(expected)
        self.code = code
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown, and how many characters that no file can hold were left out of it."""

    text: str
    removed: int = 0


def show_answer(asked: Field | Column, value: object, options: Sequence[str]) -> Shown:
    """Return how `value` stands in a box of `asked`, which has these options. Raises WrongValueError."""
    if asked.kind is Kind.DATE:
        return show_day(value)
    if asked.kind is Kind.TIME:
        return show_time(value)
    if asked.kind is Kind.MONTH:
        return _month(value)
    if asked.kind is Kind.NUMBER:
        return _number(value, asked)
    if asked.kind in ONE_OF or asked.kind is Kind.TICK:
        return show_option(value, options)
    return show_text(value)


def show_text(value: object) -> Shown:
    """Return `value` as normal text. Raises WrongValueError V11, V13."""
    if not isinstance(value, str):
        raise WrongValueError("V11", "text")
    try:
        normal = normalise_text(value)
    except SurrogateError as error:
        raise WrongValueError("V13", f"whole characters: {error}") from error
    return Shown(normal.text, normal.removed)


def show_day(value: object) -> Shown:
    """Return a date as 19/11/2026. Raises WrongValueError V14."""
    date = parse_date(value) if isinstance(value, str) else None
    if date is None:
        raise WrongValueError("V14", "a date such as 2026-11-19")
    return Shown(date.strftime("%d/%m/%Y"))


def show_time(value: object) -> Shown:
    """Return a time of day as 10:00. Raises WrongValueError V14."""
    time = parse_time(value) if isinstance(value, str) else None
    if time is None:
        raise WrongValueError("V14", "a time such as 10:00")
    return Shown(time.strftime("%H:%M"))


def show_count(value: object) -> Shown:
    """Return a whole number from 0. Raises WrongValueError V11."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise WrongValueError("V11", "a whole number such as 2")
    return Shown(str(value))


def show_option(value: object, options: Sequence[str]) -> Shown:
    """Return an option that is printed. Raises WrongValueError V15."""
    if value not in tuple(options):
        raise WrongValueError("V15", "one of " + ", ".join(options))
    return Shown(str(value))


def _month(value: object) -> Shown:
    month = iso_month(value) if isinstance(value, str) else None
    if month is None:
        raise WrongValueError("V14", "a month such as 2026-11")
    return Shown(show_month(month))


def _number(value: object, asked: Field | Column) -> Shown:
    if asked.least is None and asked.most is None and asked.step is None:
        return show_count(value)
    number = None if isinstance(value, bool) or not isinstance(value, int | float) else value
    if number is None or not abs(number) <= _LARGEST or misfit(number, asked):
        raise WrongValueError("V11", expected_number(asked))
    return Shown(show_number(number))
