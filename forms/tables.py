"""Read one table of a definition file into the arguments of a model class, by the class's own types.

The keys, their types and which of them may be left out come from the dataclasses of `forms.model`, so
file, model and schema cannot drift apart.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import math
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import Definition, Field, Policy
from forms.printed_page import Section
from forms.toml_lines import Place


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its name in the file, the attribute it fills, its type, whether it is required."""

    name: str
    attribute: str
    hint: Any
    required: bool


@functools.cache
def keys_of(model: type) -> Mapping[str, Key]:
    """Return the keys of a table that becomes a `model` with nothing added."""
    return _keys_of(model)


def _keys_of(
    model: type,
    *,
    without: Iterable[str] = (),
    renamed: Mapping[str, str] | None = None,
    optional: Iterable[str] = (),
) -> dict[str, Key]:
    hints = typing.get_type_hints(model)
    keys = {}
    for attribute in dataclasses.fields(model):
        if attribute.name not in without:
            name = (renamed or {}).get(attribute.name, attribute.name)
            missing = attribute.default is dataclasses.MISSING
            required = missing and attribute.default_factory is dataclasses.MISSING
            required = required and attribute.name not in optional
            keys[name] = Key(name, attribute.name, hints[attribute.name], required)
    return keys


FIELD_KEYS = _keys_of(Field, without=["id"])
POLICY_KEYS = _keys_of(Policy)
SECTION_KEYS = _keys_of(Section, without=["rows", "header", "cells"], optional=["frame", "columns"])
FORM_KEYS = _keys_of(
    Definition,
    without=["policy", "fields", "sections", "fingerprint"],
    renamed={"id": "form"},
    optional=["required", "leave_blank"],
)


_OTHER_WORDS = {
    "textarea": 'write "multiline"',
    "paragraph": 'write "multiline"',
    "long": 'write "multiline"',
    "string": 'write "text"',
    "integer": 'write "number"',
    "checkbox": 'write "tick", or "any_of" for several boxes',
    "checkboxes": 'write "any_of"',
    "multiple": 'write "any_of"',
    "radio": 'write "choice"',
    "dropdown": 'write "choice", with as_list = true',
    "select": 'write "choice", with as_list = true',
    "boolean": 'write "yes_no"',
    "scale": 'write "choice", with ends = ["…", "…"]',
    "prose": 'write "clause"',
    "heading": 'write "clause", with heading = true',
    "sign": 'write "signature"',
}
"""What other programs call our kinds of field."""


class _Nothing(Enum):
    """Stands for a value that could not be read; the mistake has been noted."""

    NOTHING = "nothing"


NOTHING = _Nothing.NOTHING


def read_table(
    table: Mapping[str, Any],
    keys: Mapping[str, Key],
    place: Place,
    mistakes: Mistakes,
    other: Iterable[str] = (),
) -> dict[str, Any]:
    """Return attribute -> value for the keys of `table` that are right; note a mistake for each that is not.

    `other` names keys of the table that the caller reads. A required key that is missing, or whose
    value is wrong, is not in what is returned.
    """
    known = [*keys, *other]
    for name in table:
        if name not in known:
            advice = suggested(name, known, "correct the key or take it out")
            sure = advice.startswith("did you mean")
            mistakes.add(
                "D03",
                (*place, name),
                found=f"the key {quoted(name)}",
                expected="a key that is known here" if sure else f"only {listed(known)}",
                advice=advice,
            )
    values: dict[str, Any] = {}
    for key in keys.values():
        if key.name in table:
            value = read_value(key.hint, table[key.name], (*place, key.name), mistakes)
            if value is not NOTHING:
                values[key.attribute] = value
        elif key.required:
            mistakes.add(
                "D04",
                place,
                found=f"no key {key.name}{_heading(place)}",
                expected=f"{key.name} = {describe(key.hint)}",
                advice="add it",
            )
    return values


