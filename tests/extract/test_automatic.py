"""Mails that programs answered with are told as what they are; nothing that a person wrote is."""

from __future__ import annotations

import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from extract.bundles import open_bundle
from forms.errors import AutomaticReplyError, HalftermError, WordsToReadError
from tests.extract.mails import new_mail, outlook_message, zip_of
from tests.tools.compound import compound_file

TOM = "Tom Reed <tom.reed@aldergrove.example>"
_QUOTE = "I will bring it.\n\nOn 5 Nov Priya Shah wrote:\n> here are the forms\n"
_LIMIT_S = 20.0
_BLANK_HTML = "<html><head><style>p {margin: 0}</style></head><body><p>&nbsp;</p></body></html>"
_EXCHANGE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "DR, OOF, AutoReply"}


def said(data: bytes) -> HalftermError:
    """Return what is said of a mail without a form."""
    with pytest.raises(HalftermError) as error:
        open_bundle(data)
    return error.value


def mail(headers: dict[str, str], words: str = "I am away until Monday.", sender: str = TOM) -> bytes:
    """Return a mail with these headers and words."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "priya.shah@aldergrove.example", "Re: x"
    for name, text in headers.items():
        message[name] = text
    message.set_content(words)
    return message.as_bytes()


def calendar_mail(*lines: str, method: str = "REPLY", words: str = "", html: str = _BLANK_HTML) -> bytes:
    """Return a calendar's answer, as Exchange writes it: words, their HTML, and the event."""
    ics = "\r\n".join(
        ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = TOM, "priya.shah@aldergrove.example", "Accepted: x"
    message.set_content(words or "\r\n")
    message.add_alternative(html, subtype="html")
    message.add_alternative(ics, subtype="calendar", params={"method": method})
    return message.as_bytes()


ACCEPTED = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Tom Reed:mailto:tom.reed@aldergrove.example"
DECLINED = ACCEPTED.replace("ACCEPTED", "DECLINED")
_FOLDED = ACCEPTED[:20] + "\r\n " + ACCEPTED[20:]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "Auto-Replied (vacation); owner-email=tom@x.example"},
        _EXCHANGE,
        {"X-Autoreply": "yes"},
        {"Precedence": "auto_reply"},
    ],
)
def test_an_automatic_reply_is_told_as_one(headers: dict[str, str]) -> None:
    """Whose it is, and none of its words; alone, in a mailbox and in an archive."""
    one = mail(headers)
    mailbox = b"".join(b"From x Fri Nov  6 10:00:00 2026\n" + each + b"\n\n" for each in (one, one))
    for data in (one, mailbox, zip_of({"reply.eml": one})):
        error = said(data)
        assert isinstance(error, AutomaticReplyError)
        assert error.code == "R52"
        assert "an automatic reply of tom.reed@aldergrove.example" in error.message
        assert "Monday" not in error.message


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (calendar_mail(ACCEPTED), "(accepted)"),
        (calendar_mail(_FOLDED, "COMMENT;LANGUAGE=en-GB:\\n"), "(accepted)"),
        (calendar_mail(DECLINED), "(declined)"),
    ],
)
def test_an_answer_of_a_calendar_is_told_as_one(data: bytes, answer: str) -> None:
    """Yes or no, where it has no words."""
    error = said(data)
    assert isinstance(error, AutomaticReplyError)
    assert f"a calendar’s answer to an invitation {answer} of tom.reed@" in error.message


@pytest.mark.parametrize(
    "data",
    [
        calendar_mail(DECLINED, "COMMENT:I have a parent at ten."),
        calendar_mail(ACCEPTED, 'COMMENT;ALTREP="http://x.example/":Could we take Room 5?'),
        calendar_mail(ACCEPTED.replace(";CN", ';X-RESPONSE-COMMENT="running late";CN')),
        calendar_mail(ACCEPTED, words="May I bring Ana?"),
        calendar_mail(ACCEPTED, html="<p>May I bring <b>Ana</b>?</p>"),
        calendar_mail("DTSTART:20261120T100000Z", method="COUNTER"),
        mail({"Auto-Submitted": "auto-replied"}, _QUOTE),
        mail(_EXCHANGE, _QUOTE),
    ],
)
def test_words_of_a_person_are_to_be_read(data: bytes) -> None:
    """A comment beside an answer, another time, and what quotes a mail as a person's answer does."""
    error = said(data)
    assert isinstance(error, WordsToReadError)
    assert error.code == "R53"
    assert not any(words in error.message for words in ("parent", "Room 5", "late", "Ana", "bring"))


