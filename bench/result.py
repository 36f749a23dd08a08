"""What a bench hands on: tables of contestants, each with its time and with what its output is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.timing import Contestant, Timing


@dataclass(frozen=True, slots=True)
class Score:
    """How much of a contestant's output is right; speed without that is nothing."""

    kept: tuple[int, int] | None = None
    """Values read back exactly, out of how many; None where there is nothing to read back."""
    shown: tuple[int, int] | None = None
    """Values that the page shows exactly and inside their boxes, out of how many."""
    pdfua: bool | None = None
    """Whether the file complies with PDF/UA-1; None where that was not looked at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant with the judge of what it returns."""

    contestant: Contestant
    judge: Callable[[], Score] = Score
    library: str = "halfterm"
    """The package that has to be there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    name: str
    ours: bool
    timing: Timing | None
    """None where it could not do the task."""
    score: Score
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """One task, with everybody who did it. The first row is what the others are compared with."""

    title: str
    task: str
    """What is done, on what."""
    rows: tuple[Row, ...]
    skipped: tuple[str, ...] = ()
    """Libraries that are not installed."""

    @property
    def compared(self) -> bool:
        """Return whether others did the same task."""
        return any(not row.ours for row in self.rows)

    def median_ms(self, name: str) -> float | None:
        """Return a contestant's median, None where it is not in the table or could not do the task."""
        return next((row.timing.median_ms for row in self.rows if row.name == name and row.timing), None)
