"""What a mail program, a calendar and a browser make of the outbox; passwords, invitations, formats."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import icalendar
import pikepdf
import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile

from forms.case_key import CaseEntry
from forms.plan import SignatureMode, WorksIn
from halfterm.cli import main
from halfterm.mail_passwords import load_mail_passwords
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, pack, trust_that_mails
from tests.stories.cast import PAIR, RECORD, SCHOOL, new_action, session
from tests.stories.trust import Trust, day
from tests.tools import chromium, firefox, mail_programs

AT_TEN = session(
    NUMBER, "2026-11-19", planned_start=dt.time(10), planned_length_min=90, venue="Room 4; upstairs, left"
)


def attachments(eml: bytes) -> dict[str, bytes]:
    """Return what hangs on a mail: name -> bytes."""
    mail = message_from_bytes(eml, policy=default)
    return {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}  # type: ignore[misc]


@pytest.mark.needs(mail_programs.TOOL)
def test_what_other_programs_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python, mailparser, icalendar and node-ical agree; the invitation moves with the session."""
    trust = trust_that_mails(tmp_path, monkeypatch, "invitations = true")
    tom = dataclasses.replace(TOM_REACHED, name='Tom "Żółw" O’Reed, the 2nd')
    trust.plan([tom, PRIYA_REACHED], [PAIR], [AT_TEN])
    trust.run("prepare", "--on", "2026-11-05")
    name = next(name for name in outbox(trust) if name.endswith(".eml"))
    draft = outbox(trust)[name]
    files = attachments(draft)
    invitation = files[f"{NUMBER}.ics"]
    (mail,), ((event,),) = mail_programs.read([draft], [invitation])
    assert mail["subject"] == f"[SENSITIVE - open privately] Supervision paperwork, ref {NUMBER}"
    assert mail["from"] == [["Priya Shah", "priya.shah@school.example"]]
    assert mail["to"] == [[tom.name, "tom.reed@school.example"]]
    assert {one["name"]: one["sha256"] for one in mail["attachments"]} == {
        file: hashlib.sha256(data).hexdigest() for file, data in files.items()
    }
    assert (event["start"], event["end"]) == ("2026-11-19T10:00:00.000Z", "2026-11-19T11:30:00.000Z")
    assert event["location"] == "Room 4; upstairs, left"
    assert event["attendees"] == ["mailto:tom.reed@school.example"]

    sent = trust.folder / "outbox" / "Priya Shah" / "sent"
    sent.mkdir(exist_ok=True)
    (sent.parent / name).rename(sent / "1.eml")
    in_summer = dataclasses.replace(AT_TEN, moved_to=day("2026-11-17"), planned_length_min=None)
    trust.plan([tom, PRIYA_REACHED], [PAIR], [in_summer])
    trust.run("prepare", "--on", "2026-11-06")
    moved = icalendar.Calendar.from_ical(attachments(outbox(trust)[name])[f"{NUMBER}.ics"])
    (after,) = moved.walk("VEVENT")
    assert (str(after["UID"]), after.decoded("SEQUENCE")) == (event["uid"], event["sequence"] + 1)
    assert "DTEND" not in after


def test_times_are_those_of_the_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In summer ten o'clock is nine in UTC; without a time it is on for the day. The place names no child."""
    trust = trust_that_mails(tmp_path, monkeypatch, "invitations = true")
    trust.keep_key(CaseEntry("ESM-C001", SCHOOL, "Zebedee Quill"))
    summer = session(NUMBER, "2027-05-13", planned_start=dt.time(10), venue="Room 4")
    timeless = session("ESM-26-0043", "2027-05-14", venue="Zebedee's classroom")
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [summer, timeless])
    assert "the venue names a child" in trust.run("prepare", "--on", "2027-05-04").stdout
    assert not any(b"Zebedee" in data for data in outbox(trust).values())
    events = {}
    for name, data in outbox(trust).items():
        if name.endswith(".ics"):
            (events[name.rpartition("/")[2]],) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert events[f"{NUMBER}.ics"].decoded("DTSTART").isoformat() == "2027-05-13T09:00:00+00:00"
    assert events["ESM-26-0043.ics"].decoded("DTSTART") == day("2027-05-14")
    assert [events[f"{one}.ics"].get("LOCATION") for one in (NUMBER, "ESM-26-0043")] == ["Room 4", None]


