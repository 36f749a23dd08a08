"""`halfterm adopt` writes a policy folder that the other commands take, and never over anything."""

from pathlib import Path

import pytest

from tests.extract.adopt import samples
from tests.halfterm.policy_folder import run


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return an invented school's policy as a Word file."""
    path = tmp_path / "Policy 2026.docx"
    path.write_bytes(samples.content_of(samples.reflective_form()))
    return path


def test_drafts_pass_the_check_and_can_be_built(document: Path, tmp_path: Path) -> None:
    """The folder's name is the policy's id; each form is checked, and made blank in both formats."""
    done = run("adopt", document.name, "-o", "Alder Grove", folder=tmp_path)
    assert done.stdout.count("marked to check") == 3
    assert "before the first appendix" in done.stderr
    assert "halfterm forms check" in done.stderr
    folder = tmp_path / "Alder Grove"
    assert 'id = "alder-grove"' in (folder / "policy.toml").read_text(encoding="utf-8")
    assert "3 forms checked: no mistakes." in run("forms", "check", "Alder Grove", folder=tmp_path).stdout
    assert "# check me: " in (folder / "b-supervision-agreement.toml").read_text(encoding="utf-8")
    for kind in ("pdf", "docx"):
        run("blank", "Alder Grove/a-reflective-supervision-form.toml", "-o", f"a.{kind}", folder=tmp_path)
        assert (tmp_path / f"a.{kind}").stat().st_size > 5_000


def test_nothing_is_written_over(document: Path, tmp_path: Path) -> None:
    """A folder with something in it, and a file, are left as they are; an empty folder is used."""
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("mine", encoding="utf-8")
    assert "U19" in run("adopt", document.name, "-o", "used", folder=tmp_path, expected=2).stderr
    assert [path.name for path in used.iterdir()] == ["mine.txt"]
    assert "U19" in run("adopt", document.name, "-o", document.name, folder=tmp_path, expected=2).stderr
    (tmp_path / "empty").mkdir()
    run("adopt", document.name, "-o", "empty", folder=tmp_path)
    assert (tmp_path / "empty" / "policy.toml").is_file()


@pytest.mark.parametrize(
    ("name", "folder", "code", "status"),
    [
        ("Policy 2026.docx", "2026", "U20", 2),
        ("Policy 2026.docx", "esteem", "U20", 2),
        ("Policy 2026.docx", "CON", "U15", 2),
        ("Policy 2026.docx", "alder?", "U15", 2),
        ("gone.docx", "alder", "R01", 3),
        (".", "alder", "R02", 3),
    ],
)
def test_what_is_refused(
    document: Path, tmp_path: Path, name: str, folder: str, code: str, status: int
) -> None:
    """One message, the exit status of its kind, and no folder left behind."""
    assert document.is_file()
    done = run("adopt", name, "-o", folder, folder=tmp_path, expected=status)
    assert done.stderr.startswith(f"{code}: ")
    assert not (tmp_path / folder).exists()
