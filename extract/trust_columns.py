"""Which generated sheets the trust's workbook has: those of the log, and what plan and policies say.

Names are fixed, as in `extract.workbook_columns`, whose columns stand here too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from extract.workbook_columns import ACTIONS, CASES, EXCEPTIONS, IMPORTS, QA_REVIEWS, SESSIONS
from extract.workbook_spec import YES_NO, Column, Look, Sheet, day, flag, number, own, text
from forms.findings import Severity
from forms.log import SessionStatus
from forms.overview import AgreementState, Became, NotBack, ReviewState


def _of(part: str, column: Column, *, minor: bool | None = None) -> Column:
    """Return a column whose value is taken from a part of the row; blank where the row has no such part."""
    get = column.get
    if get is None:
        return column

    def read(row: Any) -> Any:
        found = getattr(row, part)
        return get(found) if found is not None else None

    return replace(column, get=read, minor=column.minor if minor is None else minor)


def _named(columns: Iterable[Column]) -> dict[str, Column]:
    return {column.name: column for column in columns}


_LOGGED = _named(SESSIONS.columns)
_REVIEWED = _named(QA_REVIEWS.columns)


def _log(name: str) -> Column:
    return _of("log", _LOGGED[name])


def _review(name: str) -> Column:
    return _of("review", _REVIEWED[name])


_PLACES = Column("source_places", Look.CODE, lambda row: row.places, minor=True, width=40)
"""Where on the file, or files, each cell of the row stands: page and box."""

TRUST_SESSIONS = Sheet(
    "Sessions",
    "One row per session, planned or come back: when, what became of it, who has signed.",
    (
        text("session_id", width=14),
        text("academic_year", minor=True),
        text("half_term", width=6),
        text("term", minor=True),
        text("policy", minor=True, width=24),
        text("school", width=20),
        text("supervisee_id", minor=True),
        text("supervisee", width=15),
        replace(_log("supervisee_role"), minor=True),
        text("supervisor_id", minor=True),
        text("supervisor", width=15),
        text("series", minor=True),
        number("session_no", minor=True),
        day("planned_date"),
        day("moved_to", minor=True),
        Column("planned_start", Look.TIME, lambda row: row.planned_start, minor=True),
        day("actual_date"),
        _log("length_min"),
        text("venue", minor=True),
        text("status", options=(*SessionStatus, *NotBack), width=16),
        text("became", options=tuple(Became), width=12),
        day("cancelled_on", minor=True),
        text("cancelled_by", minor=True),
        text("cancel_reason", minor=True, width=20),
        text("rebooked_to", minor=True),
        replace(flag("rebooked_in_5wd", lambda row: row.rebooked_in_5wd), minor=True),
        day("issue_on", minor=True),
        day("issued_on", minor=True),
        day("return_due"),
        day("returned_on", minor=True),
        replace(flag("returned_on_time", lambda row: row.returned_on_time), minor=True),
        _log("pupils_discussed"),
        _log("pupil_limit"),
        _log("over_limit"),
        day("record_received_on", minor=True),
        day("sent_for_signature_on", minor=True),
        _log("supervisee_signed_on"),
        _log("supervisor_signed_on"),
        _log("signature_mode"),
        _log("signed_state"),
        day("signature_due", minor=True),
        number("days_to_sign", minor=True),
        _log("disagreement"),
        _log("actions_new"),
        _log("actions_carried"),
        _log("actions_closed"),
        _log("next_session_date"),
        _log("open_exceptions"),
        _log("exceptions"),
        _log("source_file"),
        _log("source_hash"),
        _PLACES,
        own("qa_checked", YES_NO),
        own("qa_reason_accepted", width=22),
        own("qa_comment", width=22),
    ),
    lambda overview: overview.sessions,
    ("session_id",),
)

TRUST_ACTIONS = replace(
    ACTIONS,
    columns=(
        *(column for column in ACTIONS.columns if not column.own),
        text("agreed_in", minor=True),
        text("closed_in", minor=True),
        _PLACES,
        *(column for column in ACTIONS.columns if column.own),
    ),
    rows=lambda overview: overview.actions,
)

AGREEMENTS = Sheet(
    "Agreements",
    "One row per agreement of a relationship, and one for each relationship that has none.",
    (
        text("rel_id", width=9),
        text("agreement_id", width=15),
        text("policy", minor=True, width=24),
        text("school", width=20),
        text("variant", minor=True, width=24),
        text("supervisee", width=15),
        text("supervisor", width=15),
        text("state", options=tuple(AgreementState), width=15),
        _of("agreement", day("supervisee_signed_on")),
        _of("agreement", day("supervisor_signed_on")),
        _of("agreement", day("agreed_on")),
        day("first_session_on"),
        flag("agreed_before_first", lambda row: row.before_first),
        text("review_rule", options=("policy", "house"), width=8),
        day("review_due"),
        text("superseded_by", minor=True),
        _of("agreement", text("source_file", minor=True, width=34)),
        _PLACES,
        own("qa_comment", width=26),
    ),
    lambda overview: overview.agreements,
    ("rel_id", "agreement_id"),
    heir="rel_id",
)

TRUST_REVIEWS = Sheet(
    "QA_Reviews",
    "One row per monitoring form, returned or to be made: what the log shows beside what the form says.",
    (
        text("qa_id", width=18),
        text("rel_id", minor=True),
        text("policy", minor=True, width=24),
        text("school", minor=True, width=22),
        text("supervisee", width=14),
        text("supervisor", width=14),
        _review("type"),
        text("state", options=tuple(ReviewState), width=9),
        day("qa_due"),
        day("period_from", minor=True),
        day("period_to", minor=True),
        Column("contract_agreed", Look.TEXT, lambda row: row.contract, width=20),
        number("sessions_due"),
        Column("sessions_completed", Look.NUMBER, lambda row: row.sessions),
        Column("records", Look.TEXT, lambda row: row.records, width=8),
        number("signed_both"),
        _review("actions_overdue"),
        *(
            _of("review", column)
            for column in QA_REVIEWS.columns[QA_REVIEWS.columns.index(_REVIEWED["contract_confirmed"]) :]
        ),
        _PLACES,
        own("qa_comment", width=22),
    ),
    lambda overview: overview.reviews,
    ("qa_id",),
    heir="rel_id",
)

TRUST_EXCEPTIONS = replace(
    EXCEPTIONS,
    columns=(
        *EXCEPTIONS.columns[:3],
        text("policy", minor=True, width=24),
        *EXCEPTIONS.columns[3:],
    ),
    rows=lambda overview: overview.log.exceptions,
)

POLICIES = Sheet(
    "Policies",
    "What each policy asks, in its own words. Where house is Y, write another number into qa_value.",
    (
        text("policy", width=24),
        text("policy_id", minor=True),
        text("rule", width=18),
        text("kind", width=16),
        text("setting", width=14),
        text("value", width=22),
        text("series", minor=True),
        text("severity", options=tuple(Severity), width=9),
        flag("house", lambda row: row.house),
        Column("qa_value", Look.TEXT, width=9),
        Column("clause", Look.LONG, lambda row: row.clause or None, width=70),
        own("qa_comment", width=26),
    ),
    lambda overview: overview.rules,
    ("policy", "rule", "setting"),
)

ERRORS = Sheet(
    "Errors",
    "Cells of Roster, Relationships, Calendar, Schedule and Lists in which something does not fit.",
    (
        text("sheet", width=14),
        text("cell", width=9),
        text("severity", options=tuple(Severity), width=9),
        text("found", width=30),
        text("expected", width=34),
        Column("to_do", Look.LONG, lambda row: row.to_do, width=50),
        text("code", width=7),
    ),
    lambda overview: overview.mistakes,
    ("sheet", "cell", "code"),
)

TRUST_IMPORTS = replace(
    IMPORTS,
    columns=(
        *IMPORTS.columns[:4],
        day("read_on"),
        *IMPORTS.columns[4:8],
        number("revision"),
        *IMPORTS.columns[8:],
        text("importer_version", minor=True),
    ),
    rows=lambda overview: overview.imports,
)

TRUST_SHEETS = (
    TRUST_SESSIONS,
    TRUST_ACTIONS,
    replace(CASES, columns=(*CASES.columns, _PLACES), rows=lambda overview: overview.cases),
    AGREEMENTS,
    TRUST_REVIEWS,
    TRUST_EXCEPTIONS,
    TRUST_IMPORTS,
    POLICIES,
    ERRORS,
)
