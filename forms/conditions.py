"""Which parts of a form apply, given the answers to the questions that they depend on.

A condition is written FIELD=OPTION. Nothing is concluded from a question that nobody answered: then
nobody can say whether what depends on it applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.model import Definition, Item, Show
from forms.records import Answer, State
from forms.sentences import pieces_of


@dataclass(frozen=True, slots=True)
class Condition:
    """That a field has an option."""

    field_id: str
    option: str

    def __str__(self) -> str:
        """Return the condition as definitions write it."""
        return f"{self.field_id}={self.option}"


def parse_condition(text: str) -> Condition | None:
    """Return the condition that `text` (FIELD=OPTION) is, None where it is none."""
    field_id, equals, option = text.partition("=")
    return Condition(field_id, option) if field_id and equals and option else None


def conditions_of(definition: Definition, field_id: str) -> tuple[Condition, ...]:
    """Return the conditions that a field stands under itself: its own, then those of its sections.

    Sections count where every one that shows the field's answer has a condition; one of theirs is enough.
    """
    own = parse_condition(definition.field(field_id).only_if)
    return ((own,) if own else ()) + _of_sections(definition, field_id)


def applies(definition: Definition, field_id: str, answers: Mapping[str, Answer]) -> bool | None:
    """Return whether a field applies, None where the answer that decides it is blank or not clear.

    The conditions of what a condition asks count too.
    """
    return _applies(definition, field_id, answers, frozenset())


def _applies(
    definition: Definition, field_id: str, answers: Mapping[str, Answer], seen: frozenset[str]
) -> bool | None:
    if field_id in seen:
        return None
    known = {field.id for field in definition.fields}
    seen |= {field_id}

    def holds(condition: Condition) -> bool | None:
        if condition.field_id not in known:
            return None
        asked = _applies(definition, condition.field_id, answers, seen)
        return asked if asked is not True else _is_answered(condition, answers)

    own = parse_condition(definition.field(field_id).only_if)
    parts = [holds(own)] if own else []
    shown = [holds(condition) for condition in _of_sections(definition, field_id)]
    if shown:
        parts.append(True if True in shown else None if None in shown else False)
    return False if False in parts else None if None in parts else True


def _is_answered(condition: Condition, answers: Mapping[str, Answer]) -> bool | None:
    answer = answers.get(condition.field_id)
    if answer is None or answer.state is not State.FILLED:
        return None
    if isinstance(answer.value, tuple):
        return condition.option in answer.value
    return answer.value == condition.option


def _of_sections(definition: Definition, field_id: str) -> tuple[Condition, ...]:
    found: list[Condition | None] = [
        parse_condition(section.only_if)
        for section in definition.sections
        if section.table == field_id
        or any(_shows(cell.items, field_id) for row in section.rows for cell in row)
    ]
    conditions = [condition for condition in found if condition is not None]
    return tuple(dict.fromkeys(conditions)) if len(conditions) == len(found) else ()


def _shows(items: Iterable[Item], field_id: str) -> bool:
    for item in items:
        if item.show in {Show.ANSWER, Show.OPTION} and item.field_id == field_id:
            return True
        if item.show is Show.SENTENCE and any(piece.field_id == field_id for piece in pieces_of(item.text)):
            return True
    return False
