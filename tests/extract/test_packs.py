"""A PDF of several forms: each is a return of its own, and takes nothing from another."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from extract.bundles import open_bundle
from extract.evidence import pictures_of
from extract.intake import ReadResult, read_opened
from extract.scan.codes import codes_on
from extract.scan.pictures import PictureFile
from forms.catalogue import Catalogue
from forms.records import Response, State
from halfterm.issued_forms import read_any
from tests.extract.page.returned import FORM, REFERENCE, with_signing_copy
from tests.extract.page.test_pages import another, covered, printed
from tests.extract.scan.papers import OTHER, as_file, pages
from tests.recall.printed import two_to_a_sheet
from tests.round.making import CATALOGUE, load_form, made
from tests.tools import poppler

_ON = "2026-11-28"
pytestmark = [
    pytest.mark.needs(poppler.PRINT_TOOL),
    pytest.mark.filterwarnings("ignore:Copying pages", "ignore:This document has"),
]


@cache
def _filled(number: int, words: str) -> bytes:
    values = {
        "reference": f"ESM-26-{number:04}-A2",
        "header": {
            "school": "Alder Grove Academy",
            "supervisee": "Tom Reed",
            "supervisor": "Priya Shah",
            "session_date": "2026-11-19",
        },
        "fields": {"agenda_items": words},
    }
    return made(load_form(FORM), values, "pdf").data


def _pack(*files: bytes) -> bytes:
    """Return files one after the other, as programs put pages together."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files[0])) as pack:
        for data in files[1:]:
            with pikepdf.open(io.BytesIO(data)) as more:
                pack.pages.extend(more.pages)
        pack.save(out)
    return out.getvalue()


def _read(data: bytes, catalogue: Catalogue = CATALOGUE) -> dict[str, ReadResult]:
    results = read_opened(
        data, Path("pack.pdf"), open_bundle, lambda part, path: read_any(part, path, catalogue)
    )
    return {one.path.removeprefix("pack.pdf/"): one for one in results}


def _said(result: ReadResult) -> Response:
    assert result.response is not None, result.error
    return result.response


def _told(response: Response, code: str) -> set[str | None]:
    return {one.field for one in response.findings if one.code == code}


def _cover() -> bytes:
    """Return a page of nobody's form, and a blank one."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
        font.BaseFont = pikepdf.Name.Helvetica
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 20 Tf 72 600 Td (Forms of this half term) Tj ET")
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_each_printed_form_is_read_by_itself() -> None:
    """Shuffled among each other, with a cover and a blank page; the cover is named as none of ours."""
    with pikepdf.open(io.BytesIO(_pack(_cover(), covered(printed(), [1]), another()))) as pdf:
        order = [0, 1, 6, 3, 7, 2, 4, 5]
        pages = [pdf.pages[at] for at in order]
        with pikepdf.new() as shuffled:
            shuffled.pages.extend(pages)
            out = io.BytesIO()
            shuffled.save(out)
    results = _read(out.getvalue())
    assert list(results) == ["pages 1-2.pdf", "pages 3, 5.pdf", "pages 4, 6-8.pdf"]
    cover, other, record = results.values()
    assert cover.error is not None
    assert cover.error.code == "R20"
    assert _said(other).form == "harewood/a4-decision-record"
    assert _said(record).text("agenda_items") == "Late buses\nand who rings whom"
    answer = _said(record).fields["agenda_items"]
    assert answer.page_number == 1
    assert "pages 4, 6, 7, 8 of a file" in " ".join(one.message for one in _said(record).findings)
    assert "F83" in {one.code for one in _said(record).findings}
    # The picture is cut from the part, which is what is kept.
    bundle = open_bundle(out.getvalue())
    assert bundle is not None
    assert bundle == open_bundle(out.getvalue())
    assert answer.box is not None
    assert pictures_of(bundle.files[2].data, [(1, answer.box)])


def _joined_by_pypdf(*files: bytes) -> bytes:
    """Return files joined by a program that keeps one form with two fields of each name."""
    out = io.BytesIO()
    writer = pypdf.PdfWriter()
    for data in files:
        writer.append(io.BytesIO(data))
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("joined", [_pack, _joined_by_pypdf])
def test_joined_files_keep_their_own_answers(joined: Callable[..., bytes]) -> None:
    """What differs is each form's own, to the letter; what two boxes of a name both say is asked."""
    first, second = (_filled(41, "Attendance"), _filled(42, "Chronologies, and who keeps them"))
    results = _read(joined(first, second, another()))
    one, two, _ = (_said(result) for result in results.values())
    assert (one.reference, two.reference) == ("ESM-26-0041-A2", "ESM-26-0042-A2")
    assert (one.text("agenda_items"), two.text("agenda_items")) == (
        "Attendance",
        "Chronologies, and who keeps them",
    )
    assert one.fields["agenda_items"].confidence == 1
    assert _told(one, "F80") == {"name", "supervisor", "session_date", "header-school"}
    assert not _told(one, "F81") | _told(two, "F81")


