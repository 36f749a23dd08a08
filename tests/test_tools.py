"""The test tools themselves: each finds a planted fault, and each stand-in for a person really types."""

from pathlib import Path

import pikepdf
import pytest

from tests.sample_files import write_docx, write_form_pdf, write_tagged_pdf
from tests.tools import libreoffice, ooxml, pdfium, pdfjs, poppler, qpdf, verapdf
from tests.tools.tool import Tool, ToolError, require, run_program

_ANSWERS: dict[str, str | bool] = {
    "name": "Zoë Reed",
    "notes": "first\nsecond",
    "done": True,
    "agreed": "No",
}
_PARAGRAPH = "<w:p><w:r><w:t>Some words</w:t></w:r></w:p>"


def _control(properties: str, shown: str) -> str:
    return (
        f"<w:p><w:sdt><w:sdtPr>{properties}</w:sdtPr>"
        f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )


_CONTROLS = (
    _control('<w:tag w:val="note"/><w:id w:val="1"/><w:showingPlcHdr/><w:text w:multiLine="1"/>', "Type here")
    + _control(
        '<w:tag w:val="done"/><w:id w:val="2"/>'
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612"/>'
        '<w14:uncheckedState w14:val="2610"/></w14:checkbox>',
        "☐",
    )
    + _control(
        '<w:tag w:val="held"/><w:id w:val="3"/><w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>',
        "Pick a date",
    )
    + _control(
        '<w:tag w:val="status"/><w:id w:val="4"/><w:dropDownList>'
        '<w:listItem w:displayText="Not started" w:value="0"/><w:listItem w:displayText="Done" w:value="2"/>'
        "</w:dropDownList>",
        "Not started",
    )
)


def _values(path: Path) -> dict[str, str]:
    """Return the stored value of each field of the sample form, every line end a line feed."""
    with pikepdf.open(path) as pdf:
        fields = pdf.Root.AcroForm.Fields
        stored = {str(field.T): str(field.get("/V", "")) for field in fields}
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in stored.items()}


@pytest.mark.needs(verapdf.TOOL)
def test_pdfua_passes_a_sound_file(tmp_path: Path) -> None:
    """A page that Typst compiled as PDF/UA-1 complies, and was really checked."""
    sound = tmp_path / "sound.pdf"
    write_tagged_pdf(sound)
    (verdict,) = verapdf.check_pdfua([sound])
    assert verdict.passed, str(verdict)
    assert verdict.assertions > 50


