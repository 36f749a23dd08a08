"""X04, X34, X35, X40, X50: how many cases, of whom, and what is watched, up to date, filed, signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.findings import Severity
from forms.log import CaseRow
from forms.model import Stage
from forms.naming import is_same_school
from forms.plan import Series
from forms.rules import Asked, DslSignOff, Filing, PupilLimit, UpToDate, WatchedAnswer
from register.checks.breach import Breach, day, gravest, listed
from register.checks.facts import Facts, Paper, SessionFacts
from register.checks.shared import calendar_gap, is_recent, plain_breach, session_breach

_NO = frozenset({"no", "n"})


def check_pupils(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X04: more pupils were discussed than the policy allows."""
    for session in facts.sessions:
        logged, policy = session.logged, facts.policies.get(session.policy or "")
        if logged is None or policy is None or (session.date is not None and not is_recent(session.date, on)):
            continue
        found = []
        for rule in facts.rules_of(session.policy, PupilLimit, session.series):
            limit = rule.above if rule.above is not None else policy.pupil_limit
            if limit is not None and logged.pupils_discussed > limit:
                what = f"Session of {session.label}: {logged.pupils_discussed} pupils, limit {limit}."
                found.append(session_breach(session, "X04", rule, (what, "Take fewer next time.")))
        worst = gravest(found)
        yield from [worst] if worst else []


