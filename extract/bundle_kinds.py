"""Tell by its content what holds other files: a mail, a mailbox, an Outlook message, a zip archive."""

from __future__ import annotations

import re
from enum import StrEnum

from extract.kinds import is_plain_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_WINDOW = 1 << 16
"""So many bytes from the start are looked at for headers."""
_BOM = b"\xef\xbb\xbf"
_POSTMARK = re.compile(rb"From [^\r\n]+\r?\n(?=[!-9;-~]+:)")
"""The line that begins each mail of a mailbox (RFC 4155)."""
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:|[ \t]")
_WELL_KNOWN = frozenset(
    b"from to cc date subject message-id mime-version received return-path delivered-to content-type "
    b"reply-to sender content-transfer-encoding x-mailer".split()
)
_MULTIPART = re.compile(rb"^content-type[ \t]*:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_TRIFLES = (b"BEGIN:VCALENDAR", b"BEGIN:VCARD", b"-----BEGIN PGP SIGNATURE", b"-----BEGIN PGP PUBLIC KEY")


class BundleKind(StrEnum):
    """What holds other files and can be opened."""

    MAIL = "mail"
    MAILBOX = "mailbox"
    OUTLOOK = "Outlook message"
    ARCHIVE = "archive"


def bundle_kind(data: bytes) -> BundleKind | None:
    """Return what kind of bundle a file with this content is, None where it is none."""
    if data.startswith(_OLE):
        return BundleKind.OUTLOOK if _is_outlook(data) else None
    if data.startswith(b"PK"):
        return BundleKind.ARCHIVE if is_plain_zip(data) else None
    text = data[:_WINDOW].removeprefix(_BOM).lstrip()
    if _POSTMARK.match(text):
        return BundleKind.MAILBOX
    return BundleKind.MAIL if _is_mail(text) else None


def is_trifle(data: bytes) -> bool:
    """Return whether a file is what programs put beside a mail: an invitation, a card, a signature."""
    return data[:64].removeprefix(_BOM).lstrip().startswith(_TRIFLES)


def _is_outlook(data: bytes) -> bool:
    """Return whether an OLE file is a message itself, and does not only hold one."""
    if _OUTLOOK not in data:
        return False
    from extract.outlook import is_message

    return is_message(data)


def _is_mail(text: bytes) -> bool:
    """Return whether a text begins as a mail does: headers, two of which every mail may have."""
    names = set()
    end = 0
    for line in text.splitlines(keepends=True):
        found = _HEADER.match(line)
        if found is None:
            # An empty line ends the headers; anything else there is no mail's.
            if line.strip():
                return False
            break
        end += len(line)
        if found[1]:
            names.add(found[1].lower())
    return len(names & _WELL_KNOWN) >= 2 or bool(_MULTIPART.search(text[:end]))
