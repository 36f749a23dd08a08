"""Open a message that Outlook saved (.msg, [MS-OXMSG]): what is attached to it, and whose it is.

An OLE file is a file system in a file. A message is a folder in it: each text of it is a file whose name
ends in the property's number and type, each attachment and recipient a folder, and a message that is
attached is such a folder again. Numbers stand in one table per folder.
"""

from __future__ import annotations

import email
import email.policy
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.automatic import Automatic, automatic_outlook
from extract.bundled import MAX_BYTES, Budget, Contents, Part, damaged, plain_name, too_much
from extract.mail import domains_in, is_no_file, name_for, names_picture, shown_page
from extract.mail_words import without_tags
from forms.addresses import NO_DOMAIN, domains_of

if TYPE_CHECKING:
    from olefile import OleFileIO

_TABLE = "__properties_version1.0"
_ATTACHMENT, _RECIPIENT = "__attach_version1.0_#", "__recip_version1.0_#"
_INSIDE = "__substg1.0_3701000D"
"""The folder of what is attached and is a message itself."""
_TABLE_STARTS_AT = 8
"""Bytes before the rows in the table of an attachment."""
_BY_VALUE, _EMBEDDED_MESSAGE = 1, 5
"""PidTagAttachMethod."""
_IN_THE_TEXT = 0x4
"""PidTagAttachFlags: the attachment is drawn where the words are."""
_HIDDEN, _FLAGS, _METHOD = 0x7FFE, 0x3714, 0x3705
_DATA, _NAMES, _TYPE, _CONTENT_ID = 0x3701, (0x3707, 0x3704, 0x3001), 0x370E, 0x3712
_HEADERS, _HTML, _RTF, _CLASS = 0x007D, 0x1013, 0x1009, 0x001A
_SUBJECT, _BODY, _SENDER_NAMES = 0x0037, 0x1000, (0x0C1A, 0x0042)
_SENDER, _RECEIVER = (0x5D01, 0x5D02, 0x0C1F, 0x0065), (0x39FE, 0x3003)
"""Addresses: as SMTP writes them, and as the sender's program does."""

_LONGEST_TEXT = 10_000_000
"""Bytes: no text of a mail is longer, and what would be could be in a file a thousand times."""

_TROUBLE = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error)
"""What olefile raises for damaged files."""


def is_message(data: bytes) -> bool:
    """Return whether an OLE file is a message; one that cannot be opened counts as one."""
    try:
        with _opened(data) as ole:
            return bool(ole.exists(_TABLE))
    except _TROUBLE:
        return True


def open_outlook(data: bytes, budget: Budget) -> Contents:
    """Return what is attached to a message. Raises UnreadableError R42 while it is looked through."""
    try:
        return _Folder(_opened(data), ()).contents(budget)
    except _TROUBLE as error:
        raise damaged("Outlook message", error) from error


def _opened(data: bytes) -> OleFileIO:
    from olefile import OleFileIO

    return OleFileIO(io.BytesIO(data))


