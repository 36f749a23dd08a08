"""A register that has grown takes a return in, and reckons its log, as fast as a small one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from forms.records import Response
from forms.revisions import revision_of
from register.belonging import pairs_of
from register.children import children_of
from register.database import Register, open_register
from register.keeping import Keeper
from register.receiving import Kept, Seen, begin_import, finish_import, is_recorded, record_return
from tests.imports.effort import FULL, SEED, TALLY, tries
from tests.imports.many import many_responses, read_responses
from tests.register.taking import KEY, ON, SECRET, log_of
from tests.round.making import load_form

RETURNS = tries(1_500, 10_000)
_BLOCK = tries(300, 1_000)
_FORMS = 50
_WARM = 100
_MORE = 1.1 if FULL else 1.5
"""How much slower the last returns may be than the first; an ordinary run sees only what grows fast."""
_FOLD_MORE = 1.25 if FULL else 2.0
"""The same for the log as a whole, reckoned once a run: its rows take memory, and that takes time."""
_AGAIN = 3


def test_the_last_returns_are_taken_in_as_fast_as_the_first(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """By the processor's time, which other programs disturb little: the median of each block of returns."""
    some = read_responses(SEED, _FORMS)
    first = last = 0.0
    for attempt in range(_AGAIN):
        register = open_register(tmp_path / str(attempt) / "register.db")
        try:
            times = _take(register, some)
            first, last = statistics.median(times[:_BLOCK]), statistics.median(times[-_BLOCK:])
            if last <= _MORE * first:
                break
        finally:
            register.close()
    else:
        raise AssertionError(f"the last {_BLOCK} returns took {last / first:.2f} times as long as the first")
    record_property(f"{TALLY}returns recorded in one register", RETURNS)
    record_property(f"{TALLY}microseconds for each of the first {_BLOCK} returns", round(first * 1e6))
    record_property(f"{TALLY}microseconds for each of the last {_BLOCK} returns", round(last * 1e6))


def test_a_log_of_many_returns_is_reckoned_as_fast_as_one_of_few(tmp_path: Path) -> None:
    """Per return: what compares each file with every other one takes hours where there are enough of them."""
    some = read_responses(SEED, _FORMS)
    spent: dict[int, float] = {}
    for count in (_BLOCK, RETURNS):
        register = open_register(tmp_path / str(count) / "register.db")
        _take(register, some, count)
        each = []
        for _ in range(_AGAIN):
            begun = time.process_time()
            log_of(register)
            each.append((time.process_time() - begun) / count)
        spent[count] = min(each)
        register.close()
    assert spent[RETURNS] <= _FOLD_MORE * spent[_BLOCK], spent


def _take(register: Register, some: Sequence[Response], count: int = RETURNS) -> list[float]:
    """Record so many responses as a run does, and return the processor's seconds that each took."""
    children = children_of((), KEY)
    keeper = Keeper(SECRET, lambda text: children.mask(text, parts=True).text)
    times: list[float] = []
    with register.writing() as connection:
        number = begin_import(connection, ON, "0")
    for response in many_responses(some, count + _WARM):
        definition = load_form(response.form, response.version)
        begun = time.process_time()
        seen = Seen(response.sha256, keeper.mask(response.path), keeper.mark("", response.path), 1)
        with register.reading() as connection:
            assert not is_recorded(connection, seen)
        with register.writing() as connection:
            names = pairs_of(revision_of(response, definition), SECRET)
            kept = Kept(keeper.keep(response, definition), definition, names)
            record_return(connection, number, seen, kept, ON)
        times.append(time.process_time() - begun)
    with register.writing() as connection:
        finish_import(connection, number)
    return times[_WARM:]
