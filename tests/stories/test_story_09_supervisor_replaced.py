"""Priya Shah is away from 2 November; Owen Hart is appointed from 16 November.

Tom's record of October is still unsigned, and the agenda that Priya had sent out comes back late.
"""

from dataclasses import replace

import pytest

from forms.plan import Party, Person, Relationship
from tests.stories.cast import (
    PRIYA,
    RECORD,
    SCHOOL,
    TOM,
    agreement_comes,
    before,
    known,
    new_action,
    record_comes,
    session,
    signed,
)
from tests.stories.conftest import OpenTrust
from tests.stories.trust import day

_QA = "esteem/a4-monitoring"
_OCTOBER, _NOVEMBER = "ESM-26-0031", "ESM-26-0042"
_OWEN = Person("P-OWEN", "Owen Hart", SCHOOL, "Lead", supervisor_trained_on=day("2026-05-01"))
_AWAY = replace(PRIYA, absent_from=day("2026-11-02"))
_BEFORE = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"), ends=day("2026-11-15"))
_SINCE = Relationship("R2", "esteem", "P-TOM", "P-OWEN", starts=day("2026-11-16"), follows="R1")


def test_supervisor_is_replaced(open_trust: OpenTrust) -> None:
    """What Priya sent out still counts, her actions stay hers, and Owen needs an agreement of his own."""
    trust = open_trust()
    sessions = (session(_OCTOBER, "2026-10-08"), session(_NOVEMBER, "2026-11-26", "R2"))
    open_pair = replace(_BEFORE, ends=None)
    trust.plan((TOM, PRIYA), (open_pair,), (sessions[0], replace(sessions[1], rel_id="R1")))
    agreement_comes(trust, "docx")
    action = new_action("agenda_action", 1, "Ask for a place", "Priya Shah", "27/11/2026")
    held = {"agenda_items": "Places", "actual_date": "08/10/2026", "actual_length": "60"}
    october = record_comes(trust, _OCTOBER, "2026-10-08", {**held, **action})
    trust.take_in("2026-10-09")
    sent = trust.make(RECORD, known(f"{_NOVEMBER}-A2", "2026-11-26"), "sent.docx", *before([october]))

    trust.plan((TOM, _AWAY, _OWEN), (_BEFORE, _SINCE), sessions)
    trust.comes_back(RECORD, sent, {"agenda_items": "Who asks for places now"})
    trust.take_in("2026-11-18")
    assert trust.outcomes()["sent.docx"] == "Accepted"
    (note,) = [one for one in trust.found("2026-11-18") if one["code"] == "X25"]
    assert note["severity"] == "Note"
    assert "supervisor at issue: Priya Shah; now Owen Hart" in note["what"]
    (asked,) = trust.said("2026-11-27", "X21")
    assert "Agreement of Tom Reed with Owen Hart: no new one" in asked
    assert trust.said("2026-11-27", "X44") == []
    (orphan,) = trust.said("2026-11-18", "X13")
    assert "is for Priya Shah, who is away for long" in orphan
    made = trust.make(
        RECORD,
        known(f"{_NOVEMBER}-A2", "2026-11-26", supervisor="Owen Hart"),
        "anew.docx",
        *before([october]),
    )
    answers = trust.answers(made)
    assert answers["supervisor"] == "Owen Hart"
    assert [row["who"] for row in answers["review_previous"]] == ["Priya Shah"]
    assert [(row["owner"], row["status"]) for row in trust.sheet("Actions")] == [("Priya Shah", "Open")]


def test_record_of_before_is_signed_by_the_one_who_held_it(open_trust: OpenTrust) -> None:
    """Priya's name on October's record is right, although Owen supervises now; Owen's would not be."""
    trust = open_trust()
    sessions = (session(_OCTOBER, "2026-10-08"), session(_NOVEMBER, "2026-11-26", "R2"))
    trust.plan((TOM, _AWAY, _OWEN), (_BEFORE, _SINCE), sessions)
    typed = signed("20/11/2026", "23/11/2026")
    held = {"actual_date": "2026-10-08"}
    record_comes(trust, _OCTOBER, "2026-10-08", typed, stage="signing", fields=held)
    trust.take_in("2026-11-24")
    assert trust.said("2026-11-24", "X09") == []
    by_owen = {**typed, "sig_supervisor-name": "Owen Hart"}
    record_comes(trust, _OCTOBER, "2026-10-08", by_owen, name="again.docx", stage="signing", fields=held)
    trust.take_in("2026-11-25")
    (said,) = trust.said("2026-11-25", "X09")
    assert "Owen Hart has signed as supervisor; expected Priya Shah" in said


