"""Give sheets of different cases that bear one number a number each: somebody copied a sheet.

Whichever case came first under a number keeps it; of those that one import brought, the one whose reference
the form was issued with, then the lowest. Every other one takes the next free number of its session, with its
actions. What has no case reference is moved nowhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from forms.model import Fact
from forms.properties import ref_mark
from forms.records import Answer, Response, Row
from forms.reference import Reference, action_id, split_action_id

_MOST_SHEETS = 99
"""A reference has room for two digits."""

Numbers = Mapping[tuple[Reference, str], Reference]
"""(reference as printed, case) -> reference that this case's sheet goes by; only those that differ."""


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """A returned sheet says that a number is its case's. Ordered as the numbers are given."""

    received: int
    """The number of the import that brought it."""
    altered: bool
    """Its case reference is not the one that it was issued with."""
    case: str
    printed: Reference
    stage: int
    """The rank of the stage that it has reached."""
    sheets: int
    """How many sheets the session was given, as it says; 0 where it does not."""


def numbers_apart(claims: Iterable[Claim]) -> Numbers:
    """Return which sheets go by another reference than the one printed on them.

    The order of `claims` makes no difference. Of one import, what keeps its number is settled before what
    takes another. Where a session has no number left nothing is moved.
    """
    held: dict[Reference, str] = {}
    given: dict[tuple[Reference, str], Reference] = {}
    known: list[Claim] = []
    for _, group in itertools.groupby(sorted(claims), lambda one: one.received):
        batch = tuple(group)
        known += batch
        for one in batch:
            held.setdefault(one.printed, one.case)
        for one in batch:
            place = one.printed, one.case
            if held[one.printed] != one.case and place not in given:
                number = _gone_on_as(one, known) or _next_free(one, held)
                if number is not None:
                    held[number] = one.case
                    given[place] = number
    return given


def _gone_on_as(one: Claim, known: Iterable[Claim]) -> Reference | None:
    """Return the reference under which a sheet that is moved came back at a later stage already.

    Not where that reference also came at this stage: then it is another sheet of the same case.
    """
    first: dict[Reference, int] = {}
    stage = one.stage
    for other in known:
        if other.case == one.case and _is_beside(one.printed, other.printed):
            if other.printed == one.printed:
                stage = max(stage, other.stage)
            else:
                first[other.printed] = min(first.get(other.printed, other.stage), other.stage)
    return next((number for number in sorted(first) if first[number] > stage), None)


def _is_beside(one: Reference, other: Reference) -> bool:
    return replace(one, sheet=0) == replace(other, sheet=0)


def _next_free(one: Claim, held: Container[Reference]) -> Reference | None:
    first = max(one.printed.sheet, one.sheets) + 1
    numbers = (replace(one.printed, sheet=number) for number in range(first, _MOST_SHEETS + 1))
    return next((number for number in numbers if number not in held), None)


def under(response: Response, others: Mapping[Reference, Reference], reference: str | None) -> Response:
    """Return a response with `reference`, and with the ids of actions that began on one of `others` moved.

    Where it has another reference than before, its number of sheet is that one's, too.
    """
    marks = {
        ref_mark(name): ref_mark(moved) for name in _ids(response) if (moved := _moved(name, others)) != name
    }
    moved_to = reference if reference != response.reference else None
    return replace(
        response,
        reference=reference,
        header=_counted(response.header, int((moved_to or "").rpartition("-")[2] or 0)),
        fields={name: _moved_answer(answer, others) for name, answer in response.fields.items()},
        issued_rows={marks.get(mark, mark): said for mark, said in response.issued_rows.items()},
    )


def _counted(header: Mapping[Fact, str], number: int) -> Mapping[Fact, str]:
    """Return the header with the number of the sheet (0: as it is); there are as many at least."""
    counted = dict(header)
    if number and Fact.SHEET in header:
        counted[Fact.SHEET] = str(number)
    if number and (sheets := header.get(Fact.SHEETS, "")).isdecimal():
        counted[Fact.SHEETS] = str(max(number, int(sheets)))
    return counted


def _ids(response: Response) -> Iterable[str]:
    for answer in response.fields.values():
        for row in (answer.cells or {}).values():
            cell = row.get("ref")
            if cell is not None and isinstance(cell.value, str):
                yield cell.value


def _moved_answer(answer: Answer, others: Mapping[Reference, Reference]) -> Answer:
    cells, value = answer.cells, answer.value
    if cells is not None:
        cells = {
            number: {
                column: _moved_cell(cell, others) if column == "ref" else cell for column, cell in row.items()
            }
            for number, row in cells.items()
        }
    rows = tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()
    return replace(answer, value=tuple(_moved_row(row, others) for row in rows) or value, cells=cells)


def _moved_cell(cell: Answer, others: Mapping[Reference, Reference]) -> Answer:
    return replace(cell, value=_moved(cell.value, others)) if isinstance(cell.value, str) else cell


def _moved_row(row: Row, others: Mapping[Reference, Reference]) -> Row:
    ref = row.get("ref")
    return {**row, "ref": _moved(ref, others)} if isinstance(ref, str) else row


def _moved(name: str, others: Mapping[Reference, Reference]) -> str:
    parts = split_action_id(name.strip())
    if parts is None or parts[0] not in others:
        return name
    return action_id(str(others[parts[0]]), parts[1])
