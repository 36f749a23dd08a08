"""The band at the foot of each page that differs from one document to the next: reference and QR code.

It is a form XObject that the compiled page draws as an artifact (ISO 32000-1 14.8.2.2); a document
replaces the object, not the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build.pdf.appearance import TYPE0_NAME
from forms.lettering import FormFont

MM_PT = 72 / 25.4
WIDTH_PT, HEIGHT_PT = 180 * MM_PT, 17 * MM_PT
LEFT_PT, BOTTOM_PT = 15 * MM_PT, 5.5 * MM_PT
"""Where the band stands, from the page's lower left."""
QR_SIZE_PT = 15 * MM_PT
"""Without its quiet zone, which the page's margins leave free."""
_TEXT_SIZE_PT = 9
_DARK = re.compile(rb"\x00+")


def band_stream(words: str, modules: Sequence[bytes], font: FormFont) -> bytes:
    """Return the content stream that writes `words` at the left and the QR code at the right."""
    shown = font.encoded(words)
    parts = [f"BT 0.27 0.33 0.39 rg /{TYPE0_NAME} {_TEXT_SIZE_PT} Tf 0 16 Td {shown} Tj ET"]
    if modules:
        parts.append(_qr(modules))
    return "\n".join(parts).encode("ascii")


def _qr(modules: Sequence[bytes]) -> str:
    """Return dark runs as filled rectangles, drawn on a grid of whole modules."""
    count = len(modules)
    scale = QR_SIZE_PT / count
    left, bottom = WIDTH_PT - QR_SIZE_PT, HEIGHT_PT - QR_SIZE_PT
    runs = []
    for row_index, row in enumerate(modules, start=1):
        for run in _DARK.finditer(row):
            start, end = run.span()
            runs.append(f"{start} {count - row_index} {end - start} 1 re")
    return f"q 0 g {scale:.5f} 0 0 {scale:.5f} {left:.3f} {bottom:.3f} cm\n" + "\n".join(runs) + "\nf Q"
