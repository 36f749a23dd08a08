"""Which forms of a session still need a signature, and whose: agreements and case sheets beside the record.

They go on as they came back, for a signature holds only for what stood there.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.model import RecordType, Stage
from forms.packs import Errand, Pack
from forms.plan import Person
from register.checks.facts import Paper
from register.packs.setting import Setting
from register.packs.sheets import as_it_came
from register.signers import PARTIES

_WHY = "a signature is missing"


def others_to_sign(setting: Setting, people: tuple[Person, ...]) -> Iterator[Paper]:
    """Yield the forms beside the record that these people have to sign next."""
    for party in PARTIES:
        if people == people_of(setting, party):
            yield from (paper for paper in _beside_record(setting) if _next_to_sign(paper) == party)


def without_record(setting: Setting, planned: Pack | None) -> Iterator[Pack]:
    """Yield packs of such forms for those to whom the session's own pack, `planned`, brings none to sign."""
    served = planned.people if planned is not None and planned.errand is Errand.COUNTERSIGNING else ()
    for party in PARTIES:
        people = people_of(setting, party)
        papers = tuple(others_to_sign(setting, people))
        if papers and people != served:
            sheets = tuple(as_it_came(setting, paper) for paper in papers)
            yield setting.pack(Errand.COUNTERSIGNING, people, sheets, _WHY, due=setting.signed_by, key=party)


def people_of(setting: Setting, party: str) -> tuple[Person, ...]:
    """Return who signs as a party."""
    return (setting.supervisor,) if party == "supervisor" else setting.supervisees


def _beside_record(setting: Setting) -> Iterator[Paper]:
    for paper in setting.session.papers:
        if paper.record is RecordType.RECORD or not paper.has_reached(Stage.SIGNING):
            continue
        if not paper.stale and not setting.facts.in_doubt.get(paper.sha256):
            yield paper


def _next_to_sign(paper: Paper) -> str | None:
    """Return whose signature a form that came back needs next; None where it has all, or none of several.

    What nobody has signed is still with the supervisee, who signs first.
    """
    parties = {line.party for line in paper.lines} & set(PARTIES)
    signed = {line.party for line in paper.lines if line.name}
    missing = parties - signed
    if missing == {"supervisor"}:
        return "supervisor"
    return "supervisee" if missing == {"supervisee"} and "supervisor" in signed else None
