"""What answers mean for the log: the words that a definition writes behind `log`."""

from __future__ import annotations

from enum import StrEnum


class Logged(StrEnum):
    """What the log asks of forms, whatever their words and ids are."""

    SUPERVISEE_ROLE = "supervisee_role"
    ACTUAL_DATE = "actual_date"
    """The day on which the session took place."""
    ACTUAL_LENGTH = "actual_length"
    """In minutes."""
    NEXT_SESSION_DATE = "next_session_date"
    DISAGREEMENT = "disagreement"
    DISAGREEMENT_NOTE = "disagreement_note"
    CHILD_NAME = "child_name"
    """Names of children or families, which never reach the log."""
    CASE = "case"
    """A column of a record or summary whose rows are cases: the case's reference."""
    ATTENDANCE = "attendance"
    """A column with the names of those who come to a group session."""
    CAME = "came"
    """The column beside it that says who came."""
    CASE_STATUS = "case_status"
    FILE_SEEN = "file_seen"
    LOGS_UP_TO_DATE = "logs_up_to_date"
    CHRONOLOGY_UP_TO_DATE = "chronology_up_to_date"
    REVIEW_DATE = "review_date"
    """Of an agreement: the day on which it is to be looked at again."""
    QA_DATE = "qa_date"
    QA_PREPARED = "qa_prepared"
    QA_NAME = "qa_name"
    QA_TYPE = "qa_type"
    QA_CONTRACT = "qa_contract"
    QA_SESSIONS = "qa_sessions"
    QA_RECORDS = "qa_records"
    QA_GENERAL = "qa_general"
    QA_ADDITIONAL = "qa_additional"
    QA_JUDGEMENT = "qa_judgement"
    """A question of judgement on a monitoring form."""
