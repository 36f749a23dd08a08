"""Other programs judge the Word files: Microsoft's Open XML SDK, and LibreOffice."""

from pathlib import Path

import pdfplumber
import pytest

from build.docx import build_docx
from build.filling import FilledRow
from forms.catalogue import load_form
from forms.model import Stage
from tests.build_docx.docx_parts import W, read_part
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


@pytest.mark.slow
@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_the_agreement_is_one_page(tmp_path: Path) -> None:
    """Nobody signs a sheet that the agreement does not stand on."""
    paths = []
    for stage in (Stage.BLANK, *load_form("esteem/a1-agreement").stages):
        paths.append(tmp_path / f"{stage}.docx")
        paths[-1].write_bytes(build_docx(make_sample("esteem/a1-agreement", stage)))
    for pdf in libreoffice.convert(paths, "pdf", tmp_path):
        with pdfplumber.open(pdf) as document:
            assert len(document.pages) == 1


@pytest.mark.slow
@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_actions_are_never_torn(tmp_path: Path) -> None:
    """Wherever pages end, each of many actions stands on one of them, and signatures with their heading."""
    long = "Home visits keep the family engaged. " * 40
    rows = {
        "review_previous": tuple(
            FilledRow(
                {
                    "ref": f"ESM-26-0031-A2/{number}",
                    "action": f"Start{number} {'ring the hub ' * (number % 5 * 8)}",
                    "update": f"End{number}",
                }
            )
            for number in range(10, 40)
        )
    }
    paths = []
    for stage in (Stage.SESSION, Stage.SIGNING):
        paths.append(tmp_path / f"{stage}.docx")
        page = make_page("esteem/a2-record", stage, {"agenda_items": long, "issues_discussed": long}, rows)
        paths[-1].write_bytes(build_docx(page))
    for pdf in libreoffice.convert(paths, "pdf", tmp_path):
        with pdfplumber.open(pdf) as document:
            pages = [page.extract_text() for page in document.pages]
        assert len(pages) > 3
        # Only the first may be torn, where its cell begins low on a page.
        for number in range(11, 40):
            (shown,) = (words for words in pages if f"Start{number}" in words)
            assert f"End{number}" in shown
            assert f"ESM-26-0031-A2/{number}" in shown
        (signed,) = (words for words in pages if "Signatures:" in words)
        assert "Supervisee" in signed.partition("Signatures:")[2]
        assert "Supervisor" in signed.partition("Signatures:")[2]


@pytest.mark.slow
@pytest.mark.needs(libreoffice.FILL_TOOL)
def test_a_comment_typed_in_libreoffice_is_not_bold(tmp_path: Path) -> None:
    """It is typed behind a bold label."""
    source, target = tmp_path / "form.docx", tmp_path / "filled.docx"
    source.write_bytes(build_docx(make_page("esteem/a3-case-notes", Stage.AGENDA)))
    libreoffice.fill_docx(source, target, {"logs_up_to_date-comment": "Behind by two weeks"})
    root = read_part(target.read_bytes(), "word/document.xml")
    (run,) = (run for run in root.iter(f"{W}r") if run.findtext(f"{W}t") == "Behind by two weeks")
    assert [style.get(f"{W}val") for style in run.iter(f"{W}rStyle")] == []
    assert list(run.iter(f"{W}b")) == []
