"""What is drawn into the pages of a PDF that has its boxes is told; what a program only wrote anew is not."""

from __future__ import annotations

import io
import string
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.intake import read_bytes
from forms.findings import Finding
from forms.model import Stage
from halfterm.issued_forms import read_any
from tests.recall.typists import TYPISTS
from tests.round.making import CATALOGUE, OWN_FORMS, load_form, made, made_blank, response_of
from tests.round.strategies import least_values
from tests.tools import mupdf, qpdf
from tests.tools.tool import require, through_program

_RECORD = "esteem/a2-record"
_TOLD = frozenset({"F43", "F44", "F45", "F55", "F56"})


@cache
def _issued(form: str = _RECORD, stage: Stage | None = None) -> bytes:
    definition = load_form(form)
    return made(definition, least_values(definition), "pdf", stage=stage).data


def _told(data: bytes) -> list[Finding]:
    result = read_any(data, Path("returned.pdf"), CATALOGUE)
    assert result.response is not None, result.error
    return [one for one in result.response.findings if one.code in _TOLD]


def _codes(data: bytes) -> list[str]:
    return [one.code for one in _told(data)]


def _changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def _drawn(data: bytes, operators: str, page: int = 0) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[page].add_resource(font, pikepdf.Name.Font, pikepdf.Name.Drawn)
        pdf.pages[page].contents_add(b"q", prepend=True)
        pdf.pages[page].contents_add(f"Q q {operators} Q".encode())

    return _changed(data, change)


def _words(text: str, x_pt: int = 60, y_pt: int = 60) -> str:
    return f"BT /Drawn 10 Tf {x_pt} {y_pt} Td ({text}) Tj ET"


def _unmarked(data: bytes) -> bytes:
    """Return a file as forms were issued before pages had marks."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/HalftermPages"]

    return _changed(data, change)


@given(
    words=st.lists(
        st.text(string.ascii_letters + string.digits, min_size=2, max_size=12), min_size=1, max_size=6
    ),
    x_pt=st.integers(40, 200),
    y_pt=st.integers(30, 800),
)
def test_words_drawn_anywhere_are_quoted(words: list[str], x_pt: int, y_pt: int) -> None:
    """Beside the boxes, over them, over the form's own words."""
    said = " ".join(one.message for one in _told(_drawn(_issued(), _words(" ".join(words), x_pt, y_pt))))
    assert all(letter in said for letter in "".join(words))


@pytest.mark.parametrize("form", OWN_FORMS)
@pytest.mark.parametrize("stage", [None, Stage.SIGNING])
def test_words_are_quoted_on_every_form(form: str, stage: Stage | None) -> None:
    """On copies for signing too, on which answers are printed."""
    if stage not in {None, *load_form(form).stages}:
        pytest.skip("this form is not signed")
    (found,) = _told(_drawn(_issued(form, stage), _words("rang at 10")))
    assert found.code == "F44"
    assert "'rang at 10'" in found.message


@pytest.mark.parametrize("verbatim", [False, True])
def test_words_on_a_blank_are_quoted(*, verbatim: bool) -> None:
    """Also without our additions."""
    blank = made_blank(load_form(_RECORD), "pdf", verbatim=verbatim)
    (found,) = _told(_drawn(blank, _words("rang at 10")))
    assert "'rang at 10'" in found.message


def test_a_form_issued_before_pages_had_marks_goes_by_its_words() -> None:
    """It is told of what is new, and of nothing else."""
    assert _codes(_unmarked(_issued())) == []
    (found,) = _told(_unmarked(_drawn(_issued(), _words("rang at 10"))))
    assert "'rang at 10'" in found.message


def _by_pypdf(data: bytes) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _by_mupdf(data: bytes) -> bytes:
    require(mupdf.TOOL)
    return through_program(
        lambda source, target: ["mutool", "clean", "-gggg", "-s", "-z", source, target], data, timeout_s=60.0
    )


def _by_qpdf(*options: str) -> Callable[[bytes], bytes]:
    return lambda data: qpdf.rewrite(data, "--deterministic-id", *options)


