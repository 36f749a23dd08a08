"""The mail that `purge` takes along with a session: its rows in the ledgers, and the drafts in folders sent.

A draft that stayed there would be noted as sent once more by the next run, on the wrong day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from forms.packs import Errand
from forms.plan import Plan
from halfterm.reading import read_all
from halfterm.sent import sent_files
from halfterm.trust import Trust
from register.posted import Posted
from register.purged_mail import MailOf, mail_of
from register.purging import Candidate, Choice, Hold


@dataclass(frozen=True, slots=True)
class GoneMail:
    """The mail that goes."""

    rows: tuple[MailOf, ...]
    drafts: frozenset[str]
    """Hashes of the drafts in folders sent."""

    def lines(self) -> Iterator[str]:
        """Yield what of the ledgers goes, session by session, without anybody's name."""
        for one in self.rows:
            count = len(one.marks)
            mails = f"{count} mail{'' if count == 1 else 's'}"
            lost = f", {len(one.lost)} of them not delivered" if one.lost else ""
            yield f"that {mails} went out: {one.about}{' (reminders)' if one.errand else ''}{lost}"


def gone_mail(
    trust: Trust,
    connection: Connection,
    choice: Choice,
    goes: Sequence[Candidate],
    known: tuple[Plan, Hold],
    on: dt.date,
) -> GoneMail:
    """Return the mail that goes with the files of `goes`; `known` is the plan, and what is on hold.

    Where a draft in a folder sent names what is on hold, all mail of its session stays.
    """
    plan, hold = known
    rows = mail_of(connection, choice, goes, plan, hold)
    outbox = trust.folder / trust.settings.outbox
    drafts = [(path, posted) for path, posted in sent_files(outbox, on) if _of(posted, rows)] if rows else []
    if hold.wanted:
        held = {one for path, posted in drafts if held_by(trust, path, hold) for one in _of(posted, rows)}
        rows = tuple(one for one in rows if one not in held)
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path, posted in drafts if _of(posted, rows)}
    return GoneMail(rows, frozenset(hashes))


def held_by(trust: Trust, path: Path, hold: Hold) -> str | None:
    """Return what of the hold is named on the forms that a file is or holds, None where nothing is."""
    responses = [one.response for one in read_all([path], trust.catalogue)]
    # Whom a file is about that cannot be read, nobody knows: it may be what is on hold.
    return hold.keeps([trust.shown(path)], *responses) if all(responses) else hold.first


def _of(posted: Posted, rows: Sequence[MailOf]) -> tuple[MailOf, ...]:
    """Return the mail that a draft is of: its session's, also where it is not noted yet."""
    return tuple(
        one
        for one in rows
        if posted.mark in one.marks
        or (one.errand is None and posted.errand is not Errand.REMINDER and one.about == posted.session_id)
    )
