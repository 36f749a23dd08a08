"""Every row that was printed when a form was issued and is gone is told of, in PDF and in Word."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest

from forms.findings import Severity
from forms.model import TABLES, Stage
from forms.records import Response, State
from tests.recall.word_file import W, WordFile, entry_of
from tests.round.making import FORM_STAGES, load_form, made, response_of
from tests.round.strategies import least_values


@cache
def _issued(form: str, stage: Stage, file_format: str) -> bytes:
    definition = load_form(form)
    return made(definition, least_values(definition), file_format, stage=stage).data


def _said_of(response: Response, table: str) -> bool:
    answer = response.fields.get(table)
    return (answer is not None and answer.state is State.MISSING) or any(
        one.field == table or (one.field or "").startswith(f"{table}-") for one in response.findings
    )


def _without_rows(data: bytes, prefix: str) -> bytes:
    """Return a PDF without the boxes whose names begin so, on pages and in the form."""

    def is_kept(node: pikepdf.Object) -> bool:
        top = node.get("/Parent", node)
        return not str(top.get("/T", "")).startswith(prefix)

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.AcroForm
        form.Fields = pikepdf.Array([one for one in form.Fields if is_kept(one)])
        for page in pdf.pages:
            if "/Annots" in page:
                page.Annots = pikepdf.Array([one for one in page.Annots if is_kept(one)])
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
def test_a_row_that_is_gone_from_a_pdf_is_missing_not_blank(form: str, stage: Stage) -> None:
    """The last row of every table: nobody could tell it from one that was never there."""
    data = _issued(form, stage, "pdf")
    whole = response_of(data, "pdf")
    definition = load_form(form)
    for field in definition.answerable:
        cells = whole.fields[field.id].cells if field.kind in TABLES and field.id in whole.fields else None
        if not cells:
            continue
        assert whole.fields[field.id].state is not State.MISSING
        last = max(cells)
        lost = response_of(_without_rows(data, f"{field.id}-{last}-"), "pdf")
        answer = lost.fields[field.id]
        assert answer.state is State.MISSING
        assert answer.cells is not None
        assert {one.state for one in answer.cells[last].values()} == {State.MISSING}
        assert any(one.code == "F01" and f"{field.id}-{last}" in one.message for one in lost.findings)


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
def test_a_row_that_is_taken_out_in_word_is_told(form: str, stage: Stage) -> None:
    """The last one too, of every table that has rows of its own."""
    data = _issued(form, stage, "docx")
    tables = {row.table for row in WordFile.opened(data).rows()}
    for table in sorted(tables):
        word = WordFile.opened(data)
        row = [one for one in word.rows() if one.table == table][-1]
        for entry in dict.fromkeys(entry_of(line) for line in row.lines):
            parent = entry.getparent()
            assert parent is not None
            parent.remove(entry)
        lost = response_of(word.saved(), "docx")
        assert _said_of(lost, table) or any(one.code in {"F01", "F46", "X18"} for one in lost.findings)


def test_a_row_that_was_settled_matters_more_than_a_spare_one() -> None:
    """On the copy to sign only rows stand in which something is."""
    definition = load_form("esteem/a2-record")
    values = least_values(definition)
    values["fields"]["review_action"] = [{"action": "Ring the school"}, {"action": "Write to the governors"}]
    data = made(definition, values, "docx", stage=Stage.SIGNING).data
    word = WordFile.opened(data)
    row = word.rows()[-1]
    for entry in dict.fromkeys(entry_of(line) for line in row.lines):
        parent = entry.getparent()
        assert parent is not None
        parent.remove(entry)
    (found,) = [one for one in response_of(word.saved(), "docx").findings if one.code == "F24"]
    assert found.severity is Severity.SOON


@pytest.mark.parametrize("typed", ["ESM-26-0042-A2/5", ""])
@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_an_id_that_was_typed_over_is_for_a_person_to_look_at(typed: str, file_format: str) -> None:
    """With that of an empty row, or deleted: the action would go on under another id."""
    values = {
        "reference": "ESM-26-0042-A2",
        "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"},
        "fields": {"agenda_action": [{"action": "Ring the school", "who": "Tom Reed"}]},
    }
    data = made(load_form("esteem/a2-record"), values, file_format, stage=Stage.SESSION).data
    cells = response_of(data, file_format).fields["agenda_action"].cells or {}
    assert [cells[row]["ref"].value for row in (1, 2)] == ["ESM-26-0042-A2/4", "ESM-26-0042-A2/5"]
    changed = response_of(_with_text(data, "agenda_action-1-ref", typed, file_format), file_format)
    (found,) = [one for one in changed.findings if one.code == "F46"]
    assert found.severity is Severity.SOON
    assert "stand in no row: ESM-26-0042-A2/4. " in found.message
    twice = "agenda_action, row 1 and agenda_action, row 2: ESM-26-0042-A2/5"
    assert (twice if typed else "agenda_action, row 1: none") in found.message


def _with_text(data: bytes, name: str, text: str, file_format: str) -> bytes:
    """Return a form with something else in one box, locked or not."""
    if file_format == "docx":
        word = WordFile.opened(data)
        control = next(one for tag, one in word.controls() if tag == name)
        next(control.iter(f"{W}t")).text = text
        return word.saved()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (field,) = [one for one in pdf.Root.AcroForm.Fields if one.get("/T") == name]
        field.V = pikepdf.String(text)
        pdf.save(out)
    return out.getvalue()
