"""One row per agreement of each relationship, and one for each relationship that has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from forms.log import Agreement
from forms.overview import AgreementRow, AgreementState
from forms.plan import Relationship
from forms.rules import AgreementReview, SignedAgreement
from register.checks.agreements import agreed_on, agreements_of, first_session, review_due
from register.checks.facts import Facts, Paper


def agreement_rows(facts: Facts, on: dt.date) -> Iterator[AgreementRow]:
    """Yield the agreements in the order of Relationships, then those of pairs that are not in it."""
    logged = {one.agreement_id: one for one in facts.log.agreements}
    told: set[str] = set()
    for rel in facts.plan.relationships:
        own = agreements_of(facts, rel)
        told.update(_id(paper) for paper in own)
        if own or rel.holds(on):
            yield from _of_relationship(facts, rel, own, logged, on)
    for name, one in logged.items():
        if name not in told:
            yield _stray(one)


def _id(paper: Paper) -> str:
    return paper.reference or paper.session


def _of_relationship(
    facts: Facts, rel: Relationship, own: list[Paper], logged: Mapping[str, Agreement], on: dt.date
) -> Iterator[AgreementRow]:
    rule = next(iter(facts.rules_of(rel.policy, SignedAgreement, rel.series)), None)
    right = [one for one in own if rule is None or not rule.form or one.form == rule.form]
    current = right[-1] if right else None
    for paper in own:
        if paper is not current:
            yield _row(facts, rel, paper, logged, on, _id(current) if current else None)
    if current is not None or not own:
        yield _row(facts, rel, current, logged, on, None)


def _row(
    facts: Facts,
    rel: Relationship,
    paper: Paper | None,
    logged: Mapping[str, Agreement],
    on: dt.date,
    superseded_by: str | None,
) -> AgreementRow:
    policy = facts.policies.get(rel.policy)
    first = first_session(facts, rel)
    agreed = agreed_on(facts, rel, paper) if paper else None
    review = next(iter(facts.rules_of(rel.policy, AgreementReview, rel.series)), None)
    due = review_due(facts, rel, review) if review and paper and not superseded_by else None
    before = agreed <= first if agreed is not None and first is not None else None
    return AgreementRow(
        rel_id=rel.rel_id,
        agreement=logged.get(_id(paper)) if paper else None,
        policy=policy.name if policy else rel.policy,
        school=facts.people.school_of(rel.supervisee_id, on),
        variant=paper.title if paper else None,
        supervisee=facts.people.name_of(rel.supervisee_id, on),
        supervisor=facts.people.name_of(rel.supervisor_id, on),
        first_session_on=first,
        before_first=before,
        review_rule=("house" if review.house else "policy") if review and paper else None,
        review_due=due,
        superseded_by=superseded_by,
        state=_state(rel, paper, agreed, first, due, on, superseded=superseded_by is not None),
    )


def _state(
    rel: Relationship,
    paper: Paper | None,
    agreed: dt.date | None,
    first: dt.date | None,
    review: dt.date | None,
    on: dt.date,
    *,
    superseded: bool,
) -> AgreementState:
    if superseded:
        return AgreementState.SUPERSEDED
    if not rel.holds(on):
        return AgreementState.ENDED
    if paper is None:
        has_begun = first is not None and first <= on
        return AgreementState.MISSING if has_begun else AgreementState.NOT_YET_DUE
    if agreed is None:
        return AgreementState.UNSIGNED
    if review is not None and review < on:
        return AgreementState.REVIEW_OVERDUE
    return AgreementState.LATE if first is not None and agreed > first else AgreementState.AGREED


def _stray(one: Agreement) -> AgreementRow:
    """Return the row of an agreement whose pair nobody has entered."""
    return AgreementRow(
        rel_id=None,
        agreement=one,
        policy=one.policy,
        school=None,
        variant=None,
        supervisee=one.supervisee,
        supervisor=one.supervisor,
        first_session_on=None,
        before_first=None,
        review_rule=None,
        review_due=None,
        superseded_by=None,
        state=AgreementState.UNKNOWN,
    )
