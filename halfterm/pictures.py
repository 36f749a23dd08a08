"""Draw the pages of a PDF as PNG pictures (ISO/IEC 15948), the fields' ids in their boxes if wanted."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

_SCALE, _SCALE_OF_IDS = 1.75, 2.5
"""Pixels to a point: so that a whole page can be read on a screen; ids are small."""
_GAP_PX = 12
_GREY = b"\x99\x99\x99"
_LARGEST_PT, _SMALLEST_PT = 7.0, 4.4
_LETTER = 0.53
"""Width of a letter of an id in Helvetica, as a share of its height; a little generous."""
_TINY_PT = 16.0
"""A box no wider than this has no room for an id: the id is printed just above it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its rows from top to bottom, three bytes (red, green, blue) to a pixel."""

    width_px: int
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """An id to be printed in a box, in points from the page's lower left."""

    text: str
    x0_pt: float
    y0_pt: float
    x1_pt: float
    y1_pt: float


def draw_pages(pdf: bytes, *, fields: bool = True) -> tuple[Picture, ...]:
    """Return a picture of every page of a PDF, with its fields as they stand unless they are left out."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    if fields:
        document.init_forms()
    pictures = []
    for page in document:
        bitmap = page.render(
            scale=_SCALE if fields else _SCALE_OF_IDS,
            may_draw_forms=fields,
            draw_annots=fields,
            rev_byteorder=True,
            prefer_bgrx=False,
        )
        data, width = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
        starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
        pictures.append(Picture(bitmap.width, tuple(data[start : start + width] for start in starts)))
    document.close()
    return tuple(pictures)


def join_pages(pictures: Sequence[Picture]) -> Picture:
    """Return one picture with all of `pictures` (at least one) below each other."""
    width = max(picture.width_px for picture in pictures)
    rows: list[bytes] = []
    for number, picture in enumerate(pictures):
        rows += [_GREY * width] * (_GAP_PX if number else 0)
        rows += [row + _GREY * (width - picture.width_px) for row in picture.rows]
    return Picture(width, tuple(rows))


def write_png(picture: Picture) -> bytes:
    """Return a picture as a PNG file."""
    header = struct.pack(">2I5B", picture.width_px, len(picture.rows), 8, 2, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + row for row in picture.rows), 6)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def label_fields(data: bytes) -> bytes:
    """Return the PDF with each field's id drawn on the page in the place of its box."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
        font.BaseFont, font.Encoding = pikepdf.Name.Helvetica, pikepdf.Name.WinAnsiEncoding
        settled = list(_settled(pdf))
        for number, page in enumerate(pdf.pages, start=1):
            labels = [*_labels(page), *(label for at, label in settled if at == number)]
            name = str(page.add_resource(font, pikepdf.Name.Font))
            page.contents_add(b"q", prepend=True)
            drawn = "\n".join(_drawn(label, name) for label in labels)
            page.contents_add(f"Q\n{drawn}".encode("cp1252", "replace"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _labels(page: Page) -> Iterator[_Label]:
    for widget in page.obj.get("/Annots", ()):
        if widget.get("/Subtype") == "/Widget":
            x0, y0, x1, y1 = (float(edge) for edge in widget["/Rect"])
            yield _Label(_name(widget), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _settled(pdf: Pdf) -> Iterator[tuple[int, _Label]]:
    """Yield the page (from 1) and place of each answer that stands as text, its box being gone."""
    for field in pdf.Root.AcroForm.Fields:
        if "/HTBox" in field:
            x0, y0, x1, y1 = (float(edge) for edge in field["/HTBox"])
            yield int(field["/HTPage"]), _Label(str(field["/T"]), x0, y0, x1, y1)


def _name(widget: Object) -> str:
    """Return the id of a box; of one of several options, with the option behind it."""
    if "/T" in widget or "/Parent" not in widget:
        return str(widget.get("/T", ""))
    drawn = widget.AP.N.as_dict()
    options = [state[1:] for state in drawn if state != "/Off"]
    return "=".join([str(widget.Parent.get("/T", "")), *options])


def _drawn(label: _Label, font: str) -> str:
    """Return the drawing of a label: a pale ground and the id on it, as large as it fits."""
    width, height = label.x1_pt - label.x0_pt, label.y1_pt - label.y0_pt
    is_tiny = width < _TINY_PT
    room = width - 2 if not is_tiny else 1000
    size = max(_SMALLEST_PT, min(_LARGEST_PT, height * 0.75, room / (_LETTER * max(len(label.text), 1))))
    size = _SMALLEST_PT if is_tiny else size
    x, y = label.x0_pt + 1, label.y1_pt - size * 0.95
    if is_tiny:
        x, y = label.x0_pt, label.y1_pt + 0.8
    words = label.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return (
        f"0.85 0.92 1 rg {label.x0_pt:.2f} {label.y0_pt:.2f} {width:.2f} {height:.2f} re f\n"
        f"0.65 0.1 0.1 rg BT {font} {size:.2f} Tf {x:.2f} {y:.2f} Td ({words}) Tj ET"
    )
