"""X21, X22, X45: agreements are signed in time, right and reviewed; handovers are written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.dates import parse_date
from forms.intervals import add_months
from forms.model import Fact
from forms.naming import is_same_school
from forms.plan import Relationship
from forms.rules import AgreementReview, Handover, SignedAgreement
from register.checks.breach import Breach, day, grounds
from register.checks.facts import Facts, Paper
from register.signers import PARTIES, is_anothers
from register.signing import Line


def check_agreement(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X21: no agreement, one signed late or not by both, of the wrong variant, or with another supervisor."""
    for rel in facts.plan.relationships:
        if not rel.holds(on):
            continue
        first = first_session(facts, rel)
        if first is None or first > on:
            continue
        for rule in facts.rules_of(rel.policy, SignedAgreement, rel.series)[:1]:
            own = agreements_of(facts, rel)
            right = [one for one in own if not rule.form or one.form == rule.form]
            if not right:
                yield _none(facts, rel, rule, own, first, on)
                continue
            agreed = min(filter(None, (agreed_on(facts, rel, one) for one in right)), default=None)
            if agreed is None:
                yield _unsigned(facts, rel, rule, right[-1], on)
            elif rule.before_first and agreed > first:
                what = (
                    f"Agreement of {_pair(facts, rel, on)}: agreed on {day(agreed)}, after the first session "
                    f"on {day(first)}."
                )
                yield _breach(facts, rel, "X21", rule, on, (what, "Enter why it was late."))


def first_session(facts: Facts, rel: Relationship) -> dt.date | None:
    """Return the day of the first session of a relationship, held or planned and not cancelled."""
    dates = [one.date for one in facts.of_relationship(rel) if one.date is not None and not one.is_cancelled]
    return min(dates, default=None)


def agreements_of(facts: Facts, rel: Relationship) -> list[Paper]:
    """Return the agreements of a pair, the first one first.

    Where a relationship continues another of the same two people, at another school, the earlier agreement is
    not for it.
    """
    found = list(facts.agreements.get((rel.policy, rel.supervisee_id, rel.supervisor_id), ()))
    before = next((one for one in facts.plan.relationships if one.rel_id == rel.follows), None)
    if before is not None and rel.starts is not None and before.supervisor_id == rel.supervisor_id:
        starts = rel.starts
        school = facts.people.school_of(rel.supervisee_id, starts) or ""
        found = [
            one
            for one in found
            if is_same_school(one.said.get(Fact.SCHOOL, ""), school)
            or (agreed_on(facts, rel, one) or starts) >= starts
        ]
    return sorted(found, key=lambda one: agreed_on(facts, rel, one) or dt.date.max)


def agreed_on(facts: Facts, rel: Relationship, one: Paper) -> dt.date | None:
    """Return the later of an agreement's two dates, None until both of the pair have signed and dated."""
    dates = _signed_on(facts, rel, one)
    return max(dates.values()) if len(dates) == len(PARTIES) else None


def _signed_on(facts: Facts, rel: Relationship, one: Paper) -> dict[str, dt.date]:
    """Return the day of each party's signature; what somebody else signed in their place is none."""
    dates: dict[str, dt.date] = {}
    for line in one.lines:
        date = parse_date(line.date or "")
        if line.party in PARTIES and line.name and date is not None and not _is_anothers(facts, rel, line):
            dates.setdefault(line.party, date)
    return dates


def _is_anothers(facts: Facts, rel: Relationship, line: Line) -> bool:
    own = rel.supervisee_id if line.party == "supervisee" else rel.supervisor_id
    return is_anothers(line, (own,), facts.people)


def _none(
    facts: Facts, rel: Relationship, rule: SignedAgreement, own: list[Paper], first: dt.date, on: dt.date
) -> Breach:
    if own:
        what = (
            f"Agreement of {_pair(facts, rel, on)}: is {own[-1].form}; {rel.series} supervision needs "
            f"{rule.form}."
        )
    elif rel.follows:
        since = f" since {day(rel.starts)}" if rel.starts else ""
        what = f"Agreement of {_pair(facts, rel, on)}: no new one, though this relationship is new{since}."
    else:
        what = (
            f"Agreement of {_pair(facts, rel, on)}: none has come, and the first session was on {day(first)}."
        )
    return _breach(facts, rel, "X21", rule, on, (what, "Make one and have it signed by both."))


def _unsigned(facts: Facts, rel: Relationship, rule: SignedAgreement, paper: Paper, on: dt.date) -> Breach:
    signed = _signed_on(facts, rel, paper)
    missing = " and ".join(party for party in PARTIES if party not in signed)
    what = f"Agreement of {_pair(facts, rel, on)} ({paper.name}): not signed and dated by the {missing}."
    others = [
        f"{line.name} as {line.party}"
        for line in paper.lines
        if line.party in PARTIES and line.party not in signed and _is_anothers(facts, rel, line)
    ]
    if others:
        what += f" Signed by {' and '.join(others)}, which does not count."
    return _breach(facts, rel, "X21", rule, on, (what, "Ask for it."))


def check_agreement_review(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X22: an agreement has not been looked at again in time."""
    for rel in facts.plan.relationships:
        if rel.holds(on):
            for rule in facts.rules_of(rel.policy, AgreementReview, rel.series)[:1]:
                due = review_due(facts, rel, rule)
                if due is not None and due < on:
                    what = f"Agreement of {_pair(facts, rel, on)}: was to be reviewed by {day(due)}."
                    to_do = "Review it together, and sign it anew with the day of the review."
                    yield _breach(facts, rel, "X22", rule, on, (what, to_do))


def review_due(facts: Facts, rel: Relationship, rule: AgreementReview) -> dt.date | None:
    """Return the day by which the latest agreement is to be reviewed, None where nothing is due."""
    signed = [one for one in agreements_of(facts, rel) if agreed_on(facts, rel, one) is not None]
    if not signed:
        return None
    if rule.date_field:
        return signed[-1].dates.get(rule.date_field)
    agreed = agreed_on(facts, rel, signed[-1])
    return add_months(agreed, rule.months or 0) if agreed else None


def check_handover(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X45: the supervisor has changed, and no day of a handover is written down."""
    by_id = {one.rel_id: one for one in facts.plan.relationships}
    for rel in facts.plan.relationships:
        before = by_id.get(rel.follows or "")
        if before is None or before.supervisor_id == rel.supervisor_id or not rel.holds(on):
            continue
        for rule in facts.rules_of(rel.policy, Handover, rel.series)[:1]:
            if rel.handover_on is None:
                old = facts.people.name_of(before.supervisor_id, on)
                what = f"{_pair(facts, rel, on)}: {old} held it before, and no handover is entered."
                to_do = "Arrange it, and enter its day in Relationships."
                yield _breach(facts, rel, "X45", rule, on, (what, to_do))


def _pair(facts: Facts, rel: Relationship, on: dt.date) -> str:
    supervisee = facts.people.name_of(rel.supervisee_id, on)
    return f"{supervisee} with {facts.people.name_of(rel.supervisor_id, on)}"


def _breach(
    facts: Facts,
    rel: Relationship,
    code: str,
    rule: SignedAgreement | AgreementReview | Handover,
    on: dt.date,
    words: tuple[str, str],
) -> Breach:
    return Breach(
        code=code,
        severity=rule.severity,
        about=rel.rel_id,
        what=words[0],
        to_do=words[1],
        policy=rel.policy,
        school=facts.people.school_of(rel.supervisee_id, on),
        who=facts.people.name_of(rel.supervisee_id, on),
        supervisor=facts.people.name_of(rel.supervisor_id, on),
        **grounds(rule),
    )
