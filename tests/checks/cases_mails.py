"""Rows of the table of checks about mails: where a form came from and whom else it went to."""

from __future__ import annotations

from dataclasses import replace

from forms.addresses import NO_DOMAIN
from forms.packs import Errand
from register.enclosures import Letter
from register.posted import Posted
from register.undelivered import Undelivered
from tests.checks.case import Case
from tests.checks.world import PRIYA_ROW, TOM_ROW, World, day, planned, record
from tests.register.responses import returned

_PEOPLE = (
    replace(TOM_ROW, email="tom.reed@aldergrove.example"),
    replace(PRIYA_ROW, email="Priya.Shah@trust.example"),
)


def _mailed(sender: str, *recipients: str, form: bool = True) -> World:
    """Return a world in which a record came by mail, from a domain to others; or something else did."""
    came = record("esteem", path="inbox/reply.eml/record.pdf")
    files = frozenset({came.sha256 if form else returned(None).sha256})
    mail = Letter("e" * 64, "inbox/reply.eml", frozenset({sender}), frozenset(recipients), files)
    return World(
        people=_PEOPLE,
        sessions=(planned("2026-11-19"),),
        imports=(("2026-11-20", (came,)),),
        letters=(mail,),
    )


_STRANGE = _mailed("reed-family.example", "trust.example")

_LOST = World(
    people=_PEOPLE,
    sessions=(planned("2026-11-19"),),
    lost=(
        Undelivered(
            Posted("ESM-26-0042", Errand.AGENDA, "f" * 64, day("2026-11-06"), ""),
            "inbox/undeliverable.eml",
            "e" * 64,
            day("2026-11-06"),
        ),
    ),
)
_NAMELESS = replace(_LOST, lost=(replace(_LOST.lost[0], posted=None),))

CASES = (
    Case(
        "X51",
        "esteem",
        "an agenda could not be delivered",
        "2026-11-07",
        _LOST,
        "the Schedule says that it was sent that day",
        replace(_LOST, sessions=(planned("2026-11-19", sent_on="2026-11-06"),)),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X51",
        "esteem",
        "a mail could not be delivered, and the report does not say which",
        "2026-11-07",
        _NAMELESS,
        "it was in the school year before the last",
        _NAMELESS,
        near_on="2028-09-07",
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X42",
        "esteem",
        "a form was mailed from a domain of nobody on the Roster",
        "2026-11-20",
        _STRANGE,
        "it came from a part of the school's own",
        _mailed("staff.aldergrove.example", "trust.example"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X42",
        "esteem",
        "a form was mailed to such a domain too",
        "2026-11-20",
        _mailed("aldergrove.example", "trust.example", "council.example"),
        "only to domains of the Roster",
        _mailed("aldergrove.example", "trust.example", "aldergrove.example"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X42",
        "esteem",
        "a form was mailed from no address at all",
        "2026-11-20",
        _mailed(NO_DOMAIN, "trust.example"),
        "it came from one on the Roster",
        _mailed("trust.example", "trust.example"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X42",
        "harewood",
        "under another policy",
        "2026-11-20",
        _STRANGE.under("harewood"),
        "the mail brought no form",
        _mailed("reed-family.example", "trust.example", form=False).under("harewood"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X42",
        "esteem",
        "one address on the Roster, and another's domain",
        "2026-11-20",
        replace(_STRANGE, people=(_PEOPLE[0], PRIYA_ROW)),
        "the Roster has no address, so nothing is known",
        replace(_STRANGE, people=(TOM_ROW, PRIYA_ROW)),
        severity="Note",
        ruled=False,
    ),
)
"""Rows of the table."""
