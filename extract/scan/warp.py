"""Maps between an issued page and a picture of it: flat paper seen from anywhere is one homography."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forms.records import Box

Floats = npt.NDArray[np.float64]
Grey = npt.NDArray[np.float32]
"""Rows from the top, columns from the left."""
_LEAST_FOR_PERSPECTIVE = 12


@dataclass(frozen=True)
class Warp:
    """A homography from points of an issued page (from its lower left) to columns and rows of a picture."""

    matrix: Floats
    """3 by 3, its last element 1."""

    def __call__(self, points: Floats) -> Floats:
        """Return where points lie, a row each."""
        ones = np.ones((len(points), 1))
        moved = np.hstack([points, ones]) @ self.matrix.T
        return np.asarray(moved[:, :2] / moved[:, 2:3], dtype=np.float64)

    def inverse(self) -> Warp:
        """Return the way back."""
        back = np.linalg.inv(self.matrix)
        return Warp(back / back[2, 2])

    def after(self, first: Warp) -> Warp:
        """Return this map after another one."""
        joined = self.matrix @ first.matrix
        return Warp(joined / joined[2, 2])

    def box(self, box: Box) -> tuple[float, float, float, float]:
        """Return the upright box around where a box lies: left, top, right, bottom."""
        corners = [(x, y) for x in (box.x0_pt, box.x1_pt) for y in (box.y0_pt, box.y1_pt)]
        moved = self(np.array(corners))
        (left, top), (right, bottom) = moved.min(axis=0), moved.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def corners(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where the upper left and the lower right corner of a box lie."""
        (x0, y0), (x1, y1) = self(np.array([(left, top), (right, bottom)], dtype=np.float64))
        return (float(x0), float(y0)), (float(x1), float(y1))

    @property
    def coefficients(self) -> tuple[float, ...]:
        """Return the eight numbers by which Pillow takes a picture's dots from where they lie."""
        return tuple(float(one) for one in self.matrix.ravel()[:8])


def affine(a: float, b: float, c: float, d: float, e: float, f: float) -> Warp:
    """Return the map x' = a x + b y + c, y' = d x + e y + f."""
    return Warp(np.array([[a, b, c], [d, e, f], [0, 0, 1]], dtype=np.float64))


def affine_fit(sources: Floats, targets: Floats, weights: Floats | None = None) -> Warp | None:
    """Return the affine map with the least squares; None where the points lie on one line."""
    middle = sources.mean(axis=0)
    size = max(float(np.abs(sources - middle).max()), 1e-9)
    rows = np.hstack([(sources - middle) / size, np.ones((len(sources), 1))])
    if weights is not None:
        rows, targets = rows * weights[:, None], targets * weights[:, None]
    found, _, rank, strengths = np.linalg.lstsq(rows, targets, rcond=None)
    if rank < 3 or strengths[-1] < 1e-3 * strengths[0]:
        return None
    linear = found[:2].T / size
    offset = found[2] - linear @ middle
    return Warp(np.vstack([np.hstack([linear, offset[:, None]]), [0.0, 0.0, 1.0]]))


def similarity_fit(sources: Floats, targets: Floats) -> Warp:
    """Return the map with the least squares that turns, moves and resizes a page and does nothing else."""
    x, y = sources[:, 0], sources[:, 1]
    ones, none = np.ones(len(x)), np.zeros(len(x))
    # Rows of a picture count downwards.
    across = np.stack([x, y, ones, none], axis=1)
    down = np.stack([-y, x, none, ones], axis=1)
    found, *_ = np.linalg.lstsq(
        np.vstack([across, down]), np.hstack([targets[:, 0], targets[:, 1]]), rcond=None
    )
    a, b, c, d = (float(one) for one in found)
    return affine(a, b, c, b, -a, d)


def homography_fit(sources: Floats, targets: Floats) -> Warp | None:
    """Return the homography with the least squares, affine where there are too few points for more."""
    if len(sources) < _LEAST_FOR_PERSPECTIVE:
        return affine_fit(sources, targets)
    first, second = _scaling(sources), _scaling(targets)
    near, there = first(sources), second(targets)
    x, y = near[:, 0], near[:, 1]
    rows = np.zeros((2 * len(near), 8))
    rows[0::2, 0], rows[0::2, 1], rows[0::2, 2] = x, y, 1
    rows[1::2, 3], rows[1::2, 4], rows[1::2, 5] = x, y, 1
    rows[0::2, 6], rows[0::2, 7] = -x * there[:, 0], -y * there[:, 0]
    rows[1::2, 6], rows[1::2, 7] = -x * there[:, 1], -y * there[:, 1]
    found, _, rank, _ = np.linalg.lstsq(rows, there.ravel(), rcond=None)
    if rank < 8:
        return affine_fit(sources, targets)
    inner = Warp(np.append(found, 1.0).reshape(3, 3))
    return second.inverse().after(inner.after(first))


def _scaling(points: Floats) -> Warp:
    """Return the map that brings points to about -1 to 1, where sums of squares stay exact."""
    middle = points.mean(axis=0)
    size = max(float(np.abs(points - middle).max()), 1e-9)
    return affine(1 / size, 0, -middle[0] / size, 0, 1 / size, -middle[1] / size)


def sampled(picture: Grey, columns: Floats, rows: Floats) -> Grey:
    """Return a picture's values between its dots; beside it that of its nearest edge."""
    height, width = picture.shape
    x = np.clip(columns, 0, width - 1.001)
    y = np.clip(rows, 0, height - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    across, down = (x - left).astype(np.float32), (y - top).astype(np.float32)
    upper = picture[top, left] * (1 - across) + picture[top, left + 1] * across
    lower = picture[top + 1, left] * (1 - across) + picture[top + 1, left + 1] * across
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float32)
