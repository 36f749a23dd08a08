"""Which form a page is from, and which page of it: its QR code says so, however the page is turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.page.fitting import Point
from extract.page.opened import OpenPages, Picture

_DPI = (110, 200)
"""Tried in this order: the second for a page that was made smaller."""
_START = "HT1"
_PARTS = 6
CODE_SIDE_PT = 15 / 25.4 * 72
"""As it is issued, without its quiet zone (interface HT1)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What one QR code says (interface HT1); form, version and stage in the letters that files use."""

    reference: str
    """"" on a blank."""
    form: str
    version: str
    stage: str
    page_number: int
    """Of the form, from 1."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: what it says, and its corners on the page in points, from its own top left round."""

    printed: Printed
    corners: tuple[Point, ...]


def codes_on(pages: OpenPages, index: int) -> tuple[Code, ...]:
    """Return the codes of ours on a page, however it is turned; () where there is none."""
    for dpi in _DPI:
        found = tuple(_codes(pages.picture(index, dpi)))
        if found:
            return found
    return ()


def _codes(picture: Picture) -> Iterator[Code]:
    import zxingcpp

    image = memoryview(picture.pixels).cast("B", (picture.height, picture.width))
    only_qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    back = picture.place.inverse()
    for code in zxingcpp.read_barcodes(image, formats=only_qr):
        printed = parse_printed(code.text)
        if printed is not None:
            at = code.position
            ends = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            yield Code(printed, tuple(back((end.x, end.y)) for end in ends))


def parse_printed(payload: str) -> Printed | None:
    """Return what a QR code says, None where it is none of ours."""
    parts = payload.split(":")
    if len(parts) != _PARTS or parts[0] != _START or not (parts[5].isascii() and parts[5].isdigit()):
        return None
    _, reference, form, version, stage, page_number = parts
    if not form or not 0 < int(page_number) < 1_000:  # pages of one form
        return None
    return Printed(reference, form.lower(), version, stage.lower(), int(page_number))
