"""Where a document is written to: a name that any computer holds, a true ending, nobody's own file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forms.catalogue import load_form
from tests.halfterm.policy_folder import run
from tests.round.making import made_blank
from tests.sample_files import write_docx

_COMMAND = Path(sys.executable).with_name("halfterm.exe" if os.name == "nt" else "halfterm")
_FORM = "esteem/a2-record"


@pytest.mark.parametrize("name", ["aux.pdf", "a?.pdf", "Nul.docx", "form.", 'a"b.pdf'])
def test_a_name_that_windows_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    """The file may be sent to somebody whose computer could not open it."""
    done = run("blank", _FORM, "-o", name, folder=tmp_path, expected=2)
    assert done.stderr.startswith("U15: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("preview", _FORM, "-o", "CON.png"),
        ("build", _FORM, "-o", "a:b.pdf", "--values", "v.json"),
        ("extract", "form.docx", "-o", "lpt1.xlsx"),
    ],
)
def test_every_command_refuses_such_a_name(command: tuple[str, ...], tmp_path: Path) -> None:
    """Pictures, pre-filled forms and workbooks too."""
    (tmp_path / "v.json").write_text('{"header": {"supervisee": "A", "supervisor": "B"}}', encoding="utf-8")
    (tmp_path / "form.docx").write_bytes(made_blank(load_form(_FORM), "docx"))
    done = run(*command, folder=tmp_path, expected=2)
    assert "U15: " in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"v.json", "form.docx"}


def test_a_folders_name_is_no_files_name(tmp_path: Path) -> None:
    """A stroke at the end says that a folder is meant."""
    assert run("blank", _FORM, "-o", "dir/", folder=tmp_path, expected=5).stderr.startswith("W02: ")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_whatever_the_format(tmp_path: Path) -> None:
    """A settings file is not turned into a PDF."""
    (tmp_path / "policy.toml").write_text("mine", encoding="utf-8")
    done = run("blank", _FORM, "-o", "policy.toml", "--format", "pdf", folder=tmp_path, expected=2)
    assert done.stderr.startswith("U03: ")
    assert (tmp_path / "policy.toml").read_text(encoding="utf-8") == "mine"


def test_only_a_form_is_written_over(tmp_path: Path) -> None:
    """An earlier form makes room for the new one; any other document stays."""
    write_docx(tmp_path / "letter.docx", "<w:p/>")
    letter = (tmp_path / "letter.docx").read_bytes()
    assert "U21: letter.docx" in run("blank", _FORM, "-o", "letter.docx", folder=tmp_path, expected=2).stderr
    assert (tmp_path / "letter.docx").read_bytes() == letter
    (tmp_path / "form.docx").write_bytes(made_blank(load_form("esteem/a1-agreement"), "docx"))
    run("blank", _FORM, "-o", "form.docx", folder=tmp_path)


def test_a_form_that_is_none(tmp_path: Path) -> None:
    """A document in place of a form, and a name that no system holds, are told in words of the input."""
    (tmp_path / "form.docx").write_bytes(made_blank(load_form(_FORM), "docx"))
    done = run("forms", "diff", "form.docx", "esteem", folder=tmp_path, expected=2)
    assert "form.docx: is a file, but not a definition" in done.stderr
    long = run("blank", "x" * 5000, "-o", "a.pdf", folder=tmp_path, expected=2)
    assert long.stderr.startswith("U01: ")


def test_two_policies_are_not_two_versions(tmp_path: Path) -> None:
    """Nothing of one is said to be gone from the other."""
    done = run("forms", "diff", "esteem", "highcliffe", folder=tmp_path, expected=2)
    assert done.stderr.startswith("U22: ")


@pytest.mark.skipif(os.name == "nt", reason="Windows closes pipes in its own way")
@pytest.mark.parametrize(("command", "status"), [(("forms", "--json"), 0), (("forms", "check", "gone"), 4)])
def test_a_reader_who_has_enough_is_no_fault(command: tuple[str, ...], status: int, tmp_path: Path) -> None:
    """A pipe that is closed early changes neither the status nor the messages."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [_COMMAND, *command], stdout=write_end, stderr=subprocess.PIPE, check=False, cwd=tmp_path, timeout=99
    )
    os.close(write_end)
    assert done.returncode == status
    assert b"Exception ignored" not in done.stderr
    assert b"Traceback" not in done.stderr
