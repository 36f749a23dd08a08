"""X06 to X11: records are sent for signature and signed, in time and by the right people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.dates import parse_date
from forms.findings import Severity
from forms.model import RecordType, Stage
from forms.rules import SentForSignature, Signed, Signer
from register.checks.breach import Breach, day, gravest, listed
from register.checks.facts import Facts, Paper, SessionFacts
from register.checks.shared import plain_breach, session_breach
from register.rostered import is_same_name
from register.signers import expected_signers, is_anothers
from register.signing import Line

_DAY = dt.timedelta(days=1)
_PARTIES = (Signer.SUPERVISEE, Signer.SUPERVISOR)
_A_NAME = frozenset({"typed", "certificate"})


def check_sent_for_signature(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X06: the record of a held session has not been sent for signature in time."""
    for session in facts.sessions:
        held = session.held_on
        # Without a record X05 asks for that first.
        if held is None or held > on or not session.has_record or is_sent_for_signature(session):
            continue
        found = []
        for rule in facts.rules_of(session.policy, SentForSignature, session.series):
            following = facts.next_held(session)
            if rule.days is not None and on > held + rule.days * _DAY:
                limit = day(held + rule.days * _DAY)
                what = f"Record of {session.label}: has not been sent for signature; due by {limit}."
            elif rule.before_next and following is not None and following <= on:
                what = (
                    f"Record of {session.label}: had not been sent for signature when the next session was "
                    f"held on {day(following)}."
                )
            else:
                continue
            to_do = "Send it, and enter the day in the Schedule."
            found.append(session_breach(session, "X06", rule, (what, to_do)))
        worst = gravest(found)
        yield from [worst] if worst else []


def is_sent_for_signature(session: SessionFacts) -> bool:
    """Return whether a record surely went out for signature: somebody said so, or it came back so."""
    planned, record = session.planned, session.record
    said = planned is not None and planned.sent_for_signature_on is not None
    return said or (record is not None and record.has_reached(Stage.SIGNING))


