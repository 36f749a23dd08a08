"""Check from which day to which day rows hold: ends before starts, rows that overlap, sessions outside."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from extract.plan_misfits import Misfit
from extract.plan_rows import Row
from forms.findings import Severity
from forms.plan import Relationship

Days = tuple[dt.date | None, dt.date | None]
"""First and last day; None: open on that side."""


def overlap(one: Days, other: Days) -> bool:
    """Return whether two spans of days have a day in common."""
    return _from(one) <= _to(other) and _from(other) <= _to(one)


def check_periods(
    people: Sequence[Row], relationships: Sequence[Row], sessions: Sequence[Row]
) -> list[Misfit]:
    """Return what does not fit about the days of these rows."""
    misfits: list[Misfit] = []
    for row in (*people, *relationships):
        misfits += _turned(row, "starts", "ends", "Starts on")
    for row in people:
        misfits += _turned(row, "absent_from", "absent_to", "Absent from")
        if row.record.absent_to and not row.record.absent_from:
            expected = "the last day of an absence: Absent from is blank"
            misfits.append(_day(row, "absent_to", "M14", expected, "enter its first day"))
    misfits += _overlapping(people)
    return misfits + _outside(relationships, sessions)


def _turned(row: Row, first: str, last: str, heading: str) -> list[Misfit]:
    start, end = getattr(row.record, first), getattr(row.record, last)
    if start is None or end is None or start <= end:
        return []
    expected = f"on or after {heading} ({start:%d/%m/%Y} in {row.cells[first]})"
    return [_day(row, last, "M14", expected, "correct one of the two; the row was read as it is")]


def _day(row: Row, field: str, code: str, expected: str, advice: str) -> Misfit:
    found = f"{getattr(row.record, field):%d/%m/%Y}"
    return Misfit(code, Severity.ACT_NOW, row.sheet, row.cells[field], found, expected, advice)


def _overlapping(people: Iterable[Row]) -> list[Misfit]:
    misfits = []
    for one, other in combinations(people, 2):
        if one.record.person_id != other.record.person_id:
            continue
        if overlap((one.record.starts, one.record.ends), (other.record.starts, other.record.ends)):
            misfits.append(
                Misfit(
                    "M13",
                    Severity.ACT_NOW,
                    other.sheet,
                    other.cells["person_id"],
                    other.record.person_id,
                    f"a row for other days than {one.cells['person_id']}: both hold at one time",
                    "give the earlier row its last day in Ends on and the later one its first in Starts on; "
                    "two people need two ids",
                )
            )
    return misfits


def _outside(relationships: Sequence[Row], sessions: Iterable[Row]) -> list[Misfit]:
    """Return a misfit for each session on a day on which its relationship does not hold."""
    misfits = []
    targets: dict[str, list[Relationship]] = defaultdict(list)
    for one in relationships:
        for name in {one.record.rel_id, one.record.group} - {None}:
            targets[name].append(one.record)
    for row in sessions:
        session = row.record
        own = targets[session.rel_id]
        # A session that fell when its relationship ended stays in its row, cancelled.
        if session.cancelled_on or not own or any(one.holds(session.date) for one in own):
            continue
        field = "moved_to" if session.moved_to else "planned_date"
        expected = f"a day on which {session.rel_id} holds ({'; '.join(map(_span, own))})"
        advice = "correct the day, choose another relationship, or cancel the session"
        misfits.append(
            Misfit(
                "M16",
                Severity.ACT_NOW,
                row.sheet,
                row.cells[field],
                f"{session.date:%d/%m/%Y}",
                expected,
                advice,
            )
        )
    return misfits


def _span(relationship: Relationship) -> str:
    starts, ends = relationship.starts, relationship.ends
    words = [f"from {starts:%d/%m/%Y}"] if starts else []
    words += [f"to {ends:%d/%m/%Y}"] if ends else []
    return " ".join(words)


def _from(days: Days) -> dt.date:
    return days[0] or dt.date.min


def _to(days: Days) -> dt.date:
    return days[1] or dt.date.max
