"""The trail of each action over all returned forms, and what of it goes into the next half term's.

The row of the latest form says how an action stands; the first form that says its words, its owner or its
date says what was agreed. A blank is no agreement, so what a later form fills in is one. Where a later form
shows other words, another owner or date, or lost the row, that is a finding: what was agreed stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forms.action_rows import Row, check_actions, is_claim, is_open, oldest_first, rows_of
from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.model import RecordType, Stage
from forms.names import cell_name
from forms.records import Action
from forms.reference import split_action_id
from forms.revisions import Revision, current_of, stage_rank


@dataclass(frozen=True, slots=True)
class Sighting:
    """One action on one returned form."""

    revision: Revision
    row: Row

    @property
    def is_open(self) -> bool:
        """Return whether the action is open here."""
        return is_open(self.row.action, self.revision.stage)

    @property
    def is_claim(self) -> bool:
        """Return whether a form that precedes the session says it is closed."""
        return is_claim(self.row.action, self.revision.stage)


@dataclass(frozen=True, slots=True)
class Trail:
    """One action from where it began to where it was last seen."""

    action: Action
    """Words, owner and date as first agreed; status and update as last said."""
    is_open: bool
    began: Sighting
    """Where it was agreed; the oldest form given where that one is not among them."""
    last: Sighting
    sightings: tuple[Sighting, ...]
    """Oldest first; only the forms that count, not the earlier stages that they replace."""


@dataclass(frozen=True, slots=True)
class Trails:
    """All actions, oldest first, and what a person should look at."""

    trails: tuple[Trail, ...]
    findings: tuple[tuple[Revision, Finding], ...]
    """Each beside the file that it is about."""


def case_codes(revisions: Iterable[Revision]) -> Mapping[str, frozenset[str]]:
    """Return policy id -> codes of its case forms among `revisions`: A3 is another form in each policy."""
    codes: dict[str, frozenset[str]] = {}
    for one in revisions:
        if one.definition.record is RecordType.CASE:
            policy = one.definition.policy.id
            codes[policy] = codes.get(policy, frozenset()) | {one.definition.code}
    return codes


def follow_actions(revisions: Iterable[Revision]) -> Trails:
    """Return the trail of each action in `revisions` (ordered as `revisions_of` gives them)."""
    revisions = tuple(revisions)
    codes = case_codes(revisions)
    rows = {
        id(one): rows_of(one.response, one.definition, codes.get(one.definition.policy.id, frozenset()))
        for one in revisions
    }
    current = current_of(revisions)
    findings = [(one, finding) for one in current for finding in check_actions(one.response, one.definition)]
    by_id: dict[str, list[Sighting]] = {}
    for one in current:
        for row in rows[id(one)]:
            by_id.setdefault(row.action.id, []).append(Sighting(one, row))
    lost = _lost_rows(revisions, current, rows)
    for sighting in lost:
        findings.append((sighting.revision, _removed(sighting)))
        # A row that was only drafted before the session may go at the session; any other goes on.
        drafted = not sighting.row.carried and sighting.revision.stage in {Stage.BLANK, Stage.AGENDA}
        if not drafted:
            by_id.setdefault(sighting.row.action.id, []).append(sighting)
    places = {id(one): index for index, one in enumerate(revisions)}
    trails = []
    for name, sightings in by_id.items():
        began = _beginning(name, sightings)
        ordered = sorted(
            sightings, key=lambda one: (one is not began and one.row.carried, places[id(one.revision)])
        )
        trails.append(_trail(began, tuple(ordered)))
        findings += [
            (one.revision, found)
            for at, one in enumerate(ordered, start=1)
            for found in _altered(_agreed(tuple(ordered[:at])), one)
        ]
    return Trails(tuple(sorted(trails, key=lambda trail: oldest_first(trail.action))), tuple(findings))


def _trail(began: Sighting, sightings: tuple[Sighting, ...]) -> Trail:
    last = sightings[-1]
    # Two files of one form and stage that differ: closing needs certainty, so an open row wins.
    rivals = [one for one in sightings if one.revision.key == last.revision.key]
    last = next((one for one in rivals if one.is_open), last)
    said = last.row.action
    agreed = {column: words.text for column, words in _agreed(sightings).items()}
    action = replace(
        began.row.action,
        text=agreed.get("action", ""),
        who=agreed.get("who"),
        by_when=agreed.get("by_when"),
        status=said.status,
        update=said.update,
        field=said.field,
        case_ref=said.case_ref or began.row.action.case_ref,
    )
    return Trail(action, last.is_open, began, last, sightings)


def _beginning(name: str, sightings: list[Sighting]) -> Sighting:
    parts = split_action_id(name)
    own = [
        one
        for one in sightings
        if not one.row.carried and (parts is None or one.revision.reference == parts[0])
    ]
    return own[0] if own else sightings[0]


def _lost_rows(
    revisions: tuple[Revision, ...], current: tuple[Revision, ...], rows: dict[int, tuple[Row, ...]]
) -> list[Sighting]:
    """Return the latest row of each action that an earlier stage of a form has and its last one lacks."""
    kept = {(one.key, row.action.id) for one in current for row in rows[id(one)]}
    lost: dict[tuple[str, str], Sighting] = {}
    standing = {id(one) for one in current}
    for one in sorted(revisions, key=lambda revision: stage_rank(revision.stage)):
        if id(one) in standing:
            continue
        for row in rows[id(one)]:
            place = (one.key, row.action.id)
            if place not in kept:
                lost[place] = Sighting(one, row)
    return list(lost.values())


def _removed(sighting: Sighting) -> Finding:
    one, row = sighting.revision, sighting.row
    severity = Severity.ACT_NOW if row.carried or one.stage is not Stage.AGENDA else Severity.NOTE
    return Finding(
        "X18",
        severity,
        cell_name(row.action.field, row.row_number, "action"),
        f"{one.response.path}: action {row.action.id} stands on the form at stage {one.stage} and not on "
        "its later stage. Ask who took it out, and put it back or close it with a status.",
    )


@dataclass(frozen=True, slots=True)
class _Agreed:
    """One of an action's words, owner and date, and the first form that says it."""

    text: str
    first: Sighting


def _agreed(sightings: tuple[Sighting, ...]) -> Mapping[str, _Agreed]:
    """Return column -> what was agreed; a column that is blank on every form is left out.

    What was typed for a day and is no date counts until a form gives one.
    """
    found: dict[str, _Agreed] = {}
    for one in sightings:
        for column, text in _cells(one).items():
            if text and (column not in found or _gives_the_day(column, found[column].text, text)):
                found[column] = _Agreed(text, one)
    return found


def _gives_the_day(column: str, before: str, now: str) -> bool:
    return column == "by_when" and parse_date(before) is None and parse_date(now) is not None


def _cells(sighting: Sighting) -> Mapping[str, str | None]:
    action = sighting.row.action
    return {"action": action.text, "who": action.who, "by_when": action.by_when}


def _altered(agreed: Mapping[str, _Agreed], later: Sighting) -> list[Finding]:
    if not later.row.carried:
        return []
    return [
        Finding(
            "X18",
            Severity.ACT_NOW,
            cell_name(later.row.action.field, later.row.row_number, column),
            f"{later.revision.response.path}: '{column}' of action {later.row.action.id} is not what was "
            f"agreed in {agreed[column].first.revision.response.path}. What was agreed stays; agree a new "
            "action if it has to change.",
        )
        for column, text in _cells(later).items()
        # A printed table may lack the column: no answer is not another answer.
        if text and _words(text) != _words(agreed[column].text)
    ]


def _words(text: str) -> list[str]:
    return text.split()
