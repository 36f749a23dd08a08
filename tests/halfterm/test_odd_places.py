"""Links that lead in a circle, files of another sort and wrong settings end in one message with its place."""

from pathlib import Path

import pytest

from tests.halfterm.policy_folder import run, write_policy


def _circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


def test_a_definition_behind_links_in_a_circle(tmp_path: Path) -> None:
    """It cannot be opened, as any file that cannot."""
    form = _circle(tmp_path / "a2-record.toml")
    blank = run("blank", form, "-o", "x.pdf", folder=tmp_path, expected=4)
    diff = run("forms", "diff", form, form, folder=tmp_path, expected=4)
    for ended in (blank, diff):
        assert ended.stderr.startswith(f"D01: {form}, line 1: found a file that cannot be opened")


def test_folders_behind_links_in_a_circle(tmp_path: Path) -> None:
    """No folder is there to read from, and none can be made in its place."""
    loop = _circle(tmp_path / "loop")
    assert (
        "U09: loop: found no such folder"
        in run("forms", "--policy", "loop", folder=tmp_path, expected=2).stderr
    )
    assert "U09: " in run("init", "trust", "--policy", tmp_path / "loop", folder=tmp_path, expected=2).stderr
    assert "W04: loop" in run("init", "loop", "--policy", "esteem", folder=tmp_path, expected=5).stderr
    assert {path.name for path in tmp_path.iterdir()} == {"loop"}
    assert loop.is_symlink()


def test_a_name_too_long_for_the_system_is_told_with_the_name(tmp_path: Path) -> None:
    """And what is wrong with it."""
    name = "n" * 300
    ended = run("init", name, "--policy", "esteem", folder=tmp_path, expected=5)
    assert ended.stderr.startswith(f"W04: {name}: cannot be written (")


@pytest.mark.parametrize(
    "command", [["init", "", "--policy", "esteem"], ["adopt", "x.docx", "-o", ""], ["demo", ""]]
)
def test_no_name_is_not_the_current_folder(tmp_path: Path, command: list[str]) -> None:
    """A script whose variable is empty would fill it with what was meant for another place."""
    ended = run(*command, folder=tmp_path, expected=2)
    assert ended.stderr.startswith("U15: found an empty name; expected a folder's name;")
    assert not list(tmp_path.iterdir())


def test_a_link_to_a_form_that_is_gone(tmp_path: Path) -> None:
    """It is told, for it was meant as a form."""
    write_policy(tmp_path)
    (tmp_path / "b1-gone.toml").symlink_to(tmp_path / "nowhere.toml")
    ended = run("forms", "check", ".", folder=tmp_path, expected=4)
    assert ended.stderr.startswith("D01: b1-gone.toml, line 1: found no such file;")


def test_a_policys_own_file_is_no_form(tmp_path: Path) -> None:
    """One message, not one for each key that a form has."""
    write_policy(tmp_path)
    ended = run("preview", "policy.toml", "-o", "x.png", folder=tmp_path, expected=2)
    assert ended.stderr.startswith("U01: policy.toml: holds what the forms of a policy share")
    assert ended.stderr.count("\n") == 1


def test_everything_named_is_checked(tmp_path: Path) -> None:
    """A wrong policy.toml and a folder that is none of a policy's do not hide what else is wrong."""
    form = write_policy(tmp_path / "one")
    form.write_text(
        form.read_text(encoding="utf-8").replace('kind = "date"', 'kind = "day"'), encoding="utf-8"
    )
    write_policy(tmp_path / "two")
    policy = tmp_path / "two" / "policy.toml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("= 7", "= -7"), encoding="utf-8")
    (tmp_path / "three").mkdir()
    ended = run("forms", "check", "three", "two/policy.toml", "one", folder=tmp_path, expected=4)
    assert [line[:3] for line in ended.stderr.splitlines()] == ["D01", "D19", "D06"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("prefix = ABC", 'line 3: found "prefix = ABC"; expected TOML: words in quotation marks'),
        (
            'prefix = "abc"',
            'line 3: found prefix = "abc"; expected two to five capital letters; write it as ESM',
        ),
        (
            'schools = ["a" "b"]',
            'line 3: found "schools = ["a" "b"]"; expected TOML, with every bracket closed',
        ),
    ],
)
def test_settings_are_told_wrong_with_their_line(tmp_path: Path, written: str, said: str) -> None:
    """As the lines of a definition are."""
    text = f'policy = "esteem"\r\n\r\n{written}\r\n'
    (tmp_path / "halfterm.toml").write_bytes(text.encode())
    ended = run("forms", folder=tmp_path, expected=4)
    assert f"halfterm.toml, {said}" in ended.stderr
    assert ended.stderr.count("\n") == 1
