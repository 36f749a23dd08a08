"""What the first look at a trust's supervision shows, counted: the same for the workbook and for reports.

Every number stands beside what it is of; where nothing was asked or due, that is None and no zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LEAST_ANSWERS = 3
"""A share of fewer answers than these is not shown: it would say something of one person."""


@dataclass(frozen=True, slots=True)
class View:
    """What a board is about: None stands for all."""

    year: str
    """Academic year, 2026/27."""
    half_term: str | None = None
    """Aut1 to Sum2. Only what is about one time follows it: sessions."""
    policy: str | None = None
    """The policy's name."""
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the first look."""

    what: str
    """Such as Sessions held of those due."""
    number: int
    of: int | None
    """What the number is a part of; None where it is a part of nothing."""
    wants: bool
    """Whether something is to be done as soon as the number is not 0."""


@dataclass(frozen=True, slots=True)
class HalfTermBar:
    """What became of the sessions of a half term, and of actions in it."""

    half_term: str
    """Aut1 to Sum2."""
    held: int
    """In time, late ones not among them."""
    late: int
    """Held after the day that was planned at first."""
    rebooked: int
    """Cancelled, and another one planned instead."""
    missed: int
    """Their day has passed, and nothing says that they were held or rebooked."""
    opened: int
    """Actions that were agreed."""
    closed: int

    @property
    def due(self) -> int:
        """Return how many sessions were to be held so far: rebooked ones count where they are held."""
        return self.held + self.late + self.missed


@dataclass(frozen=True, slots=True)
class SchoolBar:
    """How many sessions of a school were held, of those due so far."""

    school: str
    held: int
    due: int


@dataclass(frozen=True, slots=True)
class AgeBar:
    """Open actions agreed so long ago."""

    days: str
    """0-14, 15-42, 43-84, 85+ or not known."""
    on_time: int
    """Not overdue, or without a date."""
    overdue: int


@dataclass(frozen=True, slots=True)
class SigningBar:
    """Held sessions by how many days it took until both had signed."""

    days: str
    """0-7, 8-14, 15-28, 29+, or not signed by both."""
    sessions: int


@dataclass(frozen=True, slots=True)
class QuestionBar:
    """One question of judgement on monitoring forms."""

    question: str
    """In a few words."""
    yes: int
    asked: int
    """How many have answered Yes or No."""

    @property
    def is_shown(self) -> bool:
        """Return whether enough have answered."""
        return self.asked >= LEAST_ANSWERS


@dataclass(frozen=True, slots=True)
class Board:
    """The first look, on a day."""

    on: dt.date
    view: View
    tiles: tuple[Tile, ...]
    half_terms: tuple[HalfTermBar, ...]
    """The six of the view's year."""
    schools: tuple[SchoolBar, ...]
    ages: tuple[AgeBar, ...]
    signing: tuple[SigningBar, ...]
    questions: tuple[QuestionBar, ...]


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that the QA lead accepts, with the reason why."""

    code: str
    what: str
    reason: str
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """Findings of one check that stand, by how grave they are; no names."""

    code: str
    meaning: str
    """What the check is about, in a few words."""
    act_now: int
    soon: int


@dataclass(frozen=True, slots=True)
class SchoolSummary:
    """What the inspection summary of one school says."""

    school: str
    policies: tuple[str, ...]
    """Names of the policies that its people are supervised under."""
    half_term: str | None
    """The running half term, such as Aut2 2026/27; None where the calendar names none."""
    people: int
    """How many are supervised at this school on the day."""
    board: Board
    target: int
    """Per cent of the due sessions that should have been held."""
    findings: tuple[OpenFinding, ...]
    accepted: tuple[AcceptedFinding, ...]
