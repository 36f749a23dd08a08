"""What is to lie ready for a supervisor: forms of one session for one purpose, as plain records.

The register says which packs there are to be (`register.packs`), `halfterm.prepare` makes their files, and
`build.mail` words the drafts. Nothing here names a child: a case goes by its reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.model import Stage
from forms.plan import Person

PACK_HEADER = "X-Halfterm-Pack"
"""The header of a mail that says which pack it carries, so that one that was sent is known again."""
NOT_BY_MAIL = "not by mail"
"""The folder, in that of a pack, for what may not leave by mail: nobody attaches it by mistake."""


class Errand(StrEnum):
    """What a pack is for."""

    AGENDA = "agenda"
    """The supervisee prepares: agenda, case sheets, an agreement that is missing."""
    SESSION = "session"
    """The supervisor has the accepted agenda as the form for the meeting."""
    SIGNING = "signing"
    """The record is laid out in full and goes to be signed."""
    COUNTERSIGNING = "countersigning"
    """What one of the two has signed goes to the other as it came back."""
    COPY = "copy"
    """The signed record goes to everybody whose it is."""
    AGREEMENT = "agreement"
    """An agreement that went out with an agenda is waited for; it is no pack of its own."""
    RECEIPT = "receipt"
    """What came back is confirmed, and what of it could not be read."""
    REMINDER = "reminder"
    """Somebody is asked for what is not back; no pack, for nothing is made."""
    MOVED = "moved"
    """Who was invited is told another day or time, where no agenda goes out that says it."""
    CANCELLED = "cancelled"
    """Who was invited is told that it does not take place, or not with them."""


NOTICES = frozenset({Errand.MOVED, Errand.CANCELLED})
"""Errands that set right what calendars show, and bring no form."""


class Way(StrEnum):
    """How it reaches whom it is for."""

    DRAFT = "draft"
    """A mail that somebody looks at and sends."""
    PRINT = "print"
    """Paper: the person signs with ink."""
    FOLDER = "folder"
    """It lies ready in the supervisor's own folder."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of a pack."""

    form: str
    """The form's id."""
    reference: str
    stage: Stage
    header: Mapping[str, Any]
    """The facts, as a values file has them."""
    previous: tuple[str, ...] = ()
    """Hashes of the originals that open actions are carried on from."""
    before_at: str | None = None
    """The school that these are of by the Roster, whatever they say; None where it does not say."""
    continued: str | None = None
    """Hash of the original of the stage before."""
    as_it_came: str | None = None
    """Hash of an original that goes on unaltered; nothing is made then."""
    mailed: bool = True
    """Whether it may leave by mail."""
    case_ref: str | None = None
    in_doubt: int = 0
    """Of a form that is confirmed: how many of its boxes could not be read for certain."""
    filled: frozenset[str] = frozenset()
    """And which of its fields have an answer."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes out for one session, for one purpose."""

    session_id: str
    errand: Errand
    policy: str
    supervisor: Person
    supervisees: tuple[Person, ...]
    """Whose session it is."""
    people: tuple[Person, ...]
    """Who it is for, and whose addresses it goes to."""
    session_on: dt.date
    session_at: dt.time | None
    due: dt.date | None
    """By when it is to be back."""
    issue_on: dt.date
    """When it was to go out."""
    sheets: tuple[Sheet, ...]
    why: str
    length_min: int | None = None
    """How long the session is to last, in minutes."""
    venue: str | None = None
    meant_for: tuple[Person, ...] = ()
    """Who it would go to if all of them were there; what went out to them does not go out again to a few."""
    key: str = ""
    """Tells packs with one errand from each other, such as a day."""
    left_out: tuple[str, ...] = ()
    """What one may have expected in it, and why it is not there."""

    @property
    def name(self) -> str:
        """Return what tells the pack from all others."""
        return " ".join(filter(None, (self.session_id, self.errand, self.key)))

    def is_late(self, on: dt.date) -> bool:
        """Return whether it goes out later than it should; nobody who gets it is to blame for that."""
        return self.errand is Errand.AGENDA and on > self.issue_on
