"""`halfterm check`: what the policies ask, held against what the register knows on a day."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from extract.key_sheet import read_key
from forms.findings import Severity
from halfterm.trust import Trust
from register.belonging import owners_of
from register.checks.breach import Breach
from register.checks.checking import find_breaches
from register.checks.gathering import Known, gather
from register.children import children_of
from register.ledger import Protected, fold_standing, load_plan
from register.receiving import load_imports
from register.standing import Kept, keep_breaches, load_kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from register.checks.facts import Facts

_TO_ACT_ON = frozenset({Severity.ACT_NOW, Severity.SOON})


def load_facts(connection: Connection, trust: Trust, on: dt.date) -> Facts:
    """Return everything that the register of a trust knows on a day."""
    plan = load_plan(connection)
    marks_key = trust.load_marks_key()
    entries = read_key(trust.key).entries
    children = children_of((), entries, (one.name for one in plan.people))
    protected = Protected(children, owners_of(entries, marks_key))
    folded = fold_standing(connection, trust.catalogue.load_form, on, protected)
    days = {one.number: one.started_on for one in load_imports(connection)}
    return gather(folded, Known(plan, days), trust.catalogue)


def check(trust: Trust, on: dt.date, *, as_json: bool) -> int:
    """Say what is to be acted on, keep it in the register, and return the exit status: 1 where there is any.

    What is only to be known of (Note) is said too, and leaves the exit status 0.
    """
    with contextlib.closing(trust.open_register()) as register, register.writing() as connection:
        facts = load_facts(connection, trust, on)
        breaches = find_breaches(facts, on)
        keep_breaches(connection, breaches, on)
        kept = {one.finding_id: one for one in load_kept(connection)}
    if as_json:
        rows = [_row(one, kept[one.finding_id]) for one in breaches]
        click.echo(json.dumps({"on": on.isoformat(), "findings": rows}, indent=2, ensure_ascii=False))
    else:
        _say(breaches, kept, on)
    return int(any(one.severity in _TO_ACT_ON for one in breaches))


def _say(breaches: Sequence[Breach], kept: dict[str, Kept], on: dt.date) -> None:
    for severity in Severity:
        own = [one for one in breaches if one.severity is severity]
        if own:
            click.echo(f"{severity} ({len(own)})")
        for one in own:
            click.echo(f"  {one.code}  {one.message}")
            if one.basis:
                click.echo(f"       {one.basis} ({one.rule})")
            first = kept[one.finding_id].first_seen
            if first < on:
                click.echo(f"       Since {first:%d/%m/%Y}.")
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
