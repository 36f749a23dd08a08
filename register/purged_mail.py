"""What was mailed for a session does not outlive it: the ledgers of mail go with the session's last file.

They name nobody and say much all the same: that this session was, which papers of it went out when, and what
never arrived. A session of which something is left keeps its rows, for nothing may be sent twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, and_, delete, select, update

from forms.letters import fold
from forms.log import Session
from forms.packs import Errand
from forms.plan import Plan
from register import tables
from register.linking import relationships_of
from register.mailed import forget_mailed
from register.posted import Posted, load_posted
from register.purging import Candidate, Choice, Class, Hold, delete_findings_naming
from register.rows import load_rows
from register.undelivered import load_undelivered

_CLASSES = frozenset({Class.RECORDS, Class.CASES, Class.AGREEMENTS, Class.REVIEWS})


@dataclass(frozen=True, slots=True)
class MailOf:
    """What was mailed for one session, or to remind one person."""

    about: str
    """The session's id; of reminders the person's."""
    errand: Errand | None
    """REMINDER; None for the packs of a session."""
    sent: tuple[Posted, ...]
    lost: tuple[Posted, ...]
    """What could not be delivered."""

    @property
    def marks(self) -> frozenset[str]:
        """Return what each mail says of which pack it is."""
        return frozenset(one.mark for one in (*self.sent, *self.lost))


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom mail is about, and its day."""

    day: dt.date | None
    """None for reminders, of which each has its own."""
    people: tuple[str, ...] = ()
    """Names and ids."""
    schools: tuple[str | None, ...] = ()


def mail_of(
    connection: Connection, choice: Choice, goes: Sequence[Candidate], plan: Plan, hold: Hold
) -> tuple[MailOf, ...]:
    """Return the mail that goes with the files of `goes`, in the order of sessions and people.

    That is the mail of each session before the day of which no file would be left: of one that such a file is
    of, and for records of any that the choice takes in, also where nothing ever came back. What is on hold
    stays; so does, while anything is, mail of a session that neither log nor plan knows.
    """
    if choice.kind not in _CLASSES:
        return ()
    hashes = {one.sha256 for one in goes}
    returned = connection.execute(select(tables.returns.c.sha256, tables.returns.c.session_id))
    left = {session for sha256, session in returned if sha256 not in hashes}
    chosen = {one.session_id for one in goes}
    logged = {one.session_id: one for one in load_rows(connection, Session)}
    found = []
    for mail in _all_mail(connection):
        one, is_chosen = mail, False
        if mail.errand is None:
            is_chosen = mail.about in chosen
            is_meant = mail.about not in left and (is_chosen or choice.kind is Class.RECORDS)
            subject = _session(mail, plan, logged)
        else:
            one = _before(mail, choice.before)
            is_meant = choice.kind is Class.RECORDS and bool(one.marks)
            subject = _person(one, plan)
        is_meant = is_meant and (subject.day is None or subject.day < choice.before)
        if is_meant and (is_chosen or _fits(choice, subject)) and not _is_held(hold, one, subject):
            found.append(one)
    return tuple(found)


def forget_mail(connection: Connection, mail: Iterable[MailOf]) -> None:
    """Take mail out of the ledgers, and what was found about it out of the findings."""
    told: set[str] = set()
    for one in mail:
        for posted in (*one.sent, *one.lost):
            for table in (tables.posted, tables.undelivered):
                is_it = and_(
                    table.c.session_id == posted.session_id,
                    table.c.errand == str(posted.errand),
                    table.c.facts == posted.facts,
                )
                connection.execute(delete(table).where(is_it))
            told.add(posted.mark if one.errand else one.about)
        if one.errand is None:
            connection.execute(delete(tables.invited).where(tables.invited.c.session_id == one.about))
        forget_mailed(connection, one.marks)
    delete_findings_naming(connection, told)


def forget_reports(connection: Connection) -> None:
    """Forget where reports lay that are no longer kept, and those that do not say which mail they are about.

    That a pack did not arrive stays as long as its session: without it, it would count as sent.
    """
    lost = tables.undelivered
    is_gone = lost.c.sha256.not_in(select(tables.originals.c.sha256))
    connection.execute(delete(lost).where(is_gone, lost.c.errand == ""))
    connection.execute(update(lost).where(is_gone).values(path=""))


def _all_mail(connection: Connection) -> Iterator[MailOf]:
    sent: dict[tuple[str, Errand | None], list[Posted]] = {}
    lost: dict[tuple[str, Errand | None], list[Posted]] = {}
    for one in load_posted(connection):
        sent.setdefault(_key(one), []).append(one)
    for told in load_undelivered(connection):
        if told.posted is not None:
            lost.setdefault(_key(told.posted), []).append(told.posted)
    for key in sorted({*sent, *lost}, key=lambda one: (one[0], one[1] or "")):
        about, errand = key
        yield MailOf(about, errand, tuple(sent.get(key, ())), tuple(lost.get(key, ())))


def _key(one: Posted) -> tuple[str, Errand | None]:
    return one.session_id, Errand.REMINDER if one.errand is Errand.REMINDER else None


def _session(mail: MailOf, plan: Plan, logged: Mapping[str, Session]) -> _Subject:
    planned = next((one for one in plan.sessions if one.session_id == mail.about), None)
    session = logged.get(mail.about)
    days = [planned.date if planned is not None else None, session.date if session is not None else None]
    people: list[str] = []
    schools: list[str | None] = []
    if planned is not None:
        for pair in relationships_of(plan, planned):
            for who in (pair.supervisee_id, pair.supervisor_id):
                people += _names(plan, who)
            schools += [one.school for one in plan.people if one.person_id == pair.supervisee_id]
    if session is not None:
        people += filter(None, (session.supervisee, session.supervisor))
        schools.append(session.school)
    # The later of the two, where they differ; of a session that nobody knows, the day of its last mail.
    sent = max(one.sent_on for one in (*mail.sent, *mail.lost))
    return _Subject(max(filter(None, days), default=sent), tuple(people), tuple(schools))


def _before(mail: MailOf, day: dt.date) -> MailOf:
    """Return the mail of before a day."""
    sent, lost = (tuple(one for one in part if one.sent_on < day) for part in (mail.sent, mail.lost))
    return replace(mail, sent=sent, lost=lost)


def _person(mail: MailOf, plan: Plan) -> _Subject:
    schools = tuple(one.school for one in plan.people if one.person_id == mail.about)
    return _Subject(None, tuple(_names(plan, mail.about)), schools)


def _names(plan: Plan, person_id: str) -> list[str]:
    rows = [one for one in plan.people if one.person_id == person_id]
    return [person_id, *(name for one in rows for name in (one.name, *one.aliases))] if rows else []


def _fits(choice: Choice, subject: _Subject) -> bool:
    school = choice.school
    return (school is None or any(_same(school, one) for one in subject.schools)) and (
        choice.person is None or choice.person.is_in_any(subject.people)
    )


def _is_held(hold: Hold, mail: MailOf, subject: _Subject) -> bool:
    if not hold.wanted:
        return False
    return not subject.people or hold.keeps([mail.about, *subject.people]) is not None


def _same(one: str, other: str | None) -> bool:
    return fold(one).text.split() == fold(other or "").text.split()
