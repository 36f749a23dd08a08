"""Which sheets and columns the QA workbook has: one declaration per column, read from the log's rows.

Names are fixed: people filter, sort and count by them. A column that returned files cannot fill is left
out (docs/workbook.md lists those), and the qa_ columns belong to the QA lead.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms.findings import Severity
from forms.log import ActionStatus, Log, Outcome, SessionStatus, SignedState

Value = str | int | dt.date | dt.time | None


class Look(StrEnum):
    """How a column's values are shown."""

    TEXT = "text"
    CODE = "code"
    """Text on one line, however long: a hash."""
    LONG = "long"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    OVERDUE = "overdue"
    """Days overdue: a formula on the day of README, with the value of that day stored."""


YES_NO = ("Y", "N")
PRIORITIES = ("High", "Medium", "Low")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. `get` takes a row of the log; columns of the QA lead's own have none."""

    name: str
    look: Look = Look.TEXT
    get: Callable[[Any], Value] | None = None
    options: tuple[str, ...] = ()
    minor: bool = False
    """Folded away until somebody opens the outline."""
    width: float | None = None

    @property
    def own(self) -> bool:
        """Return whether the column is the QA lead's."""
        return self.get is None and self.look is not Look.OVERDUE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns, the rows of the log that fill it, and what it is for."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    rows: Callable[[Log], Iterable[Any]]
    key: tuple[str, ...]
    """The columns that tell a row from all others and never change; the QA lead's own cells follow them."""
    hides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> the values whose rows the filter hides at first."""


def _yes_no(value: object) -> str | None:
    return None if value is None else "Y" if value else "N"


def _counted(codes: Iterable[str]) -> str | None:
    """Return codes with how often they occur: X13 x2, X24."""
    counts = Counter(codes)
    return ", ".join(f"{code} ×{n}" if n > 1 else code for code, n in sorted(counts.items())) or None


def _text(
    name: str, *, minor: bool = False, options: tuple[str, ...] = (), width: float | None = None
) -> Column:
    return Column(name, Look.TEXT, lambda row: getattr(row, name), options, minor, width)


def _long(name: str, width: float = 44) -> Column:
    return Column(name, Look.LONG, lambda row: getattr(row, name), width=width)


def _date(name: str, *, minor: bool = False) -> Column:
    return Column(name, Look.DATE, lambda row: getattr(row, name), minor=minor)


def _number(name: str, *, minor: bool = False) -> Column:
    return Column(name, Look.NUMBER, lambda row: getattr(row, name), minor=minor)


def _flag(name: str, get: Callable[[Any], bool | None]) -> Column:
    return Column(name, Look.TEXT, lambda row: _yes_no(get(row)), YES_NO)


def _own(name: str, options: tuple[str, ...] = (), width: float | None = None) -> Column:
    return Column(name, Look.TEXT if options else Look.LONG, None, options, width=width)


_EXCEPTIONS = Column(
    "exceptions", Look.TEXT, lambda row: _counted(one.code for one in row.findings), width=16
)

SESSIONS = Sheet(
    "Sessions",
    "One row per session: when it was, how far its record has come, who has signed.",
    (
        _text("session_id", width=14),
        _text("academic_year", minor=True),
        _text("policy", minor=True, width=24),
        _text("school", width=20),
        _text("supervisee", width=15),
        _text("supervisee_role", minor=True, width=18),
        _text("supervisor", width=15),
        _date("planned_date"),
        Column("planned_start", Look.TIME, lambda row: row.planned_start, minor=True),
        _date("actual_date"),
        _number("length_min"),
        _text("status", options=tuple(SessionStatus), width=16),
        _date("return_due", minor=True),
        _number("pupils_discussed"),
        _number("pupil_limit", minor=True),
        _flag(
            "over_limit",
            lambda row: None if row.pupil_limit is None else row.pupils_discussed > row.pupil_limit,
        ),
        _date("supervisee_signed_on", minor=True),
        _date("supervisor_signed_on", minor=True),
        _text("signature_mode", minor=True, options=("electronic", "ink", "mixed")),
        _text("signed_state", options=tuple(SignedState), width=15),
        _flag("disagreement", lambda row: row.disagreement),
        _number("actions_new"),
        _number("actions_carried"),
        _number("actions_closed"),
        _date("next_session_date"),
        Column("open_exceptions", Look.NUMBER, lambda row: len(row.findings)),
        _EXCEPTIONS,
        _text("source_file", minor=True, width=34),
        Column("source_hash", Look.CODE, lambda row: row.source_hash, minor=True),
        _own("qa_checked", YES_NO),
        _own("qa_reason_accepted", width=22),
        _own("qa_comment", width=22),
    ),
    lambda log: log.sessions,
    ("session_id",),
)

ACTIONS = Sheet(
    "Actions",
    "One row per action over its whole life. The words of a case's action stay on its case sheet.",
    (
        _text("action_id", width=19),
        _text("origin_session_id", minor=True),
        _text("origin_form", minor=True, width=20),
        _text("origin_section", minor=True, width=26),
        _text("policy", minor=True, width=24),
        _text("school", minor=True, width=22),
        _text("supervisee", width=14),
        _text("supervisor", minor=True, width=18),
        _text("case_ref", width=11),
        _long("action_text", 40),
        _text("owner", width=14),
        _text("due_text", width=12),
        _date("due_date"),
        _date("agreed_on"),
        _text("status", options=tuple(ActionStatus), width=12),
        _text("claimed", width=8),
        _long("last_update", 24),
        _number("times_carried"),
        Column("overdue_days", Look.OVERDUE),
        _date("closed_on", minor=True),
        _text("closed_in_session", minor=True),
        _flag("no_owner", lambda row: not row.owner),
        _flag("no_due", lambda row: not (row.due_date or row.due_text)),
        _flag("drift", lambda row: row.drift),
        _own("qa_priority", PRIORITIES, width=8),
        _own("qa_comment", width=22),
        _own("qa_override_status", (*ActionStatus, "Transferred"), width=12),
    ),
    lambda log: log.actions,
    ("action_id",),
)

CASES = Sheet(
    "Cases",
    "One row per case discussed at a session, by its reference only. No narrative.",
    (
        _text("session_id", width=14),
        _text("case_ref"),
        _number("sheet_no"),
        _text("case_status", width=14),
        _flag("status_change", lambda row: row.status_change),
        _text("logs_up_to_date", options=("Yes", "No")),
        _text("chronology_up_to_date", options=("Yes", "No")),
        _text("file_seen", width=8),
        _number("open_actions"),
        _text("source_file", width=34),
    ),
    lambda log: log.cases,
    ("session_id", "case_ref", "sheet_no", "source_file"),
)


def _judgement(name: str) -> Column:
    return Column(name, Look.TEXT, lambda row: row.judgements.get(name), ("Yes", "No"), width=5)


QA_REVIEWS = Sheet(
    "QA_Reviews",
    "One row per returned monitoring form, what the log showed beside what the form says.",
    (
        _text("qa_id", width=16),
        _text("policy", minor=True, width=24),
        _text("school", minor=True, width=22),
        _text("supervisee", width=14),
        _text("supervisor", width=14),
        _text("type", minor=True),
        _date("period_from", minor=True),
        _date("period_to", minor=True),
        Column("contract_agreed", Look.TEXT, lambda row: row.contract_log, width=20),
        Column("sessions_completed", Look.NUMBER, lambda row: row.sessions_log),
        Column("records", Look.TEXT, lambda row: row.records_log, width=8),
        Column("signed_both", Look.NUMBER, lambda row: row.signed_both_log),
        Column("actions_overdue", Look.NUMBER, lambda row: row.actions_overdue_log),
        _text("contract_confirmed", options=("Yes", "No"), width=5),
        _number("sessions_confirmed"),
        _text("records_confirmed", options=("Yes", "No"), width=5),
        *(
            _judgement(f"ev_{name}")
            for name in (
                "reflection", "alternatives", "dynamics", "feelings", "feedback", "validated", "workload",
                "prof_dev", "opportunities",
            )
        ),
        _long("general_comments", 32),
        _long("key_actions", 32),
        _long("additional_comments", 26),
        _date("qa_date"),
        _text("qa_name", width=14),
        _date("next_qa_due"),
        Column("log_vs_form_difference", Look.LONG, lambda row: row.difference, width=24),
        _EXCEPTIONS,
        _text("source_file", minor=True, width=34),
    ),
    lambda log: log.qa_reviews,
    ("qa_id",),
)  # fmt: skip

OPEN, CLEARED = "Open", "Cleared"

EXCEPTIONS = Sheet(
    "Exceptions",
    "What the policies ask and is not so: who, what, what to do. Clear the filter on severity to see Notes.",
    (
        Column("exception_id", Look.CODE, lambda row: row.finding_id, minor=True),
        Column("check", Look.TEXT, lambda row: row.code, width=9),
        _text("severity", options=tuple(Severity), width=11),
        _text("who", width=14),
        _text("supervisor", width=14),
        _text("school", minor=True, width=22),
        _long("what", 44),
        _long("to_do", 32),
        _date("first_seen"),
        _date("last_seen", minor=True),
        Column("state", Look.TEXT, lambda row: CLEARED if row.cleared_on else OPEN, (OPEN, CLEARED), width=8),
        _date("cleared_on", minor=True),
        _text("about", minor=True, width=20),
        _text("rule", minor=True, width=18),
        Column("clause", Look.LONG, lambda row: row.basis or None, width=36),
        _own("qa_state", (OPEN, "Accepted", "Fixed"), width=10),
        _own("qa_reason", width=24),
        Column("qa_by_date", Look.DATE),
    ),
    lambda log: log.exceptions,
    ("exception_id",),
    hides={"severity": (Severity.NOTE,)},
)

IMPORTS = Sheet(
    "Imports",
    "Every file that was looked at, and what became of it.",
    (
        Column("sha256", Look.CODE, lambda row: row.sha256),
        _text("file_name", width=38),
        _text("folder", minor=True, width=30),
        _text("file_type"),
        _text("form_id", width=22),
        _text("template_version"),
        _text("instance_ref", width=20),
        _text("stage"),
        _text("matched_session", width=18),
        _text("outcome", options=tuple(Outcome), width=16),
        _number("fields_read"),
        _number("fields_blank"),
        _number("pages"),
        _text("signature_kinds", width=16),
        Column("exceptions", Look.TEXT, lambda row: _counted(row.codes), width=16),
    ),
    lambda log: log.imports,
    ("sha256", "folder", "file_name"),
)

SHEETS = (SESSIONS, ACTIONS, CASES, QA_REVIEWS, EXCEPTIONS, IMPORTS)
