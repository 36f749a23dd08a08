"""`halfterm send`: hand the drafts of the outbox to the trust's mail server, each once.

Only drafts that are as halfterm made them, that are still to go out, and that bear the addresses which the
Roster has now, at domains that the trust has named. Nothing else of halfterm ever sends anything.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from build.mail.protecting import opens_with
from forms.errors import UsageError
from forms.files import whole_path
from forms.plan import Person
from halfterm.addressing import addresses_of
from halfterm.clock import Clock
from halfterm.mail_passwords import load_mail_passwords
from halfterm.mail_server import server_of
from halfterm.outgoing import SENT, drafts_of
from halfterm.outstanding import Going, note_moved, outstanding
from halfterm.sent import mark_of
from halfterm.smtp import Delivery, Fate, Server, deliver
from halfterm.trust import Trust
from register.mailed import (
    Mailed,
    State,
    begin_ending,
    load_mailed,
    message_id_of,
    note_not_taken,
    note_taken,
)
from register.posted import note_posted, prepared_days

if TYPE_CHECKING:
    from register.database import Register
    from register.posted import Posted

WAITS_S = (2.0, 8.0, 30.0)
"""Between one try and the next; what is not taken then is tried at the next `send`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a `send`."""

    drafts: tuple[Path, ...] = ()
    """These drafts, and the drafts in these folders; all of the outbox where none is named."""
    dry_run: bool = False
    again: bool = False
    """Send what may have been taken before, too: somebody has made sure that it was not."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """One draft that may be sent."""

    path: Path
    message: EmailMessage
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    posted: Posted

    @property
    def line(self) -> str:
        """Return what it is and to whom, without a word of it."""
        return f"{self.posted.session_id} {self.posted.errand} to {', '.join(self.recipients)}"


@dataclass(frozen=True, slots=True)
class _Left:
    """One draft that is not sent, and why."""

    path: Path
    why: str


def send(trust: Trust, wish: Wish, clock: Clock) -> int:
    """Send what lies in the outbox; return the exit status: 1 where something was left.

    Raises UsageError U62 to U64 where no server is named, or not as it should be, U38 where no outbox is.
    """
    server = None if wish.dry_run else server_of(trust)
    on = clock.now().date()
    paths = tuple(dict.fromkeys(_named(trust, wish)))
    if not paths:
        click.echo("No draft lies there: nothing to send.", err=True)
    with contextlib.closing(trust.open_register()) as register:
        note_moved(trust, register, on)
        day = _day(register, paths, on)
        out = outstanding(trust, register, day, lambda people: _passwords(trust, people))
        may_go = out.may_go()
        found = [_looked_at(trust, path, out.desk.as_made, on) for path in paths]
        left = [one for one in found if isinstance(one, _Left)]
        closed = ""
        for one in found:
            if isinstance(one, _Left):
                continue
            with register.reading() as connection:
                before = load_mailed(connection).get(one.message_id)
            if before is not None and before.state is State.TAKEN:
                _put_away(one)
                click.echo(f"{one.line}: was sent on {before.tried_on:%d/%m/%Y}")
            elif fault := _fault(trust, one, may_go):
                left.append(_Left(one.path, fault))
            elif before is not None and not wish.again:
                left.append(_Left(one.path, _in_doubt(before)))
            elif server is None:
                click.echo(f"{one.line}: would be sent, with {_attached(one.message)}")
            elif closed:
                left.append(_Left(one.path, f"The server would not take it now either ({closed})."))
            else:
                if before is not None:
                    with register.writing() as connection:
                        note_not_taken(connection, one.message_id)
                done = _delivered(register, server, one, clock)
                click.echo(f"{one.line}: {_words(done)}")
                closed = done.said if done.by_server else ""
                if done.fate is not Fate.TAKEN:
                    left.append(_Left(one.path, f"{done.said}."))
    for missed in left:
        click.echo(f"{trust.shown(missed.path)}: not sent. {missed.why}", err=True)
    return int(bool(left))


def _named(trust: Trust, wish: Wish) -> Iterator[Path]:
    """Yield the drafts that are meant, in the order of their names; none of those that were sent."""
    outbox = trust.folder / trust.settings.outbox
    if not wish.drafts:
        if not outbox.is_dir():
            raise UsageError(
                "U38",
                f"{outbox}: found no such folder; expected the outbox with the drafts; run halfterm prepare, "
                "which makes it, or correct outbox in halfterm.toml.",
            )
        yield from drafts_of(outbox)
    for path in wish.drafts:
        place = whole_path(path)
        if not path.is_dir():
            yield path
        elif place.is_relative_to(whole_path(outbox)):
            yield from (one for one in drafts_of(outbox) if whole_path(one).is_relative_to(place))
        else:
            yield from sorted(path.glob("*.eml"))


def _day(register: Register, paths: Iterable[Path], today: dt.date) -> dt.date:
    """Return for which day drafts were laid out: today, or a later one where `prepare` was told so."""
    hashes = [hashlib.sha256(data).hexdigest() for one in paths if (data := _data(one)) is not None]
    with register.reading() as connection:
        return max((today, *prepared_days(connection, hashes)))


def _data(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


def _passwords(trust: Trust, people: tuple[Person, ...]) -> Mapping[str, str]:
    """Return the passwords that were told; "" for whom nothing under one has been made yet."""
    return dict.fromkeys((one.person_id for one in people), "") | load_mail_passwords(trust.mail_passwords)


def _looked_at(trust: Trust, path: Path, as_made: Collection[str], on: dt.date) -> _Letter | _Left:
    """Return a draft as it is to be sent, or why it is not."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return _Left(path, f"It cannot be read ({error.strerror}).")
    if hashlib.sha256(data).hexdigest() not in as_made:
        return _Left(path, "Somebody has changed it, or it is not halfterm's; send it from a mail program.")
    message = message_from_bytes(data, policy=SMTP)
    posted = mark_of(message, on, "smtp")
    if posted is None:
        return _Left(path, "It does not say which pack it is.")
    recipients = tuple(one.addr_spec for one in message["To"].addresses)
    own = [one.addr_spec for one in message["From"].addresses] if message["From"] else []
    sender = trust.settings.mail_sender or next(iter(own), "")
    if not sender:
        return _Left(path, "Its supervisor has no Email in the Roster, and mail_sender is not set.")
    # The domain of who sends makes it one of ours; the rest is which pack to whom it is, so that it is sent
    # once, also where it is made anew meanwhile, with a word that it is late.
    message_id = message_id_of(posted.mark, sender.rpartition("@")[2])
    return _Letter(path, message, message_id, sender, recipients, posted)


