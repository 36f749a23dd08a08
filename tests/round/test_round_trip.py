"""What was built reads back equal: field by field, cell by cell, nothing more and nothing less."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.dates import parse_date
from forms.errors import UsageError
from forms.model import Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.records import State
from tests.round.applying import not_applicable
from tests.round.effort import PHASES, SLOW, SOAK, examples
from tests.round.expected import expected_header, expected_signatures, expected_values, followed
from tests.round.making import FORM_STAGES, FORMATS, FORMS, load_form, made, read_back, response_of, values_of
from tests.round.strategies import full_values, least_values, put_words, sampled_values, values_files
from tests.round.texts import ODD_TEXTS

_by_form_and_stage = pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
_by_format = pytest.mark.parametrize("file_format", FORMATS)
_SETTLED = frozenset({Stage.SIGNING, Stage.FINAL})
_RECORDS = tuple(form for form in FORMS if load_form(form).stages[0] is Stage.AGENDA)


@_by_format
@_by_form_and_stage
@settings(max_examples=examples(2, 25), suppress_health_check=SLOW, phases=PHASES)
@given(data=st.data())
def test_what_was_put_in_comes_back(form: str, stage: Stage, file_format: str, data: st.DataObject) -> None:
    """Any values, at any stage, in either format, are read back to the character."""
    definition = load_form(form)
    values = data.draw(values_files(definition))
    assert_round(definition, values, stage, file_format)


@_by_format
@_by_form_and_stage
def test_a_full_form_comes_back(form: str, stage: Stage, file_format: str) -> None:
    """Every field answered, every kind of character in every text, 40 carried actions."""
    definition = load_form(form)
    assert_round(definition, full_values(definition), stage, file_format)


@_by_format
@pytest.mark.parametrize("stage", load_form("esteem/a2-record").stages)
def test_each_odd_text_alone_comes_back(stage: Stage, file_format: str) -> None:
    """What has a meaning in PDF, XML or a template, and every odd character, is an answer by itself too."""
    definition = load_form("esteem/a2-record")
    values = least_values(definition)
    values["fields"]["agenda_action"] = [
        {"action": before + text + after, "who": text}
        for text in ODD_TEXTS
        for before, after in (("", ""), ("x ", " y"))
    ]
    assert_round(definition, values, stage, file_format)


@_by_format
@_by_form_and_stage
@pytest.mark.parametrize("length", [5000, 20000] if SOAK else [20000])
def test_a_very_long_answer_comes_back(form: str, stage: Stage, file_format: str, length: int) -> None:
    """An answer of several pages, with and without line breaks, is not cut anywhere."""
    definition = load_form(form)
    fields = [
        field
        for field in definition.answerable
        if field.kind in {Kind.MULTILINE, Kind.TEXT} and not field.fact
    ]
    values = least_values(definition)
    for index, field in enumerate(fields[:2]):
        unit = ("Saw the child at home.  ", "line\n")[index]
        values["fields"][field.id] = (unit * length)[:length]
    assert_round(definition, values, stage, file_format)


@_by_format
@_by_form_and_stage
def test_a_form_with_no_answers_reads_as_blank(form: str, stage: Stage, file_format: str) -> None:
    """Where nothing was answered every value is null and every state blank."""
    definition = load_form(form)
    assert_round(definition, least_values(definition), stage, file_format)


@pytest.mark.parametrize(
    "file_format_chain",
    [("pdf",) * 4, ("docx",) * 4, ("pdf", "docx", "pdf", "docx")],
    ids=["pdf", "docx", "both"],
)
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=examples(1, 6), suppress_health_check=SLOW, phases=PHASES)
@given(data=st.data())
def test_answers_go_from_stage_to_stage(
    form: str, file_format_chain: tuple[str, ...], data: st.DataObject
) -> None:
    """Each stage keeps every answer of the one before, whichever format that came back in."""
    definition = load_form(form)
    first, *later = definition.stages
    values = data.draw(values_files(definition, first))
    if any(field.takes_carried for field in definition.fields):
        # Without a reference nobody can tell an action of this session from one that was carried here.
        values.setdefault("reference", f"ESM-26-0042-{definition.code}")
    file = made(definition, values, file_format_chain[0], stage=first).data
    known, reached = values, first
    for before, after, stage in zip(file_format_chain, file_format_chain[1:], later, strict=False):
        continued = response_of(file, before)
        more = _later_answers(definition, data.draw(values_files(definition, stage)), known)
        file = made(definition, more, after, continued=continued, stage=stage).data
        before_it = expected_values(definition, known, held=reached in _SETTLED)
        known = _joined(known, more)
        if reached in {Stage.AGENDA, Stage.SESSION}:
            known = followed(definition, known, before_it, held=stage in _SETTLED)
        reached = stage
        returned = read_back(file, after)
        assert returned["stage"] == stage.value
        assert _said(returned) == _wanted(definition, known, stage)
        assert returned["header"] == expected_header(definition, known, stage)


@_by_format
@pytest.mark.parametrize("seed", range(examples(1, 4)))
@_by_form_and_stage
def test_a_verbatim_form_comes_back(form: str, stage: Stage, seed: int, file_format: str) -> None:
    """A form with only what the policy prints keeps every answer that has a place in it."""
    definition = load_form(form)
    values = _printed_values(definition, sampled_values(definition, seed))
    file = read_back(made(definition, values, file_format, stage=stage, verbatim=True).data, file_format)
    added = {field.id for field in definition.fields if field.added}
    wanted = {
        name: value
        for name, value in _wanted(definition, values, stage).items()
        if value is not None and name not in added
    }
    assert {name: value for name, value in _said(file).items() if value is not None} == wanted


@_by_format
@pytest.mark.parametrize("form", _RECORDS)
def test_a_stage_leads_to_the_next(form: str, file_format: str) -> None:
    """Without a stage asked for, a returned form is continued at the stage that follows it."""
    definition = load_form(form)
    values = least_values(definition)
    file = made(definition, values, file_format).data
    stages = [read_back(file, file_format)["stage"]]
    for _ in definition.stages[1:]:
        file = made(definition, None, file_format, continued=response_of(file, file_format)).data
        stages.append(read_back(file, file_format)["stage"])
    assert stages == [stage.value for stage in definition.stages]


@_by_format
@pytest.mark.parametrize("form", FORMS)
def test_what_came_back_can_be_put_in_again(form: str, file_format: str) -> None:
    """The values of a return are values for the same form: made of them, it says the same."""
    definition = load_form(form)
    values = full_values(definition, rows=2)
    file = read_back(made(definition, values, file_format).data, file_format)
    said = {name: value for name, value in values_of(file).items() if value is not None}
    # A fact that a field prints is said there already.
    printed = {field.fact.value for field in definition.answerable if field.fact}
    header = {
        name: int(fact) if name in {"sheet", "sheets"} else fact
        for name, fact in file["header"].items()
        if name not in printed
    }
    again = {"reference": file["reference"], "header": header, "fields": said}
    other = read_back(made(definition, again, file_format).data, file_format)
    assert _said(other) == _said(file)
    assert other["header"] == file["header"]


@pytest.mark.parametrize("form", FORMS)
def test_half_a_surrogate_pair_is_refused(form: str) -> None:
    """Half of a character is no text: it is refused before anything is made."""
    definition = load_form(form)
    values = least_values(definition)
    name = put_words(definition, values, "before \ud83d after")
    with pytest.raises(UsageError, match="character 8 is half of a surrogate pair") as caught:
        made(definition, values, "pdf")
    assert name.partition("-")[0] in caught.value.message
    assert caught.value.code == "V13"


def assert_round(definition: Definition, values: Mapping[str, Any], stage: Stage, file_format: str) -> None:
    """Build, read back, and compare everything that the interface promises."""
    file = read_back(made(definition, values, file_format, stage=stage).data, file_format)
    identity = {key: file[key] for key in ("kind", "form", "version", "stage", "reference")}
    assert identity == {
        "kind": file_format,
        "form": definition.id,
        "version": definition.version,
        "stage": stage.value,
        "reference": values.get("reference"),
    }
    wanted = _wanted(definition, values, stage)
    assert _said(file) == wanted
    assert file["header"] == expected_header(definition, values, stage)
    needless = not_applicable(definition, wanted)
    for name, answer in file["fields"].items():
        blank = State.NOT_APPLICABLE if name in needless else State.BLANK
        _assert_provenance(answer, file_format, name, blank)
    signed = [(one["party"], one["way"], one["name"], one["date"]) for one in file["signatures"]]
    assert signed == expected_signatures(definition, wanted)
    _assert_refs(definition, file, values, stage)
    _assert_findings(definition, file, values, wanted)


def _wanted(definition: Definition, values: Mapping[str, Any], stage: Stage) -> dict[str, Any]:
    return _without_optional_blanks(expected_values(definition, values, held=stage in _SETTLED))


def _said(file: Mapping[str, Any]) -> dict[str, Any]:
    return _without_optional_blanks(values_of(file))


def _without_optional_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out blank parts that a form need not show: the log's evidence, the box for what did not fit."""
    return {
        name: value
        for name, value in values.items()
        if value is not None or not (name == CONTINUATION or name.endswith("-evidence"))
    }


