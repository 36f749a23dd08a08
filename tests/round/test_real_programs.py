"""Forms that people complete with real programs read back as they were typed: PDFium, pdf.js, LibreOffice."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from build.prefill import first_stage
from forms.findings import Severity
from forms.model import Definition, Kind, Stage
from tests.round.boxes import Typed, asked_in, joined_with, ticked_in_word, typed_into
from tests.round.expected import expected_header, expected_values
from tests.round.making import FORMS, load_form, made, read_back, response_of, values_of
from tests.round.strategies import carried_tables, least_values
from tests.tools import libreoffice, pdfium, pdfjs
from tests.tools.tool import ToolError

_by_form = pytest.mark.parametrize("form", FORMS)
_OPEN_FORMS = tuple(
    (form, stage)
    for form in FORMS
    for stage in dict.fromkeys((first_stage(load_form(form)), Stage.SIGNING))
    if stage in load_form(form).stages
)
_by_open_form = pytest.mark.parametrize(("form", "stage"), _OPEN_FORMS)
"""Each form as it goes out first, and where it is signed."""
_CARRYING = tuple(form for form in FORMS if carried_tables(load_form(form)))
_READ_ONLY = 1
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Typist = Callable[[Path, Path, Mapping[str, Typed]], None]


@_by_open_form
def test_typed_with_pdfium(form: str, stage: Stage, tmp_path: Path) -> None:
    """What is typed, ticked and chosen in PDFium's form filler (Chrome, Edge) comes back."""
    raw, typed = _complete_pdf(form, stage, tmp_path, pdfium.type_into_pdf)
    if _has_lines(typed):
        assert any("\r\n" in text for text in _stored(raw)), "PDFium ends lines with CR LF"


@_by_open_form
@pytest.mark.needs(pdfjs.TOOL)
def test_saved_by_pdfjs(form: str, stage: Stage, tmp_path: Path) -> None:
    """What is filled in and saved by pdf.js (Firefox) comes back; its save only appends."""
    raw, typed = _complete_pdf(form, stage, tmp_path, pdfjs.fill_pdf)
    assert raw.startswith((tmp_path / "form.pdf").read_bytes())
    if _has_lines(typed):
        assert any("\n" in text and "\r" not in text for text in _stored(raw)), "pdf.js ends lines with LF"


@_by_form
@pytest.mark.needs(libreoffice.FILL_TOOL)
def test_filled_in_libreoffice(form: str, tmp_path: Path) -> None:
    """What is put into the content controls in LibreOffice comes back from the file that it stores."""
    definition = load_form(form)
    values = _starting_values(definition)
    source, target = tmp_path / "form.docx", tmp_path / "completed.docx"
    source.write_bytes(made(definition, values, "docx").data)
    typed = typed_into(definition, _word_controls(definition, source)[0])
    libreoffice.fill_docx(source, target, ticked_in_word(definition, typed))
    _assert_read(definition, joined_with(definition, values, typed), target)


@pytest.mark.parametrize("form", _CARRYING)
@pytest.mark.parametrize(
    "typist",
    [
        pytest.param(pdfium.type_into_pdf, id="pdfium"),
        pytest.param(pdfjs.fill_pdf, id="pdfjs", marks=pytest.mark.needs(pdfjs.TOOL)),
    ],
)
def test_what_is_locked_cannot_be_typed_over(form: str, typist: Typist, tmp_path: Path) -> None:
    """A reference, and a carried action's id, words, owner and date, do not take what is typed."""
    definition = load_form(form)
    source = tmp_path / "form.pdf"
    source.write_bytes(made(definition, _starting_values(definition), "pdf").data)
    locked = [name for name, flags in _pdf_fields(source).items() if flags & _READ_ONLY]
    carried = carried_tables(definition)[0].id
    for column in ("ref", "action", "who", "by_when"):
        assert f"{carried}-1-{column}" in locked
    own = [name for name in locked if name.endswith("-ref") and not name.startswith(f"{carried}-1-")]
    assert bool(own) == any(field.kind is Kind.ACTIONS for field in definition.answerable)
    with pytest.raises(ToolError, match="read-only"):
        typist(source, tmp_path / "never.pdf", {f"{carried}-1-action": "something else"})
    assert not (tmp_path / "never.pdf").exists()


@pytest.mark.parametrize("form", _CARRYING)
def test_what_is_locked_is_locked_in_word(form: str, tmp_path: Path) -> None:
    """The same parts stand in content controls whose content is locked; the others can be typed into."""
    definition = load_form(form)
    source = tmp_path / "form.docx"
    source.write_bytes(made(definition, _starting_values(definition), "docx").data)
    opened, locked = _word_controls(definition, source)
    carried = carried_tables(definition)[0].id
    for column in ("ref", "action", "who", "by_when"):
        assert f"{carried}-1-{column}" in locked
    for column in ("update", "status"):
        assert f"{carried}-1-{column}" in opened


