"""Tell mails that a program answered with: out of office (RFC 3834), receipts, calendars (RFC 5546).

They hold no form, and nobody is to be asked for one. A person's own words are never taken for a program's:
what a calendar's answer says beside yes or no, and what quotes another mail, as a person's answer does, is
named for somebody to read. A header that mails of people bear too proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from extract.mail_words import text_of, without_tags
from forms.errors import AutomaticReplyError, HalftermError, WordsToReadError

_CALENDARS = frozenset({"text/calendar", "application/ics"})
_TEXTS = frozenset({"text/plain", "text/html"})
_FROM_SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_SUPPRESSED = frozenset({"all", "oof"})
"""In X-Auto-Response-Suppress [MS-OXCMAIL 2.1.3.2.20]: nothing by itself, for any mail may ask for that."""
_OLDER = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_OUTLOOK_RULES, _OUTLOOK_ANSWER = "ipm.note.rules.", "ipm.schedule.meeting.resp."
"""Beginnings of PidTagMessageClass: [MS-OXORULE 2.2.1.1], [MS-OXOCAL 2.2.7]."""
_OUTLOOK_ANSWERS = {"pos": "accepted", "neg": "declined", "tent": "tentative"}
_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}

_FOLD = re.compile(r"\r?\n[ \t]")
_METHOD = re.compile(r"^METHOD:\s*(REPLY|COUNTER)\s*$", re.IGNORECASE | re.MULTILINE)
_PARTSTAT = re.compile(r"^ATTENDEE[^\n]*?;PARTSTAT=\"?([A-Za-z-]+)", re.IGNORECASE | re.MULTILINE)
_COMMENT = re.compile(
    r"^COMMENT([;:][^\n]*)|;X-RESPONSE-COMMENT=\"?([^\";:\n]+)", re.IGNORECASE | re.MULTILINE
)
_IN_QUOTES = re.compile(r"\"[^\"]*\"")
_BLANK = re.compile(r"(?:\\[nN]|\s|[\u200b\u200c\u200d\u2060\ufeff\xad\0])+")
_QUOTED = re.compile(
    r"^[ \t]{0,8}>|^-{3,9} ?[^\s-][^\n-]{0,80}-{3}"
    r"|<blockquote|gmail_quote|divRplyFwdMsg|appendonsend|moz-cite-prefix",
    re.IGNORECASE | re.MULTILINE,
)
"""How mail programs set off the mail that somebody answers."""
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Automatic:
    """A mail that a program wrote."""

    what: str
    """In words: "an automatic reply"."""
    sender: str
    """An address; "" where it says none."""
    has_words: bool
    """Whether there may be a person's own words in it."""


def automatic_mail(message: Message, sender: str) -> Automatic | None:
    """Return what a mail is that a program wrote; None for all others, also for a mail server's reports."""
    inside = list(message.walk())
    kinds = {one.get_content_type() for one in inside}
    if "message/delivery-status" in kinds or message.get("X-Failed-Recipients"):
        return None
    if sender.partition("@")[0].lower() in _FROM_SERVERS:
        return None
    for one in inside:
        found = _answer_in(one, sender, inside) if one.get_content_type() in _CALENDARS else None
        if found is not None:
            return found
    if "message/disposition-notification" in kinds:
        return Automatic("a receipt that a mail was shown or deleted", sender, has_words=False)
    if not _says_so(message):
        return None
    quotes = any(_QUOTED.search(text_of(one)) for one in inside if one.get_content_type() in _TEXTS)
    return Automatic("an automatic reply", sender, has_words=quotes)


def automatic_outlook(
    kind: str, headers: Message, sender: str, words: Callable[[], tuple[str, ...]]
) -> Automatic | None:
    """Return what an Outlook message is that a program wrote.

    `kind` is its PidTagMessageClass, `headers` those it came with; `words` returns its own texts.
    """
    kind = kind.lower()
    if kind.startswith(_OUTLOOK_ANSWER):
        answer = _OUTLOOK_ANSWERS.get(kind.removeprefix(_OUTLOOK_ANSWER), "")
        # One that proposes another time is a tentative one.
        has_words = answer not in {"accepted", "declined"} or any(not _is_blank(one) for one in words())
        return Automatic(_answered(answer), sender, has_words)
    if kind.startswith(_OUTLOOK_RULES) or (kind in {"", "ipm.note"} and _says_so(headers)):
        return Automatic("an automatic reply", sender, has_words=any(map(_QUOTED.search, words())))
    return None


def told(found: Iterable[Automatic]) -> HalftermError:
    """Return what is said of a file in which nothing but such mails lies; there is one at least."""
    all_of = list(dict.fromkeys(found))
    what = "; ".join(_named(one) for one in all_of)
    if any(one.has_words for one in all_of):
        return WordsToReadError(
            "R53", f"this is {what}. There is no form in it; somebody may have written words in it: read them"
        )
    return AutomaticReplyError(
        "R52", f"this is {what}: nothing to take in. What it says is for whom it was sent to"
    )


def _named(one: Automatic) -> str:
    sender = "".join(sign for sign in one.sender if sign.isprintable())[:_LONGEST]
    return f"{one.what} of {sender}" if sender else one.what


def _says_so(message: Message) -> bool:
    """Return whether the headers say that a program answered.

    Exchange says auto-generated, as other programs do whose mails are no answers; it asks that nothing be
    answered too.
    """
    submitted = str(message.get("Auto-Submitted", "")).partition(";")[0].partition("(")[0].strip().lower()
    if submitted == "auto-replied":
        return True
    suppressed = {one.strip().lower() for one in str(message.get("X-Auto-Response-Suppress", "")).split(",")}
    if submitted == "auto-generated" and suppressed & _SUPPRESSED:
        return True
    if str(message.get("Precedence", "")).strip().lower() == "auto_reply":
        return True
    return any(str(message.get(name, "no")).strip().lower() not in {"", "no", "false"} for name in _OLDER)


def _answer_in(calendar: Message, sender: str, inside: Iterable[Message]) -> Automatic | None:
    """Return what an .ics says as the answer to an invitation; None where it is none.

    `inside` are the parts of its mail.
    """
    text = _FOLD.sub("", text_of(calendar)).replace("\r\n", "\n")
    method = _METHOD.search(text)
    if method is None:
        return None
    if method[1].upper() == "COUNTER":
        return Automatic(
            "a calendar’s answer to an invitation (another time is proposed)", sender, has_words=True
        )
    said = _PARTSTAT.search(text)
    answer = _ANSWERS.get(said[1].upper(), "") if said is not None else ""
    texts = [without_tags(text_of(one)) for one in inside if one.get_content_type() == "text/html"]
    texts += [text_of(one) for one in inside if one.get_content_type() == "text/plain"]
    words = (*_comments(text), *texts)
    return Automatic(_answered(answer), sender, has_words=any(not _is_blank(one) for one in words))


def _answered(answer: str) -> str:
    return f"a calendar’s answer to an invitation{f' ({answer})' if answer else ''}"


def _comments(text: str) -> Iterator[str]:
    """Yield what is said in an event beside its facts."""
    for found in _COMMENT.finditer(text):
        # Values of parameters may hold a colon in quotes.
        yield found[2] or _IN_QUOTES.sub("", found[1]).partition(":")[2]


def _is_blank(text: str) -> bool:
    return not _BLANK.sub("", text)
