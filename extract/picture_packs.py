"""Part a TIFF with the pages of several forms, as a scanner makes one of a pile: each is a file of its own.

A picture has no boxes and no properties, so a part is its pages and nothing more; its name says which.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extract.bundled import Contents, Part
from extract.page.parting import Share, Sheet, called, part_sheets
from forms.errors import UnreadableError

if TYPE_CHECKING:
    from PIL import Image

    from extract.scan.pictures import PictureFile

_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_FIRST_LINK, _LONG, _DEFLATE, _BLACK_IS_ZERO = 4, 4, 8, 1
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES = 273, 277, 278, 279
"""Tags of TIFF 6.0, sections 3 and 4, in the order in which they have to stand."""
_INKED = 0.002
"""Of a page: so much of it is dark where something stands on it."""


def open_picture_pack(data: bytes) -> Contents | None:
    """Return the parts of a TIFF that holds several forms; None for any other file."""
    if not data.startswith(_TIFF):
        return None
    from extract.scan.pictures import PictureFile

    try:
        pictures = PictureFile(data)
        shares = part_sheets(list(_sheets(pictures))) if len(pictures) > 1 else ()
    except UnreadableError:
        return None  # which reading it says
    return Contents(_parts(pictures, shares)) if shares else None


def _sheets(pictures: PictureFile) -> Iterator[Sheet]:
    from extract.scan.codes import codes_on
    from extract.scan.flat import darkness

    for index in range(len(pictures)):
        image = pictures.at(index).image
        printed = tuple(one.printed for one in codes_on(image))
        is_blank = not printed and float((darkness(image.reduce(2)) > 0.3).mean()) <= _INKED
        yield Sheet(printed, is_blank=is_blank)


def _parts(pictures: PictureFile, shares: Sequence[Share]) -> Iterator[Part]:
    for share in shares:
        images = (pictures.at(index).image for index in share.indexes)
        yield Part(f"{called(share.indexes)}.tif", _tiff(images), is_whole=True)


def _tiff(images: Iterable[Image.Image]) -> bytes:
    """Return a TIFF of pages in shades of grey, the same bytes each time, as libtiff does not."""
    out = bytearray(struct.pack("<2sHI", b"II", 42, 0))
    link = _FIRST_LINK
    for image in images:
        data = zlib.compress(image.tobytes())
        start = len(out)
        out += data + b"\0" * (len(data) % 2)
        struct.pack_into("<I", out, link, len(out))
        said = {
            _WIDTH: image.width,
            _HEIGHT: image.height,
            _BITS: 8,
            _COMPRESSION: _DEFLATE,
            _PHOTOMETRIC: _BLACK_IS_ZERO,
            _STRIP: start,
            _SAMPLES: 1,
            _STRIP_ROWS: image.height,
            _STRIP_BYTES: len(data),
        }
        out += struct.pack("<H", len(said))
        for tag, value in said.items():
            out += struct.pack("<HHII", tag, _LONG, 1, value)
        link = len(out)
        out += struct.pack("<I", 0)
    return bytes(out)
