"""Agreements that went out with an agenda and are not back though the agenda is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.packs import Errand, Pack
from register.checks.facts import Facts
from register.checks.shared import is_recent
from register.packs.papers import FormsOf, PolicyForms
from register.packs.setting import Setting
from register.packs.sheets import agreement_sheet


def agreements_owed(facts: Facts, forms_of: FormsOf, on: dt.date) -> Iterator[Pack]:
    """Yield one for each relationship, of its latest session; nothing of it is made, only waited for."""
    latest: dict[str, Pack] = {}
    for session in sorted(facts.sessions, key=lambda one: (one.date or dt.date.min, one.session_id)):
        planned, policy = session.planned, facts.policies.get(session.policy or "")
        if planned is None or policy is None or len(session.relationships) != 1 or session.is_cancelled:
            continue
        if session.record is None or planned.sent_on is None or not is_recent(planned.date, on):
            continue
        setting = Setting(facts, PolicyForms(forms_of(policy.id)), session, planned, policy)
        wanted = agreement_sheet(setting)
        if wanted is not None:
            latest[session.relationships[0].rel_id] = Pack(
                session_id=session.session_id,
                errand=Errand.AGREEMENT,
                policy=policy.id,
                supervisor=setting.supervisor,
                supervisees=setting.supervisees,
                people=setting.supervisees,
                session_on=planned.date,
                session_at=planned.planned_start,
                due=setting.return_by,
                issue_on=setting.issue_on,
                sheets=(),
                why=wanted[1],
            )
    yield from latest.values()
