"""Everything that the checks ask about, put together once: the plan, the log, rules, calendars, papers.

A fact that nobody has told is None; no check takes that for a no.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from forms.findings import Finding
from forms.house_values import Refused
from forms.log import Log, Session
from forms.model import Fact, Policy, RecordType, Stage
from forms.plan import Plan, PlannedSession, Relationship, Series
from forms.revisions import Revision, stage_rank
from forms.rules import PolicyRules, Rule
from forms.school_calendar import SchoolCalendar
from register.enclosures import Letter
from register.receiving import Reading
from register.rostered import Rostered
from register.signing import Line
from register.undelivered import Undelivered

_R = TypeVar("_R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Overtyped:
    """One file that does not count: a signed form that came again as that of another day or person."""

    session: str
    """Whose reference it bears."""
    form: str
    """Its reference, else its path."""
    path: str
    sha256: str
    day: dt.date | None
    """Of the session, as it gives it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One form that came back and counts."""

    reference: str | None
    session: str
    form: str
    version: str
    title: str
    record: RecordType
    stage: Stage
    path: str
    sha256: str
    came_on: Mapping[Stage, dt.date]
    """Stage -> the day on which it was first taken into the register."""
    said: Mapping[Fact, str]
    """The facts of the header as the form shows them."""
    printed: Mapping[str, Fact]
    """Field id -> the fact that stands in it."""
    filled: frozenset[str]
    """Ids of fields (FIELD, or FIELD.COLUMN of a table) that have an answer."""
    options: Mapping[str, str]
    """Field id -> the printed option that was chosen."""
    dates: Mapping[str, dt.date]
    """Field id -> a day that the log asks for."""
    lines: tuple[Line, ...]
    came: tuple[str, ...]
    """Of a group: those who came."""
    stale: bool
    findings: tuple[Finding, ...]
    """Of reading; words are not kept."""
    is_blank: bool = False
    """Whether it is one case's sheet on which nothing stands."""
    lacks_case: bool = False
    """Whether it is one case's sheet with answers, and nowhere says which case's."""

    @property
    def policy(self) -> str:
        """Return the id of its policy."""
        return self.form.partition("/")[0]

    @property
    def name(self) -> str:
        """Return what a person calls it by: its reference, else the file."""
        return self.reference or self.path

    def has_reached(self, stage: Stage) -> bool:
        """Return whether the form has come as far as a stage."""
        return stage_rank(self.stage) >= stage_rank(stage)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session: as it was planned, as it came back, and whose it is."""

    session_id: str
    planned: PlannedSession | None
    logged: Session | None
    papers: tuple[Paper, ...]
    relationships: tuple[Relationship, ...]
    policy: str | None
    series: Series | None
    school: str | None
    who: str
    supervisor: str | None

    @property
    def held_on(self) -> dt.date | None:
        """Return the day on which it was surely held, None while nothing says so."""
        planned = self.planned
        if planned is not None and planned.held_on is not None:
            return planned.held_on
        if self.logged is None or not self.logged.held:
            return None
        return self.logged.actual_date or (planned.date if planned else self.logged.planned_date)

    @property
    def date(self) -> dt.date | None:
        """Return the day on which it was held or is to be."""
        if self.held_on is not None:
            return self.held_on
        return self.planned.date if self.planned else (self.logged.date if self.logged else None)

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was cancelled and not held after all."""
        return self.planned is not None and self.planned.cancelled_on is not None and self.held_on is None

    @property
    def has_record(self) -> bool:
        """Return whether a record of the held session has come back."""
        return self.logged is not None and self.logged.held

    @property
    def record(self) -> Paper | None:
        """Return the record that came back, the one that has come furthest."""
        records = [one for one in self.papers if one.record is RecordType.RECORD]
        return max(records, key=lambda one: stage_rank(one.stage), default=None)

    @property
    def label(self) -> str:
        """Return whom and when: Tom Reed, 19/11/2026 (ESM-26-0042)."""
        when = f", {self.date:%d/%m/%Y}" if self.date else ""
        return f"{self.who}{when} ({self.session_id})"


