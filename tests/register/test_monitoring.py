"""Test the evidence beside the three questions of fact: what cannot be proven is never No."""

import datetime as dt

import pytest

from forms.catalogue import load_form
from forms.model import Fact, Stage
from forms.records import Response
from register.history import fold_history, monitoring_evidence
from tests.register.responses import PRIYA, TOM, half_term_1, half_term_2, returned

ON = dt.date(2026, 12, 1)


def evidence(*responses: Response, on: dt.date = ON) -> dict[str, str]:
    """Return the evidence about Tom and Priya."""
    return dict(monitoring_evidence(fold_history(responses, load_form, on), TOM, PRIYA, on))


def agreement(*signed: tuple[str, str | None, str | None]) -> Response:
    """Return an agreement with these signatures."""
    return returned("ESM-26-0001-A1", Stage.SIGNING, signed=signed)


def test_everything_proven() -> None:
    """Agreement in time, a record of each session."""
    assert evidence(*half_term_1(), *half_term_2()) == {
        "supervisee_name": TOM,
        "supervisee_role": "DSL",
        "form_date": "2026-12-01",
        "supervisor_name": PRIYA,
        "contract_agreed-evidence": "Yes, signed 08/09/2026",
        "sessions_completed-evidence": "2 since 01/09/2026; 2 this year",
        "written_record-evidence": "Yes, 2 of 2 (1 signed by both)",
    }


def test_session_without_record() -> None:
    """An agenda whose day has gone by is no record, and no No either."""
    found = evidence(*half_term_1(), *half_term_2(Stage.AGENDA))
    assert found["written_record-evidence"] == "No evidence in log: 1 of 2 records"
    assert found["sessions_completed-evidence"] == "1 since 01/09/2026; 1 this year"


def test_later_sessions_do_not_count_yet() -> None:
    """An agenda for a day to come is not missing its record."""
    found = evidence(*half_term_1(), *half_term_2(Stage.AGENDA), on=dt.date(2026, 11, 18))
    assert found["written_record-evidence"] == "Yes, 1 of 1 (1 signed by both)"


def test_time_since_the_last_quality_assurance() -> None:
    """The review's own day ends the time before it."""
    review = returned("ESM-26-0090-A4", fields={"qa_date": "2026-10-05"})
    found = evidence(*half_term_1(), *half_term_2(), review)
    assert found["sessions_completed-evidence"] == "1 since 05/10/2026; 2 this year"


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ([], "No evidence in log: no signed agreement"),
        ([("supervisee", TOM, "2026-09-07")], "No evidence in log: signed by the supervisee only"),
        ([("supervisor", PRIYA, "2026-09-07")], "No evidence in log: signed by the supervisor only"),
        (
            [("supervisee", TOM, None), ("supervisor", PRIYA, "2026-09-07")],
            "No evidence in log: signed by both, a date is missing or later than this form",
        ),
        (
            [("supervisee", TOM, "2026-10-01"), ("supervisor", PRIYA, "2026-09-07")],
            "Late: signed 01/10/2026, after the first session on 24/09/2026",
        ),
    ],
)
def test_agreement(signed: list[tuple[str, str | None, str | None]], shown: str) -> None:
    """Signed by both, dated, before the first session: anything less is said, never No."""
    assert evidence(agreement(*signed), *half_term_1()[1:])["contract_agreed-evidence"] == shown


def test_nothing_known() -> None:
    """A pair that the log does not know."""
    found = evidence()
    assert found["written_record-evidence"] == "No evidence in log: no session since 01/09/2026"
    assert "supervisee_role" not in found


def test_other_pairs_do_not_count() -> None:
    """Sessions with another supervisor are theirs."""
    other = returned("ESM-26-0050-A2", header={Fact.SUPERVISOR: "Owen Hart", Fact.SESSION_DATE: "2026-11-20"})
    assert evidence(*half_term_1(), other)["sessions_completed-evidence"] == "1 since 01/09/2026; 1 this year"
