"""What people's programs and printers make of the forms that they filled in, before they send them back.

The changes are those that `tests.recall` measures. Which return is changed how is drawn like cards: each
change is in the pack as often as its share says, and the seed shuffles it.
"""

from __future__ import annotations

import io
import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pikepdf

from tests.recall.channels import CHANNELS
from tests.recall.truth import NOT_DRAWN
from tests.recall.typists import TYPISTS
from tests.round.effort import SOAK
from tests.term.ways import Files
from tests.tools import pdfium
from tests.tools.tool import Tool

_CHANNELS = {one.name: one for one in CHANNELS}
MERGED = "several in one PDF"
_AS_IT_IS = "as it is"
_SHARES: Mapping[str, int] = {
    "linearised by qpdf": 1,
    "flattened by PDFium": 2 if SOAK else 1,
    "flattened by qpdf": 2 if SOAK else 1,
    "printed at 97%": 2 if SOAK else 1,
    MERGED: 2 if SOAK else 1,
    "as Google Docs exports it": 2 if SOAK else 1,
    "controls taken out": 1,
    "LibreOffice, saved as .docx": 1,
    "LibreOffice, saved as .odt": 1,
}
"""Change -> how many cards there are of it in each pack."""
_UNCHANGED = 6 if SOAK else 14
"""Cards in each pack that leave a return as it is."""
_SCANS = ("scan 200 dpi grey, 1 degree, noise", "photographed from an angle")
"""Changes of which there are a few in the whole term, for they take long to read."""
_KEEPS_BOXES = frozenset({"linearised by qpdf"})
"""What has been changed so can still be typed into."""
_NOT_DRAWN = frozenset("ũĩ") | {chr(letter) for letter in NOT_DRAWN}
"""Letters that PDFium stores and does not draw."""
_LEAST_PART_OF_PACK = 2
_MOST_PAGES_SCANNED = 3


def tools() -> tuple[Tool, ...]:
    """Return the programs that the changes need."""
    names = [name for name in all_changes() if name != MERGED]
    return tuple(dict.fromkeys(tool for name in names for tool in _CHANNELS[name].tools))


def all_changes() -> tuple[str, ...]:
    """Return every change of a term."""
    return (*_SHARES, *dict.fromkeys(_scans()))


def lost_on_pages(names: Iterable[str]) -> frozenset[str]:
    """Return the changes that are not made to forms on which these names stand.

    PDFium draws no ŵ, ũ and the like: on a page that it drew they are gone, and nobody can read them there. A
    settled Á or Ý (a high capital) on a page that pdftocairo drew is not read yet: such a form is refused.
    """
    found: set[str] = set()
    for name in names:
        if _NOT_DRAWN & set(name):
            found.update(one for one in all_changes() if one not in _KEEPS_BOXES and _draws_pdf(one))
        if any(letter.isupper() and unicodedata.decomposition(letter) for letter in name):
            found.add("printed at 97%")
    return frozenset(found)


def _draws_pdf(change: str) -> bool:
    return change == MERGED or _taken(change) == ".pdf"


def _scans() -> tuple[str, ...]:
    return _SCANS * 3 if SOAK else _SCANS[:1]


@dataclass
class Cards:
    """The changes that are to be made, in the order in which they are drawn."""

    chance: random.Random
    left: list[str] = field(default_factory=list)
    drawn: Counter[str] = field(default_factory=Counter)
    """How many returns were changed how."""

    @classmethod
    def shuffled(cls, seed: int) -> Cards:
        """Return the cards of a term: scans are in the first pack only."""
        cards = cls(random.Random(seed))  # noqa: S311 # a story, no secret
        cards._shuffle(_scans())
        return cards

    def change(self, files: Files, *, is_to_be_typed_into: bool, but: frozenset[str]) -> Files:
        """Return the files of one return as they come back: the first change that can be made is made.

        `but`: changes that are not to be made.
        """
        keeps = _KEEPS_BOXES if is_to_be_typed_into else frozenset(all_changes()) | {_AS_IT_IS}
        if not is_to_be_typed_into and not self._playable(files, keeps - but):
            self._shuffle(())
        names = self._playable(files, keeps - but)
        if not names:
            return files
        self.left.remove(names[0])
        if names[0] == _AS_IT_IS:
            return files
        self.drawn[names[0]] += 1
        return _merged(files) if names[0] == MERGED else _changed(names[0], files)

    def _playable(self, files: Files, names: frozenset[str]) -> list[str]:
        return [one for one in self.left if one in names and _can(one, files)]

    def _shuffle(self, more: tuple[str, ...]) -> None:
        cards = {**_SHARES, _AS_IT_IS: _UNCHANGED}
        fresh = [name for name, count in cards.items() for _ in range(count)] + list(more)
        self.chance.shuffle(fresh)
        self.left += fresh


def _can(change: str, files: Files) -> bool:
    if change == _AS_IT_IS:
        return True
    pdfs = [data for name, data in files.items() if name.endswith(".pdf")]
    if change == MERGED:
        return len(pdfs) >= _LEAST_PART_OF_PACK
    if change in _SCANS:
        return len(pdfs) == 1 and _pages_of(pdfs[0]) <= _MOST_PAGES_SCANNED
    return any(name.endswith(_taken(change)) for name in files)


def _pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _taken(change: str) -> str:
    """Return the ending of the files that a change is made to."""
    return f".{TYPISTS[_CHANNELS[change].typist].file_format}"


def _changed(change: str, files: Files) -> Files:
    own = _CHANNELS[change]
    ending = _taken(change)
    return {
        f"{name.removesuffix(ending)}.{own.ending}" if name.endswith(ending) else name: own.change(data)
        if name.endswith(ending)
        else data
        for name, data in files.items()
    }


def _merged(files: Files) -> Files:
    """Return one PDF with the pages of all, flattened; Word files stay as they are."""
    pdfs = {name: data for name, data in files.items() if name.endswith(".pdf")}
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for data in pdfs.values():
            with pikepdf.open(io.BytesIO(pdfium.flatten(data))) as one:
                whole.pages.extend(one.pages)
        whole.save(out)
    rest = {name: data for name, data in files.items() if name not in pdfs}
    return {**rest, "scan of all.pdf": out.getvalue()}
