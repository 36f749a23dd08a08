"""The rows of the QA log, one frozen record per kind, as the register makes them and the workbook shows them.

Nothing in them names a child, and no answer about wellbeing and no narrative has a place here. A text is
None where nothing is known; a date is a real date or None, the words as typed beside it where they matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.findings import Finding

DRIFT_AFTER = 3
"""An action carried this many times drifts."""
ON_THE_CASE_SHEET = "On the case sheet"
"""What the log shows instead of the words of a case's action."""


class SessionStatus(StrEnum):
    """How far a session has come, as far as returned files show."""

    AGENDA_RETURNED = "Agenda returned"
    CASES_ONLY = "Case sheets only"
    HELD = "Record received"
    PART_SIGNED = "Part signed"
    COMPLETE = "Complete"
    NEEDS_REVIEW = "Needs review"
    """Returned copies contradict each other."""


class ActionStatus(StrEnum):
    """How an action stands in the log."""

    OPEN = "Open"
    IN_PROGRESS = "In progress"
    DONE = "Done"
    NO_LONGER_NEEDED = "No longer needed"
    TRANSFERRED = "Transferred"
    """Left behind at a school and closed there by a person's decision; no form offers it."""


class SignedState(StrEnum):
    """Whose signature a record has."""

    BOTH = "Both"
    SUPERVISEE = "Supervisee only"
    SUPERVISOR = "Supervisor only"
    NONE = "None"
    NOT_YET_DUE = "Not yet due"


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "Accepted"
    DUPLICATE = "Duplicate"
    SUPERSEDED = "Superseded"
    NEEDS_REVIEW = "Needs review"
    WRONG_VERSION = "Wrong version"
    NOT_OURS = "Not one of ours"
    UNREADABLE = "Unreadable"
    PROTECTED = "Protected"
    AS_SENT = "As it went out"
    """Nobody has filled anything in."""
    OPENED = "Opened"
    """A mail or an archive, of which each file has an outcome of its own."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session: what its record, and failing that its agenda or case sheets, say of it."""

    session_id: str
    academic_year: str | None
    """2026/27, from September."""
    policy: str
    school: str | None
    supervisee: str | None
    supervisee_role: str | None
    supervisor: str | None
    planned_date: dt.date | None
    planned_start: dt.time | None
    actual_date: dt.date | None
    length_min: int | None
    status: SessionStatus
    held: bool
    """A record of it has come back."""
    return_due: dt.date | None
    pupils_discussed: int
    pupil_limit: int | None
    supervisee_signed_on: dt.date | None
    supervisor_signed_on: dt.date | None
    signature_mode: str | None
    """electronic, ink or mixed; None while nobody has signed."""
    signed_state: SignedState
    disagreement: bool | None
    """None where nobody was asked or nobody answered."""
    actions_new: int
    actions_carried: int
    actions_closed: int
    next_session_date: dt.date | None
    source_file: str
    source_hash: str
    findings: tuple[Finding, ...]
    form_id: str | None = None
    """The form that says how far it has come: its record, and failing that its agenda or a case sheet."""

    @property
    def date(self) -> dt.date | None:
        """Return the day it took place, else the day it is planned for."""
        return self.actual_date or self.planned_date


