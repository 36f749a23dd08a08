"""A trust's folder to work in: forms are made, come back changed, and are taken in by the commands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from halfterm.cli import main

ACTION = "Ring the attendance officer about the late bus"


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """A trust's folder, which is the current one, and where its register lies."""

    folder: Path
    register: Path | str

    @property
    def inbox(self) -> Path:
        """Return where returned forms are put."""
        return self.folder / "inbox"

    @property
    def archive(self) -> Path:
        """Return where the originals lie."""
        return self.folder / "restricted" / "archive"

    def run(self, *arguments: str | Path, expected: int = 0) -> Result:
        """Run a command and check its exit status."""
        done = CliRunner().invoke(main, [str(one) for one in arguments])
        assert done.exit_code == expected, done.stdout + done.stderr + repr(done.exception)
        return done

    def put(
        self,
        reference: str,
        fields: Mapping[str, object],
        *,
        form: str = "esteem/a2-record",
        ending: str = "docx",
        name: str = "",
        stage: str = "session",
        **header: str,
    ) -> Path:
        """Put a form into the inbox, as it might come back."""
        people = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "school": "Alder Grove Academy"}
        values = {
            "reference": reference,
            "stage": stage,
            "header": {**people, "session_date": "2026-09-24", **header},
            "fields": fields,
        }
        known, path = self.folder / "known.json", self.inbox / f"{name or reference}.{ending}"
        known.write_text(json.dumps(values), encoding="utf-8")
        self.run("build", form, "--values", known, "-o", path)
        known.unlink()
        return path

    @property
    def file(self) -> Path:
        """Return the register's file."""
        assert isinstance(self.register, Path)
        return self.register

    def execute(self, *statements: str) -> None:
        """Change the register behind halfterm's back."""
        place = self.register
        url = f"sqlite:///{place}" if isinstance(place, Path) else place
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def rows(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return what the register holds."""
        place = self.register
        engine = create_engine(f"sqlite:///{place}" if isinstance(place, Path) else place)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found


def new_trust(folder: Path, register: Path | str) -> TrustFolder:
    """Make a trust's folder whose register lies at `register`."""
    made = TrustFolder(folder, register)
    made.run("init", folder, "--policy", "esteem", "--prefix", "ESM")
    place = register.as_posix() if isinstance(register, Path) else register
    with (folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'register = "{place}"\n')
    return made


def new_action(words: str = ACTION, who: str = "Tom Reed", by_when: str = "2026-10-30") -> dict[str, object]:
    """Return the fields of a record on which one action is agreed."""
    return {"review_action": [{"action": words, "who": who, "by_when": by_when}]}


def holder_of(snapshot: Path) -> Mapping[str, str]:
    """Return what a copy of a register says of itself."""
    connection = sqlite3.connect(snapshot)
    found = dict(connection.execute("SELECT name, value FROM facts").fetchall())
    connection.close()
    return found
