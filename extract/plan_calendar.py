"""Check the Calendar: half terms that overlap or stand in the wrong order, schools that have none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.plan_columns import ALL_SCHOOLS, HALF_TERMS
from extract.plan_misfits import Misfit
from extract.plan_rows import Row, SheetRows
from forms.findings import Severity
from forms.mistakes import suggested
from forms.plan import DayKind

_YEAR_BEGINS = 8
"""The month in which a school year may begin at the earliest."""


def without_turned(sheet: SheetRows, misfits: list[Misfit]) -> SheetRows:
    """Return the sheet without rows that end before they begin: there is no knowing which days are meant."""
    kept = []
    for row in sheet.rows:
        if row.record.first <= row.record.last:
            kept.append(row)
            continue
        expected = f"on or after First day ({row.record.first:%d/%m/%Y} in {row.cells['first']})"
        advice = "correct one of the two; the row was left out"
        found = f"{row.record.last:%d/%m/%Y}"
        misfits.append(Misfit("M14", Severity.ACT_NOW, row.sheet, row.cells["last"], found, expected, advice))
    return SheetRows(tuple(kept), sheet.misfits, sheet.lost, sheet.was_read)


def check_calendar(rows: Sequence[Row]) -> list[Misfit]:
    """Return what does not fit among the half terms of each school."""
    by_school: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.record.kind is DayKind.HALF_TERM:
            by_school[row.record.school].append(row)
    misfits = []
    for terms in by_school.values():
        for one, other in pairwise(sorted(terms, key=lambda row: (row.record.first, row.record.last))):
            before = f"{one.record.name} in {one.cells['first']}"
            if other.record.first <= one.record.last:
                misfits.append(
                    _misfit(
                        other,
                        "first",
                        f"{other.record.first:%d/%m/%Y}",
                        f"after {before}, which lasts to {one.record.last:%d/%m/%Y}",
                        "correct one of the two",
                    )
                )
            elif _year(one.record.first) == _year(other.record.first) and _rank(other) <= _rank(one):
                misfits.append(
                    _misfit(
                        other,
                        "name",
                        other.record.name,
                        f"the half term that follows {before}",
                        "correct the name or the days",
                    )
                )
    return misfits


def check_schools(roster: Sequence[Row], calendar: SheetRows, schools: Sequence[str]) -> list[Misfit]:
    """Return the schools that are not listed, and those of the Roster that no half term is entered for."""
    misfits: list[Misfit] = []
    first = {row.record.school: row for row in reversed(roster)}
    days = {row.record.school: row for row in reversed(calendar.rows) if row.record.school}
    for name, row in (*first.items(), *days.items()):
        if schools and name not in schools:
            advice = f"{suggested(name, schools, 'add it to the sheet Lists')}; the row was read as it is"
            misfits.append(
                Misfit(
                    "M19",
                    Severity.SOON,
                    row.sheet,
                    row.cells["school"],
                    name,
                    "a school of the sheet Lists",
                    advice,
                )
            )
    if not calendar.was_read:
        return misfits
    with_terms = {row.record.school for row in calendar.rows if row.record.kind is DayKind.HALF_TERM}
    if "" in with_terms:
        return misfits
    for name, row in first.items():
        if name not in with_terms and (not schools or name in schools):
            advice = suggested(
                name, sorted(with_terms), f"enter its half terms there, or those of {ALL_SCHOOLS}"
            )
            expected = "a school with half terms in Calendar"
            misfits.append(
                Misfit("M19", Severity.SOON, row.sheet, row.cells["school"], name, expected, advice)
            )
    return misfits


def _misfit(row: Row, field: str, found: str, expected: str, advice: str) -> Misfit:
    return Misfit("M15", Severity.ACT_NOW, row.sheet, row.cells[field], found, expected, advice)


def _year(day: dt.date) -> int:
    return day.year if day.month >= _YEAR_BEGINS else day.year - 1


def _rank(row: Row) -> int:
    return HALF_TERMS.index(row.record.name)
