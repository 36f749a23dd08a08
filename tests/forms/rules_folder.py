"""Read a rules.toml in the folder of a policy, or the mistakes in it."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import DefinitionError
from forms.loader import load_policy
from forms.rule_loader import load_rules
from forms.rules import PolicyRules

FORMS = Path(__file__).parents[2] / "forms"
DATA = Path(__file__).parents[1] / "data" / "policies"
HEAD = 'id = "R-A"\nclause = "Words."\n'
"""What every rule has."""


def load_rules_of(folder: Path, text: str, *, policy: tuple[str, str] = ("", "")) -> PolicyRules:
    """Return the rules that `text` is, with other words in policy.toml, checked against the folder's form."""
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    file = folder / "policy.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*policy), encoding="utf-8")
    catalogue = Catalogue(()).with_folders([folder])
    forms = {form: catalogue.load_form(form) for form in catalogue.form_ids()}
    return load_rules(folder / "rules.toml", load_policy(file), forms)


def mistakes_of(folder: Path, text: str, *, policy: tuple[str, str] = ("", "")) -> list[str]:
    """Return the mistakes of a rules.toml, a line each, without the file's name."""
    with pytest.raises(DefinitionError) as caught:
        load_rules_of(folder, text, policy=policy)
    return [line.replace(f"{folder / 'rules.toml'}, ", "") for line in str(caught.value).splitlines()]
