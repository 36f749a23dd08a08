"""A file as pictures of its pages: a PDF's are drawn, those of PNG, JPEG and TIFF files are there."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageOps

from extract.page.opened import MOST_PAGES, OpenPages
from extract.scan.warp import Warp, affine
from forms.errors import UnreadableError

FORMATS = ("PNG", "JPEG", "TIFF")
"""As Pillow calls them."""
_DPI = 250
_MOST_DOTS = 60_000_000
_MOST_DRAWN = 8
"""Pages of a form are asked for many times; 6 MB each."""
_KEPT_DOTS = 14_000_000
"""Larger pictures are made smaller: letters of 8 pt are read well at 300 dots an inch."""
_LONG_SIDE_PT = 841.89


@dataclass(frozen=True)
class PagePicture:
    """One page of a file, in shades of grey."""

    index: int
    """In the file, from 0."""
    image: Image.Image
    place: Warp
    """From points of the page, from its lower left, to columns and rows."""


class Pictures(Protocol):
    """The pages of a file as pictures, drawn or unpacked when they are asked for: many are large."""

    def __len__(self) -> int:
        """Return how many pages there are."""
        ...

    def at(self, index: int) -> PagePicture:
        """Return a page (from 0)."""
        ...


class DrawnPages:
    """The pages of a PDF, drawn with everything that stands on them."""

    def __init__(self, pages: OpenPages) -> None:
        """Keep an open PDF."""
        self._pages = pages
        self._drawn: dict[int, PagePicture] = {}

    def __len__(self) -> int:
        """Return how many pages it has."""
        return len(self._pages)

    def at(self, index: int) -> PagePicture:
        """Return a page (from 0)."""
        if index not in self._drawn:
            drawn = self._pages.picture(index, _DPI)
            image = Image.frombytes("L", (drawn.width, drawn.height), drawn.pixels)
            one = drawn.place
            if len(self._drawn) >= _MOST_DRAWN:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[index] = PagePicture(index, image, affine(one.a, one.b, one.c, one.d, one.e, one.f))
        return self._drawn[index]


class PictureFile:
    """The pages of a picture file: a TIFF may have several.

    A picture has no size in points: its longer side counts as that of A4.
    """

    def __init__(self, data: bytes) -> None:
        """Open a file. Raises UnreadableError R55 where it cannot be, or is far larger than a scan."""
        self._data = data
        with self._opened() as file:
            self._count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            if self._count > MOST_PAGES:
                raise _damaged(f"it has {self._count} pages; a form has fewer than {MOST_PAGES}")

    def __len__(self) -> int:
        """Return how many pages it has."""
        return self._count

    def at(self, index: int) -> PagePicture:
        """Return a page (from 0). Raises UnreadableError R55 where it is damaged."""
        with self._opened() as file:
            file.seek(index)
            if file.width * file.height > _MOST_DOTS:
                raise _damaged(f"its page {index + 1} has {file.width} by {file.height} dots")
            return _page(index, ImageOps.exif_transpose(file))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Image.Image]:
        try:
            with warnings.catch_warnings():
                # Of odd marks in it, or of a very large one: the limits above say what is refused.
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(self._data), formats=FORMATS) as file:
                    yield file
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
            struct.error,
            Image.DecompressionBombError,
        ) as error:
            raise _damaged(str(error)) from error


def _page(index: int, upright: Image.Image) -> PagePicture:
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    grey = upright.convert("L") if not upright.mode.startswith("I") else _sixteen_bits(upright)
    times = (_KEPT_DOTS / (grey.width * grey.height)) ** 0.5
    if times < 1:
        size = (max(1, round(grey.width * times)), max(1, round(grey.height * times)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    scale = max(grey.size) / _LONG_SIDE_PT
    return PagePicture(index, grey, affine(scale, 0, 0, 0, -scale, grey.height))


def _sixteen_bits(image: Image.Image) -> Image.Image:
    return image.convert("I").point(lambda dot: dot / 256).convert("L")


def _damaged(reason: str) -> UnreadableError:
    return UnreadableError(
        "R55",
        f"this picture cannot be read ({reason}). Scan the pages again, best as one PDF, or ask for them to "
        "be sent again",
    )
