"""What a policy asks of supervision, as values: one frozen dataclass per kind of rule, and all of one policy.

Rules say nothing of what has happened; checks hold them against `forms.plan` and `forms.log`. Numbers that
forms print stay in policy.toml (`forms.model.Policy`: issue_days, return_days, pupil_limit, qa_lead), and
the rules about them only quote the words. docs/rules.md tells each kind with an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from forms.plan import Series
from forms.record_rules import (
    ActionNeeds,
    ActionPart,
    Asked,
    CopyGiven,
    DslSignOff,
    Filing,
    GroupRecord,
    MinimumAgenda,
    NotByMail,
    RecordKept,
    SentForSignature,
    Signed,
    Signer,
    UpToDate,
    WatchedAnswer,
)
from forms.rule import HOUSE_DEFAULT, Rule
from forms.session_rules import (
    BookedAhead,
    CancellationNamed,
    Frequency,
    Handover,
    LeadTime,
    Length,
    NextDate,
    Period,
    PupilLimit,
    RebookedAtOnce,
    RebookedWithin,
    SupervisorAbsence,
    Who,
)
from forms.standing_rules import (
    AgreementReview,
    DisagreementRoute,
    EscalationRoute,
    Information,
    PolicyReview,
    QaInterval,
    SignedAgreement,
    SupervisorTraining,
)

__all__ = [
    "HOUSE_DEFAULT",
    "KINDS",
    "ActionNeeds",
    "ActionPart",
    "AgreementReview",
    "Asked",
    "BookedAhead",
    "CancellationNamed",
    "CopyGiven",
    "DisagreementRoute",
    "DslSignOff",
    "EscalationRoute",
    "Filing",
    "Frequency",
    "GroupRecord",
    "Handover",
    "Information",
    "LeadTime",
    "Length",
    "MinimumAgenda",
    "NextDate",
    "NotByMail",
    "Period",
    "PolicyReview",
    "PolicyRules",
    "PupilLimit",
    "QaInterval",
    "RebookedAtOnce",
    "RebookedWithin",
    "RecordKept",
    "Rule",
    "SentForSignature",
    "Signed",
    "SignedAgreement",
    "Signer",
    "SupervisorAbsence",
    "SupervisorTraining",
    "UpToDate",
    "WatchedAnswer",
    "Who",
]

_R = TypeVar("_R", bound=Rule)

KINDS: tuple[type[Rule], ...] = (
    Frequency, Length, BookedAhead, NextDate, LeadTime, PupilLimit, RebookedAtOnce, RebookedWithin,
    CancellationNamed, SupervisorAbsence, Handover, SignedAgreement, AgreementReview, SupervisorTraining,
    RecordKept, SentForSignature, Signed, DslSignOff, CopyGiven, ActionNeeds, MinimumAgenda, WatchedAnswer,
    UpToDate, Filing, GroupRecord, NotByMail, QaInterval, DisagreementRoute, EscalationRoute, PolicyReview,
    Information,
)  # fmt: skip
"""All kinds of rule, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class PolicyRules:
    """The rules of one policy, its own and the house defaults that fill in for kinds it has none of."""

    policy: str
    """The policy's id."""
    rules: tuple[Rule, ...]
    """Kind by kind in the order of KINDS; in a kind as they were written."""

    def of(self, kind: type[_R], series: Series | None = None) -> tuple[_R, ...]:
        """Return the rules of one kind, of a series if one is given; the policy's own before the house's."""
        found = [
            rule
            for rule in self.rules
            if isinstance(rule, kind) and (series is None or rule.holds_for(series))
        ]
        return tuple(sorted(found, key=lambda rule: rule.house))

    def first(self, kind: type[_R], series: Series | None = None) -> _R | None:
        """Return the first rule of a kind, None where there is none."""
        found = self.of(kind, series)
        return found[0] if found else None

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
