"""QR codes (ISO/IEC 18004) as plain modules, error level M."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer


def qr_modules(payload: str) -> tuple[bytes, ...]:
    """Return the rows of a QR code from top to bottom, a byte to a module, without a quiet zone.

    A dark module is 0x00, a light one 0xFF.
    """
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(cast("Buffer", code.to_image(scale=1, add_quiet_zones=False)))
    _, width = image.shape or (0, 0)
    pixels = image.tobytes()
    return tuple(pixels[start : start + width] for start in range(0, len(pixels), width))
