"""At the quarter's end the QA lead looks at Tom Reed's supervision, and counts one session too many.

Two sessions were held; one record is signed. She answers Appendix 4 on 1 December.
"""

import pdfplumber
import pytest

from tests.stories.cast import PAIR, PRIYA, SCHOOL, TOM, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_QA = "esteem/a4-monitoring"
_JUDGED = ("reflection", "alternatives", "dynamics", "feelings", "feedback", "validated", "workload")


def two_sessions(trust: Trust) -> None:
    """Take in a signed record of September and an unsigned one of November."""
    trust.plan(
        (TOM, PRIYA), (PAIR,), (session("ESM-26-0031", "2026-09-24"), session("ESM-26-0042", "2026-11-19"))
    )
    first = {"actual_date": "2026-09-24", "agenda_items": "Forms"}
    record_comes(
        trust, "ESM-26-0031", "2026-09-24", signed("28/09/2026", "29/09/2026"), stage="signing", fields=first
    )
    record_comes(trust, "ESM-26-0042", "2026-11-19", {"actual_date": "19/11/2026"})
    trust.take_in("2026-11-20")


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_quarter_end(open_trust: OpenTrust, ending: str) -> None:
    """Her answers stand beside what the log shows, the next review has its day, and the log stays."""
    trust = open_trust()
    two_sessions(trust)
    sessions = trust.sheet("Sessions")
    facts = {
        "reference": "ESM-26-0090-A4",
        "header": {"school": SCHOOL, "supervisee": "Tom Reed", "supervisor": "Priya Shah"},
        "fields": {"form_date": "2026-12-01"},
    }
    form = trust.make(_QA, facts, f"ESM-26-0090-A4.{ending}")
    answers = trust.answers(form)
    assert all(answers[f"ev_{name}"] is None for name in _JUDGED)
    assert answers["contract_agreed"] is answers["sessions_completed"] is answers["written_record"] is None
    typed = {
        "contract_agreed": "No",
        "sessions_completed": "3",
        "written_record": "Yes",
        **{f"ev_{name}": "Yes" for name in _JUDGED},
        "general_comments": "Calm and regular.",
        "qa_date": "01/12/2026",
        "qa_name": "Helen Marsh",
    }
    trust.comes_back(_QA, form, typed)
    trust.take_in("2026-12-02")
    reviews = {row["state"]: row for row in trust.sheet("QA_Reviews")}
    review = reviews["Done"]
    assert reviews["To do"]["qa_due"].date() == day("2027-03-01")
    assert (review["sessions_completed"], review["sessions_confirmed"]) == (2, 3)
    assert (review["ev_reflection"], review["ev_opportunities"]) == ("Yes", None)
    assert (review["qa_name"], review["next_qa_due"].date()) == ("Helen Marsh", day("2027-03-01"))
    assert len(trust.said("2026-12-02", "X38")) == 1
    assert trust.sheet("Sessions") == sessions
    assert trust.said("2026-12-02", "X23") == []
    assert len(trust.said("2027-03-02", "X23")) == 1


def test_then_the_phone_rings(open_trust: OpenTrust) -> None:
    """Two pages of the school lie there, and Tom's form with what the log shows beside its questions."""
    trust = open_trust()
    two_sessions(trust)
    trust.run("report", "--on", "2026-12-01")
    with pdfplumber.open(trust.folder / "reports" / SCHOOL / "2026-12-01 inspection summary.pdf") as pdf:
        assert len(pdf.pages) == 2
        words = " ".join(page.extract_text() for page in pdf.pages)
    assert SCHOOL in words
    assert "Tom Reed" not in words  # it counts, and lists nobody
    (form,) = (trust.folder / "outbox" / "Quality assurance").iterdir()
    answers = trust.answers(form)
    assert answers["written_record-evidence"] == "Yes, 2 of 2 (1 signed by both)"
    assert all(answers[f"ev_{name}"] is None for name in _JUDGED)
