"""What somebody asks for: a person, a case, a session, a form or an action; and whether a text is about it.

A name is found however it is typed: `forms.letters` folds case, accents, apostrophes and hyphens, and
between its words may stand whatever stands between the words of a name, in a file's name too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.case_key import CaseEntry
from forms.letters import fold
from forms.names import cell_name
from forms.plan import Plan
from forms.records import Answer, Box, Response, Signed, Span
from forms.reference import is_case_ref, parse_reference, split_action_id

_SESSION = re.compile(r"[A-Z]{2,5}-[0-9]{2}-[0-9]{4}")
_OWN_ACTION = re.compile(r"[0-9a-f]{12}/[1-9][0-9]*")
_WORD = re.compile(r"[^\W_]+(?:['][^\W_]+)*")
_GAP = r"[\s_.,'\-]*"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"


class Sought(StrEnum):
    """What kind of thing is asked for."""

    PERSON = "person"
    CASE = "case"
    SESSION = "session"
    FORM = "form"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Place:
    """One box of a form whose words are about what is asked for."""

    name: str
    page_number: int | None
    """From 1; None for Word."""
    box: Box | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    kind: Sought
    text: str
    """As it is called: the reference in capitals, the name as typed."""
    names: tuple[str, ...]
    """All that it is called by: a person's names in the roster too."""
    person_ids: frozenset[str] = frozenset()
    """Of the roster's rows with one of these names."""
    pattern: re.Pattern[str] = re.compile("(?!)")
    """Matches one of the names in a folded text."""

    def is_in(self, text: str) -> bool:
        """Return whether a text has one of the names."""
        return bool(self.pattern.search(fold(text).text))

    def is_in_any(self, value: Any) -> bool:
        """Return whether a text that a value holds, however deep, has one of the names."""
        return any(self.is_in(text) for text in texts_in(value))


def wanted_of(text: str, plan: Plan, key: Iterable[CaseEntry] = ()) -> Wanted:
    """Return what a person means by `text`: a reference of some kind, else somebody's name or id.

    A case is looked for by the names that the key gives it too, and a child's name by its cases.
    """
    text = " ".join(text.split())
    upper = text.upper()
    if is_case_ref(upper):
        # The names are looked for and never shown: whoever asks for a case may not know whose it is.
        named = [name for entry in key if entry.case_ref == upper for name in entry.names]
        return Wanted(Sought.CASE, upper, (upper,), frozenset(), _pattern_of((upper, *named)))
    if split_action_id(upper):
        return _reference(Sought.ACTION, upper)
    if _OWN_ACTION.fullmatch(text.lower()):
        return _reference(Sought.ACTION, text.lower())
    if _SESSION.fullmatch(upper):
        return _reference(Sought.SESSION, upper)
    if parse_reference(upper):
        return _reference(Sought.FORM, upper)
    return person_of(text, plan, key)


def person_of(text: str, plan: Plan, key: Iterable[CaseEntry] = ()) -> Wanted:
    """Return the person of this name, alias or id, under all names that the roster has for them.

    Of a child the key gives the case references, which stand for the name everywhere.
    """
    # What has no words, such as a full stop, is called like nobody.
    asked = _words(text) or None
    ids = {
        row.person_id
        for row in plan.people
        if row.person_id == text or any(_words(name) == asked for name in (row.name, *row.aliases))
    }
    rows = [row for row in plan.people if row.person_id in ids]
    named = [name for row in rows for name in (row.name, *row.aliases)]
    typed = [] if any(row.person_id == text for row in rows) else [text]
    cases = [entry.case_ref for entry in key if any(_words(name) == asked for name in entry.names)]
    names = tuple(dict.fromkeys([*typed, *named, *cases]))
    return Wanted(Sought.PERSON, text, names, frozenset(ids), _pattern_of(names))


def places_in(response: Response, wanted: Wanted) -> tuple[Place, ...]:
    """Return the boxes of a form whose words are about what is asked for, in the order of the form."""
    found = [Place(fact.value, None, None) for fact, text in response.header.items() if wanted.is_in(text)]
    if response.reference and wanted.is_in(response.reference):
        found.append(Place("reference", None, None))
    for name, answer in response.fields.items():
        cells = [
            Place(cell_name(name, number, column), cell.page_number, cell.box)
            for number, row in (answer.cells or {}).items()
            for column, cell in row.items()
            if wanted.is_in_any(_values(cell))
        ]
        if cells:
            found += cells
        elif wanted.is_in_any(_values(answer)):
            found.append(Place(name, answer.page_number, answer.box))
    found += [
        Place(f"signature of {one.party}", one.page_number, one.box)
        for one in response.signatures
        if one.name and wanted.is_in(one.name)
    ]
    return tuple(found)


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def _values(answer: Answer) -> Any:
    value = answer.value
    if isinstance(value, Signed):
        return (value.name,)
    if isinstance(value, Span):
        return (value.start, value.end)
    return value


def _reference(kind: Sought, text: str) -> Wanted:
    pattern = re.compile(_BEFORE + re.escape(fold(text).text) + _AFTER)
    return Wanted(kind, text, (text,), frozenset(), pattern)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name).text))


def _pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    orders: dict[tuple[str, ...], None] = {}
    for name in names:
        words = _words(name)
        # A list may have the last name first: Reed, Tom.
        orders |= dict.fromkeys([words, (*words[-1:], *words[:-1])])
    ways = [_GAP.join(map(re.escape, order)) for order in orders if order]
    return re.compile(f"{_BEFORE}(?:{'|'.join(ways)}){_AFTER}" if ways else "(?!)")
