"""What the project builds of every kind of field, its own reader reads."""

from __future__ import annotations

import copy
import dataclasses
import functools
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.form
import pypdf
import pytest
from hypothesis import given, settings
from lxml import etree

from build.docx import build_docx
from build.filling import Filling
from build.issue import document_properties
from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import Known, blank_filling, build_filling
from build.values import parse_values
from extract.intake import read_file
from extract.wordtext import W15, W
from forms.errors import UnreadableError
from forms.model import Definition, Stage
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.properties import read_marks, ref_mark
from forms.records import Response, State
from tests.extract.samples import zipped
from tests.extract.test_vocabulary import answers, codes, said
from tests.extract.vocabulary import FORMATS, REFERENCE, Answers, expected_codes, form
from tests.round.effort import examples
from tests.tools import libreoffice


@functools.cache
def laid_out() -> Definition:
    """Return the form with a cell for each label and each answer."""
    definition = form()
    rows = tuple(
        (Cell((Item(Show.LABEL, field.id),)), Cell((Item(Show.ANSWER, field.id),)))
        for field in definition.fields
    )
    sections = (Section("all", Frame.TABLE, (1.0, 3.0), rows),)
    return dataclasses.replace(definition, sections=sections, leave_blank=dict.fromkeys(Stage, ""))


def lookup(form_id: str, version: str | None = None) -> Definition:
    """Return the one form there is."""
    assert (form_id, version or "3") == (laid_out().id, "3")
    return laid_out()


def filled(given: Answers, stage: Stage) -> Filling:
    """Return the form with these answers, in the way of a values file."""
    fields = {name: value for name, value in given.items() if value is not None}
    values = {"reference": REFERENCE, "header": {"supervisee": "Priya Shah"}, "fields": fields}
    known = Known(parse_values(json.dumps(values), laid_out(), "values.json"))
    return build_filling(laid_out(), known, lookup=lookup, forms=[laid_out()], stage=stage)


def returned(filling: Filling, kind: str) -> Response:
    """Return what a file says that is built from `filling`."""
    page = build_page(filling, fixed_boxes=kind == "pdf")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"form.{kind}")
        path.write_bytes(build_pdf(page) if kind == "pdf" else build_docx(page))
        return read_file(path, lookup)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_has_every_box_and_no_answer(kind: str) -> None:
    """Nothing is missing, nothing unknown: only the reference is lacking, as it must be in a blank."""
    response = returned(blank_filling(laid_out()), kind)
    assert codes(response) == ["X27"]
    assert {answer.state for answer in response.fields.values()} == {State.BLANK}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SIGNING])
@given(put_in=answers())
@settings(max_examples=examples(8, 150))
def test_what_is_built_is_read(stage: Stage, kind: str, put_in: dict[str, Any]) -> None:
    """Every kind, open and settled."""
    response = returned(filled(put_in, stage), kind)
    expected = {name: value for name, value in put_in.items() if value is not None}
    assert said(response) == {**expected, "sig_one-who": "Priya Shah"}
    assert set(codes(response)) <= expected_codes(put_in)


def test_the_marks_of_a_form_cover_what_it_carries_and_who_signs() -> None:
    """In a table of new actions that carries old ones too, and for the printed name beside a signature."""
    old = {"ref": "ESM-26-0031-A2/4", "action": "Book the course", "who": "Tom Reed"}
    filling = filled({"points": [old, {"action": "New"}]}, Stage.SESSION)
    marks = read_marks(document_properties(filling))
    assert set(marks.rows) == {ref_mark("ESM-26-0031-A2/4")}
    assert ref_mark(f"{REFERENCE}/1") in marks.refs
    assert "sig_one-who" in marks.facts


def test_a_row_that_word_repeats_keeps_its_own_ticks() -> None:
    """In a table of any columns, and in one of actions, where the copy is another action."""
    put_in = {
        "visits": [{"what": "Home", "room": "Small", "seen": "Yes", "done": "Done"}],
        "points": [{"item": "2. Cases", "action": "Ring the school"}],
    }
    word = build_docx(build_page(filled(put_in, Stage.SESSION), fixed_boxes=False))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.docx")
        path.write_bytes(_with_copies(word, {"visits-1-what": "School", "points-1-action": "Write too"}))
        response = read_file(path, lookup)
    values = said(response)
    assert [row["what"] for row in values["visits"]] == ["Home", "School"]
    assert {(row["room"], row["seen"], row["done"]) for row in values["visits"]} == {("Small", "Yes", "Done")}
    assert [row["action"] for row in values["points"]] == ["Ring the school", "Write too"]
    assert codes(response) == ["H02"]


