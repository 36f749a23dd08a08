"""Put the rows of the trust's workbook together, from everything that is known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from forms.overview import Mistake, Overview
from register.checks.facts import Facts
from register.overview.actions import action_rows
from register.overview.agreements import agreement_rows
from register.overview.half_terms import trust_half_terms
from register.overview.policies import rule_rows
from register.overview.reviews import review_rows
from register.overview.sessions import session_rows


def overview_of(facts: Facts, on: dt.date, mistakes: Iterable[Mistake] = ()) -> Overview:
    """Return all rows on a day."""
    half_terms = trust_half_terms(facts.calendars.values())
    return Overview(
        log=facts.log,
        sessions=tuple(session_rows(facts, on)),
        actions=tuple(action_rows(facts, half_terms)),
        agreements=tuple(agreement_rows(facts, on)),
        reviews=tuple(review_rows(facts, on)),
        rules=tuple(rule_rows(facts)),
        mistakes=tuple(mistakes),
        half_terms=half_terms,
    )
