"""A `send` that is ended at any moment, with a server that misbehaves: nothing twice, nothing lost."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import CHECKED_PREFIX
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, trust_that_mails
from tests.stories.cast import PAIR, session
from tests.tools import mail_server

_SEED = 20261129
_COUNT = 500 if os.environ.get("HALFTERM_HYPOTHESIS") == "soak" else 20
_PARTS = 4
"""So that both cores of a small machine work to the end."""
_SESSIONS = (NUMBER, "ESM-26-0043", "ESM-26-0044")
_SEND = """
import datetime as dt, sys
from halfterm import send
from halfterm.clock import Clock
from halfterm.known import open_catalogue
from halfterm.trust import open_trust
now = dt.datetime(2026, 11, 5, 8, tzinfo=dt.UTC)
clock = Clock(lambda: now, lambda _: None)
sys.exit(send.send(open_trust(open_catalogue(())), send.Wish(again="again" in sys.argv), clock))
"""
_REPLIES = ("", "", "", "drop", "451 later", "550 no")
_SURELY_OVER = 12


@dataclass
class _Moody:
    """A server that does one of many things at each turn, and ends the client at one of them."""

    chance: random.Random
    kill_after: int
    """Ends the client at this turn."""
    calm: bool = False
    client: subprocess.Popen[str] | None = None
    turns: int = field(default=0)

    def __call__(self, where: str) -> str:
        if self.calm:
            return ""
        self.turns += 1
        if self.turns == self.kill_after and self.client is not None:
            self.client.kill()
        said = self.chance.choice(_REPLIES)
        # Only what is not taken may be refused; a server that has taken a message may still fall silent.
        return "drop" if where == "taken" and said else said


def _send(folder: Path, moody: _Moody, *words: str, kill_s: float | None = None) -> None:
    """Run `send` in a process of its own, ended after `kill_s` seconds where that is said."""
    moody.client = subprocess.Popen(
        [sys.executable, "-c", _SEND, *words],
        cwd=folder,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with suppress(subprocess.TimeoutExpired):
        moody.client.wait(kill_s if kill_s is not None else 120)
    moody.client.kill()
    moody.client.wait()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
def test_nothing_twice_and_nothing_lost(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """Each message comes once, or is in doubt for a person, who then decides rightly."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    days = ("2026-11-18", "2026-11-19", "2026-11-20")
    plan = [session(name, day) for name, day in zip(_SESSIONS, days, strict=True)]
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], plan)
    trust.run("prepare", "--on", "2026-11-06")
    runs = range(part, _COUNT, _PARTS)
    for number in runs:
        chance = random.Random(f"{_SEED} {number}")  # noqa: S311 # no secret
        moody = _Moody(chance, chance.randint(1, _SURELY_OVER))
        with mail_server.running(tmp_path / "server", moody) as inbox:
            place = tmp_path / f"run {number}"
            _copied(trust.folder, tmp_path / "own.db", place, inbox.port)
            # By the server at one of its turns, or by the clock.
            _send(place / "trust", moody, kill_s=chance.uniform(0.3, 2) if number % 3 == 0 else None)
            moody.kill_after = 0
            for _ in range(chance.randint(0, 2)):
                _send(place / "trust", moody)
            _settle(place / "trust", moody, inbox)
            assert sorted(inbox.counts.values()) == [1, 1, 1], number
            subjects = sorted(str(one["Subject"]).rpartition(" ")[2] for one in inbox.messages)
            assert subjects == sorted(_SESSIONS), number
            assert not list((place / "trust" / "outbox").glob("*/*.eml")), number
        shutil.rmtree(place)
    record_property(f"{CHECKED_PREFIX}runs of send that were ended", len(runs))


def _copied(trust: Path, database: Path, place: Path, port: int) -> None:
    """Copy a trust and its register, and name the server."""
    shutil.copytree(trust, place / "trust")
    shutil.copy(database, place / "own.db")
    settings = place / "trust" / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^register = .*$", f'register = "{(place / "own.db").as_posix()}"', text)
    authority = (place.parent / "server" / "ca.pem").as_posix()
    text += f'mail_server = "127.0.0.1:{port}"\nmail_authority = "{authority}"\n'
    settings.write_text(text, encoding="utf-8")


def _settle(folder: Path, moody: _Moody, inbox: mail_server.Inbox) -> None:
    """Do what a person does once the server is well: send, look at what is in doubt, and send that or not."""
    moody.calm = True
    time.sleep(0.05)  # what the server has taken from a client that is gone, it has put down by now
    _send(folder, moody)
    had = {str(one["Subject"]).rpartition(" ")[2] for one in inbox.messages}
    for draft in sorted((folder / "outbox").glob("*/*.eml")):
        if draft.name.split()[0] in had:
            (draft.parent / "sent").mkdir(exist_ok=True)
            draft.rename(draft.parent / "sent" / draft.name)
    _send(folder, moody, "again")
