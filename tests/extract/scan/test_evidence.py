"""The picture of a place on a page shows that place, upright, and the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from extract.evidence import answers_to_review, pictures_of
from extract.scan.recognising import read_boxes
from halfterm.cli import main
from tests.extract.page.returned import read
from tests.extract.scan.papers import as_file, as_pdf, pages
from tests.tools import tesseract

pytestmark = [pytest.mark.needs(tesseract.TOOL)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_place_is_shown_upright(turned: int) -> None:
    """Whichever way round the page was fed in."""
    data = as_pdf([pages()[1].rotate(turned, expand=True)])
    answer = read(data).fields["agenda_items"]
    assert answer.page_number is not None
    assert answer.box is not None
    (picture,) = pictures_of(data, [(answer.page_number, answer.box)])
    assert (picture,) == pictures_of(data, [(answer.page_number, answer.box)])
    with Image.open(io.BytesIO(picture)) as shown:
        texts = read_boxes([shown.convert("L")])
    assert texts is not None
    assert "Late buses" in texts[0].text


def test_a_page_that_is_not_there() -> None:
    """It is the caller's fault."""
    data = as_file([pages()[1]], "PNG")
    box = read(data).fields["agenda_items"].box
    assert box is not None
    with pytest.raises(IndexError):
        pictures_of(data, [(2, box)])


def test_the_command_writes_one_for_each_answer(tmp_path: Path) -> None:
    """What has to be looked at has a picture, what is sure has none."""
    path = tmp_path / "scan.png"
    path.write_bytes(as_file([pages()[1]], "PNG"))
    done = CliRunner().invoke(main, ["read", str(path), "--evidence", str(tmp_path / "out")])
    written = {one.stem for one in (tmp_path / "out" / "1 scan").glob("*.png")}
    assert written == {
        name for name, answer in answers_to_review(read(path.read_bytes())) if answer.page_number
    }
    assert {"agenda_items", "agenda_action-1-action"} <= written
    assert f"{len(written)} pictures of what to look at" in done.stderr
