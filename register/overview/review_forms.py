"""Which monitoring forms are to be made, and what the register knows for them: never a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.catalogue import Catalogue
from forms.log import Outcome, QaReview
from forms.meanings import Logged
from forms.model import Definition
from forms.plan import Series
from forms.rules import QaInterval
from register.checks.facts import Facts, Supervision
from register.checks.quality import qa_due, reviews_of
from register.logged import ids_of
from register.monitoring import Facts as Shown
from register.overview.reviews import shown_about, supervisors_named

_AHEAD_DAYS = 30
_GROUP = "Group"


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """One monitoring form to be made."""

    form: str
    reference: str
    supervisee: str
    values: Mapping[str, Any]
    """As a values file has them."""
    previous: str | None
    """The hash of the last monitoring form of this supervision, whose actions are carried on."""
    due: dt.date


def review_forms(facts: Facts, catalogue: Catalogue, on: dt.date) -> Iterator[ReviewForm]:
    """Yield the forms of the reviews that are due within thirty days, or overdue.

    A review goes by the reference of the first
    session that it is about, for which no other one stands: so it keeps it for as long as it is due.
    """
    taken = {row.instance_ref for row in facts.log.imports}
    for one in facts.supervisions:
        rules = facts.rules_of(one.policy, QaInterval, one.series) if one.holds(on) else ()
        due = qa_due(facts, one, rules[0]) if rules else None
        if due is None or due > on + dt.timedelta(days=_AHEAD_DAYS):
            continue
        form = catalogue.monitoring_form_of(one.policy)
        reference = _reference(facts, one, form.code, taken)
        if reference is not None:
            yield _form(facts, one, form, reference, due, on)


def _reference(facts: Facts, one: Supervision, code: str, taken: set[str | None]) -> str | None:
    last = max((row.qa_date for row in reviews_of(facts, one) if row.qa_date), default=None)
    held = [session for session in one.held if session.held_on is not None]
    before = [session for session in held if last is not None and (session.held_on or last) <= last]
    for session in (*before[-1:], *(session for session in held if session not in before)):
        reference = f"{session.session_id}-{code}"
        if reference not in taken:
            return reference
    return None


def _form(
    facts: Facts, one: Supervision, definition: Definition, reference: str, due: dt.date, on: dt.date
) -> ReviewForm:
    rel = one.relationship(on)
    supervisee, supervisor = (
        facts.plan.person(person, on) for person in (rel.supervisee_id, rel.supervisor_id)
    )
    name = facts.people.name_of(rel.supervisee_id, on)
    shown = shown_about(facts, one, on)
    fields = dict(_fields(definition, shown, one.series, on))
    for logged, person in ((Logged.SUPERVISEE_ROLE, supervisee), (Logged.SUPERVISOR_ROLE, supervisor)):
        if person is not None and person.role:
            fields |= dict.fromkeys(ids_of(definition, logged)[:1], person.role)
    header = {"supervisee": name, "supervisor": supervisors_named(facts, one, on)}
    if supervisee is not None:
        header["school"] = supervisee.school
    values = {"reference": reference, "header": header, "fields": fields}
    last = _last_file(facts, tuple(reviews_of(facts, one)))
    return ReviewForm(definition.id, reference, name, values, last, due)


def _fields(definition: Definition, shown: Shown, series: Series, on: dt.date) -> Iterator[tuple[str, str]]:
    """Yield field id -> what is known: the day, what kind it is, and evidence beside questions of fact."""
    by_id = {field.id: field for field in definition.fields}
    for name in ids_of(definition, Logged.QA_PREPARED)[:1]:
        yield name, on.isoformat()
    for name in ids_of(definition, Logged.QA_TYPE)[:1]:
        if series is Series.GROUP and _GROUP in by_id[name].all_options:
            yield name, _GROUP
    for asked, text in (
        (Logged.QA_CONTRACT, shown.contract),
        (Logged.QA_SESSIONS, shown.sessions_shown),
        (Logged.QA_RECORDS, shown.records_shown),
    ):
        for name in ids_of(definition, asked)[:1]:
            if by_id[name].evidence:
                yield f"{name}-evidence", text


def _last_file(facts: Facts, reviews: tuple[QaReview, ...]) -> str | None:
    last = max(
        (row for row in reviews if row.qa_date), key=lambda row: row.qa_date or dt.date.min, default=None
    )
    if last is None:
        return None
    hashes = [
        row.sha256
        for row in facts.log.imports
        if row.instance_ref == last.qa_id and row.outcome is Outcome.ACCEPTED
    ]
    return hashes[-1] if hashes else None
