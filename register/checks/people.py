"""X36, X43, X44: supervisors are trained and there, policies are in date, and everything can be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.findings import Severity
from forms.plan import Relationship, Series
from forms.rules import Frequency, PolicyReview, SupervisorAbsence, SupervisorTraining
from register.checks.breach import Breach, day, grounds
from register.checks.facts import Facts
from register.checks.shared import plain_breach

_WEEK = dt.timedelta(weeks=1)


def check_training(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X36: the Roster has no date of a supervisor's training, or a policy is past its own review."""
    told: set[str] = set()
    for rel in facts.plan.relationships:
        for rule in facts.rules_of(rel.policy, SupervisorTraining, rel.series)[:1]:
            row = facts.plan.person(rel.supervisor_id, on)
            if rel.holds(on) and row and row.supervisor_trained_on is None and row.person_id not in told:
                told.add(row.person_id)
                yield Breach(
                    code="X36",
                    severity=rule.severity,
                    about=row.person_id,
                    what=f"{row.name}: the Roster has no date of training as a supervisor.",
                    to_do="Enter it, or arrange the training.",
                    policy=rel.policy,
                    school=row.school,
                    who=row.name,
                    supervisor=row.name,
                    **grounds(rule),
                )
    for name, rules in facts.rules.items():
        for review in rules.of(PolicyReview)[:1]:
            if on > review.last_day:
                yield Breach(
                    code="X36",
                    severity=review.severity,
                    about=f"policy {name}",
                    what=f"Policy of {facts.policies[name].name}: to be reviewed by {day(review.last_day)}.",
                    to_do="Ask for the new version; see whether its forms and rules have changed.",
                    policy=name,
                    **grounds(review),
                )


def check_absence(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X44: a supervisor is away for long and has not been replaced."""
    for rel in facts.plan.relationships:
        row = facts.plan.person(rel.supervisor_id, on)
        if row is None or row.absent_from is None or not row.is_absent(on) or not rel.holds(on):
            continue
        for rule in facts.rules_of(rel.policy, SupervisorAbsence, rel.series)[:1]:
            if on > row.absent_from + rule.weeks * _WEEK:
                supervisee = facts.people.name_of(rel.supervisee_id, on)
                yield Breach(
                    code="X44",
                    severity=rule.severity,
                    about=rel.rel_id,
                    what=f"{row.name}, supervisor of {supervisee}: is absent since {day(row.absent_from)}.",
                    to_do="Find a replacement: end this relationship, and enter one with the new supervisor.",
                    policy=rel.policy,
                    school=facts.people.school_of(rel.supervisee_id, on),
                    who=supervisee,
                    supervisor=row.name,
                    **grounds(rule),
                )


def check_pairs_known(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001 - every check takes a day
    """X43: forms came back of people who are in no relationship, so that little about them can be checked."""
    if not facts.plan.relationships and facts.log.sessions:
        words = (
            "Relationships: nobody is entered, so that it cannot be checked how often people are supervised.",
            "Enter people, half terms and relationships in the workbook.",
        )
        yield plain_breach(None, "X43", Severity.SOON, "Relationships", words)
        return
    for session in facts.sessions:
        # With a Schedule, X27 says that the session is not in it.
        if session.logged is not None and not session.relationships and not facts.plan.sessions:
            words = (
                f"Session of {session.label}: Relationships does not have this pair, or has it twice.",
                "Enter it there, or the session in the Schedule.",
            )
            yield plain_breach(session, "X43", Severity.SOON, f"{session.session_id} pair", words)


def check_policies_known(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X43: a relationship names a policy that is not known here, so that nothing of it can be checked."""
    for rel in facts.plan.relationships:
        if rel.holds(on) and rel.policy not in facts.policies:
            yield _unknown_policy(facts, rel, on)


def check_series_known(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X43: the policy says how often for other series only, so that none of its terms is a relationship's."""
    for rel in facts.plan.relationships:
        rules = facts.rules.get(rel.policy)
        own = [rule for rule in rules.of(Frequency) if not rule.house] if rules is not None else []
        if rel.holds(on) and own and not any(rule.holds_for(rel.series) for rule in own):
            yield _unknown_series(facts, rel, sorted({series for rule in own for series in rule.series}), on)


def _unknown_series(facts: Facts, rel: Relationship, known: list[Series], on: dt.date) -> Breach:
    who = facts.people.name_of(rel.supervisee_id, on)
    what = (
        f"Relationship {rel.rel_id}, {who}: its Series is {rel.series}, for which the policy does not say "
        "how often; house defaults are checked instead."
    )
    to_do = f"Choose the Series in Relationships: the policy speaks of {' and '.join(known)}."
    return _unchecked(facts, rel, f"{rel.rel_id} series", (what, to_do), on)


def _unknown_policy(facts: Facts, rel: Relationship, on: dt.date) -> Breach:
    what = (
        f"Relationship {rel.rel_id}: its policy {rel.policy} is not known here, so that nothing of it can be "
        "checked."
    )
    to_do = f"Correct it in Relationships; known are {', '.join(facts.policies) or 'none'}."
    return _unchecked(facts, rel, f"policy {rel.policy}", (what, to_do), on)


def _unchecked(facts: Facts, rel: Relationship, about: str, words: tuple[str, str], on: dt.date) -> Breach:
    return Breach(
        code="X43",
        severity=Severity.SOON,
        about=about,
        what=words[0],
        to_do=words[1],
        policy=rel.policy,
        school=facts.people.school_of(rel.supervisee_id, on),
        who=facts.people.name_of(rel.supervisee_id, on),
        supervisor=facts.people.name_of(rel.supervisor_id, on),
    )