def _assert_provenance(
    answer: Mapping[str, Any], file_format: str, name: str, blank: State = State.BLANK
) -> None:
    filled = answer["value"] is not None
    assert answer["state"] == (State.FILLED if filled else blank).value, (name, answer)
    assert answer["confidence"] == 1
    assert answer["channel"] == {"pdf": "acroform", "docx": "control"}[file_format]
    if file_format == "docx":
        assert (answer["page"], answer["box"]) == (None, None)
    elif filled:
        assert answer["page"] >= 1, name
    if file_format == "pdf" and filled and answer["cells"] is None:
        x0, y0, x1, y1 = answer["box"]
        assert 0 <= x0 < x1 <= 596, (name, answer["box"])
        assert 0 <= y0 < y1 <= 842, (name, answer["box"])
    for number, row in (answer["cells"] or {}).items():
        for column, cell in row.items():
            _assert_provenance(cell, file_format, f"{name}-{number}-{column}")


def _assert_refs(
    definition: Definition, file: Mapping[str, Any], values: Mapping[str, Any], stage: Stage
) -> None:
    """Check that new actions are numbered from 1 in document order over all tables, spare rows included."""
    reference = values.get("reference")
    refs = [
        row["ref"]["value"]
        for field in definition.answerable
        if field.kind is Kind.ACTIONS
        for row in (file["fields"][field.id]["cells"] or {}).values()
        if "ref" in row
    ]
    carried = {
        row["ref"]
        for field in definition.answerable
        if field.takes_carried
        for row in values["fields"].get(field.id, [])
        if "ref" in row
    }
    refs = [ref for ref in refs if ref not in carried]
    if not reference:
        assert set(refs) <= {None}
        return
    # Where the answers are settled a row without an action has no id.
    refs = [ref for ref in refs if ref]
    assert refs == [f"{reference}/{number}" for number in range(1, len(refs) + 1)]
    if stage in {Stage.AGENDA, Stage.SESSION}:
        spare = sum(field.spare for field in definition.answerable if field.kind is Kind.ACTIONS)
        assert len(refs) >= spare


