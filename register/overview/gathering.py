"""Put the rows of the trust's workbook together, from everything that is known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields, replace

from forms.findings import Severity
from forms.house_values import Refused
from forms.log import CaseRow
from forms.overview import Mistake, Overview, PlacedCase
from register.checks.facts import Facts
from register.overview.actions import action_rows
from register.overview.agreements import agreement_rows
from register.overview.files import file_rows
from register.overview.half_terms import trust_half_terms
from register.overview.places import Places, places_of
from register.overview.policies import rule_rows
from register.overview.reviews import review_rows
from register.overview.sessions import session_rows


def overview_of(facts: Facts, on: dt.date, mistakes: Iterable[Mistake] = ()) -> Overview:
    """Return all rows on a day."""
    half_terms = trust_half_terms(facts.calendars.values())
    places = places_of(facts.revisions)
    return Overview(
        log=facts.log,
        sessions=tuple(session_rows(facts, places.of_files, on)),
        actions=tuple(action_rows(facts, half_terms, places.of_actions)),
        imports=tuple(file_rows(facts.log.imports, facts.readings)),
        cases=tuple(_placed(row, places) for row in facts.log.cases),
        agreements=tuple(
            replace(row, places=_named(places, row.agreement.source_file if row.agreement else None))
            for row in agreement_rows(facts, on)
        ),
        reviews=tuple(
            replace(row, places=_named(places, row.review.source_file if row.review else None))
            for row in review_rows(facts, on)
        ),
        rules=tuple(rule_rows(facts)),
        mistakes=(*mistakes, *(_refused(one) for one in facts.refused)),
        half_terms=half_terms,
    )


def _named(places: Places, source_file: str | None) -> str | None:
    return places.of_names.get(source_file or "")


def _placed(row: CaseRow, places: Places) -> PlacedCase:
    parts = {one.name: getattr(row, one.name) for one in fields(row)}
    return PlacedCase(**parts, places=_named(places, row.source_file))


def _refused(one: Refused) -> Mistake:
    """Return what the sheet of errors says of a value that does not count."""
    return Mistake(
        code="M22",
        severity=str(Severity.SOON),
        sheet="Policies",
        cell=f"qa_value of {one.value.rule}, {one.value.setting}",
        found=one.value.typed,
        expected=one.expected,
        to_do=one.to_do,
    )
