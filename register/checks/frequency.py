"""X01, X02: supervision is held as often as the policy says, and the next session is fixed in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.half_terms import HalfTerm
from forms.intervals import Gap, add_months
from forms.plan import Person
from forms.rules import BookedAhead, EscalationRoute, Frequency, NextDate, Period
from forms.school_calendar import SchoolCalendar
from register.checks.breach import Breach, day, gravest
from register.checks.facts import Facts, SessionFacts, Supervision
from register.checks.rebooking import awaits_new_date
from register.checks.shared import (
    calendar_gap,
    half_term_name,
    is_recent,
    session_breach,
    supervision_breach,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a school's year in which sessions are counted."""

    name: str
    first: dt.date
    last: dt.date


def check_frequency(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X01: no session in a half term, term or year that has ended; too long since the last one."""
    for one in facts.supervisions:
        person = facts.plan.person(one.supervisee_id, on)
        if person is None:
            continue
        rules = [
            rule
            for rule in facts.rules_of(one.policy, Frequency, one.series)
            if rule.applies_to(holds_cases=person.holds_cases, new_to_post=person.new_to_post)
        ]
        for rule in rules:
            if rule.per is not None:
                yield from _missed(facts, one, rule, on)
        if one.holds(on) and not person.is_absent(on):
            found = [gap for rule in rules if rule.per is None for gap in _too_long(facts, one, rule, on)]
            unknown = [gap for gap in found if gap.code == "X43"]
            worst = gravest([gap for gap in found if gap.code != "X43"])
            yield from [worst] if worst else unknown[:1]


def _missed(facts: Facts, one: Supervision, rule: Frequency, on: dt.date) -> Iterator[Breach]:
    for person in facts.people.rows_of(one.supervisee_id):
        calendar = facts.calendar(person.school)
        if calendar is None:
            if person.serves(on) and one.holds(on):
                yield calendar_gap(person.school, on)
            continue
        if person.serves(on) and one.holds(on) and not calendar.is_known(on):
            yield calendar_gap(person.school, on)
        for window in windows_of(calendar, rule.per or Period.HALF_TERM):
            held = _held_in(one, window)
            if window.last >= on or not is_recent(window.last, on) or held >= rule.least:
                continue
            if _covers(one, person, window):
                yield _missed_breach(facts, one, rule, window, on)


def _missed_breach(facts: Facts, one: Supervision, rule: Frequency, window: Window, on: dt.date) -> Breach:
    who = facts.whose(one, on)
    held = _held_in(one, window)
    count = "no session was held" if not held else f"{held} of {rule.least} sessions were held"
    what = f"{who}: {count} in {window.name} ({day(window.first)} to {day(window.last)})."
    # Whoever has changed school since was at the other one then.
    words = (what, _hold_one(facts, one, on))
    return supervision_breach(facts, one, "X01", rule, window.last, words, window.name)


def _hold_one(facts: Facts, one: Supervision, on: dt.date) -> str:
    ahead = [session.planned.date for session in one.ahead(on) if session.planned]
    do = f"Hold the session planned for {day(min(ahead))}" if ahead else "Fix a date for a session now"
    return f"{do}, and note why there was none.{escalation(facts, one)}"


def escalation(facts: Facts, one: Supervision) -> str:
    """Return the steps that the policy names for somebody who is not supervised often enough, or nothing."""
    routes = facts.rules_of(one.policy, EscalationRoute, one.series)
    if not routes or routes[0].house:
        return ""
    return f" The policy's steps: {'; '.join(routes[0].steps)}."


def windows_of(calendar: SchoolCalendar, per: Period) -> Iterator[Window]:
    """Yield the half terms, terms or years of a school of which everything was entered."""
    if per is Period.HALF_TERM:
        for half in calendar.half_terms:
            yield Window(half_term_name(half), half.first, half.last)
    elif per is Period.TERM:
        for term in calendar.terms:
            yield Window(f"{term.name} term {term.academic_year}", term.first, term.last)
    else:
        years: dict[str, list[HalfTerm]] = {}
        for half in calendar.half_terms:
            years.setdefault(half.academic_year, []).append(half)
        for year, halves in years.items():
            if len(halves) == 6:
                yield Window(f"the academic year {year}", halves[0].first, halves[-1].last)


def _held_in(one: Supervision, window: Window) -> int:
    days = (session.held_on for session in one.held)
    return sum(day is not None and window.first <= day <= window.last for day in days)


def _covers(one: Supervision, person: Person, window: Window) -> bool:
    """Return whether somebody was to be supervised at this school for the whole of a window."""
    starts = one.starts
    if starts is None or starts > window.first:
        return False
    last = one.relationships[-1].ends
    if last is not None and last < window.last:
        return False
    if person.absent_from is not None and person.is_absent(window.last):
        return False
    return person.serves(window.first) and person.serves(window.last)


def _too_long(facts: Facts, one: Supervision, rule: Frequency, on: dt.date) -> Iterator[Breach]:
    """Yield the breach of a rule about the time since the last session, or what is not known of it."""
    held = one.held
    last = held[-1].held_on if held else one.starts
    if last is None or last > on:
        return
    who = facts.whose(one, on)
    since = f"the last session was held on {day(last)}" if held else f"no session since {day(last)}"
    if rule.most_months is not None:
        if add_months(last, rule.most_months) < on:
            what = f"{who}: {since}, more than {rule.most_months} months ago."
            yield supervision_breach(facts, one, "X01", rule, on, (what, _hold_soon(facts, one, on)), "gap")
        return
    most = rule.most_days or 0
    if (on - last).days <= most:
        return
    school = facts.people.school_of(one.supervisee_id, on)
    calendar = facts.calendar(school)
    gap = calendar.gap(last, on) if calendar else Gap((on - last).days, None)
    counted = gap.days if rule.closures_count else gap.open_days
    # Too long is too long, also where the calendar ends before today.
    if counted is None and gap.known_open <= most:
        yield calendar_gap(school, on)
    elif max(counted or 0, gap.known_open) > most:
        what = f"{who}: {since}; that is {gap.words}, {most} at most."
        yield supervision_breach(facts, one, "X01", rule, on, (what, _hold_soon(facts, one, on)), "gap")


def session_due(facts: Facts, one: Supervision, rule: Frequency, on: dt.date) -> dt.date | None:
    """Return the last day for the next session by a rule that counts days or months from the last one.

    None where there is nothing to count from, or the calendar does not reach that far.
    """
    last = one.held[-1].held_on if one.held else one.starts
    if last is None or last > on:
        return None
    if rule.most_months is not None:
        return add_months(last, rule.most_months)
    calendar = facts.calendar(facts.people.school_of(one.supervisee_id, on))
    if rule.most_days is None:
        return None
    if rule.closures_count:
        return last + rule.most_days * _DAY
    return calendar.last_day_within(last, rule.most_days).open_days if calendar else None


def _hold_soon(facts: Facts, one: Supervision, on: dt.date) -> str:
    ahead = [session.planned.date for session in one.ahead(on) if session.planned]
    do = f"The next one is planned for {day(min(ahead))}; see that it is held" if ahead else "Fix a date now"
    return f"{do}.{escalation(facts, one)}"


def check_next_date(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X02: no next session is planned; a date was fixed too late, or is not fixed for the coming term."""
    for one in facts.supervisions:
        if one.holds(on):
            for rule in facts.rules_of(one.policy, NextDate, one.series)[:1]:
                yield from _no_next(facts, one, rule, on)
            for ahead in facts.rules_of(one.policy, BookedAhead, one.series)[:1]:
                yield from _not_ahead(facts, one, ahead, on)


def _no_next(facts: Facts, one: Supervision, rule: NextDate, on: dt.date) -> Iterator[Breach]:
    if one.ahead(on) or one.relationship(on).ends is not None:
        return
    last = one.held[-1] if one.held else None
    if last is not None and last.planned is not None and last.planned.no_next_reason:
        return
    since = last.held_on if last and last.held_on else dt.date.min
    # One matter, said once: X19 asks for the new date of a session that was cancelled.
    if any((s.date or dt.date.min) > since and awaits_new_date(facts, s, on) for s in one.sessions):
        return
    said = last.logged.next_session_date if last and last.logged else None
    if said is not None and said >= on:
        return
    group = one.relationship(on).group
    who = group or facts.whose(one, on)
    after = " from now on" if one.sessions else ""
    if last and last.held_on:
        after = f" after {day(last.held_on)}"
    what = f"{who}: no session is planned{after}."
    to_do = "Fix a date and enter it in the Schedule, or enter there why there is none."
    breach = supervision_breach(facts, one, "X02", rule, on, (what, to_do), "next")
    # A group's next date is one matter, not one for each of them.
    yield replace(breach, about=f"{group} {one.policy} next", who=group) if group else breach


def _not_ahead(facts: Facts, one: Supervision, rule: BookedAhead, on: dt.date) -> Iterator[Breach]:
    replacing = {session.planned.rebooked_to for session in one.sessions if session.planned}
    for session in one.ahead(on):
        planned = session.planned
        if planned is None or planned.fixed_on is None or planned.additional:
            continue
        if session.session_id not in replacing:
            yield from _fixed_late(facts, session, rule, planned.fixed_on)
    school = facts.people.school_of(one.supervisee_id, on)
    calendar = facts.calendar(school)
    term = calendar.term_of(on) if calendar else None
    if calendar is None or term is None:
        yield calendar_gap(school, on)
        return
    last_day = calendar.last_school_day_by(term.last)
    following = calendar.term_after(on)
    if last_day is None or on < last_day:
        return
    if following is None:
        yield calendar_gap(school, term.last + _DAY * 30)
    elif not any(
        session.planned and following.first <= session.planned.date <= following.last
        for session in one.ahead(on)
    ):
        who = facts.whose(one, on)
        name = f"{following.name} term {following.academic_year}"
        what = f"{who}: no date is fixed for {name}, and {term.name} term ends on {day(term.last)}."
        to_do = "Fix the dates of that term now and enter them in the Schedule."
        yield supervision_breach(facts, one, "X02", rule, on, (what, to_do), name)


def _fixed_late(facts: Facts, session: SessionFacts, rule: BookedAhead, fixed: dt.date) -> Iterator[Breach]:
    calendar = facts.calendar(session.school)
    date = session.date
    if date is None:
        return
    term = calendar.term_of(date) if calendar else None
    for _ in range(rule.terms - 1):
        term = calendar.term_before(term.first) if calendar and term else None
    if term is None:
        yield calendar_gap(session.school, date)
    elif fixed >= term.first:
        what = (
            f"Session of {session.label}: its date was fixed on {day(fixed)}, less than {rule.terms} "
            f"term{'' if rule.terms == 1 else 's'} ahead."
        )
        to_do = "Fix the coming dates now; mark the session as additional if it was asked for on top."
        yield session_breach(session, "X02", rule, (what, to_do))
