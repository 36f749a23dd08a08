"""Gather the fields and sections of one form while it is recognised; ids and spoken names stay unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extract.adopt.drafts import (
    DraftCell,
    DraftColumn,
    DraftField,
    DraftSection,
    Grid,
    Item,
    Value,
)
from extract.adopt.wording import (
    Guess,
    bare,
    fact_of,
    guess_kind,
    is_date_and_time,
    listed_as,
    numbering,
)
from forms.model import Fact, Kind, Owner
from forms.names import CONTINUATION, option_slug

_ID_LENGTH = 30
"""Leaves room in a tag of 64 characters for row, column, part or option."""
_TAG_LENGTH = 64
_RESERVED = frozenset({"header", "label", CONTINUATION})
_LITTLE = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "and",
        "or",
        "for",
        "in",
        "on",
        "at",
        "by",
        "with",
        "is",
        "are",
        "be",
        "been",
        "have",
    }
    | {"has", "you", "your", "any", "that", "this", "which"}
)
"""Words that an id can do without."""
_KIND_OF_FACT = {Fact.SESSION_DATE: Kind.DATE, Fact.SESSION_TIME: Kind.TIME}
_LONGEST_BOX = 20
_ROOM_FOR_MORE = 2
_PERSONAL = re.compile(
    r"\bwellbeing|\bsickness|\bfeelings?\b|\bhow (?:have|are) you\b|\bpersonal (?:factors|issues)\b",
    re.IGNORECASE,
)


def slug(words: str, longest: int = _ID_LENGTH) -> str:
    """Return words as an id: small letters, digits and underscores, a letter first, cut between words."""
    number = re.match(r"Q\D*(\d+)", numbering(words), re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", bare(words) or words).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    main = [word for word in found if word not in _LITTLE] or found
    parts = ([f"q{number[1]}"] if number else []) + main
    if parts and not parts[0][0].isalpha():
        parts.insert(0, "item")
    taken = ""
    for part in parts[:5]:
        longer = f"{taken}_{part}" if taken else part[:longest]
        if len(longer) > longest:
            break
        taken = longer
    return taken or "item"


def cell(*items: Item, span: int = 1) -> DraftCell:
    """Return a cell that shows these items."""
    return DraftCell(tuple(items), span)


@dataclass(slots=True)
class Sheet:
    """The form that is being drafted."""

    title: str
    fields: list[DraftField] = field(default_factory=list)
    sections: list[DraftSection] = field(default_factory=list)
    signing: bool = False
    """Whether a heading said that signatures follow."""
    agenda: bool = False
    """Whether a heading said that an agenda follows."""
    heading: str = ""
    """The last heading's words: they name what stands below."""
    remarks: list[str] = field(default_factory=list)
    """What a person has to know about the form as a whole."""
    _ids: set[str] = field(default_factory=set)
    _section_ids: set[str] = field(default_factory=set)
    _spoken: set[str] = field(default_factory=set)
    _facts: set[Fact] = field(default_factory=set)
    _leader: str = ""
    """The last label that stood for the first time: repeated ones are named after it."""

    def add(
        self,
        label: str,
        kind: Kind,
        *,
        name: str = "",
        stem: str = "",
        keys: Mapping[str, Value] | None = None,
        grid: Grid = Grid(),  # noqa: B008 - frozen
        notes: Iterable[str] = (),
    ) -> str:
        """Add a field and return its id. `stem` are the words to make the id from, else label or name."""
        label = " ".join(label.split())
        keys = dict(keys or {})
        field_id = self._unique_id(slug(stem or label or name, _room_for_id(keys.get("options"))))
        given = ""
        if kind is not Kind.CLAUSE:
            given = self._unique_name(name or label or self.heading or self.title, label, kind)
        self.fields.append(
            DraftField(field_id, label, kind, "" if given == label else given, keys, grid, tuple(notes))
        )
        return field_id

    def ask(
        self, label: str, space: int = 0, *, notes: Iterable[str] = (), kind: Kind | None = None
    ) -> list[str]:
        """Add the field or fields that a label asks for and return their ids; `space` is room in lines."""
        if kind is None and is_date_and_time(label):
            return self._ask_date_and_time(label, notes)
        guess = guess_kind(label)
        told = [*notes, *(guess.notes if kind in {None, guess.kind} else ())]
        found = kind or guess.kind
        if found is Kind.TEXT and not guess.sure and kind is None:
            if space >= _ROOM_FOR_MORE:
                found = Kind.MULTILINE
            else:
                told.append("one line of text, or more, or something else?")
        if found is Kind.CARRIED and any(one.kind is Kind.CARRIED for one in self.fields):
            found = Kind.MULTILINE
            told = ["a second question about earlier actions; only one table of a form takes them"]
        keys = _keys_of(label, found, guess, space)
        fact = fact_of(label)
        if fact is not None and found is _KIND_OF_FACT.get(fact, Kind.TEXT):
            keys |= self._facts_of(fact)
        grid = Grid((DraftColumn("entry", listed_as(label)),)) if found is Kind.TABLE else Grid()
        return [self.add(label, found, keys=keys, grid=grid, notes=told)]

    def _ask_date_and_time(self, label: str, notes: Iterable[str]) -> list[str]:
        day = self._facts_of(Fact.SESSION_DATE)
        hour = self._facts_of(Fact.SESSION_TIME)
        words = re.split(r"\s*(?:/|&|\band\b|,|\+)\s*", bare(label))[-1]
        return [
            self.add(label, Kind.DATE, keys=day, stem="session date", notes=notes),
            self.add(label, Kind.TIME, name=f"{label} ({words})", keys=hour, stem="session time"),
        ]

    def clause(self, words: str, *, heading: bool = False, bullet: bool = False) -> str:
        """Add printed words and return their id."""
        keys: dict[str, Value] = {"heading": True} if heading else {"bullet": True} if bullet else {}
        return self.add(words, Kind.CLAUSE, keys=keys)

    def remark(self, words: str) -> None:
        """Keep what a person has to know about the form as a whole."""
        self.remarks.append(words)

    def section_id(self, words: str) -> str:
        """Return an unused id for a section, made from words."""
        stem = slug(words or "part", 24)
        unused = stem if stem not in self._section_ids else _numbered(stem, self._section_ids)
        self._section_ids.add(unused)
        return unused

    def change(self, field_id: str, **keys: Value) -> None:
        """Set further keys of a field that was added."""
        for at, one in enumerate(self.fields):
            if one.id == field_id:
                self.fields[at] = replace(one, keys={**one.keys, **keys})

    def _facts_of(self, fact: Fact) -> dict[str, Value]:
        if fact in self._facts:
            return {}
        self._facts.add(fact)
        return {"owner": Owner.SYSTEM.value, "fact": fact.value}

    @property
    def facts(self) -> frozenset[Fact]:
        """Return the facts of the header that fields print."""
        return frozenset(self._facts)

    def _unique_id(self, stem: str) -> str:
        unused = stem if stem not in self._ids | _RESERVED else _numbered(stem, self._ids)
        self._ids.add(unused)
        return unused

    def _unique_name(self, wanted: str, label: str, kind: Kind) -> str:
        name = " ".join(wanted.split())
        if _spoken(name) not in self._spoken:
            if kind not in {Kind.DATE, Kind.SIGNATURE, Kind.ACTIONS, Kind.CARRIED}:
                self._leader = name
        else:
            signs = kind in {Kind.SIGNATURE, Kind.SIGNATURES} or "(" in name
            leads = self._leader and _spoken(self._leader) != _spoken(name) and label and not signs
            led = f"{self._leader} {name}" if leads else name
            name = base = led if _spoken(led) not in self._spoken else name
            number = 2
            while _spoken(name) in self._spoken:
                name, number = f"{base} ({number})", number + 1
        self._spoken.add(_spoken(name))
        return name


