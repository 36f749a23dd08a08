"""Each policy's record and case forms over two half terms: what was agreed goes on until it is done.

What is offered again is offered; what was told in confidence stays where it was told. Where a form goes on
from the agenda of its session, the agenda is the form that takes last time's actions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from forms.model import Carry, Column, Definition, Fact, Field, Kind, RecordType, Stage
from forms.records import Response
from tests.round.making import FORMATS, FORMS, load_form, made, read_back, response_of, values_of
from tests.round.strategies import carried_tables

_RING = {"action": "Ring social care about the strategy minutes", "who": "Tom Reed", "by_when": "2026-11-27"}
_BOOK = {"action": "Book early help training", "who": "Priya Shah", "by_when": "before half term"}
_OTHER_FORMAT = {"pdf": "docx", "docx": "pdf"}
_WORDS = frozenset({Kind.TEXT, Kind.MULTILINE})


@dataclass(frozen=True, slots=True)
class Course:
    """The forms of one session: the one that goes out first, and the one that says what was agreed."""

    first: Definition
    record: Definition


def _courses() -> dict[str, Course]:
    """Return the forms that take actions along and agree on new ones, by the id of the record."""
    found = {}
    for form in FORMS:
        record = load_form(form)
        first = load_form(record.continues) if record.continues else record
        agrees = any(field.kind is Kind.ACTIONS for field in record.answerable)
        kinds = {RecordType.RECORD, RecordType.CASE}
        if agrees and carried_tables(record) and carried_tables(first) and record.record in kinds:
            found[form] = Course(first, record)
    return found


_COURSES = _courses()
_by_format = pytest.mark.parametrize("file_format", FORMATS)
_by_course = pytest.mark.parametrize("form", _COURSES)


def test_every_policy_has_a_course() -> None:
    """There is one for each policy's records, and for the cases where a policy has forms for them."""
    policies = {form.partition("/")[0] for form in FORMS}
    assert {form.partition("/")[0] for form in _COURSES} == policies
    assert {form for form, course in _COURSES.items() if course.first is not course.record} == {
        form for form in FORMS if load_form(form).continues
    }


@_by_format
@_by_course
def test_actions_go_on_until_they_are_done(form: str, file_format: str) -> None:
    """Two actions are agreed; one is done at the next session; the other one goes on, always under its id."""
    course, other = _COURSES[form], _OTHER_FORMAT[file_format]
    session = _session(course, file_format)
    ids = _own_ids(course, session)
    standing = _carried(course.first, _first_form(course, 2, file_format, [session]), file_format)
    assert [_agreed(row) for row in standing] == [{"ref": ids[0], **_RING}, {"ref": ids[1], **_BOOK}]
    assert {(row["update"], row["status"]) for row in standing} == {(None, None)}

    standing[0] |= {"status": "Done", "update": "Rang on Monday"}
    standing[1] |= {"status": "In progress", "update": "Asked for dates"}
    returned = made(
        course.first,
        _values(course.first, 2, {carried_tables(course.first)[0].id: standing}),
        file_format,
        stage=course.first.stages[0],
    )
    agenda = response_of(returned.data, file_format, "agenda-2")
    claimed = _carried(course.first, _first_form(course, 3, other, [session, agenda]), other)
    # Before a session Done is a claim; a form that goes out for the session itself says what is.
    is_claim = course.first.stages[0] is Stage.AGENDA
    assert [row["ref"] for row in claimed] == (ids if is_claim else ids[1:])

    held = made(course.record, None, other, continued=agenda, stage=Stage.SESSION).data
    at_session = _carried(course.record, held, other)
    for column in ("ref", "action", "who", "by_when", "update", "status"):
        assert [row[column] for row in at_session] == [row[column] for row in standing]

    record = response_of(held, other, "record-2")
    for given in ([session, record], [session, agenda, record]):
        (left,) = _carried(course.first, _first_form(course, 3, file_format, given), file_format)
        assert _agreed(left) == {"ref": ids[1], **_BOOK}
        assert left["status"] == "In progress"


@_by_format
@_by_course
def test_offers_are_offered_and_nothing_else_travels(form: str, file_format: str) -> None:
    """Answers and rows that a form offers again stand in the next one; no other word of the last one does."""
    course = _COURSES[form]
    told = _told_in_full(course.record)
    stage = course.record.stages[-1]
    before = response_of(
        made(course.record, _values(course.record, 1, told), file_format, stage=stage).data, file_format
    )
    file = read_back(_first_form(course, 2, file_format, [before]), file_format)
    untouched = {finding["code"] for finding in file["findings"]}
    assert untouched <= {"F29", "F32"}, "besides what the answers told of last time say of themselves"
    said = values_of(file)
    offering = course.first is course.record
    offered = {
        field.id: _again(field, told[field.carry_from or field.id])
        for field in course.first.answerable
        if offering and field.carry is Carry.OFFER and (field.carry_from or field.id) in told
    }
    parts = [f"{name}-{part}" for name in offered for part in ("other", "comment")]
    offered |= {part: told[part] for part in parts if part in told}
    assert {name: said[name] for name in offered} == offered
    words = json.dumps({name: value for name, value in said.items() if name not in offered})
    assert "Told in confidence" not in words
    alone = {
        field.id for field in course.first.answerable if field.fact or field.starts_from or field.default
    }
    alone |= {table.id for table in carried_tables(course.first)}
    alone |= {f"{field.id}-who" for field in course.first.answerable if field.who}
    assert {name for name, value in said.items() if value is not None} <= alone | offered.keys()


