"""One row per supervision agreement, and one per returned monitoring form beside what the log shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.actions import actions_of
from forms.dates import parse_date, show_date
from forms.findings import Finding, Severity
from forms.handover import supervisors_of
from forms.intervals import add_months
from forms.log import ActionHistory, Agreement, Log, QaReview
from forms.meanings import Logged
from forms.model import Fact, RecordType
from forms.plan import Plan
from forms.records import Response, Signature
from forms.revisions import Revision, fact_of
from register import logged
from register.children import Children
from register.imports import file_name
from register.monitoring import facts_about, pair_of
from register.signers import PARTIES, uncounted_of

_QA_MONTHS = 3
"""Esteem: "Be quality assured every 3 months"."""

_Supervision = tuple[str, str, str]
"""Policy, supervisee and supervisor."""


def agreement_rows(current: Iterable[Revision], plan: Plan | None) -> tuple[Agreement, ...]:
    """Return one row per agreement that came back and counts.

    Where a plan knows the two people, nobody else's signature counts.
    """
    rows: list[Agreement] = []
    for one in current:
        if one.definition.record is not RecordType.AGREEMENT:
            continue
        others = uncounted_of(plan, one) if plan is not None else frozenset()
        supervisee, supervisor = (
            None if party in others else _signature(one.response, party) for party in PARTIES
        )
        rows.append(
            Agreement(
                agreement_id=one.response.reference or one.session,
                policy=one.definition.policy.name,
                supervisee=fact_of(one.response, one.definition, Fact.SUPERVISEE),
                supervisor=fact_of(one.response, one.definition, Fact.SUPERVISOR),
                supervisee_signed=supervisee is not None,
                supervisor_signed=supervisor is not None,
                supervisee_signed_on=_signed_on(supervisee),
                supervisor_signed_on=_signed_on(supervisor),
                source_file=file_name(one.response.path),
            )
        )
    return tuple(rows)


def qa_rows(
    current: Iterable[Revision], log: Log, children: Children, about: Mapping[str, Sequence[Finding]]
) -> tuple[QaReview, ...]:
    """Return one row per monitoring form that counts, by date.

    `log` holds the rows of all other kinds, `about` the findings by the session part of a reference.
    """
    forms = [one for one in current if one.definition.record is RecordType.QA]
    reviews: list[QaReview] = []
    parts = _by_supervision(log)
    for one in sorted(forms, key=lambda form: _judged_on(form) or dt.date.max):
        supervisee, supervisor = (
            fact_of(one.response, one.definition, fact) for fact in (Fact.SUPERVISEE, Fact.SUPERVISOR)
        )
        names = supervisors_of(supervisor) or (None,)
        places = [(one.definition.policy.name, *pair_of(supervisee, name)) for name in names]
        known = _joined(parts.get(place, Log()) for place in dict.fromkeys(places))
        row = _qa_row(one, known, children, about.get(one.session, ()))
        reviews.append(row)
        # Earlier reviews end the time that a later one is about.
        own = parts.get(places[0], Log())
        parts[places[0]] = replace(own, qa_reviews=(*own.qa_reviews, row))
    return tuple(reviews)


def _joined(parts: Iterable[Log]) -> Log:
    """Return what several logs show together, of those kinds that are evidence."""
    logs = tuple(parts)
    return Log(
        sessions=tuple(row for one in logs for row in one.sessions),
        actions=tuple(row for one in logs for row in one.actions),
        agreements=tuple(row for one in logs for row in one.agreements),
        qa_reviews=tuple(row for one in logs for row in one.qa_reviews),
    )


def _by_supervision(log: Log) -> dict[_Supervision, Log]:
    """Return what a log shows of each pair under each policy: nothing else is evidence about them."""
    parts: dict[_Supervision, dict[str, list[Any]]] = {}
    for name in ("sessions", "actions", "agreements"):
        for one in getattr(log, name):
            place = (one.policy, *pair_of(one.supervisee, one.supervisor))
            parts.setdefault(place, {}).setdefault(name, []).append(one)
    return {place: Log(**{name: tuple(rows) for name, rows in part.items()}) for place, part in parts.items()}


def _qa_row(one: Revision, log: Log, children: Children, findings: Sequence[Finding]) -> QaReview:
    response, definition = one.response, one.definition
    supervisee = fact_of(response, definition, Fact.SUPERVISEE)
    supervisor = fact_of(response, definition, Fact.SUPERVISOR)
    day = _judged_on(one)
    facts = facts_about(log, supervisee, supervisor, day or dt.date.max)
    texts: dict[str, str | None] = {}
    named: list[str] = []
    answers = {
        "general": logged.text_of(one, Logged.QA_GENERAL),
        "actions": _key_actions(one),
        "additional": logged.text_of(one, Logged.QA_ADDITIONAL),
    }
    for name, text in answers.items():
        masked = children.mask(text or "", parts=True)
        texts[name] = masked.text or None
        named += masked.named
    contract = logged.text_of(one, Logged.QA_CONTRACT)
    sessions = logged.number_of(one, Logged.QA_SESSIONS)
    records = logged.text_of(one, Logged.QA_RECORDS)
    differences = [
        text
        for text, differs in (
            (
                f"Contract: form {contract}, log: {facts.contract}",
                contract and (contract == "Yes") != facts.contract_proven,
            ),
            (
                f"Sessions: form {sessions}, log {facts.sessions}",
                sessions is not None and sessions != facts.sessions,
            ),
            (
                f"Records: form {records}, log {facts.records}",
                records and (records == "Yes") != facts.records_proven,
            ),
        )
        if differs
    ]
    name = response.reference or one.session
    row = QaReview(
        qa_id=name,
        policy=definition.policy.name,
        school=fact_of(response, definition, Fact.SCHOOL),
        supervisee=supervisee,
        supervisor=next(iter(supervisors_of(supervisor)), None),
        type=logged.text_of(one, Logged.QA_TYPE),
        period_from=facts.since if day else None,
        period_to=day,
        contract_log=facts.contract,
        sessions_log=facts.sessions,
        records_log=facts.records,
        signed_both_log=facts.signed_both,
        actions_overdue_log=_overdue(log.actions, supervisee, supervisor, day),
        contract_confirmed=contract,
        sessions_confirmed=sessions,
        records_confirmed=records,
        judgements={name: response.text(name) for name in logged.ids_of(definition, Logged.QA_JUDGEMENT)},
        general_comments=texts["general"],
        key_actions=texts["actions"],
        additional_comments=texts["additional"],
        qa_date=parse_date(logged.text_of(one, Logged.QA_DATE) or ""),
        qa_name=logged.text_of(one, Logged.QA_NAME),
        next_qa_due=None,
        difference="; ".join(differences) or None,
        source_file=file_name(response.path),
        findings=(),
    )
    found = list(findings)
    if differences:
        text = (
            f"Monitoring form {name} and the log disagree: {'; '.join(differences)}. Find out which is right."
        )
        found.append(Finding("X38", Severity.SOON, None, text))
    if named:
        text = f"Monitoring form {name}: a comment seems to name a child ({', '.join(named)}). Reword it."
        found.append(Finding("X24", Severity.ACT_NOW, None, text))
    due = add_months(row.qa_date, _QA_MONTHS) if row.qa_date else None
    return replace(row, next_qa_due=due, findings=tuple(found))


def _judged_on(one: Revision) -> dt.date | None:
    text = logged.text_of(one, Logged.QA_DATE) or logged.text_of(one, Logged.QA_PREPARED)
    return parse_date(text or "")


def _key_actions(one: Revision) -> str | None:
    lines = []
    for action in actions_of(one.response, one.definition):
        notes = [action.who or "no owner", show_date(action.by_when or "no date"), action.status or "Open"]
        lines.append(f"{action.text} ({', '.join(notes)})")
    return "\n".join(lines) or None


def _overdue(
    actions: Iterable[ActionHistory], supervisee: str | None, supervisor: str | None, on: dt.date | None
) -> int:
    names = supervisors_of(supervisor) or (None,)
    return sum(
        bool(on and one.overdue_days(on))
        for one in actions
        if one.supervisee == supervisee and one.supervisor in names and one.given_to is None
    )


def _signature(response: Response, party: str) -> Signature | None:
    return next((one for one in response.signatures if one.party == party), None)


def _signed_on(signature: Signature | None) -> dt.date | None:
    return parse_date(signature.date or "") if signature is not None else None
