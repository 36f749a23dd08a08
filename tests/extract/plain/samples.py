"""Invented answers for every form of a record and of a case, and how right what was read of them is."""

from __future__ import annotations

from dataclasses import dataclass

from extract.plain.record import PlainRecord
from forms.model import Definition, Fact, Field, Kind
from tests.extract.plain.typed import Doing, Typed

SUPERVISEE, SUPERVISOR = "Tom Reed", "Amara Obi"
_FACTS = {
    Fact.SUPERVISEE: SUPERVISEE,
    Fact.SUPERVISOR: SUPERVISOR,
    Fact.SCHOOL: "Alder Grove Academy",
    Fact.SESSION_DATE: "19 November 2025",
    Fact.SESSION_TIME: "10:00",
}
_DATES = {"19 November 2025": "2025-11-19", "14/01/2026": "2026-01-14"}
_NARRATIVE = (
    "We looked at how the term began. Tom was calm.\nAttendance is better: 94% since September. ({})",
    "Two families moved; the files went to their new schools on time. ({})",
    "Spoke with the health visitor, who agrees with the plan. ({})",
)
_WORDS = {
    Kind.DATE: "14/01/2026",
    Kind.TIME: "10:00",
    Kind.NUMBER: "{}",
    Kind.TEXT: "Invented words {}",
    Kind.TABLE: "First thing {0}\nSecond thing {0}",
    Kind.CARRIED: "Write to the family about {} by 31/01/2026",
}


def sample(definition: Definition) -> Typed:
    """Return words for each field of a form, other ones in each, and actions for its tables."""
    asked = [
        one for one in definition.fields if not one.added and (one.label.strip() or one.fact is not None)
    ]
    words = {one.id: text for at, one in enumerate(asked) if (text := _words(one, at))}
    actions = {one.id: _actions(at) for at, one in enumerate(asked) if one.kind is Kind.ACTIONS}
    return Typed(words, actions)


def _words(field: Field, number: int) -> str:
    if field.fact in _FACTS:
        return _FACTS[field.fact]
    if field.kind in {Kind.CHOICE, Kind.YES_NO}:
        return (field.options or ("Yes", "No"))[0]
    text = _NARRATIVE[number % 3] if field.kind is Kind.MULTILINE else _WORDS.get(field.kind, "")
    return text.format(number)


def _actions(number: int) -> tuple[Doing, ...]:
    return (
        Doing(f"Tom Reed to ring the nurse about {number} by 28/02/2026", SUPERVISEE, "2026-02-28"),
        Doing(f"Amara Obi to book course {number} by 15/03/2026", SUPERVISOR, "2026-03-15"),
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what was typed was read right; what is wrong and said to be sure is named."""

    labels: int
    labels_right: int
    actions: int
    actions_right: int
    wrong: tuple[str, ...]


def score(record: PlainRecord, definition: Definition, typed: Typed) -> Score:
    """Hold a record against what was typed; white space does not count, for a PDF wraps lines."""
    read = {one.field_id: one for one in record.answers}
    asked = [one for one in typed.words if definition.field(one).kind is not Kind.CARRIED]
    right, wrong = 0, list[str]()
    for name in asked:
        typed_words = _DATES.get(typed.words[name], typed.words[name])
        answer = read.get(name)
        if answer is not None and _bare(answer.value or "") == _bare(typed_words):
            right += 1
        elif answer is not None and answer.found.is_sure:
            wrong.append(f"{name}: {answer.value!r}")
    left = {(one.field_id, _bare(one.found.words)): one for one in record.actions}
    actions_right = 0
    doings = [(name, one) for name, many in typed.actions.items() for one in many]
    for name, doing in doings:
        action = left.pop((name, _bare(doing.text)), None)
        actions_right += action is not None and (action.who, action.by_when) == (doing.who, doing.by_when)
    wrong += [f"{name}: {words}" for (name, words), one in left.items() if one.found.is_sure]
    return Score(len(asked), right, len(doings), actions_right, tuple(wrong))


def _bare(text: str) -> str:
    return " ".join(text.split())
