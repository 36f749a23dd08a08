"""`halfterm watch`: what lies whole in the inbox is taken in, what does not is left alone."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from halfterm import watch as watching
from halfterm.clock import Clock
from halfterm.known import open_catalogue
from halfterm.trust import open_trust
from tests.halfterm.outbox_trust import NUMBER, pack, trust_that_mails
from tests.stories.cast import RECORD
from tests.stories.trust import Trust

NOW = dt.datetime(2026, 11, 11, 8, tzinfo=dt.UTC)


def looked(*between: Callable[[], object]) -> None:
    """Watch the inbox of the folder that one is in: a look, then what happens, then a look, and so on."""
    left = [*between]

    def pass_time(_: float) -> None:
        if left:
            left.pop(0)()

    watching.watch(
        lambda: open_trust(open_catalogue(())),
        Clock(lambda: NOW, pass_time),
        every_s=1,
        stops=lambda: not left,
    )


def returned(trust: Trust) -> bytes:
    """Return an agenda as it comes back, taken out of the inbox again."""
    trust.run("prepare", "--on", "2026-11-05")
    file = trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "How I log late arrivals."})
    data = file.read_bytes()
    file.unlink()
    return data


def is_in(trust: Trust) -> bool:
    """Return whether the agenda was taken in, and the form for the meeting lies ready."""
    return bool(list((trust.folder / "outbox").glob(f"*/{NUMBER} session - */*")))


def nothing() -> None:
    """Let time pass."""


def test_a_file_that_is_being_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of it is no damaged form; placeholders and lock files are left alone, and said nothing of."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    data = returned(trust)
    copied = trust.inbox / "agenda.docx"
    (trust.inbox / "in the cloud.docx").touch()
    (trust.inbox / "~$agenda.docx").write_bytes(b"\x05Priya")
    looked(
        lambda: copied.write_bytes(data[:4000]),
        lambda: copied.write_bytes(data[:9000]),
        lambda: copied.write_bytes(data),
        lambda: pytest.fail("taken in too early") if is_in(trust) else None,
        nothing,
    )
    assert is_in(trust)
    said = capsys.readouterr()
    assert "R" not in {line[:1] for line in said.err.splitlines()}
    assert said.err.count("Import 1:") == 1


def test_it_goes_on_after_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A share that is away, settings that are wrong for a while: said once, and then it works."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    data = returned(trust)
    settings = trust.folder / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    away = trust.folder / "away"
    looked(
        lambda: trust.inbox.rename(away),
        nothing,
        lambda: settings.write_text("nonsense", encoding="utf-8"),
        nothing,
        lambda: settings.write_text(text, encoding="utf-8"),
        lambda: away.rename(trust.inbox),
        lambda: (trust.inbox / "agenda.docx").write_bytes(data),
        nothing,
        nothing,
    )
    assert is_in(trust)
    said = capsys.readouterr().err
    assert [line[:3] for line in said.splitlines() if "halfterm.toml" in line] == ["U38", "D02", "U38"]


def test_what_could_not_be_written_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook that is open all day keeps no form waiting; an outbox that was away is filled."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    data = returned(trust)
    settings = trust.folder / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    outbox, away = trust.folder / "outbox", trust.folder / "away"
    is_open = trust.folder / "~$monitoring.xlsx"

    def hinder() -> None:
        is_open.write_bytes(b"\x05Priya")
        outbox.rename(away)
        outbox.touch()
        (trust.inbox / "agenda.docx").write_bytes(data)

    def give_outbox_back() -> None:
        outbox.unlink()
        away.rename(outbox)

    looked(
        # A name that no drive takes: reading the folder fails as a drive that is away does.
        lambda: settings.write_text(text.replace('"inbox"', f'"{"a" * 300}"'), encoding="utf-8"),
        nothing,
        lambda: settings.write_text(text, encoding="utf-8"),
        hinder,
        nothing,
        nothing,
        give_outbox_back,
        nothing,
        lambda: pytest.fail("nobody has the form") if not is_in(trust) else None,
        is_open.unlink,
        nothing,
        nothing,
    )
    assert trust.outcomes() == {"agenda.docx": "Accepted"}
    said = capsys.readouterr().err
    assert said.count("Import 1:") == 1
    assert said.count("Nothing new came in") == 1
    assert said.count("M21: ") <= 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals as services get them")
def test_as_a_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs by itself, is ended as a service is, and goes on where it was."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    data = returned(trust)
    command = [sys.executable, "-c", "from halfterm.cli import main; main()", "watch", "--every", "1"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for number in range(2):
        said = tmp_path / f"said {number}.txt"
        with said.open("w", encoding="utf-8") as stderr:
            process = subprocess.Popen(command, cwd=trust.folder, env=environment, stderr=stderr)
        try:
            (trust.inbox / f"agenda {number}.docx").write_bytes(data)
            # The second time it is known already; then it is enough that it looks.
            wait_until_in(trust, said)
            process.send_signal(signal.SIGTERM)
            process.wait(120)
        finally:
            process.kill()
            process.wait()
        assert "Traceback" not in said.read_text(encoding="utf-8")
        assert is_in(trust)


def wait_until_in(trust: Trust, said: Path) -> None:
    """Wait until it watches and the agenda is in, for two minutes at most."""
    until_s = time.monotonic() + 120
    while time.monotonic() < until_s:
        if "Watching" in said.read_text(encoding="utf-8") and is_in(trust):
            return
        time.sleep(0.2)
