"""Find the headings of a sheet that people fill, and turn each row below them into a record.

Rows may stand in any order, with blank ones between; columns may be moved and others added. What does not fit
is named by its cell. A row whose needed cell does not fit is left out; of the others only the cell is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.plan_columns import ALL_SCHOOLS, EXAMPLE, HALF_TERMS, Column, PlanSheet, heading_key
from extract.plan_misfits import Misfit
from extract.plan_values import Known, Meaning, meaning_of, shown, text_in
from extract.sheet_cells import StoredCell, StoredSheet, place_of
from forms.findings import Severity
from forms.mistakes import listed, suggested
from forms.plan import CalendarRow, DayKind

_HEADINGS_WITHIN = 20
"""In which of the first rows the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that became a record."""

    sheet: str
    number: int
    """From 1, as Excel counts."""
    record: Any
    cells: Mapping[str, str]
    """Field -> cell, such as C7."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What a sheet holds; `lost`: key of a row that was left out -> where it stands."""

    rows: tuple[Row, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    lost: Mapping[str, str] = field(default_factory=dict)
    was_read: bool = False
    """Not where the sheet, or a heading that it needs, is missing."""


def rows_of(sheet: StoredSheet, spec: PlanSheet, known: Known) -> SheetRows:
    """Return the records of one sheet."""
    heading_row, found = _headings(sheet, spec)
    misfits = _heading_misfits(sheet, spec, heading_row, found)
    columns = {one.field: places[0] for one in spec.columns if len(places := found[one.field]) == 1}
    if any(one.needed and one.field not in columns for one in spec.columns):
        return SheetRows(misfits=tuple(misfits))
    misfits += _merged(sheet, spec, heading_row, columns)
    rows: list[Row] = []
    lost: dict[str, str] = {}
    for number in sorted({row for row, _ in sheet.cells if row > heading_row}):
        stored = {name: sheet.cells.get((number, column)) for name, column in columns.items()}
        if _is_example(stored[spec.key.field]):
            continue
        meanings = {name: meaning_of(cell, spec.column(name), known) for name, cell in stored.items()}
        if all(one.value is None and one.trouble is None for one in meanings.values()):
            continue
        cells = {name: place_of(number, column) for name, column in columns.items()}
        wrong, why = _row_misfits(spec, meanings, cells)
        misfits += wrong
        if why:
            if isinstance(key := meanings[spec.key.field].value, str):
                lost[key] = f"{spec.name}!{why}"
            continue
        rows.append(Row(spec.name, number, _record(spec, meanings), cells))
    return SheetRows(tuple(rows), tuple(misfits), lost, was_read=True)


def recognised(sheet: StoredSheet, spec: PlanSheet) -> bool:
    """Return whether a sheet has every heading that `spec` needs, whatever it is called itself."""
    _, found = _headings(sheet, spec)
    return all(found[one.field] for one in spec.columns if one.needed)


def _headings(sheet: StoredSheet, spec: PlanSheet) -> tuple[int, dict[str, list[int]]]:
    """Return the row that has most of the headings, and the columns of each field in it."""
    best: tuple[int, dict[str, list[int]]] = (1, {one.field: [] for one in spec.columns})
    for number, there in _first_words(sheet).items():
        found = {
            one.field: [
                column
                for column, words in there.items()
                if heading_key(words) in {heading_key(one.heading), heading_key(one.field)}
            ]
            for one in spec.columns
        }
        if sum(map(bool, found.values())) > sum(map(bool, best[1].values())):
            best = number, found
    return best


def _first_words(sheet: StoredSheet) -> dict[int, dict[int, str]]:
    """Return the words of the first rows: row -> column -> text, in order."""
    words: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row > _HEADINGS_WITHIN:
            break
        if isinstance(cell.value, str):
            words.setdefault(row, {})[column] = cell.value
    return words


def _heading_misfits(
    sheet: StoredSheet, spec: PlanSheet, heading_row: int, found: Mapping[str, list[int]]
) -> list[Misfit]:
    taken = {column for columns in found.values() for column in columns}
    free = {
        " ".join(words.split()): column
        for column, words in _first_words(sheet).get(heading_row, {}).items()
        if column not in taken
    }
    misfits = []
    for column in spec.columns:
        places = found[column.field]
        severity = Severity.ACT_NOW if column.needed else Severity.SOON
        left_out = "the whole sheet was left out" if column.needed else "its cells were taken as blank"
        if not places and column.later:
            continue
        if not places:
            advice = suggested(column.heading, free, f"put that heading back into row {heading_row}")
            misfits.append(
                Misfit(
                    "M02",
                    severity,
                    spec.name,
                    "",
                    "",
                    f"a column headed {column.heading}",
                    f"{advice}; {left_out}",
                    said=f"has no column headed {column.heading}",
                )
            )
        elif len(places) > 1:
            where = listed(place_of(heading_row, place) for place in places)
            advice = f"it stands in {where}: keep one; {left_out}"
            misfits.append(
                Misfit(
                    "M02",
                    Severity.ACT_NOW,
                    spec.name,
                    place_of(heading_row, places[1]),
                    column.heading,
                    "a heading that stands once",
                    advice,
                )
            )
    return misfits


def _merged(
    sheet: StoredSheet, spec: PlanSheet, heading_row: int, columns: Mapping[str, int]
) -> list[Misfit]:
    misfits = []
    for first_row, first, last_row, last in sheet.merged:
        if last_row > heading_row and any(first <= column <= last for column in columns.values()):
            anchor = sheet.cells.get((first_row, first))
            misfits.append(
                Misfit(
                    "M10",
                    Severity.SOON,
                    spec.name,
                    f"{place_of(first_row, first)}:{place_of(last_row, last)}",
                    shown(anchor) if anchor else "",
                    "in a cell of its own",
                    "unmerge the cells and fill each one; only the first of them was read",
                )
            )
    return misfits


def _is_example(cell: StoredCell | None) -> bool:
    return cell is not None and bool(EXAMPLE.match(text_in(cell) or ""))


def _row_misfits(
    spec: PlanSheet, meanings: Mapping[str, Meaning], cells: Mapping[str, str]
) -> tuple[list[Misfit], str]:
    """Return what of a row does not fit, and the first cell for which it is left out, "" if it is not."""
    misfits = []
    why = ""
    for column in spec.columns:
        meaning = meanings.get(column.field, Meaning(None))
        if column.needed and meaning.value is None:
            why = why or cells[column.field]
            left_out = "the row was left out"
        else:
            left_out = "the cell was taken as blank"
        if trouble := meaning.trouble:
            severity = Severity.ACT_NOW if column.needed else Severity.SOON
            advice = f"{trouble.advice}; {left_out}"
            at = cells[column.field]
            misfits.append(
                Misfit(trouble.code, severity, spec.name, at, trouble.found, trouble.expected, advice)
            )
        elif column.needed and meaning.value is None:
            misfits.append(_blank(spec, column, cells[column.field]))
    if spec.record is CalendarRow and not why and meanings["kind"].value is DayKind.HALF_TERM:
        name = meanings["name"].value if "name" in meanings else None
        if _half_term(name) is None:
            at = cells.get("name", "")
            advice = f"{suggested(str(name or ''), HALF_TERMS, 'choose one of them')}; the row was left out"
            expected = f"the name of a half term: {listed(HALF_TERMS)}"
            misfits.append(Misfit("M07", Severity.ACT_NOW, spec.name, at, str(name or ""), expected, advice))
            why = at or spec.name
    return misfits, why


def _blank(spec: PlanSheet, column: Column, cell: str) -> Misfit:
    expected = f"the {column.heading.lower()}"
    advice = f"such as {column.example}; the row was left out"
    return Misfit("M03", Severity.ACT_NOW, spec.name, cell, "", expected, advice)


def _half_term(name: object) -> str | None:
    return next((one for one in HALF_TERMS if str(name).casefold() == one.casefold()), None)


def _record(spec: PlanSheet, meanings: Mapping[str, Meaning]) -> Any:
    values: dict[str, Any] = {
        name: meaning.value for name, meaning in meanings.items() if meaning.value is not None
    }
    if spec.record is CalendarRow:
        values["school"] = "" if values["school"] == ALL_SCHOOLS else values["school"]
        name = values.get("name", "")
        values["name"] = _half_term(name) or name if values["kind"] is DayKind.HALF_TERM else name
    return spec.record(**values)
