"""What one half term hands to the next: open actions under their ids, offers, and nothing else."""

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from forms.model import Carry, Kind, Stage
from forms.records import Response, Row
from tests.round.answers import MOST_CARRIED
from tests.round.effort import SOAK
from tests.round.making import (
    FORM_STAGES,
    FORMATS,
    FORMS,
    load_form,
    made,
    made_blank,
    read_back,
    response_of,
    values_of,
)
from tests.round.strategies import full_values, sampled_values
from tests.tools import pdfium

_by_format = pytest.mark.parametrize("file_format", FORMATS)
_RECORD = load_form("esteem/a2-record")
_CASE = load_form("esteem/a3-case-notes")
_QA = load_form("esteem/a4-monitoring")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RING = {"action": "Ring social care about the strategy minutes", "who": "Tom Reed", "by_when": "2026-11-27"}
_BOOK = {"action": "Book early help training", "who": "Priya Shah", "by_when": "before half term"}


@_by_format
def test_an_agreed_action_stands_in_the_next_half_term(file_format: str) -> None:
    """The next agenda carries it under its id, with words, owner and date as they were agreed, and open."""
    first = _response(_session(1, agenda_action=[_RING], issues_action=[_BOOK]), Stage.SESSION, file_format)
    second = _next_agenda(2, [first], file_format)
    assert second["fields"]["review_previous"]["value"] == [
        {"ref": "ESM-26-0001-A2/4", **_RING, "update": None, "status": None},
        {"ref": "ESM-26-0001-A2/8", **_BOOK, "update": None, "status": None},
    ]


@_by_format
def test_done_at_the_session_closes_an_action(file_format: str) -> None:
    """Where a person says Done at the session, the half term after that has it no more."""
    first = _response(_session(1, agenda_action=[_RING, _BOOK]), Stage.SESSION, file_format)
    agenda = _built(_session(2), Stage.AGENDA, file_format, previous=[first])
    done = _with_status(agenda, file_format, "Done", Stage.SESSION)
    third = _next_agenda(3, [first, done], file_format)
    assert _refs(third) == ["ESM-26-0001-A2/5"]


@_by_format
def test_done_on_an_agenda_is_only_a_claim(file_format: str) -> None:
    """Before the session nobody closes an action: it comes again until a session says so."""
    first = _response(_session(1, agenda_action=[_RING, _BOOK]), Stage.SESSION, file_format)
    agenda = _built(_session(2), Stage.AGENDA, file_format, previous=[first])
    claimed = _with_status(agenda, file_format, "Done", Stage.AGENDA)
    third = _next_agenda(3, [first, claimed], file_format)
    assert _refs(third) == ["ESM-26-0001-A2/4", "ESM-26-0001-A2/5"]


@pytest.mark.parametrize("status", ["Not started", "In progress", None])
def test_what_is_not_closed_goes_on(status: str | None) -> None:
    """Blank, Not started and In progress are open, and go on with their status."""
    row = {**_RING, "status": status} if status else _RING
    first = _response(_session(1, agenda_action=[row]), Stage.SESSION, "pdf")
    second = _next_agenda(2, [first], "docx")
    assert [one["status"] for one in second["fields"]["review_previous"]["value"]] == [status]


@_by_format
def test_an_action_keeps_its_id_over_three_half_terms_and_both_formats(file_format: str) -> None:
    """It is carried on and on under the id that it began with, whatever format each form has."""
    other = {"pdf": "docx", "docx": "pdf"}[file_format]
    responses = [_response(_session(1, agenda_action=[_RING]), Stage.SESSION, file_format)]
    for number, written in ((2, other), (3, file_format)):
        document = _built(_session(number), Stage.SESSION, written, previous=responses)
        responses.append(response_of(document, written, f"session-{number}"))
        assert _refs(read_back(document, written)) == ["ESM-26-0001-A2/4"]


@_by_format
def test_the_oldest_comes_first(file_format: str) -> None:
    """Actions of several sessions stand in the order in which they began, however they are given."""
    responses = [
        _response(_session(number, agenda_action=[_RING, _BOOK]), Stage.SESSION, file_format)
        for number in (12, 3, 7)
    ]
    second = _next_agenda(20, responses, file_format)
    assert _refs(second) == [f"ESM-26-{number:04d}-A2/{action}" for number in (3, 7, 12) for action in (4, 5)]


