"""One session for which something may have to go out: who, when, under which policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from forms.model import Definition, Policy, RecordType, Stage
from forms.packs import Errand, Pack, Sheet
from forms.plan import Person, PlannedSession
from forms.rules import NotByMail, Signed
from register.checks.ahead import open_day
from register.checks.facts import Facts, SessionFacts
from register.checks.papers import return_due
from register.checks.shared import is_recent
from register.packs.papers import FormsOf, PolicyForms

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one session before anything is made for it."""

    facts: Facts
    forms: PolicyForms
    session: SessionFacts
    planned: PlannedSession
    policy: Policy

    @property
    def issue_on(self) -> dt.date:
        """Return the day on which its forms are to go out: a school day."""
        return open_day(self.facts, self.session, self.planned.date - self.policy.issue_days * _DAY)

    @property
    def meeting_from(self) -> dt.date:
        """Return the day from which the form for the meeting is needed: the school day before it."""
        return open_day(self.facts, self.session, self.planned.date - _DAY)

    @property
    def return_by(self) -> dt.date:
        """Return the day by which they are to be back: a school day."""
        return open_day(self.facts, self.session, return_due(self.policy, self.planned.date))

    @property
    def signed_by(self) -> dt.date | None:
        """Return the day by which its record is to be signed; None where no rule counts days."""
        held = self.session.held_on
        rules = self.facts.rules_of(self.policy.id, Signed, self.session.series)
        days = [rule.days for rule in rules if rule.days is not None]
        return held + min(days) * _DAY if held is not None and days else None

    @property
    def supervisees(self) -> tuple[Person, ...]:
        """Return who is supervised: one person, or all of a group."""
        return tuple(self._person(one.supervisee_id) for one in self.session.relationships)

    @property
    def supervisor(self) -> Person:
        """Return who supervises."""
        return self._person(self.session.relationships[0].supervisor_id)

    def _person(self, person_id: str) -> Person:
        found = self.facts.plan.person(person_id, self.planned.date)
        return found or Person(person_id=person_id, name=person_id, school="")

    def as_of(self, person: Person, on: dt.date) -> Person:
        """Return a person as the Roster has them on a day: where they are reached, and what they work in."""
        return self.facts.plan.person(person.person_id, on) or person

    def there(self, people: tuple[Person, ...], on: dt.date) -> tuple[Person, ...]:
        """Return those of some people who have not left by a day, as the Roster has them on it."""
        plan = self.facts.plan
        return tuple(self.as_of(one, on) for one in people if plan.left_on(one.person_id, on) is None)

    def pack(
        self,
        errand: Errand,
        people: tuple[Person, ...],
        sheets: tuple[Sheet, ...],
        why: str,
        *,
        due: dt.date | None = None,
        left_out: tuple[str, ...] = (),
        key: str = "",
    ) -> Pack:
        """Return a pack for this session."""
        return Pack(
            session_id=self.session.session_id,
            errand=errand,
            policy=self.policy.id,
            supervisor=self.supervisor,
            supervisees=self.supervisees,
            people=people,
            session_on=self.planned.date,
            session_at=self.planned.planned_start,
            due=due,
            issue_on=self.issue_on,
            sheets=sheets,
            why=why,
            length_min=self.planned.planned_length_min,
            venue=self.planned.venue,
            left_out=left_out,
            key=key,
        )

    def may_be_mailed(self, record: RecordType) -> bool:
        """Return whether forms of a kind may leave by mail."""
        rules = self.facts.rules_of(self.policy.id, NotByMail, self.session.series)
        return record is not RecordType.CASE or not rules

    def header(self, form: Definition, stage: Stage) -> dict[str, object]:
        """Return the facts as the plan has them, as a values file has them; what is not known is left out."""
        schools = {one.school for one in self.supervisees}
        said: dict[str, object] = {"supervisor": self.supervisor.name}
        if len(schools) == 1:
            said["school"] = self.supervisees[0].school
        if len(self.supervisees) == 1:
            said["supervisee"] = self.supervisees[0].name
        if form.record is not RecordType.AGREEMENT:
            said["session_date"] = self.planned.date.isoformat()
            if self.planned.planned_start is not None:
                said["session_time"] = f"{self.planned.planned_start:%H:%M}"
        if stage is Stage.AGENDA:
            said["return_by"] = self.return_by.isoformat()
        return {name: value for name, value in said.items() if value}


def settings_of(facts: Facts, forms_of: FormsOf, on: dt.date) -> Iterator[Setting]:
    """Yield the planned sessions for which something may be done on a day, in the order of their days."""
    for session in sorted(facts.sessions, key=lambda one: (one.date or dt.date.max, one.session_id)):
        planned, policy = session.planned, facts.policies.get(session.policy or "")
        if planned is None or policy is None or not session.relationships:
            continue
        if not session.is_cancelled and is_recent(planned.date, on):
            yield Setting(facts, PolicyForms(forms_of(policy.id)), session, planned, policy)
