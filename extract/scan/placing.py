"""About where an issued page lies on a picture whose answers may have moved its words: to read it at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.scan.registering import Coarse, ReadMiddle, foot_place, once_on
from extract.scan.sheets import IssuedSheet
from extract.scan.warp import Warp, homography_fit

_LEAST_WORDS = 8
_FLAT_PT = 5.0
"""Words of a flat page stand no farther than this beside where its foot says."""
_NEARER_PT = (60.0, 40.0, 30.0, 25.0)
"""From where most say: what stands farther off is another word, or one that answers moved; round by round."""


def read_place(issued: IssuedSheet, picture: Coarse, read: Sequence[ReadMiddle]) -> Warp:
    """Return about where an issued page lies on a picture whose answers may have moved its words down or up.

    Its foot says so where it is flat. Where the words that were recognised stand elsewhere across, it is seen
    from an angle: then they say so too, as far as they agree.
    """
    flat = foot_place(issued, picture)
    own = {
        word.text: ((word.box.x0_pt + word.box.x1_pt) / 2, (word.box.y0_pt + word.box.y1_pt) / 2)
        for word in issued.words
    }
    pairs = [(own[text], middle) for text, middle in once_on(issued.words, read).items()]
    if len(pairs) < _LEAST_WORDS:
        return flat
    sources, targets = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
    off = np.abs(flat.inverse()(targets) - sources)[:, 0]
    if float(np.median(off)) <= _FLAT_PT:
        return flat
    place = homography_fit(sources, targets)
    for most_pt in _NEARER_PT:
        if place is None:
            return flat
        kept = np.abs(place.inverse()(targets) - sources).max(axis=1) <= most_pt
        place = homography_fit(
            np.vstack([issued.code_corners, sources[kept]]), np.vstack([picture.corners, targets[kept]])
        )
    return place or flat
