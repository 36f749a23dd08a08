"""Time contestants in turn, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns

_TURN_NS = 20_000_000
"""A contestant's turn lasts until its first call, or this long for quick ones."""
_MOST_CALLS = 50


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something that does a task, and what it does it with."""

    name: str
    run: Callable[[], object]
    ours: bool = False
    note: str = ""
    """What it leaves out or does beyond the others."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one call took, in milliseconds."""

    median_ms: float
    low_ms: float
    """A quarter of all calls took no longer."""
    high_ms: float
    """Three quarters of all calls took no longer."""
    calls: int


def time_in_turn(contestants: Sequence[Contestant], rounds: int) -> list[Timing]:
    """Return one timing for each contestant, in the order given; each has a turn in every round.

    Nobody runs unmeasured first: let everybody warm up before.
    """
    if rounds < 1:
        raise ValueError(f"{rounds} rounds; expected at least 1")
    samples: list[list[int]] = [[] for _ in contestants]
    for _ in range(rounds):
        for contestant, taken in zip(contestants, samples, strict=True):
            gc.collect()
            taken.extend(_turn(contestant.run))
    return [_summary(taken) for taken in samples]


def _turn(run: Callable[[], object]) -> list[int]:
    taken: list[int] = []
    ends = perf_counter_ns() + _TURN_NS
    while not taken or (perf_counter_ns() < ends and len(taken) < _MOST_CALLS):
        start = perf_counter_ns()
        run()
        taken.append(perf_counter_ns() - start)
    return taken


def _summary(taken_ns: list[int]) -> Timing:
    ordered = sorted(taken_ns)
    last = len(ordered) - 1
    low, high = ordered[math.floor(last / 4)], ordered[math.ceil(last * 3 / 4)]
    return Timing(statistics.median(ordered) / 1e6, low / 1e6, high / 1e6, len(ordered))
