"""A session is cancelled on the last Thursday before half term, and held in the next half term.

Tom Reed cancels at nine o'clock on 22 October; Friday, 6 November, is agreed. Five working days end on
5 November, since the school is closed for a week in between.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from forms.plan import Party, PlannedSession
from tests.stories.cast import PAIR, PRIYA, RECORD, TOM, before, known, new_action, record_comes, session
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_BEFORE, _CANCELLED, _REBOOKED = "ESM-26-0021", "ESM-26-0031", "ESM-26-0032"
_SUMMER = session(_BEFORE, "2026-07-09")
_OCTOBER = session(_CANCELLED, "2026-10-22", planned_start=dt.time(10), sent_on=day("2026-10-08"))


def plan(trust: Trust, *sessions: PlannedSession) -> None:
    """Enter what the Schedule says."""
    trust.plan((TOM, PRIYA), (PAIR,), (_SUMMER, *sessions))


def agenda_of_october(trust: Trust) -> Path:
    """Put the agenda of 22 October into the inbox, with July's action on it."""
    july = record_comes(
        trust,
        _BEFORE,
        "2026-07-09",
        {
            "actual_date": "09/07/2026",
            **new_action("agenda_action", 1, "Share the rota", "Tom Reed", "01/10/2026"),
        },
    )
    facts = known(f"{_CANCELLED}-A2", "2026-10-22", return_by="2026-10-15")
    agenda = trust.make(RECORD, facts, f"{_CANCELLED}-A2.docx", *before([july]))
    return trust.comes_back(RECORD, agenda, {"agenda_items": "Late arrivals"})


def test_without_a_new_date_it_is_said_every_day(open_trust: OpenTrust) -> None:
    """And not on the day of the cancelling itself."""
    trust = open_trust()
    told = replace(_OCTOBER, cancelled_on=day("2026-10-22"))
    plan(trust, told)
    assert not any("has no new date" in one for one in trust.said("2026-10-22", "X19"))
    for date in ("2026-10-23", "2026-10-26", "2026-11-05"):
        assert any("has no new date" in one for one in trust.said(date, "X19"))
        assert any("no reason is entered" in one for one in trust.said(date, "X19"))


def test_rebooked_one_day_too_late(open_trust: OpenTrust) -> None:
    """Both rows stay, the first half term has had no session, and the agenda is used on the new day."""
    trust = open_trust()
    plan(trust, _OCTOBER)
    agenda = agenda_of_october(trust)
    trust.take_in("2026-10-15")
    cancelled = replace(
        _OCTOBER,
        cancelled_on=day("2026-10-22"),
        cancelled_by=Party.SUPERVISEE,
        cancel_reason="A strategy meeting",
        rebooked_to=_REBOOKED,
    )
    plan(trust, cancelled, session(_REBOOKED, "2026-11-06"))
    assert trust.said("2026-10-23", "X19") == []
    (late,) = trust.said("2026-10-23", "X20")
    assert "moved to 06/11/2026; 5 working days end on Thu 5 Nov, closure excluded" in late
    (missed,) = trust.said("2026-10-26", "X01")
    assert "no session was held in Aut1 2026/27" in missed

    form = trust.make(
        RECORD,
        known(f"{_CANCELLED}-A2", "2026-11-06", return_by="2026-10-30"),
        "moved.docx",
        "--continue",
        agenda,
        "--stage",
        "session",
    )
    answers = trust.answers(form)
    assert answers["agenda_items"] == "Late arrivals"
    assert answers["session_date"] == "2026-11-06"
    assert [row["action"] for row in answers["review_previous"]] == ["Share the rota"]
    due = trust.run("due", "--on", "2026-10-24", expected=1).stdout
    assert "Fri 6 Nov  Session: Tom Reed, 06/11/2026" in due
    trust.comes_back(RECORD, form, {"actual_date": "06/11/2026", "actual_length": "60"})
    trust.take_in("2026-11-07")
    row = trust.rows("Sessions", "session_id")[_CANCELLED]
    assert (row["status"], row["actual_date"].date()) == ("Record received", day("2026-11-06"))
    action = trust.rows("Actions", "action_id")[f"{_BEFORE}-A2/4"]
    assert action["times_carried"] == 1
    found = {one["code"] for one in trust.found("2026-12-01") if "6/11/2026" in one["what"]}
    assert found & {"X05", "X25", "X27"} == set()
    assert len(trust.said("2026-12-01", "X20")) == 1
    (only_autumn_1,) = trust.said("2026-12-20", "X01")
    assert "Aut1" in only_autumn_1
