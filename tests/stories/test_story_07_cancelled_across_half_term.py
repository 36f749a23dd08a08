"""A session is cancelled on the last Thursday before half term, and held in the next half term.

Tom Reed cancels at nine o'clock on 22 October; Friday, 6 November, is agreed. Five working days end on
5 November, since the school is closed for a week in between.
"""

import datetime as dt
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from forms.plan import Party, PlannedSession
from tests.halfterm.outbox_trust import PRIYA_REACHED, TOM_REACHED
from tests.stories.cast import PAIR, RECORD, new_action, record_comes, session
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_BEFORE, _CANCELLED, _REBOOKED = "ESM-26-0021", "ESM-26-0031", "ESM-26-0032"
_SUMMER = session(_BEFORE, "2026-07-09")
_OCTOBER = session(_CANCELLED, "2026-10-22", planned_start=dt.time(10))
_NOVEMBER = session(_REBOOKED, "2026-11-06", planned_start=dt.time(14))
_MOVED = replace(
    _OCTOBER,
    cancelled_on=day("2026-10-22"),
    cancelled_by=Party.SUPERVISEE,
    cancel_reason="A strategy meeting",
    rebooked_to=_REBOOKED,
)


def plan(trust: Trust, *sessions: PlannedSession) -> None:
    """Enter what the Schedule says."""
    pair = replace(PAIR, starts=day("2025-09-01"))
    trust.plan((TOM_REACHED, PRIYA_REACHED), (pair,), (_SUMMER, *sessions))


def july_comes(trust: Trust) -> None:
    """Take in the record of 9 July, on which one action was agreed."""
    record_comes(
        trust,
        _BEFORE,
        "2026-07-09",
        {
            "actual_date": "09/07/2026",
            **new_action("agenda_action", 1, "Share the rota", "Tom Reed", "01/10/2026"),
        },
    )
    trust.take_in("2026-07-10")


def prepared(trust: Trust, on: str, pack: str) -> Path:
    """Lay the outbox out on a day, and return the record in a pack."""
    trust.run("prepare", "--on", on)
    (found,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{pack} - Tom Reed/*-A2 *.docx")
    return found


def mailed(trust: Trust, pack: str) -> str:
    """Return the words of the draft of a pack, as one line."""
    draft = trust.folder / "outbox" / "Priya Shah" / f"{pack} - Tom Reed.eml"
    body = message_from_bytes(draft.read_bytes(), policy=default).get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return " ".join(body.get_content().split())


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
    trust = open_trust(settings=('domains = ["school.example"]',))
    plan(trust, _OCTOBER)
    july_comes(trust)
    agenda = prepared(trust, "2026-10-08", f"{_CANCELLED} agenda")
    assert trust.read(agenda)["header"]["return_by"] == "2026-10-15"
    trust.comes_back(RECORD, agenda, {"agenda_items": "Late arrivals"})
    trust.take_in("2026-10-15")
    plan(trust, _MOVED, _NOVEMBER)
    assert trust.said("2026-10-23", "X19") == []
    (late,) = trust.said("2026-10-23", "X20")
    assert "moved to 06/11/2026; 5 working days end on Thu 5 Nov, closure excluded" in late
    (missed,) = trust.said("2026-10-26", "X01")
    assert "no session was held in Aut1 2026/27" in missed

    form = prepared(trust, "2026-10-23", f"{_CANCELLED} session")
    answers = trust.answers(form)
    assert answers["agenda_items"] == "Late arrivals"
    header = trust.read(form)["header"]
    assert (header["session_date"], header["session_time"]) == ("2026-11-06", "14:00")
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


def test_agenda_that_is_not_back_goes_out_anew(open_trust: OpenTrust) -> None:
    """The days on the form and in the draft are those of the new day; the old draft is taken away."""
    trust = open_trust(settings=('domains = ["school.example"]',))
    plan(trust, _OCTOBER)
    july_comes(trust)
    old = prepared(trust, "2026-10-08", f"{_CANCELLED} agenda")
    assert "is on Thu 22 Oct 2026 at 10:00" in mailed(trust, f"{_CANCELLED} agenda")
    plan(trust, _MOVED, _NOVEMBER)
    new = prepared(trust, "2026-10-23", f"{_REBOOKED} agenda")
    assert not old.exists()
    # A week before 6 November is in the holiday, so the last school day before it counts.
    header = trust.read(new)["header"]
    assert (header["session_date"], header["return_by"]) == ("2026-11-06", "2026-10-23")
    said = mailed(trust, f"{_REBOOKED} agenda")
    assert "is on Fri 6 Nov 2026 at 14:00" in said
    assert "Please return them by Fri 23 Oct 2026" in said
    (laid_out,) = [
        line
        for line in trust.run("prepare", "--on", "2026-10-26").stdout.splitlines()
        if line.startswith(f"{_REBOOKED} agenda for Tom Reed, Fri 6 Nov: ")
    ]
    assert "late, it was to go out by Fri 23 Oct" in laid_out