_PROGRAMS: dict[str, Callable[[bytes], bytes]] = {
    "pikepdf": lambda data: _changed(data, lambda _: None),
    "pypdf": _by_pypdf,
    "mutool clean": _by_mupdf,
    "qpdf linearised": _by_qpdf("--linearize"),
    "qpdf packed": _by_qpdf("--object-streams=generate", "--recompress-flate"),
    "qpdf uncompressed": _by_qpdf("--qdf"),
    "qpdf normalised": _by_qpdf("--coalesce-contents", "--normalize-content=y"),
}


@pytest.mark.parametrize("program", _PROGRAMS)
@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SIGNING])
@pytest.mark.parametrize("before", [lambda data: data, _unmarked])
def test_a_file_written_anew_is_as_it_was(
    program: str, stage: Stage, before: Callable[[bytes], bytes]
) -> None:
    """Streams are packed, joined or rewritten: nothing else is drawn."""
    assert _codes(_PROGRAMS[program](before(_issued(_RECORD, stage)))) == []


@pytest.mark.parametrize("program", ["PDFium", "pdf.js", "Firefox", "pdf-lib"])
def test_a_form_that_a_program_filled_in_is_drawn_as_it_was(program: str) -> None:
    """What is typed stands in the boxes, not in the page."""
    typist = TYPISTS[program]
    for tool in typist.tools:
        require(tool)
    filled = typist.filled(_issued(), {"agenda_items": "Late buses"}, load_form(_RECORD))
    assert filled != _issued()
    assert _codes(filled) == []


def test_a_printed_word_that_was_changed_is_told() -> None:
    """The words of the form, in place."""

    def change(pdf: pikepdf.Pdf) -> None:
        streams = pdf.pages[0].Contents
        for number, stream in enumerate(streams):
            operators = list(pikepdf.parse_content_stream(stream))
            kept = (
                [one for one in operators if str(one.operator) not in {"Tj", "TJ"}]
                if number == 1
                else operators
            )
            streams[number] = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    assert set(_codes(_changed(_issued(), change))) & {"F45", "F56"}


def test_ink_that_was_drawn_into_a_page_is_told() -> None:
    """A signature, a tick or a line that was flattened into the page."""
    assert _codes(_drawn(_issued(), "2 w 300 60 m 340 90 l 380 55 l S")) == ["F55"]


def test_words_that_were_painted_over_are_told() -> None:
    """The words are there still; nobody sees them."""
    assert _codes(_drawn(_issued(), "1 1 1 rg 30 700 300 120 re f")) == ["F55"]


def test_a_page_that_was_taken_out_is_told() -> None:
    """With what stood on it."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[-1]

    (found,) = [one for one in _told(_changed(_issued(), change)) if one.code == "F43"]
    assert "page" in found.message
    assert "is gone" in found.message


def test_pages_in_another_order_are_not_told() -> None:
    """Boxes have names, so their answers are right."""
    assert _codes(_changed(_issued(), lambda pdf: pdf.pages.reverse())) == []


def test_a_page_of_another_form_is_told() -> None:
    """It has no place in this one."""
    other = made_blank(load_form("esteem/a3-case-notes"), "pdf")

    def change(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as source:
            page = source.pages[0]
            del page.Annots
            pdf.pages.append(page)

    (found,) = _told(_changed(_issued(), change))
    assert found.code == "F43"
    assert "esteem/a3-case-notes" in found.message


def test_an_added_page_is_quoted() -> None:
    """A page of notes at the end."""
    added = _changed(_issued(), lambda pdf: pdf.add_blank_page())
    (found,) = _told(_drawn(added, _words("rang at 10"), page=-1))
    assert found.code == "F43"
    assert "'rang at 10'" in found.message


def test_where_no_form_can_be_made_again_it_is_told_so() -> None:
    """Whoever reads without the forms at hand has nothing to compare with."""
    drawn = _drawn(_issued(), _words("rang at 10"))
    result = read_bytes(drawn, Path("returned.pdf"), CATALOGUE.load_form)
    assert result.response is not None
    assert [one.code for one in result.response.findings if one.code in _TOLD] == ["F56"]
    assert not [one for one in response_of(_issued(), "pdf").findings if one.code in _TOLD]
