"""A register to test on: the same tests run on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.database import Register, open_register
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
