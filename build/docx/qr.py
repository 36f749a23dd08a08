"""Draw a QR code as a PNG picture (ISO/IEC 18004 and 15948), one bit to a pixel."""

from __future__ import annotations

import struct
import zlib

from build.qr import qr_modules

_PIXELS_PER_MODULE = 8
"""At 15 mm some 400 pixels to the inch, so that a printer's own scaling keeps the edges straight."""


def build_qr_png(payload: str) -> bytes:
    """Return the QR code of `payload`, error level M, without its quiet zone, as a PNG file."""
    modules = qr_modules(payload)
    lines = bytearray()
    for row in modules:
        # A dark pixel is a 0; modules of 8 pixels make whole bytes. Filter type 0 stands before each line.
        lines += (b"\x00" + row) * _PIXELS_PER_MODULE
    side = len(modules) * _PIXELS_PER_MODULE
    header = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(bytes(lines), 1)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