@pytest.mark.needs(verapdf.TOOL)
@pytest.mark.parametrize(
    ("fault", "rule"),
    [("MarkInfo", "6.2-1"), ("Tabs", "7.18.3-1"), ("Contents", "7.18.5-2"), ("Lang", "7.2-34")],
)
def test_pdfua_catches_a_planted_fault(tmp_path: Path, fault: str, rule: str) -> None:
    """A file that lacks one thing PDF/UA-1 asks for fails, on the rule that asks for it."""
    faulty = tmp_path / "faulty.pdf"
    write_tagged_pdf(faulty)
    with pikepdf.open(faulty, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        if fault == "Tabs":
            del page.Tabs
        elif fault == "Contents":
            for annotation in page.Annots:
                del annotation.Contents
        else:
            del pdf.Root[f"/{fault}"]
        pdf.save(faulty)
    (verdict,) = verapdf.check_pdfua([faulty])
    assert not verdict.passed
    assert rule in {failure.rule for failure in verdict.failures}, str(verdict)
    with pytest.raises(AssertionError, match=rule):
        verapdf.assert_pdfua([faulty])


@pytest.mark.needs(verapdf.TOOL)
def test_pdfua_goes_on_after_a_file_that_is_no_pdf(tmp_path: Path) -> None:
    """A file that cannot be parsed gets a verdict of its own, and the next one is checked."""
    broken, sound = tmp_path / "broken.pdf", tmp_path / "sound.pdf"
    broken.write_text("not a PDF", encoding="utf-8")
    write_tagged_pdf(sound)
    verdicts = verapdf.check_pdfua([broken, sound])
    assert [verdict.passed for verdict in verdicts] == [False, True]
    assert verdicts[0].error


@pytest.mark.needs(ooxml.TOOL)
def test_ooxml_tells_sound_from_faulty(tmp_path: Path) -> None:
    """A schema error is named with its place; a sound file passes."""
    sound, faulty = tmp_path / "sound.docx", tmp_path / "faulty.docx"
    write_docx(sound, _CONTROLS)
    write_docx(faulty, "<w:p><w:t>Words outside a run</w:t></w:p>")
    good, bad = ooxml.check_ooxml([sound, faulty])
    assert good.passed, str(good)
    assert [(problem.kind, problem.part) for problem in bad.problems] == [
        ("Sch_InvalidElementContentExpectingComplex", "/word/document.xml")
    ]
    with pytest.raises(AssertionError, match=r"faulty\.docx: FAILED"):
        ooxml.assert_ooxml([sound, faulty])


@pytest.mark.needs(qpdf.TOOL)
def test_qpdf_tells_sound_from_faulty(tmp_path: Path) -> None:
    """A file cut short is reported; a whole one is not."""
    sound, cut = tmp_path / "sound.pdf", tmp_path / "cut.pdf"
    write_tagged_pdf(sound)
    cut.write_bytes(sound.read_bytes()[:-200])
    assert qpdf.check_syntax(sound) == ()
    assert qpdf.check_syntax(cut)


@pytest.mark.needs(poppler.TEXT_TOOL, poppler.DRAWING_TOOL)
def test_poppler_reads_and_draws(tmp_path: Path) -> None:
    """Poppler's text holds the page's words, and its picture has the page's size and ink."""
    path = tmp_path / "page.pdf"
    write_tagged_pdf(path)
    assert "A heading" in poppler.read_text(path, 1)
    (picture,) = poppler.draw_pages(path, dpi=72)
    assert picture.size == (596, 842)
    assert min(picture.convert("L").tobytes()) < 100


def test_pdfium_types_what_a_person_types(tmp_path: Path) -> None:
    """Text, line breaks, a tick, a button of a group and a combo box's option are stored and shown."""
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    write_form_pdf(blank)
    pdfium.type_into_pdf(blank, filled, {**_ANSWERS, "mode": "On line"})
    stored = _values(filled)
    assert stored["name"] == "Zoë Reed"
    assert stored["notes"] == "first\nsecond"
    assert stored["done"] == "/Done"
    assert stored["agreed"] == "/No"
    assert stored["mode"] == "web"
    (shown,) = pdfium.read_text(filled)
    for words in ("Zoë Reed", "first", "second", "On line"):
        assert words in shown
    again = tmp_path / "again.pdf"
    pdfium.type_into_pdf(filled, again, {"name": "Tom", "done": False, "agreed": "Yes"})
    stored = _values(again)
    assert (stored["name"], stored["done"], stored["agreed"]) == ("Tom", "/Off", "/Yes")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"nobody": "x"}, "no field nobody"),
        ({"school": "x"}, "read-only"),
        ({"agreed": "Perhaps"}, "no state"),
        ({"mode": "By post"}, "no option"),
    ],
)
def test_pdfium_refuses_what_a_person_could_not_do(
    tmp_path: Path, values: dict[str, str], reason: str
) -> None:
    """A missing or locked field, or an answer that it does not offer, is an error; nothing is written."""
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    write_form_pdf(blank)
    with pytest.raises(ToolError, match=reason):
        pdfium.type_into_pdf(blank, filled, values)
    assert not filled.exists()


def test_pdfium_draws_fields_and_boxes_characters(tmp_path: Path) -> None:
    """A drawn page shows the typed text, and each of its characters has a box inside the field's."""
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    write_form_pdf(blank)
    pdfium.type_into_pdf(blank, filled, {"name": "Priya Shah"})
    (before,), (after,) = (
        pdfium.draw_pages(blank, dpi=72),
        pdfium.draw_pages(filled, dpi=72, page_indexes=[0]),
    )
    assert after.size == (595, 842)
    assert before.tobytes() != after.tobytes()
    (page,) = pdfium.read_characters(filled)
    boxes = {c.text: c.box for c in page if c.text in "Priya"}
    assert set(boxes) == set("Priya")
    for box in boxes.values():
        assert box is not None
        assert 72 <= box[0] <= box[2] <= 372
        assert 760 <= box[1] <= box[3] <= 780


