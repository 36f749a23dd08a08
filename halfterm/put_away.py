"""Which receipts somebody has sent, or did not want: a receipt lies ready once, and comes not again.

That it lies ready is noted only when it does, with its place: one that could not be written was seen by
nobody, and one that goes to another place, for a name was corrected, is the same one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from forms.packs import Errand, Pack
from halfterm.drafting import NOTE, Desk, Mailing, Ready
from halfterm.outgoing import LaidOut, drafts_of
from register.posted import forget_places, note_place

if TYPE_CHECKING:
    from sqlalchemy import Connection


def is_put_away(receipt: Mailing, desk: Desk) -> bool:
    """Return whether all of a receipt was confirmed before, and somebody sent that or did not want it.

    What came on a day gets less when a form of it goes on to the next stage; that is no other receipt.
    """
    marks = _marks(receipt.pack, desk.key)
    if not all(one in desk.as_made for one in marks):
        return False
    return not {desk.as_made[one] for one in marks} & _present(desk.outbox)


def note_receipts(
    connection: Connection, ready: Iterable[Ready], laid: LaidOut, desk: Desk, on: dt.date
) -> None:
    """Note where receipts lie now; one that we have taken away ourselves nobody has put away."""
    forget_places(connection, {_digest(path, desk.outbox) for path in laid.removed})
    for one in ready:
        if one.pack.errand is not Errand.RECEIPT:
            continue
        for drafted in one.drafted:
            mailing = drafted.mailing
            path = mailing.draft if mailing.draft in drafted.files else mailing.base / NOTE
            if path.exists():
                for mark in _marks(one.pack, desk.key):
                    note_place(connection, mark, one.pack.session_id, on, _digest(path, desk.outbox))


def _marks(pack: Pack, key: bytes) -> tuple[str, ...]:
    """Return the marks by which the forms that a receipt confirms are known again, one for each."""
    said = (hashlib.sha256(f"receipt {one.continued}".encode()).digest() for one in pack.sheets)
    return tuple(hmac.new(key, one, hashlib.sha256).hexdigest() for one in said)


def _present(outbox: Path) -> frozenset[str]:
    """Return the places at which drafts, or words to copy, lie now."""
    return frozenset(_digest(path, outbox) for path in (*drafts_of(outbox), *outbox.glob(f"*/*/{NOTE}")))


def _digest(path: Path, outbox: Path) -> str:
    return hashlib.sha256(path.relative_to(outbox).as_posix().encode(errors="surrogatepass")).hexdigest()
