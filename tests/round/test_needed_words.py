"""A carried action without owner or date says so on the next form, and no way back reads it as an answer."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from build.colours import NEEDED
from build.prefill import Known, build_filling
from build.values import parse_values
from forms.catalogue import load_form, own_catalogue
from forms.model import Stage
from forms.needed import needed_in
from forms.records import Response
from halfterm.issued_forms import read_any
from halfterm.make import document
from tests.build_docx.docx_parts import W, read_part
from tests.recall.flattened import flattened_by_qpdf
from tests.recall.word_programs import as_google_docs, through_libreoffice
from tests.stories.trust import fill_in
from tests.tools import libreoffice, mupdf, pdfium, qpdf
from tests.tools.tool import Tool, require

_CATALOGUE = own_catalogue()
_FROM = "ESM-25-0031-A2"
_ROWS = (
    {"ref": f"{_FROM}/4", "action": "Send the threshold letters", "who": "Staff", "by_when": "asap"},
    {"ref": f"{_FROM}/7", "action": "Chase the panel", "by_when": "chase"},
    {"ref": f"{_FROM}/8", "action": "Ask who signs", "who": "Tom Reed", "by_when": "2026-12-04"},
    {"ref": f"{_FROM}/9", "action": "Book level 3 training"},
    {"ref": f"{_FROM}/10", "action": "Ring the council", "by_when": "2026-12-04"},
)
_WORDS = {
    f"{_FROM}/4": f"Date needed: {_FROM}/4.",
    f"{_FROM}/7": f"Owner and date needed: {_FROM}/7.",
    f"{_FROM}/9": f"Owner and date needed: {_FROM}/9.",
    f"{_FROM}/10": f"Owner needed: {_FROM}/10.",
}
_FORMS = {
    "esteem/a2-record": ("ESM-26-0042-A2", "review_previous"),
    "highcliffe/a2-record-individual": ("HCF-26-0042-A2", "prev_actions"),
}
"""Rows as cards in one cell, and as rows of a table with narrow columns."""


def made(form: str, ending: str, *, before_such_words: bool = False) -> bytes:
    """Return a form for the meeting with these actions carried; one made `before_such_words` has none."""
    definition = load_form(form)
    reference, table = _FORMS[form]
    header = {"school": "Alder Grove Academy", "supervisee": "Tom Reed", "supervisor": "Priya Shah"}
    rows = [_ROWS[2], _ROWS[4]] if before_such_words else list(_ROWS)
    values = {
        "reference": reference,
        "header": {**header, "session_date": "2026-11-19"},
        "fields": {table: rows},
    }
    filling = build_filling(
        definition,
        Known(parse_values(json.dumps(values), definition, "known")),
        lookup=load_form,
        forms=_CATALOGUE.papers_of(definition.policy.id),
        stage=Stage.SESSION,
    )
    return document(replace(filling, needed={} if before_such_words else None), ending)[0]


def filled(form: str, ending: str, folder: Path, typed: Mapping[str, str], **how: bool) -> bytes:
    """Return the form with what is typed into its table of carried actions."""
    source, back = folder / f"sent.{ending}", folder / f"back.{ending}"
    source.write_bytes(made(form, ending, **how))
    _, table = _FORMS[form]
    fill_in(form, source, back, {f"{table}-{cell}": text for cell, text in typed.items()})
    return back.read_bytes()


def rows_in(response: Response | None, form: str) -> dict[int, dict[str, object]]:
    """Return what stands in the rows of carried actions."""
    assert response is not None
    cells = response.fields[_FORMS[form][1]].cells or {}
    return {
        number: {column: cell.value for column, cell in row.items() if cell.value is not None}
        for number, row in cells.items()
    }


def expected(typed: Mapping[str, str]) -> dict[int, dict[str, object]]:
    """Return the rows as they went out, with what was typed."""
    rows: dict[int, dict[str, object]] = {number: {**row} for number, row in enumerate(_ROWS, start=1)}
    for cell, text in typed.items():
        number, _, column = cell.partition("-")
        day, month, year = text.split("/") if column == "by_when" else ("", "", "")
        rows[int(number)][column] = f"{year}-{month}-{day}" if column == "by_when" else text
    return rows


_TYPED = {
    "1-update": "Sent on Monday",
    "1-by_when": "18/12/2026",
    "2-who": "Tom Reed",
    "2-update": "They want a letter",
    "4-who": "Kim Lee",
    "4-by_when": "11/12/2026",
}
"""An owner and a date are given where they were needed, a date also over what was none: the words beside them
do not go away by that."""


def same(data: bytes) -> bytes:
    """Return the file as it was saved."""
    return data


_WAYS: dict[str, tuple[str, Callable[[bytes], bytes], tuple[Tool, ...]]] = {
    "PDF": ("pdf", same, ()),
    "drawn anew by MuPDF": ("pdf", mupdf.redraw, (mupdf.TOOL,)),
    "flattened by PDFium": ("pdf", pdfium.flatten, ()),
    "flattened by qpdf": ("pdf", flattened_by_qpdf, (qpdf.TOOL,)),
    "Word": ("docx", same, ()),
    "Google Docs": ("docx", as_google_docs, ()),
    "LibreOffice": ("docx", lambda data: through_libreoffice(data, "docx"), (libreoffice.CONVERT_TOOL,)),
}


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("way", _WAYS)
def test_every_way_back_reads_what_was_typed(form: str, way: str, tmp_path: Path) -> None:
    """Each value is right, and nobody is told of the words as if somebody had written them."""
    ending, change, tools = _WAYS[way]
    for tool in tools:
        require(tool)
    data = change(filled(form, ending, tmp_path, _TYPED))
    response = read_any(data, Path(f"back.{ending}"), _CATALOGUE).response
    assert rows_in(response, form) == expected(_TYPED)
    assert response is not None
    assert not [found for found in response.findings if "needed" in found.message]
    assert {found.code for found in response.findings} <= {"X15", "X39", "F41", "F50"}


@pytest.mark.parametrize("form", _FORMS)
def test_a_form_made_before_such_words_is_read(form: str, tmp_path: Path) -> None:
    """Its rows lack as much, and say nothing of it."""
    data = pdfium.flatten(filled(form, "pdf", tmp_path, {"2-update": "Rang twice"}, before_such_words=True))
    response = read_any(data, Path("back.pdf"), _CATALOGUE).response
    assert rows_in(response, form) == {1: {**_ROWS[2]}, 2: {**_ROWS[4], "update": "Rang twice"}}


@pytest.mark.parametrize("form", _FORMS)
def test_they_stand_in_the_row_in_red(form: str) -> None:
    """In both formats, each beside its own action, in words that are read out with it."""
    colour = tuple(int(NEEDED[at : at + 2], 16) / 255 for at in (1, 3, 5))
    with pdfplumber.open(io.BytesIO(made(form, "pdf"))) as pdf:
        letters = [
            one
            for page in pdf.pages
            for one in page.chars
            if one["non_stroking_color"] == pytest.approx(colour, abs=0.01)
        ]
    assert needed_in(one["text"] for one in letters).keys() == _WORDS.keys()
    assert "".join(one["text"] for one in letters).replace(" ", "") == "".join(_WORDS.values()).replace(
        " ", ""
    )
    assert all(one["mcid"] is not None for one in letters)
    docx = made(form, "docx")
    rows = {
        "".join(map(str, paragraph.itertext())): "".join(map(str, row.itertext()))
        for row in read_part(docx, "word/document.xml").iter(f"{W}tr")
        if row.find(f".//{W}tr") is None
        for paragraph in row.iter(f"{W}p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and style.get(f"{W}val") == "Needed"
    }
    assert list(rows) == list(_WORDS.values())
    assert all(row.count(ref) == 2 for ref, row in zip(_WORDS, rows.values(), strict=True))
    (style,) = (
        one
        for one in read_part(docx, "word/styles.xml").iter(f"{W}style")
        if one.get(f"{W}styleId") == "Needed"
    )
    assert next(style.iter(f"{W}color")).get(f"{W}val") == NEEDED[1:].upper()
