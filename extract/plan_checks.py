"""Hold the rows of the four sheets against each other: ids that lead nowhere, rows that contradict others.

A row that leads nowhere is left out of the plan, and so are two different rows of one id; whatever else is
odd stays in and is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from extract.plan_calendar import check_calendar, check_schools, without_turned
from extract.plan_columns import PLAN_SHEETS
from extract.plan_misfits import Misfit
from extract.plan_periods import check_periods, overlap
from extract.plan_rows import Row, SheetRows
from extract.plan_values import Known
from forms.findings import Severity
from forms.mistakes import listed, suggested
from forms.plan import Plan

_EXAMPLE = "examples are not read: enter the row as one of your own"


def check_rows(read: Mapping[str, SheetRows], known: Known) -> tuple[Plan, tuple[Misfit, ...]]:
    """Return the plan of the rows that hold together, and what does not fit."""
    misfits: list[Misfit] = []
    roster, calendar = read["Roster"], without_turned(read["Calendar"], misfits)
    people = {row.record.person_id for row in roster.rows}
    relationships = _without_doubles(read["Relationships"], "rel_id", misfits)
    if roster.was_read:
        for field in ("supervisee_id", "supervisor_id"):
            relationships = _leading(relationships, field, people, roster, misfits)
        _check_deputies(relationships, people, roster, misfits)
    misfits += _without_reason(
        relationships.rows, "deputies", "deputies_reason", "they may sign all the same"
    )
    sessions = _without_doubles(read["Schedule"], "session_id", misfits)
    if read["Relationships"].was_read:
        targets = {row.record.rel_id for row in relationships.rows}
        targets |= {row.record.group for row in relationships.rows if row.record.group}
        sessions = _leading(sessions, "rel_id", targets, relationships, misfits)
    misfits += _without_reason(sessions.rows, "unable_to_sign", "unable_reason", "until then it is asked for")
    _check_optional(relationships, "follows", "rel_id", "M11", misfits)
    _check_optional(sessions, "rebooked_to", "session_id", "M17", misfits)
    misfits += _names_of_groups(relationships.rows)
    misfits += _alone(relationships.rows)
    misfits += check_periods(roster.rows, relationships.rows, sessions.rows)
    misfits += check_calendar(calendar.rows)
    misfits += check_schools(roster.rows, calendar, known.schools)
    plan = Plan(
        tuple(row.record for row in roster.rows),
        tuple(row.record for row in relationships.rows),
        tuple(row.record for row in calendar.rows),
        tuple(row.record for row in sessions.rows),
    )
    return plan, tuple(misfits)


def _keeping(sheet: SheetRows, rows: Iterable[Row], lost: Mapping[str, str]) -> SheetRows:
    return SheetRows(tuple(rows), sheet.misfits, {**sheet.lost, **lost}, sheet.was_read)


def _without_doubles(sheet: SheetRows, key: str, misfits: list[Misfit]) -> SheetRows:
    """Return the sheet without rows of an id that stands twice; the same row twice is one row."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        by_key[getattr(row.record, key)].append(row)
    kept, lost = [], {}
    for name, rows in by_key.items():
        if len(rows) == 1:
            kept.append(rows[0])
            continue
        same = all(row.record == rows[0].record for row in rows)
        if same:
            kept.append(rows[0])
            advice = "the rows say the same and were read as one: delete one of them"
        else:
            lost[name] = f"{rows[0].sheet}!{rows[0].cells[key]}"
            advice = "all of these rows were left out: give each an id of its own"
        for row in rows[1:]:
            others = listed(one.cells[key] for one in rows if one is not row)
            severity = Severity.SOON if same else Severity.ACT_NOW
            misfits.append(
                Misfit(
                    "M12",
                    severity,
                    row.sheet,
                    row.cells[key],
                    name,
                    f"an id of its own: {others} has it",
                    advice,
                )
            )
    return _keeping(sheet, sorted(kept, key=lambda row: row.number), lost)


def _leading(
    sheet: SheetRows, field: str, known: set[str], target: SheetRows, misfits: list[Misfit]
) -> SheetRows:
    """Return the sheet without rows whose `field` leads nowhere."""
    kept, lost = [], {}
    for row in sheet.rows:
        value = getattr(row.record, field)
        if value in known:
            kept.append(row)
            continue
        key = "rel_id" if sheet.rows[0].sheet == "Relationships" else "session_id"
        lost[getattr(row.record, key)] = f"{row.sheet}!{row.cells[field]}"
        misfits.append(_nowhere("M11", row, field, value, known, target, "the row was left out"))
    return _keeping(sheet, kept, lost)


