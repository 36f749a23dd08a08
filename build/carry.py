"""What the last half term's forms hand to this one: open actions, and answers to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from build.elsewhere import Elsewhere, left_there, without_cases
from build.filling import POINTER_LOCKS, FilledRow, carried_locks
from build.left_behind import (
    about_other_cases,
    closed_rows,
    has_action,
    own_words,
    same_case,
    without_a_table,
)
from build.resume import as_shown
from build.table_rows import carried_table
from build.versions import offers_of, renewed_onto
from forms.action_rows import Pointer
from forms.actions import carry_forward, offered_rows
from forms.dates import show_date
from forms.errors import NeedsPersonError, UsageError
from forms.findings import Finding, Severity
from forms.model import (
    ACTION_TABLES,
    LABEL,
    Column,
    Definition,
    Fact,
    Field,
    Kind,
    RecordType,
)
from forms.naming import letters_of_name
from forms.records import Action, Answer, Response
from forms.reference import parse_reference, split_action_id
from forms.revisions import Lookup, Revision, current_of, fact_of, revisions_of, same_answers
from forms.row_cells import column_of


@dataclass(frozen=True, slots=True)
class Brought:
    """What earlier forms bring: rows for the carried table, offers, and findings."""

    rows: tuple[FilledRow, ...]
    offers: Mapping[str, str]
    findings: tuple[Finding, ...]
    offered_rows: Mapping[str, tuple[FilledRow, ...]] = dataclass_field(default_factory=dict)
    """Table -> rows of last time, to be confirmed."""


NOTHING = Brought((), {}, ())


@dataclass(frozen=True, slots=True)
class Target:
    """The form that is being made, as far as carrying needs to know it."""

    definition: Definition
    reference: str | None
    supervisee: str | None
    case_ref: str | None
    school: str | None = None
    before_at: str | None = None
    """The school of the earlier forms, where somebody knows it better than they say."""


def bring(
    previous: Sequence[Response], target: Target, lookup: Lookup, forms: Sequence[Definition]
) -> Brought:
    """Return what `previous` hands to `target`; `forms` are all definitions of the policy.

    UsageError for a form of another policy or of this same session; NeedsPersonError for a form of
    another person.
    """
    if not previous:
        return NOTHING
    revisions = revisions_of(previous, lookup)
    for revision in revisions:
        _check(revision, target)
    carried = carry_forward(previous, lookup)
    records = {form.code: form.record for form in forms}
    elsewhere = Elsewhere(revisions, target.school, target.before_at)
    stays = left_there(carried.actions, elsewhere, lambda one: _home(one, target, records))
    placed = {
        action: row
        for action in carried.actions
        if action not in stays and (row := _row(action, target, _home(action, target, records)))
    }
    rows = tuple(_with_own_columns(row, action, target, revisions) for action, row in placed.items())
    unseen = [one for one in carried.unseen if not elsewhere.holds(one.ref)]
    findings = [*carried.findings, *_not_carried(unseen, target), *elsewhere.findings(stays)]
    findings += about_other_cases(revisions, target.definition, target.case_ref)
    alike = _alike(revisions, target)
    table = carried_table(target.definition)
    if table is None:
        rows = ()
        findings += without_a_table(tuple(placed), target.definition)
    elif alike and table.takes_carried:
        rows += _rows_without_action(alike, table)
        findings += closed_rows(alike, table, frozenset(action.id for action in carried.actions))
    offers, misfits = offers_of(alike, target.definition) if alike else ({}, ())
    kinds = {field.id: field.kind for field in target.definition.fields}
    offers = {name: as_shown(text, kinds.get(name, Kind.TEXT)) for name, text in offers.items()}
    offered = _offered_rows(alike, target.definition) if alike else {}
    if alike and elsewhere.has(alike) and target.definition.record is RecordType.RECORD:
        offers, offered = without_cases(offers, offered, target.definition)
    return Brought(rows, offers, (*findings, *misfits, *_differing_copies(revisions)), offered)


def _differing_copies(revisions: Sequence[Revision]) -> Iterator[Finding]:
    current = current_of(revisions)
    for index, one in enumerate(current):
        for other in current[index + 1 :]:
            if one.key == other.key and not same_answers(one.response, other.response):
                yield Finding(
                    "X29" if one.response.kind == other.response.kind else "X41",
                    Severity.ACT_NOW,
                    None,
                    f"{one.response.path} and {other.response.path} are copies of one form that differ; "
                    "say which one counts, and give only that one.",
                )


def _check(revision: Revision, target: Target) -> None:
    response, definition = revision.response, revision.definition
    if definition.policy.id != target.definition.policy.id:
        raise UsageError(
            "P03",
            f"{response.path}: is a form of {definition.policy.name}; expected one of "
            f"{target.definition.policy.name}; give the last session's forms of the same policy.",
        )
    reference = parse_reference(target.reference or "")
    if reference and revision.reference and revision.reference.session == reference.session:
        raise UsageError(
            "P04",
            f"{response.path}: belongs to this same session ({reference.session}); expected an earlier one; "
            "take a session's own form a stage on with --continue.",
        )
    person = fact_of(response, definition, Fact.SUPERVISEE)
    if person and target.supervisee and letters_of_name(person) != letters_of_name(target.supervisee):
        raise NeedsPersonError(
            "P05",
            f"{response.path}: is {person}'s form; expected {target.supervisee}'s; nothing was carried. "
            "Choose the right file, or write the name as it stands on that form.",
        )


def _home(action: Action, target: Target, records: Mapping[str, RecordType]) -> RecordType:
    """Return the kind of form that an action lives on."""
    if action.case_ref:
        return RecordType.CASE
    parts = split_action_id(action.id)
    return records.get(parts[0].appendix, RecordType.RECORD) if parts else target.definition.record


def _row(action: Action, target: Target, home: RecordType) -> FilledRow | None:
    """Return the carried row of an action on this form, None where it does not belong here."""
    kind = target.definition.record
    pointer = home is RecordType.CASE and kind is RecordType.RECORD
    if not pointer and (
        home is not kind or (kind is RecordType.CASE and not same_case(action.case_ref, target.case_ref))
    ):
        return None
    cells = {
        "ref": action.id,
        "action": _pointing(action) if pointer else action.text,
        "who": action.who,
        "by_when": show_date(action.by_when) if action.by_when else None,
        "status": None if pointer else action.status,
    }
    filled = {column: text for column, text in cells.items() if text}
    return FilledRow(filled, POINTER_LOCKS if pointer else carried_locks(filled))


def _pointing(action: Action) -> str:
    """Return the words on a record for an action that is looked after on a case's own form."""
    if action.case_ref:
        return f"See the case notes of {action.case_ref}."
    return f"See {action.id.partition('/')[0]}, the form of the cases."


