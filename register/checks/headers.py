"""X25, X28: what a form says of person, school, day and supervisor is what Roster and Schedule say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from forms.dates import parse_date
from forms.findings import Severity
from forms.handover import supervisors_of
from forms.model import Fact, RecordType
from forms.naming import is_same_school
from forms.plan import PlannedSession, Relationship
from register.checks.breach import Breach, day
from register.checks.facts import Facts, Overtyped, Paper, SessionFacts
from register.checks.shared import plain_breach, split_message

_CHECK = "Check that it is right, and whose form it is."
_FACTS = {
    Fact.SUPERVISEE: "supervisee",
    Fact.SUPERVISOR: "supervisor",
    Fact.SCHOOL: "school",
    Fact.SESSION_DATE: "date",
}


def check_headers(facts: Facts, on: dt.date) -> Iterator[Breach]:  # noqa: ARG001 - every check takes a day
    """X25: a fact of the header differs. X28: the form is another person's, or a completed session's."""
    for session in facts.sessions:
        for paper in session.papers:
            told: set[Fact] = set()
            for breach, fact in _against_plan(facts, session, paper):
                told.add(fact)
                yield breach
            for finding in paper.findings:
                fact_of_field = paper.printed.get(finding.field or "")
                if finding.code == "X25" and (fact_of_field is None or fact_of_field not in told):
                    name = _FACTS.get(fact_of_field, "a fact") if fact_of_field else "a fact"
                    what = f"{paper.title} {paper.name}: {name} is not as it was issued."
                    about = f"{paper.name} {finding.field or ''} issued".strip()
                    yield plain_breach(session, "X25", finding.severity, about, (what, _CHECK))
    sessions = {one.session_id: one for one in facts.sessions}
    for one in facts.overtyped:
        what = (
            f"{one.path}: is {one.form}, which was signed before, and is now of another day or another "
            "person, so it does not count."
        )
        words = (
            what,
            f"Ask what it is. {_to_do(facts, one)}; if the signed one was wrong, take its import back.",
        )
        about = f"{one.form} {one.path}"
        yield plain_breach(sessions.get(one.session), "X28", Severity.ACT_NOW, about, words)
    for name, path, finding in facts.foreign:
        words = split_message(finding.message)
        yield plain_breach(sessions.get(name), finding.code, finding.severity, f"whose {path}", words)


def form_meant(facts: Facts, one: Overtyped) -> tuple[str, dt.date] | None:
    """Return the form that a record of last time may be meant for, and the day of its session.

    That is the session of the same pair on the day that it gives, of which no record has come back yet.
    """
    pairs = {
        rel.rel_id for own in facts.sessions if own.session_id == one.session for rel in own.relationships
    }
    fitting = [
        other
        for other in facts.sessions
        if other.session_id != one.session
        and other.date == one.day
        and not other.has_record
        and pairs & {rel.rel_id for rel in other.relationships}
    ]
    if one.day is None or len(fitting) != 1:
        return None
    return one.form.replace(one.session, fitting[0].session_id, 1), one.day


def _to_do(facts: Facts, one: Overtyped) -> str:
    meant = form_meant(facts, one)
    if meant is None:
        return "If it is a new session's, give that a form of its own, or say in review.xlsx which it is"
    form, on = meant
    return (
        f"For the session of {day(on)} use {form}, or say in review.xlsx, sheet Files, that this file is that"
    )


def _against_plan(facts: Facts, session: SessionFacts, paper: Paper) -> Iterator[tuple[Breach, Fact]]:
    planned = session.planned
    if planned is None or planned.session_id != paper.session:
        return
    if len(session.relationships) == 1:
        rel = session.relationships[0]
        yield from _supervisee(facts, session, paper, rel)
        yield from _supervisor(facts, session, paper, rel)
    school = paper.said.get(Fact.SCHOOL)
    if school and session.school and not is_same_school(school, session.school):
        yield _differs(session, paper, Fact.SCHOOL, school, session.school), Fact.SCHOOL
    yield from _date(session, paper, planned)


def _supervisee(
    facts: Facts, session: SessionFacts, paper: Paper, rel: Relationship
) -> Iterator[tuple[Breach, Fact]]:
    name = paper.said.get(Fact.SUPERVISEE)
    # With the name of somebody else on the Roster it does not count, and is said as X28.
    if name and not facts.people.goes_by(rel.supervisee_id, name):
        yield _differs(session, paper, Fact.SUPERVISEE, name, session.who), Fact.SUPERVISEE


def _supervisor(
    facts: Facts, session: SessionFacts, paper: Paper, rel: Relationship
) -> Iterator[tuple[Breach, Fact]]:
    if paper.record is RecordType.QA:
        yield from _supervisors_looked_at(facts, session, paper, rel)
        return
    name = paper.said.get(Fact.SUPERVISOR)
    if not name or any(facts.people.goes_by(one, name) for one in (rel.supervisor_id, *rel.deputies)):
        return
    before = [
        one.supervisor_id
        for one in facts.plan.relationships
        if one.supervisee_id == rel.supervisee_id and one.rel_id != rel.rel_id and one.policy == rel.policy
    ]
    if any(facts.people.goes_by(one, name) for one in before):
        what = f"{paper.title} {paper.name}: supervisor at issue: {name}; now {session.supervisor}."
        words = (what, "Nothing, where the form was made before the change.")
        about = f"{paper.name} {Fact.SUPERVISOR}"
        yield plain_breach(session, "X25", Severity.NOTE, about, words), Fact.SUPERVISOR
        return
    yield _differs(session, paper, Fact.SUPERVISOR, name, session.supervisor or "nobody"), Fact.SUPERVISOR


def _supervisors_looked_at(
    facts: Facts, session: SessionFacts, paper: Paper, rel: Relationship
) -> Iterator[tuple[Breach, Fact]]:
    """Yield where a monitoring form names somebody who has never supervised here.

    It goes by the reference of the first session that it is about, and that may have been with another one.
    """
    ids = {
        one.supervisor_id
        for one in facts.plan.relationships
        if one.supervisee_id == rel.supervisee_id and one.policy == rel.policy
    }
    for name in supervisors_of(paper.said.get(Fact.SUPERVISOR)):
        if not any(facts.people.goes_by(one, name) for one in (*ids, *rel.deputies)):
            known = ", ".join(sorted(facts.people.name_of(one, dt.date.max) for one in ids))
            yield _differs(session, paper, Fact.SUPERVISOR, name, known), Fact.SUPERVISOR


def _date(session: SessionFacts, paper: Paper, planned: PlannedSession) -> Iterator[tuple[Breach, Fact]]:
    date = parse_date(paper.said.get(Fact.SESSION_DATE, ""))
    known = {planned.planned_date, planned.moved_to, planned.held_on}
    if date is not None and date not in known:
        yield _differs(session, paper, Fact.SESSION_DATE, day(date), day(planned.date)), Fact.SESSION_DATE


def _differs(session: SessionFacts, paper: Paper, fact: Fact, found: str, expected: str) -> Breach:
    what = f"{paper.title} {paper.name}: {_FACTS[fact]} is {found}; Roster and Schedule say {expected}."
    return plain_breach(session, "X25", Severity.ACT_NOW, f"{paper.name} {fact}", (what, _CHECK))
