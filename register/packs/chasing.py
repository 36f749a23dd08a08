"""Who is to be reminded of what: sent, due back, and not back. One message a person, at most one a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from forms.packs import Errand, Pack
from forms.plan import Person

APART_DAYS = 7
"""So many days lie between two reminders to one person."""
_BACK = frozenset({Errand.AGENDA, Errand.AGREEMENT, Errand.SIGNING, Errand.COUNTERSIGNING})


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is reminded of."""

    person: Person
    packs: tuple[Pack, ...]
    """By the day by which they were to be back; of one session the latest errand only."""

    @property
    def supervisor(self) -> Person:
        """Return who reminds: the supervisor of what is longest due."""
        return self.packs[0].supervisor


def reminders(sent: Iterable[Pack], reminded: Mapping[str, dt.date], on: dt.date) -> tuple[Reminder, ...]:
    """Return the reminders of a day, by name: one a person, whoever supervises them.

    `sent` are the packs that went out and are not back; `reminded` says when a person (by id) was last
    reminded. Who is away for long is not reminded, nor a supervisor by themselves.
    """
    found: dict[str, list[Pack]] = {}
    people: dict[str, Person] = {}
    for pack in sent:
        if pack.errand not in _BACK or pack.due is None or pack.due >= on:
            continue
        for person in pack.people:
            last = reminded.get(person.person_id)
            if person.person_id == pack.supervisor.person_id or person.is_absent(on):
                continue
            if last is None or (on - last).days >= APART_DAYS:
                people[person.person_id] = person
                found.setdefault(person.person_id, []).append(pack)
    made = [Reminder(people[one], tuple(sorted(packs, key=_by_day))) for one, packs in found.items()]
    return tuple(sorted(made, key=lambda one: one.person.name))


def as_asked(pack: Pack, sent_on: dt.date | None) -> Pack:
    """Return a pack that went out on a day, due when it could be: what was sent too late is nobody's delay.

    What went out when it was due already is due a week later; the agenda by the session. `sent_on`: None
    where nobody knows.
    """
    if pack.due is None or sent_on is None or sent_on < pack.due:
        return pack
    due = sent_on + dt.timedelta(days=APART_DAYS)
    return replace(pack, due=min(due, pack.session_on) if pack.errand is Errand.AGENDA else due)


def _by_day(pack: Pack) -> tuple[dt.date, str]:
    return pack.due or dt.date.max, pack.name