@_by_format
def test_a_cases_actions_follow_its_reference(file_format: str) -> None:
    """The next sheet of a case carries that case's actions; the record shows one line that points there."""
    sheets = [
        _response(_sheet(1, number, case_ref, new_actions=[row]), Stage.SESSION, file_format, case_ref)
        for number, case_ref, row in ((1, "ESM-C014", _RING), (2, "ESM-C015", _BOOK))
    ]
    document = _built(_sheet(2, 1, "ESM-C015"), Stage.AGENDA, file_format, previous=sheets)
    carried = values_of(read_back(document, file_format))["outstanding_actions"]
    assert [(row["ref"], row["action"]) for row in carried] == [("ESM-26-0001-A3-2/1", _BOOK["action"])]
    record = _next_agenda(2, sheets, file_format)
    rows = record["fields"]["review_previous"]["value"]
    assert [row["ref"] for row in rows] == ["ESM-26-0001-A3-1/1", "ESM-26-0001-A3-2/1"]
    assert [re.findall("ESM-C01[0-9]", row["action"]) for row in rows] == [["ESM-C014"], ["ESM-C015"]]
    assert not any(_RING["action"] in row["action"] or _BOOK["action"] in row["action"] for row in rows)


@_by_format
@pytest.mark.parametrize("form", FORMS)
def test_what_must_not_be_carried_is_not(form: str, file_format: str) -> None:
    """Only facts, open actions and offers are in the next form: no signature, feeling, tick or story."""
    definition = load_form(form)
    values = full_values(definition, rows=2)
    values["fields"].pop("case_status", None)
    before = response_of(made(definition, values, file_format, stage=definition.stages[-1]).data, file_format)
    header = {**values["header"], "session_date": "2099-01-08"}
    facts = {
        field.id: values["fields"][field.id]
        for field in definition.answerable
        if field.fact and field.fact.value != "session_date" and field.id in values["fields"]
    }
    sheet = "-1" if definition is _CASE else ""
    after = {"reference": f"ESM-99-0001-{definition.code}{sheet}", "header": header, "fields": facts}
    document = made(definition, after, file_format, stage=definition.stages[0], previous=[before])
    said = {
        name for name, value in values_of(read_back(document.data, file_format)).items() if value is not None
    }
    allowed = {
        field.id for field in definition.answerable if field.fact or field.starts_from or field.default
    }
    allowed |= {one.id for one in definition.answerable if one.kind is Kind.CARRIED or one.takes_carried}
    allowed |= {f"{field.id}-who" for field in definition.answerable if field.who}
    offers = {field.id for field in definition.answerable if field.carry is Carry.OFFER}
    allowed |= offers | {f"{name}-{part}" for name in offers for part in ("other", "comment")}
    assert said <= allowed
    assert not any(
        field.kind in {Kind.SIGNATURE, Kind.YES_NO, Kind.ACTIONS} and field.id in said
        for field in definition.answerable
        if not field.takes_carried
    )


@_by_format
def test_an_offer_is_shown_and_open(file_format: str) -> None:
    """A case's status comes again, to be confirmed: it can still be changed."""
    before = _response(_sheet(1, 1, "ESM-C014", case_status="CiN"), Stage.SESSION, file_format)
    document = _built(_sheet(2, 1, "ESM-C014"), Stage.AGENDA, file_format, previous=[before])
    assert values_of(read_back(document, file_format))["case_status"] == "CiN"
    if file_format == "pdf":
        with pikepdf.open(io.BytesIO(document)) as pdf:
            (group,) = (field for field in pdf.Root.AcroForm.Fields if field.T == "case_status")
            assert not int(group.Ff) & 1


def test_forty_carried_actions_stand_on_several_pages(tmp_path: Path) -> None:
    """Every page that holds carried actions repeats the table's heading, and none of them is lost."""
    document = _built(_session(2), Stage.AGENDA, "pdf", previous=[_forty("pdf")])
    assert len(_refs(read_back(document, "pdf"))) == MOST_CARRIED
    path = tmp_path / "forty.pdf"
    path.write_bytes(document)
    pages = pdfium.read_text(path)
    holding = []
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for index, page in enumerate(pdf.pages):
            annotations: Any = page.obj.get("/Annots", [])
            if any(str(widget.get("/T", "")).startswith("review_previous-") for widget in annotations):
                holding.append(index)
    assert len(holding) > 2
    for index in holding:
        assert "Review from previous supervision:" in pages[index], index + 1


def test_forty_carried_actions_in_word_repeat_their_heading() -> None:
    """The row of headings of the table that holds them is one that Word repeats on every page."""
    document = _built(_session(2), Stage.AGENDA, "docx", previous=[_forty("docx")])
    assert len(_refs(read_back(document, "docx"))) == MOST_CARRIED
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    tables = [
        table
        for table in root.iter(f"{_WORD}tbl")
        if any(tag.get(f"{_WORD}val") == "review_previous-40-ref" for tag in table.iter(f"{_WORD}tag"))
        and "Review from previous supervision:" in _words(table)
    ]
    assert tables
    first_row = next(tables[0].iter(f"{_WORD}tr"))
    assert "Review from previous supervision:" in _words(first_row)
    assert first_row.find(f"{_WORD}trPr/{_WORD}tblHeader") is not None


