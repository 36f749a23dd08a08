"""Which sheets and columns the QA workbook has: one declaration per column, read from the log's rows.

Names are fixed: people filter, sort and count by them. A column that returned files cannot fill is left
out (docs/workbook.md lists those), and the qa_ columns belong to the QA lead.
"""

from __future__ import annotations

from extract.workbook_spec import (
    YES_NO,
    Column,
    Look,
    Sheet,
    counted,
    day,
    flag,
    long_text,
    number,
    own,
    text,
)
from forms.findings import Severity
from forms.log import ActionStatus, Outcome, SessionStatus, SignedState

PRIORITIES = ("High", "Medium", "Low")

_EXCEPTIONS = Column("exceptions", Look.TEXT, lambda row: counted(one.code for one in row.findings), width=16)

SESSIONS = Sheet(
    "Sessions",
    "One row per session: when it was, how far its record has come, who has signed.",
    (
        text("session_id", width=14),
        text("academic_year", minor=True),
        text("policy", minor=True, width=24),
        text("school", width=20),
        text("supervisee", width=15),
        text("supervisee_role", minor=True, width=18),
        text("supervisor", width=15),
        day("planned_date"),
        Column("planned_start", Look.TIME, lambda row: row.planned_start, minor=True),
        day("actual_date"),
        number("length_min"),
        text("status", options=tuple(SessionStatus), width=16),
        day("return_due", minor=True),
        number("pupils_discussed"),
        number("pupil_limit", minor=True),
        flag(
            "over_limit",
            lambda row: None if row.pupil_limit is None else row.pupils_discussed > row.pupil_limit,
        ),
        day("supervisee_signed_on", minor=True),
        day("supervisor_signed_on", minor=True),
        text("signature_mode", minor=True, options=("electronic", "ink", "mixed")),
        text("signed_state", options=tuple(SignedState), width=15),
        flag("disagreement", lambda row: row.disagreement),
        number("actions_new"),
        number("actions_carried"),
        number("actions_closed"),
        day("next_session_date"),
        Column("open_exceptions", Look.NUMBER, lambda row: len(row.findings)),
        _EXCEPTIONS,
        text("source_file", minor=True, width=34),
        Column("source_hash", Look.CODE, lambda row: row.source_hash, minor=True),
        own("qa_checked", YES_NO),
        own("qa_reason_accepted", width=22),
        own("qa_comment", width=22),
    ),
    lambda log: log.sessions,
    ("session_id",),
)

ACTIONS = Sheet(
    "Actions",
    "One row per action over its whole life. The words of a case's action stay on its case sheet.",
    (
        text("action_id", width=19),
        text("origin_session_id", minor=True),
        text("origin_form", minor=True, width=20),
        text("origin_section", minor=True, width=26),
        text("policy", minor=True, width=24),
        text("school", minor=True, width=22),
        text("supervisee", width=14),
        text("supervisor", minor=True, width=18),
        text("case_ref", width=11),
        long_text("action_text", 40),
        text("owner", width=14),
        text("due_text", width=12),
        day("due_date"),
        day("agreed_on"),
        text("status", options=tuple(ActionStatus), width=16),
        text("claimed", width=8),
        long_text("last_update", 24),
        number("times_carried"),
        Column("overdue_days", Look.OVERDUE),
        day("closed_on", minor=True),
        text("closed_in_session", minor=True),
        flag("no_owner", lambda row: not row.owner),
        flag("no_due", lambda row: not (row.due_date or row.due_text)),
        flag("drift", lambda row: row.drift),
        long_text("decided", 18),
        own("qa_priority", PRIORITIES, width=8),
        own("qa_comment", width=22),
        own("qa_override_status", tuple(ActionStatus), width=12),
        own("qa_given_to", width=11),
        own("qa_decided_by", width=11),
    ),
    lambda log: log.actions,
    ("action_id",),
)

CASES = Sheet(
    "Cases",
    "One row per case discussed at a session, by its reference only. No narrative.",
    (
        text("session_id", width=14),
        text("case_ref"),
        number("sheet_no"),
        text("case_status", width=14),
        flag("status_change", lambda row: row.status_change),
        text("logs_up_to_date", options=("Yes", "No")),
        text("chronology_up_to_date", options=("Yes", "No")),
        text("file_seen", width=8),
        number("open_actions"),
        text("source_file", width=34),
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
        text("qa_id", width=16),
        text("policy", minor=True, width=24),
        text("school", minor=True, width=22),
        text("supervisee", width=14),
        text("supervisor", width=14),
        text("type", minor=True),
        day("period_from", minor=True),
        day("period_to", minor=True),
        Column("contract_agreed", Look.TEXT, lambda row: row.contract_log, width=20),
        Column("sessions_completed", Look.NUMBER, lambda row: row.sessions_log),
        Column("records", Look.TEXT, lambda row: row.records_log, width=8),
        Column("signed_both", Look.NUMBER, lambda row: row.signed_both_log),
        Column("actions_overdue", Look.NUMBER, lambda row: row.actions_overdue_log),
        text("contract_confirmed", options=("Yes", "No"), width=5),
        number("sessions_confirmed"),
        text("records_confirmed", options=("Yes", "No"), width=5),
        *(
            _judgement(f"ev_{name}")
            for name in (
                "reflection", "alternatives", "dynamics", "feelings", "feedback", "validated", "workload",
                "prof_dev", "opportunities",
            )
        ),
        long_text("general_comments", 32),
        long_text("key_actions", 32),
        long_text("additional_comments", 26),
        day("qa_date"),
        text("qa_name", width=14),
        day("next_qa_due"),
        Column("log_vs_form_difference", Look.LONG, lambda row: row.difference, width=24),
        _EXCEPTIONS,
        text("source_file", minor=True, width=34),
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
        text("severity", options=tuple(Severity), width=11),
        text("who", width=14),
        text("supervisor", width=14),
        text("school", minor=True, width=22),
        long_text("what", 44),
        long_text("to_do", 32),
        day("first_seen"),
        day("last_seen", minor=True),
        Column("state", Look.TEXT, lambda row: CLEARED if row.cleared_on else OPEN, (OPEN, CLEARED), width=8),
        day("cleared_on", minor=True),
        text("about", minor=True, width=20),
        text("rule", minor=True, width=18),
        Column("clause", Look.LONG, lambda row: row.basis or None, width=36),
        own("qa_state", (OPEN, "Accepted", "Fixed"), width=10),
        own("qa_reason", width=24),
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
        text("file_name", width=38),
        text("folder", minor=True, width=30),
        text("file_type"),
        text("form_id", width=22),
        text("template_version"),
        text("instance_ref", width=20),
        text("stage"),
        text("matched_session", width=18),
        text("outcome", options=tuple(Outcome), width=16),
        number("fields_read"),
        number("fields_blank"),
        number("pages"),
        text("signature_kinds", width=16),
        Column("exceptions", Look.TEXT, lambda row: counted(row.codes), width=16),
    ),
    lambda log: log.imports,
    ("sha256", "folder", "file_name"),
)

SHEETS = (SESSIONS, ACTIONS, CASES, QA_REVIEWS, EXCEPTIONS, IMPORTS)
