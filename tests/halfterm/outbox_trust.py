"""A trust whose supervisor and supervisee can be mailed, and what lies in its outbox."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.stories.cast import PAIR, PRIYA, SCHOOL, TOM, session
from tests.stories.trust import Trust

TOM_REACHED = dataclasses.replace(TOM, email="tom.reed@school.example")
PRIYA_REACHED = dataclasses.replace(PRIYA, email="priya.shah@school.example")
NUMBER = "ESM-26-0042"


def trust_that_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *settings_lines: str) -> Trust:
    """Return a trust in which Priya supervises Tom, on 19 November, with further lines of its settings."""
    made = Trust(tmp_path / "trust", "esteem", (SCHOOL,))
    made.run("init", made.folder, "--policy", "esteem", "--prefix", "ESM", "--school", SCHOOL)
    with (made.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'register = "{(tmp_path / "own.db").as_posix()}"\ndomains = ["school.example"]\n')
        settings.writelines(f"{line}\n" for line in settings_lines)
    monkeypatch.chdir(made.folder)
    made.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
    return made


def outbox(trust: Trust) -> dict[str, bytes]:
    """Return what lies in the supervisor's folder beside START.html, by its path there."""
    folder = trust.folder / "outbox" / "Priya Shah"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "START.html"
    }


def pack(trust: Trust, errand: str, form: str) -> Path:
    """Return a form in a pack."""
    (found,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{NUMBER} {errand} - */{NUMBER}-{form} *")
    return found
