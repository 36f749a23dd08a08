"""Say in the header of a printed page that a sheet has no rows: headings alone leave a reader in doubt.

A header (ISO/IEC 29500-1, 18.3.1.57) is text with codes in it, such as &L for what stands on the left.
"""

from __future__ import annotations

import re

NOTHING = b"There is nothing on this sheet."
_HEADER = re.compile(rb"<((?:\w+:)?)oddHeader\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?oddHeader>)")
_FOOTER = re.compile(rb"<((?:\w+:)?)oddFooter\b")
_CODES = re.compile(rb"""&amp;(?:[LCR]|[0-9]+|(?P<mark>&quot;|").*?(?P=mark))""")
"""Where a piece stands, its size, its font: no words."""


def with_word_of_rows(tail: bytes, *, is_empty: bool) -> bytes:
    """Return what stands behind a sheet's rows, saying of an empty sheet that it is.

    Other words in the header stay, and are not added to. A sheet without a footer is none that is printed.
    """
    found = _HEADER.search(tail)
    said = (found[2] or b"") if found is not None else b""
    if not is_empty:
        if found is None or NOTHING not in said:
            return tail
        return tail[: found.start()] + found[0].replace(NOTHING, b"") + tail[found.end() :]
    if _CODES.sub(b"", said).strip():
        return tail
    if found is not None:
        return tail[: found.start()] + _header(found[1]) + tail[found.end() :]
    footer = _FOOTER.search(tail)
    if footer is None:
        return tail
    return tail[: footer.start()] + _header(footer[1]) + tail[footer.start() :]


def _header(prefix: bytes) -> bytes:
    return b"<%boddHeader>&amp;L&amp;12%b</%boddHeader>" % (prefix, NOTHING, prefix)
