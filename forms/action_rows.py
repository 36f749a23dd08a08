"""The rows of one form's tables of actions: which of them are actions, and which id each one has.

An action keeps its id for life. Rows on a record that point to a case sheet are no actions of the record.
A carried row that lost its id is no action either until a person says which one it is: a new id would make
two actions of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.findings import Finding, Severity
from forms.model import ACTION_TABLES, Definition, Fact, Field, Kind, RecordType, Stage
from forms.names import cell_name
from forms.records import Action, Answer, Response
from forms.reference import action_id, parse_reference, split_action_id
from forms.revisions import fact_of

CLOSED_STATUSES = frozenset({"Done", "No longer needed"})
_CLAIM_STAGES = frozenset({Stage.BLANK, Stage.AGENDA})
_OWN_ID = re.compile(r"[0-9a-f]{12}/[1-9][0-9]*")
"""Of an action on a form without a reference: the beginning of the file's hash stands for it."""
_LAST = (1, 0, 0, 0, "", 0, "")
_MAKES_AN_ACTION = ("action", "who", "by_when")
"""What a row needs one of to be a new action: notes and words that stand there beforehand make none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row of a table of actions: the action, its row from 1, and whether it was carried here."""

    action: Action
    row_number: int
    carried: bool


@dataclass(frozen=True, slots=True)
class Pointer:
    """One line on a record that says on which case sheet an action stands."""

    ref: str
    """The action's id, or the reference of its sheet."""
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """What all tables of one form hold."""

    rows: tuple[Row, ...]
    pointers: tuple[Pointer, ...]
    findings: tuple[Finding, ...]


def rows_of(
    response: Response, definition: Definition, case_codes: frozenset[str] = frozenset()
) -> tuple[Row, ...]:
    """Return all actions on one form, in document order, with the rows that they stand in.

    Lines on a record that point to a case sheet are left out: their ref is a sheet's, or carries one of
    `case_codes` (the codes of the policy's case forms). So are carried rows without an id, and new rows
    with neither id nor words; `check_actions` has said so.
    """
    return _read(response, definition, case_codes).rows


def pointers_of(
    response: Response, definition: Definition, case_codes: frozenset[str]
) -> tuple[Pointer, ...]:
    """Return the lines on a record that point to a case sheet, in document order."""
    return _read(response, definition, case_codes).pointers


def check_actions(response: Response, definition: Definition) -> tuple[Finding, ...]:
    """Return a finding for each row whose id or words are missing: F12, H02, H03."""
    return _read(response, definition, frozenset()).findings


def is_carried_row(field: Field, ref: str, reference: str | None) -> bool:
    """Return whether a row with this ref is an action that its form (`reference`) did not begin itself."""
    if field.kind is Kind.CARRIED:
        return True
    is_id = split_action_id(ref) is not None or _OWN_ID.fullmatch(ref) is not None
    return field.takes_carried and is_id and ref.rpartition("/")[0] != reference


def makes_an_action(cells: Mapping[str, str]) -> bool:
    """Return whether a row of new actions, as it is shown, holds one, or says how one stands."""
    return any(cells.get(column) for column in (*_MAKES_AN_ACTION, "update", "status"))


def is_open(action: Action, stage: Stage) -> bool:
    """Return whether an action is open, as a form at `stage` shows it.

    Blank, Not started and In progress are open. What a form says before the session is a claim: still open.
    """
    return stage in _CLAIM_STAGES or action.status not in CLOSED_STATUSES


def is_claim(action: Action, stage: Stage) -> bool:
    """Return whether a form that precedes the session says that an action is closed."""
    return stage in _CLAIM_STAGES and action.status in CLOSED_STATUSES


def oldest_first(action: Action) -> tuple[int, int, int, int, str, int, str]:
    """Return a sort key: year, number, then action number; what is no id comes last, in the order given."""
    parts = split_action_id(action.id)
    if parts is None:
        return _LAST
    reference, number = parts
    return 0, reference.year, reference.number, number, reference.appendix, reference.sheet, reference.prefix


