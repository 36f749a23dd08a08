"""Decode PDF text strings (ISO 32000-2, 7.9.2.2 and Annex D.3)."""

from __future__ import annotations

import re

_LOW = "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc"
_HIGH = (
    "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018"
    "\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac"
)
_PDF_DOC = {
    **{0x18 + i: char for i, char in enumerate(_LOW)},
    **{0x80 + i: char for i, char in enumerate(_HIGH)},
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile("\x1b[A-Za-z]{2,4}\x1b")
"""A language mark inside a text string in UTF-16."""


def decode_text(data: bytes) -> tuple[str, bool]:
    """Return the text that the bytes of a text string stand for, and whether all of them could be decoded.

    What cannot be decoded becomes U+FFFD. Raises nothing.
    """
    if data.startswith(b"\xfe\xff"):
        return _utf16(data[2:], "utf-16-be")
    if data.startswith(b"\xff\xfe"):
        # Not in the standard, but written by real programs.
        return _utf16(data[2:], "utf-16-le")
    if data.startswith(b"\xef\xbb\xbf"):
        try:
            return data[3:].decode("utf-8"), True
        except UnicodeDecodeError:
            return data[3:].decode("utf-8", "replace"), False
    text = data.decode("latin-1").translate(_PDF_DOC)
    return text, "\ufffd" not in text


def _utf16(data: bytes, codec: str) -> tuple[str, bool]:
    whole = len(data) % 2 == 0
    text = data[: len(data) // 2 * 2].decode(codec, "surrogatepass")
    text = _LANGUAGE.sub("", text)
    clean, lone = _SURROGATE.subn("\ufffd", text)
    return (clean, not lone) if whole else (clean + "\ufffd", False)