@dataclass(frozen=True, slots=True)
class _Folder:
    """One folder of the file: a message, an attachment or a recipient."""

    ole: Any
    path: tuple[str, ...]

    def contents(self, budget: Budget) -> Contents:
        senders, recipients = self._domains()
        parts = self._parts(shown_page(self._html()), budget)
        return Contents(parts, senders, recipients, self._words, automatic=self._automatic())

    def _automatic(self) -> Automatic | None:
        headers = email.message_from_string(self._text(_HEADERS), policy=email.policy.compat32)
        sender = next((text for number in _SENDER if "@" in (text := self._text(number))), "")
        return automatic_outlook(self._text(_CLASS), headers, sender, self._own_words)

    def _own_words(self) -> tuple[str, ...]:
        words = (self._text(_BODY), without_tags(self._html().decode("utf-8", "replace")))
        # What stands in compressed RTF alone is not read here.
        return ("?",) if not any(words) and self._size(_RTF) else words

    def _parts(self, page: bytes, budget: Budget) -> Iterator[Part]:
        try:
            for one in self._folders(_ATTACHMENT):
                part = one._part(page, budget)  # noqa: SLF001 # of its own class
                if part is not None:
                    yield part
        except _TROUBLE as error:
            raise damaged("Outlook message", error) from error

    def _part(self, page: bytes, budget: Budget) -> Part | None:
        numbers = self._numbers()
        name = next((text for number in _NAMES if (text := self._text(number))), "")
        if numbers.get(_METHOD) == _EMBEDDED_MESSAGE:
            inner = _Folder(self.ole, (*self.path, _INSIDE))
            return Part(plain_name(name) or "message.msg", opened=inner.contents)
        if numbers.get(_METHOD, _BY_VALUE) != _BY_VALUE or is_no_file(self._text(_TYPE)):
            return None
        if self._size(_DATA) > budget.bytes_left:
            raise too_much()
        data = self._bytes(_DATA)
        if not data or self._is_in_text(numbers, page, data):
            return None
        return Part(name_for(name, data), data)

    def _is_in_text(self, numbers: dict[int, int], page: bytes, data: bytes) -> bool:
        is_picture = self._text(_TYPE).lower().startswith("image/") or data.startswith(
            (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
        )
        drawn = numbers.get(_HIDDEN, 0) & 1 or numbers.get(_FLAGS, 0) & _IN_THE_TEXT
        return is_picture and (bool(drawn) or names_picture(page, self._text(_CONTENT_ID)))

    def _domains(self) -> tuple[frozenset[str], frozenset[str]]:
        headers = email.message_from_string(self._text(_HEADERS), policy=email.policy.compat32)
        senders, recipients = domains_in(headers)
        own = [self._text(number) for number in _SENDER]
        others = [one._text(number) for one in self._folders(_RECIPIENT) for number in _RECEIVER]  # noqa: SLF001
        if not any((*own, headers["From"])):
            senders = frozenset({NO_DOMAIN})
        # Of a colleague on the same server Outlook may say the name on that server alone, which is no domain.
        return senders | domains_of(own), recipients | domains_of(others)

    def _words(self) -> tuple[str, ...]:
        """Return every text of a message, its recipients and the names of its attachments."""
        own = [self._text(number) for number in (_SUBJECT, _BODY, *_SENDER_NAMES, *_SENDER, _HEADERS)]
        page = self._html().decode("utf-8", "replace")
        others = [one._text(number) for one in self._folders(_RECIPIENT) for number in (0x3001, *_RECEIVER)]  # noqa: SLF001
        names = [one._text(number) for one in self._folders(_ATTACHMENT) for number in _NAMES]  # noqa: SLF001
        return tuple(filter(None, (*own, without_tags(page), *others, *names)))

    def _folders(self, beginning: str) -> list[_Folder]:
        depth = len(self.path)
        found = {
            entry[depth]
            for entry in map(tuple, self.ole.listdir())
            if len(entry) > depth + 1 and entry[:depth] == self.path and entry[depth].startswith(beginning)
        }
        return [_Folder(self.ole, (*self.path, name)) for name in sorted(found)]

    def _html(self) -> bytes:
        return self._bytes(_HTML) or self._text(_HTML).encode(errors="replace")

    def _text(self, number: int) -> str:
        wide = self._stream(f"__substg1.0_{number:04X}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        # Older messages are in the letters of the computer that wrote them; names of files are ASCII mostly.
        return (self._stream(f"__substg1.0_{number:04X}001E") or b"").decode("cp1252", "replace").rstrip("\0")

    def _bytes(self, number: int) -> bytes:
        return self._stream(f"__substg1.0_{number:04X}0102", MAX_BYTES) or b""

    def _size(self, number: int) -> int:
        place = [*self.path, f"__substg1.0_{number:04X}0102"]
        return int(self.ole.get_size(place)) if self.ole.exists(place) else 0

    def _stream(self, name: str, most: int = _LONGEST_TEXT) -> bytes | None:
        place = [*self.path, name]
        if not self.ole.exists(place):
            return None
        if self.ole.get_size(place) > most:
            raise too_much()
        with self.ole.openstream(place) as stream:
            return bytes(stream.read())

    def _numbers(self) -> dict[int, int]:
        """Return property -> number, of those that are numbers or yes and no."""
        rows = (self._stream(_TABLE) or b"")[_TABLE_STARTS_AT:]
        whole = len(rows) // 16 * 16
        return {number: value for _, number, _, value, _ in struct.iter_unpack("<HHIiI", rows[:whole])}
