"""What lies in the inbox as it went out: no return, but where it is a copy of our own mail it was sent."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.halfterm.outbox_trust import NUMBER, outbox, pack, trust_that_mails
from tests.stories.cast import RECORD
from tests.stories.trust import Trust

DRAFT = f"{NUMBER} agenda - Tom Reed.eml"


@pytest.fixture(params=["", "encrypt = true"])
def trust(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Give a trust with an agenda that lies ready, with and without passwords."""
    made = trust_that_mails(tmp_path, monkeypatch, *filter(None, [request.param]))
    made.run("prepare", "--on", "2026-11-05")
    return made


def sent_copy(trust: Trust) -> bytes:
    """Return the draft as it lies among sent mails."""
    message = message_from_bytes(outbox(trust)[DRAFT], policy=SMTP)
    del message["X-Unsent"]
    message["Date"] = "Fri, 06 Nov 2026 09:12:00 +0000"
    return message.as_bytes()


def test_a_copy_of_our_mail_says_that_it_was_sent(trust: Trust) -> None:
    """On its own day; its empty forms are nobody's return."""
    (trust.inbox / "copy.eml").write_bytes(sent_copy(trust))
    done = trust.take_in("2026-11-09")
    assert "R38" not in done.stderr
    assert "sent already" in trust.run("prepare", "--on", "2026-11-09").stdout
    assert {row["outcome"] for row in trust.sheet("Imports")} == {"Opened", "As it went out"}
    trust.take_in("2026-11-10")


def test_a_draft_is_no_mail_that_was_sent(trust: Trust) -> None:
    """Without a day it was only laid there."""
    (trust.inbox / "draft.eml").write_bytes(outbox(trust)[DRAFT])
    trust.take_in("2026-11-09", expected=3)
    assert "sent already" not in trust.run("prepare", "--on", "2026-11-09").stdout


def test_who_returns_the_empty_form_is_asked_for_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agenda is not back; once it is, it counts."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-05")
    agenda = pack(trust, "agenda", "A2")
    (trust.inbox / agenda.name).write_bytes(agenda.read_bytes())
    done = trust.take_in("2026-11-09", expected=3)
    assert "is the form as it went out; nothing is filled in on it" in done.stderr
    trust.run("prepare", "--on", "2026-11-09")
    assert not any(" session - " in name for name in outbox(trust))
    trust.comes_back(RECORD, agenda, {"agenda_items": "How I log late arrivals."}, "filled in.docx")
    trust.take_in("2026-11-10")
    trust.run("prepare", "--on", "2026-11-10")
    assert any(" session - " in name for name in outbox(trust))
