"""How people send back what they filled in: each by a mail of their own kind, as their programs make it."""

from __future__ import annotations

import base64
import email.policy
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage

import msoffcrypto
import pikepdf
from msoffcrypto.format.ooxml import OOXMLFile

from tests.extract.mails import new_mail, outlook_message, zip_of

Files = Mapping[str, bytes]
"""Name -> bytes."""
_LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail on its way back."""

    sender: str
    to: str
    files: Files
    message_id: str


def opened(name: str, data: bytes, password: str | None) -> bytes:
    """Return a file as its password opens it, and as it is where it has none."""
    out = io.BytesIO()
    if password is None:
        return data
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            pdf.save(out)
    else:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        assert isinstance(office, OOXMLFile)
        office.load_key(password=password)
        office.decrypt(out)
    return out.getvalue()


def _with_logo(letter: Letter) -> EmailMessage:
    """Return a mail whose signature has a logo in its words."""
    mail = new_mail(letter.files.items(), sender=letter.sender, to=letter.to, message_id=letter.message_id)
    body = mail.get_body()
    assert body is not None
    body.add_alternative('<p>Best wishes</p><img src="cid:logo@trust.example">', subtype="html")
    html = body.get_body(("html",))
    assert html is not None
    html.add_related(_LOGO, "image", "png", cid="<logo@trust.example>", filename="image001.png")
    return mail


def as_mail(letter: Letter) -> tuple[str, bytes]:
    """Return a mail with the files attached and a logo in its signature."""
    return "eml", _with_logo(letter).as_bytes(policy=email.policy.SMTP)


def as_forwarded(letter: Letter) -> tuple[str, bytes]:
    """Return a mail that somebody forwarded as an attachment."""
    outer = new_mail(sender=letter.sender, to=letter.to, message_id=letter.message_id.replace("<", "<fw."))
    outer.add_attachment(_with_logo(letter))
    return "eml", outer.as_bytes(policy=email.policy.SMTP)


def with_archive(letter: Letter) -> tuple[str, bytes]:
    """Return a mail to which one archive with all files is attached."""
    packed = Letter(letter.sender, letter.to, {"forms.zip": zip_of(letter.files)}, letter.message_id)
    return as_mail(packed)


def as_mailbox(letter: Letter) -> tuple[str, bytes]:
    """Return a mailbox in which each file came in a mail of its own."""
    mails = [
        _with_logo(
            Letter(letter.sender, letter.to, {name: data}, letter.message_id.replace("<", f"<{number}."))
        )
        for number, (name, data) in enumerate(letter.files.items())
    ]
    lines = [
        b"From somebody@trust.example Thu Oct  1 10:00:00 2026\n" + one.as_bytes() + b"\n" for one in mails
    ]
    return "mbox", b"".join(lines)


def as_archive(letter: Letter) -> tuple[str, bytes]:
    """Return an archive with all files, which somebody saved from a mail."""
    return "zip", zip_of(letter.files)


def as_message(letter: Letter) -> tuple[str, bytes]:
    """Return a message that was dragged out of Outlook."""
    return "msg", outlook_message(letter.files, sender=letter.sender, to=letter.to)


WAYS: tuple[Callable[[Letter], tuple[str, bytes]], ...] = (
    as_mail,
    as_mailbox,
    with_archive,
    as_forwarded,
    as_archive,
    as_message,
)
"""Each returns (ending, bytes)."""