def _nowhere(
    code: str, row: Row, field: str, value: str, known: set[str], target: SheetRows, effect: str
) -> Misfit:
    """Return the misfit for an id that leads nowhere."""
    where = {
        "rel_id": "an id or a group of Relationships",
        "follows": "an id of Relationships",
        "rebooked_to": "a session of Schedule",
    }.get(field, "a person of Roster")
    if value in target.lost:
        where += f" that could be read ({target.lost[value]})"
        advice = "put that row right first"
    elif value.startswith("EXAMPLE"):
        advice = _EXAMPLE
    else:
        advice = suggested(value, sorted({*known, *target.lost}), "enter it there, or correct it here")
    severity = Severity.ACT_NOW if "left out" in effect else Severity.SOON
    return Misfit(code, severity, row.sheet, row.cells[field], value, where, f"{advice}; {effect}")


def _check_deputies(sheet: SheetRows, people: set[str], roster: SheetRows, misfits: list[Misfit]) -> None:
    misfits += [
        _nowhere("M11", row, "deputies", deputy, people, roster, "it was kept as it is")
        for row in sheet.rows
        for deputy in row.record.deputies
        if deputy not in people
    ]


def _without_reason(rows: Iterable[Row], field: str, reason: str, effect: str) -> list[Misfit]:
    """Return what needs a reason beside it and has none."""
    return [
        Misfit(
            "M23",
            Severity.SOON,
            row.sheet,
            row.cells[field],
            shown if isinstance(shown := getattr(row.record, field), str) else "; ".join(shown),
            "a reason beside it",
            f"write why in {_heading(row.sheet, reason)}; {effect}",
        )
        for row in rows
        if getattr(row.record, field) and not getattr(row.record, reason)
    ]


def _heading(sheet: str, field: str) -> str:
    return next(one for one in PLAN_SHEETS if one.name == sheet).column(field).heading


def _check_optional(sheet: SheetRows, field: str, key: str, code: str, misfits: list[Misfit]) -> None:
    """Say what leads nowhere, or to its own row, and may stay."""
    known = {getattr(row.record, key) for row in sheet.rows}
    for row in sheet.rows:
        value = getattr(row.record, field)
        if value == getattr(row.record, key):
            expected = "the id of another row: it is this row's own"
            advice = "correct it; it was kept as it is"
            misfits.append(Misfit(code, Severity.SOON, row.sheet, row.cells[field], value, expected, advice))
        elif value is not None and value not in known:
            others = known - {getattr(row.record, key)}
            misfits.append(_nowhere(code, row, field, value, others, sheet, "it was kept as it is"))


def _names_of_groups(rows: Iterable[Row]) -> list[Misfit]:
    """Return one misfit for each group that is called as a relationship is: a session could be either's."""
    rows = tuple(rows)
    ids = {row.record.rel_id: row for row in rows}
    return [
        Misfit(
            "M12",
            Severity.ACT_NOW,
            row.sheet,
            row.cells["group"],
            row.record.group,
            f"a name of its own: it is the id in {ids[row.record.group].cells['rel_id']}",
            "give the group another name",
        )
        for row in rows
        if row.record.group in ids
    ]


def _alone(rows: Iterable[Row]) -> list[Misfit]:
    """Return what relationships of one person with themselves, and doubled ones, are to be said."""
    rows = tuple(rows)
    misfits = [
        Misfit(
            "M20",
            Severity.ACT_NOW,
            row.sheet,
            row.cells["supervisor_id"],
            row.record.supervisor_id,
            "somebody else than the supervisee",
            "nobody supervises themselves: correct one of the two",
        )
        for row in rows
        if row.record.supervisor_id == row.record.supervisee_id
    ]
    for one, other in combinations(rows, 2):
        if _pair(one) == _pair(other) and overlap(
            (one.record.starts, one.record.ends), (other.record.starts, other.record.ends)
        ):
            misfits.append(
                Misfit(
                    "M18",
                    Severity.SOON,
                    other.sheet,
                    other.cells["rel_id"],
                    other.record.rel_id,
                    f"the only open relationship of these two: {one.record.rel_id} in "
                    f"{one.cells['rel_id']} is one of the same series",
                    "end one of them, or delete it",
                )
            )
    return misfits


def _pair(row: Row) -> tuple[str, str, str, str | None]:
    one = row.record
    return one.supervisee_id, one.supervisor_id, one.series, one.group
