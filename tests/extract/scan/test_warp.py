"""A map that is found from points is the map that moved them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extract.scan.warp import Warp, affine, affine_fit, homography_fit, sampled
from forms.records import Box

_POINTS = np.array([(x, y) for x in range(50, 560, 90) for y in range(60, 800, 120)], dtype=np.float64)
_TILT = st.floats(-3e-4, 3e-4)


def _close(one: Warp, other: Warp) -> bool:
    return bool(np.allclose(one(_POINTS), other(_POINTS), atol=1e-3))


@given(st.floats(-3.2, 3.2), st.floats(0.5, 4), st.floats(-900, 900), st.floats(-900, 900), _TILT, _TILT)
def test_paper_seen_from_anywhere(
    angle: float, scale: float, right: float, down: float, tilt: float, lean: float
) -> None:
    """Turned, scaled, shifted and seen from an angle: the points lead back to it, there and back again."""
    a, b = scale * np.cos(angle), scale * np.sin(angle)
    seen = Warp(np.array([[a, -b, right], [b, a, down], [tilt, lean, 1.0]]))
    found = homography_fit(_POINTS, seen(_POINTS))
    assert found is not None
    assert _close(found, seen)
    assert np.allclose(seen.inverse()(seen(_POINTS)), _POINTS, atol=1e-5)


@given(st.floats(0.5, 2), st.floats(-0.3, 0.3), st.floats(-50, 50))
def test_few_points_give_an_affine_map(scale: float, shear: float, shift: float) -> None:
    """Three that do not lie on one line are enough."""
    wanted = affine(scale, shear, shift, -shear, scale, -shift)
    corners = np.array([(0.0, 0.0), (500.0, 0.0), (0.0, 700.0)])
    found = affine_fit(corners, wanted(corners))
    assert found is not None
    assert _close(found, wanted)


def test_points_on_a_line_say_nothing() -> None:
    """Two directions are needed."""
    line = np.array([(float(x), 66.0) for x in range(100, 500, 40)])
    assert affine_fit(line, line) is None
    assert homography_fit(line, line) is None


def test_a_box_is_the_upright_one_around() -> None:
    """A picture counts its rows from the top."""
    assert affine(2, 0, 0, 0, -2, 200).box(Box(10, 20, 30, 40)) == (20, 120, 60, 160)


def test_between_dots_lies_what_is_between() -> None:
    """Outside lies what its edge shows."""
    picture = np.array([[0, 1], [0, 1]], dtype=np.float32)
    seen = sampled(picture, np.array([[0.25, 0.75, 5.0]]), np.array([[0.5, 0.5, -5.0]]))
    assert np.allclose(seen, [[0.25, 0.75, 1.0]], atol=0.01)
