"""Say which planned session each session of the log is, and whose: by its id, else by the pair and the day.

A session without a reference that fits two planned ones equally well is linked to neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.log import Log, Session
from forms.plan import Plan, PlannedSession, Relationship
from register.rostered import Rostered

_MOST_DAYS = 14
"""A session that lies further from its planned day than this is linked by its id only."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a session of the log is in the plan."""

    planned: PlannedSession | None
    relationships: tuple[Relationship, ...]
    """One; of a group, those of all its members; none where nobody knows the pair."""


def relationships_of(plan: Plan, planned: PlannedSession) -> tuple[Relationship, ...]:
    """Return the relationships that a planned session is for: one, or all of a group on that day."""
    own = tuple(one for one in plan.relationships if one.rel_id == planned.rel_id)
    if own:
        return own
    members = tuple(one for one in plan.relationships if one.group and one.group == planned.rel_id)
    return tuple(one for one in members if one.holds(planned.date)) or members


def link_sessions(plan: Plan, log: Log, people: Rostered) -> Mapping[str, Link]:
    """Return session_id of the log -> its link. Each planned session is given once at most."""
    by_id = {one.session_id: one for one in plan.sessions}
    own = frozenset(one.session_id for one in log.sessions)
    links: dict[str, Link] = {}
    for one in log.sessions:
        planned = _rebooked(by_id.get(one.session_id), by_id, own)
        if planned is not None:
            links[one.session_id] = Link(planned, relationships_of(plan, planned))
    taken = {link.planned.session_id for link in links.values() if link.planned}
    for one in sorted(log.sessions, key=lambda row: (row.date or dt.date.max, row.session_id)):
        if one.session_id in links:
            continue
        pairs = pairs_of(plan, one, people)
        free = (slot for slot in plan.sessions if slot.session_id not in taken)
        planned = _nearest(plan, one, pairs, free)
        if planned is not None:
            taken.add(planned.session_id)
        links[one.session_id] = Link(planned, relationships_of(plan, planned) if planned else pairs)
    return links


def _rebooked(
    planned: PlannedSession | None, by_id: Mapping[str, PlannedSession], own: frozenset[str]
) -> PlannedSession | None:
    """Return the session that took a cancelled one's place, whose forms go on under the old reference.

    `own` are the sessions that forms have come of: where the new one is among them, forms of the cancelled
    one are the cancelled one's.
    """
    seen: set[str] = set()
    while planned is not None and planned.cancelled_on is not None and planned.session_id not in seen:
        seen.add(planned.session_id)
        following = by_id.get(planned.rebooked_to or "")
        if following is None or following.session_id in own:
            break
        planned = following
    return planned


def pairs_of(plan: Plan, one: Session, people: Rostered) -> tuple[Relationship, ...]:
    """Return the relationships of the people whom a session names, those that held on its day first.

    Of a group: of each one who came, with the one who held it.
    """
    supervisor = people.find(one.supervisor)
    names = (one.supervisee or "").split(";")
    known = (people.find(name.strip()) for name in names)
    supervisees = {person for person in known if person is not None}
    pairs = tuple(
        rel
        for rel in plan.relationships
        if rel.supervisee_id in supervisees and rel.supervisor_id == supervisor and _is_policy(rel, one)
    )
    holding = tuple(rel for rel in pairs if one.date is None or rel.holds(one.date))
    found = holding or pairs
    # Two series of one pair: nothing on the form says which of them it was.
    return found if len({(rel.series, rel.group) for rel in found}) == 1 else ()


def _is_policy(rel: Relationship, one: Session) -> bool:
    form = one.form_id
    return form is None or form.partition("/")[0] == rel.policy


def _nearest(
    plan: Plan, one: Session, pairs: tuple[Relationship, ...], free: Iterable[PlannedSession]
) -> PlannedSession | None:
    """Return the free planned session of a pair that lies nearest to the session's day."""
    if one.date is None or not pairs:
        return None
    wanted = {rel.rel_id for rel in pairs}
    near: list[tuple[int, PlannedSession]] = []
    for slot in free:
        same = any(rel.rel_id in wanted for rel in relationships_of(plan, slot))
        days = abs((slot.date - one.date).days)
        if same and slot.cancelled_on is None and days <= _MOST_DAYS:
            near.append((days, slot))
    near.sort(key=lambda pair: pair[0])
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]
