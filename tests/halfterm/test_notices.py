"""Calendars follow the Schedule: a session that was cancelled, or moved, after its invitation went out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import icalendar
import pytest

from forms.packs import PACK_HEADER
from forms.plan import Party, Person, PlannedSession
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, trust_that_mails
from tests.halfterm.test_mailed import attachments
from tests.halfterm.test_undelivered import report_on
from tests.stories.cast import PAIR, RECORD, session
from tests.stories.trust import Trust, day
from tests.tools import mail_programs

AT_TEN = session(NUMBER, "2026-11-19", planned_start=dt.time(10), planned_length_min=90, venue="Room 4")
OFF = dataclasses.replace(
    AT_TEN, cancelled_on=day("2026-11-09"), cancelled_by=Party.SUPERVISEE, cancel_reason="Unwell, in hospital"
)
AGENDA, CANCELLED, MOVED = (f"{NUMBER} {one} - Tom Reed" for one in ("agenda", "cancelled", "moved"))


class Office:
    """Priya's outbox, and what the calendars of those who opened what she sent have shown so far."""

    def __init__(self, trust: Trust) -> None:
        """Begin with nothing sent."""
        self.trust = trust
        self.sequences: list[int] = []
        self.uids: set[str] = set()
        self.mails: list[bytes] = []

    def plan(
        self, *sessions: PlannedSession, people: Sequence[Person] = (TOM_REACHED, PRIYA_REACHED)
    ) -> None:
        """Enter these sessions in the workbook."""
        self.trust.plan(people, [PAIR] if len(people) > 1 else [], sessions)

    def drafts(self, on: str, *, twice: bool = False) -> list[str]:
        """Return the names of the drafts that lie ready on a day; a second run changes nothing."""
        self.trust.run("prepare", "--on", on)
        before = outbox(self.trust)
        if twice:
            self.trust.run("prepare", "--on", on)
            assert outbox(self.trust) == before
        return [Path(name).stem for name in before if name.endswith(".eml") and "/" not in name]

    def sends(self, name: str) -> Mapping[str, Any]:
        """Move a draft into sent, and return the event on it; each has the same UID and a higher SEQUENCE."""
        folder = self.trust.folder / "outbox" / "Priya Shah"
        data = (folder / f"{name}.eml").read_bytes()
        (folder / f"{name}.eml").rename(folder / "sent" / f"{len(self.mails)}.eml")
        self.mails.append(data)
        mail = message_from_bytes(data, policy=default)
        ics = attachments(data)[f"{NUMBER}.ics"]
        calendar = icalendar.Calendar.from_ical(ics)
        (event,) = calendar.walk("VEVENT")
        self.sequences.append(event.decoded("SEQUENCE"))
        self.uids.add(str(event["UID"]))
        assert self.sequences == sorted(set(self.sequences))
        assert len(self.uids) == 1
        return {"method": str(calendar["METHOD"]), "event": event, "mail": mail, "ics": ics.decode()}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return an office that sends invitations."""
    made = Office(trust_that_mails(tmp_path, monkeypatch, "invitations = true"))
    made.plan(AT_TEN)
    return made


def test_a_cancelled_session_is_taken_out_of_calendars(office: Office) -> None:
    """Once, without a reason, and not before its invitation went out; put back, it goes out again."""
    assert office.drafts("2026-11-05") == [AGENDA]
    office.plan(OFF)
    assert office.drafts("2026-11-05") == []  # nobody was invited yet
    office.plan(AT_TEN)
    assert office.drafts("2026-11-05") == [AGENDA]
    office.sends(AGENDA)
    office.plan(OFF)
    assert office.drafts("2026-11-09", twice=True) == [CANCELLED]
    page = (office.trust.folder / "outbox" / "Priya Shah" / "START.html").read_text("utf-8")
    assert f"Cancellation ({NUMBER})" in page
    assert "hospital" not in page
    office.plan(AT_TEN)
    assert office.drafts("2026-11-09") == []  # put back before anybody heard of it
    office.plan()
    assert office.drafts("2026-11-09") == [CANCELLED]  # no row any more
    office.plan(OFF)
    assert office.drafts("2026-11-09") == [CANCELLED]
    sent = office.sends(CANCELLED)
    assert (sent["method"], str(sent["event"]["STATUS"])) == ("CANCEL", "CANCELLED")
    assert sent["mail"]["Subject"] == f"[SENSITIVE - open privately] Supervision cancelled, ref {NUMBER}"
    body = sent["mail"].get_body().get_content()
    assert "Thu 19 Nov 2026 at 10:00" in body
    assert "file for your calendar" in body
    assert not any("hospital" in str(text) or "Unwell" in str(text) for text in (body, sent["ics"]))
    assert office.drafts("2026-11-10") == []
    office.plan()
    assert office.drafts("2026-11-10") == []

    office.plan(AT_TEN)
    assert office.drafts("2026-11-10") == [AGENDA]
    again = office.sends(AGENDA)
    assert (again["method"], again["event"].get("STATUS")) == ("REQUEST", None)
    assert office.drafts("2026-11-11") == []
    office.plan(OFF)
    assert office.drafts("2026-11-11") == [CANCELLED]
    office.sends(CANCELLED)
    assert office.drafts("2026-11-12") == []


@pytest.mark.needs(mail_programs.TOOL)
def test_a_session_that_moves_moves_in_calendars(office: Office) -> None:
    """With the agenda where that goes out again; in a notice where it is back, or not to go out yet."""
    office.drafts("2026-11-05")
    office.sends(AGENDA)
    office.plan(dataclasses.replace(AT_TEN, moved_to=day("2026-11-20")))
    assert office.drafts("2026-11-06") == [AGENDA]
    assert office.sends(AGENDA)["event"].decoded("DTSTART").date() == day("2026-11-20")
    far = dataclasses.replace(AT_TEN, moved_to=day("2027-01-21"), venue="Room 5")
    office.plan(far)
    assert office.drafts("2026-11-06", twice=True) == [MOVED]
    assert office.sends(MOVED)["event"].decoded("DTSTART").date() == day("2027-01-21")
    assert office.drafts("2026-11-09") == []
    assert office.drafts("2027-01-07") == [AGENDA]
    office.sends(AGENDA)
    office.trust.comes_back(RECORD, agenda_of(office), {"agenda_items": "How I log late arrivals."})
    office.trust.take_in("2027-01-11")
    assert MOVED not in office.drafts("2027-01-11")
    office.plan(dataclasses.replace(far, planned_start=dt.time(11)))
    assert MOVED in office.drafts("2027-01-11")
    office.sends(MOVED)
    office.plan(dataclasses.replace(far, cancelled_on=day("2027-01-12")))
    assert CANCELLED in office.drafts("2027-01-12")
    office.sends(CANCELLED)
    office.plan(dataclasses.replace(far, planned_start=dt.time(11)))
    assert MOVED in office.drafts("2027-01-12")  # it takes place after all, and its agenda is back
    office.sends(MOVED)
    calendars = [attachments(one)[f"{NUMBER}.ics"] for one in office.mails]
    mails, events = mail_programs.read(office.mails, calendars)
    assert {one["to"][0][1] for one in mails} == {"tom.reed@school.example"}
    told = [(one["method"], one["start"][:13], one.get("status")) for (one,) in events]
    assert told[-4:] == [
        ("REQUEST", "2027-01-21T10", None),
        ("REQUEST", "2027-01-21T11", None),
        ("CANCEL", "2027-01-21T11", "CANCELLED"),
        ("REQUEST", "2027-01-21T11", None),
    ]
    assert [one["sequence"] for (one,) in events] == office.sequences
    assert len({one["uid"] for (one,) in events}) == 1


def test_what_went_out_by_hand_counts(office: Office) -> None:
    """So the Schedule says: its invitation lay ready, and is taken back; another supervisor may do so."""
    office.drafts("2026-11-05")
    by_hand = dataclasses.replace(OFF, sent_on=day("2026-11-05"))
    left = dataclasses.replace(PRIYA_REACHED, ends=day("2026-11-08"))
    ana = dataclasses.replace(PRIYA_REACHED, person_id="P-ANA", name="Ana Bell", email="ana@school.example")
    pairs = [dataclasses.replace(PAIR, supervisor_id="P-ANA")]
    office.trust.plan([TOM_REACHED, left, ana], pairs, [by_hand])
    office.trust.run("prepare", "--on", "2026-11-09")
    draft = office.trust.folder / "outbox" / "Ana Bell" / f"{CANCELLED}.eml"
    ics = attachments(draft.read_bytes())[f"{NUMBER}.ics"]
    (event,) = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    assert (event.decoded("SEQUENCE"), str(event["ORGANIZER"])) == (1, "mailto:ana@school.example")
    office.plan(by_hand)
    assert office.drafts("2026-11-09") == [CANCELLED]
    office.sends(CANCELLED)
    assert office.sequences == [1]
    assert office.drafts("2026-11-10") == []


def agenda_of(office: Office) -> Path:
    """Return the agenda itself, made once more from what was mailed last."""
    ((name, data),) = (one for one in attachments(office.mails[-1]).items() if f"{NUMBER}-A2" in one[0])
    file = office.trust.outgoing / name
    file.write_bytes(data)
    return file


def test_who_is_told(office: Office) -> None:
    """Nobody twice or of the past, nor who is away; and nothing of a row that could not be read."""
    office.drafts("2026-11-05")
    office.sends(AGENDA)
    office.plan(OFF)
    assert office.drafts("2026-11-20") == []  # its day is over
    away = dataclasses.replace(TOM_REACHED, absent_from=day("2026-11-09"), absent_to=day("2026-11-13"))
    office.plan(OFF, people=(away, PRIYA_REACHED))
    assert office.drafts("2026-11-09") == []
    office.plan(dataclasses.replace(AT_TEN, session_id="ESM-26-00"))  # the id was damaged
    office.trust.run("prepare", "--on", "2026-11-09", expected=1)
    assert not any("cancelled" in name for name in outbox(office.trust))
    office.plan(people=(PRIYA_REACHED,))
    done = office.trust.run("prepare", "--on", "2026-11-09")
    assert (
        "it is no longer in the Schedule; P-TOM, of the invitation, is not in the Roster: tell them otherwise"
        in done.stdout
    )
    # What could not be delivered nobody has heard; it is told again once, and sent by `send` too.
    office.plan(OFF)
    assert office.drafts("2026-11-09") == [CANCELLED]
    lost = message_from_bytes(outbox(office.trust)[f"{CANCELLED}.eml"], policy=default)[PACK_HEADER]
    office.sends(CANCELLED)
    assert office.drafts("2026-11-09") == []
    (office.trust.inbox / "report.eml").write_bytes(report_on(str(lost)))
    office.trust.run("extract", "--on", "2026-11-10", expected=3)
    assert "the cancellation could not be delivered" in office.trust.said("2026-11-10", "X51")[0]
    assert office.drafts("2026-11-10") == [CANCELLED]
    office.sequences.clear()  # the one that was lost had this number
    office.sends(CANCELLED)
    assert office.drafts("2026-11-10") == []
    assert office.trust.said("2026-11-10", "X51") == []
