"""One row per action over its life, and what a person should look at in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.dates import is_impossible_day, parse_date, show_date
from forms.findings import Finding, Severity
from forms.log import ON_THE_CASE_SHEET, ActionHistory, ActionStatus
from forms.meanings import Logged
from forms.model import Fact, Field, RecordType
from forms.reference import is_case_ref
from forms.revisions import fact_of, session_date
from forms.trails import Sighting, Trail
from register import logged
from register.children import Children
from register.sessions import ActionCounts

_STATUSES = {
    "In progress": ActionStatus.IN_PROGRESS,
    "Done": ActionStatus.DONE,
    "No longer needed": ActionStatus.NO_LONGER_NEEDED,
}


def action_row(
    trail: Trail, dates: Mapping[str, dt.date], children: Children
) -> tuple[ActionHistory, tuple[Finding, ...]]:
    """Return the row of one action and its X24, where its words name a child that a case sheet names."""
    action, began = trail.action, trail.began.revision
    definition, response = began.definition, began.response
    on_sheet = action.case_ref is not None or definition.record is RecordType.CASE
    text, named = ON_THE_CASE_SHEET, list[str]()
    update = ON_THE_CASE_SHEET if action.update else None
    if not on_sheet:
        masked = children.mask(action.text, parts=True)
        later = children.mask(action.update or "", parts=True)
        text, update = masked.text, later.text or None
        named = [*masked.named, *later.named]
    closed = _closing(trail)
    day = parse_date(action.by_when or "")
    row = ActionHistory(
        action_id=action.id,
        origin_session_id=began.session,
        origin_form=definition.id,
        origin_section=_section(definition.field(trail.began.row.action.field)),
        policy=definition.policy.name,
        school=fact_of(response, definition, Fact.SCHOOL),
        supervisee=fact_of(response, definition, Fact.SUPERVISEE),
        supervisor=fact_of(response, definition, Fact.SUPERVISOR),
        case_ref=action.case_ref if action.case_ref and is_case_ref(action.case_ref) else None,
        action_text=text,
        owner=action.who,
        due_date=day,
        due_text=None if day else action.by_when,
        agreed_on=_date_of(trail.began, dates),
        status=_status(trail),
        claimed=trail.action.status if trail.last.is_claim else None,
        last_update=update,
        times_carried=_times_carried(trail),
        closed_on=_date_of(closed, dates) if closed else None,
        closed_in_session=closed.revision.session if closed else None,
    )
    found: tuple[Finding, ...] = ()
    if named:
        found = (
            Finding(
                "X24",
                Severity.ACT_NOW,
                trail.began.row.action.field,
                f"Action {action.id} seems to name a child ({', '.join(dict.fromkeys(named))}); known names "
                "are replaced in the log. Reword the action on the form.",
            ),
        )
    return row, found


@dataclass(frozen=True, slots=True)
class Fault:
    """What an open action lacks, whatever a policy says of it."""

    code: str
    severity: Severity
    what: str
    to_do: str


def check_action(row: ActionHistory, on: dt.date) -> tuple[Finding, ...]:
    """Return the faults of an action as findings about the forms that it stands on."""
    return tuple(
        Finding(one.code, one.severity, None, f"{one.what} {one.to_do}") for one in faults_of(row, on)
    )


def faults_of(row: ActionHistory, on: dt.date) -> Iterator[Fault]:
    """Yield what an open action lacks: owner, date, readable date; and whether it is overdue or drifts."""
    if not row.is_open:
        return
    whose = row.owner or (f"session of {row.supervisee}" if row.supervisee else None)
    where = f"Action {row.action_id} ({whose})" if whose else f"Action {row.action_id}"
    if not row.owner:
        yield Fault("X13", Severity.SOON, f"{where} has no owner.", "Agree who does it.")
    if not row.due_date and not row.due_text:
        yield Fault("X14", Severity.SOON, f"{where} has no date.", "Agree by when it is done.")
    if row.due_text:
        why = (
            "is a day that does not exist" if is_impossible_day(row.due_text) else "cannot be read as a date"
        )
        what = f"{where}: what was written for its date {why}."
        yield Fault("X15", Severity.NOTE, what, "Agree on a day, and write it as in 28/02/2027.")
    days = row.overdue_days(on)
    if days and row.due_date:
        due = show_date(row.due_date.isoformat())
        ago = f"{days} day{'' if days == 1 else 's'} ago"
        yield Fault(
            "X16", Severity.SOON, f"{where} was due on {due}, {ago}.", "Close it or agree what happens."
        )
    if row.drift:
        what = f"{where} has been carried {row.times_carried} times."
        yield Fault("X17", Severity.SOON, what, "Decide at the next session what it needs.")


def count_actions(trails: tuple[Trail, ...]) -> Mapping[str, ActionCounts]:
    """Return per session how many actions began there, stood there as carried, and were closed there."""
    new: dict[str, int] = {}
    carried: dict[str, int] = {}
    closed: dict[str, int] = {}
    for trail in trails:
        if not trail.began.row.carried:
            _count(new, trail.began.revision.session)
        # An agenda that is a form of its own hands its actions to the record of the same session.
        began = trail.began.revision.session
        stood = {one.revision.session for one in trail.sightings if one.row.carried}
        for session in stood - (set() if trail.began.row.carried else {began}):
            _count(carried, session)
        if closing := _closing(trail):
            _count(closed, closing.revision.session)
    return {
        name: ActionCounts(new.get(name, 0), carried.get(name, 0), closed.get(name, 0))
        for name in {*new, *carried, *closed}
    }


def _count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def _times_carried(trail: Trail) -> int:
    sessions = {one.revision.session for one in trail.sightings if one.row.carried}
    return len(sessions - {trail.began.revision.session})


def _closing(trail: Trail) -> Sighting | None:
    """Return where a closed action was closed: the first form since which no form shows it open."""
    if trail.is_open:
        return None
    closing = trail.last
    for one in reversed(trail.sightings):
        if one.is_open:
            break
        closing = one
    return closing


def _status(trail: Trail) -> ActionStatus:
    said = [one.row.action.status for one in trail.sightings if not one.is_claim]
    if not trail.is_open:
        return _STATUSES[trail.last.row.action.status or ""]
    status = _STATUSES.get(said[-1] or "") if said else None
    return status if status is ActionStatus.IN_PROGRESS else ActionStatus.OPEN


def _section(field: Field) -> str:
    """Return the words that tell this table from the others: its own name where several share a label."""
    return field.accessible_name


def _date_of(sighting: Sighting, dates: Mapping[str, dt.date]) -> dt.date | None:
    one = sighting.revision
    if (day := dates.get(one.session)) is not None:
        return day
    own = logged.text_of(one, Logged.QA_DATE) or logged.text_of(one, Logged.QA_PREPARED)
    return parse_date(own or "") or session_date(one.response, one.definition)
