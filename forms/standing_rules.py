"""The kinds of rule that stand beside the sessions: agreements, training, quality assurance, ways to settle.

Each class's docstring says what is asked; the code of the finding stands behind it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from forms.findings import Severity
from forms.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAgreement(Rule):
    """Each pair has an agreement, signed by both; a new supervisor means a new one (X21)."""

    kind: ClassVar[str] = "agreement"
    severity: Severity = Severity.SOON
    form: str = ""
    """The id of the form that these series need; "": any form of the policy that is an agreement."""
    before_first: bool = True
    """It is dated on the day of the first session or earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReview(Rule):
    """The agreement is looked at again, after so many months or on the day that it names (X22).

    Exactly one of the two keys is given.
    """

    kind: ClassVar[str] = "agreement_review"
    severity: Severity = Severity.SOON
    months: int | None = None
    date_field: str = ""
    """The field of the agreement's form that holds the day; where it is empty, nothing is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorTraining(Rule):
    """The Roster has a date of the supervisor's training (X36)."""

    kind: ClassVar[str] = "supervisor_training"
    severity: Severity = Severity.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class QaInterval(Rule):
    """The qa_lead of policy.toml looks at each pair's supervision every so many months (X23).

    A house rule may say 0: never by itself.
    """

    kind: ClassVar[str] = "qa_interval"
    severity: Severity = Severity.SOON
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRoute(Rule):
    """What is done, in order, where the two do not agree (X32)."""

    kind: ClassVar[str] = "disagreement_route"
    severity: Severity = Severity.SOON
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRoute(Rule):
    """What is done, in order, where somebody is not supervised as often as the policy says."""

    kind: ClassVar[str] = "escalation_route"
    severity: Severity = Severity.NOTE
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReview(Rule):
    """The policy itself is due for review (X36)."""

    kind: ClassVar[str] = "policy_review"
    severity: Severity = Severity.NOTE
    last_day: dt.date
    """The last day on which it is not overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Rule):
    """Something that the policy says and no program can check; shown beside findings, never one itself."""

    kind: ClassVar[str] = "information"
    severity: Severity = Severity.NOTE
