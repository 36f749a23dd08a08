"""Two processes that take in the same files at once do what one does: no duplicate, no loss, no deadlock."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.imports.effort import SEED, TALLY, tries
from tests.imports.inbox import ON, Left, Trust, copied, ended, left_in, prepare, same
from tests.imports.returned import returned_files
from tests.tools.postgresql import POSTGRESQL, fresh_database

Record = Callable[[str, object], None]
FILES = tries(60, 500)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """Give a trust whose files nobody has taken in yet."""
    return prepare(tmp_path_factory.mktemp("at-once"), returned_files(SEED, FILES))


@pytest.fixture(scope="module")
def alone(trust: Trust, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Give what one process makes of them."""
    whole = copied(trust, tmp_path_factory.mktemp("alone"))
    assert whole.extract().status == 1
    return left_in(whole)


def test_two_at_once_on_a_file(trust: Trust, alone: Left, tmp_path: Path, record_property: Record) -> None:
    """SQLite takes writers one after the other."""
    _hold_two(copied(trust, tmp_path), alone)
    record_property(f"{TALLY}files taken in by two processes at once", FILES)


@pytest.mark.needs(POSTGRESQL)
def test_two_at_once_on_a_server(trust: Trust, alone: Left, tmp_path: Path, record_property: Record) -> None:
    """PostgreSQL takes them together."""
    with fresh_database() as server:
        _hold_two(copied(trust, tmp_path, server), alone)
    record_property(f"{TALLY}files taken in by two processes at once, on PostgreSQL", FILES)


def _hold_two(trust: Trust, alone: Left) -> None:
    running = [trust.start("extract", "--on", ON) for _ in range(2)]
    for done in map(ended, running):
        # 0: the other one had taken all of it in.
        assert done.status in {0, 1, 3}, done.err
    same(left_in(trust), alone)
