"""What is said of a sheet of the QA workbook and of its columns, and the usual kinds of column."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any

Value = str | int | dt.date | dt.time | None


class Look(StrEnum):
    """How a column's values are shown."""

    TEXT = "text"
    CODE = "code"
    """Text on one line, however long: a hash."""
    LONG = "long"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    OVERDUE = "overdue"
    """Days overdue: a formula on the day of README, with the value of that day stored."""


YES_NO = ("Y", "N")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. `get` takes a row of the log; columns of the QA lead's own have none."""

    name: str
    look: Look = Look.TEXT
    get: Callable[[Any], Value] | None = None
    options: tuple[str, ...] = ()
    minor: bool = False
    """Folded away until somebody opens the outline."""
    width: float | None = None

    @property
    def own(self) -> bool:
        """Return whether the column is the QA lead's."""
        return self.get is None and self.look is not Look.OVERDUE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns, the rows of the log that fill it, and what it is for."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Iterable[Any]]
    """Of the log, or of the trust's overview."""
    key: tuple[str, ...]
    """The columns that tell a row from all others and never change; the QA lead's own cells follow them."""
    heir: str = ""
    """The column by which a row is known that takes the place of another; what was typed there follows."""
    hides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> the values whose rows the filter hides at first."""


def yes_no(value: object) -> str | None:
    """Return Y or N, None where it is not known."""
    return None if value is None else "Y" if value else "N"


def counted(codes: Iterable[str]) -> str | None:
    """Return codes with how often they occur: X13 x2, X24."""
    counts = Counter(codes)
    return ", ".join(f"{code} ×{n}" if n > 1 else code for code, n in sorted(counts.items())) or None


def text(
    name: str, *, minor: bool = False, options: tuple[str, ...] = (), width: float | None = None
) -> Column:
    """Return a column of short texts."""
    return Column(name, Look.TEXT, attrgetter(name), options, minor, width)


def long_text(name: str, width: float = 44) -> Column:
    """Return a column of texts that run over several lines."""
    return Column(name, Look.LONG, attrgetter(name), width=width)


def day(name: str, *, minor: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, Look.DATE, attrgetter(name), minor=minor)


def number(name: str, *, minor: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(name, Look.NUMBER, attrgetter(name), minor=minor)


def flag(name: str, get: Callable[[Any], bool | None]) -> Column:
    """Return a column of Y and N."""
    return Column(name, Look.TEXT, lambda row: yes_no(get(row)), YES_NO)


def own(name: str, options: tuple[str, ...] = (), width: float | None = None) -> Column:
    """Return a column of the QA lead's own."""
    return Column(name, Look.TEXT if options else Look.LONG, None, options, width=width)
