"""All checks, in one list, and what they find on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from forms.findings import Severity
from register.checks import (
    actions,
    agreements,
    cases,
    files,
    frequency,
    headers,
    mails,
    papers,
    people,
    quality,
    rebooking,
    record,
    schedule,
    signatures,
    undelivered,
)
from register.checks.breach import Breach
from register.checks.facts import Facts

Check = Callable[[Facts, dt.date], Iterable[Breach]]

CHECKS: tuple[Check, ...] = (
    frequency.check_frequency,
    frequency.check_next_date,
    papers.check_returned,
    cases.check_pupils,
    cases.check_named,
    papers.check_record,
    signatures.check_sent_for_signature,
    signatures.check_signed,
    signatures.check_signers,
    actions.check_actions,
    rebooking.check_rebooked,
    agreements.check_agreement,
    agreements.check_agreement_review,
    quality.check_quality,
    files.check_names,
    headers.check_headers,
    files.check_reading,
    files.check_doubts,
    files.check_copies,
    files.check_imports,
    mails.check_mails,
    undelivered.check_delivered,
    record.check_disagreement,
    papers.check_agenda,
    cases.check_watched,
    cases.check_up_to_date,
    people.check_training,
    record.check_length,
    quality.check_monitoring_forms,
    cases.check_sign_off,
    people.check_policies_known,
    people.check_series_known,
    people.check_pairs_known,
    people.check_absence,
    agreements.check_handover,
    record.check_copy,
    schedule.check_schedule,
)

_ORDER = list(Severity)


def find_breaches(facts: Facts, on: dt.date) -> tuple[Breach, ...]:
    """Return what is to be acted on, the gravest first, each once."""
    found: dict[str, Breach] = {}
    for check in CHECKS:
        for breach in check(facts, on):
            found.setdefault(breach.finding_id, breach)
    return tuple(sorted(found.values(), key=lambda one: (_ORDER.index(one.severity), one.code, one.about)))
