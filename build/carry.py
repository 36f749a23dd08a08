"""What the last half term's forms hand to this one: open actions, and answers to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from build.filling import POINTER_LOCKS, FilledRow
from build.versions import offers_of
from forms.action_rows import Pointer
from forms.actions import carry_forward
from forms.dates import show_date
from forms.errors import NeedsPersonError, UsageError
from forms.findings import Finding, Severity
from forms.model import LOCKED_CARRIED_COLUMNS, Definition, Fact, RecordType
from forms.records import Action, Response
from forms.reference import parse_reference, split_action_id
from forms.revisions import Lookup, Revision, current_of, fact_of, revisions_of, same_answers


@dataclass(frozen=True, slots=True)
class Brought:
    """What earlier forms bring: rows for the carried table, offers, and findings."""

    rows: tuple[FilledRow, ...]
    offers: Mapping[str, str]
    findings: tuple[Finding, ...]


NOTHING = Brought((), {}, ())


@dataclass(frozen=True, slots=True)
class Target:
    """The form that is being made, as far as carrying needs to know it."""

    definition: Definition
    reference: str | None
    supervisee: str | None
    case_ref: str | None


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
    rows = tuple(
        row for action in carried.actions if (row := _row(action, target, _home(action, target, records)))
    )
    findings = (*carried.findings, *_not_carried(carried.unseen, target))
    offers, misfits = _offers(revisions, target)
    return Brought(rows, offers, (*findings, *misfits, *_differing_copies(revisions)))


def _differing_copies(revisions: Sequence[Revision]) -> Iterator[Finding]:
    current = current_of(revisions)
    for index, one in enumerate(current):
        for other in current[index + 1 :]:
            if one.key == other.key and not same_answers(one.response, other.response):
                yield Finding(
                    "X41",
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
    if person and target.supervisee and _folded(person) != _folded(target.supervisee):
        raise NeedsPersonError(
            "P05",
            f"{response.path}: is {person}'s form; expected {target.supervisee}'s; nothing was carried. "
            "Choose the right file, or write the name as it stands on that form.",
        )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


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
    if not pointer and (home is not kind or (kind is RecordType.CASE and action.case_ref != target.case_ref)):
        return None
    cells = {
        "ref": action.id,
        "action": f"See the case notes of {action.case_ref}." if pointer else action.text,
        "who": action.who,
        "by_when": show_date(action.by_when) if action.by_when else None,
        "status": None if pointer else action.status,
    }
    filled = {column: text for column, text in cells.items() if text}
    return FilledRow(filled, POINTER_LOCKS if pointer else LOCKED_CARRIED_COLUMNS & filled.keys())


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


def _offers(revisions: Sequence[Revision], target: Target) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Return the answers of the latest earlier form of this kind (and case) that may be offered again."""
    alike = [
        revision
        for revision in revisions
        if revision.definition.id == target.definition.id
        and (
            target.definition.record is not RecordType.CASE
            or fact_of(revision.response, revision.definition, Fact.CASE_REF) == target.case_ref
        )
    ]
    return offers_of(alike[-1], target.definition) if alike else ({}, ())
