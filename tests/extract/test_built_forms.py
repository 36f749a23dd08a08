"""What the project builds, its own reader reads: blanks of all forms, and filled ones."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from build.docx import build_docx
from build.filling import Filling
from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import Known, blank_filling, build_filling
from build.values import parse_values
from extract.intake import read_file, read_files
from forms.catalogue import form_ids, load_form
from forms.model import Stage
from forms.records import Response, State
from tests.round.making import made, response_of
from tests.tools import libreoffice

_VALUES = {
    "reference": "ESM-26-0042-A2",
    "header": {
        "school": "Alder Grove Academy", "supervisee": "Priya Shah", "supervisor": "Tom Reed",
        "session_date": "2026-11-19", "session_time": "10:00", "return_by": "2026-11-12",
    },
    "fields": {
        "agenda_items": "Première ligne\nsecond  line ",
        "training_planned": "A long plan, told twice. " * 200,
        "review_action": [{"action": "Ring the school", "who": "Priya Shah", "by_when": "2026-12-01"}],
    },
}  # fmt: skip


def filled(stage: Stage) -> Filling:
    """Return a filled record form at a stage."""
    record = load_form("esteem/a2-record")
    values = parse_values(json.dumps(_VALUES), record, "values.json")
    forms = [load_form(form_id) for form_id in form_ids()]
    return build_filling(record, Known(values), lookup=load_form, forms=forms, stage=stage)


def written(filling: Filling, kind: str, folder: Path) -> Path:
    """Return the path of the form that is built from `filling`."""
    page = build_page(filling, fixed_boxes=kind == "pdf")
    path = folder / f"form.{kind}"
    path.write_bytes(build_pdf(page) if kind == "pdf" else build_docx(page))
    return path


def said(response: Response) -> dict[str, object]:
    """Return the value of every answer."""
    return {name: answer.value for name, answer in response.fields.items() if name != "continuation"}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("verbatim", [False, True])
@pytest.mark.parametrize("form_id", form_ids())
def test_a_blank_has_every_box_and_no_answer(
    tmp_path: Path, form_id: str, kind: str, *, verbatim: bool
) -> None:
    """Nothing is missing, nothing unknown: only the reference is lacking, as it must be in a blank."""
    path = written(blank_filling(load_form(form_id), verbatim=verbatim), kind, tmp_path)
    response = read_file(path)
    assert [finding.code for finding in response.findings] == ["X27"]
    assert {answer.state for answer in response.fields.values()} <= {State.BLANK}


@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SESSION, Stage.SIGNING])
def test_both_formats_say_the_same(tmp_path: Path, stage: Stage) -> None:
    """The same filling, in either format and at each stage, reads as the same answers."""
    pdf, word = (read_file(written(filled(stage), kind, tmp_path)) for kind in ("pdf", "docx"))
    assert said(pdf) == said(word)
    assert pdf.header == word.header
    assert pdf.text("agenda_items") == "Première ligne\nsecond  line "
    assert pdf.text("training_planned") == "A long plan, told twice. " * 200
    assert pdf.text("session_date") == "2026-11-19"
    assert pdf.stage is stage


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_a_form_that_libreoffice_saved_again_says_the_same(tmp_path: Path) -> None:
    """LibreOffice 25 keeps every answer; the names that LibreOffice 7 drops are said to be gone."""
    path = written(filled(Stage.SESSION), "docx", tmp_path)
    folder = tmp_path / "again"
    folder.mkdir()
    [again] = libreoffice.convert([path], "docx", folder)
    [result] = read_files([again])
    if libreoffice.version() < (25,):
        assert result.error is not None
        assert result.error.code == "R23"
        return
    assert result.response is not None
    assert said(result.response) == said(read_file(path))
    assert result.response.findings == ()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [(None, "Kinship care", ["F29"]), ("Other", None, ["F29"]), ("Other", "Kinship care", [])],
)
def test_other_and_its_words_belong_together_where_one_is_chosen(
    kind: str, status: str | None, words: str | None, expected: list[str]
) -> None:
    """Words beside "Other" without its tick answer nothing by themselves, nor does the tick without words."""
    header = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    fields = {"current_status": status, "current_status-other": words}
    values = {"reference": "HAR-26-0042-A3-1", "header": header | {"case_ref": "HAR-C014"}, "fields": fields}
    form = made(load_form("harewood/a3-caseload-record"), values, kind, stage=Stage.SESSION)
    assert [one.code for one in response_of(form.data, kind).findings] == expected


def test_a_carried_action_that_was_taken_off_is_said_once() -> None:
    """The marks of what was issued tell it; the gap in the numbers of the rows is the same thing."""
    header = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    rows = [
        {"ref": f"GGP-26-0005-A2/{number}", "action": f"Ring {number}", "who": "Tom Reed"}
        for number in (1, 2)
    ]
    values = {"reference": "GGP-26-0042-A2", "header": header, "fields": {"prev_actions": rows}}
    data = made(load_form("green-gates/a2-record"), values, "docx", stage=Stage.SESSION).data
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = re.sub(rb"<w:tr>(?:(?!<w:tr>).)*?Ring 1.*?</w:tr>", b"", content, flags=re.DOTALL)
            new.writestr(name, content)
    findings = response_of(target.getvalue(), "docx").findings
    assert [one.code for one in findings] == ["X18"]
    assert "1 of the 2 carried actions" in findings[0].message
