"""A trust for each story, with its register in a file and on a server: every story is told on both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from halfterm.cli import main
from tests.stories.trust import Trust
from tests.tools.postgresql import POSTGRESQL, fresh_database
from tests.tools.tool import require

OpenTrust = Callable[..., Trust]


@pytest.fixture(params=["sqlite", "postgresql"])
def register_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the place of a register that is not there yet: a file, and a database on a server."""
    if request.param == "sqlite":
        yield (tmp_path / "own" / "register.db").as_posix()
        return
    require(POSTGRESQL)
    with fresh_database() as url:
        yield url


@pytest.fixture
def open_trust(register_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenTrust:
    """Give the making of a trust's folder, in which one then stands."""

    def make(
        policy: str = "esteem",
        prefix: str = "ESM",
        schools: tuple[str, ...] = (),
        settings: tuple[str, ...] = (),
    ) -> Trust:
        trust = Trust(tmp_path / "trust", policy, schools or ("Alder Grove Academy",))
        options = [option for school in trust.schools for option in ("--school", school)]
        done = CliRunner().invoke(
            main, ["init", str(trust.folder), "--policy", policy, "--prefix", prefix, *options]
        )
        assert done.exit_code == 0, done.stderr
        with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in (f'register = "{register_place}"', *settings))
        monkeypatch.chdir(trust.folder)
        return trust

    return make
