"""QR codes (ISO/IEC 18004) as plain modules, error level M."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer


def qr_modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a QR code from top to bottom, True for a dark module, without a quiet zone."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(cast("Buffer", code.to_image(scale=1, add_quiet_zones=False)))
    height, width = image.shape or (0, 0)
    pixels = image.tobytes()
    return tuple(tuple(pixels[row * width + column] == 0 for column in range(width)) for row in range(height))
