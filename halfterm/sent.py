"""Which drafts were sent: those that somebody has moved into the folder sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

from forms.packs import PACK_HEADER, Errand
from halfterm.outgoing import sent_drafts
from register.posted import Posted

_PARTS = 3


def pack_mark(session_id: str, errand: Errand, facts: str) -> str:
    """Return what a draft says of which pack it is."""
    return f"{session_id} {errand} {facts}"


def mark_of(message: Message, on: dt.date, way: str) -> Posted | None:
    """Return which pack a mail says it is; None for a mail of somebody else's."""
    return posted_as(str(message.get(PACK_HEADER, "")), on, way)


def posted_as(mark: str, on: dt.date, way: str) -> Posted | None:
    """Return what the header of a mail says was sent."""
    parts = mark.split()
    if len(parts) != _PARTS or parts[1] not in {str(one) for one in Errand}:
        return None
    return Posted(parts[0], Errand(parts[1]), parts[2], on, way)


def posted_drafts(outbox: Path, on: dt.date) -> Iterator[Posted]:
    """Yield what was sent, as the drafts in the folders sent say; a mail of somebody else's says nothing."""
    yield from (posted for _, posted in sent_files(outbox, on))


def sent_files(outbox: Path, on: dt.date) -> Iterator[tuple[Path, Posted]]:
    """Yield each draft in a folder sent with what it says was sent; no mail of somebody else's."""
    for path in sent_drafts(outbox):
        try:
            message = message_from_bytes(path.read_bytes(), policy=default)
        except OSError:
            continue  # open elsewhere, or not on this device: it is looked at next time
        found = mark_of(message, on, "moved")
        if found is not None:
            yield path, found
