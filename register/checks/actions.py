"""X13 to X17: each open action says who does it and by when, is done in time, and does not drift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.findings import Severity
from forms.log import ActionHistory
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
        for fault in faults_of(row, on):
            part = _PARTS.get(fault.code)
            rule = _rule(facts, row, origin, part) if part else None
            if part is None or rule is not None:
                yield _breach(row, origin, fault, rule)


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
        school=row.school or (origin.school if origin else None),
        who=row.owner or row.supervisee,
        supervisor=row.supervisor,
        **(grounds(rule) if rule else {}),
    )
