"""A mistake in a definition comes with a right way to write it, wherever one can be told."""

from pathlib import Path

import pytest

from forms.errors import DefinitionError
from forms.loader import load_definition
from tests.halfterm.policy_folder import write_policy

_SIGNATURE = """
[field.agreed_date]
label = "Date agreed"
kind = "date"

[field.sig]
label = "Signature"
kind = "signature"
owner = "supervisee"
date_field = "agreed_dat"

[[section]]
id = "sign"
columns = [1, 1]
rows = [["agreed_date.label", "agreed_date"], ["sig.label", "sig"]]
"""


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("[field.mood]", '[field."My mood"]', 'rename it, for example to "my_mood"'),
        ("[field.mood]", '[field."2nd-mood"]', 'rename it, for example to "nd_mood"'),
        ('form = "alder/a2-record"', 'form = "Alder/A2 Record"', 'write it so: "alder/a2-record"'),
        ('form = "alder/a2-record"', 'form = "elder/a2-record"', 'write "alder/a2-record"'),
        ('kind = "multiline"', 'kind = "textarea"', 'write "multiline"'),
        ('kind = "multiline"', 'kind = "Dropdown"', 'write "choice", with as_list = true'),
        ('["mood.label", "mood"],', '["mood.label", "mod"],', 'did you mean "mood"?'),
        ("spare = 2\n", f"spare = 2\n{_SIGNATURE}", 'did you mean "agreed_date"?'),
        ('carry = "offer"', 'cary = "offer"', 'did you mean "carry"?'),
        ('required = ["supervisee"', 'required = ["supervise"', 'did you mean "supervisee"?'),
    ],
)
def test_a_mistake_comes_with_a_right_way(old: str, new: str, advice: str, tmp_path: Path) -> None:
    """The advice stands on the mistake's own line."""
    path = write_policy(tmp_path / "own")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definition(path)
    assert advice in str(caught.value)


def test_a_policys_id_is_spelt_out(tmp_path: Path) -> None:
    """As its name would be in small letters."""
    path = write_policy(tmp_path / "own")
    policy = path.with_name("policy.toml")
    policy.write_text(
        policy.read_text(encoding="utf-8").replace('id = "alder"', 'id = "Alder Grove"'), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match='write it so: "alder-grove"'):
        load_definition(path)
