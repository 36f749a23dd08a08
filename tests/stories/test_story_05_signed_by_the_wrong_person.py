"""In Highcliffe a record comes back unsigned, then signed by the wrong person.

First "D Cole" is typed on both lines; then the office manager signs for Ruth Hall. Dana Cole's colleagues
call her Di.
"""

import pytest

from forms.plan import Person, PlannedSession, Relationship
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day, fill_in

_FORM = "highcliffe/a2-record-individual"
_SCHOOL = "Highcliffe St Mark"
_REFERENCE = "HCF-26-0007-A2"
_DANA = Person("P-DANA", "Dana Cole", _SCHOOL, "DSL", aliases=("Di Cole",), is_dsl=True)
_RUTH = Person("P-RUTH", "Ruth Hall", _SCHOOL, "Head", supervisor_trained_on=day("2025-05-01"))
_OFFICE = Person("P-MO", "Mo Finch", _SCHOOL, "Office manager")


def plan(trust: Trust, *deputies: str) -> None:
    """Enter the pair; deputies may sign for the supervisor."""
    pair = Relationship(
        "R1",
        "highcliffe",
        "P-DANA",
        "P-RUTH",
        starts=day("2026-09-01"),
        deputies=deputies,
        deputies_reason="Ruth Hall is at a conference" if deputies else None,
    )
    trust.plan((_DANA, _RUTH, _OFFICE), (pair,), (PlannedSession("HCF-26-0007", "R1", day("2026-11-16")),))


@pytest.fixture
def trust(open_trust: OpenTrust) -> Trust:
    """Give the school's folder with one session planned."""
    made = open_trust("highcliffe", "HCF", (_SCHOOL,))
    plan(made)
    return made


def comes_signed(trust: Trust, supervisee: str, supervisor: str, name: str) -> None:
    """Put the record into the inbox with these names on its lines; nobody fills in the added dates."""
    facts = {
        "reference": _REFERENCE,
        "header": {
            "school": _SCHOOL,
            "supervisee": "Dana Cole",
            "supervisor": "Ruth Hall",
            "session_date": "2026-11-16",
        },
    }
    form = trust.make(_FORM, facts, "out.docx", "--stage", "session")
    held = trust.outgoing / "held.docx"
    fill_in(_FORM, form, held, {"actual_date": "16/11/2026", "actual_length": "60"})
    laid_out = trust.go_on(_FORM, held, "signing", name)
    names = {"sig_supervisee-name": supervisee, "sig_supervisor-name": supervisor}
    trust.comes_back(_FORM, laid_out, {box: text for box, text in names.items() if text})


def codes(trust: Trust, on: str) -> set[str]:
    """Return what is found of signatures on a day."""
    return {one["code"] for one in trust.found(on)} & {"X07", "X08", "X09", "X10", "X11"}


def test_one_name_on_both_lines(trust: Trust) -> None:
    """It is said once, and no date is asked for: the printed form has no room for one."""
    comes_signed(trust, "D Cole", "D Cole", "first.docx")
    trust.take_in("2026-11-18")
    assert codes(trust, "2026-11-18") == {"X11"}
    (said,) = trust.said("2026-11-18", "X11")
    assert "D Cole stands as signature of both people" in said


def test_office_manager_signs_for_the_supervisor(trust: Trust) -> None:
    """That is nobody who was to sign; entered as a deputy with a reason, it is right."""
    comes_signed(trust, "Dana Cole", "Mo Finch", "second.docx")
    trust.take_in("2026-11-20")
    (said,) = trust.said("2026-11-20", "X09")
    assert "Mo Finch has signed as supervisor; expected Ruth Hall" in said
    assert trust.sheet("Sessions")[0]["signed_state"] == "Supervisee only"
    plan(trust, "P-MO")
    assert codes(trust, "2026-11-20") == set()
    trust.take_in("2026-11-20")
    assert trust.sheet("Sessions")[0]["signed_state"] == "Both"


def test_nickname_of_the_roster_passes(trust: Trust) -> None:
    """Di Cole is Dana Cole."""
    comes_signed(trust, "Di Cole", "Ruth Hall", "third.docx")
    trust.take_in("2026-11-20")
    assert codes(trust, "2026-11-20") == set()
    assert trust.sheet("Sessions")[0]["status"] == "Complete"


def test_only_the_supervisee_has_signed(trust: Trust) -> None:
    """The log says so."""
    comes_signed(trust, "Dana Cole", "", "fourth.docx")
    trust.take_in("2026-11-20")
    assert trust.sheet("Sessions")[0]["signed_state"] == "Supervisee only"
