"""Put together what the checks ask about: from the plan, the folded log and the policies' rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.bank_holidays import EnglishBankHolidays
from forms.catalogue import Catalogue
from forms.dates import parse_date
from forms.house_values import HouseValue, with_values
from forms.log import Session
from forms.meanings import Logged
from forms.model import Definition, Fact, RecordType, Stage
from forms.plan import Plan, PlannedSession, Relationship
from forms.records import Response
from forms.revisions import Revision, fact_of
from forms.school_calendar import SchoolCalendar, calendar_of
from register import logged
from register.blank_sheets import is_blank_sheet, lacks_case
from register.checks.facts import Facts, Overtyped, Paper, SessionFacts
from register.enclosures import Letter
from register.history import Folded
from register.linking import link_sessions, relationships_of
from register.overtyped import day_given
from register.receiving import Reading
from register.rostered import Rostered
from register.sessions import attendance_of
from register.signing import lines_of
from register.undelivered import Undelivered


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the returned forms."""

    plan: Plan
    received: Mapping[int, dt.date]
    """Number of an import -> its day."""
    bank_holidays: Container[dt.date] | None = None
    """None: England's."""
    prepared: frozenset[str] = frozenset()
    """Sessions of which a form lies ready to be sent."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Hash of a file -> when it was taken in first."""
    letters: tuple[Letter, ...] = ()
    """The mails that brought files."""
    lost: tuple[Undelivered, ...] = ()
    """What could not be delivered, and was not sent again."""
    values: tuple[HouseValue, ...] = ()
    """What the trust has set itself where a policy leaves it open."""
    in_doubt: Mapping[str, int] = field(default_factory=dict)
    """Hash of a return -> how many of its boxes a person has to look at."""


def gather(folded: Folded, known: Beside, catalogue: Catalogue) -> Facts:
    """Return the facts of a folded log and a plan."""
    plan = known.plan
    came = _came_on(folded.revisions, known.received)
    papers = tuple(_paper(one, came.get(one.key, {})) for one in folded.files.current)
    policies = {one.policy for one in plan.relationships} | {one.policy for one in papers}
    known_policies = sorted(policies & set(catalogue.policy_ids()))
    forms = {one.form for one in papers}
    rules = {name: with_values(catalogue.load_rules(name), known.values) for name in known_policies}
    return Facts(
        plan=plan,
        log=folded.log,
        sessions=tuple(_sessions(plan, folded, papers)),
        papers=papers,
        notes=tuple(
            (one.session, one.response.reference or one.response.path, finding)
            for one, finding in folded.notes
        ),
        overtyped=tuple(
            Overtyped(
                one.session,
                one.response.reference or one.response.path,
                one.response.path,
                one.response.sha256,
                day_given(one),
            )
            for one, _ in folded.files.overtyped
        ),
        foreign=tuple((one.session, one.response.path, finding) for one, finding in folded.files.foreign),
        rules={name: own for name, (own, _) in rules.items()},
        refused=tuple(one for _, refused in rules.values() for one in refused),
        policies={name: catalogue.load_policy_of(name) for name in known_policies},
        calendars=_calendars(plan, folded, known.bank_holidays or EnglishBankHolidays()),
        versions={form: catalogue.load_form(form).version for form in forms},
        prepared=known.prepared,
        revisions=folded.files.current,
        readings=known.readings,
        letters=known.letters,
        lost=known.lost,
        in_doubt=known.in_doubt,
        without_cases=frozenset(name for name in known_policies if not _names_cases(catalogue, name)),
    )


def _names_cases(catalogue: Catalogue, policy: str) -> bool:
    return any(
        one.record is RecordType.CASE or logged.ids_of(one, Logged.CASE) for one in catalogue.forms_of(policy)
    )


def _calendars(plan: Plan, folded: Folded, bank_holidays: Container[dt.date]) -> Mapping[str, SchoolCalendar]:
    schools = {one.school for one in plan.people} | {one.school for one in plan.calendar}
    schools |= {one.school for one in folded.log.sessions if one.school}
    return {school: calendar_of(plan.calendar, school, bank_holidays) for school in sorted(schools)}


