"""The half terms of a school: which there are, in which order they follow, and which term they make up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Term(StrEnum):
    """The three terms of an academic year."""

    AUTUMN = "Autumn"
    SPRING = "Spring"
    SUMMER = "Summer"


class HalfTermName(StrEnum):
    """The six half terms of an academic year, in order."""

    AUT1 = "Aut1"
    AUT2 = "Aut2"
    SPR1 = "Spr1"
    SPR2 = "Spr2"
    SUM1 = "Sum1"
    SUM2 = "Sum2"

    @property
    def term(self) -> Term:
        """Return the term that it is a half of."""
        return list(Term)[self.number // 2]

    @property
    def number(self) -> int:
        """Return its place in the year, from 0."""
        return list(HalfTermName).index(self)


@dataclass(frozen=True, slots=True)
class HalfTerm:
    """One half term of one school; `first` and `last` are days of it."""

    name: HalfTermName
    first: dt.date
    last: dt.date

    @property
    def term(self) -> Term:
        """Return the term that it is a half of."""
        return self.name.term

    @property
    def year_begins(self) -> int:
        """Return the year in which its academic year begins: 2026 of 2026/27.

        The name says it and not the month: some schools begin in August.
        """
        return self.first.year - (self.term is not Term.AUTUMN)

    @property
    def academic_year(self) -> str:
        """Return the academic year as 2026/27."""
        return f"{self.year_begins}/{(self.year_begins + 1) % 100:02d}"

    @property
    def place(self) -> int:
        """Return a number that is one more for each half term that follows."""
        return self.year_begins * len(HalfTermName) + self.name.number

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WholeTerm:
    """One term of one school, of which both halves are known."""

    halves: tuple[HalfTerm, HalfTerm]

    @property
    def name(self) -> Term:
        """Return which of the three it is."""
        return self.halves[0].term

    @property
    def academic_year(self) -> str:
        """Return the academic year as 2026/27."""
        return self.halves[0].academic_year

    @property
    def first(self) -> dt.date:
        """Return its first day."""
        return self.halves[0].first

    @property
    def last(self) -> dt.date:
        """Return its last day."""
        return self.halves[1].last
