"""Measure a draft against the inventory of what the printed forms ask: recall and precision, per form.

An entry of the inventory is found if a drafted field has its words, as a sequence, and is of its family:
text, date, choice, table or signature. Where a cell is composite, one may contain the other. Each drafted
field counts for one entry only. Clauses, and entries that the printed forms lack, are left aside. The date
of a signature that the inventory counts as one with it ("Supervisee's signature Date") counts with it here
too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from forms.model import Definition, Field, Kind

_FAMILIES = {
    "text": "text",
    "multi-line": "text",
    "whole number": "text",
    "time": "text",
    "date": "date",
    "choice": "choice",
    "yes/no": "choice",
    "repeating table": "table",
    "signature": "signature",
}
_FAMILY_OF_KIND = {
    Kind.TEXT: "text",
    Kind.MULTILINE: "text",
    Kind.NUMBER: "text",
    Kind.TIME: "text",
    Kind.TIME_RANGE: "text",
    Kind.DATE: "date",
    Kind.MONTH: "date",
    Kind.DATE_RANGE: "date",
    Kind.CHOICE: "choice",
    Kind.YES_NO: "choice",
    Kind.TICK: "choice",
    Kind.ANY_OF: "choice",
    Kind.TABLE: "table",
    Kind.CARRIED: "table",
    Kind.ACTIONS: "table",
    Kind.SIGNATURE: "signature",
    Kind.SIGNATURES: "signature",
}


class Counting(StrEnum):
    """What counts as one."""

    COMPOSITE = "one may contain the other; the date of a signature may count with it"
    DATES_APART = "the date of a signature is a field of its own"
    EXACT = "exactly the same words"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a printed form asks, by the inventory."""

    id: str
    words: tuple[str, ...]
    family: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """One field of a draft."""

    form: int
    """The draft's place in its policy, from 0."""
    id: str
    words: tuple[tuple[str, ...], ...]
    """What it is called: its label, its name, the headings of its columns."""
    family: str
    date_of_signature: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one form."""

    form: str
    asked: int
    found: int
    drafted: int
    missed: tuple[str, ...]
    beyond: tuple[str, ...]
    """Drafted fields that are no entry."""

    @property
    def recall(self) -> float:
        """Return the share of the entries that were found."""
        return self.found / self.asked if self.asked else 1.0

    @property
    def precision(self) -> float:
        """Return the share of the drafted fields that are entries."""
        return self.found / self.drafted if self.drafted else 1.0


def read_inventory(path: Path) -> dict[str, list[tuple[str, list[Entry]]]]:
    """Return the first letters of a policy's text -> its forms with their entries."""
    policies: dict[str, list[tuple[str, list[Entry]]]] = {}
    for form in json.loads(path.read_text(encoding="utf-8")):
        entries = [
            Entry(field["id"], words_of(field["label"]), _FAMILIES[field["kind"]])
            for field in form["fields"]
            if field["kind"] in _FAMILIES and not field["added"]
        ]
        policies.setdefault(form["seed"][:3], []).append((form["form_id"], entries))
    return policies


def words_of(label: str) -> tuple[str, ...]:
    """Return the words of a label: letters and digits, the rest left aside."""
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", label.casefold())))


def drafted_fields(definitions: Sequence[Definition]) -> list[Drafted]:
    """Return all fields of a policy's drafts that are answered."""
    return [
        _drafted(number, field, definition)
        for number, definition in enumerate(definitions)
        for field in definition.answerable
    ]


def _drafted(number: int, field: Field, definition: Definition) -> Drafted:
    names = [field.label, field.name, " ".join(column.label for column in field.column)]
    names.append(f"{field.label} {field.hint}")
    names += _headings(field, definition)
    dates = {one.date_field for one in definition.fields}
    words = tuple(dict.fromkeys(words_of(name) for name in names if words_of(name)))
    return Drafted(number, field.id, words, _FAMILY_OF_KIND[field.kind], field.id in dates)


def _headings(field: Field, definition: Definition) -> list[str]:
    return [
        " ".join(item.text for cell in section.header for item in cell.items)
        for section in definition.sections
        if section.table == field.id
    ]


def measure_policy(
    forms: Sequence[tuple[str, Sequence[Entry]]],
    definitions: Sequence[Definition],
    counting: Counting = Counting.COMPOSITE,
) -> list[Score]:
    """Return one score per form of the inventory; drafted fields beyond count with the form they stand in."""
    open_fields = drafted_fields(definitions)
    matched: list[dict[str, Drafted]] = [{} for _ in forms]
    for way in (_same,) if counting is Counting.EXACT else (_same, _contains):
        for number, (_, entries) in enumerate(forms):
            for entry in entries:
                if entry.id in matched[number]:
                    continue
                fitting = [one for one in open_fields if one.family == entry.family and way(entry, one)]
                fitting = [
                    one for one in fitting if abs(one.form - number) <= max(0, len(definitions) - len(forms))
                ] or [one for one in fitting if len(definitions) != len(forms)]
                if fitting:
                    best = min(fitting, key=lambda one: (abs(one.form - number), open_fields.index(one)))
                    matched[number][entry.id] = best
                    open_fields.remove(best)
    apart = counting is Counting.DATES_APART
    beyond = [one for one in open_fields if apart or not one.date_of_signature]
    last = len(forms) - 1
    return [
        Score(
            form,
            len(entries),
            len(matched[number]),
            len(matched[number]) + sum(min(one.form, last) == number for one in beyond),
            tuple(entry.id for entry in entries if entry.id not in matched[number]),
            tuple(one.id for one in beyond if min(one.form, last) == number),
        )
        for number, (form, entries) in enumerate(forms)
    ]


def _same(entry: Entry, drafted: Drafted) -> bool:
    return entry.words in drafted.words


def _contains(entry: Entry, drafted: Drafted) -> bool:
    return any(_within(entry.words, words) or _within(words, entry.words) for words in drafted.words)


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Return whether `short` stands in `long`, and is more than a word that stands everywhere."""
    if not short or len(short) > len(long) or (len(short) == 1 and len(long) > 4):
        return False
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def total(scores: Sequence[Score], name: str) -> Score:
    """Return the score of several forms together."""
    return Score(
        name,
        sum(score.asked for score in scores),
        sum(score.found for score in scores),
        sum(score.drafted for score in scores),
        tuple(f"{score.form}.{missed}" for score in scores for missed in score.missed),
        tuple(f"{score.form}.{beyond}" for score in scores for beyond in score.beyond),
    )


def as_table(scores: Sequence[Score]) -> str:
    """Return scores as a table in Markdown."""
    lines = ["| form | asked | found | drafted | recall | precision |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {score.form} | {score.asked} | {score.found} | {score.drafted} | {score.recall:.0%} | "
        f"{score.precision:.0%} |"
        for score in scores
    ]
    return "\n".join(lines)
