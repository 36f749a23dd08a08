"""What stands in the fields of a PDF comes back, wherever a viewer has put it."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from extract.pdffields import read_fields
from extract.pdfopen import library_trouble, open_source
from extract.pdfpypdf import open_with_pypdf
from extract.pdftext import decode_text
from forms.findings import Severity
from forms.records import Channel, Signed, State
from tests.extract.samples import REFERENCE, answer, codes, make_pdf, pdf_field, properties, read

VALUES = {
    "name": "Priya Shah",
    "session_date": "19/11/2026",
    "session_time": "9.30 am",
    "notes": "Première ligne\rsecond line\r\nŁukasz 李 😀\n",
    "count": "2",
    "agreed": "Yes",
    "case_status": "CP Plan",
    "supervision": "Group",
    "carried-1-ref": "ESM-26-0021-A2/4",
    "carried-1-action": "Book the course",
    "carried-1-status": "Done",
    "actions-1-action": "Ring the school",
    "actions-1-by_when": "26/11/2026",
    "sig_one-name": "Priya Shah",
    "sig_one-date": "20/11/2026",
    "sig_two_date": "21/11/2026",
}


def test_every_kind_of_answer_is_read(tmp_path: Path) -> None:
    """Text, dates, times, numbers, ticks, lists, tables and signatures come back in their own shapes."""
    response = read(make_pdf(VALUES), tmp_path)
    fields = response.fields
    assert (response.form, response.version, response.reference) == ("alder/a2-record", "3", REFERENCE)
    assert response.pages == 2
    assert fields["session_date"].value == "2026-11-19"
    assert fields["session_time"].value == "09:30"
    assert fields["notes"].value == "Première ligne\nsecond line\nŁukasz 李 😀\n"
    assert fields["count"].value == 2
    assert fields["agreed"].value == "Yes"
    assert fields["case_status"].value == "CP Plan"
    assert fields["supervision"].value == "Group"
    assert fields["sig_one"].value == Signed("Priya Shah", "2026-11-20")
    assert fields["sig_two"].value == Signed(None, "2026-11-21")
    assert fields["carried"].value == (
        {
            "ref": "ESM-26-0021-A2/4", "action": "Book the course", "who": None, "by_when": None,
            "update": None, "status": "Done",
        },
    )  # fmt: skip
    assert fields["actions"].value == (
        {"action": "Ring the school", "who": None, "by_when": "2026-11-26", "status": None},
    )
    # The sample's box of notes is lower than its lines.
    assert [finding.code for finding in response.findings] == ["X39"]


def test_facts_and_signatures_are_told_apart(tmp_path: Path) -> None:
    """The header takes its facts from the fields that print them; a date alone is no signature."""
    response = read(make_pdf(VALUES), tmp_path)
    assert dict(response.header) == {
        "session_date": "2026-11-19", "session_time": "09:30", "supervisee": "Priya Shah",
    }  # fmt: skip
    assert [(sign.party, sign.way, sign.name, sign.date) for sign in response.signatures] == [
        ("supervisee", "typed", "Priya Shah", "2026-11-20")
    ]


def test_a_blank_answer_is_none_and_keeps_its_place(tmp_path: Path) -> None:
    """Blank is None, with the page and the rectangle of its box, and white space alone is blank."""
    response = read(make_pdf({"notes": " \r\n\t"}), tmp_path)
    for name in ("name", "notes", "agreed"):
        assert (answer(response, name).value, answer(response, name).state) == (None, State.BLANK)
    notes = response.fields["notes"]
    assert notes.channel is Channel.ACROFORM
    assert notes.page_number == 2
    assert notes.box is not None
    assert (notes.box.x0_pt, notes.box.x1_pt) == (72, 300)
    assert response.fields["actions"].value is None
    assert answer(response, "actions-1-ref").value == f"{REFERENCE}/1"


def test_parts_of_a_long_answer_are_joined_exactly(tmp_path: Path) -> None:
    """A long answer goes on in part 2 and 3, joined in order with nothing between."""

    def split(pdf: pikepdf.Pdf) -> None:
        for number, text in ((3, "end"), (2, "middle ")):
            field = pdf.make_indirect(
                Dictionary(FT=Name.Tx, T=String(f"notes-part-{number}"), V=String(text), HTPage=1)
            )
            pdf.Root.AcroForm.Fields.append(field)

    response = read(make_pdf({"notes": "start "}, edit=split), tmp_path)
    assert response.fields["notes"].value == "start middle end"
    assert codes(response) == []


def test_a_lost_part_is_said(tmp_path: Path) -> None:
    """Where part 2 of 3 is gone, the rest is kept and a person is told."""

    def split(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T=String("notes-part-3"), V=String("end"), HTPage=1)
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))

    response = read(make_pdf({"notes": "start "}, edit=split), tmp_path)
    assert response.fields["notes"].value == "start end"
    assert codes(response) == ["F19"]


def test_a_value_without_widget_is_kept(tmp_path: Path) -> None:
    """A value that flows over the page stands in a field without widget, its place in keys of its own."""

    def flow(pdf: pikepdf.Pdf) -> None:
        field = pdf_field(pdf, "notes")
        for page in pdf.pages:
            kept = [item for item in page.obj.Annots if item.objgen != field.objgen]
            page.obj.Annots = Array(kept)
        del field.Rect, field.Subtype
        field.HTPage, field.HTBox = 2, Array([10, 20, 30, 40])

    notes = read(make_pdf({"notes": "kept"}, edit=flow), tmp_path).fields["notes"]
    assert (notes.value, notes.state, notes.page_number) == ("kept", State.FILLED, 2)
    assert notes.box is not None
    assert notes.box.y1_pt == 40


def test_a_box_that_is_gone_is_missing(tmp_path: Path) -> None:
    """Without widget and without kept place, or with its page taken out, a box is missing; its words stay."""

    def take_out_page(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    response = read(make_pdf({"name": "on page 1", "notes": "on page 2"}, edit=take_out_page), tmp_path)
    assert response.fields["name"].state is State.FILLED
    assert (response.fields["notes"].value, response.fields["notes"].state) == ("on page 2", State.MISSING)
    assert [finding.severity for finding in response.findings if finding.code == "F01"] == [Severity.ACT_NOW]


def test_names_types_and_values_are_inherited(tmp_path: Path) -> None:
    """A widget below its field takes type and value from it, and two widgets are one answer."""

    def nest(pdf: pikepdf.Pdf) -> None:
        field = pdf_field(pdf, "notes")
        parent = pdf.make_indirect(
            Dictionary(FT=Name.Tx, T=String("notes"), V=String("from above"), Kids=Array())
        )
        again = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), Parent=parent)
        )
        pdf.pages[0].obj.Annots.append(again)
        del field.T, field.FT
        field.Parent = parent
        parent.Kids.extend([field, again])
        others = [item for item in pdf.Root.AcroForm.Fields if item.objgen != field.objgen]
        pdf.Root.AcroForm.Fields = Array([*others, parent])

    response = read(make_pdf({}, edit=nest), tmp_path)
    assert response.fields["notes"].value == "from above"
    assert codes(response) == []


@pytest.mark.filterwarnings("ignore:This document has .* form widget")
def test_widgets_that_the_form_forgot_are_read(tmp_path: Path) -> None:
    """Some programs drop the list of fields; the widgets still stand on the pages."""

    def forget(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields = Array()

    response = read(make_pdf(VALUES, edit=forget), tmp_path)
    assert response.fields["notes"].value == "Première ligne\nsecond line\nŁukasz 李 😀\n"
    assert response.fields["agreed"].value == "Yes"


def test_two_fields_of_one_name_that_differ_are_a_conflict(tmp_path: Path) -> None:
    """Neither is chosen: the value is both, and a person is told now."""

    def double(pdf: pikepdf.Pdf) -> None:
        copy = Dictionary(FT=Name.Tx, T=String("notes"), V=String("other words"), HTPage=1)
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(copy))

    response = read(make_pdf({"notes": "words"}, edit=double), tmp_path)
    notes = response.fields["notes"]
    assert (notes.value, notes.state) == (("words", "other words"), State.CONFLICT)
    assert codes(response) == ["F02"]


@pytest.mark.parametrize(("stored", "shown"), [("Yes", "No"), ("Off", "Yes"), ("Yes", "Off")])
def test_a_tick_that_is_stored_and_shown_differently_is_a_conflict(
    tmp_path: Path, stored: str, shown: str
) -> None:
    """The stored value and the widgets disagree, so nothing is chosen."""

    def differ(pdf: pikepdf.Pdf) -> None:
        group = pdf_field(pdf, "agreed")
        group.V = pikepdf.Name(f"/{stored}")
        for widget, option in zip(group.Kids, ("Yes", "No"), strict=True):
            widget.AS = pikepdf.Name(f"/{option if option == shown else 'Off'}")

    response = read(make_pdf({}, edit=differ), tmp_path)
    agreed = response.fields["agreed"]
    assert agreed.state is State.CONFLICT
    assert set(agreed.value if isinstance(agreed.value, tuple) else ()) == {stored, shown} - {"Off"}
    assert "F16" in codes(response)


def test_numbered_on_states_are_read_by_their_words(tmp_path: Path) -> None:
    """Acrobat may number the on-states and keep the options in /Opt."""

    def number(pdf: pikepdf.Pdf) -> None:
        group = pdf_field(pdf, "agreed")
        group.Opt = Array([String("Yes"), String("No")])
        group.V = pikepdf.Name("/1")
        group.Kids[0].AS, group.Kids[1].AS = Name.Off, pikepdf.Name("/1")

    assert read(make_pdf({}, edit=number), tmp_path).fields["agreed"].value == "No"


def test_values_in_unusual_shapes_are_read(tmp_path: Path) -> None:
    """A list's value may be a name, a text's a stream, and a stream may be packed."""

    def reshape(pdf: pikepdf.Pdf) -> None:
        pdf_field(pdf, "supervision").V = Name.Group
        pdf_field(pdf, "name").V = pdf.make_stream(b"\xfe\xff\x01\x41")
        packed = pdf.make_stream(zlib.compress(b"packed"))
        packed.Filter = Name.FlateDecode
        pdf_field(pdf, "notes").V = packed

    response = read(make_pdf({}, edit=reshape), tmp_path)
    assert [response.text(name) for name in ("supervision", "name", "notes")] == ["Group", "Ł", "packed"]


def test_a_stream_that_expands_without_end_is_refused(tmp_path: Path) -> None:
    """A packed value of 40 MB is an attack, not an answer; the rest of the form is read."""

    def stuff(pdf: pikepdf.Pdf) -> None:
        packed = pdf.make_stream(zlib.compress(b"a" * 40_000_000))
        packed.Filter = Name.FlateDecode
        pdf_field(pdf, "notes").V = packed

    response = read(make_pdf({"name": "Priya Shah"}, edit=stuff), tmp_path)
    assert response.text("name") == "Priya Shah"
    assert codes(response) == ["F18"]


@pytest.mark.parametrize(
    ("data", "text", "whole"),
    [
        (b"caf\xe9 \x80 \xa0", "café • €", True),
        (b"\xfe\xff\x67\x4e", "李", True),
        (b"\xff\xfe\x4e\x67", "李", True),
        (b"\xef\xbb\xbf\xe6\x9d\x8e", "李", True),
        (b"\xfe\xff\x00\x1b\x00e\x00n\x00\x1b\x00a", "a", True),
        (b"\xfe\xff\xd8\x00\x00a", "\ufffda", False),
        (b"\xfe\xff\x00a\x00", "a\ufffd", False),
        (b"\xef\xbb\xbf\xff", "\ufffd", False),
        (b"\x9f", "\ufffd", False),
    ],
)
def test_text_strings_are_decoded(data: bytes, text: str, whole: bool) -> None:  # noqa: FBT001 (a test's case)
    """PDFDocEncoding, UTF-16 in both orders, UTF-8, language marks; what is broken is said."""
    assert decode_text(data) == (text, whole)


def test_control_characters_are_counted(tmp_path: Path) -> None:
    """A character that XML forbids is left out, and the finding counts it."""
    response = read(make_pdf({"notes": "a\x01b\x02"}), tmp_path)
    assert response.text("notes") == "ab"
    assert "2 control characters" in response.findings[0].message
    assert codes(response) == ["F08"]


def test_what_is_no_date_time_or_number_stays_as_typed(tmp_path: Path) -> None:
    """Words in a box for something else are kept, filled, each with a finding."""
    typed = {
        "session_date": "31/02/2026", "session_time": "after lunch", "count": "two or three",
        "agreed": "", "supervision": "Trio", "actions-1-action": "x", "actions-1-by_when": "asap",
        "actions-1-status": "soon",
    }  # fmt: skip
    response = read(make_pdf(typed), tmp_path)
    for name, text in typed.items():
        if text:
            assert (answer(response, name).value, answer(response, name).state) == (text, State.FILLED)
    assert codes(response) == ["F04", "F05", "F06", "F07", "X15", "F07"]


def test_a_day_that_no_calendar_has_is_told_apart(tmp_path: Path) -> None:
    """The person meant a date, so they hear what is wrong with it."""
    typed = {"session_date": "31/11/2026", "actions-1-action": "x", "actions-1-by_when": "31/11/2026"}
    messages = [one.message for one in read(make_pdf(typed), tmp_path).findings]
    assert [one.partition(":")[0] for one in messages] == ["session_date", "actions-1-by_when"]
    assert all("'31/11/2026' is no date: there is no such day" in one for one in messages)


def test_a_box_that_the_form_does_not_have_is_said_with_its_words(tmp_path: Path) -> None:
    """Nothing that somebody typed vanishes because nobody asked for it."""

    def add(pdf: pikepdf.Pdf) -> None:
        for name, text in (("extra", "please read this"), ("empty_extra", "")):
            field = Dictionary(FT=Name.Tx, T=String(name), V=String(text), HTPage=1)
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))

    response = read(make_pdf({}, edit=add), tmp_path)
    assert codes(response) == ["F09", "F09"]
    assert "please read this" in response.findings[0].message
    assert "empty_extra" in response.findings[1].message


def test_the_continuation_box_is_an_answer_and_a_note(tmp_path: Path) -> None:
    """What did not fit above is kept under its own name."""

    def add(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T=String("continuation"), V=String("and so on"), HTPage=2)
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))

    response = read(make_pdf({}, edit=add), tmp_path)
    assert response.text("continuation") == "and so on"
    assert codes(response) == ["F10"]


def test_a_digital_signature_is_reported(tmp_path: Path) -> None:
    """A certificate's name and date are taken down, without judging them."""

    def sign(pdf: pikepdf.Pdf) -> None:
        made = Dictionary(Type=Name.Sig, Name=String("Tom Reed"), M=String("D:20261121093000Z"))
        field = Dictionary(
            FT=Name.Sig, T=String("sig_two"), V=pdf.make_indirect(made),
            Subtype=Name.Widget, Rect=Array([1, 2, 3, 4]),
        )  # fmt: skip
        field = pdf.make_indirect(field)
        pdf.pages[1].obj.Annots.append(field)
        pdf.Root.AcroForm.Fields.append(field)

    [signature] = read(make_pdf({}, edit=sign), tmp_path).signatures
    assert (signature.party, signature.way, signature.name) == ("supervisor", "certificate", "Tom Reed")
    assert (signature.date, signature.page_number) == ("2026-11-21", 2)


