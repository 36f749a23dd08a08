"""The words of a mail itself, for whoever looks for a name in what is held. They are kept nowhere."""

from __future__ import annotations

import email.header
import html
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message

_HEADERS = ("Subject", "From", "Sender", "Reply-To", "To", "Cc", "Bcc")
_TAG = re.compile(r"<[^>]*>")
_HIDDEN = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TROUBLE = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError)


def words_in(message: Message) -> tuple[str, ...]:
    """Return subject, names and addresses, texts and the names of attachments of a mail.

    Those of a message in it are that one's own.
    """
    try:
        return tuple(_words(message))
    except (*_TROUBLE, RecursionError):
        return ()


def decoded(value: object) -> str:
    """Return a header as a person reads it."""
    text = str(value or "")
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except _TROUBLE:
        return text


def without_tags(page: str) -> str:
    """Return what stands on an HTML page."""
    return html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", page)))


def _words(message: Message) -> Iterator[str]:
    for name in _HEADERS:
        yield from (decoded(value) for value in message.get_all(name, []))
    yield from _texts(message)


def _texts(part: Message) -> Iterator[str]:
    kind = part.get_content_type()
    name = part.get_filename()
    if name:
        yield decoded(name)
    if part.is_multipart():
        if not kind.startswith("message/"):
            for one in part.get_payload():
                if isinstance(one, Message):
                    yield from _texts(one)
        return
    if kind.startswith("text/"):
        text = text_of(part)
        yield without_tags(text) if kind == "text/html" else text


def text_of(part: Message) -> str:
    """Return what a part says as text, "" where it holds none."""
    data = part.get_payload(decode=True)
    return _text(data, part.get_content_charset() or "utf-8") if isinstance(data, bytes) else ""


def _text(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")
