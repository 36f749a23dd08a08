"""X47: what the Schedule says of a session can be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from forms.findings import Severity
from forms.plan import PlannedSession
from register.checks.breach import Breach, day
from register.checks.facts import Facts, SessionFacts
from register.checks.shared import is_recent, plain_breach

_PAST: Mapping[str, str] = {
    "sent_on": "its forms were sent",
    "agenda_returned_on": "its agenda came back",
    "held_on": "it was held",
    "cancelled_on": "it was cancelled",
    "sent_for_signature_on": "it was sent for signature",
    "copy_given_on": "a copy was given",
    "disagreement_settled_on": "a disagreement was settled",
    "filed_on": "it was filed",
    "supervisor_filed_on": "the supervisor's school filed it",
}
"""Column of the Schedule that says what has happened -> what it says."""


def check_schedule(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """Say what cannot be so: held and cancelled, happened on a day to come, planned for a day of closure."""
    for session in facts.sessions:
        planned = session.planned
        if planned is None or not is_recent(planned.date, on):
            continue
        yield from _both(session, planned)
        yield from _to_come(session, planned, on)
        if planned.date >= on and planned.cancelled_on is None and session.held_on is None:
            yield from _closed(facts, session, planned)


def _both(session: SessionFacts, planned: PlannedSession) -> Iterator[Breach]:
    held, cancelled = session.held_on, planned.cancelled_on
    if held is not None and cancelled is not None:
        what = f"Session of {session.label}: was cancelled on {day(cancelled)} and held on {day(held)}."
        to_do = (
            "Find out which is so; take the other out of the Schedule, or give the new day a row of its own."
        )
        yield plain_breach(session, "X47", Severity.SOON, f"{session.session_id} both", (what, to_do))


def _to_come(session: SessionFacts, planned: PlannedSession, on: dt.date) -> Iterator[Breach]:
    for column, words in _PAST.items():
        date = getattr(planned, column)
        if date is not None and date > on:
            what = (
                f"Session of {session.label}: the Schedule says that {words} on {day(date)}, a day to come."
            )
            about = f"{session.session_id} {column}"
            yield plain_breach(session, "X47", Severity.SOON, about, (what, "Correct the day."))


def _closed(facts: Facts, session: SessionFacts, planned: PlannedSession) -> Iterator[Breach]:
    calendar = facts.calendar(session.school)
    if calendar is not None and calendar.is_working_day(planned.date) is False:
        what = f"Session of {session.label}: is planned for {planned.date:%A}, when the school is closed."
        to_do = "Find another day, or leave it if both know."
        yield plain_breach(session, "X47", Severity.NOTE, f"{session.session_id} closed", (what, to_do))
