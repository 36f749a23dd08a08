"""`halfterm verify`: hold archive, register, log and the copy beside the workbook against each other."""

from __future__ import annotations

import contextlib
import datetime as dt

import click

from forms.findings import Finding, Severity
from halfterm.make import say
from halfterm.trust import Trust
from halfterm.writing_out import load_known
from register.ledger import fold_log, load_log, load_plan
from register.snapshot import faults_of
from register.verifying import check_database, check_leftovers, check_log, check_originals


def verify(trust: Trust, on: dt.date) -> int:
    """Print what does not agree, and return 1 where something does not, else 0."""
    archive = trust.open_archive()
    place = trust.register_file()
    damage = list(check_database(place)) if place is not None else []
    if damage:
        say(damage)
        click.echo("nothing else was looked at: a damaged register says nothing that is sure", err=True)
        return 1
    found: list[Finding] = []
    with contextlib.closing(trust.open_register()) as register, register.reading() as connection:
        found += check_originals(connection, archive)
        known = load_known(trust, load_plan(connection))
        fresh = fold_log(connection, trust.catalogue.load_form, on, known.protected)
        found += check_log(load_log(connection), fresh)
        count = sum(1 for _ in archive.hashes())
    found += check_leftovers(archive)
    found += _check_snapshot(trust)
    say(found)
    said = f"{count} original{'' if count == 1 else 's'} in the archive"
    things = f"{len(found)} thing{'' if len(found) == 1 else 's'} to look at: see above"
    click.echo(f"{said}; {things if found else 'archive, register and log agree'}", err=True)
    return int(bool(found))


def _check_snapshot(trust: Trust) -> list[Finding]:
    if not trust.snapshot.is_file() or not (faults := faults_of(trust.snapshot)):
        return []
    text = (
        f"{trust.snapshot}: the copy of the register is damaged ({faults[0]}). Run halfterm extract, which "
        "writes it anew; if that happens again, look at what keeps this folder in step."
    )
    return [Finding("Y09", Severity.SOON, None, text)]
