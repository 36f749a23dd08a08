"""Which questions do not apply, given the answers of a form: worked out from the definition alone."""

import re
from collections.abc import Mapping
from typing import Any

from forms.model import Definition
from forms.printed_page import Cell, Section, Show

Verdict = bool | None
"""None where nobody can say, because the deciding question was not answered."""


def not_applicable(definition: Definition, wanted: Mapping[str, Any]) -> set[str]:
    """Return the names of the answers and parts that do not apply where `wanted` is what a form says."""
    out = {field.id for field in definition.answerable if _applies(definition, field.id, wanted) is False}
    return {name for name in wanted if name.partition("-")[0] in out}


def _applies(definition: Definition, field_id: str, wanted: Mapping[str, Any]) -> Verdict:
    own = definition.field(field_id).only_if
    showing = [section for section in definition.sections if _shows(section, field_id)]
    around = [section.only_if for section in showing]
    verdicts = [_holds(definition, own, wanted)] if own else []
    if around and all(around):
        said = [_holds(definition, condition, wanted) for condition in around]
        verdicts.append(True if True in said else None if None in said else False)
    return False if False in verdicts else None if None in verdicts else True


def _holds(definition: Definition, condition: str, wanted: Mapping[str, Any]) -> Verdict:
    asked, _, option = condition.partition("=")
    applies = _applies(definition, asked, wanted)
    value = wanted.get(asked)
    if applies is not True:
        return applies
    if value is None:
        return None
    return option in value if isinstance(value, list) else value == option


def _shows(section: Section, field_id: str) -> bool:
    if section.table:
        return section.table == field_id
    return any(_cell_shows(cell, field_id) for row in section.rows for cell in row)


def _cell_shows(cell: Cell, field_id: str) -> bool:
    return any(
        (item.show in {Show.ANSWER, Show.OPTION} and item.field_id == field_id)
        or (item.show is Show.SENTENCE and field_id in re.findall(r"\{(.*?)\}", item.text))
        for item in cell.items
    )
