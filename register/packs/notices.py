"""Who is told that a session does not take place, or on another day, after they were invited to it.

An agenda that goes out again says it with its own invitation; these notices say it where none does. Nobody
is told what is uncertain: where the plan could not be read in full, a row that is missing says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from forms.intervals import spoken_day
from forms.packs import Errand, Pack
from forms.plan import Person, PlannedSession
from register.checks.facts import Facts, SessionFacts
from register.invited import Told
from register.packs.planning import Waiting

_GONE = "it is no longer in the Schedule"
_CANCELLED = "it is cancelled in the Schedule"
_ANOTHER = "the Schedule has it with somebody else now"


@dataclass(frozen=True, slots=True)
class _Group:
    """Those who were told the same last, and what they are to be told now."""

    errand: Errand
    why: str
    told: tuple[Told, ...]


def notices(
    facts: Facts, told: Iterable[Told], agendas: Collection[tuple[str, str]], on: dt.date, *, is_whole: bool
) -> Iterator[Pack | Waiting]:
    """Yield what is to be told on a day, in the order of `told`.

    `agendas` are the sessions, each with a person's id, of which an agenda lies ready. `is_whole` says
    whether each row of the plan could be read.
    """
    sessions = {one.session_id: one for one in facts.sessions}
    found: dict[tuple[str, str, Errand, str], list[Told]] = {}
    for one in told:
        session = sessions.get(one.invited.session_id)
        said = _to_say(session, one, on, is_whole=is_whole)
        if said is not None and (one.invited.session_id, one.person_id) not in agendas:
            errand, why = said
            found.setdefault((one.invited.session_id, one.invited.facts, errand, why), []).append(one)
    counts: Counter[tuple[str, Errand]] = Counter()
    for (session_id, _, errand, why), group in found.items():
        made = _made(facts, sessions.get(session_id), _Group(errand, why, tuple(group)), on)
        if isinstance(made, Pack):
            counts[session_id, errand] += 1
            number = counts[session_id, errand]
            yield made if number == 1 else replace(made, key=str(number))
        elif made is not None:
            yield made


def _to_say(
    session: SessionFacts | None, told: Told, on: dt.date, *, is_whole: bool
) -> tuple[Errand, str] | None:
    """Return what somebody is to be told now, and why; None for nothing."""
    if session is not None and session.held_on is not None:
        return None
    why_off = _why_off(session, told, is_whole=is_whole)
    if why_off is not None:
        is_ahead = told.is_invited and told.invited.session_on >= on
        return (Errand.CANCELLED, why_off) if why_off and is_ahead else None
    planned = session.planned if session is not None else None
    why_on = _why_moved(planned, told) if planned is not None and planned.date >= on else ""
    return (Errand.MOVED, why_on) if why_on else None


def _why_off(session: SessionFacts | None, told: Told, *, is_whole: bool) -> str | None:
    """Return why a session does not take place with somebody; None where it does, "" where that is unsure."""
    if session is None or session.planned is None:
        return _GONE if is_whole else ""
    if session.is_cancelled:
        return _CANCELLED
    people = {one.supervisee_id for one in session.relationships}
    if told.person_id in people:
        return None
    return _ANOTHER if people and is_whole else ""


def _why_moved(planned: PlannedSession, told: Told) -> str:
    """Return why somebody has to be told the day of a session; "" where they know it."""
    invited = told.invited
    if not told.is_invited:
        return "it was cancelled, and takes place after all"
    if (invited.session_on, invited.session_at) == (planned.date, planned.planned_start):
        return ""
    was = f", {invited.session_at:%H:%M}" if invited.session_at else ""
    return f"they were invited for {spoken_day(invited.session_on)}{was}"


def _made(facts: Facts, session: SessionFacts | None, group: _Group, on: dt.date) -> Pack | Waiting | None:
    """Return the notice for those of a group who are there; None where nobody is."""
    invited = group.told[0].invited
    supervisor_id = _by_whom(facts, session, group, on)
    supervisor = facts.plan.person(supervisor_id, on)
    rows = [(one.person_id, facts.plan.person(one.person_id, on)) for one in group.told]
    names = ", ".join(row.name if row is not None else person_id for person_id, row in rows)
    if supervisor is None or any(row is None for _, row in rows):
        missing = supervisor_id if supervisor is None else names
        why = f"{group.why}; {missing}, of the invitation, is not in the Roster: tell them otherwise"
        return Waiting(invited.session_id, names, supervisor.name if supervisor else None, why)
    everybody = tuple(row for _, row in rows if row is not None)
    people = tuple(one for one in everybody if _is_there(facts, one, on))
    if not people:
        return None
    planned = session.planned if session is not None and group.errand is Errand.MOVED else None
    return Pack(
        session_id=invited.session_id,
        errand=group.errand,
        policy=(session.policy if session is not None else None) or "",
        supervisor=supervisor,
        supervisees=everybody,
        people=people,
        session_on=planned.date if planned else invited.session_on,
        session_at=planned.planned_start if planned else invited.session_at,
        due=None,
        issue_on=max(one.told_on for one in group.told),
        sheets=(),
        why=group.why,
        length_min=planned.planned_length_min if planned else invited.length_min,
        venue=planned.venue if planned else None,
        meant_for=everybody,
    )


def _by_whom(facts: Facts, session: SessionFacts | None, group: _Group, on: dt.date) -> str:
    """Return who tells it, by id: who invited may cancel, and who supervises now invites."""
    invited_by = group.told[0].invited.supervisor_id
    now = next((one.supervisor_id for one in session.relationships), "") if session is not None else ""
    is_theirs = group.errand is Errand.CANCELLED and facts.plan.left_on(invited_by, on) is None
    return invited_by if is_theirs or not now else now


def _is_there(facts: Facts, person: Person, on: dt.date) -> bool:
    return facts.plan.left_on(person.person_id, on) is None and not person.is_absent(on)
