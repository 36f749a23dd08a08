"""What one reader of bundles hands over: the parts of a mail or an archive, and whose mail it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extract.automatic import Automatic
from forms.bounced import Bounced
from forms.errors import UnreadableError

MAX_BYTES = 200_000_000
MAX_FILES = 500
MAX_DEPTH = 5
_LONGEST = 120
_ENDING = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part that may be a file of its own: not the words of the mail, nor a picture in them."""

    name: str
    """As it is called there; nothing has been made sure of it yet."""
    data: bytes = b""
    opened: Callable[[Budget], Contents] | None = None
    """For a message inside a message, which has no bytes of its own."""
    is_whole: bool = False
    """It is one form, and holds no others."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in one mail or archive."""

    parts: Iterator[Part]
    senders: frozenset[str] = frozenset()
    """Domains of its senders, `NO_DOMAIN` where a mail names none; of an archive none."""
    recipients: frozenset[str] = frozenset()
    words: Callable[[], tuple[str, ...]] = tuple
    """What the mail itself says, for whoever looks for a name; none of its files."""
    sent: tuple[str, dt.date | None] | None = None
    """Of a mail of ours: which pack it says that it carries, and the day on which it was sent; None for a
    draft that is not sent, and for all others."""
    undelivered: Bounced | None = None
    """Of a report that a mail could not be delivered: which one; None for all others."""
    automatic: Automatic | None = None
    """Of a mail that a program wrote: what it is; None for all others."""


@dataclass(slots=True)
class Budget:
    """How much may still be unpacked of one file."""

    bytes_left: int = MAX_BYTES
    files_left: int = MAX_FILES
    _names: set[str] = field(default_factory=set)

    def spend(self, size: int) -> None:
        """Count a file of this size. Raises UnreadableError R43 where it is too much."""
        self.bytes_left -= size
        self.files_left -= 1
        if self.bytes_left < 0 or self.files_left < 0:
            raise too_much()

    def name_once(self, name: str) -> str:
        """Return a name that no other file of the bundle has."""
        stem, dot, ending = name.rpartition(".")
        if not dot or "/" in ending:
            stem, dot, ending = name, "", ""
        found, number = name, 1
        while found in self._names:
            number += 1
            found = f"{stem} ({number}){dot}{ending}"
        self._names.add(found)
        return found


def too_much() -> UnreadableError:
    """Return the error of a bundle that is larger, or deeper, than any that brings forms."""
    return UnreadableError(
        "R43",
        f"this mail or archive holds more than can be unpacked safely: over {MAX_FILES} files, over "
        f"{MAX_BYTES:,} bytes, or messages over {MAX_DEPTH} deep in each other. Save the forms in it as "
        "files, and put those here",
    )


def damaged(what: str, reason: object) -> UnreadableError:
    """Return the error of a bundle that cannot be opened."""
    return UnreadableError(
        "R42",
        f"this {what} is damaged and cannot be opened ({reason}). Ask for it to be sent again, or save what "
        "is attached to it and put those files here",
    )


def plain_name(name: str, *, folders: bool = False) -> str:
    """Return a name of a part as it may stand in a path: it leads nowhere, and has signs that can be shown.

    The folders of an archive are kept; "" where nothing is left.
    """
    steps = [step.strip() for step in name.replace("\\", "/").split("/")]
    # A drive's letter, as in C:, is no folder of an archive.
    steps = [step for step in steps if step not in {"", ".", ".."} and not re.fullmatch(r"[A-Za-z]:", step)]
    shown = [_shortened("".join(sign if sign.isprintable() else "_" for sign in step)) for step in steps]
    return "/".join(shown if folders else shown[-1:])


def _shortened(step: str) -> str:
    if len(step) <= _LONGEST:
        return step
    stem, dot, ending = step.rpartition(".")
    return f"{stem[: _LONGEST - _ENDING]}…{dot}{ending}" if dot and len(ending) < _ENDING else step[:_LONGEST]