@pytest.mark.parametrize(
    "data",
    [
        mail({}),
        mail({"Auto-Submitted": "no"}),
        mail({"Auto-Submitted": "auto-generated"}),
        mail({"X-Auto-Response-Suppress": "All"}),
        mail({"Precedence": "bulk", "X-Autoreply": "no"}),
        mail({"Auto-Submitted": "auto-replied"}, sender="Mail Delivery System <Mailer-Daemon@x.example>"),
        mail({"Auto-Submitted": "auto-replied", "X-Failed-Recipients": "tom@x.example"}),
        calendar_mail("DTSTART:20261120T100000Z", method="REQUEST"),
        b"From x Fri Nov  6 10:00:00 2026\n%s\n\nFrom x Fri Nov  6 10:00:00 2026\n%s\n\n"
        % (mail({"Auto-Submitted": "auto-replied"}), mail({})),
    ],
)
def test_what_may_be_a_persons_mail_is_told_as_before(data: bytes) -> None:
    """Also a mail server's report, somebody's own invitation, and a person's mail among automatic ones."""
    assert said(data).code == "R41"


@pytest.mark.parametrize("unit", ["-", " ", "\n", ">", '"', ';"', "COMMENT;", "\n "])
def test_no_text_takes_long(unit: str) -> None:
    """Whatever is repeated in it."""
    started = time.monotonic()
    said(mail({"Auto-Submitted": "auto-replied"}, unit * (200_000 // len(unit)) + "x"))
    said(calendar_mail("COMMENT;" + unit * (200_000 // len(unit)) + "x"))
    assert time.monotonic() - started < _LIMIT_S


@pytest.mark.parametrize("headers", [{"Auto-Submitted": "auto-replied"}, _EXCHANGE, {"X-Autoreply": "yes"}])
def test_a_form_in_such_a_mail_is_read(headers: dict[str, str]) -> None:
    """A gateway may write such headers on a person's mail."""
    message = new_mail([("record.pdf", b"%PDF-1.7 record")])
    for name, text in headers.items():
        message[name] = text
    bundle = open_bundle(message.as_bytes())
    assert bundle is not None
    assert [one.name for one in bundle.files] == ["record.pdf"]


def outlook(kind: str, headers: str = "", body: str | None = None, rtf: bytes = b"") -> bytes:
    """Return a message of a class as Outlook saves it."""
    texts = {"001A": kind, "007D": headers, "5D01": "tom.reed@aldergrove.example"}
    folders = {"__properties_version1.0": bytes(32)}
    folders |= {f"__substg1.0_{one}001F": text.encode("utf-16-le") for one, text in texts.items() if text}
    if body is not None:
        folders["__substg1.0_1000001F"] = body.encode("utf-16-le")
    if rtf:
        folders["__substg1.0_10090102"] = rtf
    return compound_file(folders)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (outlook("IPM.Note.Rules.OofTemplate.Microsoft", body="Away until Monday"), "R52"),
        (outlook("IPM.Note", "Auto-Submitted: auto-replied\r\n\r\n", "Away until Monday"), "R52"),
        (outlook("IPM.Schedule.Meeting.Resp.Pos", body=" \r\n"), "R52"),
        (outlook("IPM.Schedule.Meeting.Resp.Neg"), "R52"),
        (outlook("IPM.Schedule.Meeting.Resp.Neg", body="A parent at ten"), "R53"),
        (outlook("IPM.Schedule.Meeting.Resp.Pos", rtf=b"LZFu"), "R53"),
        (outlook("IPM.Schedule.Meeting.Resp.Tent"), "R53"),
        (outlook("IPM.Note", body="See you on Thursday"), "R41"),
        (outlook("IPM.Schedule.Meeting.Request", body="Meeting"), "R41"),
        (outlook("REPORT.IPM.Note.NDR", body="Undeliverable"), "R41"),
        (outlook_message({}, sender=TOM, to="priya.shah@aldergrove.example"), "R41"),
    ],
)
def test_outlook_says_by_its_class_what_a_message_is(data: bytes, code: str) -> None:
    """And has a person's words beside an answer."""
    error = said(data)
    assert error.code == code
    assert code == "R41" or "of tom.reed@aldergrove.example" in error.message
