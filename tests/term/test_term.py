"""A term of an invented trust under five policies: what went out, what came back, and the log at its end.

Two schools in an ordinary run; 12 schools and 60 supervisees in `make soak`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from pathlib import Path

import icalendar
import pytest

from forms.model import RecordType
from forms.plan import Series
from tests.imports.planted import NAMES
from tests.round.effort import SOAK
from tests.term import changes, expected
from tests.term.days import Term, attachments, new_term, play
from tests.term.invented import HABITS, SEED, Size, invented
from tests.term.papers import paper_of
from tests.tools import mail_programs

_SIZE = Size(12, 60) if SOAK else Size(2, 10)
_WEEK = dt.timedelta(days=7)


@pytest.mark.slow
@pytest.mark.needs(mail_programs.TOOL, *changes.tools())
def test_a_term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first pack to the last copy: nothing is lost, nothing twice, and no child is named."""
    trust = invented(_SIZE, SEED)
    term = new_term(tmp_path, trust, encrypted=False)
    monkeypatch.chdir(term.trust.folder)
    play(term)
    check_ways(term)
    check_log(term)
    check_mails(term)
    check_reminders(term)
    check_names(term)
    term.run("verify")


def _day(value: object) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else None


def check_log(term: Term) -> None:
    """Hold every session and every action in monitoring.xlsx against what people did."""
    shown = {
        str(row["session_id"]): expected.HeldSession(
            row["status"], row["signed_state"], _day(row["actual_date"]),
            _day(row["supervisee_signed_on"]), _day(row["supervisor_signed_on"]),
            row["actions_new"], row["actions_carried"], row["actions_closed"],
        )
        for row in term.trust.sheet("Sessions")
    }  # fmt: skip
    assert shown == expected.sessions(term.invented)
    logged = [
        expected.LoggedAction(
            row["origin_session_id"], row["action_text"], row["owner"], _day(row["due_date"]) or dt.date.min,
            row["status"], row["times_carried"],
        )
        for row in term.trust.sheet("Actions")
    ]  # fmt: skip
    assert Counter(logged) == Counter(expected.actions(term.invented))
    agreed = {
        (row["supervisee"], _day(row["supervisor_signed_on"]))
        for row in term.trust.sheet("Agreements")
        if row["supervisee_signed_on"] and row["supervisee_signed_on"] == row["supervisor_signed_on"]
    }
    assert agreed == expected.agreements(term.invented)
    assert not [row for row in term.trust.sheet("Sessions") if "X29" in str(row["exceptions"])]
    cases = Counter((row["session_id"], row["case_ref"]) for row in term.trust.sheet("Cases"))
    assert cases == Counter(expected.cases(term.invented))
    outcomes = Counter(row["outcome"] for row in term.trust.sheet("Imports"))
    assert set(outcomes) <= {"Accepted", "Superseded", "Opened", "Duplicate"}
    assert outcomes["Duplicate"] >= 1


def check_ways(term: Term) -> None:
    """Every way of sending forms back has been gone, and of what was scanned a person has been asked."""
    assert set(term.cards.drawn) == set(changes.all_changes())
    assert {path.suffix for path in term.trust.inbox.iterdir()} >= {".eml", ".mbox", ".zip", ".msg"}
    assert term.keyed


def check_mails(term: Term) -> None:
    """Read each draft and invitation with other programs; check whom it goes to and what hangs on it."""
    roster = {one.email for one in term.invented.people}
    drafts = list(term.drafts.values())
    calendars: list[bytes] = []
    for data in drafts:
        mail = message_from_bytes(data, policy=default)
        assert not mail.defects
        assert {one.addr_spec for one in mail["To"].addresses} <= roster
        for part in attachments(mail):
            name = str(part.get_filename())
            if name.endswith(".ics"):
                calendars.append(
                    part.get_content().encode() if isinstance(part.get_content(), str) else part.get_content()
                )
                continue
            paper = paper_of(name, term.invented)
            assert paper is not None, name
            pair = term.invented.pair_of(paper.session)
            assert (paper.form.record, pair.series) != (RecordType.CASE, Series.EXTERNAL)
    read, events = mail_programs.read(drafts, calendars)
    for data, one in zip(drafts, read, strict=True):
        mail = message_from_bytes(data, policy=default)
        assert one["subject"] == mail["Subject"]
        assert [address for _, address in one["to"]] == [to.addr_spec for to in mail["To"].addresses]
        assert {file["name"]: file["sha256"] for file in one["attachments"]} == {
            str(part.get_filename()): hashlib.sha256(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
            for part in attachments(mail)
        }
    invited: Counter[str] = Counter()
    for data, (event,) in zip(calendars, events, strict=True):
        (own,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert event["uid"] == str(own["UID"])
        assert event["start"][:16] == f"{own.decoded('DTSTART').astimezone(dt.UTC):%Y-%m-%dT%H:%M}"
        invited[event["uid"]] += 1
    packs = Counter(
        str(message_from_bytes(data, policy=default)["X-Halfterm-Pack"]) for _, data in term.mails
    )
    assert [pack for pack, count in packs.items() if count > 1] == []
    assert len(invited) == len([name for name in term.drafts if " agenda " in name])


def check_reminders(term: Term) -> None:
    """Who is late is reminded, in one message at a time and once a week at most; nobody else is."""
    found: dict[str, list[dt.date]] = {}
    for on, data in term.mails:
        mail = message_from_bytes(data, policy=default)
        if " reminder " in str(mail["X-Halfterm-Pack"]):
            found.setdefault(mail["To"].addresses[0].addr_spec, []).append(on)
    pairs = {one.number: one.supervisee.email for one in term.invented.pairs}
    assert set(found) == {pairs[HABITS.silent], pairs[HABITS.late]}
    for days in found.values():
        assert all(later - earlier >= _WEEK for earlier, later in pairwise(days))


def check_names(term: Term) -> None:
    """Look for every child in all that leaves, is printed or lies in the outbox to be read."""
    texts = {"printed": "\n".join(term.printed)}
    for name, data in [*term.drafts.items(), *((str(at), data) for at, (_, data) in enumerate(term.mails))]:
        mail = message_from_bytes(data, policy=default)
        body = mail.get_body(("plain",))
        headers = "\n".join(f"{key}: {value}" for key, value in mail.items())
        files = "\n".join(str(part.get_filename()) for part in attachments(mail))
        invitations = "\n".join(
            str(part.get_payload(decode=True))
            for part in attachments(mail)
            if str(part.get_filename()).endswith("ics")
        )
        assert isinstance(body, EmailMessage)
        texts[name] = f"{name}\n{headers}\n{files}\n{invitations}\n{body.get_content()}"
    for path in term.outbox.rglob("*"):
        texts[str(path)] = path.name
        if path.suffix in {".html", ".txt", ".ics"}:
            texts[str(path)] += path.read_text(encoding="utf-8")
    assert re.findall(r"\b[0-9a-f]{64}\b", texts["printed"]) == []
    names = [_plain(part) for name in NAMES for part in (name, name.split()[0], name.split()[1])]
    for where, text in texts.items():
        found = [name for name in names if name in _plain(text)]
        assert found == [], where


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in letters if not unicodedata.combining(one))
