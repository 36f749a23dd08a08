"""Hand one message to a mail server, once.

A server takes a message when it has read the line that ends it, and says so in its next reply (RFC 5321,
4.1.1.4 and 4.2.5): a message cut off before that line is none. So `deliver` asks just before it sends that
line, and whoever keeps the ledger writes down there that from now on it may have been taken. Only where the
reply to that line is lost nobody knows: that message is in doubt, and is not sent again by itself.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path


class Tls(StrEnum):
    """How the way to the server is kept from others."""

    STARTTLS = "starttls"
    """It begins in clear, and is encrypted before anything is said (RFC 3207)."""
    IMPLICIT = "implicit"
    """It is encrypted from the first byte (RFC 8314)."""
    NONE = "none"
    """Not at all: to this computer only."""


class Fate(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    DEFERRED = "deferred"
    """Not taken now; it may be tried again."""
    REFUSED = "refused"
    """Not taken, and trying again would not help."""
    DOUBTFUL = "doubtful"
    """It may have been taken."""
    LEFT = "left"
    """Somebody else sends it, or has sent it."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = ""
    authority: Path | None = None
    """The certificates that are trusted beside the system's; None for the system's alone."""
    timeout_s: float = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message, and what the server said."""

    fate: Fate
    said: str
    by_server: bool = False
    """Whether the server could not be reached, or let nobody in: then no other message fares better."""


_TAKEN = range(200, 300)
_TRANSIENT = range(400, 500)
_PERMANENT = range(500, 600)
_READY = 354
_LONGEST = 200


def deliver(
    server: Server, sender: str, recipients: Sequence[str], message: bytes, may_end: Callable[[], bool]
) -> Delivery:
    """Hand a message to all of its recipients, or to none.

    `message` has CRLF line ends. `may_end` is called when all but its last line is sent: False leaves it.
    """
    try:
        smtp = _connected(server)
    except _TROUBLE as error:
        return replace(_failed(server, error), by_server=True)
    try:
        done = _handed_over(smtp, sender, recipients, message, may_end)
        # Whatever becomes of the farewell, the message's fate stands.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    except _TROUBLE as error:
        return _failed(server, error)
    else:
        return done
    finally:
        smtp.close()


_TROUBLE = (smtplib.SMTPException, OSError)


def _failed(server: Server, error: Exception) -> Delivery:
    """Return what an error means for a message whose last line was not sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        fate = Fate.REFUSED if error.smtp_code in _PERMANENT else Fate.DEFERRED
        return Delivery(fate, _shown(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Delivery(Fate.REFUSED, str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Delivery(Fate.REFUSED, f"its certificate is not trusted: {error.verify_message}")
    return Delivery(Fate.DEFERRED, f"{server.host}: {str(error) or 'the connection broke'}")


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.authority is not None:
        context.load_verify_locations(server.authority)
    if server.tls is Tls.IMPLICIT:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout_s, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls is Tls.STARTTLS:
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _handed_over(
    smtp: smtplib.SMTP,
    sender: str,
    recipients: Sequence[str],
    message: bytes,
    may_end: Callable[[], bool],
) -> Delivery:
    _said_yes(smtp.mail(sender))
    for one in recipients:
        # One who cannot be reached means that nobody is mailed: half a mail is a wrong one.
        _said_yes(smtp.rcpt(one))
    code, text = smtp.docmd("DATA")
    if code != _READY:
        raise smtplib.SMTPResponseException(code, text)
    smtp.send(_stuffed(message))
    if not may_end():
        smtp.close()  # without a farewell: that would be a line of the message
        return Delivery(Fate.LEFT, "somebody else sends it")
    try:
        smtp.send(b".\r\n")
        code, text = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Delivery(Fate.DOUBTFUL, str(error) or "the connection broke")
    fates = {_TAKEN: Fate.TAKEN, _TRANSIENT: Fate.DEFERRED, _PERMANENT: Fate.REFUSED}
    # A reply that the standard does not know here says neither yes nor no.
    fate = next((fate for codes, fate in fates.items() if code in codes), Fate.DOUBTFUL)
    return Delivery(fate, _shown(code, text))


def _said_yes(reply: tuple[int, bytes]) -> None:
    """Raise what the server said where that does not go on; a reply that is none (-1) may be tried again."""
    code, text = reply
    if not 0 <= code < _TRANSIENT.start:
        raise smtplib.SMTPResponseException(code, text)


def _stuffed(message: bytes) -> bytes:
    """Return a message as it is sent: a line that begins with a dot has two (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"(?m)^\.", b"..", message)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _shown(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"[:_LONGEST].strip()
