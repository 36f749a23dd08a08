"""halfterm.toml: what does not fit is named before anything is done."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from forms.errors import DefinitionError
from halfterm.cli import main
from halfterm.settings import load_settings


def refusal(place: Path, *lines: str) -> str:
    """Return what is said of settings with these lines."""
    file = place / "halfterm.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_settings(file)
    assert caught.value.code == "D19"
    return caught.value.message


@pytest.mark.parametrize("key", ["inbox", "sessions", "restricted", "register", "archive", "key", "workbook"])
def test_place_that_no_system_can_hold_is_refused(tmp_path: Path, key: str) -> None:
    """Such as one with a character that ends names."""
    assert f"line 1: found {key} = " in refusal(tmp_path, f'{key} = "a\\u0000b"')


@pytest.mark.parametrize("key", ["inbox", "reports", "restricted", "workbook"])
def test_place_without_a_name_is_refused(tmp_path: Path, key: str) -> None:
    """It would be the trust's own folder."""
    assert f'{key} = ""' in refusal(tmp_path, f'{key} = ""')


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (['inbox = "."'], "in which outbox lies"),
        (['inbox = "restricted"'], "in which restricted lies"),
        (['inbox = "in"', 'key = "in/key.xlsx"'], "in which key lies"),
        (['inbox = "in"', 'archive = "x/../in/archive"'], "in which archive lies"),
        (['sessions = "inbox"'], "in which sessions lies"),
        (['sessions = "all"', 'inbox = "all/inbox"'], "in which inbox lies"),
    ],
)
def test_folders_that_lie_in_each_other_are_refused(tmp_path: Path, lines: list[str], found: str) -> None:
    """Else keys and originals would be taken in, or what came in would be taken away."""
    assert found in refusal(tmp_path, *lines)


def test_folders_apart_are_well(tmp_path: Path) -> None:
    """A name that only begins like another is no folder in it; an address is in no folder."""
    file = tmp_path / "halfterm.toml"
    file.write_text('inbox = "in"\nsessions = "in-work"\narchive = "s3://in/x"', encoding="utf-8")
    assert load_settings(file).sessions == "in-work"


@pytest.mark.parametrize("line", ['id = "../../x"', "retention_years = 0", 'hold = ["Tom Reed", " "]'])
def test_value_that_makes_no_sense_is_refused(tmp_path: Path, line: str) -> None:
    """It would lead elsewhere, delete everything, or hold nothing."""
    assert "line 1: found " in refusal(tmp_path, line)


def test_no_password_stands_in_the_settings(tmp_path: Path) -> None:
    """It is told where it belongs, not that another key was meant; and it is not shown."""
    said = refusal(tmp_path, 'mail_password = "Hunter22"')
    assert said.endswith("stands in mail-server.txt in the restricted folder")
    assert "Hunter22" not in said
    assert "mail_user" not in said


@pytest.mark.parametrize("every", ["nan", "inf", "1e308", "0", "-1", "soon"])
def test_how_often_to_look_is_a_number_of_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: str
) -> None:
    """Nobody can wait for ever, or for what is no number."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["watch", "--every", every])
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert "Invalid value for '--every'" in done.stderr