def _heading(place: Place) -> str:
    """Return where a table stands, as its heading is written; the tables of a list are counted from 1."""
    if not place:
        return ""
    if isinstance(place[-1], int):
        return f" in [[{'.'.join(map(str, place[:-1]))}]] number {place[-1] + 1}"
    return f" in [{'.'.join(map(str, place))}]"


def read_value(hint: Any, value: object, place: Place, mistakes: Mistakes) -> Any:
    """Return `value` as the type `hint`, or NOTHING after noting the mistake."""
    # A number that may be left out is a bound, which may be 0 or less; any other is a measure.
    positive = not isinstance(hint, types.UnionType)
    hint = _without_none(hint)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _read_object(hint, value, place, mistakes)
    if origin is tuple and isinstance(value, list):
        elements = [read_value(parts[0], one, (*place, at), mistakes) for at, one in enumerate(value)]
        return NOTHING if NOTHING in elements else tuple(elements)
    if origin is dict and isinstance(value, dict):
        return _read_mapping(parts, value, place, mistakes)
    if isinstance(hint, type) and issubclass(hint, StrEnum) and isinstance(value, str):
        return _read_word(hint, value, place, mistakes)
    if _is_plain(hint, value, positive=positive):
        return float(typing.cast("float", value)) if hint is float else value
    mistakes.add(
        "D05",
        place,
        found=f"{place[-1] if isinstance(place[-1], str) else 'an element'} = {shown_value(value)}",
        expected=describe(hint),
        advice="write it in that form",
    )
    return NOTHING


def describe(hint: Any) -> str:
    """Return what a value of the type `hint` looks like, in plain words."""
    number = "a number" if isinstance(hint, types.UnionType) else "a number above 0"
    hint = _without_none(hint)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return f"a table with {listed(keys_of(hint))}"
    if origin is tuple:
        return f"a list of {describe(parts[0])}" if parts[0] is not str else 'a list of words: ["…", "…"]'
    if origin is dict:
        return f"a table whose keys are {'ids' if parts[0] is str else _one_of(parts[0])}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _one_of(hint)
    plain = {
        str: 'words in quotes: "…"',
        bool: "true or false",
        int: "a whole number",
        float: number,
        dt.date: "a date without quotation marks: 2026-09-30",
    }
    return plain[hint]


def _read_mapping(
    parts: tuple[Any, ...], value: dict[str, Any], place: Place, mistakes: Mistakes
) -> dict[Any, Any]:
    read = {}
    for name, one in value.items():
        key = read_value(parts[0], name, (*place, name), mistakes)
        words = read_value(parts[1], one, (*place, name), mistakes)
        if key is not NOTHING and words is not NOTHING:
            read[key] = words
    return read


def _read_object(model: type, value: dict[str, Any], place: Place, mistakes: Mistakes) -> Any:
    before = len(mistakes)
    values = read_table(value, keys_of(model), place, mistakes)
    return NOTHING if len(mistakes) > before else model(**values)


def _read_word(words: type[StrEnum], value: str, place: Place, mistakes: Mistakes) -> Any:
    known = [word.value for word in words]
    if value in known:
        return words(value)
    key = next((part for part in reversed(place) if isinstance(part, str)), "")
    mistakes.add(
        "D06",
        place,
        found=f"the {key} {quoted(value)}" if key != value else f"the key {quoted(value)}",
        expected=_one_of(words),
        advice=(key == "kind" and _OTHER_WORDS.get(value.lower()))
        or suggested(value, known, "use one of these words"),
    )
    return NOTHING


def _is_plain(hint: Any, value: object, *, positive: bool) -> bool:
    if isinstance(value, bool) or hint is bool:
        return hint is bool and isinstance(value, bool)
    if hint is float:
        return isinstance(value, int | float) and math.isfinite(value) and (value > 0 or not positive)
    return isinstance(hint, type) and type(value) is hint


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _one_of(words: type[StrEnum]) -> str:
    return f"one of {listed(word.value for word in words)}"


def shown_value(value: object) -> str:
    """Return a value for a message, true and false as TOML writes them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return f"a table with {listed(map(str, value))}" if value else "an empty table"
    return quoted(value)