def _read(response: Response, definition: Definition, case_codes: frozenset[str]) -> _Table:
    base = response.reference or response.sha256[:12]
    case_ref = fact_of(response, definition, Fact.CASE_REF) if definition.record is RecordType.CASE else None
    taken = _printed_numbers(response, definition, base)
    used: set[str] = set()
    rows: list[Row] = []
    pointers: list[Pointer] = []
    findings: list[Finding] = []
    for field, row_number, row in _filled_rows(response, definition, base):
        ref = (row.pop("ref", None) or "").strip()
        text = row["action"] or ""
        if (
            ref
            and definition.record is not RecordType.CASE
            and _points_to_case(ref, definition.code, case_codes)
        ):
            pointers.append(Pointer(ref, text))
            continue
        carried = is_carried_row(field, ref, base)
        where = f"{response.path}, {field.accessible_name}, row {row_number}"
        if not text and (row["who"] or row["by_when"]):
            findings.append(_wordless(where, cell_name(field.id, row_number, "action"), has_id=bool(ref)))
        if carried and not (split_action_id(ref) or _OWN_ID.fullmatch(ref)):
            findings.append(_unidentified(where, cell_name(field.id, row_number, "ref"), ref))
        if not ref and (carried or not text):
            continue
        # A row that Word repeats takes its neighbour's locked ref along: the second one is another action.
        if not ref or (not carried and ref in used):
            given = action_id(base, max(taken, default=0) + 1)
            taken.add(max(taken, default=0) + 1)
            findings.append(_numbered(where, cell_name(field.id, row_number, "ref"), ref, given))
            ref = given
        used.add(ref)
        action = Action(
            ref, text, row["who"], row["by_when"], row["status"], row.get("update"), field.id, case_ref
        )
        rows.append(Row(action, row_number, carried))
    return _Table(tuple(rows), tuple(pointers), tuple(findings))


def _filled_rows(
    response: Response, definition: Definition, base: str
) -> Iterator[tuple[Field, int, dict[str, str | None]]]:
    for field in definition.fields:
        answer = response.fields.get(field.id)
        if field.kind not in ACTION_TABLES or answer is None:
            continue
        for row_number, row in _rows_in(answer, field):
            ref = (row["ref"] or "").strip()
            carried = is_carried_row(field, ref, base)
            # A pre-printed ref and a status that stands there by default do not make an action.
            if any(row[column] for column in _MAKES_AN_ACTION) or (carried and (ref or row["update"])):
                yield field, row_number, row


def _rows_in(answer: Answer, field: Field) -> Iterator[tuple[int, dict[str, str | None]]]:
    if answer.cells is not None:
        for row_number, cells in sorted(answer.cells.items()):
            yield row_number, {column: _text(cells.get(column), column) for column in field.columns}
    elif isinstance(answer.value, tuple):
        for row_number, row in enumerate(answer.value, start=1):
            if isinstance(row, Mapping):
                yield row_number, {column: _said(row.get(column)) for column in field.columns}


def _text(answer: Answer | None, column: str) -> str | None:
    value = answer.value if answer is not None else None
    if isinstance(value, tuple):
        # Two answers in one cell: no status is chosen (blank is open), words are all kept.
        return None if column in {"status", "ref"} else " / ".join(str(one) for one in value)
    return None if value is None else str(value)


def _said(value: str | float | None) -> str | None:
    return None if value is None else str(value)


def _printed_numbers(response: Response, definition: Definition, base: str) -> set[int]:
    """Return the action numbers that are printed on this form, filled in or not."""
    numbers: set[int] = set()
    for field in definition.fields:
        answer = response.fields.get(field.id)
        if field.kind is Kind.ACTIONS and answer is not None:
            for _, row in _rows_in(answer, field):
                head, slash, number = (row["ref"] or "").rpartition("/")
                if slash and head == base and number.isdecimal():
                    numbers.add(int(number))
    return numbers


def _points_to_case(ref: str, own_code: str, case_codes: frozenset[str]) -> bool:
    parts = split_action_id(ref)
    reference = parts[0] if parts else parse_reference(ref)
    if reference is None or reference.appendix == own_code:
        return False
    return parts is None or reference.sheet > 0 or reference.appendix in case_codes


def _numbered(where: str, name: str, ref: str, given: str) -> Finding:
    found = f"has the ref {ref} of another row" if ref else "has no ref of its own"
    return Finding(
        "H02",
        Severity.NOTE,
        name,
        f"{where}: the row {found}; it is now {given}. Use this ref for the action from here on.",
    )


def _wordless(where: str, name: str, *, has_id: bool) -> Finding:
    then = "It is carried on as it is" if has_id else "It has no ref either, so it is not carried on"
    return Finding(
        "H03",
        Severity.SOON,
        name,
        f"{where}: the row has an owner or a date, but no words. {then}; write what is to be done.",
    )


def _unidentified(where: str, name: str, ref: str) -> Finding:
    found = f"carries {ref!r} where an action's id is expected" if ref else "has lost its action's id"
    then = "" if ref else " Until it has one it is not carried on."
    return Finding(
        "F12",
        Severity.SOON,
        name,
        f"{where}: the row {found}. Find the id on the form where the action began.{then}",
    )