_EVERY = 1 if SOAK else 4
_BUILD_ALL = f"""
import hashlib
from tests.round.making import FORM_STAGES, FORMATS, FORMS, load_form, made, made_blank
from tests.round.strategies import sampled_values
for form in FORMS[::{_EVERY}]:
    for file_format in FORMATS:
        print(form, file_format, hashlib.sha256(made_blank(load_form(form), file_format)).hexdigest())
for form, stage in FORM_STAGES[::{_EVERY}]:
    definition = load_form(form)
    for file_format in FORMATS:
        data = made(definition, sampled_values(definition, 3), file_format, stage=stage).data
        print(form, stage.value, file_format, hashlib.sha256(data).hexdigest())
"""


def test_the_same_form_made_again_is_the_same_file() -> None:
    """Two processes at different times and in different time zones make the same bytes."""
    first = _build_all("Pacific/Auckland", "1")
    time.sleep(61 if SOAK else 2.1)  # a ZIP file's clock goes in steps of two seconds
    second = _build_all("America/New_York", "2")
    assert len(first) == len(FORMATS) * (len(FORMS[::_EVERY]) + len(FORM_STAGES[::_EVERY]))
    assert first == second


@_by_format
def test_the_same_form_made_again_by_one_process_is_the_same_file(file_format: str) -> None:
    """A layout that is kept gives the same bytes as a fresh one, whatever was made in between."""
    values = sampled_values(_RECORD, 5)
    first = made(_RECORD, values, file_format, stage=Stage.AGENDA).data
    made(_RECORD, sampled_values(_RECORD, 6), file_format, stage=Stage.AGENDA)
    made_blank(_QA, file_format)
    assert made(_RECORD, values, file_format, stage=Stage.AGENDA).data == first


def _session(number: int, **fields: Any) -> dict[str, Any]:
    """Return the values of Tom's record of session `number`."""
    return {
        "reference": f"ESM-26-{number:04d}-A2",
        "header": {
            "supervisee": "Tom Reed",
            "supervisor": "Priya Shah",
            "session_date": f"2026-01-{number:02d}",
        },
        "fields": fields,
    }


def _sheet(number: int, sheet: int, case_ref: str, **fields: Any) -> dict[str, Any]:
    """Return the values of one case's sheet of session `number`."""
    return {
        "reference": f"ESM-26-{number:04d}-A3-{sheet}",
        "header": {"supervisee": "Tom Reed", "session_date": f"2026-01-{number:02d}", "case_ref": case_ref},
        "fields": fields,
    }


def _forty(file_format: str) -> Response:
    rows = [{**_RING, "action": f"Action {number} of many"} for number in range(1, MOST_CARRIED + 1)]
    return _response(_session(1, agenda_action=rows), Stage.SESSION, file_format)


def _built(
    values: Mapping[str, Any], stage: Stage, file_format: str, previous: list[Response] | None = None
) -> bytes:
    definition = _CASE if "-A3-" in values["reference"] else _RECORD
    return made(definition, values, file_format, stage=stage, previous=previous or ()).data


def _response(values: Mapping[str, Any], stage: Stage, file_format: str, name: str = "returned") -> Response:
    return response_of(_built(values, stage, file_format), file_format, f"{name}-{values['reference']}")


def _next_agenda(number: int, previous: list[Response], file_format: str) -> dict[str, Any]:
    return read_back(_built(_session(number), Stage.AGENDA, file_format, previous=previous), file_format)


def _with_status(agenda: bytes, file_format: str, status: str, stage: Stage) -> Response:
    """Return the form on which a person gave the first carried action a status, at `stage`."""
    returned = response_of(agenda, file_format)
    rows = [dict(row) for row in _rows_of(returned)]
    rows[0]["status"] = status
    values = {**_session(2), "fields": {"review_previous": rows}}
    return _response(values, stage, file_format, "status")


def _rows_of(response: Response) -> list[Row]:
    value = response.fields["review_previous"].value
    assert isinstance(value, tuple)
    return [row for row in value if isinstance(row, Mapping)]


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_WORD}t"))


def _refs(file: Mapping[str, Any]) -> list[str]:
    return [row["ref"] for row in file["fields"]["review_previous"]["value"] or []]


def _build_all(zone: str, seed: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _BUILD_ALL],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
        timeout=300,
    )
    return done.stdout.splitlines()
