"""What the checks ask about, from a trust's register: folded once for the log and for the findings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from forms.plan import Plan
from halfterm.trust import Trust
from register.checks.facts import Facts
from register.checks.gathering import Beside, gather
from register.issuing import prepared_sessions
from register.ledger import Protected, fold_standing
from register.receiving import load_imports

if TYPE_CHECKING:
    from sqlalchemy import Connection


def facts_on(trust: Trust, connection: Connection, plan: Plan, protected: Protected, on: dt.date) -> Facts:
    """Return everything that the returns and a plan say on a day, with the log that they come to."""
    folded = fold_standing(connection, trust.catalogue.load_form, on, protected)
    days = {one.number: one.started_on for one in load_imports(connection)}
    beside = Beside(plan, days, prepared=prepared_sessions(connection))
    return gather(folded, beside, trust.catalogue)
