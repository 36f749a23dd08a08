"""Agreements that went out with an agenda and are not back though the agenda is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from forms.model import RecordType
from forms.packs import Errand, Pack
from register.checks.facts import Facts
from register.packs.papers import FormsOf
from register.packs.setting import settings_of
from register.packs.sheets import agreement_sheet


def agreements_owed(facts: Facts, forms_of: FormsOf, on: dt.date) -> Iterator[Pack]:
    """Yield one for each relationship, of its latest session; nothing of it is made, only waited for."""
    latest: dict[str, Pack] = {}
    for setting in settings_of(facts, forms_of, on):
        session = setting.session
        if session.record is None or setting.planned.sent_on is None or len(session.relationships) != 1:
            continue
        # One that came back unsigned, or signed by one, is not with the supervisee any more.
        if any(paper.record is RecordType.AGREEMENT for paper in session.papers):
            continue
        wanted, people = agreement_sheet(setting), setting.there(setting.supervisees, on)
        if wanted is not None and people:
            pack = setting.pack(Errand.AGREEMENT, people, (), wanted[1], due=setting.return_by)
            supervisor = setting.as_of(setting.supervisor, on)
            latest[session.relationships[0].rel_id] = replace(pack, supervisor=supervisor)
    yield from latest.values()
