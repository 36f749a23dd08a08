"""Which parts of a form apply, given the answers to the questions that they depend on.

A condition is written FIELD=OPTION. Nothing is concluded from a question that nobody answered: then
nobody can say whether what depends on it applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.model import Definition
from forms.printed_page import Section, Show
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
    field_id, _, option = (part.strip() for part in text.partition("="))
    return Condition(field_id, option) if field_id and option else None


class Conditions:
    """The conditions of one form, looked up by field."""

    def __init__(self, definition: Definition) -> None:
        """Note what each field depends on: by itself, and by the sections that show its answer."""
        self._own = {field.id: parse_condition(field.only_if) for field in definition.fields}
        self._shown: dict[str, list[Condition | None]] = {}
        if any(section.only_if for section in definition.sections):
            for section in definition.sections:
                condition = parse_condition(section.only_if)
                for field_id in dict.fromkeys(shown_in(section)):
                    self._shown.setdefault(field_id, []).append(condition)

    @property
    def none(self) -> bool:
        """Return whether everything applies to everybody."""
        return not self._shown and not any(self._own.values())

    def of(self, field_id: str) -> tuple[Condition, ...]:
        """Return the conditions that a field stands under itself: its own, then those of its sections.

        Sections count where every one that shows the field's answer has a condition; one of theirs is
        enough.
        """
        own = self._own.get(field_id)
        return ((own,) if own else ()) + self._of_sections(field_id)

    def applies(self, field_id: str, answers: Mapping[str, Answer]) -> bool | None:
        """Return whether a field applies, None where the answer that decides it is blank or not clear.

        The conditions of what a condition asks count too.
        """
        return self._applies(field_id, answers, frozenset())

    def _applies(self, field_id: str, answers: Mapping[str, Answer], seen: frozenset[str]) -> bool | None:
        if field_id in seen or field_id not in self._own:
            return None
        seen |= {field_id}
        own = self._own[field_id]
        parts = [self._holds(own, answers, seen)] if own else []
        shown = [self._holds(condition, answers, seen) for condition in self._of_sections(field_id)]
        if shown:
            parts.append(True if True in shown else None if None in shown else False)
        return False if False in parts else None if None in parts else True

    def _holds(
        self, condition: Condition, answers: Mapping[str, Answer], seen: frozenset[str]
    ) -> bool | None:
        asked = self._applies(condition.field_id, answers, seen)
        return asked if asked is not True else _is_answered(condition, answers)

    def _of_sections(self, field_id: str) -> tuple[Condition, ...]:
        found = self._shown.get(field_id, [])
        conditions = [condition for condition in found if condition is not None]
        return tuple(dict.fromkeys(conditions)) if len(conditions) == len(found) else ()


def _is_answered(condition: Condition, answers: Mapping[str, Answer]) -> bool | None:
    answer = answers.get(condition.field_id)
    if answer is None or answer.state is not State.FILLED:
        return None
    if isinstance(answer.value, tuple):
        return condition.option in answer.value
    return answer.value == condition.option


def shown_in(section: Section) -> Iterator[str]:
    """Yield the ids of the fields whose answers a section shows."""
    if section.table:
        yield section.table
    for item in (item for row in section.rows for cell in row for item in cell.items):
        if item.show in {Show.ANSWER, Show.OPTION}:
            yield item.field_id
        elif item.show is Show.SENTENCE:
            yield from (piece.field_id for piece in pieces_of(item.text) if piece.field_id)
