"""Values files for any form and stage, with the answers that break programs; Hypothesis or a seed decides.

Everything is drawn from one `Random`. Hypothesis hands in one that it controls, so that it can search and
shrink; a fixed seed gives the same sample every time, for the slow outside programs.
"""

import random
from typing import Any

from hypothesis import strategies as st

from forms.model import Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.revisions import stage_rank
from tests.round.answers import MOST_CARRIED, Answers
from tests.round.texts import ODD_TEXTS, Texts

_WORDS = frozenset({Kind.TEXT, Kind.MULTILINE})


def values_files(
    definition: Definition, stage: Stage | None = None, *, showable: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of values files; `stage` and `showable` as in `make_values`."""
    return st.randoms(use_true_random=False).map(
        lambda chance: make_values(chance, definition, stage, showable=showable)
    )


def sampled_values(
    definition: Definition, seed: int, stage: Stage | None = None, *, showable: bool = False
) -> dict[str, Any]:
    """Return the values file that `seed` stands for."""
    chance = random.Random(f"{definition.id} {seed}")  # noqa: S311 - a sample, not a secret
    return make_values(chance, definition, stage, showable=showable)


def make_values(
    chance: random.Random, definition: Definition, stage: Stage | None = None, *, showable: bool = False
) -> dict[str, Any]:
    """Return a values file that the form accepts.

    `stage`: answer only what is to be answered by then; every field where it is None. `showable`: keep to
    the characters that the PDF's font has.
    """
    texts = Texts(chance, showable=showable)
    return _Maker(chance, definition, texts, Answers(chance, definition, texts)).values(stage)


def full_values(definition: Definition, *, rows: int = MOST_CARRIED) -> dict[str, Any]:
    """Return a values file that answers everything: each nasty text in every text field, full tables."""
    chance = random.Random(definition.id)  # noqa: S311 - as above
    texts = Texts(chance, showable=False, always=" ".join(ODD_TEXTS))
    answers = Answers(chance, definition, texts, all_given=True, row_count=rows)
    return _Maker(chance, definition, texts, answers).values(None)


def least_values(definition: Definition) -> dict[str, Any]:
    """Return the least that the form accepts."""
    known = {
        Fact.SUPERVISEE: "Tom Reed",
        Fact.SUPERVISOR: "Priya Shah",
        Fact.SESSION_DATE: "2026-11-19",
        Fact.CASE_REF: "ESM-C014",
    }
    sheet = "-2" if Fact.CASE_REF in definition.required else ""
    return {
        "reference": f"ESM-26-0042-{definition.code}{sheet}",
        "header": {fact.value: known[fact] for fact in definition.required},
        "fields": {},
    }


def carried_tables(definition: Definition) -> list[Field]:
    """Return the tables in which the open actions of last time stand."""
    return [field for field in definition.answerable if field.kind is Kind.CARRIED or field.takes_carried]


def put_words(definition: Definition, values: dict[str, Any], words: str) -> str:
    """Put `words` into the first box of a form that takes any words, and return its name."""
    fields = values["fields"]
    for field in definition.answerable:
        if field.kind in _WORDS and field.fact is None:
            fields[field.id] = words
            return field.id
        if field.kind is Kind.SIGNATURE:
            fields[f"{field.id}-name"] = words
            return f"{field.id}-name"
        column = next((one.id for one in field.column if one.kind in _WORDS), None)
        if column is not None and not field.row:
            fields[field.id] = [{column: words}]
            return f"{field.id}-1-{column}"
    raise ValueError(definition.id)


def answered_by(field: Field, stage: Stage | None) -> bool:
    """Return whether `field` is to be answered at `stage` or before."""
    return stage is None or stage_rank(field.stage) <= stage_rank(stage)


class _Maker:
    """Draws one values file."""

    def __init__(self, chance: random.Random, definition: Definition, texts: Texts, answers: Answers) -> None:
        self._chance = chance
        self._definition = definition
        self._texts = texts
        self._answers = answers

    def values(self, stage: Stage | None) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        header = self._header(fields)
        for field in self._definition.answerable:
            if field.fact is None and answered_by(field, stage) and self._answers.is_given():
                self._answers.answer(field, fields)
        if self._answers.is_given(3):
            fields[CONTINUATION] = self._texts.text()
        values: dict[str, Any] = {"header": header, "fields": fields}
        if self._answers.is_given():
            sheet = f"-{self._chance.randint(1, 9)}" if Fact.CASE_REF in self._definition.required else ""
            values["reference"] = f"ESM-26-{self._chance.randint(1, 9999):04d}-{self._definition.code}{sheet}"
        return values

    def _header(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the header; a fact that a field prints stands there or in `fields`."""
        header: dict[str, Any] = {}
        printing = {field.fact: field.id for field in self._definition.answerable if field.fact}
        for fact in Fact:
            required = fact in self._definition.required
            if not required and not self._answers.is_given():
                continue
            value = self._fact(fact, required=required)
            if fact in printing and self._chance.randint(0, 2) == 0:
                fields[printing[fact]] = value
            else:
                header[fact.value] = value
        return header

    def _fact(self, fact: Fact, *, required: bool) -> str | int:
        if fact in {Fact.SESSION_DATE, Fact.RETURN_BY}:
            return self._answers.date()
        if fact is Fact.SESSION_TIME:
            return self._answers.time()
        if fact in {Fact.SHEET, Fact.SHEETS}:
            return self._chance.randint(1, 40)
        words = self._texts.visible() if required else self._texts.words()
        return words if not required or self._chance.randint(0, 1) else f"{words}{self._texts.piece()}"
