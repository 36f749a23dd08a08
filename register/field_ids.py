"""Where the policies' forms keep what the log calls by one name.

The forms differ and their ids are fixed; the first id that a form has is the one.
"""

from __future__ import annotations

from forms.records import Answer, Response

SUPERVISEE_ROLE = ("job_title", "supervisee_role", "supervisee_position")
ACTUAL_DATE = ("actual_date",)
ACTUAL_LENGTH = ("actual_length",)
NEXT_SESSION_DATE = ("next_session_date", "i7_next")
DISAGREEMENT = ("disagreement",)
DISAGREEMENT_NOTE = ("disagreement_note",)
CHILD_NAME = ("child_name", "child_or_family", "children")
CASE_STATUS = ("case_status",)
LOGS_UP_TO_DATE = ("logs_up_to_date",)
CHRONOLOGY_UP_TO_DATE = ("chronology_up_to_date",)
QA_DATE = ("qa_date",)
QA_PREPARED = ("form_date",)
QA_NAME = ("qa_name",)
QA_TYPE = ("supervision_type",)
QA_CONTRACT = ("contract_agreed",)
QA_SESSIONS = ("sessions_completed",)
QA_RECORDS = ("written_record",)
QA_GENERAL = ("general_comments",)
QA_ADDITIONAL = ("additional_comments",)
JUDGEMENTS = (
    "ev_reflection", "ev_alternatives", "ev_dynamics", "ev_feelings", "ev_feedback",
    "ev_validated", "ev_workload", "ev_prof_dev", "ev_opportunities",
)  # fmt: skip
"""The Yes/No questions of judgement on a monitoring form."""


def answer_of(response: Response, ids: tuple[str, ...]) -> Answer | None:
    """Return the answer in the first of these fields that the form has, None where it has none of them."""
    return next((response.fields[name] for name in ids if name in response.fields), None)


def text_of(response: Response, ids: tuple[str, ...]) -> str | None:
    """Return that answer as text; None where it is blank, contradictory or not text."""
    answer = answer_of(response, ids)
    return answer.value if answer is not None and isinstance(answer.value, str) else None


def number_of(response: Response, ids: tuple[str, ...]) -> int | None:
    """Return that answer as a whole number, None where it is not surely one."""
    answer = answer_of(response, ids)
    value = answer.value if answer is not None else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) else None
