"""One row per value of each rule, with the policy's own words; of a rule without values, one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from forms.overview import RuleRow
from forms.rule import Rule, in_words
from register.checks.facts import Facts

_COMMON = frozenset(one.name for one in fields(Rule))
_OF_FORMS = frozenset({"form", "forms", "field", "fields", "items", "stage", "type_field", "type_option"})
"""Keys that say where on a form something stands: nothing that people settle among themselves."""


def rule_rows(facts: Facts) -> Iterator[RuleRow]:
    """Yield the rules of every policy that somebody is supervised under, kind by kind."""
    for name, rules in facts.rules.items():
        policy = facts.policies[name].name
        for rule in rules.rules:
            settings = list(_settings(rule)) or [("", "")]
            for setting, value in settings:
                yield RuleRow(
                    policy_id=name,
                    policy=policy,
                    rule=rule.id,
                    kind=rule.kind.replace("_", " "),
                    setting=setting,
                    value=value,
                    severity=str(rule.severity),
                    house=rule.house or setting in rule.house_values,
                    clause="" if rule.house else rule.clause,
                    series=", ".join(rule.series),
                )


def _settings(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the keys of a rule's own values, each with the value in words."""
    for one in fields(rule):
        value = getattr(rule, one.name)
        if one.name in _COMMON | _OF_FORMS or value is None or value is False or value in ("", ()):
            continue
        yield one.name, in_words(one.name, value)
