"""A page as it was issued, drawn the way a scanner would see it: its words, its boxes, its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from extract.acroform import read_pdf
from extract.page.identity import codes_on
from extract.page.opened import OpenPages, Picture
from extract.page.places import Place, places_of
from extract.page.words import word_boxes, words_of
from extract.scan.flat import darkness
from extract.scan.warp import Floats, Grey, Warp, affine
from forms.records import Box

SHEET_DPI = 200
_LEAST_SIDE_PT = 3.0
"""A word that is narrower than this, such as a bullet, says nothing about where it lies."""


@dataclass(frozen=True)
class PrintedWord:
    """One word outside all boxes."""

    text: str
    box: Box


@dataclass(frozen=True)
class IssuedSheet:
    """One page as it was issued."""

    dark: Grey
    """How dark it is without what stands in its boxes, at 200 dots an inch."""
    place: Warp
    """From its points to columns and rows of `dark`."""
    words: tuple[PrintedWord, ...]
    places: tuple[Place, ...]
    code_corners: Floats
    """In points, from the code's own top left round."""

    def is_like(self, other: IssuedSheet) -> bool:
        """Return whether the same stands in the same places on another page."""
        return (
            self.words == other.words
            and self.places == other.places
            and np.array_equal(self.code_corners, other.code_corners)
            and np.array_equal(self.dark, other.dark)
        )


def issued_sheet(pages: OpenPages, index: int, places: Sequence[Place]) -> IssuedSheet | None:
    """Return a page (from 0) of an issued PDF; None for one without a code, which cannot be known again."""
    codes = codes_on(pages, index)
    if not codes:
        return None
    drawn = pages.picture(index, SHEET_DPI)
    one = drawn.place
    characters = pages.characters(index)
    words = tuple(
        PrintedWord(word.text, box)
        for word, box in zip(words_of(characters), word_boxes(characters), strict=True)
        if box.x1_pt - box.x0_pt >= _LEAST_SIDE_PT and not any(_meet(box, place.box) for place in places)
    )
    return IssuedSheet(
        _dark(drawn),
        affine(one.a, one.b, one.c, one.d, one.e, one.f),
        words,
        tuple(places),
        np.array(codes[0].corners, dtype=np.float64),
    )


def _dark(drawn: Picture) -> Grey:
    return darkness(Image.frombytes("L", (drawn.width, drawn.height), drawn.pixels))


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x0_pt < other.x1_pt
        and other.x0_pt < one.x1_pt
        and one.y0_pt < other.y1_pt
        and other.y0_pt < one.y1_pt
    )


class IssuedForm:
    """A PDF as which a form may have been issued, page by page as they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Open it."""
        self.places = places_of(data)
        names = {place.name for place in self.places}
        stored = read_pdf(data).boxes
        self.settled = tuple(box for box in stored if box.name not in names and box.page_number)
        """Answers that are printed on it, no boxes."""
        self.texts = {
            box.name: " / ".join(box.texts) for box in stored if box.name in names and any(box.texts)
        }
        """Name -> what stands in a box."""
        self.pages = {one.page_number for one in self.places} | {one.page_number or 1 for one in self.settled}
        """Those that bear boxes or answers, from 1."""
        self._data = data
        self._sheets: dict[int, IssuedSheet | None] = {}

    def sheet(self, page_number: int) -> IssuedSheet | None:
        """Return a page (from 1), None where there is none that can be known again."""
        if page_number not in self._sheets:
            self._sheets[page_number] = self._drawn(page_number)
        return self._sheets[page_number]

    def _drawn(self, page_number: int) -> IssuedSheet | None:
        places = [place for place in self.places if place.page_number == page_number]
        with OpenPages(self._data) as pages:
            return issued_sheet(pages, page_number - 1, places) if page_number <= len(pages) else None

    def filled(self, page_number: int) -> Grey:
        """Return how dark a page (from 1) is with what it was issued with in its boxes."""
        with OpenPages(self._data, with_boxes=True) as pages:
            return _dark(pages.picture(page_number - 1, SHEET_DPI))
