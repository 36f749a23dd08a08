"""Find out which form a Word file is that says so no longer in its properties: by the code in its footer.

The code is a picture of its own in the file; it is laid onto a page of a PDF and read as that of any page.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING

from forms.errors import UnreadableError

if TYPE_CHECKING:
    from extract.page.identity import Printed

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES = 33
_SIDE_PT = 72
_QUIET_PT = 18
_COLOURS = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3)}
"""PNG's colour types that a PDF takes as they are: grey and red, green, blue."""
_MOST_PIXELS = 4_000_000


def printed_in(pictures: Iterable[bytes]) -> tuple[Printed, ...]:
    """Return what the codes of ours say that are in these pictures, each once."""
    from extract.page.identity import codes_on
    from extract.page.opened import OpenPages

    data = _as_pages(pictures)
    if data is None:
        return ()
    try:
        with OpenPages(data) as pages:
            found = [code.printed for index in range(len(pages)) for code in codes_on(pages, index)]
    except UnreadableError:
        return ()
    return tuple(dict.fromkeys(found))


def _as_pages(pictures: Iterable[bytes]) -> bytes | None:
    """Return a PDF with each picture on a page of its own, None where none can be laid onto one."""
    import pikepdf

    with pikepdf.new() as pdf:
        for picture in pictures:
            image = _png(picture)
            if image is None:
                continue
            size = _SIDE_PT + 2 * _QUIET_PT
            page = pdf.add_blank_page(page_size=(size, size))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_stream(*image)))
            page.Contents = pdf.make_stream(
                f"q {_SIDE_PT} 0 0 {_SIDE_PT} {_QUIET_PT} {_QUIET_PT} cm /P Do Q".encode()
            )
        if not len(pdf.pages):
            return None
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _png(picture: bytes) -> tuple[bytes, dict[str, object]] | None:
    """Return a picture's data and dictionary for a PDF, None for one that a PDF cannot hold as it is."""
    import pikepdf

    if not picture.startswith(_PNG) or len(picture) < _HEADER_BYTES:
        return None
    width, height, bits, colour, _, _, interlaced = struct.unpack(">2I5B", picture[16:29])
    if colour not in _COLOURS or interlaced or not 0 < width * height <= _MOST_PIXELS:
        return None
    space, colours = _COLOURS[colour]
    parameters = pikepdf.Dictionary(Predictor=15, Colors=colours, BitsPerComponent=bits, Columns=width)
    entries: dict[str, object] = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": width,
        "/Height": height,
        "/ColorSpace": pikepdf.Name(space),
        "/BitsPerComponent": bits,
        "/Filter": pikepdf.Name.FlateDecode,
        "/DecodeParms": parameters,
    }
    return b"".join(_data_chunks(picture)), entries


def _data_chunks(picture: bytes) -> list[bytes]:
    chunks: list[bytes] = []
    at = len(_PNG)
    while at + 8 <= len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            chunks.append(picture[at + 8 : at + 8 + length])
        at += length + 12
    return chunks
