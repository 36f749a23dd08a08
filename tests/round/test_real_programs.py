"""Forms that people complete with real programs read back as they were typed: PDFium, pdf.js, LibreOffice."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from forms.dates import parse_date
from forms.findings import Severity
from forms.model import STATUSES, Definition, Kind, Stage
from forms.names import CONTINUATION, option_name, split_cell_name
from tests.round.expected import expected_header, expected_values
from tests.round.making import FORMS, load_form, made, read_back, response_of, values_of
from tests.round.strategies import least_values
from tests.tools import libreoffice, pdfium, pdfjs
from tests.tools.tool import ToolError

_by_form = pytest.mark.parametrize("form", FORMS)
_READ_ONLY = 1
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS = "Zoë & Łukasz – 90% <sure> (no. {number})"
_DATE = "03/12/2026"

Typist = Callable[[Path, Path, Mapping[str, str | bool]], None]


@_by_form
def test_typed_with_pdfium(form: str, tmp_path: Path) -> None:
    """What is typed, ticked and chosen in PDFium's form filler (Chrome, Edge) comes back."""
    raw = _complete_pdf(form, tmp_path, pdfium.type_into_pdf)
    if form != "esteem/a1-agreement":
        assert any("\r\n" in text for text in _stored(raw)), "PDFium ends lines with CR LF"


@_by_form
@pytest.mark.needs(pdfjs.TOOL)
def test_saved_by_pdfjs(form: str, tmp_path: Path) -> None:
    """What is filled in and saved by pdf.js (Firefox) comes back; its save only appends."""
    raw = _complete_pdf(form, tmp_path, pdfjs.fill_pdf)
    assert raw.startswith((tmp_path / "form.pdf").read_bytes())
    if form != "esteem/a1-agreement":
        assert any("\n" in text and "\r" not in text for text in _stored(raw)), "pdf.js ends lines with LF"


@_by_form
@pytest.mark.needs(libreoffice.FILL_TOOL)
def test_filled_in_libreoffice(form: str, tmp_path: Path) -> None:
    """What is put into the content controls in LibreOffice comes back from the file that it stores."""
    definition = load_form(form)
    values = _starting_values(definition)
    source, target = tmp_path / "form.docx", tmp_path / "completed.docx"
    source.write_bytes(made(definition, values, "docx").data)
    typed = _answers(definition, _word_controls(source)[0])
    libreoffice.fill_docx(source, target, _ticked(definition, typed))
    _assert_read(definition, _joined(definition, values, typed), target)


@pytest.mark.parametrize("form", FORMS[1:])
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
    carried = next(field.id for field in definition.answerable if field.kind is Kind.CARRIED)
    for column in ("ref", "action", "who", "by_when"):
        assert f"{carried}-1-{column}" in locked
    assert any(name.endswith("-1-ref") and not name.startswith(carried) for name in locked)
    with pytest.raises(ToolError, match="read-only"):
        typist(source, tmp_path / "never.pdf", {f"{carried}-1-action": "something else"})
    assert not (tmp_path / "never.pdf").exists()


@pytest.mark.parametrize("form", FORMS[1:])
def test_what_is_locked_is_locked_in_word(form: str, tmp_path: Path) -> None:
    """The same parts stand in content controls whose content is locked; the others can be typed into."""
    definition = load_form(form)
    source = tmp_path / "form.docx"
    source.write_bytes(made(definition, _starting_values(definition), "docx").data)
    opened, locked = _word_controls(source)
    carried = next(field.id for field in definition.answerable if field.kind is Kind.CARRIED)
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
    typed = _answers(definition, _open_pdf_fields(source))
    typist(source, target, typed)
    returned = response_of(target.read_bytes(), "pdf")
    session = made(definition, None, "docx", continued=returned, stage=Stage.SESSION)
    file = read_back(session.data, "docx")
    known = _joined(definition, values, typed)
    wanted = expected_values(definition, known)
    assert {name: value for name, value in values_of(file).items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }


