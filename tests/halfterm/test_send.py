"""`halfterm send` against a real mail server: once each, to whom it may, and what is in doubt is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from halfterm import send as sending
from halfterm.clock import Clock
from halfterm.known import open_catalogue
from halfterm.mail_server import server_of
from halfterm.trust import open_trust
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, trust_that_mails
from tests.stories.cast import PAIR, session
from tests.stories.trust import Trust, day
from tests.tools import mail_server

DRAFT = f"{NUMBER} agenda - Tom Reed.eml"
CLOCK = Clock(lambda: dt.datetime(2026, 11, 5, 8, tzinfo=dt.UTC), lambda _: None)


def sent(wish: sending.Wish | None = None) -> int:
    """Send from the folder that one is in, without waiting; return the exit status."""
    return sending.send(open_trust(open_catalogue(())), wish or sending.Wish(), CLOCK)


def trust_with_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inbox: mail_server.Inbox, *lines: str
) -> Trust:
    """Return a trust with one draft, whose mail server is this one."""
    trust = trust_that_mails(
        tmp_path,
        monkeypatch,
        f'mail_server = "127.0.0.1:{inbox.port}"',
        f'mail_authority = "{(tmp_path / "server" / "ca.pem").as_posix()}"',
        *lines,
    )
    trust.run("prepare", "--on", "2026-11-05")
    return trust


def said_once(where: str, what: str) -> mail_server.Says:
    """Return a server that says something the first time it comes there, and goes on after that."""
    left = [what]
    return lambda here: left.pop() if here == where and left else ""


def test_a_draft_is_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """First it is said what would be; then it is sent, as it lay there, and lies in the folder sent."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        draft = outbox(trust)[DRAFT]
        assert sent(sending.Wish(dry_run=True)) == 0
        assert f"{NUMBER} agenda to tom.reed@school.example: would be sent, with " in capsys.readouterr().out
        assert inbox.taken == []
        assert sent() == 0
        assert sent() == 0
        (mail,) = inbox.messages
    before = message_from_bytes(draft, policy=default)
    assert mail["X-Unsent"] is None
    assert mail["Date"] == "Thu, 05 Nov 2026 08:00:00 +0000"
    for name in ("Subject", "From", "To"):
        assert mail[name] == before[name]
    assert [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()] == [
        (one.get_filename(), one.get_content()) for one in before.iter_attachments()
    ]
    assert list(outbox(trust)) == [
        *(name for name in outbox(trust) if not name.endswith(".eml")),
        f"sent/{DRAFT}",
    ]
    assert "sent already" in trust.run("prepare", "--on", "2026-11-06").stdout


