"""Show the signs of a text that nobody sees, so that a name reads as what it is and fills one line.

Names of files, attachments and folders come from anybody. A line break in one begins a line of a log that
nobody wrote, an escape sequence colours or clears a terminal, and a mark that turns the direction of letters
makes `fdp.exe` read as `exe.pdf` (Unicode Standard Annex 9; Unicode Technical Report 36, 3.4).
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, separators of lines, marks of direction, and letters of no width. Those that join or part letters
of Persian or Hindi (U+200C, U+200D) belong to how a word is written, and stay."""
_LINE_END = "\n"


def visible(text: str) -> str:
    """Return a name in one line, with each unseen sign as <U+202E>; letters of all languages stay."""
    return _UNSEEN.sub(_escaped, text)


def visible_lines(text: str) -> str:
    r"""Return the same of a text that may have several lines, parted by \n."""
    return _LINE_END.join(map(visible, text.split(_LINE_END)))


def _escaped(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"