@dataclass(frozen=True, slots=True)
class Supervision:
    """The supervision of one person in one series under one policy, whoever held it."""

    supervisee_id: str
    policy: str
    series: Series
    relationships: tuple[Relationship, ...]
    """The first one first."""
    sessions: tuple[SessionFacts, ...]
    """By day; those without a day are left out."""

    @property
    def about(self) -> str:
        """Return what tells it from others."""
        return f"{self.supervisee_id} {self.policy} {self.series}"

    def holds(self, on: dt.date) -> bool:
        """Return whether somebody supervises on a day."""
        return any(one.holds(on) for one in self.relationships)

    def relationship(self, on: dt.date) -> Relationship:
        """Return the relationship that holds on a day, the last one where none does."""
        return next((one for one in self.relationships if one.holds(on)), self.relationships[-1])

    @property
    def held(self) -> tuple[SessionFacts, ...]:
        """Return the sessions that were held, by day."""
        return tuple(
            sorted(
                (one for one in self.sessions if one.held_on is not None),
                key=lambda one: one.held_on or dt.date.max,
            )
        )

    def ahead(self, on: dt.date) -> tuple[SessionFacts, ...]:
        """Return the sessions that are still to come."""
        return tuple(
            one
            for one in self.sessions
            if one.planned and not one.is_cancelled and one.held_on is None and one.planned.date >= on
        )

    @property
    def starts(self) -> dt.date | None:
        """Return the first day that anything is known of."""
        given = [one.starts for one in self.relationships]
        if given and None not in given:
            return min(day for day in given if day is not None)
        dates = [one.date for one in self.sessions if one.date is not None]
        return min(dates, default=None)


