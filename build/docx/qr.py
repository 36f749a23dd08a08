"""Draw a QR code as a PNG picture (ISO/IEC 18004 and 15948), one bit to a pixel."""

from __future__ import annotations

import struct
import zlib

_PIXELS_PER_MODULE = 8
"""At 15 mm some 400 pixels to the inch, so that a printer's own scaling keeps the edges straight."""


def build_qr_png(payload: str) -> bytes:
    """Return the QR code of `payload`, error level M, without its quiet zone, as a PNG file."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    height, width = picture.shape[:2]
    pixels = picture.tobytes()
    lines = []
    for start in range(0, height * width, width):
        bits = "".join(
            "1" * _PIXELS_PER_MODULE if pixel else "0" * _PIXELS_PER_MODULE
            for pixel in pixels[start : start + width]
        )
        # Filter type 0 stands before each line; modules of 8 pixels make whole bytes.
        line = b"\x00" + int(bits, 2).to_bytes(width * _PIXELS_PER_MODULE // 8, "big")
        lines.append(line * _PIXELS_PER_MODULE)
    side = _PIXELS_PER_MODULE
    header = struct.pack(">2I5B", width * side, height * side, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(b"".join(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
