"""The ledger of what `halfterm send` handed to a mail server: each message once, also after a crash.

A row is written just before the line that ends a message, so a message without a row was never taken by any
server; one whose row is still open may have been.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, select, update

from register import tables
from register.receiving import insert_new

_KEY_LETTERS = 40


class State(StrEnum):
    """How far a message has come."""

    ENDING = "ending"
    """Its last line was about to be sent; whether the server took it is not known."""
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Mailed:
    """One message of the ledger."""

    message_id: str
    state: State
    tried_on: dt.date
    said: str
    """What the server said."""


def begin_ending(connection: Connection, message_id: str, on: dt.date) -> bool:
    """Note that a message may be taken from now on; False where it may have been before."""
    return insert_new(
        connection, tables.mailed, message_id=message_id, state=str(State.ENDING), tried_on=on, said=""
    )


def note_taken(connection: Connection, message_id: str, said: str) -> None:
    """Note that the server has taken a message."""
    table = tables.mailed
    connection.execute(
        update(table).where(table.c.message_id == message_id).values(state=str(State.TAKEN), said=said)
    )


def note_not_taken(connection: Connection, message_id: str) -> None:
    """Note that a message was not taken after all, so that it may be sent again."""
    table = tables.mailed
    connection.execute(
        delete(table).where(table.c.message_id == message_id, table.c.state == str(State.ENDING))
    )


def message_id_of(mark: str, domain: str) -> str:
    """Return the id of the message with a pack, by what its draft says of which one it is."""
    return f"<{_key_of(mark)}@{domain}>"


def forget_mailed(connection: Connection, marks: Iterable[str]) -> None:
    """Forget the messages with these packs, from whichever domain they were sent."""
    table = tables.mailed
    for mark in marks:
        connection.execute(delete(table).where(table.c.message_id.startswith(f"<{_key_of(mark)}@")))


def _key_of(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()[:_KEY_LETTERS]


def load_mailed(connection: Connection) -> dict[str, Mailed]:
    """Return the ledger: message id -> what became of it."""
    table = tables.mailed.c
    rows = connection.execute(select(table.message_id, table.state, table.tried_on, table.said))
    return {one.message_id: Mailed(one.message_id, State(one.state), one.tried_on, one.said) for one in rows}
