"""What of an overview and a plan is about one school: for its head, who sees no other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from forms.log import Log
from forms.overview import Overview
from forms.plan import Person, Plan


def overview_of_school(overview: Overview, school: str) -> Overview:
    """Return the rows of one school. Files that were looked at are the trust's, and left out."""
    sessions = tuple(one for one in overview.sessions if one.school == school)
    names = {one.session_id for one in sessions}
    log = overview.log
    return replace(
        overview,
        log=Log(
            sessions=tuple(one.log for one in sessions if one.log is not None),
            exceptions=tuple(one for one in log.exceptions if one.school == school),
        ),
        sessions=sessions,
        imports=(),
        cases=tuple(one for one in overview.cases if one.session_id in names),
        actions=tuple(one for one in overview.actions if one.school == school),
        agreements=tuple(one for one in overview.agreements if one.school == school),
        reviews=tuple(one for one in overview.reviews if one.school == school),
        mistakes=(),
    )


def plan_of_school(plan: Plan, school: str) -> Plan:
    """Return what was entered about one school: its people, those who supervise them, and their sessions."""
    own = {one.person_id for one in plan.people if one.school == school}
    pairs = tuple(one for one in plan.relationships if one.supervisee_id in own)
    people = own | {person for one in pairs for person in (one.supervisor_id, *one.deputies)}
    planned_for = {name for one in pairs for name in (one.rel_id, one.group) if name}
    return Plan(
        people=tuple(_shown(one, school) for one in plan.people if one.person_id in people),
        relationships=pairs,
        calendar=tuple(one for one in plan.calendar if one.school in {school, ""}),
        sessions=tuple(one for one in plan.sessions if one.rel_id in planned_for),
    )


def _shown(person: Person, school: str) -> Person:
    """Return what a head sees of somebody; of another school's people, who they are and no more."""
    if person.school == school:
        return person
    return Person(person.person_id, person.name, person.school, person.role, is_dsl=person.is_dsl)


def supervised_at(plan: Plan, school: str, on: dt.date) -> frozenset[str]:
    """Return the ids of those who are supervised at a school on a day."""
    found = set()
    for one in plan.relationships:
        person = plan.person(one.supervisee_id, on) if one.holds(on) else None
        if person is not None and person.serves(on) and person.school == school:
            found.add(one.supervisee_id)
    return frozenset(found)
