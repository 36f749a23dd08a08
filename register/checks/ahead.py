"""What is due when: sessions and forms to come, and what should have been done by now.

Each thing is named without a case's words, so that a list of them may be mailed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forms.half_terms import HalfTerm
from forms.rules import (
    AgreementReview,
    Frequency,
    Period,
    QaInterval,
    RebookedWithin,
    RecordKept,
    SentForSignature,
    Signed,
)
from register.checks.agreements import review_due
from register.checks.breach import day, listed
from register.checks.facts import Facts, SessionFacts, Supervision
from register.checks.frequency import session_due
from register.checks.papers import return_due
from register.checks.quality import qa_due
from register.checks.shared import half_term_name
from register.checks.signatures import is_sent_for_signature, lacking_signatures

_DAY = dt.timedelta(days=1)


class Matter(StrEnum):
    """What kind of thing is due."""

    SESSION = "Session"
    NEW_DATE = "New date"
    FORMS = "Forms to send"
    AGENDA = "Agenda back"
    RECORD = "Record"
    TO_SIGN = "To be sent for signature"
    SIGNATURE = "Signature"
    ACTION = "Action"
    HALF_TERM = "Session in this half term"
    NEXT_SESSION = "Next session"
    AGREEMENT = "Agreement to review"
    QUALITY = "Review of quality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing, and the day by which it is due."""

    on: dt.date
    matter: Matter
    about: str
    """The id of the session, action or relationship."""
    what: str
    """One line, to be read after the matter; no child, and no words of a form but the names of who signs."""
    school: str | None
    who: str | None
    supervisor: str | None


def find_due(facts: Facts, on: dt.date, last: dt.date) -> tuple[Due, ...]:
    """Return what is due up to a day and not done as far as is known on `on`, the earliest first."""
    found = [
        *(due for session in facts.sessions for due in _of_session(facts, session, on)),
        *_actions(facts),
        *(due for one in facts.supervisions if one.holds(on) for due in _of_supervision(facts, one, on)),
    ]
    return tuple(
        sorted(
            (one for one in found if one.on <= last),
            key=lambda one: (one.on, list(Matter).index(one.matter), one.about),
        )
    )


def _of_session(facts: Facts, session: SessionFacts, on: dt.date) -> Iterator[Due]:
    if session.is_cancelled:
        yield from _new_date(facts, session)
    elif session.held_on is None:
        yield from _before(facts, session, on)
    elif not session.has_record:
        yield from _record(facts, session, session.held_on)
    else:
        yield from _signing(facts, session, session.held_on)


def _new_date(facts: Facts, session: SessionFacts) -> Iterator[Due]:
    planned = session.planned
    if planned is None or planned.rebooked_to is not None or planned.cancelled_on is None:
        return
    limit = planned.cancelled_on
    for rule in facts.rules_of(session.policy, RebookedWithin, session.series)[:1]:
        calendar = facts.calendar(session.school)
        found = calendar.rebook_limit(planned.planned_date, rule.working_days) if calendar else None
        limit = (found.open_days or found.plain) if found else limit
    yield _due(session, Matter.NEW_DATE, limit, f"{session.label}, which was cancelled")


def _before(facts: Facts, session: SessionFacts, on: dt.date) -> Iterator[Due]:
    """Yield a session to come, and its forms on their way; its record once its day has passed."""
    planned, policy = session.planned, facts.policies.get(session.policy or "")
    if planned is None:
        return
    if planned.date < on:
        limit = _record_due(facts, session, planned.date) or planned.date
        yield _due(session, Matter.RECORD, limit, f"{session.label}; nothing says whether it was held")
        return
    time = f" at {planned.planned_start:%H:%M}" if planned.planned_start else ""
    place = f", {planned.venue}" if planned.venue else ""
    whom = f" with {session.supervisor}" if session.supervisor else ""
    yield _due(session, Matter.SESSION, planned.date, f"{session.label}{whom}{time}{place}")
    if policy is None:
        return
    if planned.sent_on is None and not session.papers:
        issue = open_day(facts, session, planned.date - policy.issue_days * _DAY)
        ready = "; made, and in the outbox" if session.session_id in facts.prepared else ""
        yield _due(session, Matter.FORMS, issue, f"{session.label}{ready}")
    elif planned.agenda_returned_on is None and not session.papers:
        back = open_day(facts, session, return_due(policy, planned.date))
        yield _due(session, Matter.AGENDA, back, session.label)


def open_day(facts: Facts, session: SessionFacts, date: dt.date) -> dt.date:
    """Return the day itself, or the last school day before it where the school is closed then."""
    calendar = facts.calendar(session.school)
    return (calendar.last_school_day_by(date) if calendar else None) or date


def _record(facts: Facts, session: SessionFacts, held: dt.date) -> Iterator[Due]:
    limit = _record_due(facts, session, held)
    if limit is not None:
        yield _due(session, Matter.RECORD, limit, session.label)


