"""One row per session, planned or come back: what became of it, and by when its papers are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from forms.log import SessionStatus, SignedState, academic_year
from forms.model import Stage
from forms.overview import Became, NotBack, SessionRow
from forms.rules import Signed
from register.checks.ahead import open_day
from register.checks.facts import Facts, SessionFacts
from register.checks.papers import return_due
from register.overview.half_terms import half_term_at

_DAY = dt.timedelta(days=1)
_REBOOK_DAYS = 5


def session_rows(facts: Facts, places: Mapping[str, str], on: dt.date) -> Iterator[SessionRow]:
    """Yield the sessions by day; those of which no day is known come last. `places` go by a file's hash."""
    numbers = _numbers(facts)
    by_id = {one.planned.session_id: one for one in facts.sessions if one.planned}
    for one in sorted(facts.sessions, key=lambda one: (one.date or dt.date.max, one.session_id)):
        hashes = one.logged.source_hash.split("; ") if one.logged is not None else []
        found = "; ".join(filter(None, (places.get(name) for name in hashes)))
        row = _row(facts, one, by_id, numbers.get(id(one)), on)
        yield replace(row, places=found or None)


def _numbers(facts: Facts) -> Mapping[int, int]:
    """Return the session (by identity) -> its number in the academic year of one person's supervision."""
    found: dict[int, int] = {}
    for supervision in facts.supervisions:
        counts: dict[str | None, int] = {}
        for one in supervision.sessions:
            if one.is_cancelled or len(one.relationships) > 1:
                continue
            year = academic_year(one.date)
            counts[year] = counts.get(year, 0) + 1
            found[id(one)] = counts[year]
    return found


def became(one: SessionFacts, on: dt.date) -> Became:
    """Return what became of a session, as far as is known on a day."""
    planned, held = one.planned, one.held_on
    if held is not None:
        late = planned is not None and held > planned.planned_date
        return Became.LATE if late else Became.HELD
    if one.is_cancelled:
        if planned is not None and planned.rebooked_to:
            return Became.REBOOKED
        return Became.CANCELLED if one.date is not None and one.date < on else Became.CALLED_OFF
    return Became.NOTHING if one.date is not None and one.date < on else Became.AHEAD


def _row(
    facts: Facts, one: SessionFacts, by_id: Mapping[str, SessionFacts], number: int | None, on: dt.date
) -> SessionRow:
    planned, log, held = one.planned, one.logged, one.held_on
    policy = facts.policies.get(one.policy or "")
    half = half_term_at(facts.calendar(one.school), one.date)
    first = planned.planned_date if planned else (log.planned_date if log else None)
    due = return_due(policy, first) if policy is not None and first is not None else None
    if log is not None and log.return_due is not None:
        due = log.return_due
    issue = first - policy.issue_days * _DAY if policy is not None and first is not None else None
    return SessionRow(
        session_id=one.session_id,
        log=log,
        academic_year=half.academic_year if half else academic_year(one.date),
        half_term=str(half.name) if half else None,
        term=str(half.term) if half else None,
        policy=policy.name if policy else (log.policy if log else one.policy),
        school=one.school,
        supervisee_id="; ".join(rel.supervisee_id for rel in one.relationships) or None,
        supervisee=(log.supervisee if log else None) or one.who,
        supervisor_id="; ".join(dict.fromkeys(rel.supervisor_id for rel in one.relationships)) or None,
        supervisor=one.supervisor,
        series=str(one.series) if one.series else None,
        session_no=number,
        planned_date=first,
        moved_to=planned.moved_to if planned else None,
        planned_start=planned.planned_start if planned else (log.planned_start if log else None),
        actual_date=held,
        venue=planned.venue if planned else None,
        status=str(log.status) if log is not None else str(_not_back(one, on)),
        became=became(one, on),
        cancelled_on=planned.cancelled_on if planned else None,
        cancelled_by=str(planned.cancelled_by) if planned and planned.cancelled_by else None,
        cancel_reason=planned.cancel_reason if planned else None,
        rebooked_to=planned.rebooked_to if planned else None,
        rebooked_in_5wd=_rebooked_in_time(facts, one, by_id),
        issue_on=open_day(facts, one, issue) if issue else None,
        issued_on=planned.sent_on if planned else None,
        return_due=open_day(facts, one, due) if due else None,
        returned_on=(planned.agenda_returned_on if planned else None) or _came(one, Stage.AGENDA),
        record_received_on=_record_came(one),
        sent_for_signature_on=planned.sent_for_signature_on if planned else None,
        signature_due=_signature_due(facts, one, held),
        places=None,
        days_to_sign=_days_to_sign(one, held),
    )


def _not_back(one: SessionFacts, on: dt.date) -> NotBack:
    planned = one.planned
    if one.held_on is not None:
        return NotBack.NO_RECORD
    if one.is_cancelled:
        return NotBack.CANCELLED
    if one.date is not None and one.date < on:
        return NotBack.NOTHING
    return NotBack.SENT if planned is not None and planned.sent_on is not None else NotBack.PLANNED


def _came(one: SessionFacts, stage: Stage) -> dt.date | None:
    return min((day for paper in one.papers if (day := paper.came_on.get(stage)) is not None), default=None)


def _record_came(one: SessionFacts) -> dt.date | None:
    record = one.record if one.has_record else None
    if record is None:
        return None
    return min((day for stage, day in record.came_on.items() if stage is not Stage.AGENDA), default=None)


def _rebooked_in_time(facts: Facts, one: SessionFacts, by_id: Mapping[str, SessionFacts]) -> bool | None:
    planned, calendar = one.planned, facts.calendar(one.school)
    if planned is None or not one.is_cancelled or calendar is None:
        return None
    target = by_id.get(planned.rebooked_to or "")
    limit = calendar.rebook_limit(planned.planned_date, _REBOOK_DAYS).open_days
    if target is None or target.date is None or limit is None:
        return None
    return target.date <= limit


def _signature_due(facts: Facts, one: SessionFacts, held: dt.date | None) -> dt.date | None:
    if held is None or _is_excused(one):
        return None
    days = [rule.days for rule in facts.rules_of(one.policy, Signed, one.series) if rule.days is not None]
    return held + days[0] * _DAY if days else None


def _is_excused(one: SessionFacts) -> bool:
    """Return whether a signature is missing and will be, which was accepted."""
    log = one.logged
    return (
        log is not None and log.status is SessionStatus.COMPLETE and log.signed_state is not SignedState.BOTH
    )


def _days_to_sign(one: SessionFacts, held: dt.date | None) -> int | None:
    log = one.logged
    if log is None or held is None or log.signed_state is not SignedState.BOTH:
        return None
    dates = [log.supervisee_signed_on, log.supervisor_signed_on]
    known = [date for date in dates if date is not None]
    # A date before the session is a slip (X10): how long it took is then not known.
    return (max(known) - held).days if len(known) == len(dates) and min(known) >= held else None
