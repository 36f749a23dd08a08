"""The page on rules: it tells every kind as it is, and its examples can be used."""

import re
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.findings import Severity
from forms.rule_loader import KIND_OF, RULES_FILE, load_rules
from forms.rules import Rule
from forms.tables import keys_of
from tests.docs.examples import DOCS
from tests.halfterm.policy_folder import write_policy

PAGE = (DOCS / "rules.md").read_text(encoding="utf-8")
_KINDS = re.findall(r"(?m)^\| `(\w+)` \| ([^|]+) \| ([^|]*)\| (Act now|Soon|Note) \|$", PAGE)
_KEYS = re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE)


def written(kind: str, example: str) -> str:
    """Return the rule that a line of the table stands for."""
    values = "\n".join(re.findall(r"`([^`]+)`", example))
    return f'[[{kind}]]\nid = "R-EXAMPLE"\nclause = "Words."\n{values}\n'


def test_every_kind_is_told() -> None:
    """In the order in which they are kept."""
    assert list(dict.fromkeys(kind for kind, *_ in _KINDS)) == list(KIND_OF)


def test_the_keys_of_every_rule_are_told() -> None:
    """Which of them are needed, too."""
    assert {key for key, _ in _KEYS} == set(keys_of(Rule))
    assert {key for key, left_out in _KEYS if left_out.startswith("needed")} == {"id", "clause"}


@pytest.mark.parametrize(("kind", "told", "example", "severity"), _KINDS)
def test_an_example_is_a_rule(tmp_path: Path, kind: str, told: str, example: str, severity: str) -> None:
    """As it stands in the table, with the severity that stands there."""
    folder = write_policy(tmp_path / "alder").parent
    (folder / RULES_FILE).write_text(written(kind, example), encoding="utf-8")
    policy_file = folder / "policy.toml"
    text = policy_file.read_text(encoding="utf-8").replace(
        "house_lead_time = true", "house_lead_time = false"
    )
    policy_file.write_text(text, encoding="utf-8")
    policy = Catalogue(()).with_folders([folder]).load_policy_of("alder")
    [rule] = [one for one in load_rules(folder / RULES_FILE, policy).rules if one.id == "R-EXAMPLE"]
    assert rule.severity is Severity(severity)
    # A key that the words name is one of the kind.
    named = {key for key in re.findall(r"`(\w+)(?: = \w+)?`", told) if "_" in key}
    assert named <= {*keys_of(KIND_OF[kind]), "return_days", "house_lead_time", "pupil_limit", "qa_lead"}


def test_the_first_example_is_a_rule(tmp_path: Path) -> None:
    """The one that explains how a rule is written."""
    folder = write_policy(tmp_path / "alder").parent
    blocks = re.findall(r"(?ms)^```toml\n(.*?)^```$", PAGE)
    for block in blocks:
        (folder / RULES_FILE).write_text(block, encoding="utf-8")
        assert Catalogue(()).with_folders([folder]).load_rules("alder").rules
    assert len(blocks) == 2
