"""X32, X37, X46: disagreements are settled, lengths and groups are as they should be, copies are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.log import SignedState
from forms.model import Stage
from forms.plan import Series
from forms.rules import CopyGiven, DisagreementRoute, GroupRecord, Length
from register.checks.breach import Breach, day
from register.checks.facts import Facts, Paper, SessionFacts
from register.checks.shared import is_recent, session_breach


def check_disagreement(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X32: a disagreement is recorded and nothing says that it is settled."""
    for session in facts.sessions:
        planned = session.planned
        settled = planned is not None and planned.disagreement_settled_on is not None
        if session.logged is None or not session.logged.disagreement or settled:
            continue
        for rule in facts.rules_of(session.policy, DisagreementRoute, session.series)[:1]:
            following = facts.next_held(session)
            still = ""
            if following is not None and following <= on:
                still = f", and was not settled at the session on {day(following)}"
            what = f"Record of {session.label}: a disagreement is recorded{still}."
            whose = "House default" if rule.house else "The policy's steps"
            to_do = f"Read it on the record and settle it. {whose}: {'; '.join(rule.steps)}."
            yield session_breach(session, "X32", rule, (what, to_do))


def check_length(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X37: a session was shorter or longer than asked for, or a group's record does not say it is one."""
    for session in facts.sessions:
        if session.held_on is None or not is_recent(session.held_on, on):
            continue
        minutes = session.logged.length_min if session.logged else None
        for rule in facts.rules_of(session.policy, Length, session.series)[:1]:
            if minutes is not None and _is_outside(minutes, rule):
                what = f"Session of {session.label}: lasted {minutes} minutes; {_range(rule)}."
                yield session_breach(
                    session, "X37", rule, (what, "Plan the time for the next one."), "length"
                )
        for group in facts.rules_of(session.policy, GroupRecord, session.series)[:1]:
            if session.series is Series.GROUP:
                for paper in session.papers:
                    yield from _not_a_group(session, paper, group)


def _is_outside(minutes: int, rule: Length) -> bool:
    return minutes < rule.least_minutes or (rule.most_minutes is not None and minutes > rule.most_minutes)


def _range(rule: Length) -> str:
    if rule.most_minutes is None:
        return f"{rule.least_minutes} at least"
    if rule.most_minutes == rule.least_minutes:
        return f"{rule.least_minutes} are asked for"
    return f"{rule.least_minutes} to {rule.most_minutes} are asked for"


def _not_a_group(session: SessionFacts, paper: Paper, rule: GroupRecord) -> Iterator[Breach]:
    if paper.form != rule.form or not paper.has_reached(Stage.SESSION):
        return
    said = []
    if rule.type_field and paper.options.get(rule.type_field) != rule.type_option:
        said.append("does not say that it was a group's")
    if rule.boundary_field and rule.boundary_field not in paper.filled:
        said.append("does not say that the bounds of confidentiality were agreed")
    if said:
        what = f"{paper.title} of {session.label}: {' and '.join(said)}."
        yield session_breach(
            session, "X37", rule, (what, "Agree on them, and tick both on the next record."), "group"
        )


def check_copy(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X46: nothing says that the supervisee has a copy of the signed record."""
    for session in facts.sessions:
        planned, logged = session.planned, session.logged
        if planned is None or logged is None or planned.copy_given_on is not None:
            continue
        signed = logged.signed_state is SignedState.BOTH
        if signed and session.held_on is not None and is_recent(session.held_on, on):
            for rule in facts.rules_of(session.policy, CopyGiven, session.series)[:1]:
                what = f"Record of {session.label}: is signed, and nothing says that a copy was given."
                yield session_breach(
                    session, "X46", rule, (what, "Give it, and enter the day in the Schedule.")
                )
