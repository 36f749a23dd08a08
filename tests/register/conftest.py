"""A register to test on: the same tests run on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.database import Register, open_register
from tests.register.trust_folder import TrustFolder, new_trust
from tests.tools.postgresql import POSTGRESQL, fresh_database
from tests.tools.tool import require


@pytest.fixture(params=["sqlite", "postgresql"])
def register_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Give the place of a register that is not there yet: a file, and a database on a server."""
    if request.param == "sqlite":
        yield tmp_path / "own" / "register.db"
        return
    require(POSTGRESQL)
    with fresh_database() as url:
        yield url


@pytest.fixture
def register(register_place: Path | str) -> Iterator[Register]:
    """Give an empty register."""
    opened = open_register(register_place)
    yield opened
    opened.close()


@pytest.fixture
def trust(register_place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrustFolder:
    """Give the folder of a trust without any return yet, and stand in it."""
    monkeypatch.chdir(tmp_path)
    made = new_trust(tmp_path / "trust", register_place)
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def file_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrustFolder:
    """Give the same with its register in a file, for what concerns the file."""
    monkeypatch.chdir(tmp_path)
    made = new_trust(tmp_path / "trust", tmp_path / "own" / "register.db")
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def server_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrustFolder]:
    """Give the same with its register on a server."""
    require(POSTGRESQL)
    monkeypatch.chdir(tmp_path)
    with fresh_database() as url:
        made = new_trust(tmp_path / "trust", url)
        monkeypatch.chdir(made.folder)
        yield made
