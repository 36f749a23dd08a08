"""How dark a picture is against the paper around, whatever light fell on it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from extract.scan.warp import Grey

_BLOCK = 8
"""Dots on a side of the squares that the paper's brightness is taken from, at 150 to 300 dpi."""
_AROUND = 9
"""Squares: so wide is the place whose brightest square is called paper."""
_DARKEST = 24
"""Paper that is darker than this, of 255, is a table or a shadow: nothing is brightened beyond."""


def darkness(image: Image.Image) -> Grey:
    """Return how dark each dot is: 0 as the paper around, 1 black; below 0 what is brighter than it."""
    small = image.convert("L").reduce(_BLOCK)
    around = min(_AROUND, min(small.size) - (1 - min(small.size) % 2))
    paper = small.filter(ImageFilter.MaxFilter(around)) if around >= 3 else small
    paper = paper.filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BILINEAR)
    white = np.maximum(np.asarray(paper, dtype=np.float32), _DARKEST)
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    return np.maximum(1 - grey / white, -0.5).astype(np.float32)