def _record_due(facts: Facts, session: SessionFacts, date: dt.date) -> dt.date | None:
    """Return by when the record of a session of that day is to be there; None where no rule asks for one."""
    limits = []
    for rule in facts.rules_of(session.policy, RecordKept, session.series):
        calendar = facts.calendar(session.school)
        limit = calendar.nth_school_day_after(date, rule.school_days) if calendar else None
        limits.append(limit or date)
    return min(limits, default=None)


def _signing(facts: Facts, session: SessionFacts, held: dt.date) -> Iterator[Due]:
    if not is_sent_for_signature(session):
        for rule in facts.rules_of(session.policy, SentForSignature, session.series):
            if rule.days is not None:
                limit = held + rule.days * _DAY
                yield _due(session, Matter.TO_SIGN, limit, session.label)
                return
    record = session.record
    for signed in facts.rules_of(session.policy, Signed, session.series):
        lacking = lacking_signatures(facts, session, record, signed) if record is not None else []
        if signed.days is not None and lacking:
            limit = held + signed.days * _DAY
            yield _due(session, Matter.SIGNATURE, limit, f"{session.label}: {listed(lacking)}")
            return


def _actions(facts: Facts) -> Iterator[Due]:
    for row in facts.log.actions:
        if row.is_open and row.due_date is not None:
            whose = f" ({row.owner})" if row.owner else ""
            yield Due(
                on=row.due_date,
                matter=Matter.ACTION,
                about=row.action_id,
                what=f"{row.action_id}{whose}",
                school=row.school,
                who=row.owner or row.supervisee,
                supervisor=row.supervisor,
            )


def _of_supervision(facts: Facts, one: Supervision, on: dt.date) -> Iterator[Due]:
    who = facts.whose(one, on)
    for half in _half_term_without(facts, one, on):
        text = f"{who}; nothing says that one was held or is planned in {half_term_name(half)}"
        yield _for(facts, one, on, Matter.HALF_TERM, half.last, text)
    next_by = _next_session(facts, one, on)
    if next_by is not None:
        last = one.held[-1].held_on if one.held else None
        since = f"the last was held on {day(last)}" if last else "nothing says that one was held"
        yield _for(
            facts, one, on, Matter.NEXT_SESSION, next_by, f"{who}; {since}, and none is planned by then"
        )
    rel = one.relationship(on)
    for review in facts.rules_of(one.policy, AgreementReview, one.series)[:1]:
        limit = review_due(facts, rel, review)
        if limit is not None:
            supervisor = facts.people.name_of(rel.supervisor_id, on)
            yield _for(facts, one, on, Matter.AGREEMENT, limit, f"{who} with {supervisor}")
    for quality in facts.rules_of(one.policy, QaInterval, one.series)[:1]:
        limit = qa_due(facts, one, quality)
        if limit is not None:
            yield _for(facts, one, on, Matter.QUALITY, limit, who)


def _half_term_without(facts: Facts, one: Supervision, on: dt.date) -> Iterator[HalfTerm]:
    """Yield the running half term where the policy asks for a session in it, and none is held or planned."""
    rules = facts.rules_of(one.policy, Frequency, one.series)
    calendar = facts.calendar(facts.people.school_of(one.supervisee_id, on))
    half = calendar.half_term_of(on) if calendar else None
    if half is None or all(rule.per is not Period.HALF_TERM for rule in rules):
        return
    days = [session.held_on for session in one.held]
    days += [session.planned.date for session in one.ahead(on) if session.planned]
    if not any(date is not None and date in half for date in days):
        yield half


def _next_session(facts: Facts, one: Supervision, on: dt.date) -> dt.date | None:
    """Return by when a policy that counts days or months asks for a session.

    None where it counts none, and where a session is planned by then.
    """
    person = facts.plan.person(one.supervisee_id, on)
    if person is None or person.is_absent(on):
        return None
    limits = [
        limit
        for rule in facts.rules_of(one.policy, Frequency, one.series)
        if rule.per is None
        and rule.applies_to(holds_cases=person.holds_cases, new_to_post=person.new_to_post)
        and (limit := session_due(facts, one, rule, on)) is not None
    ]
    first = min(limits, default=None)
    days = [session.planned.date for session in one.ahead(on) if session.planned]
    return None if first is None or any(date <= first for date in days) else first


def _for(facts: Facts, one: Supervision, on: dt.date, matter: Matter, limit: dt.date, what: str) -> Due:
    return Due(
        on=limit,
        matter=matter,
        about=one.about,
        what=what,
        school=facts.people.school_of(one.supervisee_id, on),
        who=facts.people.name_of(one.supervisee_id, on),
        supervisor=facts.people.name_of(one.relationship(on).supervisor_id, on),
    )


def _due(session: SessionFacts, matter: Matter, limit: dt.date, what: str) -> Due:
    return Due(
        on=limit,
        matter=matter,
        about=session.session_id,
        what=what,
        school=session.school,
        who=session.who,
        supervisor=session.supervisor,
    )
