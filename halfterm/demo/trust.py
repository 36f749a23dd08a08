"""The invented trust: its people, its half terms, and the review at the end of them."""

from __future__ import annotations

import datetime as dt

from halfterm.demo.amara import AMARA_WITH_PRIYA
from halfterm.demo.story import Answers, Person, Review, Story
from halfterm.demo.tom import TOM_WITH_PRIYA

SIGN_RECORD = "Sign the record of 1 December: it carries one signature only."

_REVIEW = Review(
    "ESM-26-0061-A4",
    AMARA_WITH_PRIYA,
    dt.date(2026, 12, 9),
    Answers(
        {
            "contract_agreed": "Yes",
            "sessions_completed": "2",
            "written_record": "Yes",
            "ev_reflection": "Yes",
            "ev_alternatives": "Yes",
            "ev_dynamics": "Yes",
            "ev_feelings": "Yes",
            "ev_feedback": "Yes",
            "ev_validated": "Yes",
            "ev_workload": "Yes",
            "ev_prof_dev": "Yes",
            "ev_opportunities": "No",
            "general_comments": (
                "Both came prepared and the records show it. What was agreed in October had been "
                "done by December.\n"
                "Workload was named early, and something was done about it rather than only noted."
            ),
            "key_actions-1-action": SIGN_RECORD,
            "key_actions-1-who": "Priya Shah",
            "key_actions-1-by_when": "08/01/2027",
            "key_actions-1-status": "Not started",
            "additional_comments": "A place on the spring course would answer the last question.",
            "qa_date": "11/12/2026",
        }
    ),
)

STORY = Story(
    supervisor=Person("Priya Shah", "Trust Safeguarding Lead"),
    qa_lead=Person("Helen Marsh", "Director of Education"),
    half_terms=("autumn-1", "autumn-2"),
    pairs=(TOM_WITH_PRIYA, AMARA_WITH_PRIYA),
    review=_REVIEW,
    on=dt.date(2026, 12, 18),
)