def _fault(trust: Trust, letter: _Letter, may_go: Mapping[str, Going]) -> str:
    """Return why a draft is not sent as things are now; "" where it is."""
    posted = letter.posted
    going = may_go.get(posted.mark)
    if going is None:
        return (
            "It has been sent already, or the Schedule or the Roster says otherwise now. Run halfterm "
            "prepare, which takes it away."
        )
    addressed = addresses_of(going.people, trust.settings.domains)
    if addressed.why_not:
        return f"{addressed.why_not}."
    named = {email.strip().lower() for _, email in addressed.to}
    if {one.lower() for one in letter.recipients} != named:
        return (
            f"It is addressed to {', '.join(letter.recipients)}; the Roster says {', '.join(sorted(named))} "
            "now. Run halfterm prepare."
        )
    password = going.password
    if password is not None and not all(opens_with(*one, password) for one in _forms(letter.message)):
        return (
            "Its files do not open with the password that mail-passwords.txt has now, or have none. Run "
            "halfterm prepare."
        )
    return ""


def _forms(message: EmailMessage) -> Iterator[tuple[bytes, str]]:
    """Yield the forms on a draft, each with its name; an invitation is none."""
    for part in message.iter_attachments():
        data, name = part.get_payload(decode=True), str(part.get_filename())
        if isinstance(data, bytes) and name.endswith((".pdf", ".docx")):
            yield data, name


def _delivered(register: Register, server: Server, one: _Letter, clock: Clock) -> Delivery:
    """Hand a letter over, with waits where the server asks for them, and keep the ledger."""
    message = _as_sent(one, clock.now())

    def may_end() -> bool:
        with register.writing() as connection:
            return begin_ending(connection, one.message_id, clock.now().date())

    done = _tried(register, server, one, message, may_end)
    for wait_s in WAITS_S:
        if done.fate is not Fate.DEFERRED:
            break
        clock.sleep(wait_s)
        done = _tried(register, server, one, message, may_end)
    if done.fate is Fate.TAKEN:
        with register.writing() as connection:
            note_taken(connection, one.message_id, done.said)
            note_posted(connection, one.posted)
        _put_away(one)
    return done


def _tried(
    register: Register, server: Server, one: _Letter, message: bytes, may_end: Callable[[], bool]
) -> Delivery:
    done = deliver(server, one.sender, one.recipients, message, may_end)
    if done.fate in {Fate.DEFERRED, Fate.REFUSED}:
        with register.writing() as connection:
            note_not_taken(connection, one.message_id)
    return done


def _as_sent(one: _Letter, now: dt.datetime) -> bytes:
    """Return a draft as a message: it is no draft any more, and has a day and an id."""
    message = message_from_bytes(one.message.as_bytes(), policy=SMTP)
    del message["X-Unsent"]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = one.message_id
    if not message["From"]:
        message["From"] = one.sender
    elif one.sender not in {known.addr_spec for known in message["From"].addresses}:
        message["Sender"] = one.sender  # RFC 5322, 3.6.2: who sends for somebody else
    return message.as_bytes()


def _put_away(one: _Letter) -> None:
    """Move a sent draft into the folder sent. One that is open stays: the ledger knows that it is sent."""
    folder = one.path.parent / SENT
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        one.path.replace(folder / one.path.name)


def _in_doubt(before: Mailed) -> str:
    return (
        f"It may have been sent on {before.tried_on:%d/%m/%Y}: the server's answer was lost. Ask whom it is "
        "for; if it has come, move it into the folder sent, else send it with --again."
    )


def _words(done: Delivery) -> str:
    words = {Fate.TAKEN: "sent", Fate.DOUBTFUL: "may have been sent", Fate.LEFT: "left"}
    return f"{words.get(done.fate, 'not sent')} ({done.said})"


def _attached(message: EmailMessage) -> str:
    names = [str(part.get_filename()) for part in message.iter_attachments()]
    return ", ".join(names) or "nothing attached"
