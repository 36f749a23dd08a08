"""X51: what a mail server could not deliver, and nobody has sent again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from forms.findings import Severity
from forms.model import Stage
from forms.packs import NOTICES, Errand
from forms.revisions import stage_rank
from register.checks.breach import Breach, day
from register.checks.facts import Facts, SessionFacts
from register.checks.shared import is_recent, plain_breach
from register.posted import Posted, entered_on
from register.undelivered import first_facts

_BROUGHT_BACK: Mapping[Errand, Stage] = {
    Errand.AGENDA: Stage.AGENDA,
    Errand.SESSION: Stage.SESSION,
    Errand.SIGNING: Stage.SIGNING,
}
"""Errand -> the stage of the forms that come back when it has reached its people."""
_WORDS = {
    Errand.AGENDA: "the agenda",
    Errand.SESSION: "the form for the meeting",
    Errand.SIGNING: "the record to sign",
    Errand.COUNTERSIGNING: "the record for the second signature",
    Errand.COPY: "the copy of the signed record",
    Errand.RECEIPT: "the receipt",
    Errand.AGREEMENT: "the agreement",
    Errand.MOVED: "the new day or time",
    Errand.CANCELLED: "the cancellation",
}


def check_delivered(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X51: a mail that counted as sent could not be delivered, so nobody has it."""
    sessions = {one.session_id: one for one in facts.sessions}
    for lost in facts.lost:
        if not is_recent(lost.told_on, on):
            continue
        posted = lost.posted
        session = sessions.get(posted.session_id) if posted is not None else None
        if posted is not None and posted.errand is Errand.REMINDER:
            yield _reminder(facts, posted, on)
        elif posted is not None and session is None and posted.errand in NOTICES:
            what = f"{posted.session_id}: {_WORDS[posted.errand]} could not be delivered."
            to_do = "See whether the address in the Roster is right, and tell them otherwise."
            about = f"{posted.session_id} {posted.errand} {first_facts(posted.facts)}"
            yield plain_breach(None, "X51", Severity.SOON, about, (what, to_do))
        elif posted is None or session is None:
            place = lost.path or "a report that was deleted"
            what = f"{place}: a mail could not be delivered; which one it was is not known here."
            to_do = "Find out in your mail program whom it was for, and send it again."
            about = f"{place} {lost.sha256[:12]}"
            yield plain_breach(None, "X51", Severity.SOON, about, (what, to_do))
        elif not _is_settled(session, posted):
            yield _pack(session, posted, on, to_some=bool(lost.reached))


def _pack(session: SessionFacts, posted: Posted, on: dt.date, *, to_some: bool) -> Breach:
    """Return what is said of a pack; `to_some`: others whom it went to have it."""
    lost = "could not be delivered to everybody" if to_some else "could not be delivered"
    what = (
        f"Mail for the session of {session.label}: {_WORDS[posted.errand]} {lost} (told on "
        f"{day(posted.sent_on)}), so it does not count as sent."
    )
    about = f"{posted.session_id} {posted.errand} {first_facts(posted.facts)}"
    if posted.errand is Errand.RECEIPT:
        to_do = "See whether the address in the Roster is right."
        return plain_breach(session, "X51", Severity.NOTE, about, (what, to_do))
    is_ahead = session.date is None or session.date >= on
    severity = Severity.ACT_NOW if is_ahead else Severity.SOON
    to_do = (
        "See whether the address in the Roster is right, and send the draft that halfterm prepare lays ready "
        "again."
    )
    return plain_breach(session, "X51", severity, about, (what, to_do))


def _reminder(facts: Facts, posted: Posted, on: dt.date) -> Breach:
    name = facts.people.name_of(posted.session_id, on)
    what = f"Reminder for {name}: could not be delivered (told on {day(posted.sent_on)})."
    to_do = "See whether the address in the Roster is right, and tell them otherwise."
    about = f"{posted.session_id} {posted.errand} {posted.facts}"
    return plain_breach(None, "X51", Severity.SOON, about, (what, to_do))


def _is_settled(session: SessionFacts, posted: Posted) -> bool:
    """Return whether it has reached its people otherwise: so the Schedule says, or what came back since.

    What calendars were to be told, and is not so any more, nobody has to hear.
    """
    if posted.errand in NOTICES and session.is_cancelled != (posted.errand is Errand.CANCELLED):
        return True
    entered = entered_on(session.planned, posted.errand) if session.planned is not None else None
    if entered is not None and entered >= posted.sent_on:
        return True
    asked = _BROUGHT_BACK.get(posted.errand)
    return asked is not None and any(
        stage_rank(stage) >= stage_rank(asked) and came >= posted.sent_on
        for paper in session.papers
        for stage, came in paper.came_on.items()
    )