@dataclass(frozen=True, slots=True)
class ActionHistory:
    """One action over its life."""

    action_id: str
    origin_session_id: str
    origin_form: str
    origin_section: str
    """The printed words over the table where it began."""
    policy: str
    school: str | None
    supervisee: str | None
    supervisor: str | None
    case_ref: str | None
    action_text: str
    """ON_THE_CASE_SHEET for a case's action."""
    owner: str | None
    due_date: dt.date | None
    due_text: str | None
    """What was typed where that is no date."""
    agreed_on: dt.date | None
    status: ActionStatus
    claimed: str | None
    """A closing status given before the session, which the supervisor has yet to confirm."""
    last_update: str | None
    times_carried: int
    closed_on: dt.date | None
    closed_in_session: str | None
    given_to: str | None = None
    """Who has it now by a person's decision, who is its owner then; its supervisee has left the school."""
    decided: str | None = None
    """What people have decided about it, in their order."""

    @property
    def is_open(self) -> bool:
        """Return whether nobody has closed it."""
        return self.status in (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)  # a set is slower

    @property
    def drift(self) -> bool:
        """Return whether it is open and has been carried too often."""
        return self.is_open and self.times_carried >= DRIFT_AFTER

    def overdue_days(self, on: dt.date) -> int | None:
        """Return how many days it is overdue on a day: 0 if not yet, None if closed or without a date."""
        if not self.is_open or self.due_date is None:
            return None
        return max(0, (on - self.due_date).days)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case discussed at one session, by its reference only: from its sheet, or its row of a summary."""

    session_id: str
    case_ref: str | None
    sheet_no: int | None
    case_status: str | None
    status_change: bool | None
    """Against the session before; None where there is none to compare with."""
    logs_up_to_date: str | None
    chronology_up_to_date: str | None
    file_seen: str | None
    open_actions: int
    source_file: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One supervision agreement."""

    agreement_id: str
    policy: str
    supervisee: str | None
    supervisor: str | None
    supervisee_signed: bool
    supervisor_signed: bool
    supervisee_signed_on: dt.date | None
    supervisor_signed_on: dt.date | None
    source_file: str

    @property
    def agreed_on(self) -> dt.date | None:
        """Return the later of the two dates, None until both have signed and dated."""
        if self.supervisee_signed_on is None or self.supervisor_signed_on is None:
            return None
        return max(self.supervisee_signed_on, self.supervisor_signed_on)


@dataclass(frozen=True, slots=True)
class QaReview:
    """One returned monitoring form beside what the log showed for the same time."""

    qa_id: str
    policy: str
    school: str | None
    supervisee: str | None
    supervisor: str | None
    type: str | None
    period_from: dt.date | None
    period_to: dt.date | None
    contract_log: str
    sessions_log: int
    records_log: str
    """For example 2 of 2."""
    signed_both_log: int
    actions_overdue_log: int
    contract_confirmed: str | None
    sessions_confirmed: int | None
    records_confirmed: str | None
    judgements: Mapping[str, str | None]
    """Field id of each Yes/No of judgement -> the answer."""
    general_comments: str | None
    key_actions: str | None
    additional_comments: str | None
    qa_date: dt.date | None
    qa_name: str | None
    next_qa_due: dt.date | None
    difference: str | None
    """Where the log and the form disagree."""
    source_file: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file that was looked at, and what became of it."""

    sha256: str
    file_name: str
    folder: str
    file_type: str
    form_id: str | None
    template_version: str | None
    instance_ref: str | None
    stage: str | None
    matched_session: str | None
    outcome: Outcome
    fields_read: int | None
    fields_blank: int | None
    pages: int | None
    signature_kinds: str | None
    codes: tuple[str, ...]
    """Codes of its findings or of the error, each once, in order."""


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One thing that the checks found, and from when to when it was so."""

    finding_id: str
    code: str
    severity: str
    rule: str | None
    """The id of the policy's rule; None where no rule is behind it."""
    about: str
    policy: str | None
    """The policy's id; None where it is of none."""
    school: str | None
    who: str | None
    supervisor: str | None
    what: str
    to_do: str
    basis: str
    """The policy's own words, or that it is a house default; "" where no rule is behind it."""
    first_seen: dt.date
    last_seen: dt.date
    cleared_on: dt.date | None
    """The day of the first run that no longer found it; None while it stands."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that gave no response. The caller knows why."""

    path: str
    sha256: str
    outcome: Outcome
    code: str


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that the returned files show, without what has no place in a log."""

    sessions: tuple[Session, ...] = ()
    actions: tuple[ActionHistory, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    qa_reviews: tuple[QaReview, ...] = ()
    imports: tuple[ImportRow, ...] = ()
    exceptions: tuple[ExceptionRow, ...] = ()
    """What the policy's rules found; kept by itself, for it has a history."""


def academic_year(day: dt.date | None) -> str | None:
    """Return the academic year (from 1 September) that a day lies in, as 2026/27."""
    if day is None:
        return None
    first = year_start(day).year
    return f"{first}/{(first + 1) % 100:02d}"


def year_start(day: dt.date) -> dt.date:
    """Return 1 September of the academic year that a day lies in."""
    return dt.date(day.year if day.month >= 9 else day.year - 1, 9, 1)