@pytest.mark.needs(pdfjs.TOOL)
def test_pdfjs_saves_what_was_set(tmp_path: Path) -> None:
    """Text, line breaks, a tick, a button of a group and a combo box's option are stored."""
    blank, filled = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    write_form_pdf(blank)
    pdfjs.fill_pdf(blank, filled, {**_ANSWERS, "mode": "web"})
    stored = _values(filled)
    assert stored == {
        "name": "Zoë Reed",
        "notes": "first\nsecond",
        "school": "Alder Grove Academy",
        "done": "/Done",
        "agreed": "/No",
        "mode": "web",
    }
    with pytest.raises(ToolError, match="read-only"):
        pdfjs.fill_pdf(blank, tmp_path / "never.pdf", {"school": "x"})
    assert not (tmp_path / "never.pdf").exists()


@pytest.mark.needs(libreoffice.CONVERT_TOOL, poppler.TEXT_TOOL)
def test_libreoffice_converts(tmp_path: Path) -> None:
    """Two documents become two PDFs with the same words, in one run."""
    first, second = tmp_path / "first.docx", tmp_path / "second.docx"
    write_docx(first, _PARAGRAPH)
    write_docx(second, _PARAGRAPH.replace("Some", "Other"))
    made = libreoffice.convert([first, second], "pdf", tmp_path / "out")
    assert [poppler.read_text(path).strip() for path in made] == ["Some words", "Other words"]


@pytest.mark.needs(libreoffice.FILL_TOOL)
def test_libreoffice_fills_controls(tmp_path: Path) -> None:
    """Text, a tick, a date and a choice put in by tag come back in controls that still have their tags."""
    blank, filled = tmp_path / "blank.docx", tmp_path / "filled.docx"
    write_docx(blank, _CONTROLS)
    values: dict[str, str | bool] = {
        "note": "first\nsecond",
        "done": True,
        "held": "19/11/2026",
        "status": "Done",
    }
    libreoffice.fill_docx(blank, filled, values)
    assert _controls(filled) == {"note": "first\nsecond", "done": "☒", "held": "19/11/2026", "status": "Done"}
    with pytest.raises(ToolError, match="no control nobody"):
        libreoffice.fill_docx(blank, tmp_path / "never.docx", {"nobody": "x"})
    assert not (tmp_path / "never.docx").exists()


def _controls(path: Path) -> dict[str, str]:
    """Return the shown text of each content control by tag."""
    from docx import Document
    from docx.oxml.ns import qn

    found = {}
    for control in Document(str(path)).element.body.iter(qn("w:sdt")):
        tag = control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
        parts = []
        for node in control.find(qn("w:sdtContent")).iter():
            if node.tag == qn("w:t"):
                parts.append(node.text or "")
            elif node.tag in {qn("w:br"), qn("w:cr")}:
                parts.append("\n")
        found[tag] = "".join(parts)
    return found


def test_a_missing_tool_skips_or_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing tool skips a test with its reason, and fails it where tools are required."""
    tool = Tool("abacus", lambda: "install an abacus")
    monkeypatch.delenv("HALFTERM_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="abacus: install an abacus"):
        require(tool)
    monkeypatch.setenv("HALFTERM_REQUIRE_TOOLS", "1")
    with pytest.raises(pytest.fail.Exception, match="abacus: install an abacus"):
        require(tool)


def test_a_program_that_fails_or_hangs_is_an_error() -> None:
    """A wrong exit status carries what the program said, and a hang ends at the limit."""
    import sys

    with pytest.raises(ToolError, match=r"(?s)exit status 3.*its last words"):
        run_program([sys.executable, "-c", "import sys; print('its last words'); sys.exit(3)"], timeout_s=30)
    with pytest.raises(ToolError, match=r"no end after 0\.5 s"):
        run_program([sys.executable, "-c", "import time; time.sleep(60)"], timeout_s=0.5)