def _not_carried(pointers: Sequence[Pointer], target: Target) -> tuple[Finding, ...]:
    """Return a finding where actions of a case would stand here if its sheet had been given."""
    kind = target.definition.record
    if kind is RecordType.CASE:
        own = re.compile(rf"{re.escape(target.case_ref or '')}(?![0-9])")
        pointers = [one for one in pointers if target.case_ref and own.search(one.text)]
    if not pointers or kind not in {RecordType.RECORD, RecordType.CASE}:
        return ()
    named = "; ".join(f"{one.ref} ({one.text.rstrip('.')})" if one.text else one.ref for one in pointers)
    return (
        Finding(
            "H04",
            Severity.SOON,
            None,
            f"not carried, because the case sheet that it stands on is not among the earlier forms: {named}. "
            "Give that sheet too (--previous), or the action is on neither form.",
        ),
    )


def _alike(revisions: Sequence[Revision], target: Target) -> Revision | None:
    """Return the latest earlier form of this kind (and case), whose answers may be offered again."""
    alike = [
        revision
        for revision in revisions
        if revision.definition.id == target.definition.id
        and (
            target.definition.record is not RecordType.CASE
            or same_case(fact_of(revision.response, revision.definition, Fact.CASE_REF), target.case_ref)
        )
    ]
    return alike[-1] if alike else None


def _rows_without_action(revision: Revision, table: Field) -> tuple[FilledRow, ...]:
    """Return the rows of last time that say what a case is about and agree no action: the case goes on."""
    answer = revision.response.fields.get(table.id)
    rows = (answer.cells or {}) if answer is not None else {}
    return tuple(
        FilledRow(words)
        for _, cells in sorted(rows.items())
        if not has_action(cells) and (words := own_words(cells, table))
    )


def _offered_rows(revision: Revision, definition: Definition) -> dict[str, tuple[FilledRow, ...]]:
    """Return the rows of last time that `definition` offers again, as they are shown."""
    shown: dict[str, tuple[FilledRow, ...]] = {}
    for table, rows in offered_rows(renewed_onto(revision, definition), definition).items():
        field = definition.field(table)
        placed: dict[int, FilledRow] = {}
        labels = [fixed.label for fixed in field.row]
        for at, row in enumerate(rows, start=1):
            cells = {
                column: text
                for column in field.columns
                if (text := as_shown(row.get(column), column_of(field, column).kind))
            }
            number = labels.index(str(row[LABEL])) + 1 if row.get(LABEL) in labels else at
            placed[number] = FilledRow(cells)
        last = max(placed, default=0)
        shown[table] = tuple(placed.get(number, FilledRow({})) for number in range(1, last + 1))
    return shown


def _with_own_columns(
    row: FilledRow, action: Action, target: Target, revisions: Sequence[Revision]
) -> FilledRow:
    """Return the carried row with what its last form says in columns that this form's table has too."""
    table = carried_table(target.definition)
    own = {column.id: column for column in table.column} if table is not None else {}
    found: dict[str, str] = {}
    for revision in revisions if own else ():
        for field in revision.definition.answerable:
            answer = revision.response.fields.get(field.id)
            if field.kind not in ACTION_TABLES or answer is None:
                continue
            for cells in (answer.cells or {}).values():
                if cells.get("ref") is not None and cells["ref"].value == action.id:
                    found |= _travelling(cells, field, own)
    return FilledRow({**found, **row.cells}, row.locked)


def _travelling(cells: Mapping[str, Answer], field: Field, own: Mapping[str, Column]) -> dict[str, str]:
    """Return what travels of one row: of its own columns those that the other table has too."""
    found: dict[str, str] = {}
    for column in field.column:
        cell = cells.get(column.id)
        if column.carried and column.id in own and cell is not None:
            text = own[column.id].carried_as or as_shown(cell.value, column.kind)
            found |= {column.id: text} if text else {}
    return found
