"""tesseract is given a time; that it ran out is no fault of the page."""

import pytest
from PIL import Image

from extract.scan import recognising
from forms.errors import UnreadableError
from tests.tools import tesseract


@pytest.mark.needs(tesseract.TOOL)
def test_a_page_that_takes_too_long_is_not_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said so, and nothing is read; a box is left for a person."""
    page = Image.new("L", (1200, 1700), 255)
    assert recognising.read_page(page) == []
    monkeypatch.setattr(recognising, "_PAGE_S", 0.001)
    with pytest.raises(UnreadableError, match=r"more than 0\.001 seconds") as refused:
        recognising.read_page(page)
    assert refused.value.code == "R48"
    for name in ("_START_S", "_BOX_S"):
        monkeypatch.setattr(recognising, name, 0.0005)
    assert recognising.read_boxes([page]) is None
