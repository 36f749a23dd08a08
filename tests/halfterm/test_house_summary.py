"""A policy without a monitoring form: the house's own summary, where the trust asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.plan import Person, PlannedSession, Relationship
from tests.halfterm.house_value import type_house_value
from tests.stories.trust import Trust, day

_RECORD, _SUMMARY = "highcliffe/a2-record-individual", "highcliffe/house-summary"
_SCHOOL, _ON = "Alder Grove Primary", "2026-11-28"
_PEOPLE = (
    Person("P-TOM", "Tim Ford", _SCHOOL, "Teacher"),
    Person("P-PRIYA", "Priya Shah", _SCHOOL, "Lead", is_dsl=True),
)
_SESSIONS = {"HSM-26-0001": "2026-09-24", "HSM-26-0002": "2026-12-10"}
_PAIR = Relationship("R1", "highcliffe", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Return a trust with one session, whose record came back."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Trust(tmp_path / "trust", "highcliffe", (_SCHOOL,))
    made.run("init", made.folder, "--policy", "highcliffe", "--prefix", "HSM", "--school", _SCHOOL)
    monkeypatch.chdir(made.folder)
    made.plan(
        _PEOPLE, (_PAIR,), tuple(PlannedSession(one, "R1", day(date)) for one, date in _SESSIONS.items())
    )
    _record_comes_back(made, "HSM-26-0001")
    made.take_in(_ON)
    return made


def _record_comes_back(trust: Trust, session: str) -> None:
    date = _SESSIONS[session]
    header = {"school": _SCHOOL, "supervisee": "Tim Ford", "supervisor": "Priya Shah", "session_date": date}
    known = {"reference": f"{session}-A2", "header": header, "fields": {"actual_date": date}}
    record = trust.make(_RECORD, known, f"{session}-A2.docx")
    trust.comes_back(_RECORD, record, {"q9_workload": "Heavy"})


def _made(trust: Trust) -> list[Path]:
    trust.run("report", "--on", _ON)
    folder = trust.folder / "outbox" / "Quality assurance"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_none_is_made_until_somebody_asks(trust: Trust) -> None:
    """The policy asks for none, so nothing is due, and nothing is overdue either."""
    assert _made(trust) == []
    assert [one for one in trust.found("2028-11-28") if one["code"] == "X23"] == []


def test_it_comes_back_as_a_review(trust: Trust) -> None:
    """Pre-filled with what the log shows; what it says otherwise is told, and its actions go on."""
    type_house_value(trust.folder / "monitoring.xlsx", "H-QA", "months", "2")
    (path,) = _made(trust)
    assert path.name == "HSM-26-0001-Q Tim Ford.docx"
    known = trust.answers(path)
    assert known["sessions_completed-evidence"] == "1 since 01/09/2026; 1 this year"
    assert (known["supervisee_role"], known["supervisor_role"]) == ("Teacher", "Lead")
    assert known["judged_practice"] is known["contract_agreed"] is None
    (finding,) = [one for one in trust.found(_ON) if one["code"] == "X23"]
    assert finding["severity"] == "Note"
    assert finding["clause"].startswith("This is a house default")
    typed = {
        "sessions_completed": "3",
        "judged_practice": "Yes",
        "judged_workload": "No",
        "key_actions-1-action": "Plan lighter weeks",
        "key_actions-1-who": "Priya Shah",
        "qa_date": "2026-11-27",
        "qa_name": "Gail Moss",
    }
    trust.comes_back(_SUMMARY, path, typed)
    trust.take_in(_ON)
    (review,) = [row for row in trust.sheet("QA_Reviews") if row["state"] == "Done"]
    assert (review["qa_id"], review["qa_name"]) == ("HSM-26-0001-Q", "Gail Moss")
    assert review["key_actions"] == "Plan lighter weeks (Priya Shah, no date, Open)"
    assert trust.said(_ON, "X38") == [
        "Monitoring form HSM-26-0001-Q: the log says otherwise (Sessions: form 3, log 1)."
    ]
    # The next one is due two months on, carries the action, and judges nothing.
    _record_comes_back(trust, "HSM-26-0002")
    trust.take_in("2026-12-12")
    trust.run("report", "--on", "2027-01-10")
    (later,) = [one for one in path.parent.iterdir() if one != path]
    carried = trust.answers(later)
    assert "Plan lighter weeks" in str(carried)
    assert carried["judged_practice"] is None
