"""Check what a rule says by itself, with the other rules of its file, and beside policy.toml."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import Policy, Stage
from forms.rule import Rule
from forms.rules import (
    AgreementReview,
    Frequency,
    GroupRecord,
    LeadTime,
    Length,
    MinimumAgenda,
    PupilLimit,
    QaInterval,
    SentForSignature,
    Signed,
)
from forms.toml_lines import Place

_COMMON = frozenset(field.name for field in dataclasses.fields(Rule))
_WORDS = ("also", "by", "parts", "asked", "steps", "fields", "items", "forms", "system", "form", "field")
"""Keys whose value is words or a list of words."""
_MOST = {
    "least": 99, "most_days": 366, "most_months": 24, "least_minutes": 600, "most_minutes": 600, "terms": 3,
    "above": 999, "working_days": 60, "school_days": 60, "weeks": 52, "months": 60, "days": 366,
}  # fmt: skip
"""The largest value that each number can have; the least is 1."""
_ONE_OF: Mapping[type[Rule], tuple[str, ...]] = {
    Frequency: ("per", "most_days", "most_months"),
    AgreementReview: ("months", "date_field"),
    SentForSignature: ("days", "before_next"),
    Signed: ("days", "by_next"),
}
"""Keys of which a rule has exactly one."""
_RESTS_ON = {"least": "per", "closures_count": "most_days"}
"""Of a frequency: a key that says nothing without another."""


def check_id(rule_id: str, place: Place, mistakes: Mistakes, letter: str) -> None:
    """Note an id that is not written like one; `letter` begins those of this file."""
    if not re.fullmatch(rf"{letter}(-[A-Z0-9]+)+", rule_id):
        mistakes.add(
            "D19",
            (*place, "id"),
            found=f"id = {quoted(rule_id)}",
            expected=f"{letter}- and capital letters, digits and hyphens: {letter}-FREQ-ABC",
            advice="write it so",
        )


def check_rule(rule: Rule, table: Mapping[str, Any], place: Place, mistakes: Mistakes) -> None:
    """Note what is wrong with one rule as it was written in `table`."""
    _check_words(rule, place, mistakes)
    _check_house(rule, place, mistakes)
    _check_numbers(rule, place, mistakes)
    _check_choice(rule, table, place, mistakes)
    if isinstance(rule, MinimumAgenda) and rule.stage is Stage.BLANK:
        mistakes.add(
            "D18",
            (*place, "stage"),
            found="the stage blank",
            expected="a stage that a form comes back from",
            advice='write "agenda" or "session"',
        )
    if isinstance(rule, GroupRecord):
        _check_group(rule, place, mistakes)


def check_together(
    placed: Mapping[Place, Rule], policy: Policy | None, without: tuple[str, ...], mistakes: Mistakes
) -> None:
    """Note rules that have one id, that are said to be left out, or that policy.toml contradicts."""
    seen: set[str] = set()
    for place, rule in placed.items():
        if rule.id in seen:
            mistakes.add(
                "D08",
                (*place, "id"),
                found=f"the rule {rule.id} for the second time",
                expected="an id of its own for each rule",
                advice="change one of them",
            )
        seen.add(rule.id)
        if rule.kind in without:
            mistakes.add(
                "D17",
                ("without",),
                found=f"{quoted(rule.kind)} among the kinds to leave out, and the rule {rule.id}",
                expected="one of the two",
                advice="take the word out, or the rule",
            )
        if policy is not None:
            _check_settings(rule, place, policy, mistakes)


def _check_words(rule: Rule, place: Place, mistakes: Mistakes) -> None:
    if not rule.house and not rule.clause.strip():
        mistakes.add(
            "D24",
            place,
            found=f"the rule {rule.id} without the policy's words",
            expected='clause = "…", quoted from the policy',
            advice="quote it, or write house = true where the policy does not say so",
        )
    for key in _WORDS:
        value = getattr(rule, key, None)
        needed = key not in _defaulted(rule)
        if value is None or (not value and not needed):
            continue
        entries = [value] if isinstance(value, str) else list(value)
        if isinstance(value, dict):
            entries += [answer for answers in value.values() for answer in answers or ("",)]
        if not value or not all(str(one).strip() for one in entries):
            whole = entries in ([], [value])
            mistakes.add(
                "D24",
                (*place, key),
                found=f"{key} with nothing in it" if whole else f"an empty entry of {key}",
                expected="words",
                advice="fill it in" if needed else "fill it in, or take it out",
            )


def _defaulted(rule: Rule) -> set[str]:
    return {field.name for field in dataclasses.fields(rule) if field.default in {(), ""}}


def _check_house(rule: Rule, place: Place, mistakes: Mistakes) -> None:
    own = [field.name for field in dataclasses.fields(rule) if field.name not in _COMMON]
    if rule.house and rule.house_values:
        mistakes.add(
            "D17",
            (*place, "house_values"),
            found="house_values in a rule with house = true",
            expected="one of the two",
            advice="take house_values out, for all of the rule is the house's",
        )
    for at, key in enumerate(rule.house_values):
        if key not in own:
            mistakes.add(
                "D11",
                (*place, "house_values", at),
                found=f"{quoted(key)}, which is no value of this rule",
                expected=f"one of {listed(own)}" if own else "nothing, for this kind has no values",
                advice=suggested(key, own, "correct it or take it out"),
            )
        elif _says_nothing(key, getattr(rule, key)):
            mistakes.add(
                "D24",
                (*place, "house_values", at),
                found=f"{quoted(key)}, which this rule does not set",
                expected="keys that stand in the rule",
                advice="take it out, or add the key",
            )


def _says_nothing(key: str, value: object) -> bool:
    """Return whether a value is the one that stands for no value; closures_count = false says something."""
    return value in {None, "", ()} or (key in {"by_next", "before_next"} and not value)


def _check_numbers(rule: Rule, place: Place, mistakes: Mistakes) -> None:
    for key, most in _MOST.items():
        value = getattr(rule, key, None)
        # What the house does not look at by itself, it looks at every 0 months.
        least = 0 if isinstance(rule, QaInterval) and rule.house else 1
        if isinstance(value, int) and not least <= value <= most:
            found = f"{key} = {value}"
            mistakes.add(
                "D19", (*place, key), found=found, expected=f"{least} to {most}", advice="correct it"
            )
    if isinstance(rule, Length) and rule.most_minutes is not None and rule.most_minutes < rule.least_minutes:
        mistakes.add(
            "D19",
            (*place, "most_minutes"),
            found=f"most_minutes = {rule.most_minutes} below least_minutes = {rule.least_minutes}",
            expected="the larger one as most_minutes",
            advice="change them round",
        )


def _check_choice(rule: Rule, table: Mapping[str, Any], place: Place, mistakes: Mistakes) -> None:
    keys = _ONE_OF.get(type(rule), ())
    given = [key for key in keys if getattr(rule, key)]
    if keys and len(given) != 1:
        mistakes.add(
            "D24",
            (*place, given[1]) if given else place,
            found=f"the rule {rule.id} with {' and '.join(given) or 'none of ' + listed(keys)}",
            expected=f"exactly one of {listed(keys)}",
            advice="make two rules of it, each with its words" if given else "say which",
        )
    if isinstance(rule, Frequency):
        for key, base in _RESTS_ON.items():
            if key in table and not getattr(rule, base):
                mistakes.add(
                    "D17",
                    (*place, key),
                    found=f"{key} without {base}",
                    expected=f"{key} only beside {base}",
                    advice="take it out",
                )


def _check_group(rule: GroupRecord, place: Place, mistakes: Mistakes) -> None:
    if bool(rule.type_field) != bool(rule.type_option):
        mistakes.add(
            "D17",
            place,
            found=f"{'type_field' if rule.type_field else 'type_option'} alone",
            expected="type_field and type_option together",
            advice="add the other one",
        )
    if not rule.type_field and not rule.boundary_field:
        mistakes.add(
            "D24",
            place,
            found=f"the rule {rule.id} with neither type_field nor boundary_field",
            expected="at least one of them",
            advice="say which field tells it",
        )


def _check_settings(rule: Rule, place: Place, policy: Policy, mistakes: Mistakes) -> None:
    if isinstance(rule, LeadTime) and rule.house != policy.house_lead_time:
        said = f"house_lead_time = {str(policy.house_lead_time).lower()} in policy.toml"
        mistakes.add(
            "D17",
            place,
            found=f"the rule {rule.id} with house = {str(rule.house).lower()} beside {said}",
            expected="the same in both files",
            advice="correct one of them",
        )
    if isinstance(rule, PupilLimit) and rule.above is None and policy.pupil_limit is None:
        mistakes.add(
            "D24",
            place,
            found=f"the rule {rule.id} without above, and no pupil_limit in policy.toml",
            expected="a number in one of them",
            advice="write pupil_limit into policy.toml, or above here",
        )
