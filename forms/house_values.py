"""Values that a trust sets itself, where a policy asks for something and leaves open how much.

What a policy says itself is not changed here: its own words stand beside it, and would then not be true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from forms.rule import Rule
from forms.rules import PolicyRules

_MOST = 3_650


@dataclass(frozen=True, slots=True)
class HouseValue:
    """One value, as somebody typed it."""

    policy: str
    """The policy's id."""
    rule: str
    setting: str
    typed: str

    @property
    def number(self) -> int | None:
        """Return the value, None where no whole number from 0 to 3650 is typed."""
        text = self.typed.strip().removesuffix(".0")
        known = text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= _MOST
        return int(text) if known else None


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that does not count, and why."""

    value: HouseValue
    expected: str
    to_do: str


def with_values(rules: PolicyRules, values: Iterable[HouseValue]) -> tuple[PolicyRules, tuple[Refused, ...]]:
    """Return the rules of a policy with the trust's own values in them, and which of those do not count."""
    changed = {rule.id: rule for rule in rules.rules}
    refused: list[Refused] = []
    for one in values:
        rule = changed.get(one.rule)
        if one.policy != rules.policy or rule is None:
            continue
        trouble = _trouble(rule, one)
        if trouble is not None:
            refused.append(trouble)
        else:
            changed[one.rule] = replace(rule, **{one.setting: one.number})  # type: ignore[arg-type]
    return replace(rules, rules=tuple(changed[rule.id] for rule in rules.rules)), tuple(refused)


def is_open(rule: Rule, setting: str) -> bool:
    """Return whether the policy leaves a value of a rule open, and it is a whole number."""
    known = {one.name for one in fields(rule)} - {one.name for one in fields(Rule)}
    value = getattr(rule, setting) if setting in known else None
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and (rule.house or setting in rule.house_values)


def _trouble(rule: Rule, one: HouseValue) -> Refused | None:
    if not is_open(rule, one.setting):
        return Refused(
            one,
            "empty, for the policy itself says this, or it is no number",
            "take it out; where the policy has changed, have its rules.toml changed",
        )
    if one.number is None:
        return Refused(one, f"a whole number from 0 to {_MOST}", "write one, such as 14, or leave it blank")
    return None
