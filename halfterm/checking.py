"""`halfterm check`: what the policies ask, held against what the register knows on a day."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import click

from extract.accepted import read_accepted
from forms.errors import PasswordError, UnreadableError
from forms.exceptions import Acceptance
from forms.findings import Finding, Severity
from forms.log import ExceptionRow
from halfterm.facts import facts_on
from halfterm.make import say
from halfterm.planned import take_plan
from halfterm.retention import retention_reminder
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.checks.breach import Breach
from register.checks.checking import find_breaches
from register.checks.facts import Facts
from register.database import Register
from register.snapshot import write_snapshot
from register.standing import keep_breaches, load_kept

_TO_ACT_ON = frozenset({Severity.ACT_NOW, Severity.SOON})


def load_facts(trust: Trust, register: Register, on: dt.date) -> tuple[Facts, bool]:
    """Return everything that a trust's workbook and register know on a day, and whether the plan is whole."""
    taken = take_plan(trust, register)
    plan = taken.plan
    if not plan.relationships:
        text = (
            f"{trust.workbook.name}: says of nobody who supervises them, so that nothing can be late or "
            "due. Fill in Roster, Relationships, Calendar and Schedule, and save it."
        )
        say([Finding("Y13", Severity.SOON, None, text)])
    known = load_known(trust, plan)
    with register.reading() as connection:
        return facts_on(trust, connection, plan, known.protected, on), taken.is_whole


def check(trust: Trust, on: dt.date, *, as_json: bool) -> int:
    """Say what is to be acted on, keep it in the register, and return the exit status: 1 where there is any.

    What is only to be known of (Note) is said too, and leaves the exit status 0; so does what the QA lead has
    accepted in the workbook. A plan of which a part could
    not be read is to be acted on: nobody knows what is late there.
    """
    with contextlib.closing(trust.open_register()) as register:
        facts, is_whole = load_facts(trust, register, on)
        breaches = find_breaches(facts, on)
        with register.writing() as connection:
            keep_breaches(connection, breaches, on)
            kept = {one.finding_id: one for one in load_kept(connection)}
        write_snapshot(register, trust.snapshot, dt.date.today())  # noqa: DTZ011 # the day as it is here
    accepted = accepted_in(trust)
    reminder = retention_reminder(trust.settings)
    if reminder is not None:
        say([reminder])
    if as_json:
        rows = [_row(one, kept[one.finding_id], accepted.get(one.finding_id), on) for one in breaches]
        click.echo(json.dumps({"on": on.isoformat(), "findings": rows}, indent=2, ensure_ascii=False))
    else:
        _say(breaches, kept, accepted, on)
    to_act_on = [one for one in breaches if one.severity in _TO_ACT_ON and not _counts(accepted, one, on)]
    return int(not is_whole or bool(to_act_on))


def accepted_in(trust: Trust) -> Mapping[str, Acceptance]:
    """Return what the QA lead has accepted; where her workbook cannot be read, nothing, and that is said."""
    try:
        return read_accepted(trust.workbook)
    except (UnreadableError, PasswordError) as error:
        click.echo(f"{error}. Until then no finding counts as accepted.", err=True)
        return {}


def _counts(accepted: Mapping[str, Acceptance], one: Breach, on: dt.date) -> bool:
    own = accepted.get(one.finding_id)
    return own is not None and not own.trouble(on)


def _say(
    breaches: Sequence[Breach],
    kept: Mapping[str, ExceptionRow],
    accepted: Mapping[str, Acceptance],
    on: dt.date,
) -> None:
    parts = {
        str(severity): [
            one for one in breaches if one.severity is severity and not _counts(accepted, one, on)
        ]
        for severity in Severity
    }
    parts["Accepted"] = [one for one in breaches if _counts(accepted, one, on)]
    for head, own in parts.items():
        if own:
            click.echo(f"{head} ({len(own)})")
        for one, following in zip_longest(own, own[1:]):
            first = kept[one.finding_id].first_seen
            since = f" Since {first:%d/%m/%Y}." if first < on else ""
            click.echo(f"  {one.code}  {one.message}{since}")
            if one.finding_id in accepted:
                click.echo(f"       {_spoken(accepted[one.finding_id], on)}")
            # Of several that one rule is behind, the last has its words for all of them.
            if one.basis and (
                following is None or (following.rule, following.basis) != (one.rule, one.basis)
            ):
                click.echo(f"       {one.basis} ({one.rule})")
    count = len(breaches)
    click.echo(f"{count or 'no'} finding{'' if count == 1 else 's'} on {on:%d/%m/%Y}", err=True)


def _spoken(acceptance: Acceptance, on: dt.date) -> str:
    trouble = acceptance.trouble(on)
    if trouble:
        return f"{trouble[0].upper()}{trouble[1:]}."
    until = f", until {acceptance.until:%d/%m/%Y}" if acceptance.until else ""
    return f"Accepted{until}: {acceptance.reason}"


def _row(one: Breach, kept: ExceptionRow, acceptance: Acceptance | None, on: dt.date) -> dict[str, Any]:
    return {
        "id": one.finding_id,
        "code": one.code,
        "severity": str(one.severity),
        "rule": one.rule,
        "clause": one.basis or None,
        "about": one.about,
        "school": one.school,
        "who": one.who,
        "supervisor": one.supervisor,
        "what": one.what,
        "to_do": one.to_do,
        "first_seen": kept.first_seen.isoformat(),
        "last_seen": kept.last_seen.isoformat(),
        "accepted": acceptance.reason if acceptance is not None and not acceptance.trouble(on) else None,
    }
