"""What lies ready in the outbox: packs from agenda to copy, drafts, what a person changed, what was sent."""

from __future__ import annotations

import dataclasses
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, pack, trust_that_mails
from tests.stories.cast import PAIR, RECORD, TOM, new_action, session
from tests.stories.trust import Trust, day


@pytest.fixture
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Give a trust in which Priya supervises Tom, on 19 November."""
    return trust_that_mails(tmp_path, monkeypatch, "receipts = false")


def listed_in(draft: EmailMessage) -> list[str]:
    """Return the lines in which a draft names what comes with it."""
    body = draft.get_body()
    assert body is not None
    return [line for line in body.get_content().splitlines() if line.startswith("- ")]


def test_a_session_from_agenda_to_copy(trust: Trust) -> None:
    """Each stage lies ready when the one before is back, and nothing is made twice."""
    trust.run("prepare", "--on", "2026-11-04")
    assert outbox(trust) == {}  # two weeks before is soon enough
    said = trust.run("prepare", "--on", "2026-11-05").stdout
    assert f"{NUMBER} agenda for Tom Reed, Thu 19 Nov: 5 forms, new" in said
    assert "late" not in said
    first = outbox(trust)
    draft = message_from_bytes(first[f"{NUMBER} agenda - Tom Reed.eml"], policy=default)
    assert draft["To"] == "Tom Reed <tom.reed@school.example>"
    assert draft["Subject"] == f"[SENSITIVE - open privately] Supervision paperwork, ref {NUMBER}"
    attached = {part.get_filename(): part.get_payload(decode=True) for part in draft.iter_attachments()}
    beside = {name.rpartition("/")[2]: data for name, data in first.items() if name.endswith(("pdf", "docx"))}
    assert attached == beside
    assert len(attached) == 5

    assert "as before" in trust.run("prepare", "--on", "2026-11-05").stdout
    assert outbox(trust) == first

    # The draft is sent: its mail program keeps it, or a person moves it.
    sent = trust.folder / "outbox" / "Priya Shah" / "sent"
    sent.mkdir(exist_ok=True)
    (sent.parent / f"{NUMBER} agenda - Tom Reed.eml").rename(sent / "as it was called then.eml")
    agenda = trust.comes_back(
        RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "How I log late arrivals."}
    )
    assert "sent already" in trust.run("prepare", "--on", "2026-11-06").stdout
    assert list(outbox(trust)) == ["sent/as it was called then.eml"]

    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    meeting = pack(trust, "session", "A2")
    assert trust.answers(meeting)["agenda_items"] == "How I log late arrivals."
    assert not any(name.endswith(".eml") and not name.startswith("sent/") for name in outbox(trust))
    agenda.unlink()

    trust.comes_back(
        RECORD,
        meeting,
        {
            "issues_discussed": "Both ways of counting.",
            "actual_date": "19/11/2026",
            "actual_length": "60",
            **new_action("agenda_action", 1, "Agree one sheet.", "Tom Reed", "04/12/2026"),
        },
    )
    trust.take_in("2026-11-20")
    trust.run("prepare", "--on", "2026-11-20")
    record = pack(trust, "signing", "A2")
    assert record.suffix == ".pdf"

    signature = {"disagreement": "No", "sig_supervisee-name": "Tom Reed", "sig_supervisee_date": "23/11/2026"}
    signed = trust.comes_back(RECORD, record, signature)
    trust.take_in("2026-11-23")
    trust.run("prepare", "--on", "2026-11-23")
    half = pack(trust, "countersigning", "A2")
    assert half.read_bytes() == signed.read_bytes()  # what is signed is never saved again

    trust.comes_back(
        RECORD, half, {"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "24/11/2026"}, "both.pdf"
    )
    trust.take_in("2026-11-24")
    trust.run("prepare", "--on", "2026-11-24")
    copy = message_from_bytes(outbox(trust)[f"{NUMBER} copy - Tom Reed.eml"], policy=default)
    assert copy["To"] == "Tom Reed <tom.reed@school.example>, Priya Shah <priya.shah@school.example>"
    (final,) = copy.iter_attachments()
    assert final.get_payload(decode=True) == (trust.inbox / "both.pdf").read_bytes()
    assert trust.said("2026-11-24", "X29") == []  # that the second one has signed as well is no other copy


def page(trust: Trust) -> dict[str, list[str]]:
    """Return section -> words of its rows on START.html, and hold its links against the files."""
    file = trust.folder / "outbox" / "Priya Shah" / "START.html"
    root: Any = html.fromstring(file.read_bytes())
    for target in root.xpath("//a/@href"):
        assert (file.parent / unquote(str(target))).exists()
    return {
        str(section.xpath("string(h2/text())")).strip(): [
            " ".join(str(row.xpath("string()")).split()) for row in section.xpath("table/tbody/tr")
        ]
        for section in root.xpath("//section")
    }


def test_mail_names_each_file(trust: Trust) -> None:
    """Of more than two of one form the first and the last; what is to be signed is said to be."""
    trust.run("prepare", "--on", "2026-11-05")
    draft = message_from_bytes(outbox(trust)[f"{NUMBER} agenda - Tom Reed.eml"], policy=default)
    body = draft.get_body()
    assert body is not None
    listed = [line.partition(": ")[2] for line in body.get_content().splitlines() if line.startswith("- ")]
    assert listed == [
        f"{NUMBER}-A2 agenda.docx",
        f"{NUMBER}-A3-1 agenda.docx to {NUMBER}-A3-3 agenda.docx",
        f"{NUMBER}-A1 signing.pdf",
    ]
    assert "Supervision Agreement, to be read and signed: " in body.get_content()


def test_the_supervisor_begins_with_a_page(trust: Trust) -> None:
    """What is to send, then awaited, then overdue; a session that is off leaves nothing behind."""
    trust.run("prepare", "--on", "2026-11-06")
    (row,) = page(trust)["To send"]
    assert row.startswith(f"Tom Reed Agenda ({NUMBER}) Late: it was to go out by Thu 5 Nov Thu 19 Nov")
    sent = trust.folder / "outbox" / "Priya Shah" / "sent"
    assert sent.is_dir()  # the page speaks of it
    (sent.parent / f"{NUMBER} agenda - Tom Reed.eml").rename(sent / "1.eml")
    trust.run("prepare", "--on", "2026-11-07")
    assert page(trust) == {
        "Awaited": [f"Tom Reed Agenda ({NUMBER}) The session is on Thu 19 Nov Thu 12 Nov –"]
    }
    trust.run("prepare", "--on", "2026-11-13")
    assert "Overdue" in page(trust)["Awaited"][0]
    cancelled = dataclasses.replace(session(NUMBER, "2026-11-19"), cancelled_on=day("2026-11-13"))
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [cancelled])
    trust.run("prepare", "--on", "2026-11-14")
    assert page(trust) == {}


def test_what_a_person_typed_into_a_pack_stays(trust: Trust) -> None:
    """What is changed is left alone; what is as it was made is made anew."""
    trust.run("prepare", "--on", "2026-11-05")
    note = trust.folder / "outbox" / "Priya Shah" / f"{NUMBER} agenda - Tom Reed" / "message.txt"
    note.write_text("Dear Tom, ring me first.", encoding="utf-8")
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-20")])
    done = trust.run("prepare", "--on", "2026-11-06")
    assert "was changed by a person and is left alone" in done.stderr
    assert note.read_text(encoding="utf-8") == "Dear Tom, ring me first."
    assert trust.read(pack(trust, "agenda", "A2"))["fields"]["session_date"]["value"] == "2026-11-20"


def test_another_day_goes_out_again(trust: Trust) -> None:
    """A moved session goes out again though it was sent, also one moved back; a cancelled one does not."""
    trust.run("prepare", "--on", "2026-11-05")
    sent = trust.folder / "outbox" / "Priya Shah" / "Sent"
    sent.mkdir(exist_ok=True)
    draft = sent.parent / f"{NUMBER} agenda - Tom Reed.eml"
    draft.rename(sent / "1.EML")
    assert "sent already" in trust.run("prepare", "--on", "2026-11-06").stdout
    moved = dataclasses.replace(session(NUMBER, "2026-11-19"), moved_to=day("2026-11-17"))
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [moved])
    assert (
        "agenda for Tom Reed, Tue 17 Nov: 5 forms, new" in trust.run("prepare", "--on", "2026-11-06").stdout
    )
    draft.rename(sent / "2.eml")
    assert "sent already" in trust.run("prepare", "--on", "2026-11-06").stdout
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
    assert (
        "agenda for Tom Reed, Thu 19 Nov: 5 forms, new" in trust.run("prepare", "--on", "2026-11-06").stdout
    )
    shutil.copy(draft, sent / "3.eml")
    draft.write_bytes(draft.read_bytes() + b"A word of her own.")
    done = trust.run("prepare", "--on", "2026-11-06")
    assert "sent already" in done.stdout
    assert (
        f"{draft.name}: is not to go out any more, and was changed by a person; take it away" in done.stderr
    )
    draft.unlink()
    (cancelled,) = [dataclasses.replace(moved, cancelled_on=day("2026-11-07"))]
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [cancelled])
    trust.run("prepare", "--on", "2026-11-08")
    assert list(outbox(trust)) == [
        "Sent/1.EML",
        "Sent/2.eml",
        "Sent/3.eml",
    ]  # nobody shall send what is cancelled


@pytest.mark.parametrize(
    ("address", "to_copy"),
    [
        (None, "Tom Reed"),
        ("tom.reed@elsewhere.example", "Tom Reed <tom.reed@elsewhere.example>"),
        ("tom reed", "Tom Reed"),
        ("tom@münchen.example", "Tom Reed"),
        ("eve@elsewhere.example; tom.reed@school.example", "Tom Reed"),
        ("eve@elsewhere.example@school.example", "Tom Reed"),
        ("eve@elsewhere.example\nBcc: tom.reed@school.example", "Tom Reed"),
        ("Tom <tom.reed@school.example>", "Tom Reed"),
        ("mailto:tom.reed@school.example", "Tom Reed"),
    ],
)
def test_no_draft_to_an_address_that_may_not_be_mailed(
    trust: Trust, address: str | None, to_copy: str
) -> None:
    """Mail goes to domains that the trust has named only; else there is a text to copy, with one address."""
    trust.plan(
        [dataclasses.replace(TOM, email=address), PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")]
    )
    done = trust.run("prepare", "--on", "2026-11-05", expected=1)
    assert "no draft: " in done.stdout
    assert not any(name.endswith(".eml") for name in outbox(trust))
    text = outbox(trust)[f"{NUMBER} agenda - Tom Reed/message.txt"].decode("utf-8-sig")
    assert text.splitlines()[0] == f"To: {to_copy}"


def test_who_is_late_is_reminded_once_a_week(trust: Trust) -> None:
    """In one message, though two sessions wait; and not before the forms were due."""
    both = [session(NUMBER, "2026-11-19"), session("ESM-26-0043", "2026-11-20")]
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], both)
    trust.run("prepare", "--on", "2026-11-06")
    folder = trust.folder / "outbox" / "Priya Shah"
    (folder / "sent").mkdir(exist_ok=True)
    for draft in folder.glob("*.eml"):
        draft.rename(folder / "sent" / draft.name)
    trust.run("prepare", "--on", "2026-11-07")  # the day on which they are known to be sent
    trust.run("prepare", "--on", "2026-11-12")
    assert not list(folder.glob("reminder*"))  # the first is due on that day
    done = trust.run("prepare", "--on", "2026-11-14")
    assert f"reminder for Tom Reed: {NUMBER} agenda, ESM-26-0043 agenda not back" in done.stdout
    (reminder,) = folder.glob("*.eml")
    mail = message_from_bytes(reminder.read_bytes(), policy=default)
    words = mail.get_content()
    assert f"for Thu 19 Nov 2026 ({NUMBER}), which was to be back by Thu 12 Nov 2026" in words
    assert not mail.is_multipart()
    reminder.rename(folder / "sent" / reminder.name)
    trust.run("prepare", "--on", "2026-11-16")
    trust.run("prepare", "--on", "2026-11-19")
    assert not list(folder.glob("reminder*"))


def test_an_agreement_that_is_not_back_is_asked_for(trust: Trust) -> None:
    """Though the agenda it went out with is; and the reminder stands on START.html."""
    trust.run("prepare", "--on", "2026-11-05")
    folder = trust.folder / "outbox" / "Priya Shah"
    (folder / "sent").mkdir(exist_ok=True)
    (folder / f"{NUMBER} agenda - Tom Reed.eml").rename(folder / "sent" / "1.eml")
    trust.run("prepare", "--on", "2026-11-06")
    source = trust.outgoing / "agenda.docx"
    with_forms = message_from_bytes((folder / "sent" / "1.eml").read_bytes(), policy=default)
    (agenda,) = [one for one in with_forms.iter_attachments() if "-A2 " in str(one.get_filename())]
    source.write_bytes(agenda.get_payload(decode=True))  # type: ignore[arg-type]
    trust.comes_back(RECORD, source, {"agenda_items": "How I log late arrivals."})
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-12")
    assert not list(folder.glob("reminder*"))
    done = trust.run("prepare", "--on", "2026-11-13")
    assert f"reminder for Tom Reed: {NUMBER} agreement not back" in done.stdout
    (draft,) = folder.glob("reminder*")
    words = message_from_bytes(draft.read_bytes(), policy=default).get_content()
    assert "the agreement to sign, which came with the forms for Thu 19 Nov 2026" in words
    assert any(f"Reminder: Agreement to sign ({NUMBER})" in row for row in page(trust)["To send"])


def test_a_meeting_without_an_agenda_has_its_form(trust: Trust) -> None:
    """From the day before, and while it is to be written up; what comes back of it counts as held."""
    trust.run("prepare", "--on", "2026-11-17")
    assert "For the meeting" not in page(trust)
    trust.run("prepare", "--on", "2026-11-23")
    (row,) = page(trust)["For the meeting"]
    assert row.startswith(f"Tom Reed Form for the meeting ({NUMBER}) The agenda is not back Thu 19 Nov")
    forms = sorted((trust.folder / "outbox" / "Priya Shah").glob(f"{NUMBER} session - */*"))
    assert [one.stem for one in forms] == [
        f"{NUMBER}-{one} session" for one in ("A2", "A3-1", "A3-2", "A3-3")
    ]
    trust.comes_back(RECORD, forms[0], {"actual_date": "19/11/2026", "actual_length": "60"})
    trust.take_in("2026-11-23")
    assert trust.rows("Sessions", "session_id")[NUMBER]["status"] == "Record received"