def test_a_box_that_two_forms_share_is_not_read() -> None:
    """Acrobat makes one box of two with one name, and shows the words of the first in both."""
    with pikepdf.open(io.BytesIO(_pack(_filled(41, "Attendance"), _filled(42, "Chronologies")))) as pdf:
        widgets = [
            one
            for page in pdf.pages
            for one in page.obj.get("/Annots", [])
            if one.get("/T") == "agenda_items"
        ]
        assert len(widgets) == 2
        kept, shown = widgets[0].V, widgets[0].AP
        field = pdf.make_indirect(
            pikepdf.Dictionary(T=pikepdf.String("agenda_items"), FT=pikepdf.Name.Tx, V=kept)
        )
        field.Kids = pikepdf.Array(widgets)
        for one in widgets:
            del one["/T"], one["/V"], one["/FT"]
            one.Parent, one.AP = field, shown
        out = io.BytesIO()
        pdf.save(out)
    for result in _read(out.getvalue()).values():
        response = _said(result)
        assert response.fields["agenda_items"].state is State.ILLEGIBLE
        assert response.text("agenda_items") is None
        assert "agenda_items" in _told(response, "F80")


def test_what_a_page_does_not_show_is_kept_and_asked() -> None:
    """Programs store answers without drawing them: they are not lost, and nobody takes them for certain."""
    with pikepdf.open(io.BytesIO(_pack(_filled(41, ""), another()))) as pdf:
        (box,) = (
            one
            for page in pdf.pages
            for one in page.obj.get("/Annots", [])
            if one.get("/T") == "agenda_items"
        )
        box.V = pikepdf.String("Late buses")
        out = io.BytesIO()
        pdf.save(out)
    response = _said(next(iter(_read(out.getvalue()).values())))
    assert response.text("agenda_items") == "Late buses"
    assert _told(response, "F81") == {"agenda_items"}


def test_another_schools_form_is_named_and_stops_none() -> None:
    """It lies between two of ours."""
    ours = Catalogue(tuple(one for one in CATALOGUE.shelves if one.policy == "esteem"))
    results = _read(_pack(printed(), another(), poppler.print_pages(_filled(41, "Attendance"))), ours)
    error = results.pop("pages 5-6.pdf").error
    assert error is not None
    assert error.code == "R21"
    assert "harewood/a4-decision-record" in error.message
    assert [_said(one).reference for one in results.values()] == ["ESM-26-0042-A2", "ESM-26-0041-A2"]


def test_copies_of_one_form_are_one_return() -> None:
    """Where they say the same it is one answer; where they differ none is chosen, and a blank one is told."""
    same = _read(_pack(_filled(41, "Attendance"), _filled(41, "Attendance"), another()))
    assert _said(same["pages 1-8.pdf"]).text("agenda_items") == "Attendance"
    differ = _read(_pack(_filled(41, "Attendance"), another(), _filled(41, "Chronologies")))
    response = _said(differ["pages 1-4, 7-10.pdf"])
    assert response.fields["agenda_items"].state is State.CONFLICT
    assert not _told(response, "F80") | _told(response, "F81")
    blank = _read(_pack(_filled(41, "Attendance"), _filled(41, ""), another()))
    response = _said(blank["pages 1-8.pdf"])
    assert response.text("agenda_items") == "Attendance"
    assert _told(response, "F42") == {"agenda_items"}


