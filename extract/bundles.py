"""Open what holds other files, however deep they lie: a mail, a message in a message, an archive in a mail.

A PDF with several forms holds each of them.

Nothing is written anywhere: what a bundle calls its files are names and nothing more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.archives import open_archive
from extract.automatic import told
from extract.bundle_kinds import BundleKind, bundle_kind, is_trifle
from extract.bundled import MAX_DEPTH, Budget, Contents, Part, too_much
from extract.kinds import empty_file
from extract.mail import open_mail, open_mailbox
from extract.outlook import open_outlook
from extract.packs import open_pack
from forms.bounced import Bounced
from forms.errors import HalftermError, UndeliveredError, UnreadableError

_READERS: Mapping[BundleKind, Callable[[bytes, Budget], Contents]] = {
    BundleKind.MAIL: open_mail,
    BundleKind.MAILBOX: open_mailbox,
    BundleKind.OUTLOOK: open_outlook,
    BundleKind.ARCHIVE: open_archive,
}


_SESSION = re.compile(r"[A-Z]{2,5}-[0-9]{2}-[0-9]{4}(?= )")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file in a bundle."""

    name: str
    """Its path in the bundle, with / between; no other file of the bundle has it."""
    data: bytes
    error: HalftermError | None = None
    """Why it could not be opened, where it is a bundle itself."""

    def place(self, bundle: Path) -> Path:
        """Return the path that it is told by: its own, in the bundle at this one. Nothing lies there."""
        return Path(f"{bundle}/{self.name}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a mail or an archive holds."""

    files: tuple[Enclosed, ...]
    senders: frozenset[str]
    """Domains that the mails which brought files came from."""
    recipients: frozenset[str]
    """Domains that they were addressed to."""
    sent: tuple[tuple[str, dt.date | None], ...] = ()
    """Mails of ours among them, which were sent: pack, and day."""
    undelivered: tuple[Bounced, ...] = ()
    """Reports among them that a mail could not be delivered."""


def open_bundle(data: bytes) -> Bundle | None:
    """Return what a file holds that holds others; None for any other file.

    Raises UnreadableError R41 where nothing in it could be a form, R52 and R53 where it is nothing but mails
    that programs wrote, R42 where it is damaged, R43 where it is too large or too deep, and PasswordError R45
    for an archive with a password.
    """
    walk = _Walk()
    kind = bundle_kind(data)
    files = walk.whole(data, kind)
    if files is None:
        return None
    undelivered = tuple(one.undelivered for one in walk.opened if one.undelivered is not None)
    if not files and kind is not None:
        mails = [one.automatic for one in walk.opened if one.senders]
        written = [one for one in mails if one is not None]
        if not undelivered and written and len(written) == len(mails):
            raise told(written)
        raise _not_delivered(undelivered) if undelivered else _nothing_in(kind)
    sent = tuple(one.sent for one in walk.opened if one.sent is not None)
    return Bundle(files, frozenset(walk.senders), frozenset(walk.recipients), sent, undelivered)


def words_of(data: bytes) -> tuple[str, ...] | None:
    """Return what the mails in a bundle say themselves, and what its files are called.

    None for a file that is no bundle, or that cannot be opened: then nobody knows what it says.
    """
    walk = _Walk()
    try:
        files = walk.whole(data, bundle_kind(data))
        if files is None:
            return None
        names = [one.name for one in files]
        return (*(word for one in walk.opened for word in one.words()), *names)
    except HalftermError:
        return None


def _nothing_in(kind: BundleKind) -> UnreadableError:
    return UnreadableError(
        "R41",
        f"this {kind} holds no file that could be a form: only words, pictures in them or signatures, if "
        "anything. Where a form was sent as a link, download it and put it here; else ask for it to be "
        "attached",
    )


def _not_delivered(marks: tuple[Bounced, ...]) -> UndeliveredError:
    session = next((found[0] for one in marks if (found := _SESSION.match(one.pack))), None)
    which = f"the mail about {session}" if session else "a mail"
    what = (
        "it does not count as sent, and halfterm prepare lays it ready again"
        if session
        else "find out in your mail program which one; it counts as sent, and nobody has it"
    )
    text = (
        f"this says that {which} could not be delivered. Correct the address in the Roster, and send it "
        f"again: {what}"
    )
    return UndeliveredError("R41", text, marks)


@dataclass(slots=True)
class _Walk:
    """One way through a bundle and all that it holds."""

    budget: Budget = field(default_factory=Budget)
    senders: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    opened: list[Contents] = field(default_factory=list)

    def whole(self, data: bytes, kind: BundleKind | None) -> tuple[Enclosed, ...] | None:
        """Return all files of a bundle; None for a file that holds no others."""
        try:
            contents = open_pack(data) if kind is None else _READERS[kind](data, self.budget)
            return None if contents is None else tuple(self.through(contents, "", 1))
        except RecursionError as error:
            raise too_much() from error

    def through(self, contents: Contents, place: str, depth: int) -> Iterator[Enclosed]:
        """Yield the files of a mail or archive, those of bundles in it instead of these."""
        if depth > MAX_DEPTH:
            raise too_much()
        self.opened.append(contents)
        brought = False
        for part in contents.parts:
            for file in self._files(part, place, depth):
                brought = True
                yield file
        if brought:
            self.senders |= contents.senders
            self.recipients |= contents.recipients

    def _files(self, part: Part, place: str, depth: int) -> Iterator[Enclosed]:
        name = f"{place}{part.name}"
        if part.opened is not None:
            yield from self.through(part.opened(self.budget), f"{self.budget.name_once(name)}/", depth + 1)
            return
        self.budget.spend(len(part.data))
        if is_trifle(part.data):
            return
        kind = bundle_kind(part.data)
        if not part.data:
            yield Enclosed(self.budget.name_once(name), b"", empty_file())
            return
        name = self.budget.name_once(name)
        try:
            inner = self._inner(part, kind)
            if inner is None:
                yield Enclosed(name, part.data)
                return
            inside = list(self.through(inner, f"{name}/", depth + 1))
        except HalftermError as error:
            if error.code == "R43":
                raise
            yield Enclosed(name, part.data, error)
            return
        if not inside and kind is BundleKind.ARCHIVE:
            yield Enclosed(name, part.data, _nothing_in(kind))
        yield from inside

    def _inner(self, part: Part, kind: BundleKind | None) -> Contents | None:
        """Return what a file of a bundle holds itself, None where that is nothing."""
        if kind is not None:
            return _READERS[kind](part.data, self.budget)
        return None if part.is_whole else open_pack(part.data)
