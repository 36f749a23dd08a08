"""Drafts that remind people of what is not back: one message a person, and at most one a week."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build.mail.draft import Letter, as_eml, as_text
from build.mail.wording import reminder_body, subject_of
from forms.files import name_for
from forms.packs import Errand, Pack
from halfterm.addressing import addresses_of
from halfterm.drafting import Desk
from halfterm.folders import folder_of, told_apart
from halfterm.sent import pack_mark
from register.packs.chasing import Reminder, reminders
from register.posted import Posted


@dataclass(frozen=True, slots=True)
class Chased:
    """A reminder, and where it lies."""

    reminder: Reminder
    path: Path
    data: bytes
    why_not: str = ""
    """Why it is a plain text and no draft."""
    mark: str = ""
    """What the draft says of itself; "" where there is none."""


def chase(desk: Desk, sent: Iterable[Pack], posted: Iterable[Posted]) -> Iterator[Chased]:
    """Yield the reminders of a day: drafts, and plain texts for whom no mail may be addressed to."""
    reminded: dict[str, dt.date] = {}
    for one in posted:
        if one.errand is Errand.REMINDER:
            reminded[one.session_id] = max(reminded.get(one.session_id, one.sent_on), one.sent_on)
    for reminder in reminders(sent, reminded, desk.on):
        yield _chased(desk, reminder, reminded)


def _chased(desk: Desk, one: Reminder, reminded: Mapping[str, dt.date]) -> Chased:
    folder = folder_of(desk.outbox, one.supervisor, desk.plan)
    name = name_for(f"{Errand.REMINDER} - {told_apart(one.person, desk.plan.people)}")
    subject, body = subject_of(one.packs[0]), reminder_body(one.person, one.supervisor, one.packs)
    addressed = addresses_of((one.person,), desk.domains)
    if addressed.why_not:
        text = as_text(one.person.name, subject, body)
        return Chased(one, folder / f"{name}.txt", text, addressed.why_not)
    mark = pack_mark(one.person.person_id, Errand.REMINDER, _facts(one, reminded))
    letter = Letter(
        sender=(one.supervisor.name, one.supervisor.email) if one.supervisor.email else None,
        to=addressed.to,
        subject=subject,
        body=body,
        attachments=(),
        pack=mark,
    )
    return Chased(one, folder / f"{name}.eml", as_eml(letter), mark=mark)


def _facts(one: Reminder, reminded: Mapping[str, dt.date]) -> str:
    """Return what tells this reminder from the ones before it."""
    last = reminded.get(one.person.person_id)
    said = [*(pack.name for pack in one.packs), last.isoformat() if last else ""]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