def _complete_pdf(form: str, folder: Path, typist: Typist) -> bytes:
    """Build a form, have it completed, compare what it then says; return the completed file's bytes."""
    definition = load_form(form)
    values = _starting_values(definition)
    source, target = folder / "form.pdf", folder / "completed.pdf"
    source.write_bytes(made(definition, values, "pdf").data)
    typed = _answers(definition, _open_pdf_fields(source))
    typist(source, target, typed)
    _assert_read(definition, _joined(definition, values, typed), target)
    return target.read_bytes()


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
    for field in definition.answerable:
        if field.kind is Kind.CARRIED:
            values["fields"][field.id] = [
                {
                    "ref": f"ESM-26-0031-{definition.code}/2",
                    "action": "Book early help training",
                    "who": "Priya Shah",
                    "by_when": "2026-10-30",
                }
            ]
    return values


def _answers(definition: Definition, names: list[str]) -> dict[str, str]:
    """Return what a person types, ticks or chooses in each of these boxes, as it is shown.

    Facts that were issued are left as they are.
    """
    facts = {field.id for field in definition.answerable if field.fact}
    return {
        name: _answer(definition, name, number)
        for number, name in enumerate(names, start=1)
        if name not in facts and not name.startswith("header-")
    }


def _answer(definition: Definition, name: str, number: int) -> str:
    words = _WORDS.format(number=number)
    field = next((one for one in definition.answerable if one.id == name), None)
    kind = field.kind if field is not None else None
    if split_cell_name(name) is not None:
        return _cell_answer(name, number)
    if field is not None and kind in {Kind.CHOICE, Kind.YES_NO}:
        return (field.all_options or ("Yes", "No"))[-1]
    if kind is Kind.MULTILINE or name == CONTINUATION:
        return f"{words}\n\n  second line — 100 €\nthird"
    if kind is Kind.DATE or name.endswith("-date"):
        return _DATE
    return {Kind.TIME: "14:30", Kind.NUMBER: "55"}.get(kind, words) if kind else words


def _cell_answer(name: str, number: int) -> str:
    column = name.rpartition("-")[2]
    words = _WORDS.format(number=number)
    answers = {
        "status": STATUSES[number % len(STATUSES)],
        "by_when": (_DATE, "before half term")[number % 2],
        "who": words,
    }
    return answers.get(column, f"{words}\n\nsecond line ")


def _joined(definition: Definition, values: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return `values` with what was typed, as a values file would say it."""
    fields = dict(values["fields"])
    known = {field.id: field for field in definition.answerable}
    for name, shown in typed.items():
        date = parse_date(shown)
        plain = date.isoformat() if date else shown
        cell = split_cell_name(name)
        base, _, part = name.partition("-")
        if cell is not None:
            table, row_number, column = cell
            rows = [dict(row) for row in fields.get(table, [])]
            rows += [{} for _ in range(row_number - len(rows))]
            rows[row_number - 1][column] = shown
            fields[table] = rows
        elif base in known and known[base].kind is Kind.SIGNATURE:
            fields[base] = {**fields.get(base, {}), part: plain}
        elif name in known and known[name].kind is Kind.NUMBER:
            fields[name] = int(shown)
        else:
            fields[name] = plain
    return {**values, "fields": fields}


def _ticked(definition: Definition, typed: Mapping[str, str]) -> dict[str, str | bool]:
    """Return what is typed in Word's way: a choice drawn as boxes is a tick in the box of its option."""
    boxes = {field.id for field in definition.answerable if field.options or field.kind is Kind.YES_NO}
    boxes -= {field.id for field in definition.answerable if field.as_list}
    given: dict[str, str | bool] = {}
    for name, shown in typed.items():
        if name in boxes:
            given[option_name(name, shown)] = True
        else:
            given[name] = shown
    return given


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


def _word_controls(path: Path) -> tuple[list[str], list[str]]:
    """Return the names of the fields that can be typed into, and of those that are locked.

    The boxes of one choice count as one field. Words beside an option "Other" share a tag with its box, so
    nobody can name them alone: they are left out.
    """
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    opened: dict[str, None] = {}
    locked: dict[str, None] = {}
    for properties in root.iter(f"{_WORD}sdtPr"):
        tag = properties.find(f"{_WORD}tag")
        lock = properties.find(f"{_WORD}lock")
        if tag is None:
            continue
        name = str(tag.get(f"{_WORD}val"))
        if properties.find("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox") is not None:
            name = name.rpartition("-")[0]
        elif name.endswith("-other"):
            continue
        is_locked = lock is not None and lock.get(f"{_WORD}val") == "sdtContentLocked"
        (locked if is_locked else opened)[name] = None
    return list(opened), list(locked)
