"""A condition holds, does not, or cannot be told: nothing is concluded from a blank."""

from __future__ import annotations

import dataclasses

import pytest

from forms.conditions import Condition, Conditions, parse_condition
from forms.model import Definition, Field, Kind
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.records import Answer, Channel, State, Value
from tests.extract.samples import definition

_QUESTIONS = (
    Field("concerns", "Concerns?", Kind.YES_NO, options=("Yes", "No")),
    Field("risks", "Risks", Kind.ANY_OF, options=("Neglect", "Online"), only_if="concerns=Yes"),
    Field("read", "Read", Kind.TICK, options=("Read",)),
    Field("notes", "Notes", Kind.MULTILINE, only_if="risks=Online"),
    Field("place", "Place", Kind.TEXT),
)


def form(*sections: Section, fields: tuple[Field, ...] = _QUESTIONS) -> Definition:
    """Return a form with these questions."""
    return dataclasses.replace(definition(), fields=fields, sections=sections)


def section(item: Item, only_if: str = "") -> Section:
    """Return a section that shows one thing."""
    return Section("one", Frame.TABLE, (1.0,), ((Cell((item,)),),), only_if=only_if)


def answered(**values: Value) -> dict[str, Answer]:
    """Return answers, None for a blank one."""
    return {
        name: Answer(value, State.BLANK if value is None else State.FILLED, Channel.ACROFORM)
        for name, value in values.items()
    }


def test_a_condition_is_a_field_and_an_option() -> None:
    """The option may hold an equals sign; anything else is no condition."""
    assert parse_condition("concerns=Yes") == Condition("concerns", "Yes")
    assert parse_condition("level=A=B") == Condition("level", "A=B")
    assert str(Condition("concerns", "Yes")) == "concerns=Yes"
    assert [parse_condition(text) for text in ("", "concerns", "=Yes", "concerns=")] == [None] * 4


@pytest.mark.parametrize(
    ("concerns", "risks", "expected"),
    [
        ("Yes", ("Neglect", "Online"), True),
        ("Yes", ("Neglect",), False),
        ("Yes", None, None),
        ("No", None, False),
        ("No", ("Online",), False),
        (None, ("Online",), None),
        ("Perhaps", None, False),
    ],
)
def test_the_condition_of_a_condition_counts(
    concerns: str | None, risks: tuple[str, ...] | None, *, expected: bool | None
) -> None:
    """What is asked of somebody to whom the question before does not apply does not apply either."""
    answers = answered(concerns=concerns, risks=risks)
    assert Conditions(form()).applies("notes", answers) is expected
    assert Conditions(form()).applies("concerns", answers) is True


def test_a_contradictory_or_lost_answer_decides_nothing() -> None:
    """Nor does a field that the form does not have."""
    for state in (State.CONFLICT, State.MISSING, State.ILLEGIBLE):
        answers = {"concerns": Answer(("Yes", "No"), state, Channel.CONTROL)}
        assert Conditions(form()).applies("risks", answers) is None
    stray = dataclasses.replace(_QUESTIONS[4], only_if="nothing=Yes")
    assert Conditions(form(fields=(stray,))).applies("place", {}) is None


def test_a_circle_decides_nothing() -> None:
    """The loader refuses one; whoever makes a definition in another way gets no endless walk."""
    one = Field("one", "One", Kind.YES_NO, options=("Yes", "No"), only_if="two=Yes")
    two = dataclasses.replace(one, id="two", only_if="one=Yes")
    assert Conditions(form(fields=(one, two))).applies("one", answered(one="Yes", two="Yes")) is None


def test_sections_give_their_condition_to_what_they_show() -> None:
    """As an answer, an option or a blank in a sentence, unless another section shows it to everybody."""
    for item in (
        Item(Show.ANSWER, "place"),
        Item(Show.OPTION, "place", "Yes"),
        Item(Show.SENTENCE, text="Held at {place}."),
    ):
        shown = form(section(item, "concerns=Yes"))
        assert Conditions(shown).of("place") == (Condition("concerns", "Yes"),)
        assert Conditions(shown).applies("place", answered(concerns="No")) is False
    label = form(section(Item(Show.LABEL, "place"), "concerns=Yes"))
    assert Conditions(label).of("place") == ()
    twice = form(section(Item(Show.ANSWER, "place"), "concerns=Yes"), section(Item(Show.ANSWER, "place")))
    assert Conditions(twice).of("place") == ()


def test_one_of_several_conditional_sections_is_enough() -> None:
    """Where the same answer is shown under two conditions."""
    item = Item(Show.ANSWER, "place")
    both = form(section(item, "concerns=Yes"), section(item, "read=Read"))
    assert Conditions(both).applies("place", answered(concerns="No", read="Read")) is True
    assert Conditions(both).applies("place", answered(concerns="No", read=None)) is None