def _keys_of(label: str, kind: Kind, guess: Guess, space: int) -> dict[str, Value]:
    """Return the keys that a field of this kind needs; `space` is the room for it, in lines."""
    keys: dict[str, Value] = {}
    if kind is Kind.MULTILINE:
        keys["lines"] = min(max(space, 3), _LONGEST_BOX)
        if _PERSONAL.search(label):
            keys["private"] = True
    elif kind in {Kind.CHOICE, Kind.YES_NO}:
        if guess.options and guess.options != ("Yes", "No"):
            keys["options"] = guess.options
        if guess.comment and kind is Kind.YES_NO:
            keys["comment"] = True
    elif kind in {Kind.ACTIONS, Kind.CARRIED}:
        columns = guess.printed_columns or ("action",)
        keys = {"spare": min(max(space // 2, 3), 8), "printed_columns": columns, "carry": "rows"}
    elif kind is Kind.TABLE:
        keys["spare"] = min(max(space, 4), 12)
    return keys


def _room_for_id(options: Value | None) -> int:
    """Return how long an id may be so that the tags of its options keep to Word's limit."""
    names = options if isinstance(options, tuple) else ()
    longest = max((len(option_slug(option)) for option in names), default=0)
    return min(_ID_LENGTH, max(_TAG_LENGTH - 4 - longest, 6))


def _numbered(stem: str, taken: set[str]) -> str:
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _spoken(name: str) -> str:
    return " ".join(name.split()).casefold()
