"""What was added to an issued page: ink in its boxes that was not issued there.

The picture is brought to where the page was issued. What is as dark as it was issued, or lies within a hair's
breadth of it, is no ink of anybody's; what is left over is measured against the noise of this very picture.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

from extract.scan.flat import darkness
from extract.scan.registering import Registered
from extract.scan.sheets import SHEET_DPI, IssuedSheet
from extract.scan.warp import Grey, Warp, affine
from forms.records import Box

_DOTS_PER_PT = SHEET_DPI / 72
_BREADTH = 7
"""Dots at 200 an inch: so wide a brush goes over what was issued, for it to cover its picture."""
_INSET_PT = 1.5
"""Left out at each edge of a box, where its frame is drawn."""
_TICK_INSET = 0.2
_DARK, _FAINT = 0.22, 0.09
"""Darker than issued by so much: surely ink; perhaps ink. On paper without noise."""
_SPECK_PT2, _STROKE_PT2, _SHADE_PT2 = 0.25, 0.9, 3.0
"""Ink of up to the first area is a speck, from the second on somebody's; of faint ink from the third on."""
_OFF, _ON, _FAINTLY_ON, _BLACK = 0.015, 0.06, 0.05, 0.97
"""Of the middle of a tick box: up to the first share it is empty, from the second on ticked; empty only if
less than the third is faint; so dark that it may have been blotted out."""
_END_PT, _LAST_PT = 2.4, 1.2
"""Between so far from the right edge of a box letters stand only where they go on beyond it."""
_RIM_PT, _BEYOND_PT = 14.0, 4.0
"""Left out at the edges of the page, where a scanner's lid shows, and around boxes that were written over."""
_CUT_ROWS = 3
_SHOWN = 0.93
"""Of the ink of issued words: so much has to stand there for them to be called shown."""
_SHADES, _LEAST_SHADED, _DARKENED = (0.25, 0.35, 0.45, 0.55, 0.65, 0.75), 200, 0.1
"""How dark bars and frames in colour are; so many dots of one shade say what became of it; darker by so much
it was made black."""
_NOISY = 0.45
"""A picture whose noise hides ink that is fainter than this says nothing of a box without any."""


class Found(Enum):
    """Whether there is ink in a box."""

    NONE = "none"
    PERHAPS = "perhaps"
    INK = "ink"


@dataclass(frozen=True)
class Inked:
    """A picture brought to where the page was issued, with what is darker on it than was issued."""

    issued: IssuedSheet
    warp: Warp
    """From points of the issued page to dots of the picture."""
    dark: Grey
    added: Grey
    """How much darker than the issued page with empty boxes, in parts of the page's own black."""
    filled: Grey
    """How dark the issued page is with what stood in its boxes."""
    smooth: Grey
    """`dark` without its finest noise."""
    sure: float
    """From here on it is ink on this picture."""
    faint: float

    @functools.cached_property
    def beyond(self) -> Grey:
        """Return how much darker than the issued page with what stood in its boxes it is."""
        return np.asarray(self.smooth - _largest(self.filled, _BREADTH), dtype=np.float32)

    @functools.cached_property
    def near(self) -> Grey:
        """Return how dark it is at most close to each dot."""
        return _largest(self.dark, 3)

    @property
    def is_readable(self) -> bool:
        """Return whether a box without ink can be told at all."""
        return self.faint < _NOISY

    def text_box(self, box: Box) -> Found:
        """Return whether something stands in a box."""
        return self._in(self.added[self._inner(box, _INSET_PT, _INSET_PT)])

    def _in(self, added: Grey) -> Found:
        if not added.size:
            return Found.PERHAPS
        # A box may come back in another shade than it was issued in, all over.
        shade = float(np.clip(np.median(added), -0.12, 0.12))
        area = float((added - shade > self.sure).sum()) / _DOTS_PER_PT**2
        shadow = float((added - shade > self.faint).sum()) / _DOTS_PER_PT**2
        if area >= _STROKE_PT2:
            return Found.INK
        return (
            Found.NONE if area <= _SPECK_PT2 and shadow < _SHADE_PT2 and self.is_readable else Found.PERHAPS
        )

    def tick_box(self, box: Box) -> Found:
        """Return whether a box is ticked."""
        across, down = (box.x1_pt - box.x0_pt) * _TICK_INSET, (box.y1_pt - box.y0_pt) * _TICK_INSET
        added = self.added[self._inner(box, across, down)]
        if not added.size:
            return Found.PERHAPS
        share, shadow = float((added > self.sure).mean()), float((added > self.faint).mean())
        if share > _BLACK:
            return Found.PERHAPS
        if share >= _ON:
            return Found.INK
        return Found.NONE if share <= _OFF and shadow < _FAINTLY_ON and self.is_readable else Found.PERHAPS

    def shows_as_issued(self, box: Box) -> bool:
        """Return whether a box shows the very words that it was issued with: all their ink, and no other."""
        where = self._inner(box, _INSET_PT, _INSET_PT)
        words = self.filled[where] - self.issued.dark[where] > 0.4
        if not words.any() or self._in(self.beyond[where]) is not Found.NONE:
            return False
        return float((self.near[where][words] > max(0.3, self.sure)).mean()) >= _SHOWN

    def goes_on_beyond(self, box: Box) -> bool:
        """Return whether what stands in a box of one line is cut off at its right edge."""
        strip = Box(box.x1_pt - _END_PT, box.y0_pt, box.x1_pt - _LAST_PT, box.y1_pt)
        added = self.added[self._inner(strip, 0, _INSET_PT)]
        return bool(added.size) and float((added > self.sure).any(axis=1).sum()) >= _CUT_ROWS

    def has_more(self, box: Box) -> bool:
        """Return whether there is any ink in a part of the page that was not issued there."""
        added = self.added[self._inner(box, 0, 0)]
        return not self.is_readable or float((added > self.sure).sum()) / _DOTS_PER_PT**2 > _SPECK_PT2

    def cut_out(self, box: Box) -> tuple[Grey, tuple[int, int]]:
        """Return how dark a box is, and its first column and row on the sheet."""
        rows, columns = self._inner(box, 0, 0)
        return self.dark[rows, columns], (columns.start, rows.start)

    def foreign_pt2(self) -> float:
        """Return how much ink stands outside all boxes that was not issued there, in square points."""
        outside = self.added > self.sure
        rim = round(_RIM_PT * _DOTS_PER_PT)
        outside[:rim] = outside[-rim:] = outside[:, :rim] = outside[:, -rim:] = False
        for place in self.issued.places:
            outside[self._inner(place.box, -_BEYOND_PT, -_BEYOND_PT)] = False
        return float(outside.sum()) / _DOTS_PER_PT**2

    def _inner(self, box: Box, across_pt: float, down_pt: float) -> tuple[slice, slice]:
        left, top, right, bottom = self.issued.place.box(
            Box(
                box.x0_pt + across_pt,
                box.y0_pt + down_pt,
                max(box.x1_pt - across_pt, box.x0_pt + across_pt),
                max(box.y1_pt - down_pt, box.y0_pt + down_pt),
            )
        )
        return slice(max(0, round(top)), max(0, round(bottom))), slice(
            max(0, round(left)), max(0, round(right))
        )


