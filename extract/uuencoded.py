"""Files that stand in the words of a mail, as Outlook writes them into plain text when told to (uuencode).

The encoding is that of POSIX.1-2017, uuencode, "Historical Algorithm".
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_BEGIN = re.compile(rb"begin [0-7]{3,4} ([^\r\n]{1,255})")
_FEWEST = 3
"""So many lines are a file even where it breaks off; "begin 644 ..." may stand in prose."""


def uuencoded_in(words: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (name as typed, content) of each file; of one that is cut off what there is of it."""
    lines = iter(words.splitlines())
    for line in lines:
        begun = _BEGIN.fullmatch(line)
        if begun is not None:
            pieces, is_whole = _decoded(lines)
            if is_whole or len(pieces) >= _FEWEST:
                yield begun[1].decode("utf-8", "replace").strip(), b"".join(pieces)


def _decoded(lines: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """Return (what each line stands for, whether the last one was `end`)."""
    pieces: list[bytes] = []
    for line in lines:
        if line.rstrip() == b"end":
            return pieces, bool(pieces)
        if not line.strip(b" `"):
            continue
        try:
            # Blanks at the end of a line stand for zeros, and are lost on the way.
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            break
    return pieces, False
