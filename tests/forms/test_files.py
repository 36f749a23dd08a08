"""Writing in turn: one process at a time, also after one that was cut off, whatever the clocks say."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from forms import files
from forms.errors import WriteError
from forms.files import in_turn


def test_a_turn_that_was_left_is_taken_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One left before the clock was set back looks as if it were taken in a month."""
    monkeypatch.setattr(files, "_TURN_S", 0.2)
    book = tmp_path / "monitoring.xlsx"
    left = tmp_path / ".~monitoring.xlsx.turn"
    for days in (-30, 0, 30):
        left.touch()
        then = time.time() + days * 86400
        os.utime(left, (then, then))
        with in_turn(book):
            assert left.exists()
        assert not left.exists()


def test_turns_that_others_take_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is another one, held for a short time only: none of them is taken away; then it is said."""
    monkeypatch.setattr(files, "_TURN_S", 0.2)
    book, left = tmp_path / "monitoring.xlsx", tmp_path / ".~monitoring.xlsx.turn"
    left.touch()
    ticks = iter(range(1, 10_000))
    sleep = time.sleep

    def another_takes_it(seconds: float) -> None:
        tick = next(ticks)
        os.utime(left, (tick, tick))
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", another_takes_it)
    with (
        pytest.raises(WriteError, match="another halfterm is writing it"),
        in_turn(book),
    ):
        pass
    assert left.exists()
