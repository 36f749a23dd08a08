"""Where the policies' forms keep what the log calls by one name.

The forms differ and their ids are fixed. A form that is not in the table, such as one of a policy from
another folder, is looked through for the ids that the others use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from forms.records import Answer, Response, State


class Fields(StrEnum):
    """What the log asks of a form."""

    SUPERVISEE_ROLE = "supervisee_role"
    ACTUAL_DATE = "actual_date"
    ACTUAL_LENGTH = "actual_length"
    NEXT_SESSION_DATE = "next_session_date"
    DISAGREEMENT = "disagreement"
    DISAGREEMENT_NOTE = "disagreement_note"
    CHILD_NAMES = "child_names"
    """Names of children or families: a field, or TABLE.COLUMN."""
    CASES = "cases"
    """The table of a record or summary whose rows are cases: TABLE.COLUMN of the case's name or reference."""
    ATTENDANCE = "attendance"
    """Those who come to a group session: TABLE.COLUMN of the name."""
    CAME = "came"
    """Whether somebody of the attendance came: TABLE.COLUMN."""
    CASE_STATUS = "case_status"
    FILE_SEEN = "file_seen"
    LOGS_UP_TO_DATE = "logs_up_to_date"
    CHRONOLOGY_UP_TO_DATE = "chronology_up_to_date"
    QA_DATE = "qa_date"
    QA_PREPARED = "form_date"
    QA_NAME = "qa_name"
    QA_TYPE = "supervision_type"
    QA_CONTRACT = "contract_agreed"
    QA_SESSIONS = "sessions_completed"
    QA_RECORDS = "written_record"
    QA_GENERAL = "general_comments"
    QA_ADDITIONAL = "additional_comments"


_HELD = {
    Fields.ACTUAL_DATE: ("actual_date",),
    Fields.ACTUAL_LENGTH: ("actual_length",),
    Fields.NEXT_SESSION_DATE: ("next_session_date",),
}
"""What every record of a session has, most of it added."""
_DISAGREED = {
    Fields.DISAGREEMENT: ("disagreement",),
    Fields.DISAGREEMENT_NOTE: ("disagreement_note",),
}
_CASELOAD = ("q2_caseload.pupil", "q3_referrals.pupil")

FIELD_IDS: Mapping[str, Mapping[Fields, tuple[str, ...]]] = {
    "esteem/a2-record": {**_HELD, **_DISAGREED, Fields.SUPERVISEE_ROLE: ("job_title",)},
    "esteem/a3-case-notes": {
        Fields.CHILD_NAMES: ("child_name",),
        Fields.CASE_STATUS: ("case_status",),
        Fields.LOGS_UP_TO_DATE: ("logs_up_to_date",),
        Fields.CHRONOLOGY_UP_TO_DATE: ("chronology_up_to_date",),
    },
    "esteem/a4-monitoring": {
        Fields.SUPERVISEE_ROLE: ("supervisee_role",),
        **{name: (name.value,) for name in Fields if name.name.startswith("QA_")},
    },
    "highcliffe/a2-record-individual": {
        **_HELD,
        Fields.SUPERVISEE_ROLE: ("supervisee_role",),
        Fields.CHILD_NAMES: _CASELOAD,
    },
    "highcliffe/a3-record-group": {
        **_HELD,
        Fields.ATTENDANCE: ("in_attendance.name",),
        Fields.CAME: ("in_attendance.came",),
        Fields.CHILD_NAMES: _CASELOAD,
    },
    "highcliffe/a4-case-summary": {
        Fields.CASES: ("cases.name",),
        Fields.CHILD_NAMES: ("cases.name",),
        Fields.FILE_SEEN: ("cases.file_seen",),
    },
    "green-gates/a1-agreement-internal": {Fields.SUPERVISEE_ROLE: ("party2_position",)},
    "green-gates/a1-agreement-external": {Fields.SUPERVISEE_ROLE: ("party2_position",)},
    "green-gates/a2-record": {
        **_HELD,
        **_DISAGREED,
        Fields.SUPERVISEE_ROLE: ("supervisee_position",),
        Fields.CASES: ("cases_list.case",),
        Fields.CHILD_NAMES: ("cases_list.case",),
    },
    "green-gates/a3-case-proforma": {Fields.CHILD_NAMES: ("child_name",)},
    "harewood/a2-record": {
        **_HELD,
        **_DISAGREED,
        Fields.NEXT_SESSION_DATE: ("i7_next",),
        Fields.ATTENDANCE: ("attendees.name",),
        Fields.CASES: ("i3_cases.family",),
        Fields.CHILD_NAMES: ("i3_cases.family",),
    },
    "harewood/a3-caseload-record": {
        Fields.CHILD_NAMES: ("children.name", "family_name"),
        Fields.CASE_STATUS: ("current_status",),
    },
    "harewood/a4-decision-record": {Fields.CHILD_NAMES: ("child_or_family",)},
    "ashbury-meadow/b-agenda": {Fields.NEXT_SESSION_DATE: ("a13",)},
    "ashbury-meadow/c-notes-actions": {**_HELD, **_DISAGREED},
}
"""Form -> what the log asks -> the ids that answer it there, the first that is answered before the others."""

JUDGEMENTS = (
    "ev_reflection", "ev_alternatives", "ev_dynamics", "ev_feelings", "ev_feedback",
    "ev_validated", "ev_workload", "ev_prof_dev", "ev_opportunities",
)  # fmt: skip
"""The Yes/No questions of judgement on a monitoring form."""


def ids_of(form: str, asked: Fields) -> tuple[str, ...]:
    """Return the ids (FIELD or TABLE.COLUMN) that answer what is asked on a form."""
    if form in FIELD_IDS:
        return FIELD_IDS[form].get(asked, ())
    everywhere = (name for fields in FIELD_IDS.values() for name in fields.get(asked, ()))
    return tuple(dict.fromkeys(everywhere))


def answer_of(response: Response, asked: Fields) -> Answer | None:
    """Return the first answer that the form has to what is asked, a filled one if there is any."""
    fields = (response.fields.get(name) for name in ids_of(response.form, asked))
    answers = [answer for answer in fields if answer is not None]
    return next((one for one in answers if one.value is not None), next(iter(answers), None))


def text_of(response: Response, asked: Fields) -> str | None:
    """Return that answer as text; None where it is blank, contradictory or not text."""
    answer = answer_of(response, asked)
    return answer.value if answer is not None and isinstance(answer.value, str) else None


def number_of(response: Response, asked: Fields) -> int | None:
    """Return that answer as a whole number, None where it is not surely one."""
    answer = answer_of(response, asked)
    value = answer.value if answer is not None else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) else None


def texts_of(response: Response, asked: Fields) -> Iterator[str]:
    """Yield every text that answers what is asked: of fields, and of the rows of tables."""
    for name in ids_of(response.form, asked):
        field, dot, _ = name.partition(".")
        if dot:
            yield from (text for _, text in cells_of(response, name))
        elif (text := response.text(field)) is not None:
            yield text


def cells_of(response: Response, name: str) -> Iterator[tuple[int, str]]:
    """Yield (row number from 1, text) of the filled cells of a column, TABLE.COLUMN."""
    table, _, column = name.partition(".")
    answer = response.fields.get(table)
    for number, cells in (answer.cells or {}).items() if answer is not None else ():
        cell = cells.get(column)
        value = cell.value if cell is not None and cell.state is not State.CONFLICT else None
        if isinstance(value, str) and value.strip():
            yield number, value
