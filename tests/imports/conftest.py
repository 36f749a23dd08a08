"""A trust with returned files, and what an undisturbed run makes of it: made once for all tests."""

from dataclasses import dataclass

import pytest

from tests.imports.effort import SEED, tries
from tests.imports.inbox import Left, Trust, copied, left_in, prepare
from tests.imports.returned import returned_files

FILES = tries(50, 100)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A trust as it is before anything is taken in, and what one whole run makes of it."""

    trust: Trust
    left: Left
    seconds: float
    """How long that run took."""


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Take all files in without any trouble."""
    import time

    trust = prepare(tmp_path_factory.mktemp("undisturbed"), returned_files(SEED, FILES))
    whole = copied(trust, tmp_path_factory.mktemp("whole"))
    begun = time.monotonic()
    done = whole.extract()
    seconds = time.monotonic() - begun
    # 1: some of the files cannot be read, and that is said.
    assert done.status == 1, done.err
    return Undisturbed(trust, left_in(whole), seconds)
