"""The kinds of rule about when sessions are held: how often, how long, fixed when, prepared, cancelled.

Each class's docstring says what is asked; the code of the finding stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from forms.findings import Severity
from forms.rule import Rule


class Period(StrEnum):
    """A stretch of the school year in which sessions are counted."""

    HALF_TERM = "half term"
    TERM = "term"
    YEAR = "academic year"


class Who(StrEnum):
    """Which supervisees a frequency is meant for, as the Roster describes them."""

    ALL = "all"
    CASE_HOLDERS = "case holders"
    WITHOUT_CASES = "without cases"
    NEW_TO_POST = "new to post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency(Rule):
    """How often sessions are held: so many in each half term, term or year, or at most so long between two.

    Exactly one of `per`, `most_days` and `most_months` is given. All rules that apply to a person count; of
    those that are broken the gravest is the finding (X01).
    """

    kind: ClassVar[str] = "frequency"
    severity: Severity = Severity.ACT_NOW
    per: Period | None = None
    least: int = 1
    """With `per`: how many sessions each such period has at least."""
    most_days: int | None = None
    """How many days lie between two held sessions at most, from day to day."""
    most_months: int | None = None
    """The same in calendar months. Holidays are never taken out of months."""
    closures_count: bool = False
    """With `most_days`: days on which the school is closed count too."""
    who: Who = Who.ALL

    def applies_to(self, *, holds_cases: bool, new_to_post: bool) -> bool:
        """Return whether the rule is meant for such a supervisee."""
        return {
            Who.ALL: True,
            Who.CASE_HOLDERS: holds_cases,
            Who.WITHOUT_CASES: not holds_cases,
            Who.NEW_TO_POST: new_to_post,
        }[self.who]


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(Rule):
    """How long a session lasts, in minutes (X37)."""

    kind: ClassVar[str] = "length"
    severity: Severity = Severity.NOTE
    least_minutes: int
    most_minutes: int | None = None
    """None: no upper end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedAhead(Rule):
    """Dates are fixed so many terms ahead; sessions marked as additional are exempt (X02)."""

    kind: ClassVar[str] = "booked_ahead"
    severity: Severity = Severity.SOON
    terms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDate(Rule):
    """Each held session has a next one planned, or a reason why none is (X02)."""

    kind: ClassVar[str] = "next_date"
    severity: Severity = Severity.SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTime(Rule):
    """The prepared forms are back by `return_days` of policy.toml (X03).

    `house` says the same as house_lead_time there.
    """

    kind: ClassVar[str] = "lead_time"
    severity: Severity = Severity.SOON
    forms: tuple[str, ...] = ()
    """Ids of the forms that are due back; none: the record's agenda and the case sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilLimit(Rule):
    """No more pupils are discussed in a session than this (X04)."""

    kind: ClassVar[str] = "pupil_limit"
    severity: Severity = Severity.ACT_NOW
    above: int | None = None
    """More than this is a finding; None: more than the pupil_limit of policy.toml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebookedAtOnce(Rule):
    """A cancelled session gets its new date on the day of the cancellation (X19)."""

    kind: ClassVar[str] = "rebooked_at_once"
    severity: Severity = Severity.ACT_NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class RebookedWithin(Rule):
    """The new date lies at most so many working days after the first one (X20)."""

    kind: ClassVar[str] = "rebooked_within"
    severity: Severity = Severity.SOON
    working_days: int
    closures_count: bool = False
    """Weekdays on which the school is closed count as working days too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationNamed(Rule):
    """A cancelled session says who cancelled it, and so who told the other (X19)."""

    kind: ClassVar[str] = "cancellation_named"
    severity: Severity = Severity.SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorAbsence(Rule):
    """A supervisor who is away for longer than this is replaced."""

    kind: ClassVar[str] = "supervisor_absence"
    severity: Severity = Severity.ACT_NOW
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Rule):
    """When the supervisor changes, the old one hands over on a day that is written down."""

    kind: ClassVar[str] = "handover"
    severity: Severity = Severity.SOON
