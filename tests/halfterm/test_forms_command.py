"""`halfterm forms`, `forms check` and `forms diff`: what there is, what is wrong, what changed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forms.catalogue import form_ids, load_form
from halfterm.cli import main
from halfterm.diff_forms import marked
from tests.halfterm.policy_folder import raise_version, write_policy


def _forms(*arguments: str | Path, expected: int = 0) -> Result:
    done = CliRunner().invoke(main, ["forms", *map(str, arguments)])
    assert done.exit_code == expected, done.output
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a policy's folder with two versions of its form."""
    write_policy(tmp_path / "own")
    raise_version(tmp_path / "own")
    return tmp_path / "own"


def test_the_list_says_the_same_to_people_and_machines(folder: Path) -> None:
    """By policy and id: appendix, title, version, number of fields, what was added, older versions."""
    data = json.loads(_forms("--json", "--policy", folder).stdout)
    lines = _forms("--policy", folder).stdout.splitlines()
    assert [one["form"] for one in data] == sorted([*form_ids(), "alder/a2-record"])
    for one in data:
        at = next(at for at, line in enumerate(lines) if line.startswith(f"{one['form']} "))
        for words in (one["appendix"], one["title"], one["version"], f" {len(one['fields'])} "):
            assert words in lines[at]
        if one["added"]:
            assert lines[at + 1] == f"    added: {', '.join(one['added'])}"
    (own,) = [one for one in data if one["policy"] == "alder"]
    assert (own["version"], own["older_versions"]) == ("2", ["1"])
    assert any(line.startswith("alder/a2-record") and "2 (and 1)" in line for line in lines)
    assert "Alder Grove Academy (alder)" in lines
    record = load_form("esteem/a2-record")
    (listed,) = [one for one in data if one["form"] == record.id]
    assert listed["fields"] == [field.id for field in record.answerable]
    assert listed["added"] == [field.id for field in record.fields if field.added]


