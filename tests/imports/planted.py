"""Forms in which every box names a child: what no register, workbook or message may show.

Action text and the comments of a review may hold a name, so they have children of their own; a narrative also
holds a marked sentence and a birth date, which may stand nowhere.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

from forms.case_key import CaseEntry
from forms.catalogue import own_catalogue
from forms.meanings import Logged
from forms.model import ACTION_TABLES, Column, Definition, Field, Kind, Stage
from tests.imports.people import SCHOOL
from tests.imports.returned import Returned
from tests.round.answers import Answers
from tests.round.making import load_form, made
from tests.round.texts import Texts

_FIRST = (
    "Zebedee",
    "Théodora",
    "Ołena",
    "Ágnes",
    "Søren",
    "Xanthippe",
    "Ngũgĩ",
    "Quillon",
    "Ýrsa",
    "Brünhild",
)
_LAST = ("Vantongeren", "O'Quigley", "Pembroke-Ashdyke", "Wrzesniewski", "Thistlethwayte")
NAMES = tuple(f"{_FIRST[at % 10]} {_LAST[at // 10]}" for at in range(50))
KEY = tuple(CaseEntry(f"ESM-C{at:03d}", SCHOOL, name) for at, name in enumerate(NAMES, start=1))
IN_WORDS_TO_THE_LETTER = NAMES[:10]
"""Those whom action text and comments of reviews name."""
ELSEWHERE = NAMES[10:]
"""Those whom every other box names."""
SENTENCE = "quillfeather never sleeps before moonrise"
BIRTHS = ("14/03/2012", "2012-03-14", "14 March 2012")
_LOGGED = frozenset(word.value for word in Logged)
_TO_THE_LETTER = frozenset({Logged.QA_GENERAL, Logged.QA_ADDITIONAL})
_WORDS = frozenset({Kind.TEXT, Kind.MULTILINE})


def planted_files(seed: int) -> Iterator[Returned]:
    """Yield every form at its first and its last stage before the final copy, as PDF and as Word."""
    chance = random.Random(seed)  # noqa: S311 # a story, no secret
    number = 0
    for form in own_catalogue().form_ids():
        definition = load_form(form)
        open_stages = [stage for stage in definition.stages if stage is not Stage.FINAL]
        for stage in dict.fromkeys((open_stages[0], open_stages[-1])):
            for file_format in ("pdf", "docx"):
                number += 1
                planting = _Planting(chance, number)
                values = planting.values(definition)
                data = made(definition, values, file_format, stage=stage).data
                name = planting.typed()
                yield Returned(f"{name}/{name} {values['reference']}.{file_format}", data)
                if number % 7 == 0:
                    yield Returned(f"Notes of {name}.{file_format}", data[: len(data) // 3])
                    yield Returned(f"{name} again.{file_format}", data)
                    yield Returned(f"{name.upper()}.pdf", b"")


class _Planting(Texts):
    """Draws names, each time another child, in the ways in which programs and people type them."""

    def __init__(self, chance: random.Random, number: int) -> None:
        """Keep which children come next; `number` tells the forms apart."""
        super().__init__(chance, showable=True)
        self._draw = chance
        self._number = number

    def typed(self) -> str:
        """Return one name."""
        return self._spelt(self._draw.choice(ELSEWHERE))

    def date_words(self) -> str:
        """Return a name where a date is asked."""
        return f"when {self.typed()} is back"

    def values(self, definition: Definition) -> dict[str, Any]:
        """Return the values of one form, in every box a name."""
        fields: dict[str, Any] = {}
        answers = Answers(self._draw, definition, self, all_given=True, row_count=2)
        for field in definition.answerable:
            answers.answer(field, fields)
            fields[field.id] = self._planted(field, fields.get(field.id))
        fields = {name: value for name, value in fields.items() if value is not None}
        case = self._draw.choice(KEY[len(IN_WORDS_TO_THE_LETTER) :])
        for field in definition.answerable:
            # On half of the case sheets the name belongs to the reference, so that they are not set aside.
            if field.log is Logged.CHILD_NAME and self._number % 2:
                fields[field.id] = self._spelt(case.name)
        sheet = "-1" if definition.record == "case" else ""
        header: dict[str, Any] = {
            "school": self.typed(),
            "supervisee": self.typed(),
            "supervisor": self.typed(),
            "session_date": "2026-09-24",
        }
        if sheet:
            header |= {"case_ref": case.case_ref, "sheet": 1, "sheets": 1}
        return {
            "reference": f"ESM-26-{self._number:04d}-{definition.code}{sheet}",
            "header": header,
            "fields": fields,
        }

    def _planted(self, field: Field, value: Any) -> Any:
        if field.fact is not None:
            return None
        if field.log in _TO_THE_LETTER:
            return f"Ask {self._spelt(self._draw.choice(IN_WORDS_TO_THE_LETTER))} first"
        if isinstance(value, list):
            return [self._planted_row(field, row) if isinstance(row, dict) else row for row in value]
        return self._told(field, value, private=field.private)

    def _planted_row(self, table: Field, row: dict[str, Any]) -> dict[str, Any]:
        columns = {column.id: column for column in table.column}
        told = {
            name: self._told(columns[name], cell, private=table.private) if name in columns else cell
            for name, cell in row.items()
        }
        if table.kind in ACTION_TABLES:
            told["action"] = f"Ring {self._spelt(self._draw.choice(IN_WORDS_TO_THE_LETTER))} about it"
        return told

    def _told(self, asked: Field | Column, value: Any, *, private: bool) -> Any:
        """Return an answer with a marked sentence and a birth date, where its words stay out of the log."""
        if asked.log is not None or asked.id in _LOGGED:
            return value
        if asked.kind in _WORDS and isinstance(value, str):
            return f"{value} {SENTENCE}, born {self._draw.choice(BIRTHS)}"
        return BIRTHS[1] if asked.kind is Kind.DATE and private else value

    def _spelt(self, name: str) -> str:
        ways = (name, unicodedata.normalize("NFD", name), name.upper(), name.lower())
        return self._draw.choice(ways)
