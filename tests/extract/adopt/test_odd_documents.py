"""Documents that cannot be drafted from end in one clear message; strange ones that can, do."""

import io
import sys
from collections import Counter
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.shared import Cm
from PIL import Image

from extract.adopt.outline import Line, Outline, Table, TableCell
from extract.adopt.policy import adopt_document, adopt_outline
from forms.errors import HalftermError, PasswordError, UnreadableError
from forms.model import Kind
from forms.printed_page import LEAST_SHARE
from tests.extract.adopt import samples
from tests.extract.adopt.words import load_drafts

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")


def _headings_only() -> bytes:
    document = docx.Document()
    for words in ("Purpose", "Roles", "Review"):
        document.add_heading(words, 1)
    return samples.content_of(document)


def _scanned() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, format="PDF")
    return data.getvalue()


def _no_pages() -> bytes:
    data = io.BytesIO()
    pikepdf.new().save(data)
    return data.getvalue()


def _locked() -> bytes:
    data = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(data, encryption=pikepdf.Encryption(user="open", owner="sesame"))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "code", "said"),
    [
        (b"", UnreadableError, "R03", "empty"),
        (b"PK\x03\x04 no zip", UnreadableError, "R12", "damaged"),
        (b"%PDF-1.7\n no more", UnreadableError, "R11", "damaged"),
        (_OLD_WORD, UnreadableError, "R33", "save it as .docx"),
        (b"Name: ____", UnreadableError, "R33", "neither a Word file"),
        (samples.content_of(docx.Document()), UnreadableError, "R31", "no words"),
        (_headings_only(), UnreadableError, "R32", "no place to write in"),
        (_scanned(), UnreadableError, "R30", "its pages are pictures"),
        (_no_pages(), UnreadableError, "R31", "no words"),
        (_locked(), PasswordError, "R15", "password"),
    ],
    ids=["empty", "bad zip", "bad PDF", "doc", "text", "blank", "headings", "scan", "no pages", "locked"],
)
def test_what_cannot_be_drafted_from(data: bytes, error: type[HalftermError], code: str, said: str) -> None:
    """One message with a code that says what was found and what to do."""
    with pytest.raises(error, match=said) as raised:
        adopt_document(data, "alder-grove", "policy.docx")
    assert raised.value.code == code


def test_three_hundred_tables(tmp_path: Path) -> None:
    """Labels that repeat without end still give ids and spoken names of their own."""
    document = docx.Document()
    document.add_paragraph("Visits")
    for _ in range(300):
        samples.add_grid(document, ("Name", ""), ("Date", ""))
        document.add_paragraph()
    adoption = adopt_document(samples.content_of(document), "alder-grove", "visits.docx")
    (draft,) = load_drafts(adoption, tmp_path)
    assert len(draft.answerable) == 600


def test_narrow_columns_are_drafted_with_room(tmp_path: Path) -> None:
    """A column of numbers, and one of ticks, that is too narrow on a form; the others give way."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=4, style="Table Grid")
    for grid, width in zip(table._tbl.tblGrid.gridCol_lst, (0.3, 5, 0.4, 10), strict=True):  # noqa: SLF001
        grid.w = Cm(width)
    for row, words in zip(table.rows, (("1", "Name"), ("2", "Role")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    adoption = adopt_document(samples.content_of(document), "alder-grove", "policy.docx")
    (draft,) = load_drafts(adoption, tmp_path)
    (section,) = draft.sections
    whole = sum(section.columns)
    assert section.columns[0] / whole >= LEAST_SHARE
    assert section.columns[3] > section.columns[1] > section.columns[0]


def test_a_date_beside_a_signature_is_its_own(tmp_path: Path) -> None:
    """Also where the word Signed and the line to sign on share a cell: it is not the session's date."""
    document = docx.Document()
    document.add_heading("Appendix 1: Record", 1)
    samples.add_grid(document, ("Name", "", ""), ("Signed", "Date", ""))
    adoption = adopt_document(samples.content_of(document), "alder-grove", "policy.docx")
    (draft,) = load_drafts(adoption, tmp_path)
    signature = next(field for field in draft.answerable if field.kind is Kind.SIGNATURE)
    assert signature.date_field is not None
    date = draft.field(signature.date_field)
    assert (date.label, date.fact, date.stage) == ("Date", None, signature.stage)


def test_a_table_four_times_as_long_is_four_times_the_work() -> None:
    """The rows below are not looked through anew for each row: counted in calls, for no clock is even."""

    def calls(rows: int) -> int:
        table = Table(
            tuple(
                tuple(TableCell((Line(words),)) for words in (f"Question number {row}", "", ""))
                for row in range(rows)
            )
        )
        made: Counter[str] = Counter()
        sys.setprofile(lambda _frame, event, _argument: made.update([event]))
        try:
            adopt_outline(
                Outline((Line("Appendix 1: Record", heading=True), table)), "alder-grove", "form.docx"
            )
        finally:
            sys.setprofile(None)
        return made["call"] + made["c_call"]

    assert calls(1600) < 5 * calls(400)


