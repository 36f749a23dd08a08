"""Every kind of answer, in the boxes of either format, comes back as what was put in."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.intake import ReadResult
from extract.report import to_json
from forms.model import Column, Field, Kind
from forms.records import Response
from tests.extract.vocabulary import ANSWERS, FORMATS, RISKS, Answers, boxes_of, expected_codes, form, read

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()) and "\u2028" not in text and "\u2029" not in text)
# What looks like a date or a month would be shown and read as one.
_LETTERS = st.text("abcdefghij ", min_size=1, max_size=20).filter(str.strip)
_DATES = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)).map(dt.date.isoformat)
_TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
_MONTHS = _DATES.map(lambda text: text[:7])


def _of_column(column: Column) -> st.SearchStrategy[Any]:
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.DATE: _DATES,
        Kind.TIME: _TIMES,
        Kind.MONTH: _MONTHS,
        Kind.NUMBER: st.integers(0, 400).map(lambda quarter: quarter / 4),
        Kind.CHOICE: st.sampled_from(column.options or ("-",)),
        Kind.YES_NO: st.sampled_from(column.options or ("-",)),
        Kind.TICK: st.just((column.options or ("Yes",))[0]),
    }
    return st.none() | by_kind.get(column.kind, _LETTERS)


def _rows(field: Field) -> st.SearchStrategy[list[dict[str, Any]]]:
    columns = {column.id: _of_column(column) for column in field.column}
    rows = st.fixed_dictionaries(columns).filter(lambda row: any(one is not None for one in row.values()))
    return st.lists(rows, max_size=3)


def _ordered(values: list[str]) -> dict[str, str]:
    return {"from": min(values), "to": max(values)}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    """Return answers that fit the form and contradict each other nowhere."""
    field = form().field
    risks = draw(st.lists(st.sampled_from([*RISKS, "Other"]), unique=True))
    chosen = [risk for risk in (*RISKS, "Other") if risk in risks]
    found: dict[str, Any] = {
        "month": draw(st.none() | _MONTHS),
        "hours": draw(st.none() | st.integers(0, 20).map(lambda half: half / 2)),
        "pupils": draw(st.none() | st.integers(0, 10**9 - 1)),
        "read": draw(st.sampled_from([None, "I have read it"])),
        "concerns": "Yes" if chosen else None,
        "risks": chosen or None,
        "risks-other": draw(_WORDS) if "Other" in chosen else None,
        "times": draw(st.none() | st.lists(_TIMES, min_size=2, max_size=2).map(_ordered)),
        "dates": draw(st.none() | st.lists(_DATES, min_size=2, max_size=2).map(_ordered)),
        "role": draw(st.sampled_from([None, "Supervisor", "Supervisee"])),
        "plans": draw(st.none() | _LETTERS),
        "plans-count_cp": draw(st.none() | st.integers(0, 30)),
        "plans-count_cin": draw(st.none() | st.integers(0, 30)),
        "visits": draw(_rows(field("visits"))) or None,
        "grid": draw(_grid()) or None,
        "heads": draw(_heads()) or None,
        "people": draw(_people()) or None,
    }
    return found


@st.composite
def _grid(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for label, options in (
        ("Are files kept?", ANSWERS),
        ("Are they locked?", ANSWERS),
        ("How often?", ("Weekly", "Termly")),
    ):
        answer, comment = draw(st.none() | st.sampled_from(options)), draw(st.none() | _LETTERS)
        if answer or comment:
            rows.append({"label": label, "answer": answer, "comment": comment})
    return rows


@st.composite
def _heads(draw: st.DrawFn) -> list[dict[str, Any]]:
    dates = sorted(draw(st.lists(_DATES, max_size=2)))
    return [
        {"who": who, "name": draw(_LETTERS), "date": date}
        for who, date in zip(("Headteacher", "Chair"), dates, strict=False)
    ]


@st.composite
def _people(draw: st.DrawFn) -> list[dict[str, Any]]:
    cells = {"who": _LETTERS, "name": st.none() | _LETTERS, "date": st.none() | _DATES}
    return draw(st.lists(st.fixed_dictionaries(cells), max_size=3))


def said(response: Response) -> dict[str, Any]:
    """Return field -> value as the JSON of the response has it, blank ones left out."""
    result = ReadResult(response.path, response.sha256, response, None)
    file = json.loads(json.dumps(to_json([result])))["files"][0]
    return {name: one["value"] for name, one in file["fields"].items() if one["value"] is not None}


def codes(response: Response) -> list[str]:
    """Return the codes of all findings."""
    return [finding.code for finding in response.findings]


@pytest.mark.parametrize("kind", FORMATS)
@given(answers())
def test_what_goes_in_comes_out(kind: str, put_in: Answers) -> None:
    """Every kind, with nothing to find fault with."""
    response = read(boxes_of(form(), put_in, kind), kind, stage="signing")
    assert said(response) == {name: value for name, value in put_in.items() if value is not None}
    assert set(codes(response)) <= expected_codes(put_in)
    signed = [row for table in ("heads", "people") for row in put_in[table] or [] if row["name"]]
    assert [(one.party, one.name, one.date) for one in response.signatures] == [
        (row["who"], row["name"], row["date"]) for row in signed
    ]


@given(answers())
def test_both_formats_say_the_same(put_in: Answers) -> None:
    """Values and states are those of the answers, not of the format."""
    pdf, word = (read(boxes_of(form(), put_in, kind), kind) for kind in FORMATS)
    assert said(pdf) == said(word)
    assert {name: one.state for name, one in pdf.fields.items()} == {
        name: one.state for name, one in word.fields.items()
    }
    assert codes(pdf) == codes(word)
