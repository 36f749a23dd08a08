"""Printed to PDF: redrawn pages that a print dialogue scaled, shifted, turned, cropped or joined.

Compared as flattened files are. Cropping takes 5 mm off each side, where no form prints an answer.
"""

import io
from collections.abc import Callable
from functools import partial

import pikepdf

from tests.recall.channel import Channel, Family
from tests.recall.rooms import Shows
from tests.recall.truth import drawn_by_pdfium
from tests.tools import poppler

_PT_PER_MM = 72 / 25.4
_A4_PT = (595.276, 841.89)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def scaled(data: bytes, percent: float, right_mm: float = 0, up_mm: float = 0) -> bytes:
    """Return the printed pages with all that they show scaled about the middle of the page, then shifted."""
    with pikepdf.open(io.BytesIO(poppler.print_pages(data))) as pdf:
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
            factor = percent / 100
            x_pt = (x0 + x1) / 2 * (1 - factor) + right_mm * _PT_PER_MM
            y_pt = (y0 + y1) / 2 * (1 - factor) + up_mm * _PT_PER_MM
            matrix = f"q {factor:.5f} 0 0 {factor:.5f} {x_pt:.3f} {y_pt:.3f} cm\n"
            page.contents_add(matrix.encode(), prepend=True)
            page.contents_add(b"\nQ")
        return _saved(pdf)


def turned(data: bytes) -> bytes:
    """Return the printed pages shown turned by 90 degrees."""
    with pikepdf.open(io.BytesIO(poppler.print_pages(data))) as pdf:
        for page in pdf.pages:
            page.rotate(90, relative=True)
        return _saved(pdf)


def cropped(data: bytes, each_side_mm: float = 5) -> bytes:
    """Return the printed pages cut on each side; their new lower left corner is the origin again."""
    cut_pt = each_side_mm * _PT_PER_MM
    with pikepdf.open(io.BytesIO(poppler.print_pages(data))) as pdf:
        for page in pdf.pages:
            x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
            page.contents_add(f"q 1 0 0 1 {-x0 - cut_pt:.3f} {-y0 - cut_pt:.3f} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.mediabox = pikepdf.Array([0, 0, x1 - x0 - 2 * cut_pt, y1 - y0 - 2 * cut_pt])
            if "/CropBox" in page:
                del page["/CropBox"]
        return _saved(pdf)


def two_to_a_sheet(data: bytes) -> bytes:
    """Return sheets of A4 across with two printed pages each, side by side."""
    with pikepdf.open(io.BytesIO(poppler.print_pages(data))) as pdf, pikepdf.new() as joined:
        height, width = _A4_PT
        for first in range(0, len(pdf.pages), 2):
            sheet = joined.add_blank_page(page_size=(width, height))
            for place, page in enumerate(list(pdf.pages)[first : first + 2]):
                left = pikepdf.Rectangle(place * width / 2, 0, (place + 1) * width / 2, height)
                sheet.add_overlay(page, left)
        return _saved(joined)


def _channel(name: str, change: Callable[[bytes], bytes]) -> Channel:
    return Channel(
        name,
        Family.PRINTED,
        "PDFium",
        change,
        tools=(poppler.PRINT_TOOL,),
        truth=drawn_by_pdfium,
        shows=Shows(),
    )


CHANNELS = (
    _channel("printed at 97%", partial(scaled, percent=97)),
    _channel("printed at 103%", partial(scaled, percent=103)),
    _channel("printed 4 mm right, 3 mm down", partial(scaled, percent=100, right_mm=4, up_mm=-3)),
    _channel("printed at 97%, 3 mm left, 5 mm up", partial(scaled, percent=97, right_mm=-3, up_mm=5)),
    _channel("printed and turned by 90 degrees", turned),
    _channel("printed, 5 mm cut off each side", cropped),
    _channel("printed, two pages to a sheet", two_to_a_sheet),
)
