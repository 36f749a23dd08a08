"""What has really been sent: one row per pack and what it said of the session, with the day and the way.

Prepared is not sent; nobody is late for what was not sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select, update

from forms.packs import Errand
from forms.plan import Plan, PlannedSession
from register import tables
from register.receiving import insert_new

_PACK_LETTERS, _PERSON_LETTERS = 40, 12


def part_of(facts: str, person_id: str, count: int) -> str:
    """Return the digest of one of `count` mailings of a pack, each to one of its people."""
    person = hashlib.sha256(person_id.encode()).hexdigest()[:_PERSON_LETTERS]
    return f"{facts[:_PACK_LETTERS]}-{person}-{count}"


def whole_of(facts: str) -> str:
    """Return what is the same in the digest of a pack and in those of its parts."""
    return facts[:_PACK_LETTERS]


@dataclass(frozen=True, slots=True)
class Posted:
    """One pack that was sent, or one of several mailings of it."""

    session_id: str
    errand: Errand
    facts: str
    """Digest of what the pack said of the session: its day, its people. Of a part: `part_of`."""
    sent_on: dt.date
    way: str
    """moved (a draft was put into sent), smtp, or copy (a copy of the mail lay in the inbox)."""

    @property
    def mark(self) -> str:
        """Return what the draft says of which pack it is."""
        return f"{self.session_id} {self.errand} {self.facts}"


def note_posted(connection: Connection, posted: Posted) -> bool:
    """Note that a pack was sent; return whether that is new."""
    return insert_new(
        connection,
        tables.posted,
        session_id=posted.session_id,
        errand=str(posted.errand),
        facts=posted.facts,
        sent_on=posted.sent_on,
        way=posted.way,
    )


def load_posted(connection: Connection) -> tuple[Posted, ...]:
    """Return everything that was sent, in the order of sessions."""
    table = tables.posted.c
    rows = connection.execute(
        select(table.session_id, table.errand, table.facts, table.sent_on, table.way).order_by(
            table.session_id, table.errand, table.sent_on, table.facts
        )
    )
    return tuple(Posted(session, Errand(errand), facts, on, way) for session, errand, facts, on, way in rows)


def note_draft(
    connection: Connection,
    sha256: str,
    session_id: str,
    errand: Errand,
    on: dt.date,
    content: str | None = None,
) -> None:
    """Note what was put into the outbox beside the forms; `content` marks what a password protects."""
    insert_new(
        connection,
        tables.drafts,
        sha256=sha256,
        session_id=session_id,
        errand=str(errand),
        prepared_on=on,
        content=content,
    )


def note_place(connection: Connection, mark: str, session_id: str, on: dt.date, place: str) -> None:
    """Note where the receipt of a form lies now, both as digests, whether it lay elsewhere before or not."""
    note_draft(connection, mark, session_id, Errand.RECEIPT, on, place)
    table = tables.drafts
    connection.execute(update(table).where(table.c.sha256 == mark).values(content=place))


def forget_places(connection: Connection, places: Collection[str]) -> None:
    """Forget the receipts that lay at these places: they are there no longer, and nobody has sent them."""
    table = tables.drafts
    connection.execute(delete(table).where(table.c.content.in_(places)))


def load_as_made(connection: Connection) -> dict[str, str | None]:
    """Return the hash of everything that was ever put into the outbox: forms, drafts, plain texts.

    With each the mark of what stands in it, where a password protects it; and the mark of each form whose
    receipt lies ready or lay so, with a digest of its place.
    """
    forms = connection.execute(select(tables.issued.c.sha256)).scalars().all()
    drafts = connection.execute(select(tables.drafts.c.sha256, tables.drafts.c.content)).all()
    return {**dict.fromkeys(forms), **{one.sha256: one.content for one in drafts}}


def prepared_days(connection: Connection, hashes: Collection[str]) -> tuple[dt.date, ...]:
    """Return the days for which drafts with these hashes were made first."""
    table = tables.drafts.c
    return tuple(
        connection.execute(select(table.prepared_on).where(table.sha256.in_(hashes)).distinct()).scalars()
    )


def was_made(connection: Connection, sha256: str) -> bool:
    """Return whether a file is one that was made to be sent out, to the letter."""
    made = (tables.issued.c.sha256, tables.drafts.c.sha256)
    return any(connection.execute(select(one).where(one == sha256)).first() is not None for one in made)


def entered_on(planned: PlannedSession, errand: Errand) -> dt.date | None:
    """Return the day in the Schedule on which something of a session was sent, None where there is none."""
    days = {
        Errand.AGENDA: planned.sent_on,
        Errand.SIGNING: planned.sent_for_signature_on,
        Errand.COPY: planned.copy_given_on,
    }
    return days.get(errand)


def with_posted(plan: Plan, posted: tuple[Posted, ...]) -> Plan:
    """Return the plan with the days on which packs were sent, where nobody has entered one."""
    days: dict[tuple[str, Errand], dt.date] = {}
    parts: dict[tuple[str, Errand, str], set[str]] = {}
    for one in posted:
        # Behind a point: how often it was lost on its way before (`register.undelivered`).
        pack, _, part = one.facts.partition(".")[0].partition("-")
        person, _, count = part.partition("-")
        if count:
            sent = parts.setdefault((one.session_id, one.errand, f"{pack}-{count}"), set())
            sent.add(person)
            if len(sent) < int(count):
                continue  # not everybody has it
        key = (one.session_id, one.errand)
        days[key] = min(days.get(key, one.sent_on), one.sent_on)
    return replace(plan, sessions=tuple(_with_days(one, days) for one in plan.sessions))


def _with_days(one: PlannedSession, days: Mapping[tuple[str, Errand], dt.date]) -> PlannedSession:
    return replace(
        one,
        sent_on=one.sent_on or days.get((one.session_id, Errand.AGENDA)),
        sent_for_signature_on=one.sent_for_signature_on or days.get((one.session_id, Errand.SIGNING)),
        copy_given_on=one.copy_given_on or days.get((one.session_id, Errand.COPY)),
    )
