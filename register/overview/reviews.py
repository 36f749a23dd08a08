"""One row per returned monitoring form, and one for each review that is to come, with what the log shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from forms.handover import name_with_those_before
from forms.log import Log, QaReview, year_start
from forms.overview import ReviewRow, ReviewState
from forms.plan import Relationship
from forms.rules import QaInterval
from register.checks.facts import Facts, Supervision
from register.checks.quality import qa_due, reviews_of
from register.monitoring import Facts as Shown
from register.monitoring import facts_about


def review_rows(facts: Facts, on: dt.date) -> Iterator[ReviewRow]:
    """Yield the reviews that came back, by date, and then those to be made, the earliest first."""
    whose: dict[str, Relationship] = {}
    for supervision in facts.supervisions:
        for review in reviews_of(facts, supervision):
            whose.setdefault(review.qa_id, supervision.relationship(review.qa_date or on))
    for review in facts.log.qa_reviews:
        yield _done(review, whose.get(review.qa_id))
    coming = [row for one in facts.supervisions if one.holds(on) for row in _to_do(facts, one, on)]
    yield from sorted(coming, key=lambda row: (row.qa_due or dt.date.max, row.qa_id))


def _done(review: QaReview, rel: Relationship | None) -> ReviewRow:
    _, _, sessions_due = review.records_log.rpartition(" of ")
    return ReviewRow(
        qa_id=review.qa_id,
        rel_id=rel.rel_id if rel else None,
        review=review,
        policy=review.policy,
        school=review.school,
        supervisee=review.supervisee,
        supervisor=review.supervisor,
        period_from=review.period_from,
        period_to=review.period_to,
        contract=review.contract_log,
        sessions_due=int(sessions_due) if sessions_due.isdigit() else None,
        sessions=review.sessions_log,
        records=review.records_log,
        signed_both=review.signed_both_log,
        qa_due=None,
        state=ReviewState.DONE,
    )


def _to_do(facts: Facts, one: Supervision, on: dt.date) -> Iterator[ReviewRow]:
    """Yield the next review of somebody's supervision, where the policy asks for one."""
    rules = facts.rules_of(one.policy, QaInterval, one.series)
    due = qa_due(facts, one, rules[0]) if rules else None
    if due is None:
        return
    rel = one.relationship(on)
    supervisee, supervisor = (
        facts.people.name_of(person, on) for person in (rel.supervisee_id, rel.supervisor_id)
    )
    shown = shown_about(facts, one, on)
    yield ReviewRow(
        qa_id=f"next: {one.about}",
        rel_id=rel.rel_id,
        review=None,
        policy=facts.policies[one.policy].name,
        school=facts.people.school_of(one.supervisee_id, on),
        supervisee=supervisee,
        supervisor=supervisor,
        period_from=shown.since,
        period_to=on,
        contract=shown.contract,
        sessions_due=shown.due,
        sessions=shown.sessions,
        records=shown.records,
        signed_both=shown.signed_both,
        qa_due=due,
        state=ReviewState.OVERDUE if due < on else ReviewState.TO_DO,
    )


def shown_about(facts: Facts, one: Supervision, on: dt.date) -> Shown:
    """Return what the log shows of somebody's supervision with the present supervisor, however spelt.

    Where it was handed over within the time that is looked at, with those before too.
    """
    rel = one.relationship(on)
    supervisee = facts.people.name_of(rel.supervisee_id, on)
    own = Log(
        sessions=tuple(
            replace(row, supervisee=supervisee, supervisor=facts.people.name_of(each.supervisor_id, on))
            for each in (*handed_over(facts, one, on), rel)
            for session in facts.of_relationship(each)
            if (row := session.logged) is not None
        ),
        agreements=facts.log.agreements,
        qa_reviews=tuple(
            replace(row, supervisee=supervisee, supervisor=facts.people.name_of(rel.supervisor_id, on))
            for row in reviews_of(facts, one)
        ),
    )
    return facts_about(own, supervisee, supervisors_named(facts, one, on), on)


def supervisors_named(facts: Facts, one: Supervision, on: dt.date) -> str:
    """Return who supervises on a day, with those who did before within the time that is looked at."""
    rel = one.relationship(on)
    last = {
        each.supervisor_id: each.ends
        for each in handed_over(facts, one, on)
        if each.supervisor_id != rel.supervisor_id and each.ends is not None
    }
    before = [(facts.people.name_of(person, on), day) for person, day in last.items()]
    return name_with_those_before(facts.people.name_of(rel.supervisor_id, on), before)


def handed_over(facts: Facts, one: Supervision, on: dt.date) -> tuple[Relationship, ...]:
    """Return the relationships that came before the present one since the last review, the first one first.

    None where nobody else supervised: a supervisee who changes school goes on with the same person, and each
    of the two schools has its own relationship looked at.
    """
    rel = one.relationship(on)
    reviews = (row.qa_date for row in reviews_of(facts, one) if row.qa_date is not None and row.qa_date < on)
    since, school = max(reviews, default=year_start(on)), facts.people.school_of(rel.supervisee_id, on)
    before = tuple(
        each
        for each in one.relationships
        if each.rel_id != rel.rel_id
        and each.ends is not None
        and since <= each.ends < (rel.starts or on)
        and facts.people.school_of(each.supervisee_id, each.ends) == school
    )
    return before if any(each.supervisor_id != rel.supervisor_id for each in before) else ()