def test_a_damaged_file_is_read_and_said(tmp_path: Path) -> None:
    """A cross-reference table that is wrong is mended, and a person is told."""
    data = make_pdf({"notes": "still there"})
    response = read(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n", tmp_path)
    assert response.text("notes") == "still there"
    assert codes(response) == ["F20"]


def test_an_owner_password_alone_does_not_matter(tmp_path: Path) -> None:
    """A file that anybody may open is read, whatever it forbids."""
    with pikepdf.open(io.BytesIO(make_pdf({"notes": "locked"}))) as pdf:
        path = tmp_path / "owner.pdf"
        pdf.save(path, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert read(path.read_bytes(), tmp_path).text("notes") == "locked"


def test_both_readers_agree() -> None:
    """Pypdf finds in the form what pikepdf finds in it."""
    data = make_pdf(VALUES)
    with open_source(data)[0] as first, open_with_pypdf(data) as second:
        assert first.properties() == second.properties()
        assert read_fields(first).boxes == read_fields(second).boxes


def test_both_readers_agree_on_other_producers_forms(corpora: Path) -> None:
    """On real forms of other producers, both find the same boxes with the same words in the same places."""
    read_by_both = 0
    for path in sorted((corpora / "acroform").glob("*.pdf")):
        data = path.read_bytes()
        with library_trouble(), open_source(data)[0] as first, open_with_pypdf(data) as second:
            expected = read_fields(first)
            assert read_fields(second).boxes == expected.boxes, path.name
        read_by_both += len(expected.boxes)
    assert read_by_both > 500


def test_the_header_boxes_are_facts(tmp_path: Path) -> None:
    """A fact that no field prints stands in a locked box of its own."""

    def add(pdf: pikepdf.Pdf) -> None:
        for fact, text in (("school", "Alder Grove Academy"), ("return_by", "12/11/2026")):
            field = Dictionary(FT=Name.Tx, T=String(f"header-{fact}"), V=String(text), HTPage=1)
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))

    response = read(make_pdf({}, edit=add), tmp_path)
    assert dict(response.header) == {"school": "Alder Grove Academy", "return_by": "2026-11-12"}
    assert codes(response) == []


def test_a_verbatim_form_lacks_what_was_added(tmp_path: Path) -> None:
    """The part of an added option is not missing from a form that shows the printed words only."""

    def strip(pdf: pikepdf.Pdf) -> None:
        field = pdf_field(pdf, "case_status-other")
        for page in pdf.pages:
            page.obj.Annots = Array([item for item in page.obj.Annots if item.objgen != field.objgen])
        others = [item for item in pdf.Root.AcroForm.Fields if item.objgen != field.objgen]
        pdf.Root.AcroForm.Fields = Array(others)

    assert "F01" in codes(read(make_pdf({}, edit=strip), tmp_path))
    verbatim = read(make_pdf({}, edit=strip, info=properties(verbatim="yes")), tmp_path)
    assert codes(verbatim) == []
