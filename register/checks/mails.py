"""X42: a form came from, or was addressed to, a domain at which nobody on the Roster has an address.

So does one that does not say from which address it came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.addresses import NO_DOMAIN, domains_of, is_within
from forms.findings import Severity
from register.checks.breach import Breach, listed
from register.checks.facts import Facts
from register.checks.shared import plain_breach
from register.enclosures import Letter


def check_mails(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001 - every check takes a day
    """X42: a domain of a mail that brought a form is not on the Roster; without addresses there, nothing."""
    known = domains_of(one.email for one in facts.plan.people if one.email)
    if not known:
        return
    sessions = {one.session_id: one for one in facts.sessions}
    matched = {row.sha256: row.matched_session or "" for row in facts.log.imports if row.form_id is not None}
    for letter in facts.letters:
        brought = sorted(matched[one] for one in letter.files if one in matched)
        strange = _strange(letter, known)
        if brought and strange:
            what = f"{letter.path}: the mail {'; and it '.join(strange)}."
            to_do = (
                "See whose it is, and that the form is safe there; if it is right, enter it in the Roster."
                if strange != [_NAMELESS]
                else "Find out who sent it, and that the form is theirs."
            )
            session = next((sessions[one] for one in brought if one in sessions), None)
            about = f"{letter.path} {letter.sha256[:12]}"
            yield plain_breach(session, "X42", Severity.NOTE, about, (what, to_do))


_NAMELESS = "does not say from which address it came"


def _strange(letter: Letter, known: frozenset[str]) -> list[str]:
    sides = (("came from", letter.senders), ("is addressed to", letter.recipients))
    found = (
        (said, sorted(one for one in domains - {NO_DOMAIN} if not is_within(one, known)))
        for said, domains in sides
    )
    unknown = " and ".join(f"{said} {listed(own)}" for said, own in found if own)
    where = f"{unknown}, where nobody on the Roster has an address" if unknown else ""
    return [one for one in (where, _NAMELESS if NO_DOMAIN in letter.senders else "") if one]
