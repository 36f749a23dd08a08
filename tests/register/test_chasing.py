"""Who is reminded of what is not back, and how often."""

import datetime as dt
from dataclasses import replace

from build.mail.wording import Enclosed, Told, body_of, reminder_body
from forms.packs import Errand, Pack
from forms.plan import Person
from register.packs.chasing import as_asked, reminders

_ON = dt.date(2026, 11, 14)
_TOM, _LEE = Person("P1", "Tom Reed", "Alder Grove"), Person("P2", "Lee Wu", "Alder Grove")
_PRIYA = Person("P3", "Priya Shah", "Alder Grove")
_PACK = Pack(
    session_id="ESM-26-0042",
    errand=Errand.AGENDA,
    policy="esteem",
    supervisor=_PRIYA,
    supervisees=(_TOM,),
    people=(_TOM,),
    session_on=dt.date(2026, 11, 19),
    session_at=None,
    due=dt.date(2026, 11, 12),
    issue_on=dt.date(2026, 11, 5),
    sheets=(),
    why="",
)


def test_everything_for_one_person_is_one_reminder() -> None:
    """By the day by which it was due; each person has their own."""
    other = replace(_PACK, session_id="ESM-26-0043", due=dt.date(2026, 11, 10))
    theirs = replace(_PACK, session_id="ESM-26-0044", people=(_LEE,))
    found = reminders([_PACK, other, theirs], {}, _ON)
    assert [(one.person, [pack.session_id for pack in one.packs]) for one in found] == [
        (_LEE, ["ESM-26-0044"]),
        (_TOM, ["ESM-26-0043", "ESM-26-0042"]),
    ]


def test_two_supervisors_make_one_reminder() -> None:
    """From the one whose forms are longest due."""
    other = replace(_PACK, session_id="ESM-26-0050", supervisor=_LEE, due=dt.date(2026, 11, 10))
    (found,) = reminders([_PACK, other], {}, _ON)
    assert (found.person, found.supervisor) == (_TOM, _LEE)
    assert [pack.session_id for pack in found.packs] == ["ESM-26-0050", "ESM-26-0042"]
    assert "with Priya Shah" in reminder_body(found.person, found.supervisor, found.packs)


def test_nobody_is_reminded_twice_in_a_week() -> None:
    """On the seventh day they are again."""
    assert reminders([_PACK], {"P1": dt.date(2026, 11, 8)}, _ON) == ()
    assert len(reminders([_PACK], {"P1": dt.date(2026, 11, 7)}, _ON)) == 1


def test_what_nobody_is_reminded_of() -> None:
    """What is due today or has no day, copies, the supervisor's own, and whoever is away for long."""
    away = replace(_TOM, absent_from=dt.date(2026, 11, 1))
    packs = [
        replace(_PACK, due=_ON),
        replace(_PACK, due=None),
        replace(_PACK, errand=Errand.COPY),
        replace(_PACK, people=(_PRIYA,)),
        replace(_PACK, people=(away,)),
    ]
    assert reminders(packs, {}, _ON) == ()


def test_nobody_is_late_for_what_was_sent_late() -> None:
    """An agenda that went out when it was to be back is due by the session, a record a week later."""
    assert as_asked(_PACK, dt.date(2026, 11, 11)) == _PACK
    late = as_asked(_PACK, dt.date(2026, 11, 13))
    assert late.due == _PACK.session_on
    assert reminders([late], {}, _ON) == ()
    record = as_asked(replace(_PACK, errand=Errand.SIGNING), dt.date(2026, 11, 30))
    assert record.due == dt.date(2026, 12, 7)


def test_a_mail_asks_for_nothing_by_a_day_that_has_passed() -> None:
    """Nor to be answered with files by who works on paper."""
    enclosed = (Enclosed("Supervision Record", ("ESM-26-0042-A2 agenda.docx",), "docx"),)
    told = Told((_TOM,), enclosed, late=False, printed=False, protected=False)
    assert "return them by Thu 12 Nov 2026: reply to this mail" in body_of(_PACK, told)
    late = body_of(_PACK, replace(told, late=True, is_past_due=True))
    assert "12 Nov" not in late
    assert "as soon as you can, before the session" in late
    assert "reply to this mail" not in body_of(_PACK, replace(told, printed=True))


def test_paper_is_answered_on_paper() -> None:
    """A receipt asks for the one sheet back, not for a file; blank sheets need not be printed."""
    one = (Enclosed("Case Notes", ("ESM-26-0042-A3-1 agenda.pdf",), "pdf"),)
    told = Told((_TOM,), one, late=False, printed=True, protected=False)
    receipt = body_of(replace(_PACK, errand=Errand.RECEIPT), told)
    assert "reply to this mail" not in receipt
    assert "Print it, write with a dark pen, sign in ink, and return it scanned" in receipt
    several = (replace(one[0], names=("1.pdf", "2.pdf")),)
    assert "You need not print or return sheets that stay blank." in body_of(
        _PACK, replace(told, enclosed=several)
    )
    assert "stay blank" not in body_of(_PACK, told)
