"""docs/workbook.md tells of every sheet, figure and chart; its pictures show the Dashboard as it is."""

import re

import pytest

from extract.board.charts import TITLES
from extract.board.figures import FIGURES
from extract.trust_workbook import ORDER
from tests.docs.pictures import fingerprint_in
from tests.docs.workbook import PAGE, Shown, shown

_LARGEST_PICTURE = 200_000
_TEXT = PAGE.read_text(encoding="utf-8")


def _first_cells(after: str) -> list[str]:
    """Return what stands in the first column of the first table behind a text, without its headings."""
    (_, rest) = _TEXT.split(after, 1)
    found = re.search(r"(?m)^\|.*\n\|---.*\n((?:\|.*\n)+)", rest)
    assert found is not None
    return [re.sub(r"[*\[\]]|\(#.*\)", "", line.split("|")[1]).strip() for line in found[1].splitlines()]


def test_every_sheet_is_told_of_in_order() -> None:
    """Those that people fill stand in one row."""
    told = [name for cell in _first_cells("# The QA workbook") for name in cell.split(", ")]
    assert tuple(told) == ORDER


def test_every_figure_is_told_of_in_order() -> None:
    """With what it counts and what that is of."""
    assert _first_cells("<!-- figures -->") == [one.what for one in FIGURES]


def test_every_chart_is_told_of() -> None:
    """By its title."""
    charts = re.findall(r"(?m)^\| ([^|]+) \|", _TEXT[_TEXT.index("| chart, and its table") :])
    assert set(TITLES) <= set(charts)


@pytest.mark.parametrize("picture", shown(), ids=lambda picture: picture.name)
def test_the_picture_shows_it_as_it_is(picture: Shown) -> None:
    """Small, shown, and of the present tables; else: python -m tests.docs.write_workbook."""
    png = picture.path.read_bytes()
    assert len(png) <= _LARGEST_PICTURE
    assert fingerprint_in(png) == picture.fingerprint
    assert f"(workbook/{picture.path.name})" in _TEXT
