"""Load a policy's rules from rules.toml: the one place that makes a `PolicyRules`.

Where the file has no rule of a kind, for a series or for all, halfterm's house default fills in, unless the
file's `without` names the kind. A policy without rules.toml has house defaults only. The way of writing is
told in docs/rules.md.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.letter_checks import check_characters
from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import Definition, Policy
from forms.plan import Series
from forms.rule import Rule
from forms.rule_checks import check_id, check_rule, check_together
from forms.rule_form_checks import check_forms
from forms.rules import KINDS, LeadTime, PolicyRules, PupilLimit
from forms.tables import Key, keys_of, read_table
from forms.toml_lines import Place
from forms.toml_source import read_source

RULES_FILE = "rules.toml"
"""Beside policy.toml."""
HOUSE_FILE = "house-rules.toml"
"""In this package."""

WITHOUT = Key("without", "without", tuple[str, ...], required=False)
"""The one key above the rules: kinds of which the policy wants no house default either."""
KIND_OF: Mapping[str, type] = {kind.kind: kind for kind in KINDS}
"""The class of each kind of rule, by its heading."""


def load_rules(
    path: Path | Traversable | None,
    policy: Policy,
    forms: Mapping[str, Definition | None] | None = None,
) -> PolicyRules:
    """Return the rules of a policy from the file at `path`, None where it has none.

    `forms` are the policy's forms by id, None for one that could not be read; where they are given, what the
    rules say of forms and fields is checked too. Raises DefinitionError, which lists every mistake.
    """
    own, without = ((), ()) if path is None else read_own_rules(path, policy, forms)
    filled = (_for_the_rest(rule, own) for rule in _house_rules(policy) if rule.kind not in without)
    rules = [*own, *(rule for rule in filled if rule is not None)]
    order = list(KIND_OF)
    return PolicyRules(policy.id, tuple(sorted(rules, key=lambda rule: order.index(rule.kind))))


def read_own_rules(
    path: Path | Traversable, policy: Policy | None, forms: Mapping[str, Definition | None] | None
) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Return the rules that stand in a file, and the kinds that it wants no house default of.

    `policy` is None where its policy.toml could not be read, so that it can be compared with nothing.
    Raises DefinitionError, which lists every mistake.
    """
    source = read_source(path)
    placed, without = _read(source.tables, source.mistakes, "R")
    check_together(placed, policy, without, source.mistakes)
    if forms is not None:
        check_forms(placed, forms, source.mistakes)
    wrong = source.mistakes.error()
    if wrong is not None:
        raise wrong
    return tuple(placed.values()), without


@functools.cache
def house_rules() -> tuple[Rule, ...]:
    """Return halfterm's house defaults. Raises DefinitionError where its own file is wrong."""
    source = read_source(files("forms").joinpath(HOUSE_FILE))
    placed, _ = _read(source.tables, source.mistakes, "H")
    wrong = source.mistakes.error()
    if wrong is not None:
        raise wrong
    return tuple(placed.values())


def _house_rules(policy: Policy) -> Iterator[Rule]:
    """Yield the house defaults as they are for a policy: what policy.toml sets is no default."""
    for rule in house_rules():
        if isinstance(rule, PupilLimit):
            if policy.pupil_limit is not None:
                yield dataclasses.replace(rule, house=False)
        elif isinstance(rule, LeadTime):
            yield dataclasses.replace(rule, house=policy.house_lead_time)
        else:
            yield rule


def _for_the_rest(house: Rule, own: Iterable[Rule]) -> Rule | None:
    """Return a house default for the series that no rule of its kind is for, None where none is left."""
    beside = [rule for rule in own if rule.kind == house.kind]
    left = tuple(series for series in Series if not any(rule.holds_for(series) for rule in beside))
    if not beside or not left:
        return None if beside else house
    return dataclasses.replace(house, series=left)


def _read(
    tables: Mapping[str, Any], mistakes: Mistakes, letter: str
) -> tuple[dict[Place, Rule], tuple[str, ...]]:
    """Return the rules of a file by their places, kind by kind, and the kinds that it is without."""
    check_characters(tables, mistakes)
    values = read_table(tables, {WITHOUT.name: WITHOUT}, (), mistakes, other=KIND_OF)
    without: tuple[str, ...] = values.get("without", ())
    for at, word in enumerate(without):
        if word not in KIND_OF:
            mistakes.add(
                "D06",
                ("without", at),
                found=f"the kind of rule {quoted(word)}",
                expected=f"one of {listed(KIND_OF)}",
                advice=suggested(word, KIND_OF, "use one of these words, or take it out"),
            )
    placed: dict[Place, Rule] = {}
    for name, kind in KIND_OF.items():
        for at, table in enumerate(_tables(tables, name, mistakes)):
            place: Place = (name, at)
            before = len(mistakes)
            given = read_table(table, keys_of(kind), place, mistakes)
            whole = len(mistakes) == before
            if "id" in given:
                check_id(given["id"], place, mistakes, letter)
            if whole:
                placed[place] = kind(**given)
                check_rule(placed[place], table, place, mistakes)
    return placed, without


def _tables(tables: Mapping[str, Any], name: str, mistakes: Mistakes) -> list[dict[str, Any]]:
    written = tables.get(name, [])
    if isinstance(written, list) and all(isinstance(one, dict) for one in written):
        return written
    single = isinstance(written, dict)
    mistakes.add(
        "D05",
        (name,),
        found=f"[{name}]" if single else f"{name} that is no table",
        expected=f"[[{name}]] for each such rule",
        advice="write two brackets on each side" if single else "write it so",
    )
    return []
