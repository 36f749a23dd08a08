"""Other programs judge the Word files: Microsoft's Open XML SDK, and LibreOffice."""

from pathlib import Path

import pdfplumber
import pytest

from build.docx import build_docx
from forms.catalogue import load_form
from forms.model import Stage
from tests.build_docx.samples import CASES, FORMS, make_page, make_sample
from tests.tools import libreoffice, ooxml


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
