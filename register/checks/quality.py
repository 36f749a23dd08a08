"""X23, X38: somebody looks after the quality of supervision in time, and log and monitoring form agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.findings import Severity
from forms.intervals import add_months
from forms.log import QaReview
from forms.rules import QaInterval
from register.checks.breach import Breach, day
from register.checks.facts import Facts, Supervision
from register.checks.shared import supervision_breach


def check_quality(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X23: the review of the quality of somebody's supervision is overdue."""
    for one in facts.supervisions:
        for rule in facts.rules_of(one.policy, QaInterval, one.series)[:1]:
            due = qa_due(facts, one, rule) if one.holds(on) else None
            if due is not None and due < on:
                who = facts.whose(one, on)
                lead = facts.policies[one.policy].qa_lead
                what = f"{who}: the quality of this supervision was to be looked at by {day(due)}."
                to_do = f"Monitoring form for the {lead} to fill in."
                yield supervision_breach(facts, one, "X23", rule, on, (what, to_do))


def qa_due(facts: Facts, one: Supervision, rule: QaInterval) -> dt.date | None:
    """Return by when the next review is due: so long after the last one, else after the first session.

    None before the first session, and where the house looks at nothing by itself (0 months).
    """
    reviewed = [row.qa_date for row in reviews_of(facts, one) if row.qa_date is not None]
    first = one.held[0].held_on if one.held else None
    since = max(reviewed, default=first)
    return add_months(since, rule.months) if since is not None and rule.months else None


def reviews_of(facts: Facts, one: Supervision) -> Iterator[QaReview]:
    """Yield the reviews of somebody's supervision, whoever the supervisor was then."""
    for row in facts.log.qa_reviews:
        same = facts.policy_ids.get(row.policy) == one.policy
        if same and row.supervisee and facts.people.goes_by(one.supervisee_id, row.supervisee):
            yield row


def check_monitoring_forms(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001 - every check takes a day
    """X38: a returned monitoring form says other than the log."""
    for row in facts.log.qa_reviews:
        if row.difference:
            yield Breach(
                code="X38",
                severity=Severity.SOON,
                about=row.qa_id,
                what=f"Monitoring form {row.qa_id}: the log says otherwise ({row.difference}).",
                to_do="Find out which is right; neither was changed.",
                policy=facts.policy_ids.get(row.policy),
                school=row.school,
                who=row.supervisee,
                supervisor=row.supervisor,
            )
