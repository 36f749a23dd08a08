"""A mail server's report that a draft could not be delivered: nobody has it, so it does not count as sent."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from forms.packs import PACK_HEADER
from register.database import open_register
from register.posted import part_of
from register.undelivered import load_undelivered
from tests.extract.mails import new_mail
from tests.halfterm.outbox_trust import NUMBER, outbox, trust_that_mails
from tests.stories.trust import Trust

DRAFT = f"{NUMBER} agenda - Tom Reed.eml"


def report_on(mark: str) -> bytes:
    """Return what a mail server writes back when there is nobody of that name (RFC 3464)."""
    return (
        b"From: MAILER-DAEMON@mx.example\nTo: priya.shah@school.example\nSubject: Undelivered\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\n\n'
        b"--r\nContent-Type: text/plain\n\nNo such user.\n"
        b"--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; tom.reed@school.example\nAction: failed\nStatus: 5.1.1\n\n"
        b"--r\nContent-Type: text/rfc822-headers\n\nTo: tom.reed@school.example\n"
        + f"{PACK_HEADER}: {mark}\n".encode()
        + b"\n--r--\n"
    )


def test_a_report_says_whom_it_did_not_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a mail to two; the address is nowhere kept."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    facts = "a1" * 32
    both = b"To: Priya Shah <Priya.Shah@school.example>, tom.reed@school.example\n" + PACK_HEADER.encode()
    report = report_on(f"{NUMBER} copy {facts}").replace(
        b"To: tom.reed@school.example\n" + PACK_HEADER.encode(), both
    )
    assert both in report
    (trust.inbox / "report.eml").write_bytes(report)
    trust.run("extract", "--on", "2026-11-25", expected=3)
    with open_register(tmp_path / "own.db").reading() as connection:
        (lost,) = load_undelivered(connection)
    assert lost.reached == (part_of(facts, "P-PRIYA", 2),)
    assert "could not be delivered to everybody" in trust.said("2026-11-25", "X51")[0]


def send_by_hand(trust: Trust) -> str:
    """Move the draft of the agenda into the folder sent, and return what it says of which pack it is."""
    draft = trust.folder / "outbox" / "Priya Shah" / DRAFT
    (draft.parent / "sent").mkdir(exist_ok=True)
    mark = str(message_from_bytes(draft.read_bytes(), policy=default)[PACK_HEADER])
    draft.replace(draft.parent / "sent" / DRAFT)
    return mark


def test_what_could_not_be_delivered_goes_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in the checks and lies ready until it is sent again; then both are over.

    The report lies in a mailbox among others, of which one does not say which mail it is about: that takes
    nothing back, and stays in the checks.
    """
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-05")
    mark = send_by_hand(trust)
    trust.run("prepare", "--on", "2026-11-06")
    assert DRAFT not in outbox(trust)
    other = new_mail([("list.txt", b"Milk and bread, please.")]).as_bytes()
    mails = (other, report_on(mark), report_on(""))
    mailbox = b"".join(b"From x Fri Nov  6 10:00:00 2026\n" + one + b"\n\n" for one in mails)
    (trust.inbox / "reports").write_bytes(mailbox)
    trust.run("extract", "--on", "2026-11-07", expected=3)
    unnamed, said = sorted(trust.said("2026-11-07", "X51"), key=lambda words: "Tom Reed" in words)
    assert unnamed.startswith("inbox/reports: a mail could not be delivered; which one it was is not known")
    trust.run("prepare", "--on", "2026-11-07")
    assert "Tom Reed, 19/11/2026" in said
    assert "the agenda could not be delivered (told on 07/11/2026), so it does not count as sent" in said
    again = send_by_hand(trust)
    assert again != mark
    trust.run("prepare", "--on", "2026-11-08")
    assert trust.said("2026-11-08", "X51") == [unnamed]
    assert DRAFT not in outbox(trust)
    # What was sent again may come back again.
    (trust.inbox / "second report").write_bytes(report_on(again))
    trust.run("extract", "--on", "2026-11-09", expected=3)
    assert len(trust.said("2026-11-09", "X51")) == 2
    trust.run("prepare", "--on", "2026-11-09")
    assert send_by_hand(trust) not in {mark, again}
