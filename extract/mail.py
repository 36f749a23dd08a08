"""Open a mail (RFC 5322 and MIME) or a mailbox (RFC 4155): which of its parts may be files of their own.

The words of a mail are none, nor are pictures that stand in them, signatures and reports of delivery. What a
mail says is nowhere kept.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from functools import partial
from urllib.parse import unquote

from extract.automatic import Automatic, automatic_mail
from extract.bundled import Budget, Contents, Part, damaged, plain_name, too_much
from extract.kinds import is_pgp
from extract.mail_words import decoded, words_in
from extract.uuencoded import uuencoded_in
from forms.addresses import NO_DOMAIN, domains_of
from forms.bounced import Bounced
from forms.packs import PACK_HEADER

_SENDERS = ("From", "Sender", "Reply-To")
_RECIPIENTS = ("To", "Cc", "Bcc")
_NO_FILES = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys", "application/pgp-encrypted", "application/applefile", "application/ics",
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers", "text/x-amp-html",
    "message/delivery-status", "message/disposition-notification", "message/external-body",
})  # fmt: skip
"""Types of parts that programs add; the part "Version: 1" of an encrypted mail is one."""
_BETWEEN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]+\r?\n(?=[!-9;-~]+:)")
_DATED = re.compile(rb"From [^\r\n]*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]*\d\d?:\d\d[^\r\n]*")
"""A line between mails as RFC 4155 has it, with the day; words of a mail may begin with "From" too."""
_ENDINGS = ((b"%PDF-", ".pdf"), (b"PK", ".docx"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"))

_MARK = re.compile(r"\S+ [a-z]+ [0-9a-z.-]{1,64}")
_CODED = frozenset({"base64", "quoted-printable"})
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_MOST_MAILS = 5000
_TROUBLE = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What the standard library's parser has been seen to raise for headers and bodies that are broken."""


def open_mail(data: bytes, budget: Budget) -> Contents:  # noqa: ARG001 - every reader is called alike
    """Return what may be files in a mail. Raises UnreadableError R42 or R43 while it is looked through."""
    try:
        return _contents(email.message_from_bytes(_trimmed(data), policy=email.policy.compat32))
    except _TROUBLE as error:
        raise damaged("mail", error) from error


def open_mailbox(data: bytes, budget: Budget) -> Contents:  # noqa: ARG001
    """Return the mails of a mailbox."""
    text = _trimmed(data)
    between = list(_BETWEEN.finditer(text))
    if between and _DATED.match(between[0].group()):
        between = [one for one in between if _DATED.match(one.group())]
    starts = [(found.start(), found.end()) for found in between]
    if len(starts) > _MOST_MAILS:
        raise too_much()
    ends = [start for start, _ in starts[1:]] + [len(text)]

    def parts() -> Iterator[Part]:
        for number, ((_, begin), end) in enumerate(zip(starts, ends, strict=True), start=1):
            yield Part(f"message {number}.eml", opened=partial(open_mail, text[begin:end]))

    return Contents(parts())


def addresses_in(message: Message, names: tuple[str, ...]) -> list[str]:
    """Return the mail addresses in some headers of a mail, as typed."""
    try:
        said = [str(value) for name in names for value in message.get_all(name, [])]
        found = [address for _, address in email.utils.getaddresses(said) if "@" in address]
        # What breaks the rules for headers is looked through for whatever looks like an address.
        return found or [one for text in said for one in _ADDRESS.findall(text)]
    except _TROUBLE:
        return []


def domains_in(message: Message) -> tuple[frozenset[str], frozenset[str]]:
    """Return the domains of a mail's senders and of its recipients."""
    return domains_of(addresses_in(message, _SENDERS)), domains_of(addresses_in(message, _RECIPIENTS))


def is_no_file(content_type: str) -> bool:
    """Return whether a part of this type is never a file that somebody attached."""
    return content_type.lower() in _NO_FILES


def names_picture(page: bytes, content_id: str) -> bool:
    """Return whether a mail's HTML shows the picture with this Content-ID in its text."""
    wanted = content_id.strip().strip("<>").encode(errors="replace").lower()
    return bool(wanted) and b"cid:" + wanted in page


def shown_page(html: bytes) -> bytes:
    """Return a mail's HTML as `names_picture` takes it."""
    text = html.replace(b"\0", b"").lower()
    return unquote(text.decode("latin-1")).encode("latin-1", "replace") if b"cid:" in text else b""


def name_for(typed: str, data: bytes, otherwise: str = "attachment") -> str:
    """Return what a part is called: by its own name, else by what it is."""
    ending = next((ending for start, ending in _ENDINGS if data.startswith(start)), "")
    return plain_name(typed) or f"{otherwise}{ending}"