def test_a_check_says_what_it_looked_at(folder: Path) -> None:
    """The policy, each form and each older version, with the number of their fields."""
    lines = _forms("check", folder).stdout.splitlines()
    assert lines == [
        f"{folder / 'policy.toml'}: well (Alder Grove Academy)",
        f"{folder / 'a2-record.toml'}: well (alder/a2-record, version 2, 6 fields)",
        f"{folder / 'older' / 'a2-record.1.toml'}: well (alder/a2-record, older version 1, 7 fields)",
        "2 forms checked: no mistakes.",
    ]
    alone = _forms("check", folder / "older" / "a2-record.1.toml").stdout
    assert alone.endswith("older version 1, 7 fields)\n1 form checked: no mistakes.\n")
    assert "well (Alder Grove Academy)" in _forms("check", folder / "policy.toml").stdout
    assert _forms("check", folder / "older").stdout == alone
    assert _forms("check", folder.parent).stdout.splitlines() == lines


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("older/a2-record.1.toml", 'version = "1"', 'version = "2"', "raise the version of the present one"),
        ("older/a2-record.1.toml", "[field.mood]", "[field.mod]", 'did you mean "mod"?'),
        ("a2-record.toml", 'kind = "carried"', 'kind = "carryed"', 'did you mean "carried"?'),
        ("a2-record.toml", 'code = "A2"', 'code = "A2"\ncontinues = "alder/a1-plan"', "holds no other form"),
        ("policy.toml", "qa_lead", "qa_led", 'did you mean "qa_lead"?'),
    ],
)
def test_a_check_of_a_folder_names_mistakes_between_its_files(
    file: str, old: str, new: str, said: str, folder: Path
) -> None:
    """In older versions too, with a suggestion where there is one."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = _forms("check", folder, expected=4)
    assert said in done.stderr
    assert str(path) in done.stderr
    assert "no mistakes" not in done.stdout


def test_two_forms_with_one_code_are_a_mistake(folder: Path) -> None:
    """Their references could not be told apart."""
    text = (folder / "a2-record.toml").read_text(encoding="utf-8")
    (folder / "a3-notes.toml").write_text(text.replace("alder/a2-record", "alder/a3-notes"), encoding="utf-8")
    assert 'found code = "A2" for the second time' in _forms("check", folder, expected=4).stderr


def test_a_folder_without_a_policy_file_is_a_mistake(tmp_path: Path) -> None:
    """It is said where it is looked for."""
    assert str(tmp_path / "policy.toml") in _forms("check", tmp_path, expected=4).stderr


def test_a_difference_in_words(folder: Path) -> None:
    """What was renamed, reworded and removed, the words that changed marked."""
    done = _forms("diff", folder / "older" / "a2-record.1.toml", folder / "a2-record.toml")
    assert done.stdout.splitlines() == [
        "alder/a2-record  Supervision Record, version 1 -> 2",
        "  Fields",
        "    renamed        planned_training -> training",
        "    reworded       training",
        "                   was  Training planned",
        "                   now  Training {+and reading+} planned",
        "    removed        mood (text): How are you?",
        "  The version was raised from 1 to 2, as it must be.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("alder/a2-record@1", "alder/a2-record"), ("older/a2-record.1.toml", "a2-record.toml")],
)
def test_a_difference_for_machines(old: str, new: str, folder: Path) -> None:
    """By ids with versions, and by files."""
    words = [str(folder / word) if word.endswith(".toml") else word for word in (old, new)]
    (form,) = json.loads(_forms("diff", *words, "--policy", folder, "--json").stdout)["forms"]
    assert (form["old_version"], form["new_version"], form["version_must_rise"]) == ("1", "2", False)
    assert form["old_version_is_kept"]
    assert [(one["change"], one["id"]) for one in form["changes"]] == [
        ("renamed", "training"),
        ("reworded", "training"),
        ("removed", "mood"),
    ]


def test_a_change_under_the_same_version_is_a_mistake(folder: Path, tmp_path: Path) -> None:
    """Status 1, with what to do."""
    write_policy(tmp_path / "copy")
    raise_version(tmp_path / "copy", keep=False)
    path = tmp_path / "copy" / "a2-record.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('label = "Actions"', 'label = "What we agreed"'), encoding="utf-8")
    done = _forms("diff", folder, tmp_path / "copy", expected=1)
    assert "Wrong: the form changed, but both are version 2. Keep the old file as older/" in done.stdout
    assert "now  {+What we agreed+}" in done.stdout


def test_an_old_version_that_is_not_kept_is_said(folder: Path, tmp_path: Path) -> None:
    """Or its returns could not be read."""
    write_policy(tmp_path / "before")
    (folder / "older" / "a2-record.1.toml").unlink()
    done = _forms("diff", tmp_path / "before", folder)
    assert "Version 1 is not kept beside the new one: put it there as older/a2-record.1.toml" in done.stdout


def test_forms_that_came_and_went_with_the_policy(folder: Path, tmp_path: Path) -> None:
    """Of two folders, forms are told apart by their names."""
    write_policy(tmp_path / "before")
    (tmp_path / "before" / "a2-record.toml").unlink()
    assert "alder/a2-record: a new form" in _forms("diff", tmp_path / "before", folder).stdout
    assert "alder/a2-record: is gone; keep its file" in _forms("diff", folder, tmp_path / "before").stdout


def test_nothing_changed_is_said() -> None:
    """A policy of ours with itself."""
    lines = _forms("diff", "esteem", "esteem").stdout.splitlines()
    assert lines.count("  nothing changed") == len(
        [form for form in form_ids() if form.startswith("esteem/")]
    )


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b c", "a c", ("a [-b-] c", "a c")),
        ("a c", "a b c", ("a c", "a {+b+} c")),
        ("one two", "three", ("[-one two-]", "{+three+}")),
        ("", "new", ("", "{+new+}")),
        ("same", "same", ("same", "same")),
    ],
)
def test_words_that_changed_are_marked(old: str, new: str, shown: tuple[str, str]) -> None:
    """Whole words, each run once."""
    colourless = [text.replace("\x1b[0m", "").replace("\x1b[31m", "") for text in marked(old, new)]
    assert tuple(text.replace("\x1b[32m", "") for text in colourless) == shown
