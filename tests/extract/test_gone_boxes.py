"""Forms with the facts that a trust's plan knows of a session, read once their boxes are gone."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from build.prefill import Known, blank_filling, build_filling
from build.values import parse_values
from forms.model import Fact, Stage
from halfterm.issued_forms import read_any
from halfterm.make import document
from tests.recall.word_programs import as_google_docs
from tests.round.making import CATALOGUE
from tests.tools import pdfium

_SCHOOL = {"school": "Alder Grove Academy"}
_PAIR = {"supervisee": "Tom Reed", "supervisor": "Priya Shah"}
_ON = {"session_date": "2026-11-19"}
_AT = {"session_time": "14:05"}
_BACK = {"return_by": "2026-11-12"}
_SPARE = {"sheet": 2, "sheets": 3}
_CASE = {"case_ref": "ESM-C017"}
_DOUBT = "F42"
_ROLE = "Deputy Designated Safeguarding Lead and Head of Years Ten and Eleven, Attendance and Behaviour"
"""A job title: a narrow box is higher for it, and all that is below stands lower."""

_ROWS = (
    {
        "ref": "2",
        "action": "Book room 10 for the training and write to the heads of every school about who may come",
        "who": "Tom Reed",
        "by_when": "2026-10-03",
    },
    {"ref": "12", "action": "Write to the school nurse", "who": "Priya Shah", "by_when": "2026-12-02"},
)
"""Carried actions: the first one is higher than others, the id of the second breaks in a narrow cell."""


class Sent(NamedTuple):
    """A form at a stage, and the facts above it; none for a blank one.

    `role` is the box of a job title, `carried` the table of actions that are carried onto it.
    """

    form: str
    stage: Stage
    header: Mapping[str, object]
    role: str = ""
    carried: str = ""

    def made(self, file_format: str) -> bytes:
        """Return the file as it goes out."""
        definition = CATALOGUE.load_form(self.form)
        if self.stage is Stage.BLANK:
            return document(blank_filling(definition), file_format)[0]
        sheet = "-2" if Fact.CASE_REF in definition.required else ""
        said = {"reference": f"ESM-26-0042-{definition.code}{sheet}", "header": dict(self.header)}
        fields = {self.role: _ROLE} if self.role else {}
        rows = [{**row, "ref": f"ESM-26-0031-{definition.code}/{row['ref']}"} for row in _ROWS]
        said |= {"fields": {**fields, **({self.carried: rows} if self.carried else {})}}
        filling = build_filling(
            definition,
            Known(parse_values(json.dumps(said), definition, "the plan")),
            lookup=CATALOGUE.load_form,
            forms=CATALOGUE.papers_of(definition.policy.id),
            stage=self.stage,
            left_open=frozenset({Fact.CASE_REF}),
        )
        return document(filling, file_format)[0]


_SENT = (
    Sent("ashbury-meadow/a-contract", Stage.SIGNING, {**_SCHOOL, **_PAIR}),
    Sent("ashbury-meadow/a-contract", Stage.FINAL, {**_SCHOOL, **_PAIR}),
    Sent("ashbury-meadow/b-agenda", Stage.AGENDA, {**_SCHOOL, **_PAIR, **_ON, **_AT, **_BACK}),
    Sent("esteem/a1-agreement", Stage.SIGNING, {**_SCHOOL, **_PAIR}),
    Sent("esteem/a1-agreement", Stage.SIGNING, _PAIR),
    Sent("esteem/a2-record", Stage.AGENDA, {**_SCHOOL, **_PAIR, **_ON, **_BACK}, role="job_title"),
    Sent("esteem/a2-record", Stage.SIGNING, {**_SCHOOL, **_PAIR, **_ON, **_AT}),
    Sent("esteem/a3-case-notes", Stage.AGENDA, {**_SCHOOL, **_PAIR, **_ON, **_AT, **_BACK, **_SPARE}),
    Sent("esteem/a3-case-notes", Stage.AGENDA, {**_PAIR, **_ON, **_BACK, **_SPARE, **_CASE}),
    Sent("esteem/a4-monitoring", Stage.SESSION, _PAIR | _SCHOOL, role="supervisee_role"),
    Sent("green-gates/a1-agreement-external", Stage.SIGNING, _PAIR | _SCHOOL, role="party2_position"),
    Sent("green-gates/a3-case-proforma", Stage.SESSION, {**_SCHOOL, **_PAIR, **_ON, **_SPARE}),
    Sent("harewood/a3-caseload-record", Stage.SIGNING, {**_PAIR, **_ON, **_SPARE}, carried="outstanding"),
    Sent("harewood/a4-decision-record", Stage.SIGNING, {**_PAIR, **_ON, **_AT, **_SPARE}),
    Sent("highcliffe/a1-contract", Stage.BLANK, {}),
    Sent("highcliffe/a4-case-summary", Stage.FINAL, {**_PAIR, **_ON}, carried="cases"),
    Sent("highcliffe/a3-record-group", Stage.AGENDA, {"supervisor": "Priya Shah", **_ON, **_BACK}),
)


@pytest.mark.parametrize("sent", _SENT, ids=lambda sent: "-".join((sent.form, sent.stage, *sent.header)))
def test_what_was_sent_is_read(sent: Sent) -> None:
    """Nobody typed anything: the file without its boxes says what the file with them says."""
    pdf, word = sent.made("pdf"), sent.made("docx")
    assert _said(pdfium.flatten(pdf)) == _said(_flattened_keeping_properties(pdf)) == _said(pdf)
    assert _said(as_google_docs(word)) == _said(word)


def _flattened_keeping_properties(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.flatten_annotations("print")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _said(data: bytes) -> object:
    """Return the facts, the answers, and the cells of tables that a file says, and what of it is in doubt.

    Without empty ones.
    """
    response = read_any(data, Path("returned"), CATALOGUE).response
    assert response is not None
    values = {name: one.value for name, one in response.fields.items() if one.value and not one.cells}
    cells = {
        f"{name}-{number}-{column}": cell.value
        for name, one in response.fields.items()
        for number, row in (one.cells or {}).items()
        for column, cell in row.items()
        if cell.value
    }
    doubted = {one.field for one in response.findings if one.code == _DOUBT}
    return dict(response.header), values, cells, doubted
