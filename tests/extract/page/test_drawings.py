"""A page of drawings in drawings without end is refused before anything is made of them."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from extract.page.opened import OpenPages
from forms.errors import UnreadableError
from tests.hostile.good import good
from tests.hostile.pdfs import drawn_in_a_circle, drawn_twice_each


def _nested(deep: int, times: int, *, in_a_box: bool = False) -> bytes:
    """Return a PDF in which each drawing draws the next one so often; a name of it is written as /#58."""
    with pikepdf.open(io.BytesIO(good("pdf"))) as pdf:
        page = pdf.pages[0]
        inner = pdf.make_stream(b"0 0 m 9 9 l S")
        for _ in range(deep):
            outer = pdf.make_stream(b"/#58 Do " * times)
            outer.Resources = Dictionary(XObject=Dictionary(X=inner))
            for one in (inner, outer):
                one.Type, one.Subtype, one.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
            inner = outer
        if in_a_box:
            page.Annots[0].AP = Dictionary(N=inner)
        else:
            page.Resources.XObject = Dictionary(X=inner)
            page.contents_add(b" /X Do")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        drawn_twice_each,
        drawn_in_a_circle,
        lambda: _nested(5, 10),
        lambda: _nested(30, 2, in_a_box=True),
        lambda: _nested(50, 1),
    ],
    ids=["twice each", "in a circle", "ten times each", "in a box", "deep"],
)
def test_drawings_without_end_are_refused_at_once(make: Callable[[], bytes]) -> None:
    """Thirty drawings, each drawn twice by the next one, took PDFium more than a thousand million bytes."""
    data = make()
    started = time.process_time()
    with pytest.raises(UnreadableError) as error:
        OpenPages(data)
    assert error.value.code == "R13"
    assert "page 1 of this PDF" in str(error.value)
    assert time.process_time() - started < 2


def test_drawings_in_drawings_are_no_harm() -> None:
    """A thousand of them, three deep: programs that flatten do that."""
    with OpenPages(_nested(3, 10)) as pages:
        assert pages.characters(0)
