"""One change between two versions of a form, and the plain comparison of two values of the model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What became of a part of the form."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    LOOKS_RENAMED = "looks renamed"
    """The same words and kind under another id, without a `was` that says so."""
    REWORDED = "reworded"
    CHANGED = "changed"
    MOVED = "moved"


class Part(StrEnum):
    """What a change is about."""

    FORM = "form"
    FIELD = "field"
    SECTION = "section"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` and `new` are words for a person; "" where there is nothing on that side."""

    sort: Sort
    part: Part
    id: str
    """In the new version; in the old one where it was removed."""
    old_id: str = ""
    """Where it was another one."""
    key: str = ""
    """What of it: kind, options, column date: label …; "" for the whole or its printed words."""
    old: str = ""
    new: str = ""


def compare_keys(
    old: Any, new: Any, without: frozenset[str] = frozenset(), prefix: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Yield (key, old words, new words) for each attribute in which two values of one class differ."""
    for attribute in dataclasses.fields(new):
        before, after = getattr(old, attribute.name), getattr(new, attribute.name)
        if attribute.name in without or before == after:
            continue
        key = prefix + attribute.name
        if _has_keys(before) and _has_keys(after):
            yield from _compare_lists(key, before, after)
        elif dataclasses.is_dataclass(before) and dataclasses.is_dataclass(after):
            yield from compare_keys(before, after, prefix=f"{key}: ")
        else:
            yield key, in_words(before), in_words(after)


def moved(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return those of the ids in both that no longer stand in the same order, as few as possible."""
    both = set(old) & set(new)
    before, after = [one for one in old if one in both], [one for one in new if one in both]
    kept = {
        after[match.b + at]
        for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for at in range(match.size)
    }
    return tuple(one for one in after if one not in kept)


def in_words(value: object) -> str:
    """Return a value of the model in words: lists with commas, yes and no, "" for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{in_words(key)}: {in_words(one)}" for key, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"({in_words(one)})" if isinstance(one, tuple) else in_words(one) for one in value)
    if dataclasses.is_dataclass(value):
        parts = (in_words(getattr(value, one.name)) for one in dataclasses.fields(value))
        return " ".join(part for part in parts if part)
    return "" if value is None else str(value)


def _has_keys(value: object) -> bool:
    """Return whether a value is a list of parts that have an id or label each."""
    return isinstance(value, tuple) and all(dataclasses.is_dataclass(one) for one in value)


def _key(part: Any) -> str:
    return str(getattr(part, "id", "") or getattr(part, "label", ""))


def _compare_lists(name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    before, after = {_key(one): one for one in old}, {_key(one): one for one in new}
    if len(before) < len(old) or len(after) < len(new):
        yield name, in_words(tuple(map(_key, old))), in_words(tuple(map(_key, new)))
        return
    for key in {**before, **after}:
        if key not in after:
            yield f"{name} {key}", in_words(before[key]), ""
        elif key not in before:
            yield f"{name} {key}", "", in_words(after[key])
        else:
            yield from compare_keys(before[key], after[key], prefix=f"{name} {key}: ")
    if moved(list(before), list(after)):
        yield f"order of {name}", ", ".join(before), ", ".join(after)
