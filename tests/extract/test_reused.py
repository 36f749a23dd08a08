"""Last time's record, used as the form of another session: nothing of it holds unasked."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from extract.intake import read_bytes
from extract.reused import Homeless, reuse
from forms.action_rows import rows_of
from forms.checked import Checks, from_document, to_document
from forms.model import ACTION_TABLES, Definition, Fact, Kind, Owner, Stage
from forms.names import cell_name
from forms.records import Answer, Response
from forms.reference import parse_reference
from tests.round.making import FORM_STAGES, OWN_FORMS, load_form, made
from tests.round.strategies import full_values

_DAY = dt.date(2027, 1, 14)
_USED = [(form, stage) for form, stage in FORM_STAGES if form in OWN_FORMS and stage is Stage.SESSION]
_OF_AN_ACTION = frozenset({"action", "who", "by_when", "update", "status"})


def returned(form: str, stage: Stage) -> tuple[bytes, Response]:
    """Return a form with an answer in every box, and what it says."""
    definition = load_form(form)
    data = made(definition, full_values(definition, rows=2), "pdf", stage=stage).data
    return data, read_with(data, Checks())


def read_with(data: bytes, checks: Checks) -> Response:
    """Return what a file says with what a person said of it."""
    result = read_bytes(data, Path("again.pdf"), load_form, None, checks)
    assert result.response is not None, result.error
    return result.response


def answers(response: Response) -> Mapping[str, Answer]:
    """Return each box of the form, by name."""
    found: dict[str, Answer] = {}
    for name, answer in response.fields.items():
        found[name] = answer
        for row, cells in (answer.cells or {}).items():
            found |= {cell_name(name, row, column): cell for column, cell in cells.items()}
    return found


def other(response: Response) -> str:
    """Return the reference of the same form in another session."""
    parsed = parse_reference(response.reference or "")
    assert parsed is not None
    return str(dataclasses.replace(parsed, number=parsed.number % 9999 + 1))


def narrative(definition: Definition) -> set[str]:
    """Return the fields that people answer anew each time."""
    signed = {
        part
        for field in definition.answerable
        if field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}
        for part in (field.id, field.date_field)
    }
    return {
        field.id
        for field in definition.answerable
        if field.fact is None and field.owner is not Owner.SYSTEM and field.id not in signed
    }


@pytest.mark.parametrize(("form", "stage"), _USED)
def test_what_stood_there_is_asked_about(form: str, stage: Stage) -> None:
    """A copy into which nobody typed anything: each answer is asked about, actions and signatures are off."""
    definition = load_form(form)
    data, now = returned(form, stage)
    checks = reuse(now, [now], definition, other(now), _DAY)
    assert isinstance(checks, Checks)
    assert from_document(to_document(now.sha256, checks), now.sha256) == checks
    again = read_with(data, checks)
    asked = {one.field for one in again.findings if one.code == "F88"}
    assert again.reference == other(now)
    assert again.signatures == ()
    assert not [row for row in rows_of(again, definition) if not row.carried and row.action.text]
    tables = {field.id for field in definition.answerable if field.kind in ACTION_TABLES}
    for name, answer in answers(again).items():
        field, _, rest = name.partition("-")
        is_action = field in tables and rest.rpartition("-")[2] in {"ref", *_OF_AN_ACTION}
        if field not in narrative(definition) or is_action or answer.cells is not None:
            continue
        if answer.value not in {None, ()}:
            assert any(box is not None and (box == name or box.startswith(f"{name}-")) for box in asked), name


@pytest.mark.parametrize(("form", "stage"), _USED)
def test_what_is_new_counts_as_it_stands(form: str, stage: Stage) -> None:
    """A copy of which nothing stood there before: nothing is asked, and its new actions bear its own ids."""
    definition = load_form(form)
    data, now = returned(form, stage)
    blank = dataclasses.replace(now, fields={}, header={}, signatures=())
    checks = reuse(now, [blank], definition, other(now), _DAY)
    assert isinstance(checks, Checks)
    again = read_with(data, checks)
    said = {name: one.value for name, one in answers(now).items() if one.cells is None}
    says = {name: one.value for name, one in answers(again).items() if one.cells is None}
    refs = {name for name in said if name.endswith("-ref")}
    assert {name: says[name] for name in said if name not in refs} == {
        name: said[name] for name in said if name not in refs
    }
    begun = [row.action.id for row in rows_of(again, definition) if not row.carried]
    assert all(one.startswith(f"{other(now)}/") for one in begun)
    assert len(set(begun)) == len([row for row in rows_of(now, definition) if not row.carried])


def test_dates_of_the_session_follow_the_schedule() -> None:
    """Where nobody typed another day over it."""
    data, now = returned("esteem/a2-record", Stage.SESSION)
    checks = reuse(now, [now], load_form("esteem/a2-record"), other(now), _DAY)
    assert isinstance(checks, Checks)
    again = read_with(data, checks)
    assert {one.code for one in again.findings} <= {"F88", *(one.code for one in now.findings)}
    assert again.text("session_date") == again.header[Fact.SESSION_DATE] == _DAY.isoformat()


def test_action_without_a_place_is_told() -> None:
    """A form without rows for actions of last time cannot say what is new about one."""
    form = "harewood/a4-decision-record"
    _, now = returned(form, Stage.SESSION)
    cells = dict(now.fields["actions"].cells or {})
    changed = {**cells[1], "status": dataclasses.replace(cells[1]["status"], value="Done")}
    field = dataclasses.replace(now.fields["actions"], cells={**cells, 1: changed})
    later = dataclasses.replace(now, fields={**now.fields, "actions": field})
    found = reuse(later, [now], load_form(form), other(now), _DAY)
    assert isinstance(found, Homeless)
    assert found.ref == f"{now.reference}/1"