def test_two_appendices_of_one_number_and_title(tmp_path: Path) -> None:
    """Both are kept, under files and codes of their own."""
    document = docx.Document()
    for label in ("Name: ____", "Role: ____"):
        document.add_heading("Appendix 1: Record", 1)
        document.add_paragraph(label)
    adoption = adopt_document(samples.content_of(document), "alder-grove", "policy.docx")
    drafts = load_drafts(adoption, tmp_path)
    assert [draft.code for draft in drafts] == ["A1", "B1"]
    assert [draft.answerable[0].label for draft in drafts] == ["Name:", "Role:"]


def test_statements_too_long_for_a_tag(tmp_path: Path) -> None:
    """A long statement with a box is its label; long options shorten the id, never the words."""
    document = docx.Document()
    document.add_paragraph("Checks")
    statement = "I confirm that I have read, understood and will keep to every part of the supervision policy"
    document.add_paragraph(f"☐ {statement}")
    document.add_paragraph(
        "Which arrangement was agreed for the sessions of this school year? "
        "☐ One to one in person every half term ☐ In a group with other schools"
    )
    adoption = adopt_document(samples.content_of(document), "alder-grove", "policy.docx")
    (draft,) = load_drafts(adoption, tmp_path)
    assert draft.answerable[0].label == statement
    assert draft.answerable[1].options == (
        "One to one in person every half term",
        "In a group with other schools",
    )


def test_a_table_of_contents_is_no_appendix(tmp_path: Path) -> None:
    """Lines that only name the appendices, and sentences about them, begin no form."""
    document = docx.Document()
    document.add_paragraph("Contents")
    document.add_paragraph("Appendix 1 Record\t4")
    document.add_paragraph("Appendix 1 must be sent a week before the session.")
    document.add_heading("Appendix 1", 1)
    document.add_paragraph("Record")
    document.add_paragraph("Name: ____")
    adoption = adopt_document(samples.content_of(document), "alder-grove", "policy.docx")
    (draft,) = load_drafts(adoption, tmp_path)
    assert (draft.title, draft.answerable[0].label) == ("Record", "Name:")


_FEW_BYTES = 400_000
"""Of the larger files it is only the time that tells them apart."""
_REFUSALS = {"R03", "R10", "R11", "R12", "R13", "R14", "R15", "R30", "R31", "R32", "R33"}


def test_other_producers_files(corpora: Path, tmp_path: Path) -> None:
    """Each real form, report or broken file gives drafts that pass the check, or one of the messages."""
    adopted = 0
    for file in sorted(corpora.rglob("*")):
        if file.suffix.lower() not in {".pdf", ".docx", ".docm"} or file.stat().st_size > _FEW_BYTES:
            continue
        try:
            adoption = adopt_document(file.read_bytes(), "alder-grove", file.name)
        except HalftermError as error:
            assert error.code in _REFUSALS, file  # noqa: PT017 - which code is the point
            continue
        adopted += 1
        folder = tmp_path / str(adopted)
        folder.mkdir()
        load_drafts(adoption, folder)
    assert adopted > 20


def test_a_pdf_form_that_can_be_filled_in(tmp_path: Path) -> None:
    """The boxes of a PDF form are places to write and tick, beside the words that stand next to them."""
    name = pikepdf.Name
    data = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(400, 300))
        font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        written = b"BT /F1 12 Tf 20 250 Td (Name of child:) Tj 0 -40 Td (I have read the record) Tj ET"
        page.Contents = document.make_stream(written)
        boxes = pikepdf.Array()
        for kind, place in ((name.Tx, [120, 245, 300, 262]), (name.Btn, [160, 206, 172, 218])):
            widget = pikepdf.Dictionary(Type=name.Annot, Subtype=name.Widget, FT=kind)
            widget.T, widget.Rect = f"box {len(boxes)}", pikepdf.Array(place)
            boxes.append(document.make_indirect(widget))
        page.Annots = boxes
        document.Root.AcroForm = pikepdf.Dictionary(Fields=boxes)
        document.save(data)
    (draft,) = load_drafts(adopt_document(data.getvalue(), "alder-grove", "form.pdf"), tmp_path)
    assert [(field.accessible_name, field.kind) for field in draft.answerable] == [
        ("Name of child:", Kind.TEXT),
        ("I have read the record", Kind.TICK),
    ]
