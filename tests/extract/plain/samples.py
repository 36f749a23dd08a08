"""Invented answers for every form of a record and of a case."""

from __future__ import annotations

from forms.model import Definition, Fact, Kind
from tests.extract.plain.typed import Doing, Typed

SUPERVISEE, SUPERVISOR = "Tom Reed", "Amara Obi"
_FACTS = {
    Fact.SUPERVISEE: SUPERVISEE,
    Fact.SUPERVISOR: SUPERVISOR,
    Fact.SCHOOL: "Alder Grove Academy",
    Fact.SESSION_DATE: "19 November 2025",
    Fact.SESSION_TIME: "10:00",
}
_NARRATIVE = (
    "We looked at how the term began. {name} was calm about it.\nAttendance is better: 94% since September.",
    "Two families moved; the files went to their new schools on time.",
    "Spoke with the health visitor, who agrees with the plan.",
)


def sample(definition: Definition) -> Typed:
    """Return words for each field of a form, other ones in each, and actions for its tables."""
    words: dict[str, str] = {}
    actions: dict[str, tuple[Doing, ...]] = {}
    for number, field in enumerate(definition.fields):
        if field.added or not field.label.strip() and field.fact is None:
            continue
        if field.fact in _FACTS:
            words[field.id] = _FACTS[field.fact]
        elif field.kind is Kind.DATE:
            words[field.id] = "14/01/2026"
        elif field.kind is Kind.TIME:
            words[field.id] = "10:00"
        elif field.kind in {Kind.CHOICE, Kind.YES_NO}:
            words[field.id] = (field.options or ("Yes", "No"))[0]
        elif field.kind is Kind.MULTILINE:
            words[field.id] = f"{_NARRATIVE[number % 3].format(name='Tom')} ({number})"
        elif field.kind is Kind.TEXT:
            words[field.id] = f"Invented words {number}"
        elif field.kind is Kind.NUMBER:
            words[field.id] = str(number)
        elif field.kind is Kind.TABLE:
            words[field.id] = f"First thing {number}\nSecond thing {number}"
        elif field.kind is Kind.ACTIONS:
            actions[field.id] = (
                Doing(
                    f"Tom Reed to ring the nurse about item {number} by 28/02/2026", SUPERVISEE, "2026-02-28"
                ),
                Doing(f"Amara Obi to book course {number} by 15/03/2026", SUPERVISOR, "2026-03-15"),
            )
        elif field.kind is Kind.CARRIED:
            words[field.id] = f"Write to the family about {number} by 31/01/2026"
    return Typed(words, actions)
