"""Part a PDF that holds several forms: each becomes a file of its own, and is read like any other.

A part has the pages of one form, everything that is shown on them drawn into them: names of boxes clash where
programs join forms. What its boxes store goes along, to be held against what the pages show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.bundled import Contents, Part
from extract.page.footed import foot_of
from extract.page.identity import codes_on
from extract.page.opened import OpenPages
from extract.page.parting import Share, Sheet, called, part_sheets
from extract.picture_packs import open_picture_pack
from forms.errors import UnreadableError
from forms.properties import PAGES

if TYPE_CHECKING:
    from PIL import Image

_PDF, _START = b"%PDF-", 1024
MOST_PAGES = 600
"""Of a file that is parted; the forms of a school for a year."""
_DPI = 60
_INKED = 0.0004
"""Of a page: so much of it is dark where something stands on it."""
_PICTURES_LOOKED_AT = 60
"""Scanned pages without a plain code on which it is looked for in every way."""


def open_pack(data: bytes) -> Contents | None:
    """Return the parts of a PDF or a TIFF that holds several forms; None for any other file."""
    if _PDF not in data[:_START]:
        return open_picture_pack(data)
    try:
        with OpenPages(data, most_pages=MOST_PAGES) as pages:
            if len(pages) < 2 or len(pages) == len(pages.property(PAGES).split()):
                return None
            shares = part_sheets(list(_sheets(pages)))
            words = tuple(
                "".join(one.text for one in pages.characters(index))
                for share in shares
                if share.form is None
                for index in share.indexes
            )
    except UnreadableError:
        return None  # which reading it says
    if not shares:
        return None
    return Contents(_parts(data, shares), words=lambda: words)


def _sheets(pages: OpenPages) -> Iterator[Sheet]:
    looked_at = 0
    for index in range(len(pages)):
        characters = pages.characters(index)
        if not any(not one.text.isspace() for one in characters) and _is_blank(pages, index):
            yield Sheet(is_blank=True)
            continue
        codes = codes_on(pages, index)
        if codes:
            yield Sheet(tuple(one.printed for one in codes), foot_of(pages.within(index, characters)))
            continue
        foot = foot_of(pages.within(index, characters))
        if foot is None and pages.is_picture(index) and looked_at < _PICTURES_LOOKED_AT:
            from extract.scan.codes import codes_on as codes_on_picture

            looked_at += 1
            yield Sheet(tuple(one.printed for one in codes_on_picture(_picture(pages, index))))
        else:
            yield Sheet((), foot)


def _is_blank(pages: OpenPages, index: int) -> bool:
    pixels = pages.picture(index, _DPI).pixels
    return sum(one < 160 for one in pixels) <= _INKED * len(pixels)


def _picture(pages: OpenPages, index: int) -> Image.Image:
    from extract.scan.pictures import DrawnPages

    return DrawnPages(pages).at(index).image


def _parts(data: bytes, shares: Sequence[Share]) -> Iterator[Part]:
    from extract.pack_parts import Pack

    with Pack(data, shares) as pack:
        for share in shares:
            yield Part(f"{called(share.indexes)}.pdf", pack.part(share), is_whole=True)