_LOOK_AT = {
    Kind.TIME_RANGE: {"F27", "F28"},
    Kind.DATE_RANGE: {"F27", "F28"},
    Kind.ANY_OF: {"F29"},
    Kind.CHOICE: {"F29"},
}
"""What any answers at all may give to look at: ends without beginnings, "Other" without words."""


def _assert_findings(
    definition: Definition, file: Mapping[str, Any], values: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Check that nothing is found but what a person should really look at."""
    allowed = {code for field in definition.answerable for code in _LOOK_AT.get(field.kind, ())}
    if any(field.in_order for field in definition.answerable):
        allowed.add("F33")
    conditions = [field.only_if for field in definition.fields]
    conditions += [section.only_if for section in definition.sections]
    if any(conditions):
        allowed |= {"F31", "F32"}
    rows = [row for value in wanted.values() if isinstance(value, list) for row in value]
    if any(not parse_date(row["by_when"]) for row in rows if isinstance(row, dict) and row.get("by_when")):
        allowed.add("X15")
    if wanted.get(CONTINUATION):
        allowed.add("F10")
    if not values.get("reference"):
        allowed |= {"X27", "H02"}
    if not json.dumps(wanted, ensure_ascii=False, default=str).isascii():
        allowed.add("F87")
    found = {finding["code"] for finding in file["findings"]}
    assert found <= allowed, file["findings"]


def _later_answers(
    definition: Definition, values: dict[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what `values` say about fields that nobody has answered yet."""
    wanted = expected_values(definition, known)
    answered = {name for name, value in wanted.items() if value is not None}
    fields = {
        name: value
        for name, value in values["fields"].items()
        if name not in answered and _prints_no_fact(definition, name)
    }
    return {"header": {}, "fields": fields}


def _printed_values(definition: Definition, values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` without what only the added parts of a form have room for."""
    header = {fact.value: values["header"].get(fact.value) for fact in definition.required}
    header |= {
        field.fact.value: values["header"].get(field.fact.value)
        for field in definition.answerable
        if field.fact is not None and not field.added
    }
    fields = {}
    facts = expected_header(definition, values)
    for field in definition.answerable:
        if field.added:
            continue
        # What a form starts with is for its own words to say; here it is given.
        start = facts.get(field.starts_from.value) if field.starts_from else field.default
        value: Any = values["fields"].get(field.id, start)
        if isinstance(value, str) and value in field.added_options:
            value = start
        if field.who is not None:
            fields[f"{field.id}-who"] = facts.get(field.who.value)
        if value is None:
            continue
        if field.kind is Kind.ANY_OF:
            value = [option for option in value if option in field.options]
        if field.kind is Kind.SIGNATURE and field.date_added:
            value = {**value, "date": ""}
        if field.columns:
            columns = _printed_columns(field)
            value = [{name: cell for name, cell in row.items() if name in columns} for row in value]
        fields[field.id] = value
    return {**values, "header": {name: fact for name, fact in header.items() if fact}, "fields": fields}


def _printed_columns(field: Field) -> set[str]:
    """Return the columns of a table that the printed form has, and the words of its printed rows."""
    if field.kind is Kind.TABLE:
        return {"label", *(column.id for column in field.column if not column.added)}
    if field.kind is Kind.SIGNATURES:
        return set(field.printed_columns or field.columns)
    carried = {"ref", "action", "who", "by_when"} if field.kind is Kind.CARRIED else set()
    return {*carried, *(("ref",) if field.takes_carried else ()), *field.printed_columns}


def _prints_no_fact(definition: Definition, name: str) -> bool:
    """Return whether `name` is no field that prints a fact of the header."""
    return all(field.id != name or field.fact is None for field in definition.answerable)


def _joined(known: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    # Each stage has a date of its own to be returned by.
    header = {name: value for name, value in known["header"].items() if name != Fact.RETURN_BY.value}
    joined = {**known["fields"], **more["fields"]}
    return {**known, "header": header, "fields": joined}
