"""Take a short content stream, such as an appearance, apart into its operators (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from extract.pdfsource import Name

Operand: TypeAlias = "Name | bytes | float | list[Operand]"
"""Strings are bytes; dictionaries, which only mark content, are left out."""

_TOKEN = re.compile(
    rb"\s+|%[^\r\n]*|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?![\w.])|(?P<name>/[^\s()<>\[\]{}/%]*)"
    rb"|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<mark><<|>>|[\[\]])|(?P<string>\()|(?P<word>[A-Za-z'\"*][\w'\"*]*)|(?P<odd>.)",
    re.DOTALL,
)
_PART = re.compile(rb"[()]|\\(?:[0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\r\n": b"",
    b"\n": b"",
    b"\r": b"",
}
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")
_CONSTANTS = frozenset({b"true", b"false", b"null"})
_INLINE_PICTURE = "BI"


class OddStreamError(Exception):
    """A content stream that is none, or that goes on with the data of a picture."""


def operators_of(stream: bytes) -> Iterator[tuple[str, list[Operand]]]:
    """Yield each operator with what stands before it. Raises OddStreamError where nobody can say more."""
    stack: list[list[Operand]] = [[]]
    place = depth = 0
    while place < len(stream):
        token = _TOKEN.match(stream, place)
        if token is None or token.lastgroup == "odd":
            raise OddStreamError
        place, found = token.end(), token[0]
        if token.lastgroup == "string":
            text, place = _string(stream, place)
            stack[-1] += [] if depth else [text]
        elif token.lastgroup == "mark":
            depth = _marked(found, stack, depth)
        elif token.lastgroup == "word" and not depth and found not in _CONSTANTS:
            word = found.decode("latin-1")
            if len(stack) > 1 or word == _INLINE_PICTURE:
                raise OddStreamError
            yield word, stack[0]
            stack = [[]]
        elif not depth:
            stack[-1] += _plain(token)


def _plain(token: re.Match[bytes]) -> list[Operand]:
    """Return the operand that a token is, none for white space and constants."""
    match token.lastgroup:
        case "number":
            return [float(token[0])]
        case "name":
            return [_name(token[0])]
        case "hex":
            return [_from_hex(token[0])]
        case _:
            return []


def _marked(mark: bytes, stack: list[list[Operand]], depth: int) -> int:
    """Open or close an array; return how many dictionaries are open."""
    if mark in {b"<<", b">>"}:
        return max(0, depth + (1 if mark == b"<<" else -1))
    if depth:
        return depth
    if mark == b"[":
        stack.append([])
    elif len(stack) > 1:
        inner = stack.pop()
        stack[-1].append(inner)
    return depth


def _name(found: bytes) -> Name:
    return Name(_HASHED.sub(lambda one: bytes([int(one[1], 16)]), found).decode("latin-1"))


def _from_hex(found: bytes) -> bytes:
    digits = b"".join(found[1:-1].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _string(stream: bytes, place: int) -> tuple[bytes, int]:
    """Return a literal string that begins at `place`, behind its bracket, and where it ends."""
    parts: list[bytes] = []
    start, depth = place, 1
    for part in _PART.finditer(stream, place):
        found = part[0]
        if found.startswith(b"\\"):
            parts += [stream[start : part.start()], _escaped(found[1:])]
            start = part.end()
        else:
            depth += 1 if found == b"(" else -1
            if not depth:
                return b"".join([*parts, stream[start : part.start()]]), part.end()
    raise OddStreamError


def _escaped(found: bytes) -> bytes:
    if found.isdigit():
        return bytes([int(found, 8) & 0xFF])
    return _ESCAPED.get(found, found)
