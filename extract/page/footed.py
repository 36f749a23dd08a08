"""What a form prints at the foot of each page, in words: which form, which page of it, and its reference.

They say the same as the code beside them, and stand there still where that is covered or cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.page.words import Character
from forms.reference import parse_reference

_FOOT = re.compile(r"(.{0,24})\(([^()]{1,40})\), version (\S+) page (\d{1,3}) of (\d{1,3})(?!\S)")
"""The end of the form's title, its stage, its version, the page: no line is told from the next here."""
_REFERENCE = re.compile(r"\bReference\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of one page says."""

    title: str
    """The end of it; "" where the reference says which form it is."""
    stage: str
    """In the words that people read."""
    version: str
    reference: str
    """"" on a blank."""
    page_number: int
    """Of the form, from 1."""
    page_count: int

    @property
    def form(self) -> Foot:
        """Return what the feet of all pages of one form say."""
        return replace(self, page_number=1)


def foot_of(characters: Sequence[Character]) -> Foot | None:
    """Return what the foot of a page says; None where it has none, or more than one."""
    text = " ".join("".join(one.text for one in characters).split())
    found = {found.groups() for found in _FOOT.finditer(text)}
    references = {one for one in _REFERENCE.findall(text) if parse_reference(one) is not None}
    if len(found) != 1 or len(references) > 1:
        return None
    ((title, stage, version, number, count),) = found
    if not 0 < int(number) <= int(count):
        return None
    reference = "".join(references)
    return Foot("" if reference else title.strip(), stage, version, reference, int(number), int(count))
