"""Take one session's form a stage on: what the returned form says goes onto the clean next one.

People's words are kept as they are; only facts that the system owns may be refreshed. A field that
came back with two different answers is for a person to settle first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from build.filling import POINTER_LOCKS, FilledRow
from forms.action_rows import is_claim, rows_of
from forms.dates import show_date
from forms.errors import NeedsPersonError, UsageError
from forms.model import LOCKED_CARRIED_COLUMNS, Definition, Fact, Field, Kind, Stage
from forms.records import Answer, Response, Signed, State
from forms.reference import parse_reference
from forms.revisions import stage_rank, stage_reached


@dataclass(frozen=True, slots=True)
class Resumed:
    """What a returned form hands to the next stage, as it is shown."""

    stage: Stage
    """How far the returned form has come."""
    reference: str | None
    header: Mapping[Fact, str]
    """Without the date to return it by: each stage has its own."""
    answers: Mapping[str, str]
    rows: Mapping[str, tuple[FilledRow, ...]]
    claims: tuple[str, ...] = ()
    """Ids of actions that this form, which precedes the session, says are closed."""


def resume(response: Response, definition: Definition, case_codes: frozenset[str]) -> Resumed:
    """Return what `response` hands on; `case_codes` are the codes of the policy's case forms.

    UsageError for another form, NeedsPersonError for open conflicts.
    """
    if response.form != definition.id:
        raise UsageError(
            "P01",
            f"{response.path}: is {response.form}; expected {definition.id}; "
            "continue a form with its own earlier stage.",
        )
    _refuse_misfits(response, definition)
    _refuse_conflicts(response)
    answers: dict[str, str] = {}
    for name, answer in response.fields.items():
        answers |= _shown(name, answer, definition)
    rows = {
        field.id: _rows(response, definition, field, case_codes)
        for field in definition.answerable
        if field.columns
    }
    header: dict[Fact, str] = {
        fact: show_date(text) for fact, text in response.header.items() if fact is not Fact.RETURN_BY
    }
    reached = stage_reached(response, definition)
    claims = tuple(
        row.action.id for row in rows_of(response, definition, case_codes) if is_claim(row.action, reached)
    )
    return Resumed(reached, response.reference, header, answers, rows, claims)


def next_stage(reached: Stage, definition: Definition) -> Stage:
    """Return the stage after `reached`, the last one where there is none."""
    later = [stage for stage in definition.stages if stage_rank(stage) > stage_rank(reached)]
    return later[0] if later else definition.stages[-1]


def _refuse_misfits(response: Response, definition: Definition) -> None:
    reference = parse_reference(response.reference or "")
    if response.reference and (reference is None or reference.appendix != definition.code):
        raise UsageError(
            "P15",
            f"{response.path}: carries the reference {response.reference}; expected one of this form, with "
            f"{definition.code} at its end; find out which session it belongs to.",
        )


def _refuse_conflicts(response: Response) -> None:
    torn = [name for name, answer in response.fields.items() if _conflicts(answer)]
    if torn:
        raise NeedsPersonError(
            "P02",
            f"{response.path}: {', '.join(torn)} came back with more than one answer; "
            "expected one; settle it in the file, save it and try again.",
        )


def _conflicts(answer: Answer) -> bool:
    cells = (cell for row in (answer.cells or {}).values() for cell in row.values())
    return answer.state is State.CONFLICT or any(cell.state is State.CONFLICT for cell in cells)


def _shown(name: str, answer: Answer, definition: Definition) -> dict[str, str]:
    value = answer.value
    if isinstance(value, Signed):
        signature = definition.field(name)
        date_name = signature.date_field or f"{name}-date"
        parts = {f"{name}-name": value.name, date_name: value.date and show_date(value.date)}
        return {part: text for part, text in parts.items() if text}
    if isinstance(value, int):
        return {name: str(value)}
    if not isinstance(value, str):
        return {}
    is_date = any(field.id == name and field.kind is Kind.DATE for field in definition.fields)
    return {name: show_date(value) if is_date else value}


def _rows(
    response: Response, definition: Definition, field: Field, case_codes: frozenset[str]
) -> tuple[FilledRow, ...]:
    """Return all rows of a table, blank spare ones too: their printed ids stay theirs."""
    answer = response.fields.get(field.id)
    if answer is None or answer.cells is None:
        return ()
    given = {
        row.row_number: row.action.id
        for row in rows_of(response, definition, case_codes)
        if row.action.field == field.id
    }
    rows = []
    for number, cells in sorted(answer.cells.items()):
        shown = {
            column: show_date(cell.value) if column == "by_when" else cell.value
            for column, cell in cells.items()
            if isinstance(cell.value, str)
        }
        if field.kind is Kind.ACTIONS:
            shown |= {"ref": given[number]} if number in given else {}
            rows.append(FilledRow(shown, frozenset({"ref"} & shown.keys())))
        elif number in given:
            shown["ref"] = given[number]
            rows.append(FilledRow(shown, LOCKED_CARRIED_COLUMNS & shown.keys()))
        elif "ref" in shown:
            rows.append(FilledRow(shown, POINTER_LOCKS))
        elif shown:
            # Which action it is a person has to say: its ref stays empty and open.
            rows.append(FilledRow(shown, LOCKED_CARRIED_COLUMNS & shown.keys()))
    return tuple(rows)
