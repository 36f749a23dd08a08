"""X03, X05, X33: forms are back in time, held sessions have a record, and the agenda is complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.model import Policy, RecordType, Stage
from forms.rules import LeadTime, MinimumAgenda, RecordKept
from register.checks.breach import Breach, day, gravest, listed
from register.checks.facts import Facts, Paper, SessionFacts
from register.checks.shared import calendar_gap, is_recent, session_breach

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def return_due(policy: Policy, session: dt.date) -> dt.date:
    """Return the day by which the forms of a session are to be back, as the policy counts."""
    if not policy.return_working_days:
        return session - policy.return_days * _DAY
    due, left = session, policy.return_days
    while left > 0:
        due -= _DAY
        left -= due.weekday() < _SATURDAY
    return due


def check_returned(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X03: agenda or case notes came back late, or have not come. Nobody is late for what was not sent."""
    for session in facts.sessions:
        policy = facts.policies.get(session.policy or "")
        planned = session.planned
        if policy is None or planned is None or session.is_cancelled or not is_recent(planned.date, on):
            continue
        for rule in facts.rules_of(session.policy, LeadTime, session.series)[:1]:
            due = return_due(policy, planned.date)
            if session.logged is not None and session.logged.return_due is not None:
                due = max(due, session.logged.return_due)
            if not _was_sent_late(session, policy, planned.date):
                yield from _late(session, rule, due, on)


def _was_sent_late(session: SessionFacts, policy: Policy, date: dt.date) -> bool:
    sent = session.planned.sent_on if session.planned else None
    return sent is not None and sent > date - policy.issue_days * _DAY


def _late(session: SessionFacts, rule: LeadTime, due: dt.date, on: dt.date) -> Iterator[Breach]:
    planned = session.planned
    returned = planned.agenda_returned_on if planned else None
    if returned is not None:
        if returned > due:
            what = f"Agenda of {session.label}: came back on {day(returned)}, due by {day(due)}."
            yield session_breach(session, "X03", rule, (what, "Agree how the next one comes in time."))
        return
    agendas = [
        came for paper in _asked_back(session, rule) if (came := paper.came_on.get(Stage.AGENDA)) is not None
    ]
    sent = planned.sent_on if planned else None
    # Only where it is known when the forms went out: else they may have gone out too late.
    if agendas and sent is not None:
        last = max(agendas)
        if last > due:
            what = (
                f"Agenda or case notes of {session.label}: taken in on {day(last)}, due back by {day(due)}."
            )
            to_do = (
                "If they came back earlier, enter that day in the Schedule; if not, agree how the next come "
                "in time."
            )
            yield session_breach(session, "X03", rule, (what, to_do))
    elif not agendas and sent is not None and due < on and session.held_on is None and not session.papers:
        what = (
            f"Agenda of {session.label}: was sent on {day(sent)}, due back by {day(due)}, and has not come."
        )
        over = planned is not None and planned.date < on
        to_do = "Agree how the next one comes in time." if over else "Ask for it."
        yield session_breach(session, "X03", rule, (what, to_do))


def _asked_back(session: SessionFacts, rule: LeadTime) -> Iterator[Paper]:
    for paper in session.papers:
        due_back = paper.form in rule.forms if rule.forms else paper.record is not RecordType.AGREEMENT
        if due_back:
            yield paper


def check_record(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X05: a session was held, or its day has passed, and no record of it has come."""
    for session in facts.sessions:
        date = session.date
        if date is None or date >= on or session.has_record or session.is_cancelled:
            continue
        found: list[Breach] = []
        for rule in facts.rules_of(session.policy, RecordKept, session.series):
            calendar = facts.calendar(session.school)
            limit = calendar.nth_school_day_after(date, rule.school_days) if calendar else None
            if limit is None:
                if (on - date).days > rule.school_days:
                    found.append(calendar_gap(session.school, date))
            elif on > limit:
                found.append(_no_record(session, rule, limit))
        missing = gravest([one for one in found if one.code == "X05"])
        yield from [missing] if missing else found[:1]


def _no_record(session: SessionFacts, rule: RecordKept, limit: dt.date) -> Breach:
    if session.held_on is not None:
        what = f"Session of {session.label}: was held, and no record has come; due by {day(limit)}."
        to_do = "Ask the supervisor for the record."
    else:
        what = (
            f"Session of {session.label}: its day has passed, no record has come, and nothing says that it "
            "was held or cancelled."
        )
        to_do = "Ask for the record, or enter in the Schedule that it was cancelled or moved."
    return session_breach(session, "X05", rule, (what, to_do))


def check_agenda(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X33: a matter that each session speaks about has no answer on the form."""
    for session in facts.sessions:
        if session.date is not None and not is_recent(session.date, on):
            continue
        for rule in facts.rules_of(session.policy, MinimumAgenda, session.series):
            for paper in session.papers:
                if paper.form == rule.form and paper.has_reached(rule.stage):
                    yield from _without_answer(session, paper, rule)


def _without_answer(session: SessionFacts, paper: Paper, rule: MinimumAgenda) -> Iterator[Breach]:
    empty = [matter for matter, fields in rule.items.items() if not paper.filled & set(fields)]
    if empty:
        what = f"{paper.title} of {session.label}: nothing is said of {listed(empty)}."
        to_do = "Speak about it at the next session; “nothing to report” is an answer too."
        yield session_breach(session, "X33", rule, (what, to_do), part=f"{paper.name} {rule.id}")