@pytest.mark.parametrize(
    ("where", "what", "status", "taken"),
    [
        ("mail", "drop", 0, 1),
        ("rcpt", "451 try again later", 0, 1),
        ("rcpt", "550 no such person", 1, 0),
        ("data", "452 no room just now", 0, 1),
        ("data", "554 looks like an advertisement", 1, 0),
        ("taken", "451 after all not", 0, 2),  # it said that it did not take it, and had
        ("taken", "251 will forward", 0, 1),
    ],
)
def test_a_server_that_says_no(
    where: str, what: str, status: int, taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may help is tried again at once; what is refused lies where it lay, and may be sent later."""
    with mail_server.running(tmp_path / "server", said_once(where, what)) as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        assert sent() == status
        assert len(inbox.taken) == taken
        assert (DRAFT in outbox(trust)) == bool(status)
        assert sent() == 0
        assert len(inbox.taken) == max(taken, 1)


@pytest.mark.parametrize(
    ("where", "what"),
    [("data", "drop"), ("taken", "drop"), ("taken", "354 no answer to this"), ("taken", "?")],
)
def test_whose_answer_is_lost_is_in_doubt(
    where: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not sent again by itself, also where it was made anew since; a person who has asked says so."""
    with mail_server.running(tmp_path / "server", said_once(where, what)) as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        before = outbox(trust)[DRAFT]
        assert sent() == 1
        assert "may have been sent" in capsys.readouterr().out
        trust.run("prepare", "--on", "2026-11-06")
        assert outbox(trust)[DRAFT] != before  # it says now that it is late
        had = len(inbox.taken)
        assert sent() == 1
        assert "It may have been sent on 05/11/2026" in capsys.readouterr().err
        assert len(inbox.taken) == had
        assert sent(sending.Wish(again=True)) == 0
        assert len(inbox.taken) == had + 1
        assert len(set(inbox.counts)) == 1  # the same id, by which a mail server knows a second one
    assert DRAFT not in outbox(trust)


def test_who_signs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the password that lies in the restricted folder; a wrong one is said."""
    with mail_server.running(tmp_path / "server", password="kebora") as inbox:  # noqa: S106 # of a server that lives for a second
        trust = trust_with_server(
            tmp_path,
            monkeypatch,
            inbox,
            'mail_user = "halfterm"',
            'mail_sender = "supervision@school.example"',
        )
        file = trust.folder / "restricted" / "mail-server.txt"
        file.write_text("guess", encoding="utf-8")
        assert sent() == 1
        assert "535" in capsys.readouterr().err
        file.write_text("kebora\n", encoding="utf-8")
        assert sent() == 0
        (mail,) = inbox.messages
    assert (mail["From"], mail["Sender"]) == (
        "Priya Shah <priya.shah@school.example>",
        "supervision@school.example",
    )


def test_a_certificate_that_nobody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is said to a server that cannot show who it is."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        settings = trust.folder / "halfterm.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8").replace("mail_authority", "# mail_authority"),
            encoding="utf-8",
        )
        assert sent() == 1
        assert "certificate is not trusted" in capsys.readouterr().err
        assert inbox.taken == []


def test_what_is_never_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A draft that somebody changed, one to somebody who left the Roster, one of somebody else's."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        folder = trust.folder / "outbox" / "Priya Shah"
        (folder / DRAFT).write_bytes(
            (folder / DRAFT).read_bytes().replace(b"our supervision", b"our super vision")
        )
        other = tmp_path / "other.eml"
        other.write_bytes(b"To: tom.reed@school.example\r\nFrom: a@b.example\r\n\r\nHello")
        assert sent() == 1
        assert sent(sending.Wish((other,))) == 1
        assert capsys.readouterr().err.count("Somebody has changed it, or it is not halfterm's") == 2

        (folder / DRAFT).unlink()
        trust.run("prepare", "--on", "2026-11-05")
        kept = (folder / DRAFT).read_bytes()
        moved = dataclasses.replace(TOM_REACHED, email="t.reed@school.example")
        trust.plan([moved, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
        trust.run("prepare", "--on", "2026-11-05")
        (folder / DRAFT).write_bytes(kept)
        assert sent() == 1
        assert (
            "It is addressed to tom.reed@school.example; the Roster says t.reed@school.example now"
            in capsys.readouterr().err
        )
        assert inbox.taken == []


def test_what_is_sent_or_cancelled_since_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the folder sent and the workbook as they are now, though `prepare` has not been run since."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        folder = trust.folder / "outbox" / "Priya Shah"
        cancelled = session(NUMBER, "2026-11-19", cancelled_on=day("2026-11-04"))
        trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [cancelled])
        assert sent() == 1
        trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
        (folder / "sent").mkdir(exist_ok=True)
        shutil.copy(folder / DRAFT, folder / "sent")  # where it should be moved
        assert sent() == 1
        assert (
            capsys.readouterr().err.count("It has been sent already, or the Schedule or the Roster says") == 2
        )
        assert sent(sending.Wish((folder / "sent",))) == 0
        assert "No draft lies there" in capsys.readouterr().err
        assert inbox.taken == []


def test_a_cancellation_is_sent_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whom was invited, also where files go out under passwords; not where the session is put back."""
    off = session(NUMBER, "2026-11-19", cancelled_on=day("2026-11-05"))
    people = [TOM_REACHED, PRIYA_REACHED]
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox, "invitations = true", "encrypt = true")
        assert sent() == 0
        trust.plan(people, [PAIR], [off])
        trust.run("prepare", "--on", "2026-11-05")
        trust.plan(people, [PAIR], [session(NUMBER, "2026-11-19")])
        assert sent() == 1
        assert len(inbox.taken) == 1
        trust.plan(people, [PAIR], [off])
        assert sent() == 0
        assert sent() == 0
        trust.run("prepare", "--on", "2026-11-05")
        assert not list((trust.folder / "outbox").glob("*/*.eml"))
        agenda, cancelled = inbox.messages
    assert cancelled["To"] == agenda["To"]
    assert str(cancelled["Subject"]).endswith(f"Supervision cancelled, ref {NUMBER}")
    (ics,) = cancelled.iter_attachments()
    assert "METHOD:CANCEL" in ics.get_content()


