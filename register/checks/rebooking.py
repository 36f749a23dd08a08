"""X19, X20: a cancelled session gets a new date at once, and not too late a one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.findings import Severity
from forms.plan import PlannedSession
from forms.rules import CancellationNamed, RebookedAtOnce, RebookedWithin
from register.checks.breach import Breach, day
from register.checks.facts import Facts, SessionFacts
from register.checks.shared import calendar_gap, is_recent, plain_breach, session_breach


def check_rebooked(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X19: cancelled and no new date, nobody named, or no reason. X20: the new date lies too far away."""
    by_id = {one.session_id: one for one in facts.plan.sessions}
    for session in facts.sessions:
        planned = session.planned
        if planned is None or not session.is_cancelled or not is_recent(planned.planned_date, on):
            continue
        target = by_id.get(planned.rebooked_to or "")
        if target is None:
            yield from _not_rebooked(facts, session, planned, on)
        else:
            yield from _rebooked_late(facts, session, planned, target)
        for rule in facts.rules_of(session.policy, CancellationNamed, session.series)[:1]:
            if planned.cancelled_by is None:
                what = f"Session of {session.label}: was cancelled, and nobody is named who cancelled it."
                to_do = "Enter in the Schedule who did, and so who told the other."
                yield session_breach(session, "X19", rule, (what, to_do), "by")
        if planned.cancel_reason is None:
            what = f"Session of {session.label}: was cancelled, and no reason is entered."
            words = (what, "Enter one in the Schedule, in a few words, without anything about health.")
            yield plain_breach(session, "X19", Severity.SOON, f"{session.session_id} reason", words)


def awaits_new_date(facts: Facts, session: SessionFacts, on: dt.date) -> bool:
    """Return whether X19 asks for a new date of a session that was cancelled."""
    planned = session.planned
    if planned is None or not session.is_cancelled or not is_recent(planned.planned_date, on):
        return False
    known = {one.session_id for one in facts.plan.sessions}
    cancelled = planned.cancelled_on
    asked = facts.rules_of(session.policy, RebookedAtOnce, session.series)
    return bool(asked) and cancelled is not None and cancelled < on and planned.rebooked_to not in known


def _not_rebooked(
    facts: Facts, session: SessionFacts, planned: PlannedSession, on: dt.date
) -> Iterator[Breach]:
    cancelled = planned.cancelled_on
    if cancelled is None or on <= cancelled:
        return
    for rule in facts.rules_of(session.policy, RebookedAtOnce, session.series)[:1]:
        what = f"Session of {session.label}: was cancelled on {day(cancelled)} and has no new date."
        to_do = "Agree on a date today and enter it in the Schedule."
        limits = facts.rules_of(session.policy, RebookedWithin, session.series)
        calendar = facts.calendar(session.school)
        if limits and calendar is not None:
            limit = calendar.rebook_limit(planned.planned_date, limits[0].working_days)
            to_do = f"Agree on a date today and enter it in the Schedule; by {limit.words} at the latest."
        yield session_breach(session, "X19", rule, (what, to_do))


def _rebooked_late(
    facts: Facts, session: SessionFacts, planned: PlannedSession, target: PlannedSession
) -> Iterator[Breach]:
    for rule in facts.rules_of(session.policy, RebookedWithin, session.series)[:1]:
        calendar = facts.calendar(session.school)
        limit = calendar.rebook_limit(planned.planned_date, rule.working_days) if calendar else None
        last = None if limit is None else (limit.plain if rule.closures_count else limit.open_days)
        if limit is None or last is None:
            yield calendar_gap(session.school, planned.planned_date)
        elif target.date > last:
            what = (
                f"Session of {session.label}: was cancelled and moved to {day(target.date)}; "
                f"{rule.working_days} working days end on {limit.words}."
            )
            to_do = "Find an earlier date if there is one, or enter why there was none."
            yield session_breach(session, "X20", rule, (what, to_do))
