"""The QR codes on a picture of pages, however it lies, whatever light fell on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from extract.page.identity import Printed, parse_printed
from extract.scan.warp import Floats

_SMALLEST = 700
"""Dots on the longer side: a code on a smaller picture has too few to be read."""


@dataclass(frozen=True)
class PictureCode:
    """A QR code of ours: what it says, and its corners, columns and rows, from its own top left round."""

    printed: Printed
    corners: Floats


def codes_on(image: Image.Image) -> tuple[PictureCode, ...]:
    """Return the codes of ours on a picture; () where no way of looking at it shows one."""
    best: tuple[PictureCode, ...] = ()
    for seen, scale in _ways(image):
        found = tuple(_codes(seen, scale))
        if found:
            best = found
            break
    return best


def quarter_turns(corners: Floats) -> int:
    """Return by how many right angles, against the clock, a picture has to be turned to stand upright."""
    across = corners[1] - corners[0]
    return round(float(np.degrees(np.arctan2(across[1], across[0]))) / 90) % 4


def _ways(image: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """Yield the picture as it is, and in ways that show what light, noise or blur have hidden."""
    yield image, 1.0
    half = image.reduce(2)
    yield half, 2.0
    yield ImageOps.autocontrast(image.filter(ImageFilter.MedianFilter(3)), cutoff=1), 1.0
    yield image.filter(ImageFilter.GaussianBlur(1.5)), 1.0
    yield image.filter(ImageFilter.UnsharpMask(3, 200, 0)), 1.0
    if max(image.size) < 2 * _SMALLEST:
        yield image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC), 0.5
    yield half.filter(ImageFilter.UnsharpMask(2, 300, 0)), 2.0


def _codes(image: Image.Image, scale: float) -> Iterator[PictureCode]:
    import zxingcpp

    only_qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    seen: set[tuple[Printed, int, int]] = set()
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
        for code in zxingcpp.read_barcodes(np.asarray(image), formats=only_qr, binarizer=binarizer):
            printed = parse_printed(code.text)
            if printed is None:
                continue
            at = code.position
            ends = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            corners = (np.array([(end.x, end.y) for end in ends], dtype=np.float64) + 0.5) * scale - 0.5
            middle = corners.mean(axis=0)
            known = (printed, round(middle[0] / 100), round(middle[1] / 100))
            if not any(
                one[0] == printed and abs(one[1] - known[1]) <= 1 and abs(one[2] - known[2]) <= 1
                for one in seen
            ):
                seen.add(known)
                yield PictureCode(printed, corners)
        if seen:
            return