def test_what_is_under_another_password_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made before there were passwords, or before somebody got a new one: all could open it, or nobody."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        settings = trust.folder / "halfterm.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + "encrypt = true\n", encoding="utf-8")
        assert sent() == 1
        trust.run("prepare", "--on", "2026-11-05")
        passwords = trust.folder / "restricted" / "mail-passwords.txt"
        told = passwords.read_text(encoding="utf-8")
        passwords.write_text(re.sub(r"= \S+", "= another-password", told), encoding="utf-8")
        assert sent() == 1
        assert capsys.readouterr().err.count("Its files do not open with the password") == 2
        assert inbox.taken == []
        passwords.write_text(told, encoding="utf-8")
        assert sent() == 0
        assert len(inbox.taken) == 1


def test_what_was_laid_out_ahead_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a holiday: `prepare` for a later day, and `send` today."""
    with mail_server.running(tmp_path / "server") as inbox:
        trust = trust_with_server(tmp_path, monkeypatch, inbox)
        planned = session("ESM-26-0043", "2026-11-20")
        trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], [planned])
        trust.run("prepare", "--on", "2026-11-06")
        assert sent() == 0
        assert len(inbox.taken) == 1


def test_a_server_that_lets_nobody_in_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong password, tried with every draft, would lock the account."""
    logins: list[str] = []
    with mail_server.running(tmp_path / "server", password="kebora", logins=logins) as inbox:  # noqa: S106 # as above
        trust = trust_with_server(tmp_path, monkeypatch, inbox, 'mail_user = "halfterm"')
        trust.plan(
            [TOM_REACHED, PRIYA_REACHED],
            [PAIR],
            [session(NUMBER, "2026-11-19"), session("ESM-26-0043", "2026-11-18")],
        )
        trust.run("prepare", "--on", "2026-11-05")
        (trust.folder / "restricted" / "mail-server.txt").write_text("guess", encoding="utf-8")
        assert sent() == 1
    assert logins == ["guess"] * 2  # one login tries both mechanisms, PLAIN and LOGIN
    assert capsys.readouterr().err.count("535") == 2


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({}, "U62"),
        ({"mail_server": "mail.example:no"}, "U63"),
        ({"mail_server": "mail.example", "mail_tls": "ssl"}, "U63"),
        ({"mail_server": "mail.example", "mail_tls": "none"}, "U63"),
        ({"mail_server": "mail.example", "mail_authority": "no.pem"}, "U63"),
        ({"mail_server": "mail.example:99999"}, "U63"),
        ({"mail_server": "smtp://mail.example"}, "U63"),
        ({"mail_server": "mail..example"}, "U63"),
        (
            {"mail_server": "halfterm:Hunter22@mail.example"},
            'U63: halfterm.toml: found mail_server = "…@mail.ex',
        ),
        ({"mail_server": "mail.example", "mail_authority": "halfterm.toml"}, "U63"),
        ({"mail_server": "mail.example", "mail_sender": "supervision"}, "U63"),
        ({"mail_server": "mail.example", "mail_sender": "a@b.example, c@d.example"}, "U63"),
        ({"mail_server": "mail.example", "mail_user": "halfterm"}, "U64"),
        ({"mail_server": "mail.example", "mail_user": "hâlfterm"}, "U64"),
    ],
)
def test_a_server_that_is_not_named_well(
    lines: dict[str, Any], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message each, before anything is sent."""
    if lines.get("mail_user") == "hâlfterm":
        monkeypatch.setenv("HALFTERM_MAIL_PASSWORD", "kebora")
    else:
        monkeypatch.delenv("HALFTERM_MAIL_PASSWORD", raising=False)
    trust = trust_that_mails(tmp_path, monkeypatch, *(f'{key} = "{value}"' for key, value in lines.items()))
    assert code in trust.run("send", expected=2).stderr
    if lines.get("mail_tls") != "none":
        return
    with pytest.raises(Exception, match="passes other computers"):
        server_of(open_trust(open_catalogue(())))
