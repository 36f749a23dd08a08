"""Which forms of a policy a session needs, and which originals they go on from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.model import Definition, Fact, RecordType, Stage
from forms.naming import is_same_school
from forms.plan import Relationship, Series
from forms.rules import AgreementReview, SignedAgreement
from register.checks.agreements import agreed_on, agreements_of, review_due
from register.checks.facts import Facts, Paper, SessionFacts, Supervision

FormsOf = Callable[[str], tuple[Definition, ...]]
"""Policy -> its present forms."""


@dataclass(frozen=True, slots=True)
class PolicyForms:
    """The forms of one policy, by what they are for."""

    all: tuple[Definition, ...]

    def first_record(self, series: Series | None) -> Definition | None:
        """Return the form that a record begins with: for a group one that is nobody's own, if any."""
        own = [one for one in self.all if one.record is RecordType.RECORD and not one.continues]
        fitting = [one for one in own if is_for_one(one) is not (series is Series.GROUP)]
        return next(iter(fitting or own), None)

    def following(self, form: Definition, stage: Stage) -> Definition:
        """Return the form on which a record stands at a stage: itself, or the one that goes on from it."""
        if stage in form.stages:
            return form
        heirs = (one for one in self.all if one.continues == form.id and stage in one.stages)
        return next(heirs, form)

    @property
    def cases(self) -> tuple[Definition, ...]:
        """Return the forms about cases."""
        return tuple(one for one in self.all if one.record is RecordType.CASE)

    @property
    def agreements(self) -> tuple[Definition, ...]:
        """Return the forms of agreements."""
        return tuple(one for one in self.all if one.record is RecordType.AGREEMENT)

    def agreement(self, named: str | None) -> Definition | None:
        """Return the agreement that a rule names, else the policy's only one; None where it has several."""
        own = self.agreements
        only = own[0] if len(own) == 1 else None
        return next((one for one in own if one.id == named), only)


def is_for_one(form: Definition) -> bool:
    """Return whether a form is about one supervisee."""
    return Fact.SUPERVISEE in form.required


def last_held(facts: Facts, session: SessionFacts) -> SessionFacts | None:
    """Return the last session of the same supervision that was held before this one and has a record."""
    before = [
        one
        for supervision in _supervisions(facts, session)
        for one in supervision.held
        if one.session_id != session.session_id
        and one.has_record
        and (session.date is None or one.held_on is None or one.held_on < session.date)
    ]
    return max(before, key=lambda one: (one.held_on is not None, one.held_on), default=None)


def last_sheets(facts: Facts, session: SessionFacts) -> tuple[Paper, ...]:
    """Return the latest sheet of each case that goes on: discussed last time, or with open actions.

    Sheets of another school stay there: a case belongs to its school.
    """
    own = {one.session_id: one for found in _supervisions(facts, session) for one in found.sessions}
    before = last_held(facts, session)
    open_cases = {row.case_ref for row in facts.log.actions if row.is_open and row.case_ref}
    latest: dict[tuple[str, str], Paper] = {}
    for paper in sorted(facts.papers, key=lambda one: _day(own, one)):
        if paper.record is not RecordType.CASE or paper.is_blank or paper.session not in own:
            continue
        if paper.session == session.session_id or _is_elsewhere(paper, own[paper.session], session):
            continue
        # Where nobody wrote a reference nobody knows which sheets are of one case: each goes on by itself.
        latest[paper.form, paper.said.get(Fact.CASE_REF) or f"{paper.session} {paper.name}"] = paper
    return tuple(
        paper
        for (_, case), paper in sorted(latest.items())
        if case in open_cases or (before is not None and paper.session == before.session_id)
    )


def _is_elsewhere(paper: Paper, its: SessionFacts, session: SessionFacts) -> bool:
    """Return whether a sheet is another school's: by what it says, or by the Roster."""
    said = [paper.said.get(Fact.SCHOOL), its.school if len(its.relationships) == 1 else None]
    known = session.school
    return known is not None and any(one is not None and not is_same_school(one, known) for one in said)


def _day(own: dict[str, SessionFacts], paper: Paper) -> tuple[str, str]:
    session = own.get(paper.session)
    date = session.date if session is not None else None
    return (date.isoformat() if date else "", paper.name)


def _supervisions(facts: Facts, session: SessionFacts) -> Iterator[Supervision]:
    pairs = {(one.supervisee_id, one.policy, one.series) for one in session.relationships}
    for one in facts.supervisions:
        if (one.supervisee_id, one.policy, one.series) in pairs:
            yield one


def wants_agreement(facts: Facts, rel: Relationship, session: SessionFacts) -> str | None:
    """Return why the pack of a session has an agreement in it; None where none is needed."""
    rule = next(iter(facts.rules_of(rel.policy, SignedAgreement, rel.series)), None)
    if rule is None or session.date is None:
        return None
    right = [one for one in agreements_of(facts, rel) if not rule.form or one.form == rule.form]
    if not any(agreed_on(facts, rel, one) for one in right):
        return "no agreement has come back signed by both"
    for review in facts.rules_of(rel.policy, AgreementReview, rel.series)[:1]:
        due = review_due(facts, rel, review)
        if due is not None and due <= session.date:
            return f"the agreement is to be reviewed by {due:%d/%m/%Y}"
    return None


def agreement_form(facts: Facts, rel: Relationship) -> str | None:
    """Return the id of the agreement that a policy names for a series, None where it names none."""
    rule = next(iter(facts.rules_of(rel.policy, SignedAgreement, rel.series)), None)
    return rule.form or None if rule is not None else None
