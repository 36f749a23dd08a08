"""The schemas for editors are current, valid, and agree with the loader on every definition."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from forms.schema import (
    DEFINITION_SCHEMA,
    POLICY_SCHEMA,
    RULES_SCHEMA,
    definition_schema,
    main,
    policy_schema,
    rules_schema,
    schema_text,
)

FORMS = Path(__file__).parents[2] / "forms"
DEFINITIONS = sorted(
    path for path in FORMS.glob("*/*.toml") if path.name not in {"policy.toml", "rules.toml"}
)
RULES = [*sorted(FORMS.glob("*/rules.toml")), FORMS / "house-rules.toml"]
ALL = [(DEFINITION_SCHEMA, definition_schema), (POLICY_SCHEMA, policy_schema), (RULES_SCHEMA, rules_schema)]


@pytest.mark.parametrize(("path", "make"), ALL, ids=["definition", "policy", "rules"])
def test_the_committed_schema_is_current(path: Path, make: Any) -> None:
    """The file is what the model gives; `python -m forms.schema` writes it anew."""
    assert path.read_text(encoding="utf-8") == schema_text(make())
    Draft202012Validator.check_schema(make())


def test_the_command_writes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes the three files and nothing else."""
    monkeypatch.setattr("forms.schema.DEFINITION_SCHEMA", tmp_path / "definition.json")
    monkeypatch.setattr("forms.schema.POLICY_SCHEMA", tmp_path / "policy.json")
    monkeypatch.setattr("forms.schema.RULES_SCHEMA", tmp_path / "rules.json")
    main()
    assert json.loads((tmp_path / "definition.json").read_text(encoding="utf-8")) == definition_schema()
    assert json.loads((tmp_path / "policy.json").read_text(encoding="utf-8")) == policy_schema()
    assert json.loads((tmp_path / "rules.json").read_text(encoding="utf-8")) == rules_schema()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_definitions_fit_the_schema(path: Path) -> None:
    """What the loader takes, an editor with the schema takes too; and the file names its schema."""
    text = path.read_text(encoding="utf-8")
    assert list(Draft202012Validator(definition_schema()).iter_errors(tomllib.loads(text))) == []
    named = text.partition("\n")[0].removeprefix("#:schema ")
    assert (path.parent / named).resolve() == DEFINITION_SCHEMA


@pytest.mark.parametrize("path", sorted(FORMS.glob("*/policy.toml")), ids=lambda path: path.parent.name)
def test_policies_fit_the_schema(path: Path) -> None:
    """Policies fit theirs."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(policy_schema()).iter_errors(tables)) == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rules_fit_the_schema(path: Path) -> None:
    """What the loader takes, an editor takes too; and the file names its schema."""
    text = path.read_text(encoding="utf-8")
    # An editor sees a date of TOML as the words that JSON has for it.
    tables = json.loads(json.dumps(tomllib.loads(text), default=str))
    assert list(Draft202012Validator(rules_schema()).iter_errors(tables)) == []
    named = text.partition("\n")[0].removeprefix("#:schema ")
    assert (path.parent / named).resolve() == RULES_SCHEMA


def test_the_schema_finds_a_wrong_rule() -> None:
    """Unknown kinds, keys and words show while typing."""
    text = (FORMS / "esteem" / "rules.toml").read_text(encoding="utf-8")
    for old, new in (("[[frequency]]", "[[frequncy]]"), ("per =", "par ="), ("half term", "halfterm")):
        tables = tomllib.loads(text.replace(old, new))
        assert list(Draft202012Validator(rules_schema()).iter_errors(tables))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "time"', 'kind = "hour"'),
        ("spare = 3", 'spare = "three"'),
        ("private = true", "secret = true"),
        ('title = "Supervision Record"\n', ""),
        ("[field.job_title]", "[field.job-title]"),
    ],
)
def test_the_schema_finds_what_is_wrong(old: str, new: str) -> None:
    """Unknown words, wrong types, unknown and missing keys and ill-shaped ids show while typing."""
    text = (FORMS / "esteem" / "a2-record.toml").read_text(encoding="utf-8")
    assert old in text
    assert list(Draft202012Validator(definition_schema()).iter_errors(tomllib.loads(text.replace(old, new))))
