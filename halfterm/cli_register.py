"""The commands that look after a trust's register: find, verify, purge and restore."""

from __future__ import annotations

import sys

import click

from halfterm.cli_options import on_option, policy_option

_CLASSES = ("records", "cases", "agreements", "reviews", "drafts", "unreadable")


@click.command()
@click.argument("wanted", metavar="PERSON|CASE|SESSION|ACTION")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--quick", is_flag=True, help="Look through the register only, not the words of the originals.")
@policy_option
def find(wanted: str, as_json: bool, quick: bool, policy: tuple[str, ...]) -> None:
    """List every file and row about a person or a case, or tell an action's whole life."""
    from halfterm import find as finding
    from halfterm import known
    from halfterm.trust import open_trust

    trust = open_trust(known.open_catalogue(policy))
    sys.exit(finding.find(trust, wanted, as_json=as_json, quick=quick))


@click.command()
@on_option
@policy_option
def verify(on: str | None, policy: tuple[str, ...]) -> None:
    """Hold archive, register and log against each other, and say what is missing or altered."""
    from halfterm import known, take
    from halfterm import verify as verifying
    from halfterm.trust import open_trust

    sys.exit(verifying.verify(open_trust(known.open_catalogue(policy)), take.parse_day(on)))


@click.command()
@click.option("--class", "kind", required=True, type=click.Choice(_CLASSES), help="What to delete.")
@click.option("--before", required=True, metavar="DATE", help="Only what is older than this day.")
@click.option("--school", help="Only of this school.")
@click.option("--case", "case_ref", metavar="REF", help="Only sheets of this case.")
@click.option("--person", help="Only of this supervisee or supervisor.")
@click.option("--do-it", is_flag=True, help="Delete it; without this, only say what would go.")
@policy_option
def purge(
    kind: str,
    before: str,
    school: str | None,
    case_ref: str | None,
    person: str | None,
    do_it: bool,
    policy: tuple[str, ...],
) -> None:
    """Say what is older than a day, and with --do-it delete it for good, wherever it lies."""
    from halfterm import known, take
    from halfterm import purge as purging
    from halfterm.trust import open_trust
    from register.purging import Class

    wish = purging.Wish(Class(kind), before, school, case_ref, person, take.parse_day(None), do_it)
    sys.exit(purging.purge(open_trust(known.open_catalogue(policy)), wish))


@click.command()
def restore() -> None:
    """Go on with the trust's register on this computer, from the copy beside the workbook."""
    from halfterm import known
    from halfterm import restore as restoring
    from halfterm.trust import open_trust

    restoring.restore(open_trust(known.open_catalogue(())))
