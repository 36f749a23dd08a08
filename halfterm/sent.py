"""Which drafts were sent: those that somebody has moved into the folder sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from build.mail.draft import PACK_HEADER
from forms.packs import Errand
from halfterm.outgoing import sent_drafts
from register.posted import Posted

_PARTS = 3


def pack_mark(session_id: str, errand: Errand, facts: str) -> str:
    """Return what a draft says of which pack it is."""
    return f"{session_id} {errand} {facts}"


def posted_drafts(outbox: Path, on: dt.date) -> Iterator[Posted]:
    """Yield what was sent, as the drafts in the folders sent say; a mail of somebody else's says nothing."""
    for path in sent_drafts(outbox):
        try:
            message = message_from_bytes(path.read_bytes(), policy=default)
        except OSError:
            continue  # open elsewhere, or not on this device: it is looked at next time
        parts = str(message.get(PACK_HEADER, "")).split()
        if len(parts) == _PARTS and parts[1] in {str(one) for one in Errand}:
            yield Posted(parts[0], Errand(parts[1]), parts[2], on, "moved")
