"""What `forms check` says of the files of a folder: their names, each other, signs that a PDF cannot show."""

from pathlib import Path

import pytest

from forms.errors import DefinitionError
from halfterm.check_forms import Checked, check_folder
from tests.halfterm.policy_folder import raise_version, write_policy


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Write a policy's folder; return the file of its one form."""
    return write_policy(tmp_path / "alder")


def add_form(record: Path, name: str, *pairs: tuple[str, str]) -> Path:
    """Write a second form, with other words for some; return its file."""
    text = record.read_text(encoding="utf-8").replace("alder/a2-record", f"alder/{name}")
    for old, new in (('code = "A2"', 'code = "A3"'), *pairs):
        assert old in text
        text = text.replace(old, new)
    path = record.with_name(f"{name}.toml")
    path.write_text(text, encoding="utf-8")
    return path


def mistakes_of(checked: Checked) -> list[DefinitionError]:
    """Return the mistakes of a folder."""
    return list(checked.mistakes)


def only_mistake(record: Path) -> str:
    """Return the one mistake of a form's folder."""
    found = mistakes_of(check_folder(record.parent))
    assert len(found) == 1
    return str(found[0])


def line_of(path: Path, words: str) -> str:
    """Return how a mistake names the line of `words` in a file."""
    text = path.read_text(encoding="utf-8")
    return f"{path}, line {text[: text.index(words)].count(chr(10)) + 1}: "


def test_a_folder_as_it_should_be_is_well(record: Path) -> None:
    """With an older version too."""
    raise_version(record.parent)
    add_form(
        record, "a3-notes", ('title = "Supervision Record"', 'title = "Notes"\ncontinues = "alder/a2-record"')
    )
    assert not check_folder(record.parent).mistakes


def test_a_file_has_the_name_of_its_form(record: Path) -> None:
    """Who looks for a form looks at names."""
    moved = record.rename(record.with_name("my form.toml"))
    said = only_mistake(record)
    assert said.startswith(f"D21: {line_of(moved, 'form = ')}")
    assert (
        "found the form alder/a2-record in a file of the name my form.toml; expected a2-record.toml" in said
    )


def test_an_older_file_has_the_name_of_its_version(record: Path) -> None:
    """A version that is raised in the wrong file would be found nowhere."""
    raise_version(record.parent)
    older = record.parent / "older" / "a2-record.1.toml"
    older.write_text(
        older.read_text(encoding="utf-8").replace('version = "1"', 'version = "7"'), encoding="utf-8"
    )
    said = only_mistake(record)
    assert said.startswith(f"D21: {line_of(older, 'version = ')}")
    assert "expected a2-record.7.toml; rename the file, or correct version in it" in said


def test_capital_letters_of_a_name_do_not_count(record: Path) -> None:
    """Windows keeps them as they were typed, and looks past them."""
    record.rename(record.with_name("A2-Record.toml"))
    assert not check_folder(record.parent).mistakes


def test_a_form_that_is_there_twice_is_told_once(record: Path) -> None:
    """A copy beside it: its name is not the trouble."""
    record.with_name("a2-record (1).toml").write_bytes(record.read_bytes())
    assert only_mistake(record).startswith("D08: ")


def test_mistakes_between_files_have_their_lines(record: Path) -> None:
    """Those of the key that is to be changed."""
    other = add_form(record, "a3-notes", ('code = "A3"', 'code = "A2"'))
    assert only_mistake(record).startswith(f"D08: {line_of(other, 'code = ')}")
    other.unlink()
    other = add_form(
        record, "a3-notes", ('record = "record"', 'record = "record"\ncontinues = "alder/a2-recod"')
    )
    said = only_mistake(record)
    assert said.startswith(f"D11: {line_of(other, 'continues = ')}")
    assert said.endswith('did you mean "alder/a2-record"?')
    other.unlink()
    raise_version(record.parent)
    record.write_bytes((record.parent / "older" / "a2-record.1.toml").read_bytes())
    older = record.parent / "older" / "a2-record.1.toml"
    assert only_mistake(record).startswith(f"D08: {line_of(older, 'version = ')}")


def test_forms_do_not_continue_each_other(record: Path) -> None:
    """Neither could be the first of a session."""
    add_form(record, "a3-notes", ('record = "record"', 'record = "record"\ncontinues = "alder/a2-record"'))
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text.replace('record = "record"', 'record = "record"\ncontinues = "alder/a3-notes"'), encoding="utf-8"
    )
    said = [str(one) for one in check_folder(record.parent).mistakes]
    assert len(said) == 2
    assert "found a circle of forms: alder/a2-record -> alder/a3-notes -> alder/a2-record;" in said[0]


def test_an_empty_file_is_a_form_that_was_begun(record: Path) -> None:
    """Not one to be left alone."""
    record.with_name("a3-notes.toml").write_text("\n", encoding="utf-8")
    said = only_mistake(record)
    assert said.startswith("D01: ")
    assert "an empty file" in said


def test_letters_that_a_pdf_cannot_show_are_noted(record: Path) -> None:
    """They are no mistake: a sign stands for them."""
    policy = record.with_name("policy.toml")
    policy.write_text(
        policy.read_text(encoding="utf-8").replace("Alder Grove", "Alder 😀 Grove"), encoding="utf-8"
    )
    text = record.read_text(encoding="utf-8").replace(
        'label = "How are you?"', 'label = "How שלום?"\nname = "ש"'
    )
    record.write_text(text.replace("[field.mood]", "# → ☃\n[field.mood]"), encoding="utf-8")
    checked = check_folder(record.parent)
    assert not checked.mistakes
    noted = [line for line in checked.lines if "write words instead" in line]
    label = line_of(record, 'label = "How')
    assert noted == [
        f"{line_of(policy, 'name = ')}name holds 😀, which a PDF shows as \ufffd; write words instead",
        f"{label}label of field mood holds ש ל ו ם, which a PDF shows as \ufffd; write words instead",
    ]
