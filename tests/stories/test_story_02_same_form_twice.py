"""In Highcliffe the same form comes back twice, changed: as a PDF on Monday, as a Word copy on Wednesday.

Dana Cole has had second thoughts: Q.8 says something else, and one action is to be done later.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from forms.plan import Person, PlannedSession, Relationship
from tests.stories.cast import new_action
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, Typed, day, fill_in

_FORM = "highcliffe/a2-record-individual"
_SCHOOL = "Highcliffe St Mark"
_SESSION, _REFERENCE = "HCF-26-0007", "HCF-26-0007-A2"
_FIRST: Typed = {
    "q8_training_needs": "Online safety",
    "actual_date": "16/11/2026",
    "actual_length": "60",
    **new_action("actions_agreed", 1, "Order the training packs", "Dana Cole", "04/12/2026"),
    **new_action("actions_agreed", 2, "Ring the helpline about cover", "Ruth Hall", "11/12/2026"),
}
_CHANGED: Typed = {
    **_FIRST,
    "q8_training_needs": "Online safety, and a day on recording",
    "actions_agreed-1-by_when": "18/12/2026",
}
_SIGNED: Typed = {
    "sig_supervisee-name": "Dana Cole",
    "sig_supervisee-date": "17/11/2026",
    "sig_supervisor-name": "Ruth Hall",
    "sig_supervisor-date": "17/11/2026",
}
_KNOWN: Mapping[str, object] = {
    "reference": _REFERENCE,
    "header": {
        "school": _SCHOOL,
        "supervisee": "Dana Cole",
        "supervisor": "Ruth Hall",
        "session_date": "2026-11-16",
    },
}


@pytest.fixture
def trust(open_trust: OpenTrust) -> Trust:
    """Give the school's folder with the session of 16 November planned."""
    made = open_trust("highcliffe", "HCF", (_SCHOOL,))
    people = (
        Person("P-DANA", "Dana Cole", _SCHOOL, "DSL", is_dsl=True),
        Person("P-RUTH", "Ruth Hall", _SCHOOL, "Head", supervisor_trained_on=day("2025-05-01")),
    )
    pair = Relationship("R1", "highcliffe", "P-DANA", "P-RUTH", starts=day("2026-09-01"))
    made.plan(people, (pair,), (PlannedSession(_SESSION, "R1", day("2026-11-16")),))
    return made


def comes_back(trust: Trust, ending: str, typed: Typed) -> Path:
    """Put a copy of the form that went out for the session into the inbox, filled in."""
    form = trust.make(_FORM, _KNOWN, f"out.{ending}", "--stage", "session")
    return trust.comes_back(_FORM, form, typed, f"{_REFERENCE}.{ending}")


def comes_signed(trust: Trust, ending: str, typed: Typed, signatures: Typed, name: str) -> Path:
    """Put the record with these answers into the inbox, signed."""
    form = trust.make(_FORM, _KNOWN, f"out.{ending}", "--stage", "session")
    held = trust.outgoing / f"held.{ending}"
    fill_in(_FORM, form, held, typed)
    return trust.comes_back(_FORM, trust.go_on(_FORM, held, "signing", name), signatures)


def test_later_copy_takes_the_place_of_the_earlier_one(trust: Trust) -> None:
    """One session, the same actions, both changes said field by field, their words to who has the files."""
    earlier = comes_back(trust, "pdf", _FIRST)
    trust.take_in("2026-11-16")
    first = trust.rows("Actions", "action_id")
    later = comes_back(trust, "docx", _CHANGED)
    trust.take_in("2026-11-18")
    assert trust.outcomes() == {f"{_REFERENCE}.pdf": "Superseded", f"{_REFERENCE}.docx": "Accepted"}
    assert [row["session_id"] for row in trust.sheet("Sessions")] == [_SESSION]
    second = trust.rows("Actions", "action_id")
    assert list(second) == list(first)
    moved = f"{_REFERENCE}/1"
    assert second[moved]["due_date"].date() == day("2026-12-18")
    assert {name: row["action_text"] for name, row in second.items()} == {
        name: row["action_text"] for name, row in first.items()
    }
    (note,) = [one for one in trust.found("2026-11-18") if one["code"] == "X29"]
    assert note["severity"] == "Note"
    assert "Q.8 What further training" in note["what"]
    assert "Actions agreed, row 1, By when" in note["what"]
    assert "18/12/2026" not in note["what"]
    compared = json.loads(trust.run("read", "--compare", "--json", earlier, later, expected=1).stdout)
    assert {one["box"]: (one["before"], one["after"]) for one in compared["changes"]} == {
        box: (_FIRST[box], _CHANGED[box]) for box in _CHANGED if _FIRST[box] != _CHANGED[box]
    }
    assert trust.said("2026-11-18", "X12") == []


def test_what_was_signed_and_is_changed_afterwards_counts_as_unsigned(trust: Trust) -> None:
    """Until it is signed again."""
    comes_signed(trust, "pdf", _FIRST, _SIGNED, f"{_REFERENCE} signed.pdf")
    trust.take_in("2026-11-17")
    assert trust.sheet("Sessions")[0]["status"] == "Complete"
    comes_signed(trust, "docx", _CHANGED, _SIGNED, f"{_REFERENCE} signed.docx")
    trust.take_in("2026-11-18")
    (row,) = trust.sheet("Sessions")
    assert (row["status"], row["signed_state"]) == ("Record received", "None")
    assert "X12" in row["exceptions"]
    assert len(trust.said("2026-11-18", "X12")) == 1
    again = {name: text.replace("17/11", "20/11") for name, text in _SIGNED.items()}
    comes_signed(trust, "docx", _CHANGED, again, f"{_REFERENCE} signed again.docx")
    trust.take_in("2026-11-20")
    (row,) = trust.sheet("Sessions")
    assert (row["status"], row["signed_state"]) == ("Complete", "Both")
    assert trust.said("2026-11-20", "X12") == []
    assert len(trust.sheet("Actions")) == 2


def test_word_and_pdf_that_disagree_in_one_import_are_both_held(trust: Trust) -> None:
    """Nothing says which is newer: a person takes that import back, takes one out, and it counts."""
    pdf = comes_back(trust, "pdf", _FIRST)
    comes_back(trust, "docx", _CHANGED)
    trust.take_in("2026-11-18")
    assert set(trust.outcomes().values()) == {"Needs review"}
    (row,) = trust.sheet("Sessions")
    assert row["status"] == "Needs review"
    assert len(trust.said("2026-11-18", "X41")) == 1
    trust.run("extract", "--undo", "1", "--on", "2026-11-18")
    pdf.unlink()
    trust.take_in("2026-11-18")
    assert trust.sheet("Sessions")[0]["status"] == "Record received"
    assert trust.rows("Actions", "action_id")[f"{_REFERENCE}/1"]["due_date"].date() == day("2026-12-18")
    assert trust.said("2026-11-18", "X41") == []
