"""The rules about actions: what stands on one form, what is still open, and what may be offered again.

An action keeps its id, its words, its owner and its date for life, as they were first agreed. Only a
person closes it, at a session: "Done" on an agenda is a claim that the supervisor has yet to confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.action_rows import Pointer, check_actions, is_open, pointers_of, rows_of
from forms.findings import Finding
from forms.meanings import Logged
from forms.model import LABEL, OFFERED_KINDS, Carry, Definition, Field, Kind, RecordType
from forms.names import any_of_name
from forms.numbers import show_number
from forms.records import Action, Response, Row, State
from forms.revisions import Lookup, Revision, current_of, revisions_of
from forms.trails import case_codes, follow_actions

__all__ = ["Carried", "actions_of", "carry_forward", "check_actions", "is_open", "offered", "offered_rows"]

_OFFERING_RECORDS = frozenset({RecordType.RECORD, RecordType.CASE})


@dataclass(frozen=True, slots=True)
class Carried:
    """The open actions for the next form, oldest first, and what a person should look at."""

    actions: tuple[Action, ...]
    findings: tuple[Finding, ...]
    unseen: tuple[Pointer, ...] = ()
    """Lines of the last record that point to a case sheet which is not among the forms."""


def actions_of(
    response: Response, definition: Definition, case_codes: frozenset[str] = frozenset()
) -> tuple[Action, ...]:
    """Return all actions on one form, in document order, carried ones and new ones.

    Lines on a record that point to a case sheet are left out: their ref is a sheet's, or carries one of
    `case_codes` (the codes of the policy's case forms).
    """
    return tuple(row.action for row in rows_of(response, definition, case_codes))


def carry_forward(responses: Iterable[Response], lookup: Lookup) -> Carried:
    """Return the open actions of these forms, oldest first, each id once.

    The latest form's row says how an action stands; its words, owner and date are as first agreed. Case
    sheets' actions have their `case_ref` and belong on the next sheet of that case; those of monitoring
    forms belong on the next monitoring form.
    """
    revisions = revisions_of(responses, lookup)
    followed = follow_actions(revisions)
    actions = tuple(trail.action for trail in followed.trails if trail.is_open)
    findings = tuple(finding for _, finding in followed.findings)
    return Carried(actions, findings, _unseen(revisions, {trail.action.id for trail in followed.trails}))


def _unseen(revisions: tuple[Revision, ...], seen: set[str]) -> tuple[Pointer, ...]:
    codes = case_codes(revisions)
    sheets = {str(one.reference) for one in revisions if one.reference}
    records = [one for one in current_of(revisions) if one.definition.record is RecordType.RECORD]
    # What an older record points to may have been closed on its sheet since.
    last = [one for one in records if one.session == records[-1].session]
    pointers = {
        pointer.ref: pointer
        for one in last
        for pointer in pointers_of(
            one.response, one.definition, codes.get(one.definition.policy.id, frozenset())
        )
        if pointer.ref not in seen | sheets
    }
    return tuple(pointers.values())


def offered(response: Response, definition: Definition) -> Mapping[str, str]:
    """Return what the next form may offer for a person to confirm: name of a box -> text.

    Only of records and case sheets, where the definition says so; never a signature or a judgement's tick.
    An answer may be offered in another box than it stood in (`carry_from`). Rows are `offered_rows`.
    """
    if definition.record not in _OFFERING_RECORDS:
        return {}
    found: dict[str, str] = {}
    for field in definition.fields:
        if (
            field.carry is Carry.OFFER
            and field.kind in OFFERED_KINDS
            and not _is_settled(field, response, definition)
        ):
            source = field.carry_from or field.id
            for name in ("", "-other", "-comment"):
                found |= _kept_texts(response, f"{source}{name}", f"{field.id}{name}", field)
    return found


def _is_settled(field: Field, response: Response, definition: Definition) -> bool:
    """Return whether this is a note on a disagreement that the form says there is not."""
    if Logged.DISAGREEMENT_NOTE not in {field.log, field.id}:
        return False
    asked = (one for one in definition.fields if Logged.DISAGREEMENT in {one.log, one.id})
    return any(response.text(one.id) == "No" for one in asked)


def _kept_texts(response: Response, source: str, name: str, field: Field) -> dict[str, str]:
    answer = response.fields.get(source)
    if answer is None or answer.state is not State.FILLED:
        return {}
    value = answer.value
    if isinstance(value, tuple):
        known = [option for option in value if option in field.all_options]
        return {any_of_name(name, str(option)): str(option) for option in known}
    if isinstance(value, int | float):
        return {name: show_number(value)}
    # An answer that was typed past the printed options has no box to stand in.
    fits = field.kind is not Kind.CHOICE or name != field.id or value in field.all_options
    return {name: value} if isinstance(value, str) and value and fits else {}


def offered_rows(response: Response, definition: Definition) -> Mapping[str, tuple[Row, ...]]:
    """Return the rows that the next form may offer for a person to confirm: table id -> rows with an answer.

    Of records and case sheets, where the definition says so; columns that do not travel are left out, and
    those that have words of their own for a row that travelled say these.
    """
    if definition.record not in _OFFERING_RECORDS:
        return {}
    found: dict[str, tuple[Row, ...]] = {}
    for field in definition.fields:
        answer = response.fields.get(field.carry_from or field.id)
        if field.carry is not Carry.OFFER or field.kind is not Kind.TABLE or answer is None:
            continue
        rows = answer.value if isinstance(answer.value, tuple) else ()
        travelled = tuple(_travelled(row, field) for row in rows if isinstance(row, Mapping))
        if travelled:
            found[field.id] = travelled
    return found


def _travelled(row: Row, field: Field) -> Row:
    kept = {column.id: row.get(column.id) for column in field.column if column.carried}
    said = {
        column.id: column.carried_as
        for column in field.column
        # What was left blank has travelled as a blank: nobody said anything there.
        if column.carried and column.carried_as and row.get(column.id)
    }
    label = {LABEL: row[LABEL]} if row.get(LABEL) else {}
    return {**label, **kept, **said}
