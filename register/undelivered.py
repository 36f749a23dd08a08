"""What counted as sent and could not be delivered: nobody has it, so it is to go out again.

A mailing that goes out again bears its digest with a number behind it, so that it is told from the one that
came back: the ledger of what was sent, and the folder sent, still have that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from forms.bounced import Bounced
from forms.packs import Errand, Pack
from forms.plan import Person
from register import tables
from register.posted import Posted, part_of, whole_of
from register.receiving import Seen, insert_new

_LETTERS, _BEFORE_NUMBER = 60, "."


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One mail of which a mail server has said that it could not be delivered."""

    posted: Posted | None
    """What it was, `sent_on` being the day on which it was told; None where the report does not say."""
    path: str
    """Of the report, as the register keeps it."""
    sha256: str
    told_on: dt.date
    reached: tuple[str, ...] = ()
    """Of a mailing to several that some have all the same: the digests of its parts to these (`part_of`)."""


def note_undelivered(
    connection: Connection,
    seen: Seen,
    posted: Posted | None,
    on: dt.date,
    reached: Iterable[str] = (),
) -> None:
    """Note that a mail could not be delivered; None for a mail of which nobody says which it was."""
    insert_new(
        connection,
        tables.undelivered,
        sha256=seen.sha256,
        session_id=posted.session_id if posted else "",
        errand=str(posted.errand) if posted else "",
        facts=posted.facts if posted else "",
        path=seen.path,
        told_on=on,
        reached=list(reached),
    )


def parts_reached(posted: Posted, bounced: Bounced, people: Iterable[Person]) -> tuple[str, ...]:
    """Return the digests of the parts of a mailing that reached their people; () where that is not sure.

    It is where each address that it went to is one person's on the Roster, and what failed is among them.
    """
    owners: dict[str, set[str]] = {}
    for person in people:
        owners.setdefault((person.email or "").strip().lower(), set()).add(person.person_id)
    ids = {one: owners.get(one, set()) for one in bounced.to}
    is_sure = all(len(one) == 1 for one in ids.values()) and set(bounced.failed) <= set(bounced.to)
    count = len({person_id for one in ids.values() for person_id in one})
    if not is_sure or count < len(bounced.to) or "-" in posted.facts or not bounced.failed:
        return ()
    return tuple(
        part_of(posted.facts, person_id, count)
        for address, (person_id,) in ids.items()
        if address not in bounced.failed
    )


def load_undelivered(connection: Connection) -> tuple[Undelivered, ...]:
    """Return everything that could not be delivered, in the order of days."""
    table = tables.undelivered.c
    rows = connection.execute(
        select(tables.undelivered).order_by(
            table.told_on, table.session_id, table.errand, table.facts, table.sha256
        )
    )
    return tuple(
        Undelivered(
            Posted(one.session_id, Errand(one.errand), one.facts, one.told_on, "") if one.errand else None,
            one.path,
            one.sha256,
            one.told_on,
            tuple(one.reached or ()),
        )
        for one in rows
    )


def delivered(posted: Iterable[Posted], lost: Iterable[Undelivered]) -> tuple[Posted, ...]:
    """Return what was sent and did not come back, in the same order.

    Of a mailing to several that came back from some, the parts that the others have.
    """
    gone: dict[tuple[str, Errand, str], frozenset[str]] = {}
    for one in lost:
        if one.posted is not None:
            key, parts = _key(one.posted), frozenset(one.reached)
            gone[key] = gone.get(key, parts) & parts
    return tuple(
        replace(one, facts=facts)
        for one in posted
        for facts in (sorted(gone[_key(one)]) if _key(one) in gone else (one.facts,))
    )


def times_lost(lost: Iterable[Undelivered], pack: Pack, facts: str) -> int:
    """Return how often a mailing of a pack, with this digest, could not be delivered."""
    first = (pack.session_id, pack.errand, first_facts(facts))
    found = {one.posted.facts for one in lost if one.posted is not None and _first(one.posted) == first}
    return len(found)


def facts_again(facts: str, times: int) -> str:
    """Return the digest of a mailing that goes out again after it was lost so often; 0: as it is."""
    return f"{facts[:_LETTERS]}{_BEFORE_NUMBER}{times}" if times else facts


def first_facts(facts: str) -> str:
    """Return what is the same in the digest of a mailing, however often it went out."""
    return facts.partition(_BEFORE_NUMBER)[0][:_LETTERS]


def still_lost(lost: Iterable[Undelivered], posted: Iterable[Posted]) -> tuple[Undelivered, ...]:
    """Return what was not sent again since; `posted` is what was sent and did not come back (`delivered`).

    A mailing with other words of the session, for it was moved, is in the place of the one that was lost.
    """
    sent = tuple(posted)
    return tuple(
        one
        for one in lost
        if one.posted is None or not (_is_replaced(one.posted, sent) or _is_whole(one.posted, sent))
    )


def _is_whole(lost: Posted, sent: tuple[Posted, ...]) -> bool:
    """Return whether everybody of a mailing has it by now, some of them for it was sent to them alone."""
    have: dict[str, set[str]] = {}
    for one in sent:
        same = (one.session_id, one.errand) == (lost.session_id, lost.errand)
        if same and whole_of(one.facts) == whole_of(lost.facts) and _person(one):
            have.setdefault(_person(one).partition("-")[2], set()).add(_person(one))
    return any(len(people) >= int(count) for count, people in have.items())


def _is_replaced(lost: Posted, sent: tuple[Posted, ...]) -> bool:
    first = first_facts(lost.facts)
    return any(
        (one.session_id, one.errand) == (lost.session_id, lost.errand)
        and (
            first_facts(one.facts) == first or (one.sent_on >= lost.sent_on and _person(one) == _person(lost))
        )
        for one in sent
    )


def _person(one: Posted) -> str:
    """Return whom one of several mailings of a pack is to, as `part_of` marks it; "" for a whole one."""
    return one.facts.partition(_BEFORE_NUMBER)[0].partition("-")[2]


def _key(one: Posted) -> tuple[str, Errand, str]:
    return one.session_id, one.errand, one.facts


def _first(one: Posted) -> tuple[str, Errand, str]:
    return one.session_id, one.errand, first_facts(one.facts)