def check_named(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X50: a sheet with answers does not say which case it is of; until the session that can be written."""
    sessions = {one.session_id: one for one in facts.sessions}
    for paper in facts.papers:
        session = sessions.get(paper.session)
        day = session.date if session else None
        if not paper.lacks_case or (day is not None and not is_recent(day, on)):
            continue
        what = (
            f"{paper.title} {paper.name}: has answers and no case reference, so nobody can tell whose case "
            "it is."
        )
        if paper.has_reached(Stage.SESSION) or (day is not None and day < on):
            to_do = "Ask which case it is, and have the sheet sent again with its reference."
            yield plain_breach(session, "X50", Severity.SOON, paper.name, (what, to_do))
        else:
            to_do = "Have it written on the sheet at the session."
            yield plain_breach(session, "X50", Severity.NOTE, paper.name, (what, to_do))


def check_watched(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X34: an answer that a person should read, such as that something is to be taken further."""
    for session in facts.sessions:
        if session.date is not None and not is_recent(session.date, on):
            continue
        rules = facts.rules_of(session.policy, WatchedAnswer, session.series)
        for rule in rules:
            for paper in session.papers:
                answered = [field for field in rule.fields if field in paper.filled]
                if paper.form == rule.form and answered:
                    what = f"{paper.title} of {session.label}: a question to be looked at is answered."
                    part = f"{paper.name} {' '.join(answered)}"
                    yield session_breach(session, "X34", rule, (what, "Read it on the form."), part)
        for row in _cases(facts, session) if rules else ():
            if row.status_change and row.case_ref:
                what = f"Case {row.case_ref} at the session of {session.label}: its status has changed."
                to_do = "See on its sheet whether something is to be taken further."
                yield session_breach(session, "X34", rules[0], (what, to_do), row.case_ref)


def _cases(facts: Facts, session: SessionFacts) -> Iterator[CaseRow]:
    logged = session.logged.session_id if session.logged else None
    return (row for row in facts.log.cases if row.session_id == logged)


def check_up_to_date(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X35: logs or chronology are not up to date, a file was not seen, or nothing was filed."""
    for session in facts.sessions:
        if session.date is not None and not is_recent(session.date, on):
            continue
        for rule in facts.rules_of(session.policy, UpToDate, session.series):
            for row in _cases(facts, session):
                yield from _not_up_to_date(session, rule, row)
        for filing in facts.rules_of(session.policy, Filing, session.series)[:1]:
            yield from _not_filed(facts, session, filing, on)


def _not_up_to_date(session: SessionFacts, rule: UpToDate, row: CaseRow) -> Iterator[Breach]:
    answers = {
        Asked.LOGS: row.logs_up_to_date,
        Asked.CHRONOLOGY: row.chronology_up_to_date,
        Asked.FILE_SEEN: row.file_seen,
    }
    no = [asked.value for asked in rule.asked if (answers[asked] or "").strip().lower() in _NO]
    blank = [asked.value for asked in rule.asked if not answers[asked]] if session.has_record else []
    case = row.case_ref or f"sheet {row.sheet_no or row.source_file}"
    said = [f"{listed(no)} answered No"] if no else []
    said += [f"{listed(blank)} left blank"] if blank else []
    if said:
        what = f"Case {case} at the session of {session.label}: {'; '.join(said)}."
        to_do = "Agree an action that brings it up to date."
        yield session_breach(session, "X35", rule, (what, to_do), case)


def _not_filed(facts: Facts, session: SessionFacts, rule: Filing, on: dt.date) -> Iterator[Breach]:
    held, logged, planned = session.held_on, session.logged, session.planned
    unknown = session.policy in facts.without_cases
    if held is None or logged is None or held > on or not (logged.pupils_discussed or unknown):
        return
    count = logged.pupils_discussed
    cases = "children" if unknown else f"{count} case{'' if count == 1 else 's'}"
    other = _other_school(facts, session, held)
    if planned is None or planned.filed_on is None:
        by = f" by {session.school}" if other else ""
        yield from _late_filing(facts, session, rule, on, _Files(session.school, f"{cases} was filed{by}"))
    if other and (planned is None or planned.supervisor_filed_on is None):
        files = _Files(other, f"{cases} was filed by {other}", "Also filed on")
        yield from _late_filing(facts, session, rule, on, files)


def _other_school(facts: Facts, session: SessionFacts, held: dt.date) -> str | None:
    """Return the supervisor's school where that is another one, and each of the two keeps files of its own.

    Somebody who supervises for a whole trust keeps none.
    """
    if session.series is not Series.EXTERNAL or not session.relationships:
        return None
    school = facts.people.school_of(session.relationships[0].supervisor_id, held)
    own = session.school
    return school if school and own and not is_same_school(school, own) else None


@dataclass(frozen=True, slots=True)
class _Files:
    """What a school is to file."""

    school: str | None
    what: str
    column: str = ""
    """Of the Schedule, for its day; "" for the one that every session has."""


def _late_filing(
    facts: Facts, session: SessionFacts, rule: Filing, on: dt.date, files: _Files
) -> Iterator[Breach]:
    held = session.held_on or on
    calendar = facts.calendar(files.school)
    limit = calendar.nth_school_day_after(held, rule.school_days) if calendar else None
    if limit is None:
        if (on - held).days > rule.school_days:
            yield calendar_gap(files.school, held)
    elif on > limit:
        what = (
            f"Session of {session.label}: nothing says that what concerns {files.what} in "
            f"{rule.system}; due by {day(limit)}."
        )
        place = f", {files.column}" if files.column else ""
        words = (what, f"File it, and enter the day in the Schedule{place}.")
        part = "filed by supervisor's school" if files.column else "filed"
        yield replace(session_breach(session, "X35", rule, words, part), school=files.school)


def check_sign_off(facts: Facts, on: dt.date) -> Iterator[Breach]:
    """X40: a DSL has not signed off decisions about cases that two others made."""
    for session in facts.sessions:
        logged, date = session.logged, session.date
        if logged is None or date is None or not is_recent(date, on):
            continue
        if not logged.pupils_discussed and session.policy not in facts.without_cases:
            continue
        people = {
            person for rel in session.relationships for person in (rel.supervisee_id, rel.supervisor_id)
        }
        rows = [facts.plan.person(person, date) for person in people]
        if not rows or any(row is None or row.is_dsl for row in rows):
            continue
        for rule in facts.rules_of(session.policy, DslSignOff, session.series)[:1]:
            for paper in session.papers:
                if paper.form == rule.form and paper.has_reached(Stage.SIGNING):
                    yield from _not_signed_off(facts, session, paper, rule, date)


def _not_signed_off(
    facts: Facts, session: SessionFacts, paper: Paper, rule: DslSignOff, date: dt.date
) -> Iterator[Breach]:
    names = [line.name for line in paper.lines if line.party == "dsl" and line.name]
    dsls = {one.person_id for one in facts.plan.people if one.is_dsl and one.serves(date)}
    if any(facts.people.goes_by(dsl, name) for dsl in dsls for name in names):
        return
    by = f"signed off by {names[0]}, who is no DSL on the Roster" if names else "not signed off by a DSL"
    what = f"{paper.title} of {session.label}: decisions about cases are {by}."
    yield session_breach(session, "X40", rule, (what, "Ask the DSL to sign them off."))
