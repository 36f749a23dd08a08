"""One normalisation of text for both formats and both directions.

XML 1.0 (section 2.2) forbids most control characters and PDF viewers disagree about line ends, so
what goes in is brought to one shape, and what comes out equals it to the character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_XML_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class SurrogateError(ValueError):
    """Text with a lone surrogate: not Unicode text, so it cannot be stored."""


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """Text in its one shape, and how many characters that XML forbids were removed from it."""

    text: str
    removed: int


def normalise_text(text: str) -> NormalisedText:
    r"""Return `text` with every line end as \n and without characters that XML forbids.

    VT, FF, CR, CRLF, NEL, LS and PS become \n. Nothing else changes: no trimming, no Unicode
    normalisation. Raises SurrogateError for a lone surrogate, giving its position from 1.
    """
    lone = _SURROGATE.search(text)
    if lone:
        raise SurrogateError(
            f"character {lone.start() + 1} is half of a surrogate pair (U+{ord(lone[0]):04X})"
        )
    lines = _LINE_ENDS.sub("\n", text)
    clean, removed = _XML_ILLEGAL.subn("", lines)
    return NormalisedText(clean, removed)
