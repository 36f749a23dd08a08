"""A form of every kind of field goes on as a newer version in which each field has another id."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

import pytest

from build.filling import Filling
from build.prefill import Known, build_filling
from build.values import Values
from forms.model import Definition, Field, Stage
from forms.records import Response
from forms.renewal import renew
from tests.round.making import CATALOGUE, FORMS, load_form, made, response_of
from tests.round.strategies import full_values

_T = TypeVar("_T")
_REFERRING = ("date_field", "carry_from", "signers_from")
"""What of a field names another one."""


def _renamed(name: str) -> str:
    base, hyphen, part = name.partition("-")
    return f"{base}_z{hyphen}{part}"


def _field(field: Field) -> Field:
    others: dict[str, Any] = {key: _renamed(getattr(field, key)) for key in _REFERRING if getattr(field, key)}
    asked, equals, option = field.only_if.partition("=")
    condition = f"{_renamed(asked)}{equals}{option}" if asked else ""
    return dataclasses.replace(field, id=_renamed(field.id), was=(field.id,), only_if=condition, **others)


def _newer(definition: Definition) -> Definition:
    """Return a newer version of a form, with every id changed."""
    return dataclasses.replace(
        definition, version=f"{definition.version}-new", fields=tuple(map(_field, definition.fields))
    )


def _by_new_names(definition: Definition, found: Mapping[str, _T]) -> dict[str, _T]:
    """Return what stands under the old names by the new ones; what is no field's keeps its name."""
    ids = {field.id for field in definition.fields}
    return {_renamed(name) if name.partition("-")[0] in ids else name: one for name, one in found.items()}


def _returned(form: str) -> tuple[Definition, Response]:
    definition = load_form(form)
    stage = definition.stages[0]
    return definition, response_of(
        made(definition, full_values(definition), "docx", stage=stage).data, "docx"
    )


def _continued(response: Response, definition: Definition, older: Definition) -> Filling:
    def lookup(form: str, version: str | None = None) -> Definition:
        known = {one.version: one for one in (older, definition)}
        return known[version or definition.version] if form == definition.id else CATALOGUE.load_form(form)

    forms = CATALOGUE.forms_of(definition.policy.id)
    return build_filling(definition, Known(Values(), (), response), lookup=lookup, forms=forms)


@pytest.mark.parametrize("form", FORMS)
def test_no_answer_of_any_kind_is_left_out(form: str) -> None:
    """Each stands under its new name, with its rows, state and place."""
    old, response = _returned(form)
    renewed = renew(response, old, _newer(old))
    assert renewed.left_out == ()
    assert dict(renewed.response.fields) == _by_new_names(old, response.fields)
    assert renewed.response.header == response.header


@pytest.mark.parametrize("form", FORMS)
def test_the_next_stage_says_the_same_on_either_version(form: str) -> None:
    """Texts, rows and facts: only the names of the boxes differ."""
    old, response = _returned(form)
    same, newer = _continued(response, old, old), _continued(response, _newer(old), old)
    assert dict(newer.answers) == _by_new_names(old, same.answers)
    assert dict(newer.rows) == _by_new_names(old, same.rows)
    assert (newer.header, newer.stage, newer.reference) == (same.header, same.stage, same.reference)
    assert same.stage is not Stage.BLANK
    assert "P20" not in [finding.code for finding in newer.findings]