def unlocked(name: str, data: bytes, password: str) -> bytes:
    """Return a file as its password opens it."""
    out = io.BytesIO()
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            assert pdf.encryption.R == 6
            pdf.save(out)
    else:
        office = OOXMLFile(io.BytesIO(data))
        office.load_key(password=password)
        office.decrypt(out)
    return out.getvalue()


def test_files_under_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each person's own, in no mail; nothing is made twice; what comes back under it is read."""
    trust = trust_that_mails(tmp_path, monkeypatch, "encrypt = true", "receipts = false")
    trust.run("prepare", "--on", "2026-11-05")
    passwords = load_mail_passwords(trust.folder / "restricted" / "mail-passwords.txt")
    assert set(passwords) == {TOM_REACHED.person_id}
    password = passwords[TOM_REACHED.person_id]
    first = outbox(trust)
    mailed = attachments(first[f"{NUMBER} agenda - Tom Reed.eml"])
    for name, data in mailed.items():
        assert first[f"{NUMBER} agenda - Tom Reed/{name}"] == data
        unlocked(name, data, password)
        with pytest.raises(Exception, match=r"(?i)password|key"):
            unlocked(name, data, "guess")
    assert not any(password.encode() in data for data in first.values())
    assert "as before" in trust.run("prepare", "--on", "2026-11-05").stdout
    assert outbox(trust) == first

    # Filled in without its password, returned with it: opened with what is known.
    agenda = pack(trust, "agenda", "A2")
    plain = trust.outgoing / agenda.name
    plain.write_bytes(unlocked(agenda.name, agenda.read_bytes(), password))
    filled = trust.comes_back(RECORD, plain, {"agenda_items": "How I log late arrivals."})
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(filled.read_bytes())).encrypt(password, out)
    filled.write_bytes(out.getvalue())
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    meeting = pack(trust, "session", "A2")  # the supervisor's own, which leaves by no mail
    assert trust.answers(meeting)["agenda_items"] == "How I log late arrivals."

    trust.comes_back(
        RECORD,
        meeting,
        {
            "actual_date": "19/11/2026",
            "actual_length": "60",
            **new_action("agenda_action", 1, "Agree one sheet.", "Tom Reed", "04/12/2026"),
        },
    )
    trust.take_in("2026-11-20")
    trust.run("prepare", "--on", "2026-11-20")
    check_copies_under_passwords(trust, password)


