"""What people type into each form at each stage: every one of them names a child, as people do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from forms.model import Definition, Kind, Owner, RecordType, Stage
from tests.stories.trust import Typed
from tests.term.invented import Pair

AGENDA_BOXES = {
    "esteem/a2-record": ("agenda_items", "training_undertaken"),
    "green-gates/a2-record": ("agenda_items-1-purpose", "cases_list-1-reason"),
    "highcliffe/a2-record-individual": ("q1_how_been", "q4_notices"),
    "harewood/a2-record": ("i1_wellbeing", "i4_team"),
    "ashbury-meadow/b-agenda": ("a5", "a6"),
}
"""Boxes that the supervisee writes in before the session."""
ACTION_TABLES = {
    "esteem/a2-record": "agenda_action",
    "green-gates/a2-record": "actions",
    "highcliffe/a2-record-individual": "actions_agreed",
    "highcliffe/a3-record-group": "group_action_plan",
    "harewood/a2-record": "actions",
    "ashbury-meadow/c-notes-actions": "rows",
}
CARRIED_TABLES = {
    "esteem/a2-record": "review_previous",
    "green-gates/a2-record": "prev_actions",
    "highcliffe/a2-record-individual": "prev_actions",
    "highcliffe/a3-record-group": "group_action_plan",
    "harewood/a2-record": "i2_review",
    "ashbury-meadow/c-notes-actions": "prev_actions",
}
CASE_BOXES = {
    "esteem/a3-case-notes": ("child_name", "case_update"),
    "green-gates/a3-case-proforma": ("child_name", "what_happened"),
    "harewood/a3-caseload-record": ("family_name", "summary"),
}
"""The box for the child's name, and one for words."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One action as it was agreed in a session."""

    words: str
    """As they were typed."""
    logged: str
    """As they stand in the log: a child goes by its reference."""
    owner: str
    by: dt.date


def words(pair: Pair, half: int) -> str:
    """Return a sentence that names the child of a pair."""
    return f"Week {half + 1}: {pair.child.name} was late twice; I rang home."


def agreed(pair: Pair, half: int, held: dt.date) -> tuple[Agreed, ...]:
    """Return the two actions that a pair agrees on in a session."""
    sheet = f"Agree one sheet, {pair.number}.{half}"
    nurse = f"Ring the nurse about {{}}, {pair.number}.{half}"
    return (
        Agreed(sheet, sheet, pair.supervisee.name, held + dt.timedelta(days=60)),
        Agreed(
            nurse.format(pair.child.name),
            nurse.format(f"[{pair.child.case_ref}]"),
            pair.supervisor.name,
            held + dt.timedelta(days=70),
        ),
    )


def agenda(form: Definition, pair: Pair, half: int) -> Typed:
    """Return what a supervisee types before the session, into the record or a case sheet."""
    if form.record is RecordType.CASE:
        name, told = CASE_BOXES[form.id]
        # Once a sheet is for a case, its reference stands fast.
        case = {} if half else {"header-case_ref": pair.child.case_ref}
        return {name: pair.child.name, told: words(pair, half), **case}
    return dict.fromkeys(AGENDA_BOXES[form.id], words(pair, half))


def meeting(form: Definition, pair: Pair, half: int, held: dt.date, carried: tuple[str, ...]) -> Typed:
    """Return what a supervisor types at the session; `carried` are the ids of carried actions, by row.

    The first of them is done, the others stay as they are.
    """
    if form.record is RecordType.CASE:
        return {}
    typed = {"actual_date": _day(held), "actual_length": "60"}
    table = ACTION_TABLES[form.id]
    after = len(carried) if CARRIED_TABLES[form.id] == table else 0
    for number, action in enumerate(agreed(pair, half, held), start=1 + after):
        typed |= {
            f"{table}-{number}-action": action.words,
            f"{table}-{number}-who": action.owner,
            f"{table}-{number}-by_when": _day(action.by),
        }
    if carried:
        typed[f"{CARRIED_TABLES[form.id]}-1-status"] = "Done"
    return typed


def group_agenda(group: Sequence[Pair], half: int) -> Typed:
    """Return what a group's supervisor types before the session: who is in it, and what it is about."""
    names = {f"in_attendance-{at}-name": one.supervisee.name for at, one in enumerate(group, start=1)}
    return {**names, "q1_how_been": words(group[0], half)}


def group_came(group: Sequence[Pair]) -> Typed:
    """Return the ticks of those who came: everybody."""
    return {f"in_attendance-{at}-came": "Yes" for at in range(1, len(group) + 1)}


def group_signs(group: Sequence[Pair], on: dt.date) -> Typed:
    """Return what the members of a group type to sign, all on one computer."""
    typed: dict[str, str] = {}
    for at, one in enumerate(group, start=1):
        typed |= {f"sig_supervisees-{at}-name": one.supervisee.name, f"sig_supervisees-{at}-date": _day(on)}
    return typed


def signature(form: Definition, owner: Owner, name: str, on: dt.date) -> Typed:
    """Return what one of the two types to sign a form."""
    typed: dict[str, str] = {}
    for field in form.answerable:
        if field.kind is Kind.SIGNATURE and field.owner is owner:
            typed |= {f"{field.id}-name": name, field.date_field or f"{field.id}-date": _day(on)}
    if owner is Owner.SUPERVISEE and any(one.id == "disagreement" for one in form.answerable):
        typed["disagreement"] = "No"
    return typed


def is_signed_here(form: Definition, stage: Stage) -> bool:
    """Return whether a form at a stage is to be signed."""
    return stage is Stage.SIGNING and any(one.kind is Kind.SIGNATURE for one in form.answerable)


def _day(on: dt.date) -> str:
    return f"{on:%d/%m/%Y}"
