"""The inspection summary: two pages, tagged, everything on them readable, whatever the school."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from build.report import report_pdf
from forms.board import SchoolSummary
from tests.build_pdf.fields import text_of
from tests.build_report.summaries import bare, empty, extreme, typical
from tests.tools import verapdf

_ALL = [typical, empty, bare, extreme]


@pytest.mark.parametrize("summary", _ALL)
def test_it_has_two_pages_of_a4(summary: Callable[[], SchoolSummary]) -> None:
    """Portrait, whatever there is to say."""
    with pikepdf.open(io.BytesIO(report_pdf(summary()))) as pdf:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages]
    assert sizes == [(0, 0, 595, 842)] * 2


@pytest.mark.parametrize("summary", _ALL)
def test_the_same_summary_gives_the_same_bytes(summary: Callable[[], SchoolSummary]) -> None:
    """No clock and no chance."""
    assert report_pdf(summary()) == report_pdf(summary())


@pytest.mark.needs(verapdf.TOOL)
def test_everybody_can_read_it(tmp_path: Path) -> None:
    """PDF/UA-1, by veraPDF."""
    paths = []
    for make in _ALL:
        paths.append(tmp_path / f"{make.__name__}.pdf")
        paths[-1].write_bytes(report_pdf(make()))
    verapdf.assert_pdfua(paths)


def test_every_number_of_the_tiles_is_on_the_first_page() -> None:
    """Each with what it is of."""
    text = text_of(report_pdf(typical()))
    for tile in typical().board.tiles:
        assert f"{tile.number} of {tile.of}" in text
