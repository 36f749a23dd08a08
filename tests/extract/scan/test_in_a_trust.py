"""A form is printed, signed by hand and scanned: what was settled before tells how its pages are laid out."""

from pathlib import Path

import pytest
from PIL import ImageDraw

from extract.page.places import places_of
from forms.plan import Person, PlannedSession, Relationship
from tests.extract.scan.papers import as_pdf
from tests.stories.trust import Trust, day, values
from tests.tools import pdfium, tesseract

_FORM, _REFERENCE, _ON = "esteem/a2-record", "ESM-26-0001-A2", "2026-11-28"
_SCHOOL = "Alder Grove Academy"
_PEOPLE = (
    Person("P-TOM", "Tom Reed", _SCHOOL, "DSL", is_dsl=True),
    Person("P-PRIYA", "Priya Shah", _SCHOOL, "Lead"),
)


@pytest.mark.slow
@pytest.mark.needs(tesseract.TOOL)
def test_a_signature_by_hand_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan is taken in as the record's copy for signing; the strokes are told of."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    trust = Trust(tmp_path / "trust", "esteem", (_SCHOOL,))
    trust.run("init", trust.folder, "--policy", "esteem", "--prefix", "ESM", "--school", _SCHOOL)
    monkeypatch.chdir(trust.folder)
    pair = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))
    trust.plan(_PEOPLE, (pair,), (PlannedSession("ESM-26-0001", "R1", day("2026-11-19")),))
    known = values(_REFERENCE, "2026-11-19", {"actual_date": "2026-11-19"})
    record = trust.make(_FORM, known, f"{_REFERENCE}.pdf", "--stage", "session")
    returned = trust.comes_back(_FORM, record, {"agenda_items": "Late buses", "disagreement": "No"})
    trust.take_in(_ON)
    signing = trust.go_on(_FORM, returned, "signing", f"{_REFERENCE} signing.pdf")
    pictures = [page.convert("L") for page in pdfium.draw_pages(signing, 200)]
    (line,) = [one for one in places_of(signing.read_bytes()) if one.name == "sig_supervisee-name"]
    page = pictures[line.page_number - 1]
    left, middle = line.box.x0_pt * 200 / 72, page.height - (line.box.y0_pt + line.box.y1_pt) / 2 * 200 / 72
    strokes = [(left + 20 + 9 * step, middle + 14 * (-1) ** step + step % 5) for step in range(24)]
    ImageDraw.Draw(page).line(strokes, fill=30, width=4)
    (trust.inbox / "scan.pdf").write_bytes(as_pdf(pictures))
    trust.take_in(_ON, expected=1)
    row = trust.rows("Imports", "file_name")["scan.pdf"]
    assert (row["form_id"], row["stage"], row["signature_kinds"]) == (_FORM, "signing", "ink")
    assert {"F60", "F61"} & set(row["exceptions"].split(", "))
    assert "F62" in row["exceptions"]
