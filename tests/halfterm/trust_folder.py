"""A trust's folder for tests, with its register in a place of its own, driven by the installed command."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("halfterm")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """One trust's folder and the place of its local application data."""

    folder: Path
    data: Path

    def run(self, *arguments: str, given: str | None = None) -> Ran:
        """Run halfterm in the folder."""
        environment = os.environ | {"XDG_DATA_HOME": str(self.data), "LOCALAPPDATA": str(self.data)}
        done = subprocess.run(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def setting(self, line: str) -> None:
        """Add a line to halfterm.toml."""
        file = self.folder / "halfterm.toml"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")


def make_trust(place: Path, *schools: str, policy: str = "esteem", prefix: str = "ESM") -> TrustFolder:
    """Make a trust's folder below `place`."""
    trust = TrustFolder(place / "trust", place / "data")
    options = [option for school in schools or ("Alder Grove Academy",) for option in ("--school", school)]
    done = subprocess.run(
        [COMMAND, "init", trust.folder, "--policy", policy, "--prefix", prefix, *options],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return trust
