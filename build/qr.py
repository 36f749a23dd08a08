"""QR codes (ISO/IEC 18004) as plain modules, error level M."""

from __future__ import annotations


def qr_modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a QR code from top to bottom, True for a dark module, without a quiet zone."""
    import zxingcpp

    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    rows = memoryview(code.to_image(scale=1, add_quiet_zones=False)).tolist()
    return tuple(tuple(value == 0 for value in row) for row in rows)
