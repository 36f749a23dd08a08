"""What changed in the sections of a page, the fields that came and went set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from forms.changes import Change, Part, Sort, compare_keys, moved
from forms.model import Definition
from forms.printed_page import Cell, Item, Section, Show

_LAID_OUT = frozenset({"id", "rows", "header", "cells", "table", "only_if"})
_WORDS = frozenset({Show.TEXT, Show.SENTENCE})


def sections_of_fields(definition: Definition) -> dict[str, str]:
    """Return field id -> id of the section that shows it first, in the order of the page."""
    places: dict[str, str] = {}
    for section in definition.sections:
        for item in _items(section):
            if item.field_id:
                places.setdefault(item.field_id, section.id)
        if section.table:
            places.setdefault(section.table, section.id)
    return places


def compare_sections(
    old: Sequence[Section], new: Sequence[Section], heirs: Mapping[str, str]
) -> Iterator[Change]:
    """Yield the changes of sections; `heirs` says what the fields of `old` are called in `new`."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for section in new:
        if section.id not in before:
            yield Change(Sort.ADDED, Part.SECTION, section.id, new=section.title)
        else:
            yield from _compare(before[section.id], section, heirs)
    for section in old:
        if section.id not in after:
            yield Change(Sort.REMOVED, Part.SECTION, section.id, old=section.title)
    order = list(after)
    for name in moved(list(before), order):
        places = (_place(name, list(before)), _place(name, order))
        yield Change(Sort.MOVED, Part.SECTION, name, old=places[0], new=places[1])


def _place(name: str, ids: list[str]) -> str:
    return f"{ids.index(name) + 1} of {len(ids)}"


def _compare(old: Section, new: Section, heirs: Mapping[str, str]) -> Iterator[Change]:
    for key, before, after in compare_keys(old, new, _LAID_OUT):
        yield Change(Sort.CHANGED, Part.SECTION, new.id, key=key, old=before, new=after)
    for key, before, after in (
        ("table", heirs.get(old.table, old.table), new.table),
        ("only_if", _followed(old.only_if, heirs), new.only_if),
    ):
        if before != after:
            yield Change(Sort.CHANGED, Part.SECTION, new.id, key=key, old=before, new=after)
    yield from _reworded([_renamed(words, heirs) for words in _words(old)], _words(new), new.id)
    known = {item.field_id for item in _items(new)} & set(heirs.values())
    gone = known - {heirs.get(item.field_id, "") for item in _items(old)}
    if _layout(old, heirs, known - gone) != _layout(new, {}, known - gone):
        yield Change(Sort.CHANGED, Part.SECTION, new.id, key="layout")


def _followed(condition: str, heirs: Mapping[str, str]) -> str:
    name, equals, option = condition.partition("=")
    return heirs.get(name, name) + equals + option


def _renamed(words: str, heirs: Mapping[str, str]) -> str:
    """Return a sentence with the present ids in its blanks."""
    return re.sub(r"\{(\w+)\}", lambda match: f"{{{heirs.get(match[1], match[1])}}}", words)


def _reworded(old: Sequence[str], new: Sequence[str], section: str) -> Iterator[Change]:
    """Yield the printed words that belong to no field, where they are others now."""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = " | ".join(old[i:i_end]), " | ".join(new[j:j_end])
        yield Change(Sort.REWORDED, Part.SECTION, section, old=before, new=after)


def _words(section: Section) -> list[str]:
    return [item.text for item in _items(section) if item.show in _WORDS]


def _layout(section: Section, heirs: Mapping[str, str], kept: set[str]) -> object:
    """Return how the fields of `kept` stand, without printed words, empty cells and rows."""
    rows = [section.header, *section.rows]
    laid_out = [tuple(shown for cell in row if (shown := _cell(cell, heirs, kept))) for row in rows]
    return [row for row in laid_out if row], section.cells


def _cell(cell: Cell, heirs: Mapping[str, str], kept: set[str]) -> object:
    items = tuple(
        (item.show, heirs.get(item.field_id, item.field_id), item.text, item.bullet)
        for item in cell.items
        if item.field_id and heirs.get(item.field_id, item.field_id) in kept
    )
    return (items, cell.span, cell.beside) if items else None


def _items(section: Section) -> Iterator[Item]:
    for row in (section.header, *section.rows):
        for cell in row:
            yield from cell.items
