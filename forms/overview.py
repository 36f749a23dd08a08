"""The rows of the trust's workbook in which the log meets the plan and the policies.

`forms.log` has what returned files say alone; here each session, agreement and review stands with what was
planned for it and what the policy asks. A value is None where nobody has told it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from forms.log import ActionHistory, Agreement, CaseRow, ImportRow, Log, QaReview, Session


class Became(StrEnum):
    """What became of a session, counted against the day that was planned at first."""

    HELD = "Held"
    LATE = "Held late"
    """On a later day than was planned at first."""
    REBOOKED = "Cancelled, rebooked"
    CANCELLED = "Cancelled"
    CALLED_OFF = "Cancelled ahead"
    """Its day is still to come, and no other one is planned."""
    NOTHING = "Nothing back"
    """Its day has passed, and nothing says what became of it."""
    AHEAD = "Ahead"


class NotBack(StrEnum):
    """How far a session is of which no form has come back."""

    PLANNED = "Planned"
    SENT = "Forms sent"
    CANCELLED = "Cancelled"
    NO_RECORD = "Held, no record"
    NOTHING = "Nothing back"


class AgreementState(StrEnum):
    """How an agreement stands."""

    MISSING = "Missing"
    """The first session has been, and none has come."""
    NOT_YET_DUE = "Not yet due"
    UNSIGNED = "Unsigned"
    AGREED = "Agreed"
    LATE = "Agreed late"
    REVIEW_OVERDUE = "Review overdue"
    SUPERSEDED = "Superseded"
    ENDED = "Ended"
    """The relationship no longer holds."""
    UNKNOWN = "Not in Relationships"


class ReviewState(StrEnum):
    """How a review of the quality of somebody's supervision stands."""

    DONE = "Done"
    TO_DO = "To do"
    OVERDUE = "Overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session: planned, come back, or both."""

    session_id: str
    log: Session | None
    """What returned files say; None where none has come."""
    academic_year: str | None
    half_term: str | None
    """The one that its day lies in, else the last one before that day."""
    term: str | None
    policy: str | None
    school: str | None
    supervisee_id: str | None
    """Of a group: the ids of its members, with a semicolon between two."""
    supervisee: str
    supervisor_id: str | None
    supervisor: str | None
    series: str | None
    session_no: int | None
    """From 1 in each academic year of somebody's supervision; None for a cancelled one, and for a group."""
    planned_date: dt.date | None
    """As planned at first."""
    moved_to: dt.date | None
    planned_start: dt.time | None
    actual_date: dt.date | None
    venue: str | None
    status: str
    became: Became
    cancelled_on: dt.date | None
    cancelled_by: str | None
    cancel_reason: str | None
    rebooked_to: str | None
    rebooked_in_5wd: bool | None
    """Within five working days of the day planned at first; None where nobody knows."""
    issue_on: dt.date | None
    issued_on: dt.date | None
    return_due: dt.date | None
    returned_on: dt.date | None
    record_received_on: dt.date | None
    sent_for_signature_on: dt.date | None
    signature_due: dt.date | None
    places: str | None
    """Where on the file of `log` the cells stand."""
    days_to_sign: int | None
    """From the session until the later of the two dates; None until both have signed and dated."""

    @property
    def returned_on_time(self) -> bool | None:
        """Return whether the agenda was back in time, None where it is not back or not due."""
        if self.returned_on is None or self.return_due is None:
            return None
        return self.returned_on <= self.return_due


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """One agreement of one relationship, or that there is none."""

    rel_id: str | None
    agreement: Agreement | None
    policy: str
    school: str | None
    variant: str | None
    """The form that it is."""
    supervisee: str | None
    supervisor: str | None
    first_session_on: dt.date | None
    before_first: bool | None
    """Agreed by the first session; None where either day is not known."""
    review_rule: str | None
    """policy or house."""
    review_due: dt.date | None
    superseded_by: str | None
    state: AgreementState
    places: str | None = None

    @property
    def agreement_id(self) -> str | None:
        """Return the id of the agreement that came back."""
        return self.agreement.agreement_id if self.agreement else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review of the quality of somebody's supervision: returned, or still to be made."""

    qa_id: str
    rel_id: str | None
    review: QaReview | None
    """None where it is still to be made."""
    policy: str
    school: str | None
    supervisee: str | None
    supervisor: str | None
    period_from: dt.date | None
    period_to: dt.date | None
    contract: str
    sessions_due: int | None
    sessions: int
    records: str
    signed_both: int
    qa_due: dt.date | None
    state: ReviewState
    places: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One value of one rule of a policy; of a rule without values, the rule."""

    policy_id: str
    policy: str
    rule: str
    kind: str
    setting: str
    """The key of the value; "" where the rule has none."""
    value: str
    """As it is written down, with its unit."""
    severity: str
    house: bool
    """The policy leaves it open."""
    clause: str
    series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One cell of a sheet that people fill, in which something does not fit."""

    code: str
    severity: str
    sheet: str
    cell: str
    found: str
    expected: str
    to_do: str


@dataclass(frozen=True, slots=True)
class ActionRow(ActionHistory):
    """One action, with the half terms in which it was agreed and closed, such as 2026/27 Aut2."""

    agreed_in: str | None = None
    closed_in: str | None = None
    places: str | None = None
    """On which files it stands, and where."""


@dataclass(frozen=True, slots=True)
class PlacedCase(CaseRow):
    """One case discussed at one session, and where on its file that stands."""

    places: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFile(ImportRow):
    """One file that was looked at, and when."""

    read_on: dt.date | None
    revision: int | None
    """From 1: which file of this reference and stage it is, by when they came; a copy has its original's."""
    importer_version: str | None


@dataclass(frozen=True, slots=True)
class HalfTermDays:
    """One half term of the trust: from its first day up to the day before the next one begins."""

    academic_year: str
    name: str
    first: dt.date
    until: dt.date
    """The last day that is counted to it: holidays belong to the half term before them."""

    @property
    def label(self) -> str:
        """Return it as 2026/27 Aut2."""
        return f"{self.academic_year} {self.name}"


@dataclass(frozen=True, slots=True)
class Overview:
    """All rows of the trust's workbook."""

    log: Log
    """Its exceptions say the name of the policy, not the id."""
    sessions: tuple[SessionRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    cases: tuple[PlacedCase, ...] = ()
    imports: tuple[ReadFile, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    half_terms: tuple[HalfTermDays, ...] = ()