def _with_copies(word: bytes, changes: Mapping[str, str]) -> bytes:
    """Return a Word file in which the entry around each box is repeated, with another text in that box."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(members["word/document.xml"])
    for tag in [tag for tag in document.iter(f"{W}tag") if tag.get(f"{W}val") in changes]:
        around = (one for one in tag.iterancestors(f"{W}sdt") if _repeats(one))
        entry = next(around)
        copied = copy.deepcopy(entry)
        for box in copied.iter(f"{W}sdt"):
            name = box.find(f"{W}sdtPr/{W}tag")
            if name is not None and name.get(f"{W}val") == tag.get(f"{W}val"):
                next(box.iter(f"{W}t")).text = changes[str(tag.get(f"{W}val"))]
        entry.addnext(copied)
    members["word/document.xml"] = etree.tostring(document)
    return zipped(members)


def _repeats(control: etree._Element) -> bool:
    return control.find(f"{W}sdtPr/{W15}repeatingSectionItem") is not None


_SET_BY_OTHERS = {
    "read": "I have read it",
    "risks-online": "Online",
    "concerns": "Yes",
    "visits-1-done": "Done",
    "visits-1-room": "Small",
    "grid-2-answer": "N/A",
}


def _set_by_pypdf(blank: bytes) -> bytes:
    reader = pypdf.PdfReader(io.BytesIO(blank))
    writer = pypdf.PdfWriter(clone_from=reader)
    values = {name: f"/{option}" for name, option in _SET_BY_OTHERS.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _set_by_pikepdf(blank: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        fields = pikepdf.form.Form(pdf)
        for name, wanted in _SET_BY_OTHERS.items():
            field = fields[name]
            if isinstance(field, pikepdf.form.CheckboxField):
                field.checked = True
            elif isinstance(field, pikepdf.form.RadioButtonGroup):
                chosen = next(one for one in field.options if str(one.on_value) == f"/{wanted}")
                chosen.select()  # type: ignore[no-untyped-call]  # pikepdf gives it no types
        pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("set_by", [_set_by_pypdf, _set_by_pikepdf])
def test_ticks_that_other_libraries_set_are_read(set_by: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Alone, one of several, any of several, and in the cells of tables."""
    blank = build_pdf(build_page(blank_filling(laid_out()), fixed_boxes=True))
    path = tmp_path / "form.pdf"
    path.write_bytes(set_by(blank))
    response = read_file(path, lookup)
    values = said(response)
    assert (values["read"], values["risks"], values["concerns"]) == ("I have read it", ["Online"], "Yes")
    assert (values["visits"][0]["done"], values["visits"][0]["room"]) == ("Done", "Small")
    assert values["grid"] == [{"label": "Are files kept?", "answer": "N/A", "comment": None}]
    assert codes(response) == ["X27"]


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_a_form_that_libreoffice_saved_again_says_the_same(tmp_path: Path) -> None:
    """LibreOffice 25 keeps every box, those of tables and ticks too."""
    put_in = {
        "read": "I have read it",
        "concerns": "Yes",
        "risks": ["Neglect", "Online"],
        "times": {"from": "09:00", "to": "10:30"},
        "visits": [{"what": "Home", "room": "Small", "status": "Closed", "done": "Done"}],
        "grid": [{"label": "How often?", "answer": "Weekly"}],
    }
    page = build_page(filled(put_in, Stage.SESSION), fixed_boxes=False)
    path, folder = tmp_path / "form.docx", tmp_path / "again"
    path.write_bytes(build_docx(page))
    folder.mkdir()
    [again] = libreoffice.convert([path], "docx", folder)
    if libreoffice.version() < (25,):
        # Before that it drops the names of all boxes.
        with pytest.raises(UnreadableError, match="none of its boxes is left"):
            read_file(again, lookup)
        return
    response = read_file(again, lookup)
    assert said(response) == said(read_file(path, lookup))
    assert codes(response) == []
