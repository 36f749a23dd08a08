"""An open PDF as PDFium shows it: the characters of its pages, and pictures of them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from extract.page.drawings import refuse_endless_drawings
from extract.page.fitting import Affine
from extract.page.words import Character
from forms.errors import UnreadableError
from forms.records import Box

MOST_PAGES = 80
"""A form has a few; a term's forms of a school in one file fewer than this."""
_MOST_CHARACTERS = 200_000
_LONGEST_SIDE_PT = 14_400
"""ISO 32000-1, annex C.2: five metres."""
_MOST_PIXELS = 20_000_000
"""Of a picture: a page may say that it is as large as a house."""
_PICTURE_SHARE = 0.5
"""Of a page: a larger one is no logo."""
_UNPRINTED = frozenset("\r\n\0")
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, rows from the top; `place` leads from a point to column and row."""

    width: int
    height: int
    pixels: bytes
    """A byte each, 0 is black."""
    place: Affine

    def darkness(self, corners: tuple[tuple[float, float], tuple[float, float]]) -> float:
        """Return how dark the page is between two corners, in points: 0 white, 1 black."""
        (c0, r0), (c1, r1) = (self.place(corner) for corner in corners)
        left, right = sorted(min(max(round(one), 0), self.width) for one in (c0, c1))
        top, bottom = sorted(min(max(round(one), 0), self.height) for one in (r0, r1))
        count = (right - left) * (bottom - top)
        if count <= 0:
            return 0.0
        rows = (self.pixels[row * self.width + left : row * self.width + right] for row in range(top, bottom))
        return 1 - sum(map(sum, rows)) / (255 * count)


class OpenPages:
    """The pages of a PDF, numbered from 0. PDFium is no thread's friend: one file at a time."""

    def __init__(self, data: bytes, *, with_boxes: bool = False, most_pages: int = MOST_PAGES) -> None:
        """Open a PDF; `with_boxes`: pictures show what stands in its form fields too.

        Raises UnreadableError R11 where PDFium cannot, or where it has too many pages, R13 where one draws
        without end.
        """
        import pypdfium2

        try:
            self._pdf: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError("R11", f"this PDF is damaged and cannot be read ({error})") from error
        if len(self._pdf) > most_pages:
            raise UnreadableError(
                "R11",
                f"this PDF has {len(self._pdf)} pages; forms that were printed have at most {most_pages}",
            )
        refuse_endless_drawings(data)
        if with_boxes:
            self._pdf.init_forms()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._pdf.close()

    def __len__(self) -> int:
        """Return how many pages it has."""
        return len(self._pdf)

    def property(self, name: str) -> str:
        """Return what stands under a name in the document information, "" for nothing."""
        return str(self._pdf.get_metadata_value(name))

    def _page(self, index: int) -> Any:
        """Return a page as it is drawn, not as it is to be shown turned: its words keep their order then."""
        from pypdfium2 import PdfiumError

        try:
            page = self._pdf[index]
        except PdfiumError as error:
            raise UnreadableError(
                "R11", f"page {index + 1} of this PDF is damaged and cannot be read ({error})"
            ) from error
        if max(page.get_size()) > _LONGEST_SIDE_PT:
            page.close()
            raise UnreadableError(
                "R11", f"page {index + 1} of this PDF is larger than {_LONGEST_SIDE_PT} points, as no page is"
            )
        page.set_rotation(0)
        return page

    def is_picture(self, index: int) -> bool:
        """Return whether most of a page is pictures, as a scanner makes it, whatever text lies over them."""
        from pypdfium2 import raw

        page = self._page(index)
        try:
            width_pt, height_pt = page.get_size()
            covered = 0.0
            for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                x0, y0, x1, y1 = one.get_bounds()
                covered += max(0.0, min(x1, width_pt) - max(x0, 0)) * max(
                    0.0, min(y1, height_pt) - max(y0, 0)
                )
            return bool(covered >= _PICTURE_SHARE * width_pt * height_pt)
        finally:
            page.close()

    def characters(self, index: int) -> list[Character]:
        """Return what a page shows, in the order in which it is drawn; spaces too, breaks as spaces."""
        from pypdfium2 import raw

        page = self._page(index)
        text = page.get_textpage()
        try:
            return [
                _character(text, raw, number) for number in range(min(text.count_chars(), _MOST_CHARACTERS))
            ]
        finally:
            text.close()
            page.close()

    def within(self, index: int, characters: Sequence[Character]) -> list[Character]:
        """Return those characters of a page that lie on what is shown of it: some is cut off at times."""
        page = self._page(index)
        try:
            x0, y0, x1, y1 = page.get_cropbox()
        finally:
            page.close()
        return [
            one
            for one in characters
            if one.text == " " or (x0 <= one.middle[0] <= x1 and y0 <= one.middle[1] <= y1)
        ]

    def picture(self, index: int, dpi: int, *, notes: bool = True) -> Picture:
        """Return a picture of a page, everything that stands on it drawn; without `notes` no annotation."""
        page = self._page(index)
        try:
            width_pt, height_pt = page.get_size()
            scale = min(dpi / 72, (_MOST_PIXELS / max(width_pt * height_pt, 1)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True, draw_annots=notes)
            place = _place_of(bitmap.get_posconv(page).to_bitmap)
            return Picture(bitmap.width, bitmap.height, _without_gaps(bitmap), place)
        finally:
            page.close()


def _place_of(to_bitmap: Callable[[float, float], tuple[int, int]]) -> Affine:
    """Return the map that a function is which gives whole pixels only."""
    far = 5_000
    (x, y), (x1, y1), (x2, y2) = to_bitmap(0, 0), to_bitmap(far, 0), to_bitmap(0, far)
    return Affine((x1 - x) / far, (x2 - x) / far, x, (y1 - y) / far, (y2 - y) / far, y)


def _without_gaps(bitmap: Any) -> bytes:
    """Return the pixels of a picture of one byte each, rows without what stands between them in memory."""
    pixels, width, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
    if stride == width:
        return pixels
    return b"".join(pixels[start : start + width] for start in range(0, stride * bitmap.height, stride))


def _character(text: Any, raw: Any, number: int) -> Character:
    code = raw.FPDFText_GetUnicode(text.raw, number)
    shown = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    generated = raw.FPDFText_IsGenerated(text.raw, number) == 1
    sides = _NOWHERE if generated else text.get_charbox(number, loose=True)
    unsure = raw.FPDFText_HasUnicodeMapError(text.raw, number) == 1
    # A damaged file may put a letter where no page reaches, and nobody sees it.
    box = Box(*sides) if all(map(math.isfinite, sides)) else Box(*_NOWHERE)
    return Character(" " if shown in _UNPRINTED else shown, box, unsure, _origin(text, raw, number))


def _origin(text: Any, raw: Any, number: int) -> tuple[float, float] | None:
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(text.raw, number, x, y) or not math.isfinite(x.value + y.value):
        return None
    return x.value, y.value
