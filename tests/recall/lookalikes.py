"""What is typed into each box of a form: values that look like others, drawn from a seed.

Every text ends in a number that no other box of the form has, so that a value in the wrong box is seen.
"""

import dataclasses
import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.model import Column, Definition, Field, Kind
from forms.names import CONTINUATION, split_cell_name
from tests.recall.rooms import Room
from tests.round.applying import not_applicable
from tests.round.boxes import Asked, Typed, asked_in, joined_with
from tests.round.expected import expected_values

_WORDS = (
    "Zoë O'Brien-Łukasz",
    "Şen Sönmez, not Sen",
    "O0 0O: Olu Ogunlana",
    "Bill Ill, l1I",
    "barn / bam, modern / modem",
    "10 of 1O",
    "C0l4 beside CO14",
    "Tŷ Ŵyn, Siân ap Gruffydd",
    "Żółć & Gęśl <sure>",
    "\"quoted\" and 'single'",
    "90% & rising",
    "03/04/2026, not 04/03/2026",
    "5S 2Z 8B 6G",
    "Cllr. Iorwerth – vv/w, cl/d",
)
_SENTENCES = (
    "We looked at the plan of 03/04/2026 and agreed that it stays as it is.",
    'Attendance is 91% & rising; "better than in May", said Siân.',
    "Łucja asked for room 1O, and was given room 10.",
    "Nobody had told Mr. Burns (or Bums, as the list has it) about the 5 p.m. meeting.",
    "Il1 and O0 stand for the two children on the list of 11/12/2026.",
    "Training: <first aid>, modern / modem use, Żółć's course at Tŷ Ŵyn.",
)
_SOME_DATES_WORDS = ("before half term", "asap", "1O/12/2026")
_SENTENCE_END = re.compile(r"(?<=[.?])[ \n]+(?=[A-Z\u0141])")
_LEFT_BLANK = 0.12
_TICKED = 0.6
_MONTHS = ("January", "March", "June", "July", "November")


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Draws what is typed into the boxes of one form; a box gets the same in each format."""

    seed: int
    form: str
    rooms: Mapping[str, Room] = dataclasses.field(default_factory=dict)
    """Boxes that get only what they show whole."""

    def drawn(self, definition: Definition, names: Iterable[str]) -> dict[str, Typed]:
        """Return box -> what is typed, for these boxes; some are left blank."""
        listed = list(names)
        typed = {
            name: value
            for number, name in enumerate(listed, start=1)
            if (value := self._shown_value(definition, name, number)) is not None
        }
        typed = self._without_gaps(definition, typed)
        typed = _with_other_words(definition, typed, listed)
        return _where_asked(definition, typed)

    def _chance(self, name: str) -> random.Random:
        return random.Random(f"{self.seed} {self.form} {name}")  # noqa: S311 - a sample, not a secret

    def _shown_value(self, definition: Definition, name: str, number: int) -> Typed | None:
        """Return what is typed, cut down to what its box shows whole where that is wanted."""
        value, room = self._value(definition, name, number), self.rooms.get(name)
        if room is None or not isinstance(value, str):
            return value
        asked, chance = asked_in(definition, name), self._chance(f"{name} shorter")
        shorter = (
            chance.sample(asked.options, len(asked.options)) if asked.options else _shorter(chance, number)
        )
        cell = split_cell_name(name)
        if asked.kind is Kind.DATE or (cell is not None and cell[2] == "by_when"):
            shorter = [_date(chance)]
        return next((text for text in (value, *_cut(value), *shorter) if room.shows(text)), None)

    def _value(self, definition: Definition, name: str, number: int) -> Typed | None:
        chance, asked = self._chance(name), asked_in(definition, name)
        if asked.kind is Kind.TICK:
            return True if chance.random() < _TICKED else None
        if chance.random() < _LEFT_BLANK or name == CONTINUATION:
            return None
        if asked.options:
            return chance.choice(asked.options)
        cell = split_cell_name(name)
        if cell is not None and cell[2] == "by_when":
            return chance.choice(_SOME_DATES_WORDS) if chance.random() < 0.2 else _date(chance)
        if asked.kind is Kind.MULTILINE:
            return _answer(chance, number, in_cell=cell is not None)
        return _shown(chance, asked, number)

    def _without_gaps(self, definition: Definition, typed: Mapping[str, Typed]) -> dict[str, Typed]:
        """Return what is typed without the last spare rows of each table, and nothing in half a row."""
        kept = dict(typed)
        for field in definition.answerable:
            cells = {name: cell for name in kept if (cell := split_cell_name(name)) and cell[0] == field.id}
            if not cells or field.row or field.parties:
                continue
            rows = sorted({cell[1] for cell in cells.values()})
            last = rows[self._chance(field.id).randrange(len(rows))]
            first_column = field.columns[0] if field.columns[0] != "ref" else field.columns[1]
            begun = {cell[1] for cell in cells.values() if cell[2] == first_column}
            for name, cell in cells.items():
                if cell[1] > last or (cell[1] not in begun and not field.signers_from):
                    del kept[name]
        return kept


def _shown(chance: random.Random, asked: Asked, number: int) -> str:
    """Return a date, time, month or number, or a few words, as people write them."""
    match asked.kind:
        case Kind.DATE:
            return _date(chance)
        case Kind.TIME:
            return f"{chance.randint(8, 17):02d}:{chance.choice((1, 10, 11, 17)):02d}"
        case Kind.MONTH:
            return f"{chance.choice(_MONTHS)} {chance.randint(2025, 2027)}"
        case Kind.NUMBER:
            return _number(chance, asked.bounds)
        case _:
            return f"{chance.choice(_WORDS)} ({number})"


def _date(chance: random.Random) -> str:
    """Return a date that is another one with day and month swapped."""
    while True:
        date = dt.date(chance.randint(2026, 2027), chance.randint(1, 12), chance.randint(1, 12))
        if date.day != date.month:
            return date.strftime("%d/%m/%Y")


def _number(chance: random.Random, bounds: Field | Column | None) -> str:
    if bounds is None or bounds.least is None or bounds.most is None:
        return chance.choice(("10", "11", "17", "80", "61"))
    steps = int((bounds.most - bounds.least) / (bounds.step or 1))
    return f"{bounds.least + chance.randint(0, steps) * (bounds.step or 1):g}"


def _answer(chance: random.Random, number: int, *, in_cell: bool) -> str:
    """Return an answer of one line or several; alone in its box it may be long."""
    if chance.random() < 0.4:
        return f"{chance.choice(_WORDS)} ({number})"
    paragraphs = [
        " ".join(chance.choice(_SENTENCES) for _ in range(chance.randint(1, 2 if in_cell else 6)))
        for _ in range(chance.randint(1, 2 if in_cell else 3))
    ]
    return f"{chance.choice((chr(10), chr(10) * 2)).join(paragraphs)}\n({number})"


def _cut(text: str) -> Iterator[str]:
    """Yield an answer of several lines with ever fewer sentences, and the number that it ends with."""
    body, _, number = text.rpartition("\n")
    sentences = _SENTENCE_END.split(body)
    for count in range(len(sentences) - 1, 0, -1):
        yield f"{' '.join(sentences[:count])}\n{number}"


def _shorter(chance: random.Random, number: int) -> list[str]:
    return [f"{words} ({number})" for words in (*chance.sample(_WORDS, len(_WORDS)), "1O", "Il")]


def _with_other_words(
    definition: Definition, typed: Mapping[str, Typed], names: list[str]
) -> dict[str, Typed]:
    """Return what is typed with words beside "Other" where it is chosen, and there only."""
    kept = dict(typed)
    for field in definition.answerable:
        name = f"{field.id}-other"
        if name not in names or "Other" not in field.all_options:
            continue
        kept.pop(name, None)
        if kept.get(field.id) == "Other" or any(
            asked_in(definition, box).options == ("Other",) for box in kept if box.startswith(f"{field.id}-")
        ):
            kept[name] = f"1O other ({names.index(name) + 1})"
    return kept


def _where_asked(definition: Definition, typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """Return what is typed without the boxes of questions that the other answers rule out."""
    kept = dict(typed)
    while True:
        known = joined_with(definition, {"fields": {}}, kept)
        ruled_out = not_applicable(definition, expected_values(definition, known))
        out = {
            name for name in kept if name.partition("-")[0] in {one.partition("-")[0] for one in ruled_out}
        }
        if not out:
            return kept
        kept = {name: value for name, value in kept.items() if name not in out}
