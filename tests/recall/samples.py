"""The forms as they are issued, at each stage where a person fills one in, and as somebody filled them in."""

import functools
import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from forms.model import Definition, Fact, Stage
from tests.recall.lookalikes import Lookalikes
from tests.recall.rooms import Shows, rooms_in_pdf
from tests.recall.truth import Boxes, Truth, boxes_in_pdf, truth_of
from tests.round.boxes import Typed
from tests.round.making import OWN_FORMS, load_form, made
from tests.round.strategies import carried_tables, least_values

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CARRIED_FROM = "ESM-26-0031"
"""Begins the ids of the actions that a form is issued with."""
_FACTS = {
    Fact.SUPERVISEE: "Łucja O'Neill-Il1",
    Fact.SUPERVISOR: "Siân Bums & Şen Barnes",
    Fact.SESSION_DATE: "2026-03-04",
}
_SOMETIMES = {
    Fact.SCHOOL: "St. Bede's & Il1-O0 Academy",
    Fact.SESSION_TIME: "14:05",
    Fact.RETURN_BY: "2026-02-25",
}
"""Known of some sessions and not of others, as a trust's plan has them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form at one stage, as it goes out."""

    form: str
    stage: Stage

    @property
    def name(self) -> str:
        """Return form and stage in one word."""
        return f"{self.form} {self.stage.value}"

    @property
    def definition(self) -> Definition:
        """Return its definition."""
        return load_form(self.form)


@dataclass(frozen=True, slots=True)
class Sample:
    """An issued form, what is typed into it, and what it says then."""

    issued: bytes
    typed: Mapping[str, Typed]
    truth: Truth


def all_forms() -> tuple[Form, ...]:
    """Return every form that comes with halfterm, where most of it is filled in, and where it is signed."""
    return tuple(
        Form(form, stage)
        for form in OWN_FORMS
        for stage in dict.fromkeys((load_form(form).stages[0], Stage.SIGNING))
        if stage in load_form(form).stages
    )


def sample(form: Form, seed: int, file_format: str, shows: Shows | None = None) -> Sample:
    """Return a form in a format, with what the seed has typed into it; the same words in each format.

    `shows`: each box gets only what it shows whole; nobody reads more than that off a page.
    """
    definition = form.definition
    facts = _more_facts(form, seed)
    boxes = _boxes(form, facts)
    issued = _issued(form, facts, file_format)
    standing = boxes.open if file_format == "pdf" else _standing_in_word(issued, boxes)
    # Nobody overtypes what was issued: the reader asks to look at that, and rightly so.
    empty = [name for name in boxes.open if not boxes.texts[name] and not name.startswith("header-")]
    rooms = rooms_in_pdf(_issued(form, facts, "pdf"), shows) if shows else {}
    drawn = Lookalikes(seed, form.name, rooms).drawn(definition, empty)
    typed = {name: value for name, value in drawn.items() if name in standing}
    in_file = set(boxes.texts) if file_format == "pdf" else _names_in_word(issued, boxes)
    texts = {name: text for name, text in boxes.texts.items() if name in in_file}
    return Sample(issued, typed, truth_of(definition, texts, typed))


def _more_facts(form: Form, seed: int) -> frozenset[Fact]:
    """Return which facts the form is issued with beside those that it needs: the seed's choice."""
    chance = random.Random(f"{seed} {form.name} facts")  # noqa: S311
    chosen = [fact for fact in _SOMETIMES if chance.random() < 0.5]
    never = {
        *(() if form.stage is Stage.AGENDA else (Fact.RETURN_BY,)),
        *(() if Fact.SESSION_DATE in form.definition.required else (Fact.SESSION_TIME,)),
    }
    return frozenset(chosen) - never


@functools.cache
def _issued(form: Form, facts: frozenset[Fact], file_format: str) -> bytes:
    definition = form.definition
    return made(definition, _known(definition, facts), file_format, stage=form.stage).data


@functools.cache
def _boxes(form: Form, facts: frozenset[Fact]) -> Boxes:
    return boxes_in_pdf(_issued(form, facts, "pdf"))


def _known(definition: Definition, facts: frozenset[Fact]) -> dict[str, Any]:
    """Return what is known when the form goes out: its facts, and two actions where it can carry any."""
    values = least_values(definition)
    values["header"] |= {fact.value: _FACTS[fact] for fact in definition.required if fact in _FACTS}
    values["header"] |= {fact.value: _SOMETIMES[fact] for fact in _SOMETIMES if fact in facts}
    for field in carried_tables(definition)[:1]:
        values["fields"][field.id] = [
            {
                "ref": f"{CARRIED_FROM}-{definition.code}/2",
                "action": "Book room 1O or 10 for modern / modem training",
                "who": "Łucja O'Neill-Il1",
                "by_when": "2026-02-03",
            },
            {
                "ref": f"{CARRIED_FROM}-{definition.code}/12",
                "action": "Write to Mr. Burns & Mrs. Bums",
                "who": "Şen Barnes",
                "by_when": "2026-03-02",
            },
        ]
    return values


def _tags(data: bytes) -> tuple[set[str], set[str]]:
    """Return the tags of a Word file's controls, and those of them that can be typed into."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    tags: set[str] = set()
    opened: set[str] = set()
    for properties in root.iter(f"{_W}sdtPr"):
        tag, lock = properties.find(f"{_W}tag"), properties.find(f"{_W}lock")
        if tag is None:
            continue
        name = str(tag.get(f"{_W}val"))
        tags.add(name)
        if lock is None or lock.get(f"{_W}val") != "sdtContentLocked":
            opened.add(name)
    return tags, opened


def _standing_in_word(data: bytes, boxes: Boxes) -> set[str]:
    return _under_tags(boxes, _tags(data)[1])


def _names_in_word(data: bytes, boxes: Boxes) -> set[str]:
    return _under_tags(boxes, _tags(data)[0])


def _under_tags(boxes: Boxes, tags: set[str]) -> set[str]:
    """Return the boxes that have a tag, or whose options have one each: a choice drawn as boxes to tick."""
    parents = {tag.rpartition("-")[0] for tag in tags}
    return {name for name in boxes.texts if name in tags or name in parents}
