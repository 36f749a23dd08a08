"""What several checks ask: whether something is recent, how a session's breach looks, what is not known."""

from __future__ import annotations

import datetime as dt

from forms.findings import Severity
from forms.half_terms import HalfTerm
from forms.log import year_start
from forms.rules import Rule
from register.checks.breach import Breach, grounds
from register.checks.facts import Facts, SessionFacts, Supervision

_LOOK_BACK_DAYS = 92
"""Early in a school year, what happened before the summer holiday is still looked at."""


def is_recent(day: dt.date, on: dt.date) -> bool:
    """Return whether a day lies in the academic year of `on`, or not long before it.

    What cannot be made good any more is said for so long, and not for ever.
    """
    return day >= min(year_start(on), on - dt.timedelta(days=_LOOK_BACK_DAYS))


def session_breach(
    session: SessionFacts,
    code: str,
    rule: Rule,
    words: tuple[str, str],
    part: str = "",
) -> Breach:
    """Return a breach of a rule about a session: what is wrong, what to do; `part` tells several apart."""
    return Breach(
        code=code,
        severity=rule.severity,
        about=f"{session.session_id} {part}".strip(),
        what=words[0],
        to_do=words[1],
        policy=session.policy,
        school=session.school,
        who=session.who,
        supervisor=session.supervisor,
        **grounds(rule),
    )


def plain_breach(
    session: SessionFacts | None, code: str, severity: Severity, about: str, words: tuple[str, str]
) -> Breach:
    """Return a breach behind which stands no rule of a policy, of a session where there is one."""
    return Breach(
        code=code,
        severity=severity,
        about=about,
        what=words[0],
        to_do=words[1],
        policy=session.policy if session else None,
        school=session.school if session else None,
        who=session.who if session else None,
        supervisor=session.supervisor if session else None,
    )


def supervision_breach(
    facts: Facts,
    one: Supervision,
    code: str,
    rule: Rule,
    on: dt.date,
    words: tuple[str, str],
    part: str = "",
) -> Breach:
    """Return a breach of a rule about somebody's supervision."""
    return Breach(
        code=code,
        severity=rule.severity,
        about=f"{one.about} {part}".strip(),
        what=words[0],
        to_do=words[1],
        policy=one.policy,
        school=facts.people.school_of(one.supervisee_id, on),
        who=facts.people.name_of(one.supervisee_id, on),
        supervisor=facts.people.name_of(one.relationship(on).supervisor_id, on),
        **grounds(rule),
    )


def calendar_gap(school: str | None, day: dt.date) -> Breach:
    """Return what is said where a calendar ends before a day that a rule asks about: nothing is guessed."""
    name = school or "a school that the Roster does not name"
    return Breach(
        code="X43",
        severity=Severity.SOON,
        about=f"{name} {year_start(day).year}",
        what=f"Calendar of {name}: says nothing of the days around {day:%d/%m/%Y}, so that some rules cannot "
        "be checked.",
        to_do="Enter the half terms of that school year in the Calendar.",
        school=school,
    )


def half_term_name(half: HalfTerm) -> str:
    """Return a half term as Aut1 2026/27."""
    return f"{half.name} {half.academic_year}"


def split_message(message: str) -> tuple[str, str]:
    """Return a finding's message as what is so and what to do: its last sentence."""
    what, _, to_do = message.rstrip().rpartition(". ")
    return (f"{what}.", to_do) if what else (message, "Look at it.")
