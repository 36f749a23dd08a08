"""What the checks ask about, from a trust's register: folded once for the log and for the findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.house_values import read_house_values
from forms.findings import Finding, Severity
from forms.plan import Plan
from halfterm.make import say
from halfterm.review import boxes_in_doubt
from halfterm.trust import Trust
from register.checks.facts import Facts
from register.checks.gathering import Beside, gather
from register.enclosures import load_letters
from register.issuing import prepared_sessions
from register.ledger import Protected, fold_standing
from register.posted import load_posted, with_posted
from register.receiving import load_imports, load_readings
from register.undelivered import delivered, load_undelivered, still_lost

if TYPE_CHECKING:
    from sqlalchemy import Connection


def facts_on(trust: Trust, connection: Connection, plan: Plan, protected: Protected, on: dt.date) -> Facts:
    """Return everything that the returns and a plan say on a day, with the log that they come to."""
    lost = load_undelivered(connection)
    arrived = delivered(load_posted(connection), lost)
    plan = with_posted(plan, arrived)
    folded = fold_standing(connection, trust.catalogue.load_form, on, protected)
    days = {one.number: one.started_on for one in load_imports(connection)}
    values = read_house_values(trust.workbook)
    current = [part for one in folded.files.current for part in (one.response, *one.joined)]
    beside = Beside(
        plan,
        days,
        in_doubt=boxes_in_doubt(trust, connection, current),
        prepared=prepared_sessions(connection),
        readings=load_readings(connection),
        letters=load_letters(connection),
        values=values,
        lost=still_lost(lost, arrived),
    )
    facts = gather(folded, beside, trust.catalogue)
    say(_refused(trust, facts))
    return facts


def _refused(trust: Trust, facts: Facts) -> Iterator[Finding]:
    for one in facts.refused:
        place = f"{trust.workbook.name}, Policies, {one.value.rule} {one.value.setting}"
        text = f"{place}: found '{one.value.typed}' in qa_value; expected {one.expected}; {one.to_do}."
        yield Finding("M22", Severity.SOON, None, text)