def test_a_note_on_a_page_goes_with_its_form() -> None:
    """A viewer's note is in no box, and drawn into no page."""
    with pikepdf.open(io.BytesIO(_pack(printed(), another()))) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text)
        note.Rect, note.Contents = pikepdf.Array([300, 700, 320, 720]), pikepdf.String("Ask Priya")
        pdf.pages[5].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out)
    first, second = (_said(one) for one in _read(out.getvalue()).values())
    assert not any("Ask Priya" in one.message for one in first.findings)
    assert any(one.code == "F38" and "Ask Priya" in one.message for one in second.findings)


def test_a_sheet_with_pages_of_two_records() -> None:
    """Two pages to a sheet, and one record ends on the left of a sheet on whose right the next begins."""
    with pikepdf.open(io.BytesIO(_pack(_filled(41, "Attendance"), _filled(42, "Chronologies")))) as pdf:
        del pdf.pages[3]
        out = io.BytesIO()
        pdf.save(out)
    results = _read(two_to_a_sheet(out.getvalue()))
    one, two = (_said(results[name]) for name in ("pages 1-2.pdf", "pages 2-4.pdf"))
    assert (one.text("agenda_items"), two.text("agenda_items")) == ("Attendance", "Chronologies")
    assert _told(one, "F43")
    assert not _told(two, "F43") | _told(two, "F42") | _told(two, "F44")


def test_a_tiff_of_several_forms() -> None:
    """A scanner makes one of a pile: each form in it is a file, a blank back goes with the sheet before."""
    first, second, *_ = pages()
    pile = as_file([first, Image.new("L", first.size, 255), pages(OTHER)[0], second], "TIFF")
    bundle, again = open_bundle(pile), open_bundle(pile)
    assert bundle is not None
    assert bundle == again
    assert [one.name for one in bundle.files] == ["pages 1-2, 4.tif", "page 3.tif"]
    record, other = (PictureFile(one.data) for one in bundle.files)
    assert [one.printed.page_number for at in range(3) for one in codes_on(record.at(at).image)] == [1, 2]
    assert other.at(0).image.tobytes() == pages(OTHER)[0].tobytes()
    assert _said(read_any(bundle.files[1].data, Path("page 3.tif"), CATALOGUE)).form == OTHER
    assert open_bundle(as_file([first, second], "TIFF")) is None


def test_the_parts_hold_nothing_of_each_other() -> None:
    """Each is kept and deleted by itself."""
    bundle = open_bundle(_pack(_filled(41, "Attendance"), _filled(42, "Chronologies")))
    assert bundle is not None
    for one, (own, other) in zip(
        bundle.files, ((b"26-0041", b"26-0042"), (b"26-0042", b"26-0041")), strict=True
    ):
        with pikepdf.open(io.BytesIO(one.data)) as pdf:
            streams = b" ".join(
                node.read_bytes() if isinstance(node, pikepdf.Stream) else node.unparse()
                for node in pdf.objects
            )
        assert other not in one.data + streams, (own, other)


def test_a_trust_takes_a_pack_in_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As two returns; again it is known; taken back and purged as any mail is."""
    trust, signing = with_signing_copy(tmp_path, monkeypatch, {"agenda_items": "Late buses"})
    inbox = trust.folder / "inbox"
    pack = inbox / "pack.pdf"
    pack.write_bytes(_pack(poppler.print_pages(signing.read_bytes()), _filled(41, "Attendance")))
    assert "ESM-26-0041" in trust.run("extract", "--on", _ON).stdout
    (inbox / "again.pdf").write_bytes(pack.read_bytes())
    trust.run("extract", "--on", _ON)
    trust.run("verify", "--on", _ON)
    read = trust.run("read", str(pack))
    assert "pages 1-" in read.stdout
    assert REFERENCE in read.stdout
    assert "ESM-26-0041-A2" in read.stdout
    trust.run("purge", "--class", "records", "--before", "2026-11-27", "--do-it")
    assert not pack.exists()
    assert not (inbox / "again.pdf").exists()
