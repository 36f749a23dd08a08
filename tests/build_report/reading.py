"""What stands in a made summary: letters with their places, and what is read aloud."""

import io
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pikepdf

from build.pdf.printed import drawable_spec
from build.report.wording import plain


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed letter and its place, in points from the page's upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle, from the left and from the top."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point is well inside of where its ink may be."""
        high, wide = self.bottom - self.top, self.right - self.left
        beside = self.left + 0.25 * wide < x < self.right - 0.25 * wide
        return beside and self.top + 0.2 * high < y < self.bottom - 0.2 * high


def letters_of(data: bytes) -> tuple[tuple[Letter, ...], ...]:
    """Return the letters of each page, in the order in which they are drawn."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return tuple(
            tuple(Letter(one["text"], one["x0"], one["top"], one["x1"], one["bottom"]) for one in page.chars)
            for page in pdf.pages
        )


def said_on(page: tuple[Letter, ...]) -> str:
    """Return the text of a page as `bare` gives it."""
    return _without_gaps("".join(one.text for one in page))


def bare(text: str) -> str:
    """Return `text` as the page has it: one sign for what has no letter, without gaps and accents."""
    return _without_gaps(json.loads(drawable_spec(json.dumps(plain(text), ensure_ascii=False))))


def overlaps(page: tuple[Letter, ...]) -> list[tuple[Letter, Letter]]:
    """Return letters in whose middle another letter stands; accents stand on letters, and do not count."""
    middles = defaultdict[tuple[int, int], list[Letter]](list)
    apart = [one for one in page if _without_gaps(one.text)]
    for one in apart:
        middles[_cell(one.middle)].append(one)
    found = []
    for one in apart:
        x, y = _cell(one.middle)
        near = (near for dx in (-1, 0, 1) for dy in (-1, 0, 1) for near in middles[x + dx, y + dy])
        found += [(one, other) for other in near if other is not one and one.holds(*other.middle)]
    return found


def _cell(middle: tuple[float, float]) -> tuple[int, int]:
    return int(middle[0] // 24), int(middle[1] // 24)


def alternatives(data: bytes) -> tuple[str, ...]:
    """Return what is read aloud instead of each chart, in reading order."""
    return tuple(str(one.Alt) for one in _elements(data) if one.get("/S") == "/Figure")


def roles(data: bytes) -> tuple[str, ...]:
    """Return the role of every element, in reading order."""
    return tuple(str(one.get("/S", ""))[1:] for one in _elements(data))


def _without_gaps(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if unicodedata.category(one)[0] not in "ZM" and not one.isspace())


def _elements(data: bytes) -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(reversed(list(node)))
            elif isinstance(node, pikepdf.Dictionary):
                yield node
                if "/K" in node:
                    waiting.append(node.K)