def _came_on(
    revisions: Iterable[Revision], received: Mapping[int, dt.date]
) -> Mapping[str, dict[Stage, dt.date]]:
    """Return form key -> stage -> the day on which the first copy of that stage was taken in."""
    found: dict[str, dict[Stage, dt.date]] = {}
    for one in revisions:
        day = received.get(one.received)
        if day is not None:
            stages = found.setdefault(one.key, {})
            stages[one.stage] = min(stages.get(one.stage, day), day)
    return found


def _paper(one: Revision, came_on: Mapping[Stage, dt.date]) -> Paper:
    response, definition = one.response, one.definition
    return Paper(
        reference=response.reference,
        session=one.session,
        form=definition.id,
        version=response.version,
        title=definition.title,
        record=definition.record,
        stage=one.stage,
        path=response.path,
        sha256=response.sha256,
        came_on=dict(came_on),
        said={fact: text for fact in Fact if (text := fact_of(response, definition, fact)) is not None},
        printed={field.id: field.fact for field in definition.fields if field.fact is not None},
        filled=frozenset(_filled(response)),
        options=dict(_options(response, definition)),
        dates=dict(_dates(response, definition)),
        lines=tuple(lines_of(one)),
        came=tuple(attendance_of(one)),
        stale=one.stale,
        findings=response.findings,
        is_blank=is_blank_sheet(one),
        lacks_case=lacks_case(one),
    )


def _filled(response: Response) -> Iterator[str]:
    for name, answer in response.fields.items():
        field, _, part = name.partition("-")
        if part != "evidence" and answer.is_given:
            yield field
        for row in (answer.cells or {}).values():
            yield from (f"{field}.{column}" for column, cell in row.items() if cell.is_given)


def _options(response: Response, definition: Definition) -> Iterator[tuple[str, str]]:
    for one in definition.answerable:
        text = response.text(one.id)
        if text is not None and text in {*one.all_options, "Yes", "No"}:
            yield one.id, text


def _dates(response: Response, definition: Definition) -> Iterator[tuple[str, dt.date]]:
    for one in definition.answerable:
        day = parse_date(response.text(one.id) or "")
        if day is not None:
            yield one.id, day


def _sessions(plan: Plan, folded: Folded, papers: Iterable[Paper]) -> Iterator[SessionFacts]:
    people = Rostered(plan)
    links = link_sessions(plan, folded.log, people)
    own: dict[str, list[Paper]] = {}
    for paper in papers:
        own.setdefault(paper.session, []).append(paper)
    back = {link.planned.session_id for link in links.values() if link.planned}
    # First what nothing has come of: a form that goes by a cancelled session's reference is of the one after.
    for planned in plan.sessions:
        if planned.session_id not in back:
            rels = relationships_of(plan, planned)
            # Its agreement may be back, though nothing of the session is; what else goes by the reference
            # of a cancelled session is of the one after.
            came = own.get(planned.session_id, ())
            mine = tuple(one for one in came if one.record is RecordType.AGREEMENT)
            yield _session(planned.session_id, planned, None, mine, rels, people)
    for row in folded.log.sessions:
        link = links[row.session_id]
        mine = tuple(own.get(row.session_id, ()))
        yield _session(row.session_id, link.planned, row, mine, link.relationships, people)


def _session(
    session_id: str,
    planned: PlannedSession | None,
    row: Session | None,
    papers: tuple[Paper, ...],
    relationships: tuple[Relationship, ...],
    people: Rostered,
) -> SessionFacts:
    day = (planned.date if planned else None) or (row.date if row else None) or dt.date.max
    first = relationships[0] if relationships else None
    names = [people.name_of(one.supervisee_id, day) for one in relationships]
    supervisor = people.name_of(first.supervisor_id, day) if first else None
    school = people.school_of(first.supervisee_id, day) if first else None
    return SessionFacts(
        session_id=session_id,
        planned=planned,
        logged=row,
        papers=papers,
        relationships=relationships,
        policy=first.policy if first else (papers[0].policy if papers else None),
        series=first.series if first else None,
        school=school or (row.school if row else None),
        who=(first.group if first and first.group else None)
        or "; ".join(names)
        or (row.supervisee if row else None)
        or "supervisee unknown",
        supervisor=supervisor or (row.supervisor if row else None),
    )
