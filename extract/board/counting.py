"""Counts of rows, said once: as a formula that a spreadsheet reckons, and as the number it comes to.

Conditions are those of COUNTIFS, of a kind that Excel and LibreOffice read alike: a text that is equal but
for capitals, a blank cell, a day before or behind another. Rows are told apart by bits of whole numbers, so
that a hundred thousand of them take no time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from operator import ge, le, lt
from typing import Any, Protocol

from extract.workbook_cells import cell_text
from forms.board import View

ALL = "All"
NOW = "Now"


class Test(StrEnum):
    """How a cell is compared."""

    IS = "="
    IS_NOT = "<>"
    BEFORE = "<"
    UP_TO = "<="
    FROM = ">="


class Choice(Enum):
    """What the reader chooses to see; the name of the cell that says so, as a condition.

    It is equal to no text: a school may be called board_school.
    """

    YEAR = "board_year"
    HALF_TERM = "board_half_term"
    POLICY = "board_policy"
    SCHOOL = "board_school"


@dataclass(frozen=True, slots=True)
class Days:
    """The day of the workbook, or so many days behind it."""

    behind: int = 0


@dataclass(frozen=True, slots=True)
class InYear:
    """A half term of the year that is shown, such as 2026/27 Aut1."""

    half_term: str


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a column of a table. A text of "" stands for a blank cell."""

    column: str
    test: Test
    than: str | int | Days | Choice | InYear

    @property
    def formula(self) -> str:
        """Return the condition as COUNTIFS takes it."""
        than = self.than
        if isinstance(than, Choice):
            return than.value
        if isinstance(than, InYear):
            return f'board_shown_year&" {than.half_term}"'
        if isinstance(than, Days):
            day = "as_of" if not than.behind else f"as_of{than.behind:+d}"
            return f'"{self.test}"&{day}'
        text = shown_text(str(than))
        test = str(self.test)
        if self.test is Test.IS and not text.startswith(("=", "<", ">")):
            # A blank cell is not equal to nothing where it says so.
            test = ""
        return f'"{test}{_literal(text)}"'

    def passes(self, view: View, on: dt.date) -> Callable[[object], bool]:
        """Return what says of a cell whether it meets the condition."""
        than = self.than
        if isinstance(than, Days):
            return _compared(self.test, on + dt.timedelta(days=than.behind), dt.date)
        if isinstance(than, int):
            return _compared(self.test, than, int)
        wanted = _chosen(than, view) if isinstance(than, Choice | InYear) else than
        if wanted is None:
            return lambda _: True
        text, is_wanted = shown_text(wanted).casefold(), self.test is Test.IS
        return lambda cell: (_said(cell).casefold() == text) is is_wanted


def shown_text(text: str) -> str:
    """Return a text as a cell of a sheet shows it."""
    return text if text.isascii() and text.isprintable() else cell_text(text, "", "")[0]


def _said(cell: object) -> str:
    return "" if cell is None else shown_text(str(cell))


def _chosen(than: Choice | InYear, view: View) -> str | None:
    if isinstance(than, InYear):
        return f"{view.year} {than.half_term}"
    return {
        Choice.YEAR: view.year,
        Choice.HALF_TERM: view.half_term,
        Choice.POLICY: view.policy,
        Choice.SCHOOL: view.school,
    }[than]


def _literal(text: str) -> str:
    """Return a text as a condition in a formula: what COUNTIFS takes for any letters stands for itself."""
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return text.replace('"', '""')


def _compared(test: Test, limit: Any, kind: type) -> Callable[[Any], bool]:
    holds: Callable[[Any, Any], Any] = {Test.BEFORE: lt, Test.UP_TO: le, Test.FROM: ge}[test]
    return lambda cell: isinstance(cell, kind) and bool(holds(cell, limit))


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a table meet all conditions."""

    table: str
    where: tuple[Where, ...]

    @property
    def formula(self) -> str:
        """Return it as a formula without =."""
        pairs = (f"{self.table}[{one.column}],{one.formula}" for one in self.where)
        return f"COUNTIFS({','.join(pairs)})"

    def also(self, *where: Where) -> Count:
        """Return the count of those rows that meet further conditions too."""
        return Count(self.table, (*self.where, *where))


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of counts, less others."""

    counts: tuple[Count, ...]
    less: tuple[Count, ...] = ()

    @property
    def formula(self) -> str:
        """Return it as a formula without =."""
        minus = "".join(f"-{one.formula}" for one in self.less)
        return "+".join(one.formula for one in self.counts) + minus


class Source(Protocol):
    """Where the cells of tables are to be had."""

    def column(self, table: str, name: str) -> Sequence[object]:
        """Return the values of a column, in the order of the rows."""


@dataclass
class Counter:
    """Counts the rows of a source, as one view shows them on a day."""

    source: Source
    view: View
    on: dt.date
    _masks: dict[tuple[str, Where], int] = field(default_factory=dict)

    def number(self, total: Total | Count) -> int:
        """Return what a count or total comes to."""
        if isinstance(total, Count):
            return self._count(total)
        return sum(map(self._count, total.counts)) - sum(map(self._count, total.less))

    def _count(self, count: Count) -> int:
        mask = -1
        for where in count.where:
            mask &= self._mask(count.table, where)
            if not mask:
                return 0
        return mask.bit_count()

    def _mask(self, table: str, where: Where) -> int:
        key = (table, where)
        if key not in self._masks:
            passes = where.passes(self.view, self.on)
            cells = self.source.column(table, where.column)
            # Most cells of a column say what others say: each is asked about once.
            bits = {cell: "1" if passes(cell) else "0" for cell in set(cells)}
            self._masks[key] = int("".join(map(bits.__getitem__, cells)) or "0", 2)
        return self._masks[key]
