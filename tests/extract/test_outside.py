"""Words that somebody types into a Word form outside its boxes are never dropped in silence."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from build.prefill import first_stage
from forms.findings import Finding, Severity
from forms.model import Stage
from tests.round.making import FORM_STAGES, FORMS, load_form, made, made_blank, response_of
from tests.round.strategies import least_values
from tests.tools import libreoffice

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = "word/document.xml"
_TYPED = "Typed here by mistake"


def _outside(data: bytes) -> list[Finding]:
    return [finding for finding in response_of(data, "docx").findings if finding.code == "F36"]


def _record() -> bytes:
    definition = load_form("esteem/a2-record")
    return made(definition, least_values(definition), "docx", stage=Stage.SESSION).data


def _edited(data: bytes, edit: Callable[[etree._Element], None]) -> bytes:
    """Return the Word file after `edit` changed its document."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _PART:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    return target.getvalue()


def _box(root: etree._Element, name: str) -> etree._Element:
    return next(
        sdt for sdt in root.iter(_W + "sdt") if sdt.find(f"{_W}sdtPr/{_W}tag[@{_W}val='{name}']") is not None
    )


def _paragraph(words: str) -> etree._Element:
    paragraph = etree.Element(_W + "p")
    etree.SubElement(etree.SubElement(paragraph, _W + "r"), _W + "t").text = words
    return paragraph


def _below_box(root: etree._Element, words: str = _TYPED) -> None:
    cell = next(one for one in _box(root, "agenda_items").iterancestors(_W + "tc"))
    cell.append(_paragraph(words))


def _at_end(root: etree._Element) -> None:
    body = root[0]
    body.insert(len(body) - 1, _paragraph(_TYPED))


def _table_at_end(root: etree._Element) -> None:
    table = etree.Element(_W + "tbl")
    cell = etree.SubElement(etree.SubElement(table, _W + "tr"), _W + "tc")
    cell.append(_paragraph(_TYPED))
    root[0].insert(len(root[0]) - 1, table)


def _in_label(root: etree._Element) -> None:
    label = next(text for text in root.iter(_W + "t") if text.text == "Agenda items:")
    label.text = f"Agenda items: {_TYPED}"


def _beside_box(root: etree._Element) -> None:
    box = _box(root, "agenda_items")
    run = copy.deepcopy(_paragraph(f" {_TYPED}")[0])
    parent = box.getparent()
    assert parent is not None
    if parent.tag == _W + "p":
        box.addnext(run)
    else:
        box.addnext(_paragraph(_TYPED))


def _at_start(root: etree._Element) -> None:
    root[0].insert(0, _paragraph(_TYPED))


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (_below_box, "beside the box Agenda items"),
        (_beside_box, "beside the box Agenda items"),
        (_in_label, "row 3, Status"),
        (_at_end, "after the box"),
        (_table_at_end, "after the box"),
        (_at_start, "before the first box"),
    ],
)
def test_words_outside_the_boxes_are_quoted(edit: Callable[[etree._Element], None], where: str) -> None:
    """One finding quotes them, and says beside or after which box they stand."""
    (finding,) = _outside(_edited(_record(), edit))
    assert finding.severity is Severity.SOON
    assert _TYPED in finding.message
    assert where in finding.message


@pytest.mark.parametrize(
    "words", ["Yes", "No", "In progress", "12", "None", "none", "Left blank", "N/A", "Supervisor", "Status"]
)
def test_an_answer_alone_on_a_line_is_no_printed_word(words: str) -> None:
    """The words of an option are the form's own only behind a box."""
    (finding,) = _outside(_edited(_record(), lambda root: _below_box(root, words)))
    assert repr(words) in finding.message


@pytest.mark.parametrize(
    ("box", "words"),
    [("risks-1-since-ongoing", "YES"), ("summary", "No"), ("summary", "Done")],
)
def test_an_answer_typed_beside_a_box_is_no_printed_word(box: str, words: str) -> None:
    """A tick box has its own option behind it, once, and a box for words has none."""
    definition = load_form("harewood/a3-caseload-record")
    data = made(definition, least_values(definition), "docx", stage=Stage.SESSION).data

    def edit(root: etree._Element) -> None:
        run = copy.deepcopy(_paragraph(f" {words}")[0])
        paragraph = next(one for one in _box(root, box).iterancestors(_W + "p"))
        paragraph.append(run)

    (finding,) = _outside(_edited(data, edit))
    assert words in finding.message


def test_many_and_long_words_are_told_once() -> None:
    """However much was typed, the finding stays short and says how much more there is."""

    def edit(root: etree._Element) -> None:
        for _ in range(7):
            _below_box(root, "many words " * 100)

    (finding,) = _outside(_edited(_record(), edit))
    assert "and 2 more" in finding.message
    assert "characters more" in finding.message


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
@pytest.mark.parametrize("verbatim", [False, True])
def test_printed_words_are_never_taken_for_typed_ones(form: str, stage: Stage, *, verbatim: bool) -> None:
    """No form that is built has words outside its boxes but its own."""
    definition = load_form(form)
    data = made(definition, least_values(definition), "docx", stage=stage, verbatim=verbatim).data
    assert _outside(data) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verbatim", [False, True])
def test_a_blank_has_only_printed_words(form: str, *, verbatim: bool) -> None:
    """Nor has a blank, with what is added or without."""
    assert _outside(made_blank(load_form(form), "docx", verbatim=verbatim)) == []


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_libreoffice_adds_no_words(tmp_path: Path) -> None:
    """A form that LibreOffice opened and saved has no words outside its boxes either."""
    paths = []
    for form in FORMS:
        definition = load_form(form)
        path = tmp_path / f"{form.replace('/', '-')}.docx"
        stage = first_stage(definition)
        path.write_bytes(made(definition, least_values(definition), "docx", stage=stage).data)
        paths.append(path)
    saved = libreoffice.convert(paths, "docx", tmp_path / "saved")
    assert [path.name for path in saved if _outside(path.read_bytes())] == []