def _values(definition: Definition, number: int, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the values of one form of session `number`."""
    known = {
        Fact.SUPERVISEE: "Tom Reed",
        Fact.SUPERVISOR: "Priya Shah",
        Fact.SESSION_DATE: f"2026-01-{number:02d}",
        Fact.CASE_REF: "ESM-C014",
    }
    sheet = "-1" if Fact.CASE_REF in definition.required else ""
    return {
        "reference": f"ESM-26-{number:04d}-{definition.code}{sheet}",
        "header": {fact.value: known[fact] for fact in definition.required},
        "fields": dict(fields or {}),
    }


def _session(course: Course, file_format: str) -> Response:
    """Return the record of a session at which two actions were agreed."""
    values = _values(course.record, 1, {_agreeing(course.record).id: [_RING, _BOOK]})
    document = made(course.record, values, file_format, stage=Stage.SESSION).data
    return response_of(document, file_format, "record-1")


def _first_form(course: Course, number: int, file_format: str, previous: list[Response]) -> bytes:
    """Return the form that goes out first for session `number`."""
    values, stage = _values(course.first, number), course.first.stages[0]
    return made(course.first, values, file_format, stage=stage, previous=previous).data


def _agreeing(definition: Definition) -> Field:
    return next(field for field in definition.answerable if field.kind is Kind.ACTIONS)


def _own_ids(course: Course, session: Response) -> list[str]:
    cells = session.fields[_agreeing(course.record).id].cells or {}
    return [str(cells[number]["ref"].value) for number in (1, 2)]


def _carried(definition: Definition, data: bytes, file_format: str) -> list[dict[str, Any]]:
    """Return the rows that a form has carried here."""
    rows = values_of(read_back(data, file_format))[carried_tables(definition)[0].id] or []
    return [row for row in rows if "ref" in row]


def _agreed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: row[column] for column in ("ref", "action", "who", "by_when")}


def _told_in_full(definition: Definition) -> dict[str, Any]:
    """Return an answer to everything that a form asks but for actions, every text one told in confidence."""
    told = {field.id: _told(field) for field in definition.answerable if field.fact is None}
    for field in definition.answerable:
        parts = {
            "comment": field.comment,
            "other": "Other" in field.all_options,
            "evidence": field.evidence,
        }
        told |= {
            f"{field.id}-{part}": _confided(f"{field.id}-{part}") for part, there in parts.items() if there
        }
    return {name: value for name, value in told.items() if value is not None}


def _told(field: Field) -> Any:
    number = next((at for at, row in enumerate(field.row) if not row.heading), 0)
    label = {"label": field.row[number].label} if field.row else {}
    told: dict[Kind, Any] = {
        Kind.CARRIED: None,
        Kind.ACTIONS: None,
        Kind.SIGNATURE: {"name": _confided(field.id)},
        Kind.SIGNATURES: [{"name": _confided(field.id)}],
        Kind.ANY_OF: list(field.all_options),
        Kind.TIME_RANGE: {"from": "10:00", "to": "11:00"},
        Kind.DATE_RANGE: {"from": "2026-01-05", "to": "2026-02-05"},
        Kind.TABLE: [{**label, **{one.id: _one(one, f"{field.id}-{one.id}") for one in field.column}}],
    }
    return told[field.kind] if field.kind in told else _one(field, field.id)


def _one(asked: Field | Column, name: str) -> Any:
    """Return what stands in one box, or in one set of boxes to tick."""
    plain: dict[Kind, Any] = {
        Kind.DATE: "2026-01-05",
        Kind.TIME: "09:30",
        Kind.MONTH: "2026-02",
        Kind.NUMBER: asked.least if asked.least is not None else 5,
        Kind.YES_NO: (asked.all_options or ("Yes", "No"))[0],
        Kind.TICK: (asked.all_options or ("Yes",))[0],
    }
    if asked.kind is Kind.CHOICE:
        return asked.all_options[0]
    return plain.get(asked.kind) if asked.kind not in _WORDS else _confided(name)


def _confided(name: str) -> str:
    return f"Told in confidence: {name}"


def _again(field: Field, told: Any) -> Any:
    """Return what an offered answer is the next time: rows without what does not travel."""
    if field.kind is not Kind.TABLE:
        return told
    travels = {column.id: column.carried_as for column in field.column if column.carried}
    return [
        {
            name: (travels[name] or value) if name in travels else value if name == "label" else None
            for name, value in row.items()
        }
        for row in told
    ]
