"""Two forms that somebody joined into one file are told once, not box by box."""

from __future__ import annotations

import io

import pikepdf
import pytest

from forms.findings import Severity
from forms.records import State
from tests.round.making import FORMATS, FORMS, load_form, made, made_blank, response_of
from tests.round.strategies import least_values


def _joined() -> bytes:
    """Return two filled records in one PDF, as programs that merge files leave them."""
    definition = load_form("esteem/a2-record")
    values = least_values(definition)
    merged = None
    for number, words in (("0041", "Attendance"), ("0042", "Chronologies")):
        given = {**values, "reference": f"ESM-26-{number}-A2", "fields": {"agenda_items": words}}
        pdf = pikepdf.open(io.BytesIO(made(definition, given, "pdf").data))
        if merged is None:
            merged = pdf
            continue
        pages = len(merged.pages)
        merged.pages.extend(pdf.pages)
        for page in merged.pages[pages:]:
            for widget in page.obj.get("/Annots", []):
                if "/T" in widget:
                    merged.Root.AcroForm.Fields.append(widget)
    assert merged is not None
    target = io.BytesIO()
    merged.save(target)
    return target.getvalue()


@pytest.mark.filterwarnings("ignore:Copying pages", "ignore:This document has")
def test_two_forms_in_one_file_are_told_once() -> None:
    """What differs stays a conflict; what is alike is not told of each box again."""
    response = response_of(_joined(), "pdf")
    (told,) = [finding for finding in response.findings if finding.code == "F37"]
    assert told.severity is Severity.ACT_NOW
    assert "two forms in one file" in told.message
    assert "F03" not in {finding.code for finding in response.findings}
    assert response.fields["agenda_items"].state is State.CONFLICT


@pytest.mark.parametrize("form", FORMS)
def test_one_form_is_no_two(form: str) -> None:
    """No form that is built has its boxes twice."""
    for file_format in FORMATS:
        response = response_of(made_blank(load_form(form), file_format), file_format)
        assert "F37" not in {finding.code for finding in response.findings}


@pytest.mark.filterwarnings("ignore:Copying pages", "ignore:This document has")
def test_two_different_forms_in_one_file_are_told_once() -> None:
    """A record and a case sheet have some names in common: the boxes that only the other has give it away."""
    header = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    values = {"header": header | {"case_ref": "GGP-C014"}, "fields": {"case_history": "Moved here in May"}}
    record = made(load_form("green-gates/a2-record"), {"header": header}, "pdf").data
    sheet = made(load_form("green-gates/a3-case-proforma"), values, "pdf").data
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(record)) as merged, pikepdf.open(io.BytesIO(sheet)) as other:
        merged.pages.extend(other.pages)
        merged.save(target)
    found = [one for one in response_of(target.getvalue(), "pdf").findings if one.code not in {"X27", "H02"}]
    (told,) = [one for one in found if one.code != "F02"]
    assert (told.code, told.severity) == ("F37", Severity.ACT_NOW)
    assert "Moved here in May" in told.message
