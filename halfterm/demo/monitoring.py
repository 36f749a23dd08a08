"""The trust's workbook of the demo: what came back beside who was entered and when they were to meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extract.intake import ReadResult
from extract.plan_sheets import Choices
from extract.trust_workbook import Entered, trust_contents
from extract.workbook import LastWritten, write_contents
from forms.catalogue import own_catalogue
from forms.log import ExceptionRow
from forms.overview import Overview
from forms.plan import CalendarRow, DayKind, Person, Plan, PlannedSession, Relationship
from halfterm.demo.story import Story
from halfterm.take import unread_file
from register.checks.checking import find_breaches
from register.checks.facts import Facts
from register.checks.gathering import Beside, gather
from register.history import Received, fold
from register.overview.gathering import overview_of

_POLICY = "esteem"
_HALF_TERMS = (
    ("Aut1", "2026-09-02", "2026-10-23"),
    ("Aut2", "2026-11-02", "2026-12-18"),
    ("Spr1", "2027-01-04", "2027-02-12"),
)


def write_monitoring_workbook(results: Sequence[ReadResult], story: Story, path: Path) -> None:
    """Write the workbook of the story's trust as it stands on its last day. Raises WriteError."""
    plan, catalogue = _plan(story), own_catalogue()
    responses = [one.response for one in results if one.response]
    unread = [unread_file(one, one.error) for one in results if one.error]
    folded = fold(responses, catalogue.load_form, story.on, Received(unread, plan=plan))
    facts = gather(folded, Beside(plan, {0: story.on}), catalogue)
    overview = _with_findings(overview_of(facts, story.on), facts, story.on)
    schools = tuple(dict.fromkeys(pair.supervisee.academy for pair in story.pairs))
    contents = trust_contents(overview, Entered(plan, Choices(schools, (_POLICY,))), story.on)
    path.unlink(missing_ok=True)
    write_contents(contents, path, LastWritten())


def _with_findings(overview: Overview, facts: Facts, on: dt.date) -> Overview:
    names = {policy: facts.policies[policy].name for policy in facts.policies}
    rows = tuple(
        ExceptionRow(
            finding_id=one.finding_id,
            code=one.code,
            severity=str(one.severity),
            rule=one.rule,
            about=one.about,
            policy=names.get(one.policy or ""),
            school=one.school,
            who=one.who,
            supervisor=one.supervisor,
            what=one.what,
            to_do=one.to_do,
            basis=one.basis,
            first_seen=on,
            last_seen=on,
            cleared_on=None,
        )
        for one in find_breaches(facts, on)
    )
    return replace(overview, log=replace(overview.log, exceptions=rows))


def _plan(story: Story) -> Plan:
    """Return what the trust has entered: people, pairs, half terms and sessions."""
    home = story.pairs[0].supervisee.academy
    lead = Person("P-90", story.supervisor.name, home, story.supervisor.role, is_dsl=True)
    people = [
        Person(
            f"P-{number:02d}",
            pair.supervisee.name,
            pair.supervisee.academy,
            pair.supervisee.role,
            is_dsl=True,
        )
        for number, pair in enumerate(story.pairs, start=1)
    ]
    first = dt.date.fromisoformat(_HALF_TERMS[0][1])
    pairs = [
        Relationship(f"R-{number:02d}", _POLICY, f"P-{number:02d}", lead.person_id, starts=first)
        for number, _ in enumerate(story.pairs, start=1)
    ]
    calendar = [
        CalendarRow("", DayKind.HALF_TERM, name, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
        for name, start, end in _HALF_TERMS
    ]
    return Plan((*people, lead), tuple(pairs), tuple(calendar), tuple(_sessions(story)))


def _sessions(story: Story) -> Iterator[PlannedSession]:
    for number, pair in enumerate(story.pairs, start=1):
        for meeting in pair.meetings:
            start = dt.time.fromisoformat(meeting.time)
            yield PlannedSession(meeting.session, f"R-{number:02d}", meeting.date, start)
