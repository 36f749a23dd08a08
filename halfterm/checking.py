"""`halfterm check`: what the policies ask, held against what the register knows on a day."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import click

from forms.findings import Finding, Severity
from halfterm.make import say
from halfterm.planned import take_plan
from halfterm.retention import retention_reminder
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.checks.breach import Breach
from register.checks.checking import find_breaches
from register.checks.facts import Facts
from register.checks.gathering import Beside, gather
from register.database import Register
from register.issuing import prepared_sessions
from register.ledger import fold_standing
from register.receiving import load_imports
from register.snapshot import write_snapshot
from register.standing import Kept, keep_breaches, load_kept

_TO_ACT_ON = frozenset({Severity.ACT_NOW, Severity.SOON})


def load_facts(trust: Trust, register: Register, on: dt.date) -> tuple[Facts, bool]:
    """Return everything that a trust's workbook and register know on a day, and whether the plan is whole."""
    taken = take_plan(trust, register)
    plan = taken.plan
    if not plan.relationships:
        text = (
            f"{trust.plan_workbook.name}: says of nobody who supervises them, so that nothing can be late or "
            "due. Fill in Roster, Relationships, Calendar and Schedule, and save it."
        )
        say([Finding("Y13", Severity.SOON, None, text)])
    known = load_known(trust, plan)
    with register.reading() as connection:
        folded = fold_standing(connection, trust.catalogue.load_form, on, known.protected)
        days = {one.number: one.started_on for one in load_imports(connection)}
        beside = Beside(plan, days, prepared=prepared_sessions(connection))
    return gather(folded, beside, trust.catalogue), taken.is_whole


def check(trust: Trust, on: dt.date, *, as_json: bool) -> int:
    """Say what is to be acted on, keep it in the register, and return the exit status: 1 where there is any.

    What is only to be known of (Note) is said too, and leaves the exit status 0. A plan of which a part could
    not be read is to be acted on: nobody knows what is late there.
    """
    with contextlib.closing(trust.open_register()) as register:
        facts, is_whole = load_facts(trust, register, on)
        breaches = find_breaches(facts, on)
        with register.writing() as connection:
            keep_breaches(connection, breaches, on)
            kept = {one.finding_id: one for one in load_kept(connection)}
        write_snapshot(register, trust.snapshot, dt.date.today())  # noqa: DTZ011 # the day as it is here
    reminder = retention_reminder(trust.settings)
    if reminder is not None:
        say([reminder])
    if as_json:
        rows = [_row(one, kept[one.finding_id]) for one in breaches]
        click.echo(json.dumps({"on": on.isoformat(), "findings": rows}, indent=2, ensure_ascii=False))
    else:
        _say(breaches, kept, on)
    return int(not is_whole or any(one.severity in _TO_ACT_ON for one in breaches))


def _say(breaches: Sequence[Breach], kept: dict[str, Kept], on: dt.date) -> None:
    for severity in Severity:
        own = [one for one in breaches if one.severity is severity]
        if own:
            click.echo(f"{severity} ({len(own)})")
        for one, following in zip_longest(own, own[1:]):
            first = kept[one.finding_id].first_seen
            since = f" Since {first:%d/%m/%Y}." if first < on else ""
            click.echo(f"  {one.code}  {one.message}{since}")
            # Of several that one rule is behind, the last has its words for all of them.
            if one.basis and (
                following is None or (following.rule, following.basis) != (one.rule, one.basis)
            ):
                click.echo(f"       {one.basis} ({one.rule})")
    count = len(breaches)
    click.echo(f"{count or 'no'} finding{'' if count == 1 else 's'} on {on:%d/%m/%Y}", err=True)


def _row(one: Breach, kept: Kept) -> dict[str, Any]:
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
    }
