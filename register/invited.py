"""What calendars were told of sessions: invitations, and what took them back.

Noted when a draft with it is laid out, with the digest of its mailing; it counts once that mailing was sent.
The workbook cannot be asked later: the row of a session may be gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from forms.packs import Errand
from forms.plan import Plan
from register import tables
from register.posted import Posted
from register.receiving import insert_new
from register.undelivered import Undelivered

_KEPT = dt.timedelta(days=366)
"""So long after its day an invitation is forgotten: nobody is told anything of it any more."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What one mailing tells calendars."""

    session_id: str
    errand: Errand
    """AGENDA or MOVED: they are invited; CANCELLED: not any more."""
    facts: str
    """Of the mailing (`register.posted`)."""
    sequence: int
    """Of the event (RFC 5545, 3.8.7.4): the higher one holds."""
    supervisor_id: str
    person_ids: tuple[str, ...]
    session_on: dt.date
    session_at: dt.time | None
    length_min: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What has reached people, and when."""

    invited: Invited
    told_on: dt.date


@dataclass(frozen=True, slots=True)
class Told:
    """What one person was told last of one session, and when."""

    person_id: str
    invited: Invited
    told_on: dt.date

    @property
    def is_invited(self) -> bool:
        """Return whether the session stands in their calendar."""
        return self.invited.errand is not Errand.CANCELLED


def note_invited(
    connection: Connection, session_id: str, errand: Errand, ready: Iterable[Invited], on: dt.date
) -> None:
    """Note what lies ready for calendars, in the place of what lay ready before and was not sent."""
    table, sent = tables.invited, tables.posted.c
    known = select(sent.facts).where(sent.session_id == session_id, sent.errand == str(errand))
    connection.execute(
        delete(table).where(
            table.c.session_id == session_id, table.c.errand == str(errand), table.c.facts.not_in(known)
        )
    )
    connection.execute(delete(table).where(table.c.session_on < on - _KEPT))
    for one in ready:
        insert_new(
            connection,
            table,
            session_id=one.session_id,
            errand=str(one.errand),
            facts=one.facts,
            sequence=one.sequence,
            supervisor_id=one.supervisor_id,
            person_ids=list(one.person_ids),
            session_on=one.session_on,
            session_at=one.session_at,
            length_min=one.length_min,
        )


def load_invited(connection: Connection) -> tuple[Invited, ...]:
    """Return what calendars were told, or are to be once it is sent; of each session in its order."""
    table = tables.invited.c
    rows = connection.execute(select(tables.invited).order_by(table.session_id, table.sequence, table.facts))
    return tuple(
        Invited(
            one.session_id,
            Errand(one.errand),
            one.facts,
            one.sequence,
            one.supervisor_id,
            tuple(one.person_ids),
            one.session_on,
            one.session_at,
            one.length_min,
        )
        for one in rows
    )


def heard(
    invited: Collection[Invited], posted: Collection[Posted], lost: Iterable[Undelivered], plan: Plan
) -> tuple[Heard, ...]:
    """Return what has reached people, in the order in which it holds.

    An agenda of which only `plan` says that it was sent counts too. A mailing to several that could not be
    delivered to one has reached the others, so it counts.
    """
    days = {(one.session_id, one.errand, one.facts): one.sent_on for one in posted}
    gone = {(one.posted.session_id, one.posted.errand, one.posted.facts) for one in lost if one.posted}
    by_draft = {one.session_id for one in posted if one.errand is Errand.AGENDA}
    entered = {
        one.session_id: one.sent_on
        for one in plan.sessions
        if one.sent_on is not None and one.session_id not in by_draft
    }
    found = []
    for one in sorted(invited, key=lambda one: one.sequence):
        key = (one.session_id, one.errand, one.facts)
        told_on = days.get(key, entered.get(one.session_id) if one.errand is Errand.AGENDA else None)
        if told_on is not None and not (key in gone and len(one.person_ids) == 1):
            found.append(Heard(one, told_on))
    return tuple(found)


def told_last(reached: Iterable[Heard]) -> tuple[Told, ...]:
    """Return what each person was told last of each session, of what has reached them in its order."""
    last = {
        (one.invited.session_id, person_id): Told(person_id, one.invited, one.told_on)
        for one in reached
        for person_id in one.invited.person_ids
    }
    return tuple(last.values())