def test_signature_that_will_never_come(open_trust: OpenTrust) -> None:
    """Priya cannot sign October's record: with a reason in the Schedule it is complete without her."""
    trust = open_trust()
    october = session(_OCTOBER, "2026-10-08")
    held = {"actual_date": "2026-10-08", "actual_length": 60}
    by_tom = signed("20/10/2026", "21/10/2026")
    typed = {box: text for box, text in by_tom.items() if "supervisee" in box}
    record_comes(trust, _OCTOBER, "2026-10-08", typed, stage="signing", fields=held)
    for reason, codes, state in (
        (None, {"X08"}, ("Part signed", "Supervisee only")),
        ("Absent until further notice", set(), ("Complete", "Supervisee only")),
    ):
        unable = replace(october, unable_to_sign=Party.SUPERVISOR, unable_reason=reason)
        trust.plan((TOM, _AWAY, _OWEN), (_BEFORE, _SINCE), (unable, session(_NOVEMBER, "2026-11-26", "R2")))
        trust.take_in("2026-12-10")
        assert {one["code"] for one in trust.found("2026-12-10")} & {"X07", "X08"} == codes
        row = trust.sheet("Sessions")[0]
        assert (row["status"], row["signed_state"]) == state


def test_what_had_gone_out_goes_out_again(open_trust: OpenTrust) -> None:
    """In Owen's folder and with his name, late; what Priya had sent still counts when it comes."""
    trust = open_trust()
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('domains = ["school.example"]\n')
    tom, priya, owen = (
        replace(one, email=f"{one.name.split()[0].lower()}@school.example") for one in (TOM, PRIYA, _OWEN)
    )
    planned = session(_NOVEMBER, "2026-11-26")
    trust.plan((tom, priya), (replace(_BEFORE, ends=None),), (planned,))
    trust.run("prepare", "--on", "2026-11-12")
    mine = trust.folder / "outbox" / "Priya Shah"
    (draft,) = mine.glob("*.eml")
    (mine / "sent").mkdir(exist_ok=True)
    draft.rename(mine / "sent" / "1.eml")
    (agenda,) = mine.glob(f"{_NOVEMBER} agenda - */{_NOVEMBER}-A2 *")
    sent = trust.outgoing / "sent.docx"
    sent.write_bytes(agenda.read_bytes())
    trust.run("prepare", "--on", "2026-11-13")
    assert not agenda.exists()

    away = replace(priya, absent_from=day("2026-11-02"))
    trust.plan((tom, away, owen), (_BEFORE, _SINCE), (replace(planned, rel_id="R2"),))
    done = trust.run("prepare", "--on", "2026-11-16")
    assert f"{_NOVEMBER} agenda for Tom Reed, Thu 26 Nov: " in done.stdout
    assert "late, it was to go out by Thu 12 Nov" in done.stdout
    (anew,) = (trust.folder / "outbox" / "Owen Hart").glob(f"{_NOVEMBER} agenda - */{_NOVEMBER}-A2 *")
    assert trust.answers(anew)["supervisor"] == "Owen Hart"

    trust.comes_back(RECORD, sent, {"agenda_items": "Who asks for places now"})
    trust.take_in("2026-11-18")
    assert trust.outcomes()["sent.docx"] == "Accepted"
    (note,) = [one for one in trust.found("2026-11-18") if one["code"] == "X25"]
    assert "supervisor at issue: Priya Shah; now Owen Hart" in note["what"]


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_review_is_about_both(open_trust: OpenTrust, ending: str) -> None:
    """Appendix 4 names both and counts the sessions of both; it comes back as that, and Owen's it is."""
    trust = open_trust()
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'reviews_in = "{"PDF" if ending == "pdf" else "Word"}"\n')
    sessions = (session(_OCTOBER, "2026-10-08"), session(_NOVEMBER, "2026-11-26", "R2"))
    trust.plan((TOM, _AWAY, _OWEN), (_BEFORE, _SINCE), sessions)
    agreement_comes(trust, "docx")
    held = {"actual_date": "2026-10-08"}
    record_comes(
        trust, _OCTOBER, "2026-10-08", signed("20/10/2026", "21/10/2026"), stage="signing", fields=held
    )
    by_owen = {"supervisor": "Owen Hart"}
    record_comes(trust, _NOVEMBER, "2026-11-26", {"actual_date": "26/11/2026"}, header=by_owen)
    trust.take_in("2026-11-27")
    trust.run("report", "--on", "2026-12-14")
    (form,) = (trust.folder / "outbox" / "Quality assurance").glob(f"*.{ending}")
    answers = trust.answers(form)
    assert answers["supervisor_name"] == "Owen Hart (to 15/11/2026: Priya Shah)"
    assert answers["sessions_completed-evidence"] == "2 since 01/09/2026; 2 this year"
    assert answers["written_record-evidence"] == "Yes, 2 of 2 (1 signed by both)"
    assert answers["contract_agreed-evidence"] == (
        "Priya Shah: Yes, signed 08/09/2026; Owen Hart: No evidence in log: no signed agreement"
    )
    typed = {"contract_agreed": "No", "sessions_completed": "2", "written_record": "Yes"}
    trust.comes_back(_QA, form, {**typed, "qa_date": "14/12/2026", "qa_name": "Helen Marsh"})
    trust.take_in("2026-12-15")
    assert trust.outcomes()[form.name] == "Accepted"
    assert trust.said("2026-12-15", "X38") == trust.said("2026-12-15", "X25") == []
    review, coming = sorted(trust.sheet("QA_Reviews"), key=lambda row: str(row["state"]))
    assert (review["rel_id"], review["supervisor"], review["sessions_completed"]) == ("R2", "Owen Hart", 2)
    assert (coming["rel_id"], coming["qa_due"].date()) == ("R2", day("2027-03-14"))
