"""What a computer hinders is said once, in plain words, with the right exit status; the rest goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.intake import load_bytes
from forms.errors import UnreadableError
from halfterm.cli import main
from halfterm.outgoing import lay_out_packs
from tests.halfterm.outbox_trust import NUMBER, outbox, pack, trust_that_mails
from tests.halfterm.test_watch import looked
from tests.stories.cast import RECORD

_ON = "2026-11-05"


def test_a_disk_that_refuses_is_told_once_for_all_files(tmp_path: Path) -> None:
    """What fits is there; the rest is counted, for a full disk is one trouble and not fifty."""
    folder = tmp_path / "Priya Shah" / f"{NUMBER} agenda - Tom Reed"
    wanted = {folder / f"{letter * 300}.docx": b"x" for letter in "abc"} | {folder / "form.docx": b"y"}
    laid = lay_out_packs(tmp_path, wanted, (), ())
    (said,) = laid.locked
    assert said.startswith(f"W04: {folder / ('a' * 300)}.docx: cannot be written (")
    assert said.endswith("It and 2 more files of the outbox are written at the next run.")
    assert (laid.status, len(laid.missing)) == (5, 3)
    assert [path.name for path in folder.iterdir()] == ["form.docx"]


def test_a_pack_that_is_not_whole_is_not_called_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit status says that something cannot be written; the next run makes it good."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    draft = trust.folder / "outbox" / "Priya Shah" / f"{NUMBER} agenda - Tom Reed.eml"
    draft.mkdir(parents=True)
    done = trust.run("run", "--on", _ON, expected=5)
    assert (
        f"{NUMBER} agenda for Tom Reed, Thu 19 Nov: 5 forms, not whole, 1 of 7 files could not" in done.stdout
    )
    assert "packs (1 not written whole), reports (" in done.stderr.splitlines()[-1]
    draft.rmdir()
    assert "packs (1 ready, 1 of these new)" in trust.run("run", "--on", _ON).stderr
    assert draft.name in outbox(trust)


def test_an_outbox_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; to send is no success of nothing to do; and a register that is away is told once."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    place = trust.folder / "outbox"
    place.rmdir()
    place.touch()
    done = trust.run("run", "--on", _ON, expected=5)
    assert f"cannot be written, for {place} is a file; expected a folder; move that file away." in done.stderr
    assert done.stderr.splitlines()[-1].endswith("; not done: packs.")
    assert trust.run("send", "--dry-run", expected=2).stderr.startswith("U38: ")
    assert place.read_bytes() == b""
    register = tmp_path / "own.db"
    for end in ("", "-wal", "-shm"):
        register.with_name(register.name + end).unlink(missing_ok=True)
    register.mkdir()
    lines = CliRunner().invoke(main, ["run", "--on", _ON]).stderr.splitlines()
    assert [line[:4] for line in lines] == ["K01:", "not "]


def test_a_link_to_a_folder_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would know that what lies there was never taken in; a circle has no end either."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    links = [trust.inbox / "returns", trust.inbox / "circle"]
    for link, to in zip(links, (elsewhere, trust.inbox), strict=True):
        link.symlink_to(to, target_is_directory=True)
    said = trust.run("extract", "--on", _ON, expected=3).stderr
    for link in links:
        assert f"R02: {link}: this is a link to a folder, so it was not followed." in said
    trust.run("purge", "--class", "drafts", "--before", "2026-11-01")


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is longer than its size says: Linux has one")
def test_a_file_that_changes_while_it_is_read() -> None:
    """Half of it is no return; and what grows without end is not read without end."""
    with pytest.raises(UnreadableError, match="was being written while it was read") as error:
        load_bytes(Path("/proc/self/status"))
    assert error.value.code == "R04"


def test_nobody_is_reminded_of_what_could_not_be_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The agenda lies in the inbox, and there is no room to keep it: so nobody knows who is late."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", _ON)
    agenda = trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Late buses"})
    draft = trust.folder / "outbox" / "Priya Shah" / f"{NUMBER} agenda - Tom Reed.eml"
    draft.rename(draft.parent / "sent" / draft.name)
    trust.run("prepare", "--on", "2026-11-06")
    archive = trust.folder / "restricted" / "archive"
    archive.touch()
    done = trust.run("run", "--on", "2026-11-14", expected=5)
    assert "K03: " in done.stderr
    assert "Nobody is reminded today: what came back could not be taken in." in done.stderr
    assert not list(draft.parent.glob("reminder*"))
    # One that lies there already is the supervisor's to judge, until it is known what is back.
    said = trust.run("prepare", "--on", "2026-11-14").stdout
    assert f"reminder for Tom Reed: {NUMBER} agenda" in said
    trust.run("run", "--on", "2026-11-14", expected=5)
    assert len(list(draft.parent.glob("reminder*"))) == 1
    looked(agenda.touch, lambda: None, lambda: None)
    assert [line[:3] for line in capsys.readouterr().err.splitlines()] == ["K03"]
    archive.unlink()
    said = trust.run("run", "--on", "2026-11-14").stdout
    assert f"reminder for Tom Reed: {NUMBER} agreement not back" in said
    assert pack(trust, "session", "A2").exists()
