"""Which form a page is from, and which page of it: its QR code says so, however the page is turned."""

from __future__ import annotations

from dataclasses import dataclass

from extract.page.opened import OpenPages

_DPI = (110, 200)
"""Tried in this order: the second for a page that was made smaller."""
_START = "HT1"
_PARTS = 6


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


def printed_on(pages: OpenPages, index: int) -> tuple[Printed, ...]:
    """Return what the QR codes of a page say, each once; () where there is none of ours."""
    for dpi in _DPI:
        found = _codes(pages, index, dpi)
        if found:
            return found
    return ()


def _codes(pages: OpenPages, index: int, dpi: int) -> tuple[Printed, ...]:
    import zxingcpp

    picture = pages.picture(index, dpi)
    image = memoryview(picture.pixels).cast("B", (picture.height, picture.width))
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    found = (parse_printed(code.text) for code in codes)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def parse_printed(payload: str) -> Printed | None:
    """Return what a QR code says, None where it is none of ours."""
    parts = payload.split(":")
    if len(parts) != _PARTS or parts[0] != _START or not (parts[5].isascii() and parts[5].isdigit()):
        return None
    _, reference, form, version, stage, page_number = parts
    if not form or not 0 < int(page_number) < 1_000:  # pages of one form
        return None
    return Printed(reference, form.lower(), version, stage.lower(), int(page_number))