def check_signed(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X07: a record was not signed by the next session. X08: a signature or its date is missing."""
    for session in facts.sessions:
        record = session.record
        if record is None or record.stale or not session.has_record:
            continue
        late, missing = [], []
        for rule in facts.rules_of(session.policy, Signed, session.series):
            lacking = lacking_signatures(facts, session, record, rule)
            if not lacking:
                continue
            following = facts.next_held(session)
            if rule.by_next and following is not None and on > following:
                late.append(_late(session, rule, lacking, following))
            elif rule.days is not None and session.held_on is not None and not _unsent(facts, session):
                limit = session.held_on + rule.days * _DAY
                if record.has_reached(Stage.SIGNING) or on > limit:
                    missing.append(_missing(session, rule, lacking, limit, on))
        # One matter, said once: as X07 where it has become that.
        worst = gravest(late) or gravest(missing)
        yield from [worst] if worst else []


def _unsent(facts: Facts, session: SessionFacts) -> bool:
    """Return whether the sending is what is missing: then X06 says so in time."""
    rules = facts.rules_of(session.policy, SentForSignature, session.series)
    return bool(rules) and not is_sent_for_signature(session)


def _late(session: SessionFacts, rule: Signed, lacking: list[str], following: dt.date) -> Breach:
    what = (
        f"Record of {session.label}: {listed(lacking)}, though the next session was held on {day(following)}."
    )
    return session_breach(session, "X07", rule, (what, "Have it signed now."))


def _missing(session: SessionFacts, rule: Signed, lacking: list[str], limit: dt.date, on: dt.date) -> Breach:
    what = f"Record of {session.label}: {listed(lacking)}."
    if not is_sent_for_signature(session):
        to_do = "Nothing says that it was sent for signature: send it, and enter the day in the Schedule."
    elif on > limit:
        to_do = f"Ask for it; it was due by {day(limit)}."
    else:
        to_do = f"Ask for it by {day(limit)}."
    return session_breach(session, "X08", rule, (what, to_do))


def lacking_signatures(facts: Facts, session: SessionFacts, record: Paper, rule: Signed) -> list[str]:
    """Return in words what a record lacks of the signatures and dates that a rule asks for.

    What somebody else has signed in a person's place is none; X09 says who. One name in both places is X11's.
    Whoever cannot sign, for a reason that the Schedule gives, is not asked to.
    """
    found: list[str] = []
    excused = session.planned.excused if session.planned is not None else None
    same = _same_name(record)
    for signer in rule.by:
        party = "supervisee" if signer is Signer.ATTENDEES else signer.value
        # Whoever came to a group signs, also a guest.
        expected = () if signer is Signer.ATTENDEES else expected_signers(session.relationships, party)
        own = [line for line in record.lines if line.party == party]
        signed = [
            line
            for line in own
            if line.name and (line.name == same or not is_anothers(line, expected, facts.people))
        ]
        if signer is Signer.ATTENDEES and record.came:
            found += [
                f"no signature of {name}"
                for name in record.came
                if not any(_is_line_of(line, name) for line in signed)
            ]
        elif not signed and party != excused:
            whose = session.supervisor if signer is Signer.SUPERVISOR else session.who
            found.append(f"no signature of {whose or 'an unnamed person'} ({party})")
        if rule.dated:
            found += [f"no date beside {line.name} ({party})" for line in signed if not line.date]
    return found


def _is_line_of(line: Line, name: str) -> bool:
    return any(text and is_same_name(text, name) for text in (line.who, line.name))


def check_signers(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X09: signed by somebody unexpected. X10: a date that cannot be. X11: one name on both lines."""
    sessions = {one.session_id: one for one in facts.sessions}
    for paper in facts.papers:
        if paper.record is RecordType.QA:
            continue
        session = sessions.get(paper.session)
        same = _same_name(paper)
        if same is not None:
            what = f"{paper.title} {paper.name}: {same} stands as signature of both people."
            yield plain_breach(
                session, "X11", Severity.SOON, paper.name, (what, "Have each of them sign for themselves.")
            )
        for number, line in enumerate(paper.lines, start=1):
            about = f"{paper.name} {line.party} {number}"
            if line.name != same and session is not None:
                yield from _unexpected(facts, session, paper, line, about)
            if line.name and line.date:
                yield from _odd_date(session, paper, line, about, on)


def _same_name(paper: Paper) -> str | None:
    names = {
        party: [line.name for line in paper.lines if line.party == party and line.way in _A_NAME]
        for party in _PARTIES
    }
    for one in names[Signer.SUPERVISEE]:
        for other in names[Signer.SUPERVISOR]:
            if one and other and is_same_name(one, other):
                return other
    return None


def _unexpected(
    facts: Facts, session: SessionFacts, paper: Paper, line: Line, about: str
) -> Iterator[Breach]:
    expected = expected_signers(session.relationships, line.party)
    if not is_anothers(line, expected, facts.people):
        return
    names = [facts.people.name_of(one, session.date or dt.date.max) for one in expected]
    what = (
        f"{paper.title} of {session.label}: {line.name} has signed as {line.party}; expected "
        f"{' or '.join(dict.fromkeys(names))}."
    )
    to_do = (
        "Have it signed by the right person, or enter that name among their other names, or as a deputy, on "
        "the Roster."
    )
    yield plain_breach(session, "X09", Severity.ACT_NOW, about, (what, to_do))


def _odd_date(
    session: SessionFacts | None, paper: Paper, line: Line, about: str, on: dt.date
) -> Iterator[Breach]:
    date = parse_date(line.date or "")
    where = f"{paper.title} {paper.name}: the date beside {line.name} ({line.party})"
    held = session.held_on if session is not None and paper.record is not RecordType.AGREEMENT else None
    if date is None:
        what = f"{where} is no date."
    elif date > on:
        what = f"{where} is {day(date)}, which is still to come."
    elif held is not None and date < held:
        what = f"{where} is {day(date)}, before the session on {day(held)}."
    else:
        return
    yield plain_breach(session, "X10", Severity.SOON, about, (what, "Ask when it was signed."))
