"""A form made with --verbatim has only what is printed: what halfterm itself puts in never keeps it back."""

import itertools

import pytest

from forms.model import Kind, Stage
from tests.round.making import FORM_STAGES, FORMATS, FORMS, load_form, made, read_back, response_of, values_of

_HEADER = {
    "school": "Alder Grove Academy",
    "supervisee": "Priya Shah",
    "supervisor": "Tom Reed",
    "session_time": "10:00",
    "case_ref": "ESM-C014",
}
_ACTION = {"action": "Ring social care", "who": "Tom Reed", "by_when": "2026-12-01"}


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
def test_a_reference_alone_is_no_obstacle(form: str, stage: Stage) -> None:
    """The ids that halfterm prints beforehand are left out where the printed form has no place for them."""
    definition = load_form(form)
    values = {"reference": f"ESM-26-0042-{definition.code}", "header": _header(definition.required)}
    for file_format in FORMATS:
        assert made(definition, values, file_format, stage=stage, verbatim=True).data


@pytest.mark.parametrize(
    ("source", "form"),
    [
        (source, form)
        for source, form in itertools.product(FORMS, FORMS)
        if source.partition("/")[0] == form.partition("/")[0]
        and any(field.kind is Kind.ACTIONS for field in load_form(source).fields)
    ],
)
def test_a_carried_action_is_no_obstacle(source: str, form: str) -> None:
    """It stands in the printed cells; what they have no place for is named once, as B03."""
    before, definition = load_form(source), load_form(form)
    table = next(field for field in before.answerable if field.kind is Kind.ACTIONS)
    given = {
        "reference": f"ESM-26-0041-{before.code}",
        "header": _header(before.required),
        "fields": {table.id: [_ACTION]},
    }
    previous = response_of(made(before, given, "docx").data, "docx")
    values = {
        "reference": f"ESM-26-0042-{definition.code}",
        "header": {**_header(definition.required), "session_date": "2027-01-14"},
    }
    verbatim = made(definition, values, "docx", previous=[previous], verbatim=True)
    full = made(definition, values, "docx", previous=[previous])
    left_out = [finding for finding in verbatim.findings if finding.code == "B03"]
    assert len(left_out) <= 1
    if _action_words(form, verbatim.data) != _action_words(form, full.data):
        assert "ESM-26-0041" in left_out[0].message


def _header(required: tuple[object, ...]) -> dict[str, str]:
    more = {"sheet": "1", "sheets": "1", "return_by": "2026-11-12", "policy_version": "1"}
    known = {**_HEADER, **{str(fact): more[str(fact)] for fact in required if str(fact) in more}}
    return {**known, "session_date": "2026-11-19"}


def _action_words(form: str, data: bytes) -> list[object]:
    tables = {field.id for field in load_form(form).answerable if field.kind in {Kind.CARRIED, Kind.ACTIONS}}
    values = values_of(read_back(data, "docx"))
    return [row["action"] for table in tables for row in values.get(table) or () if row.get("action")]
