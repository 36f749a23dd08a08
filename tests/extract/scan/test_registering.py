"""Where a page lies on a picture is found, and what is another page is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from extract.scan.codes import codes_on
from extract.scan.ink import brought
from extract.scan.registering import Registered, coarse, register, trusted
from extract.scan.sheets import IssuedForm, IssuedSheet
from extract.scan.warp import Warp, affine
from tests.extract.scan.papers import FORM, OTHER, issued, pages

_DOTS = 200 / 72
_SIZE = (2000, 2700)


@cache
def _form(form: str) -> IssuedForm:
    return IssuedForm(issued(form))


def _sheet(form: str, page_number: int) -> IssuedSheet:
    sheet = _form(form).sheet(page_number)
    assert sheet is not None
    return sheet


def _registered(sheet: IssuedSheet, image: Image.Image) -> Registered | None:
    (code,) = codes_on(image)
    return register(sheet, coarse(image, code.corners))


def _off_pt(registered: Registered, sheet: IssuedSheet, seen: Warp) -> float:
    """Return how far a corner of a box is from where it lies, in points of the issued page."""
    corners = np.array([(one.box.x0_pt, one.box.y1_pt) for one in sheet.places])
    there = registered.warp(corners)
    should = seen(sheet.place(corners))
    return float(np.abs(there - should).max()) / _DOTS


@given(
    angle=st.floats(-4, 4),
    quarter=st.integers(0, 3),
    scale=st.floats(0.75, 1.05),
    tilt=st.floats(-4e-5, 4e-5),
)
def test_wherever_the_page_lies(angle: float, quarter: int, scale: float, tilt: float) -> None:
    """Leaning, turned, small, seen from an angle: each box is found to half a point."""
    page = pages()[0]
    turn = np.radians(angle + 90 * quarter)
    a, b = scale * np.cos(turn), scale * np.sin(turn)
    middle = np.array([page.width / 2, page.height / 2])
    linear = Warp(np.array([[a, -b, 0.0], [b, a, 0.0], [tilt, 0.0, 1.0]]))
    shift = np.array(_SIZE) / 2 * (1.35 if quarter % 2 else 1.1) - linear(middle[None])[0]
    seen = affine(1, 0, shift[0], 0, 1, shift[1]).after(linear)
    picture = brought(page, seen.inverse(), (2900, 2900), fill=200)
    registered = _registered(_sheet(FORM, 1), picture)
    assert registered is not None
    assert not registered.lost
    assert _off_pt(registered, _sheet(FORM, 1), seen) < 0.5


@pytest.mark.parametrize(("form", "page_number"), [(FORM, 2), (FORM, 3), (OTHER, 1)])
def test_another_page_is_refused(form: str, page_number: int) -> None:
    """It bears a code too, and lines of the same kind; that does not make it this page."""
    assert _registered(_sheet(form, page_number), pages()[0]) is None


def test_a_page_that_is_laid_out_otherwise_is_refused() -> None:
    """The lower half stands a line lower than it should."""
    page = pages()[0].copy()
    half = page.height // 3
    page.paste(page.crop((0, half, page.width, page.height * 4 // 5)), (0, half + 34))
    assert _registered(_sheet(FORM, 1), page) is None


def test_what_is_covered_is_not_trusted() -> None:
    """Around a dark patch the form's words are lost; the boxes far from it are where they should be."""
    page, sheet = pages()[0].copy(), _sheet(FORM, 1)
    name, ref = (
        next(one for one in sheet.places if one.name == box) for box in ("name", "review_action-3-ref")
    )
    left, top, right, bottom = sheet.place.box(ref.box)
    ImageDraw.Draw(page).rectangle((left - 70, top - 60, right, bottom + 220), fill=60)
    registered = _registered(sheet, page)
    assert registered is not None
    assert registered.lost
    assert trusted(registered, name.box)
    assert not trusted(registered, ref.box)
