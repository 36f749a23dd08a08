"""A run that is cut off anywhere harms nothing: the next one makes what an undisturbed run makes."""

import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.imports.conftest import Undisturbed
from tests.imports.cutting import steps
from tests.imports.effort import FULL, SEED, TALLY, tries
from tests.imports.inbox import ON, Trust, copied, left_in, same
from tests.tools.postgresql import POSTGRESQL, fresh_database

Record = Callable[[str, object], None]
_PARTS = tries(1, 8)
"""Into so many tests the kills are shared out, so that two cores have the same to do."""
in_parts = pytest.mark.parametrize("part", range(_PARTS))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")


@in_parts
def test_kill_at_any_moment(
    undisturbed: Undisturbed, tmp_path: Path, record_property: Record, part: int
) -> None:
    """The moments are drawn over the whole of a run, from its start to its end."""
    chance = random.Random(SEED)  # noqa: S311 # moments, no secrets
    shares = [chance.random() for _ in range(tries(4, 120))]
    cut_off = 0
    for number, share in enumerate(shares[part::_PARTS]):
        trust = copied(undisturbed.trust, tmp_path / str(number))
        cut_off += _killed(trust, 0.2 + share * (undisturbed.seconds - 0.2))
        _is_made_good(trust, undisturbed)
    record_property(f"{TALLY}runs killed at a random moment", cut_off)


@in_parts
def test_kill_before_any_change_to_a_file(
    undisturbed: Undisturbed, tmp_path: Path, record_property: Record, part: int
) -> None:
    """Steps of each kind, such as keeping an original or writing the workbook; all in the long run."""
    chance = random.Random(SEED)  # noqa: S311 # steps, no secrets
    whole = copied(undisturbed.trust, tmp_path / "whole")
    all_steps = steps(whole, 0)
    places = _by_place(all_steps)
    assert {"restricted/archive", "sessions", "reports"} <= {place for place, _ in places}
    chosen = [chance.choice(numbers) for numbers in places.values()]
    if FULL:
        chosen += [chance.randint(1, len(all_steps)) for _ in range(80 - len(chosen))]
    else:
        by_place = {place: chance.choice(numbers) for (place, _), numbers in places.items()}
        chosen = chance.sample(list(by_place.values()), 3)
    own = chosen[part::_PARTS]
    for number in own:
        trust = copied(undisturbed.trust, tmp_path / str(number))
        assert len(steps(trust, number)) == number
        _is_made_good(trust, undisturbed)
    record_property(f"{TALLY}runs killed before a change to a file", len(own))


@pytest.mark.needs(POSTGRESQL)
def test_kill_while_a_server_keeps_the_register(
    undisturbed: Undisturbed, tmp_path: Path, record_property: Record
) -> None:
    """What the server was told is whole or not at all; the end is that of a register in a file."""
    chance = random.Random(SEED)  # noqa: S311 # moments, no secrets
    cut_off = 0
    for number in range(tries(1, 20)):
        with fresh_database() as server:
            trust = copied(undisturbed.trust, tmp_path / str(number), server)
            cut_off += _killed(trust, chance.uniform(0.2, undisturbed.seconds))
            _is_made_good(trust, undisturbed)
    record_property(f"{TALLY}runs killed while PostgreSQL kept the register", cut_off)


def test_kill_while_the_key_of_the_marks_is_made(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """Half a key would make other marks for the same names, or marks that anybody can make."""
    whole = copied(undisturbed.trust, tmp_path / "whole")
    (whole.folder / "restricted" / "marks.key").unlink()
    empty = whole.folder / "inbox"
    shutil.rmtree(empty)
    empty.mkdir()
    of_key = [
        number
        for number, step in enumerate(steps(copied(whole, tmp_path / "0"), 0), 1)
        if "restricted" in step
    ]
    assert of_key
    for number in (*of_key, of_key[-1] + 1):
        trust = copied(whole, tmp_path / str(number))
        steps(trust, number)
        assert trust.extract().status == 0
        key = (trust.folder / "restricted" / "marks.key").read_bytes()
        assert re.fullmatch(rb"[0-9a-f]{64}", key)


def _killed(trust: Trust, after_s: float) -> bool:
    """Begin a run, kill it after so many seconds, and return whether it was still at work."""
    process = trust.start("extract", "--on", ON)
    time.sleep(after_s)
    was_running = process.poll() is None
    process.kill()
    # A process that reads for it may say, in Python's own words, that its parent is gone: nobody's business.
    process.communicate(timeout=60)
    return was_running


def _by_place(made: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """Return (where, what) -> the numbers of the steps of that kind, from 1."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, step in enumerate(made, start=1):
        what, _, path = step.partition(" ")
        first, *rest = path.split("/")
        place = f"{first}/archive" if rest[:1] == ["archive"] else first if rest else Path(path).suffix
        found.setdefault((place, what), []).append(number)
    return found


def _is_made_good(trust: Trust, undisturbed: Undisturbed) -> None:
    """Run again, hold what is there against an undisturbed run, and take the trust away."""
    done = trust.extract()
    # 3: all but the files that cannot be read had been taken in before.
    assert done.status in {0, 1, 3}, done.err
    same(left_in(trust), undisturbed.left)
    shutil.rmtree(trust.folder.parent)