@dataclass(frozen=True)
class Facts:
    """What the register knows on a day."""

    plan: Plan
    log: Log
    sessions: tuple[SessionFacts, ...]
    papers: tuple[Paper, ...]
    """Every form that counts: of sessions, agreements, monitoring forms."""
    notes: tuple[tuple[str, str, Finding], ...]
    """(session, name of the form, finding) of what was found in comparing files."""
    overtyped: tuple[Overtyped, ...]
    foreign: tuple[tuple[str, str, Finding], ...]
    """(session, file, finding) of forms of another policy than their session's, or of a colleague's."""
    rules: Mapping[str, PolicyRules]
    policies: Mapping[str, Policy]
    calendars: Mapping[str, SchoolCalendar]
    versions: Mapping[str, str]
    """Form -> its present version."""
    prepared: frozenset[str] = frozenset()
    """Sessions of which a form has been made to be sent; prepared is not sent."""
    refused: tuple[Refused, ...] = ()
    """Values that the trust has set and that do not count."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Hash of a file -> when it was taken in first."""
    letters: tuple[Letter, ...] = ()
    """The mails that brought files."""
    lost: tuple[Undelivered, ...] = ()
    """What could not be delivered, and was not sent again."""
    in_doubt: Mapping[str, int] = field(default_factory=dict)
    """Hash of a return -> how many of its boxes a person has to look at."""
    revisions: tuple[Revision, ...] = ()
    """The forms that `papers` tell of, as they were read."""
    without_cases: frozenset[str] = frozenset()
    """Policies whose forms nowhere say which cases were discussed: it is not known whether any were."""

    @cached_property
    def people(self) -> Rostered:
        """Return the people of the Roster."""
        return Rostered(self.plan)

    @cached_property
    def policy_ids(self) -> Mapping[str, str]:
        """Return name of a policy -> its id."""
        return {policy.name: name for name, policy in self.policies.items()}

    @cached_property
    def supervisions(self) -> tuple[Supervision, ...]:
        """Return each person's supervision in each series, in the order of Relationships."""
        groups: dict[tuple[str, str, Series], list[Relationship]] = {}
        for rel in self.plan.relationships:
            groups.setdefault((rel.supervisee_id, rel.policy, rel.series), []).append(rel)
        return tuple(
            Supervision(
                supervisee_id=supervisee,
                policy=policy,
                series=series,
                relationships=tuple(sorted(rels, key=lambda rel: rel.starts or dt.date.min)),
                sessions=_by_day(
                    one
                    for rel in rels
                    for one in self.of_relationship(rel)
                    if not self.missed(one, supervisee)
                ),
            )
            for (supervisee, policy, series), rels in groups.items()
        )

    def missed(self, session: SessionFacts, person_id: str) -> bool:
        """Return whether somebody of a group surely did not come to a session that was held.

        Where a name on its list is nobody's on the Roster, it may be theirs.
        """
        came = session.record.came if session.record is not None and session.has_record else ()
        if not came or len(session.relationships) < 2:
            return False
        known = all(self.people.find(name) is not None for name in came)
        return known and not any(self.people.goes_by(person_id, name) for name in came)

    @cached_property
    def _several(self) -> frozenset[str]:
        counts = Counter(one.supervisee_id for one in self.supervisions)
        return frozenset(name for name, count in counts.items() if count > 1)

    def whose(self, one: Supervision, on: dt.date) -> str:
        """Return whose supervision it is; of somebody who has several, which."""
        name = self.people.name_of(one.supervisee_id, on)
        return f"{name} ({one.policy}, {one.series})" if one.supervisee_id in self._several else name

    @cached_property
    def _by_relationship(self) -> Mapping[str, list[SessionFacts]]:
        found: dict[str, list[SessionFacts]] = {}
        for one in self.sessions:
            for rel in one.relationships:
                if not self._stayed_away(rel, one):
                    found.setdefault(rel.rel_id, []).append(one)
        return found

    def _stayed_away(self, rel: Relationship, one: SessionFacts) -> bool:
        """Return whether the record of a group's session says surely that somebody did not come."""
        record = one.record
        if rel.group is None or not one.has_record or record is None or not record.came:
            return False
        came = [self.people.find(name) for name in record.came]
        return None not in came and rel.supervisee_id not in came

    def of_relationship(self, rel: Relationship) -> tuple[SessionFacts, ...]:
        """Return the sessions of a relationship, in the order of `sessions`."""
        return tuple(self._by_relationship.get(rel.rel_id, ()))

    @cached_property
    def agreements(self) -> Mapping[tuple[str, str | None, str | None], tuple[Paper, ...]]:
        """Return the agreements by policy and the ids of the two people; None for one whom nobody knows."""
        found: dict[tuple[str, str | None, str | None], tuple[Paper, ...]] = {}
        for one in self.papers:
            if one.record is RecordType.AGREEMENT:
                supervisee = self.people.find(one.said.get(Fact.SUPERVISEE))
                key = (one.policy, supervisee, self.people.find(one.said.get(Fact.SUPERVISOR)))
                found[key] = (*found.get(key, ()), one)
        return found

    def next_held(self, session: SessionFacts) -> dt.date | None:
        """Return the day on which the next session of the same people was held, None so far."""
        own = session.held_on
        if own is None:
            return None
        return min((day for day in self._held_after.get(session.session_id, ()) if day > own), default=None)

    @cached_property
    def _held_after(self) -> Mapping[str, tuple[dt.date, ...]]:
        found: dict[str, tuple[dt.date, ...]] = {}
        for one in self.supervisions:
            days = tuple(held.held_on for held in one.held if held.held_on is not None)
            for session in one.sessions:
                found[session.session_id] = (*found.get(session.session_id, ()), *days)
        return found

    def rules_of(self, policy: str | None, kind: type[_R], series: Series | None) -> tuple[_R, ...]:
        """Return the rules of a kind for a series; where that is not known, those that all series have."""
        found = self.rules.get(policy or "")
        if found is None:
            return ()
        if series is not None:
            return found.of(kind, series)
        return tuple(rule for rule in found.of(kind) if not rule.series)

    def calendar(self, school: str | None) -> SchoolCalendar | None:
        """Return a school's calendar, None where it has no half terms."""
        found = self.calendars.get(school or "")
        return found if found is not None and found.half_terms else None


def _by_day(sessions: Iterator[SessionFacts]) -> tuple[SessionFacts, ...]:
    # A cancelled session and the one in its place may go by the same reference.
    unique = {
        (one.session_id, one.planned.session_id if one.planned else None): one
        for one in sessions
        if one.date is not None
    }
    return tuple(sorted(unique.values(), key=lambda one: (one.date or dt.date.max, one.session_id)))