def check_copies_under_passwords(trust: Trust, password: str) -> None:
    """Check that each of the two gets a copy under their own password, and nobody a second one."""
    record = pack(trust, "signing", "A2")
    plain = trust.outgoing / record.name
    plain.write_bytes(unlocked(record.name, record.read_bytes(), password))
    lines = {"disagreement": "No", "sig_supervisee-name": "Tom Reed", "sig_supervisee_date": "23/11/2026"}
    lines |= {"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "24/11/2026"}
    trust.comes_back(RECORD, plain, lines)
    trust.take_in("2026-11-24")
    trust.run("prepare", "--on", "2026-11-24")
    drafts = sorted(name for name in outbox(trust) if name.endswith(".eml") and " copy " in name)
    assert drafts == [f"{NUMBER} copy - to {name} - Tom Reed.eml" for name in ("Priya Shah", "Tom Reed")]
    everybody = load_mail_passwords(trust.folder / "restricted" / "mail-passwords.txt")
    assert everybody[TOM_REACHED.person_id] == password
    for name, person in zip(drafts, ("P-PRIYA", "P-TOM"), strict=True):
        mail = message_from_bytes(outbox(trust)[name], policy=default)
        assert str(mail["To"]).count("@") == 1
        ((file, data),) = attachments(outbox(trust)[name]).items()
        unlocked(file, data, everybody[person])
    # One of the two is sent: the other still is to be.
    sent = trust.folder / "outbox" / "Priya Shah" / "sent"
    sent.mkdir(exist_ok=True)
    (sent.parent / drafts[0]).rename(sent / "1.eml")
    trust.run("prepare", "--on", "2026-11-25")
    left = [name for name in outbox(trust) if name.endswith(".eml") and not name.startswith("sent/")]
    assert left == [drafts[1]]


def test_a_line_that_is_no_password_stops_the_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes out under a password that was misread, is soon guessed, or opens in some programs only."""
    trust = trust_that_mails(tmp_path, monkeypatch, "encrypt = true")
    file = trust.folder / "restricted" / "mail-passwords.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text("# ours\nP-01 kebora\n", encoding="utf-8")
    assert "mail-passwords.txt, line 2" in trust.run("prepare", "--on", "2026-11-05", expected=2).stderr
    for word in ("kebora", "kebôra-nutipa", "kebora" * 11):
        file.write_text(f"# ours\nP-TOM = {word}\n", encoding="utf-8")
        assert "a password of P-TOM that" in trust.run("prepare", "--on", "2026-11-05", expected=2).stderr
    assert outbox(trust) == {}


@pytest.mark.parametrize(
    ("person", "ending"),
    [
        (TOM_REACHED, "docx"),
        (dataclasses.replace(TOM_REACHED, works_in=WorksIn.PDF), "pdf"),
        (dataclasses.replace(TOM_REACHED, signature_mode=SignatureMode.INK), "pdf"),
    ],
)
def test_one_person_gets_one_format(
    person: object, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the Roster says, but for the agreement, which is to be signed; and its role stands on the form."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.plan([person, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])  # type: ignore[list-item]
    trust.run("prepare", "--on", "2026-11-05")
    forms = [name for name in outbox(trust) if name.endswith((" agenda.docx", " agenda.pdf"))]
    assert {name.rpartition(".")[2] for name in forms} == {ending}
    assert trust.answers(pack(trust, "agenda", "A2"))["job_title"] == TOM_REACHED.role


def test_who_works_on_paper_prints_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All forms in it, each on a sheet of its own, without fields; scanned, they are known one by one."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    on_paper = dataclasses.replace(TOM_REACHED, signature_mode=SignatureMode.INK)
    trust.plan([on_paper, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
    trust.run("prepare", "--on", "2026-11-05")
    draft = outbox(trust)[f"{NUMBER} agenda - Tom Reed.eml"]
    ((name, data),) = attachments(draft).items()
    assert name == f"{NUMBER} agenda to print.pdf"
    assert b"All of them are in one file" in draft
    (trust.folder / "scan.pdf").write_bytes(data)
    forms = [one["path"].rpartition("/")[2] for one in read_all(trust.folder / "scan.pdf")]
    beside = [one for one in outbox(trust) if one.endswith(".pdf") and "to print" not in one]
    assert len(forms) == len(beside)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/AcroForm" not in pdf.Root
    before = outbox(trust)
    trust.run("prepare", "--on", "2026-11-05")
    assert outbox(trust) == before


def read_all(file: Path) -> list[dict[str, Any]]:
    """Return what `halfterm read` makes of each form in a file."""
    done = CliRunner().invoke(main, ["read", str(file), "--json"])
    files: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    return [one for one in files if one.get("form")]


@pytest.mark.needs(chromium.TOOL, firefox.TOOL)
def test_the_start_page_is_for_everybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """axe-core finds nothing, on a page with rows and on an empty one; on a bad page it does."""
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src=x></body></html>", encoding="utf-8")
    assert {"image-alt", "html-has-lang"} <= {one["id"] for one in chromium.axe_findings(bad)}
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-06")
    page = trust.folder / "outbox" / "Priya Shah" / "START.html"
    assert chromium.axe_findings(page) == []
    (page.parent / f"{NUMBER} agenda - Tom Reed.eml").unlink()
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [])
    trust.run("prepare", "--on", "2026-11-06")
    assert firefox.axe_findings(page) == chromium.axe_findings(page) == []