def _trimmed(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()


def _contents(message: Message) -> Contents:
    senders, recipients = domains_in(message)
    senders = senders or frozenset({NO_DOMAIN})
    page = b"".join(shown_page(_bytes_of(one)) for one in message.walk() if _is_page(one))
    parts = _safely(_parts(message, page, in_text=False))
    return Contents(
        parts,
        senders,
        recipients,
        partial(words_in, message),
        _sent(message),
        _undelivered(message),
        _automatic(message),
    )


def _automatic(message: Message) -> Automatic | None:
    """Return what a mail is that a program wrote; None for all others, and where its words cannot be had."""
    try:
        return automatic_mail(message, next(iter(addresses_in(message, ("From",))), ""))
    except _TROUBLE:
        return None


def _undelivered(message: Message) -> Bounced | None:
    """Return which mail could not be delivered, and to whom (RFC 3464); None for what is no such report."""
    inside = list(message.walk())
    told = [one for one in inside if one.get_content_type() == "message/delivery-status"]
    failed = [
        block for one in told for block in one.walk() if "failed" in str(block.get("Action", "")).lower()
    ]
    if not failed:
        return None
    # Many a server returns the headers of the mail alone.
    headers = [one for one in inside if one.get_content_type() == "text/rfc822-headers"]
    inside += [email.message_from_bytes(_bytes_of(one)) for one in headers]
    for one in inside:
        mark = str(one.get(PACK_HEADER, "")).strip()
        if _MARK.fullmatch(mark):
            to = tuple(dict.fromkeys(address.lower() for address in addresses_in(one, _RECIPIENTS)))
            return Bounced(mark, to, tuple(_failed_address(block, to) for block in failed))
    return Bounced("")


def _failed_address(block: Message, to: tuple[str, ...]) -> str:
    """Return to which of these addresses a mail could not be delivered; another where it was sent on."""
    said = [
        str(block.get(name, "")).partition(";")[2].strip().strip("<>").lower()
        for name in ("Original-Recipient", "Final-Recipient")
    ]
    return next((one for one in said if one in to), said[-1])


def _sent(message: Message) -> tuple[str, dt.date | None] | None:
    """Return which pack a mail of ours carries, and when it was sent; a draft has no day."""
    mark, sent = str(message.get(PACK_HEADER, "")).strip(), str(message.get("Date", "")).strip()
    if not mark or not sent:
        return None
    try:
        return mark, email.utils.parsedate_to_datetime(sent).date()
    except (ValueError, TypeError):
        return mark, None


def _safely(parts: Iterator[Part]) -> Iterator[Part]:
    try:
        yield from parts
    except _TROUBLE as error:
        raise damaged("mail", error) from error


def _parts(message: Message, page: bytes, *, in_text: bool) -> Iterator[Part]:
    kind = message.get_content_type()
    if kind == "multipart/report" or is_no_file(kind):
        # What stands in a report of delivery is the mail that was sent, not one that came back.
        return
    if message.is_multipart():
        inside = [one for one in message.get_payload() if isinstance(one, Message)]
        if kind.startswith("message/"):
            for one in inside:
                yield _message(message, one)
            return
        for one in inside:
            yield from _parts(one, page, in_text=in_text or kind == "multipart/related")
        return
    data = _bytes_of(message)
    if kind == "text/plain" and _is_own_words(message, kind, data):
        for name, written in uuencoded_in(data):
            yield Part(name_for(name, written), written)
    elif data and not _is_own_words(message, kind, data) and not _is_in_text(message, kind, page, in_text):
        yield Part(name_for(_filename(message), data), data)


def _message(outer: Message, inner: Message) -> Part:
    name = plain_name(_filename(outer)) or "message.eml"
    if str(outer.get("Content-Transfer-Encoding") or "").strip().lower() in _CODED and not inner.items():
        # RFC 2046 forbids to encode a message, and some servers do; its bytes are that message.
        inner["Content-Transfer-Encoding"] = outer["Content-Transfer-Encoding"]
        return Part(name, _bytes_of(inner))
    return Part(name, opened=lambda _: _contents(inner))


def _is_own_words(part: Message, kind: str, data: bytes) -> bool:
    """Return whether a part is what the mail says, whatever a program calls it."""
    if not kind.startswith("text/") or _is_attached(part):
        return False
    # Some programs send any file as text; what is a document by its content is one. Encrypted words may hold
    # the form, and are told as what nobody could open.
    return not data.startswith((b"%PDF-", b"PK", b"\xd0\xcf\x11\xe0")) and not is_pgp(data)


def _is_in_text(part: Message, kind: str, page: bytes, in_text: bool) -> bool:  # noqa: FBT001
    """Return whether a picture stands in the words: a logo, a signature, something pasted."""
    if not kind.startswith("image/"):
        return False
    content_id = str(part.get("Content-ID") or "")
    if names_picture(page, content_id):
        return True
    if _is_attached(part):
        return False
    # A telephone sends photographs as inline, too, but with a name and beside the words, not within.
    return in_text or not _filename(part)


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _is_page(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def _bytes_of(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _TROUBLE as error:
        raise damaged("mail", error) from error
    return data if isinstance(data, bytes) else b""


def _filename(part: Message) -> str:
    try:
        return decoded(part.get_filename())
    except _TROUBLE:
        return ""
