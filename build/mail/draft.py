"""A mail as a draft: a message of RFC 5322 that a mail program opens ready to be sent.

`X-Unsent: 1` makes Outlook open it for editing; Apple Mail and Thunderbird open it as a message that can be
sent on ("Send again", "Edit as new"). The same letter always comes to the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from forms.errors import UsageError
from forms.packs import PACK_HEADER

_KINDS = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "ics": ("text", "calendar"),
}

_USER = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
"""What stands before the @ without quotes (RFC 5322, dot-atom). What would need them is no person's address
but two of them, or a name and an address: where the words are copied, a mail would go to both."""
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file in a mail."""

    name: str
    data: bytes

    @property
    def kind(self) -> tuple[str, str]:
        """Return its media type and subtype, by the ending of its name."""
        return _KINDS.get(self.name.rpartition(".")[2].lower(), ("application", "octet-stream"))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a draft says."""

    sender: tuple[str, str] | None
    """(name, address); None where the Roster has no address: the mail program then puts in its own."""
    to: tuple[tuple[str, str], ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    pack: str
    """What PACK_HEADER says."""


def as_eml(letter: Letter) -> bytes:
    """Return the letter as the bytes of an .eml file. Raises UsageError U60 for an address that is none."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message[PACK_HEADER] = letter.pack
    message["Subject"] = letter.subject
    if letter.sender is not None:
        message["From"] = address(*letter.sender)
    message["To"] = tuple(address(*one) for one in letter.to)
    message.set_content(letter.body, cte="quoted-printable")
    for one in letter.attachments:
        main, sub = one.kind
        message.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    if letter.attachments:
        # Made by chance otherwise; the data are base64, so that no line of theirs is this one.
        message.set_boundary(f"=_halfterm_{_digest(letter)}")
    return message.as_bytes()


def as_text(to: str, subject: str, body: str) -> bytes:
    """Return a mail as a plain text to copy from: with Windows' line ends, and a mark that says UTF-8."""
    return b"\xef\xbb\xbf" + f"To: {to}\nSubject: {subject}\n\n{body}".replace("\n", "\r\n").encode()


def address(name: str, email: str) -> Address:
    """Return a person's address. Raises UsageError U60 where `email` is none."""
    user, at, domain = email.strip().rpartition("@")
    wrong = UsageError(
        "U60",
        f"Roster, Email of {name}: found {email}; expected an address such as tom.reed@school.example; "
        "correct it there.",
    )
    if not (at and _USER.fullmatch(user) and _DOMAIN.fullmatch(domain)):
        raise wrong
    try:
        return Address(display_name=" ".join(name.split()), username=user, domain=domain)
    except (ValueError, IndexError) as error:
        raise wrong from error


def _digest(letter: Letter) -> str:
    parts: Sequence[bytes] = (
        letter.pack.encode(),
        letter.subject.encode(),
        letter.body.encode(),
        *(hashlib.sha256(one.data).digest() for one in letter.attachments),
    )
    return hashlib.sha256(b"\0".join(hashlib.sha256(one).digest() for one in parts)).hexdigest()[:32]
