"""A form is printed, signed by hand and scanned: what was settled before tells how its pages are laid out."""

from pathlib import Path

import pytest
from PIL import ImageDraw

from extract.page.places import places_of
from tests.extract.page.returned import FORM, ON, with_signing_copy
from tests.extract.scan.papers import as_pdf
from tests.tools import pdfium, tesseract


@pytest.mark.slow
@pytest.mark.needs(tesseract.TOOL)
def test_a_signature_by_hand_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan is taken in as the record's copy for signing; the strokes are told of."""
    typed = {"agenda_items": "Late buses", "disagreement": "No"}
    trust, signing = with_signing_copy(tmp_path, monkeypatch, typed)
    pictures = [page.convert("L") for page in pdfium.draw_pages(signing, 200)]
    (line,) = [one for one in places_of(signing.read_bytes()) if one.name == "sig_supervisee-name"]
    page = pictures[line.page_number - 1]
    left, middle = line.box.x0_pt * 200 / 72, page.height - (line.box.y0_pt + line.box.y1_pt) / 2 * 200 / 72
    strokes = [(left + 20 + 9 * step, middle + 14 * (-1) ** step + step % 5) for step in range(24)]
    ImageDraw.Draw(page).line(strokes, fill=30, width=4)
    (trust.inbox / "scan.pdf").write_bytes(as_pdf(pictures))
    trust.take_in(ON, expected=1)
    row = trust.rows("Imports", "file_name")["scan.pdf"]
    assert (row["form_id"], row["stage"], row["signature_kinds"]) == (FORM, "signing", "ink")
    assert {"F60", "F61"} & set(row["exceptions"].split(", "))
    assert "F62" in row["exceptions"]
