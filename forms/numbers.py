"""Numbers as people type them and as they are kept: whole, or with decimals where a form counts in steps."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")


class Bounds(Protocol):
    """What a number is asked with: a field or a column."""

    @property
    def least(self) -> float | None:
        """Return the smallest number, None for no bound."""

    @property
    def most(self) -> float | None:
        """Return the largest number, None for no bound."""

    @property
    def step(self) -> float | None:
        """Return the distance between numbers, None for whole numbers."""


def parse_number(text: str) -> int | float | None:
    """Return the number that `text` is (a point for decimals, no thousands' marks), None otherwise."""
    words = text.strip()
    if not _NUMBER.fullmatch(words):
        return None
    number = Decimal(words)
    return int(number) if number == number.to_integral_value() else float(number)


def show_number(number: float) -> str:
    """Return a number as it is printed: 2, 2.5; never with an exponent."""
    exact = Decimal(str(number))
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact.normalize(), "f")


def misfit(number: float, bounds: Bounds) -> str | None:
    """Return what was expected of a number that does not keep its bounds or steps, None where it does."""
    exact, step = Decimal(str(number)), Decimal(str(bounds.step if bounds.step is not None else 1))
    least = Decimal(str(bounds.least)) if bounds.least is not None else Decimal(0)
    low = bounds.least is not None and number < bounds.least
    high = bounds.most is not None and number > bounds.most
    if not (low or high or (exact - least) % step):
        return None
    return expected_number(bounds)


def expected_number(bounds: Bounds) -> str:
    """Return in words which numbers are meant."""
    kind = "a whole number" if bounds.step is None else f"a number in steps of {show_number(bounds.step)}"
    low = None if bounds.least is None else show_number(bounds.least)
    high = None if bounds.most is None else show_number(bounds.most)
    if low and high:
        return f"{kind} from {low} to {high}"
    return f"{kind} from {low} up" if low else f"{kind} up to {high}" if high else kind
