"""Take one session's form a stage on: what the returned form says goes onto the clean next one.

People's words are kept as they are; only facts that the system owns may be refreshed. A field that
came back with two different answers is for a person to settle first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from build.filling import POINTER_LOCKS, FilledRow, carried_locks
from build.table_rows import carried_table
from forms.action_rows import is_claim, rows_of
from forms.dates import show_date, show_month
from forms.errors import NeedsPersonError, UsageError
from forms.model import ACTION_TABLES, Definition, Fact, Field, Kind, Stage
from forms.names import any_of_name, cell_name
from forms.numbers import show_number
from forms.records import Answer, Response, Signed, Span, State
from forms.reference import parse_reference
from forms.revisions import stage_rank, stage_reached
from forms.row_cells import column_of
from forms.spoken import called


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
    begins_form: bool = False
    """Another form of the session came back: the one to be made begins here."""
    stays: tuple[str, ...] = ()
    """What was answered on that other form and stands on it only."""


def resume(
    response: Response, definition: Definition, case_codes: frozenset[str], forms: Sequence[Definition] = ()
) -> Resumed:
    """Return what `response` hands on; `case_codes` are the codes of the policy's case forms.

    `forms` are all definitions of the policy, for a form that goes on from another (`continues`).
    UsageError for another form, NeedsPersonError for open conflicts.
    """
    before = next((form for form in forms if form.id == definition.continues == response.form), None)
    if before is not None:
        return _go_on_from(resume(response, before, case_codes), before, definition)
    if response.form != definition.id:
        raise UsageError(
            "P01",
            f"{response.path}: is {response.form}; expected {definition.id}; "
            "continue a form with its own earlier stage.",
        )
    _refuse_misfits(response, definition)
    _refuse_conflicts(response, definition)
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


def _go_on_from(resumed: Resumed, before: Definition, definition: Definition) -> Resumed:
    """Return what the form `before` of the same session hands to `definition`: facts, and what both ask.

    The carried actions go into the table of this form that takes them, as that form left them.
    """
    reference = parse_reference(resumed.reference or "")
    own = str(replace(reference, appendix=definition.code)) if reference else None
    both = {field.id: field for field in definition.answerable}
    asked = {field.id: field for field in before.answerable}
    printed = {field.id for field in before.fields if field.fact}
    heirs = {base: heir for base in asked.keys() - printed if (heir := _heir(asked[base], both))}
    answers = {
        f"{heirs[base]}{name.removeprefix(base)}": text
        for name, text in resumed.answers.items()
        if (base := name.partition("-")[0]) in heirs
    }
    rows: dict[str, tuple[FilledRow, ...]] = {}
    source, target = carried_table(before), carried_table(definition)
    if source is not None and target is not None:
        rows[target.id] = resumed.rows.get(source.id, ())
    taken = {*heirs, *printed, source.id if source is not None and rows else ""}
    written = {name.partition("-")[0] for name in resumed.answers}
    written |= {name for name, table in resumed.rows.items() if any(row.cells for row in table)}
    stays = tuple(field.id for field in before.answerable if field.id in written - taken)
    return replace(resumed, reference=own, answers=answers, rows=rows, begins_form=True, stays=stays)


def _heir(field: Field, asked: Mapping[str, Field]) -> str:
    """Return which field of `asked` asks the same: by its id, or by what it means for the log; "" if none.

    What is private stays where it was written, unless the very same question is asked again.
    """
    same = asked.get(field.id)
    if same is None and field.log and not field.private:
        same = next((other for other in asked.values() if other.log == field.log), None)
    return same.id if same is not None and same.kind is field.kind else ""


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


def _refuse_conflicts(response: Response, definition: Definition) -> None:
    torn = [where for name, answer in response.fields.items() for where in _conflicts(name, answer)]
    if torn:
        raise NeedsPersonError(
            "P02",
            f"{response.path}: {called(definition, *torn)} came back with more than one answer; "
            "expected one; settle it in the file, save it and try again.",
        )


def _conflicts(name: str, answer: Answer) -> list[str]:
    """Return the names of the boxes that have more than one answer: of a table, those of its cells."""
    cells = [
        cell_name(name, number, column)
        for number, row in (answer.cells or {}).items()
        for column, cell in row.items()
        if cell.state is State.CONFLICT
    ]
    return cells or ([name] if answer.state is State.CONFLICT else [])


def _shown(name: str, answer: Answer, definition: Definition) -> dict[str, str]:
    """Return what stands in the boxes of one answer, by their names."""
    value = answer.value
    field = next((field for field in definition.fields if field.id == name), None)
    if isinstance(value, Signed):
        signature = definition.field(name)
        date_name = signature.date_field or f"{name}-date"
        parts = {f"{name}-name": value.name, date_name: value.date and show_date(value.date)}
        return {part: text for part, text in parts.items() if text}
    if isinstance(value, Span):
        ends = {f"{name}-from": value.start, f"{name}-to": value.end}
        return {end: show_date(text) for end, text in ends.items() if text}
    if isinstance(value, tuple) and field is not None and field.kind is Kind.ANY_OF:
        return {any_of_name(name, str(option)): str(option) for option in value}
    text = as_shown(value, field.kind if field is not None else Kind.TEXT)
    return {name: text} if text else {}


def as_shown(value: object, kind: Kind) -> str:
    """Return one value as it is printed; what was typed and is none of its kind stays as it was typed."""
    if isinstance(value, int | float):
        return show_number(value)
    if not isinstance(value, str):
        return ""
    if kind is Kind.DATE:
        return show_date(value)
    return show_month(value) if kind is Kind.MONTH else value


def _rows(
    response: Response, definition: Definition, field: Field, case_codes: frozenset[str]
) -> tuple[FilledRow, ...]:
    """Return all rows of a table, blank spare ones too: their printed ids stay theirs."""
    answer = response.fields.get(field.id)
    if answer is None or answer.cells is None:
        return ()
    if field.kind not in ACTION_TABLES:
        return _plain_rows(answer.cells, field)
    given = {
        row.row_number: row.action.id
        for row in rows_of(response, definition, case_codes)
        if row.action.field == field.id
    }
    own = f"{response.reference or response.sha256[:12]}/"
    rows = []
    for number, cells in sorted(answer.cells.items()):
        shown = {
            column: text
            for column, cell in cells.items()
            if (text := as_shown(cell.value, _kind_of(field, column)))
        }
        if field.takes_carried and number in given and not given[number].startswith(own):
            shown["ref"] = given[number]
            rows.append(FilledRow(shown, carried_locks(shown)))
        elif field.kind is Kind.ACTIONS:
            shown |= {"ref": given[number]} if number in given else {}
            rows.append(FilledRow(shown, frozenset({"ref"} & shown.keys())))
        elif number in given:
            shown["ref"] = given[number]
            rows.append(FilledRow(shown, carried_locks(shown)))
        elif "ref" in shown:
            rows.append(FilledRow(shown, POINTER_LOCKS))
        elif shown:
            # Which action it is a person has to say: its ref stays empty and open.
            rows.append(FilledRow(shown, carried_locks(shown)))
    return tuple(rows)


def _kind_of(field: Field, column: str) -> Kind:
    return Kind.DATE if column == "by_when" else column_of(field, column).kind


def _plain_rows(cells: Mapping[int, Mapping[str, Answer]], field: Field) -> tuple[FilledRow, ...]:
    """Return the rows of a table that holds no actions, each in its place: a printed row keeps its number."""
    rows = []
    for number in range(1, max(cells, default=0) + 1):
        shown = {
            column: text
            for column, cell in cells.get(number, {}).items()
            if column in field.columns and (text := as_shown(cell.value, _kind_of(field, column)))
        }
        rows.append(FilledRow(shown))
    return tuple(rows)