@pytest.mark.parametrize(
    "typist",
    [
        pytest.param(pdfium.type_into_pdf, id="pdfium"),
        pytest.param(pdfjs.fill_pdf, id="pdfjs", marks=pytest.mark.needs(pdfjs.TOOL)),
    ],
)
def test_a_completed_agenda_goes_on_as_a_clean_session_form(typist: Typist, tmp_path: Path) -> None:
    """What a viewer saved is put on the clean next form, and keeps every answer."""
    definition = load_form("esteem/a2-record")
    values = _starting_values(definition)
    source, target = tmp_path / "form.pdf", tmp_path / "completed.pdf"
    source.write_bytes(made(definition, values, "pdf").data)
    typed = typed_into(definition, _open_pdf_fields(source))
    typist(source, target, typed)
    returned = response_of(target.read_bytes(), "pdf")
    session = made(definition, None, "docx", continued=returned, stage=Stage.SESSION)
    file = read_back(session.data, "docx")
    known = joined_with(definition, values, typed)
    wanted = expected_values(definition, known)
    assert {name: value for name, value in values_of(file).items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }


def _complete_pdf(form: str, stage: Stage, folder: Path, typist: Typist) -> tuple[bytes, Mapping[str, Typed]]:
    """Build a form, have it completed, compare what it then says; return its bytes, and what was typed."""
    definition = load_form(form)
    values = _starting_values(definition)
    source, target = folder / "form.pdf", folder / "completed.pdf"
    source.write_bytes(made(definition, values, "pdf", stage=stage).data)
    typed = typed_into(definition, _open_pdf_fields(source))
    assert typed
    typist(source, target, typed)
    _assert_read(definition, joined_with(definition, values, typed), target)
    return target.read_bytes(), typed


def _has_lines(typed: Mapping[str, Typed]) -> bool:
    return any("\n" in answer for answer in typed.values() if isinstance(answer, str))


def _assert_read(definition: Definition, known: Mapping[str, Any], path: Path) -> None:
    file_format = path.suffix.removeprefix(".")
    file = read_back(path.read_bytes(), file_format)
    wanted = expected_values(definition, known)
    said = values_of(file)
    assert {name: value for name, value in said.items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }
    assert file["header"] == expected_header(definition, known)
    assert file["reference"] == known["reference"]
    urgent = [one for one in file["findings"] if one["severity"] == Severity.ACT_NOW.value]
    assert urgent == []


def _starting_values(definition: Definition) -> dict[str, Any]:
    """Return the values of a form that carries one action, where it can carry any."""
    values = least_values(definition)
    for field in carried_tables(definition)[:1]:
        values["fields"][field.id] = [
            {
                "ref": f"ESM-26-0031-{definition.code}/2",
                "action": "Book early help training",
                "who": "Priya Shah",
                "by_when": "2026-10-30",
            }
        ]
    return values


def _pdf_fields(path: Path) -> dict[str, int]:
    """Return the names of the fields that have a box on a page, each with its flags."""
    with pikepdf.open(path) as pdf:
        return {
            str(field.T): int(field.get("/Ff", 0))
            for field in pdf.Root.AcroForm.Fields
            if "/Rect" in field or "/Kids" in field
        }


def _open_pdf_fields(path: Path) -> list[str]:
    return [name for name, flags in _pdf_fields(path).items() if not flags & _READ_ONLY]


def _stored(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(field.V) for field in pdf.Root.AcroForm.Fields if "/V" in field]


def _word_controls(definition: Definition, path: Path) -> tuple[list[str], list[str]]:
    """Return the names of the fields that can be typed into, and of those that are locked.

    The boxes of one choice count as one field. Words beside an option "Other" may share a tag with its
    box, so that nobody can name them alone: then they are left out.
    """
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    all_properties = [found for found in root.iter(f"{_WORD}sdtPr") if found.find(f"{_WORD}tag") is not None]
    boxes = {_tag(found) for found in all_properties if _is_check_box(found)}
    opened: dict[str, None] = {}
    locked: dict[str, None] = {}
    for properties in all_properties:
        name = _tag(properties)
        if _is_check_box(properties):
            is_single = asked_in(definition, name).kind is Kind.TICK
            name = name if is_single else name.rpartition("-")[0]
        elif name in boxes:
            continue
        lock = properties.find(f"{_WORD}lock")
        is_locked = lock is not None and lock.get(f"{_WORD}val") == "sdtContentLocked"
        (locked if is_locked else opened)[name] = None
    return list(opened), list(locked)


def _tag(properties: etree._Element) -> str:
    tag = properties.find(f"{_WORD}tag")
    return str(tag.get(f"{_WORD}val")) if tag is not None else ""


def _is_check_box(properties: etree._Element) -> bool:
    return properties.find("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox") is not None
