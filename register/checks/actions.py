"""X13 to X17: each open action has an owner who is there and a day, is done in time, and does not drift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.findings import Severity
from forms.log import ActionHistory
from forms.plan import Relationship
from forms.rules import ActionNeeds, ActionPart
from register.action_history import Fault, faults_of
from register.checks.breach import Breach, grounds
from register.checks.facts import Facts, SessionFacts

_PARTS = {"X13": ActionPart.OWNER, "X14": ActionPart.DATE}


def check_actions(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """Say what each open action lacks, whether it is overdue, and whether it drifts."""
    sessions = {one.session_id: one for one in facts.sessions}
    for row in facts.log.actions:
        origin = sessions.get(row.origin_session_id)
        yield from _owner_gone(facts, row, origin, on)
        for fault in faults_of(row, on):
            part = _PARTS.get(fault.code)
            rule = _rule(facts, row, origin, part) if part else None
            if part is None or rule is not None:
                yield _breach(row, origin, fault, rule)


def _owner_gone(
    facts: Facts, row: ActionHistory, origin: SessionFacts | None, on: dt.date
) -> Iterator[Breach]:
    """Yield X13 for an open action of somebody who has left, is away for long, or supervises no more here."""
    person = facts.people.find(row.owner) if row.is_open else None
    if person is None:
        return
    rows = facts.people.rows_of(person)
    if not any(one.serves(on) for one in rows):
        why = "who is no longer on the Roster"
    elif any(one.serves(on) and one.is_absent(on) for one in rows):
        why = "who is away for long"
    elif any(_has_handed_over(facts, one, person, on) for one in (origin.relationships if origin else ())):
        why = "who no longer supervises here"
    else:
        return
    yield Breach(
        code="X13",
        severity=Severity.SOON,
        about=f"{row.action_id} owner",
        what=f"Action {row.action_id} is for {row.owner}, {why}.",
        to_do="Agree who does it now, and write that person on the next form; nothing is moved by itself.",
        policy=row.origin_form.partition("/")[0],
        school=row.school or (origin.school if origin else None),
        who=row.owner,
        supervisor=row.supervisor,
    )


def _has_handed_over(facts: Facts, rel: Relationship, person: str, on: dt.date) -> bool:
    """Return whether a person was the supervisor of a relationship that has ended, and of none since."""
    return rel.supervisor_id == person and not any(
        one.holds(on) and one.supervisee_id == rel.supervisee_id and one.supervisor_id == person
        for one in facts.plan.relationships
    )


def _rule(
    facts: Facts, row: ActionHistory, origin: SessionFacts | None, part: ActionPart
) -> ActionNeeds | None:
    """Return the rule that asks for an owner or a date of this action, the policy's before the house's."""
    policy = row.origin_form.partition("/")[0]
    rules = facts.rules_of(policy, ActionNeeds, origin.series if origin else None)
    fitting = (rule for rule in rules if part in rule.parts)
    return next((rule for rule in fitting if not rule.forms or row.origin_form in rule.forms), None)


def _breach(
    row: ActionHistory, origin: SessionFacts | None, fault: Fault, rule: ActionNeeds | None
) -> Breach:
    severity = rule.severity if rule else Severity(fault.severity)
    return Breach(
        code=fault.code,
        severity=severity,
        about=row.action_id,
        what=fault.what,
        to_do=fault.to_do,
        policy=row.origin_form.partition("/")[0],
        school=row.school or (origin.school if origin else None),
        who=row.owner or row.supervisee,
        supervisor=row.supervisor,
        **(grounds(rule) if rule else {}),
    )
