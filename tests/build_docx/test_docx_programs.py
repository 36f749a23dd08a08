"""Other programs judge the Word files: Microsoft's Open XML SDK, and LibreOffice."""

from pathlib import Path

import pdfplumber
import pytest

from build.docx import build_docx
from build.filling import FilledRow
from forms.catalogue import load_form
from forms.model import Stage
from tests.build_docx.samples import CASES, FORMS, make_page, make_sample
from tests.tools import libreoffice, ooxml

_ODD_ANSWERS = {
    "name": "مرحبا Priya 👩🏽‍🏫",
    "session_date": "after half term",
    "agenda_items": " two\t\ttabs \n\n& <5,000> characters " + "of an answer " * 400,
}
_ODD_ROWS = {
    "review_previous": tuple(
        FilledRow({"ref": f"ESM-25-0001-A2/{number}", "action": "安全な学校\nשלום", "status": "Done"})
        for number in range(1, 41)
    )
}


@pytest.mark.slow
@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_accepts_every_form(tmp_path: Path) -> None:
    """Every form at every stage, and its verbatim blank, is valid."""
    paths = []
    for form, stage in CASES:
        paths.append(tmp_path / f"{form.replace('/', '-')}-{stage}.docx")
        paths[-1].write_bytes(build_docx(make_sample(form, stage)))
    for form in FORMS:
        paths.append(tmp_path / f"{form.replace('/', '-')}-verbatim.docx")
        paths[-1].write_bytes(build_docx(make_page(form, Stage.BLANK, verbatim=True)))
    paths.append(tmp_path / "odd.docx")
    paths[-1].write_bytes(build_docx(make_page("esteem/a2-record", Stage.SESSION, _ODD_ANSWERS, _ODD_ROWS)))
    ooxml.assert_ooxml(paths)


@pytest.mark.slow
@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_libreoffice_shows_what_was_typed(tmp_path: Path) -> None:
    """Every record opens in LibreOffice, with its title, an answer and its reference on the page."""
    paths = []
    for form in FORMS:
        paths.append(tmp_path / f"{form.replace('/', '-')}.docx")
        paths[-1].write_bytes(build_docx(make_sample(form, Stage.SESSION)))
    for form, pdf in zip(FORMS, libreoffice.convert(paths, "pdf", tmp_path), strict=True):
        with pdfplumber.open(pdf) as document:
            words = "\n".join(page.extract_text() for page in document.pages)
            sizes = {(round(page.width), round(page.height)) for page in document.pages}
        assert sizes == {(595, 842)}
        for expected in (load_form(form).title, "Priya Shah", f"ESM-26-0042-{load_form(form).code}"):
            assert expected in words
