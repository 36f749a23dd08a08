"""What an open PDF offers to the reader of its fields, whichever library opened it: plain values and nodes.

`extract.pdfopen` opens files; `extract.pdfpikepdf` and `extract.pdfpypdf` are the two kinds of source.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias

from forms.errors import PasswordError, UnreadableError

MAX_STREAM_BYTES = 16_000_000
"""Longest text that is taken from a stream; longer ones are attacks."""


class Name(str):
    """A PDF name, with its leading slash and without escapes."""

    __slots__ = ()


Plain: TypeAlias = "Name | bytes | int | float | list[Plain] | None"
"""A value without references: strings and streams as bytes; dictionaries are no values."""
Node: TypeAlias = Any
"""A dictionary of the open library; each source knows its own."""


class Source(Protocol):
    """An open PDF."""

    second: Callable[[], Source] | None
    """Opens the same file with another library, None where there is none left."""

    def __enter__(self) -> Self:
        """Return the open file."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""

    def properties(self) -> dict[str, Plain]:
        """Return the document information: key without slash -> value."""

    def page_count(self) -> int:
        """Return the number of pages."""

    def catalogue(self) -> Node:
        """Return the root of the document."""

    def pages(self) -> list[Node]:
        """Return the pages, in order."""

    def fields(self) -> list[Node]:
        """Return the fields that stand at the top of the form."""

    def annotations(self) -> list[tuple[int, Node]]:
        """Return (page number from 1, annotation), in page order."""

    def child(self, node: Node, key: str) -> Node | None:
        """Return the entry of a dictionary, resolved, None where there is none."""

    def children(self, node: Node, key: str) -> list[Node]:
        """Return the dictionaries in an array entry, resolved."""

    def names(self, node: Node) -> list[str]:
        """Return the keys of a dictionary, each with its slash."""

    def plain(self, node: Node, key: str) -> Plain:
        """Return the entry of a dictionary as a value."""

    def identity(self, node: Node) -> tuple[int, int] | None:
        """Return object and generation number, None for a direct object."""


def needs_password() -> PasswordError:
    """Return the error for a PDF that nobody can open without its password."""
    return PasswordError(
        "R15",
        "this PDF needs a password to be opened. Open it, remove the password, save it, and return it again",
    )


def damaged(reason: str) -> UnreadableError:
    """Return the error for a PDF that cannot be read."""
    # Libraries name their own stream objects, whose addresses mean nothing to anybody.
    said = re.sub(r"\(?(?:stream )?<[^>]*>:?\s*|\)$", "", reason).strip()
    return UnreadableError(
        "R11", f"this PDF is damaged and cannot be read ({said}). Ask for it to be sent again"
    )


def name_of(data: bytes) -> Name:
    """Return the name with these bytes, slash included; UTF-8 where it is that, as the standard advises."""
    try:
        return Name(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Name(data.decode("latin-1"))


def stream_bytes(raw: bytes, filters: object) -> Plain:
    """Return the text bytes of a stream; where they cannot be had safely, a list that is no text."""
    if filters is None:
        return raw[:MAX_STREAM_BYTES]
    if str(filters) != "/FlateDecode":
        return [[]]
    expander = zlib.decompressobj()
    try:
        data = expander.decompress(raw, MAX_STREAM_BYTES)
    except zlib.error:
        return [[]]
    return data if not expander.unconsumed_tail else [[]]
