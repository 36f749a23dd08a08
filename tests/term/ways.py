"""How people send back what they filled in: each in a way of their own, as their programs make it."""

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

from tests.extract.mails import new_mail, zip_of
from tests.recall.word_programs import as_google_docs, without_controls
from tests.tools import pdfium

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


WAYS: tuple[Callable[[Letter], tuple[str, bytes]], ...] = (as_mail, as_mailbox, with_archive, as_forwarded)
"""Each returns (ending, bytes)."""


def merged(files: Files) -> Files:
    """Return one PDF with the pages of all, flattened; Word files stay as they are."""
    pdfs = {name: data for name, data in files.items() if name.endswith(".pdf")}
    if len(pdfs) < 2:  # nothing to merge
        return files
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for data in pdfs.values():
            with pikepdf.open(io.BytesIO(pdfium.flatten(data))) as one:
                whole.pages.extend(one.pages)
        whole.save(out)
    return {
        **{name: data for name, data in files.items() if name not in pdfs},
        "scan of all.pdf": out.getvalue(),
    }


def flattened(files: Files) -> Files:
    """Return the files, PDFs with their fields drawn into the pages."""
    return {name: pdfium.flatten(data) if name.endswith(".pdf") else data for name, data in files.items()}


def from_google_docs(files: Files) -> Files:
    """Return the files, Word ones as Google Docs exports them."""
    return {name: as_google_docs(data) if name.endswith(".docx") else data for name, data in files.items()}


def stripped(files: Files) -> Files:
    """Return the files, Word ones without their controls."""
    return {name: without_controls(data) if name.endswith(".docx") else data for name, data in files.items()}