def inked(issued: IssuedSheet, registered: Registered, image: Image.Image, filled: Grey) -> Inked:
    """Return a picture brought to where its page was issued.

    `filled` is how dark the issued page is with what stood in its boxes.
    """
    height, width = issued.dark.shape
    dark = darkness(brought(image, registered.warp.after(issued.place.inverse()), (width, height)))
    within = np.zeros(dark.shape, dtype=np.bool_)
    brushed = _largest(issued.dark, _BREADTH)
    white = brushed < 0.03
    for word in issued.words:
        left, top, right, bottom = (round(one) for one in issued.place.box(word.box))
        within[max(top, 0) : bottom, max(left, 0) : right] = True
    outside = np.ones(dark.shape, dtype=np.bool_)
    for place in issued.places:
        left, top, right, bottom = (round(one) for one in issued.place.box(place.box))
        outside[max(top, 0) : bottom, max(left, 0) : right] = False
    white &= outside
    paper = float(np.median(dark[white])) if white.any() else 0.0
    black = float(np.percentile(dark[within], 97) - paper) if within.any() else 1.0
    wanted = float(np.percentile(issued.dark[within], 97)) if within.any() else 1.0
    gain = float(np.clip(black / max(wanted, 0.1), 0.05, 1.5))
    # On pale paper a stroke may be darker than most of the printing: black is as dark as ink gets.
    level = np.minimum((dark - paper) / gain, 1).astype(np.float32)
    smooth = _mean(level, 1)
    noise = 1.4826 * float(np.median(np.abs(smooth[white]))) if white.any() else 1.0
    return Inked(
        issued,
        registered.warp,
        level,
        smooth - _as_scanned(brushed, (issued.dark >= brushed) & outside, level),
        filled,
        smooth,
        max(_DARK, 7 * noise),
        max(_FAINT, 4.5 * noise),
    )


def _as_scanned(brushed: Grey, peaks: npt.NDArray[np.bool_], level: Grey) -> Grey:
    """Return what was issued with its shades as black where a scanner that knows no shades made them so.

    `peaks` is where nothing close by was issued darker, outside all boxes.
    """
    for low, high in pairwise(_SHADES):
        shade = peaks & (brushed > low) & (brushed <= high)
        if shade.sum() >= _LEAST_SHADED and float(np.median(level[shade] - brushed[shade])) > _DARKENED:
            return np.where(brushed > low, np.maximum(brushed, 1), brushed)
    return brushed


def brought(image: Image.Image, warp: Warp, size: tuple[int, int], fill: int = 255) -> Image.Image:
    """Return a picture of this size whose dots (columns and rows) `warp` leads to those of another one."""
    half = affine(1, 0, 0.5, 0, 1, 0.5)
    # Pillow counts from the corners of dots, the rest of this package from their middles.
    coefficients = half.after(warp).after(half.inverse()).coefficients
    return image.transform(
        size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=fill
    )


def _largest(dark: Grey, breadth: int) -> Grey:
    """Return the darkest value around each dot: along rows, then along columns."""
    return _most_along_rows(_most_along_rows(dark, breadth).T, breadth).T


def _most_along_rows(dark: Grey, breadth: int) -> Grey:
    half = breadth // 2
    wide = np.pad(dark, ((half, half), (0, 0)), mode="edge")
    most = wide[: len(dark)]
    for start in range(1, breadth):
        most = np.maximum(most, wide[start : start + len(dark)])
    return most


def _mean(values: npt.NDArray[np.float32], around: int) -> Grey:
    """Return the mean of each dot and of those around it."""
    wide = np.pad(values, around, mode="edge")
    count = 2 * around + 1
    height, width = values.shape
    total = sum(
        wide[row : row + height, column : column + width] for row in range(count) for column in range(count)
    )
    return np.asarray(total / count**2, dtype=np.float32)
