"""The invented trust: who supervises whom under which of the five policies, and when."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from forms.case_key import CaseEntry
from forms.plan import CalendarRow, Person, PlannedSession, Relationship, Series, WorksIn
from tests.imports.planted import NAMES
from tests.stories.trust import calendar, day

POLICIES = ("esteem", "green-gates", "highcliffe", "harewood", "ashbury-meadow")
PREFIX = "ESM"
SEED = 20261128
DOMAIN, PARTNER = "trust.example", "partner.example"
ROUNDS = (day("2026-10-08"), day("2026-11-19"))
"""The days of the sessions: one in each half term."""
MOVES_ON = day("2026-11-01")
_FIRST = ("Tom", "Ama", "Bryn", "Siân", "Dana", "Lee", "Sam", "Ana", "Ben", "Cy")
_LAST = ("Reed", "Cole", "Moss", "Hill", "O’Shea", "Osei")
_LEADS = (
    "Priya Shah",
    "Ruth Hall",
    "Owen Price",
    "Mary Lamb",
    "Zoë Frost",
    "Ivo Dean",
    "Nell Ware",
    "Abe Cox",
)
_PER_LEAD = 4
"""So many people have one supervisor."""
_MEET_MIN = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How large the trust is."""

    schools: int
    supervisees: int


@dataclass(frozen=True, slots=True)
class Habits:
    """Who does not do as asked, by the number of the supervisee, from 0."""

    moves: int = 0
    from_private_address: int = 2
    late: int = 5
    twice: int = 7
    silent: int = 8
    absent: int = 9


HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Pair:
    """One supervisee with one supervisor, under one policy."""

    number: int
    policy: str
    series: Series
    supervisee: Person
    supervisor: Person
    child: CaseEntry
    """The child whom they talk about, and whose name they write everywhere."""
    sessions: tuple[str, ...]
    """The session of each round."""


@dataclass(frozen=True, slots=True)
class InventedTrust:
    """Everything that is entered in monitoring.xlsx and in the key."""

    schools: tuple[str, ...]
    pairs: tuple[Pair, ...]
    group: tuple[Pair, ...]
    """Those who also meet as a group, under Highcliffe's policy."""
    group_sessions: tuple[str, ...]
    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    sessions: tuple[PlannedSession, ...]
    calendar: tuple[CalendarRow, ...]
    key: tuple[CaseEntry, ...]

    def pair_of(self, session: str) -> Pair:
        """Return whose session it is; of a group's, the first of its members."""
        if session in self.group_sessions:
            return self.group[0]
        return next(one for one in self.pairs if session in one.sessions)


GROUP = "Safeguarding group"


def invented(size: Size, seed: int) -> InventedTrust:
    """Return a trust of this size; the seed says which child is in which school."""
    chance = random.Random(seed)  # noqa: S311 # a story, no secret
    schools = tuple(f"School {chr(ord('A') + at)} Academy" for at in range(size.schools))
    children = [NAMES[at] for at in chance.sample(range(len(NAMES)), len(NAMES))]
    key = [
        CaseEntry(f"{PREFIX}-C{at:03d}", schools[at % len(schools)], name)
        for at, name in enumerate(children, start=1)
    ]
    leads = _leads(size, schools)
    pairs = []
    for number in range(size.supervisees):
        policy = POLICIES[number % len(POLICIES)]
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST)]}"
        school = schools[number % len(schools)]
        child = next(one for one in key[number % len(key) :] + key if one.school == school)
        sessions = tuple(f"{PREFIX}-26-{1 + half * 500 + number:04d}" for half in range(len(ROUNDS)))
        pairs.append(
            Pair(number, policy, _series(policy, number), _supervisee(number, name, school),
                 leads[policy, number // len(POLICIES) // _PER_LEAD], child, sessions)
        )  # fmt: skip
    group = tuple(one for one in pairs if one.policy == "highcliffe")[:6]
    return _entered(schools, tuple(pairs), group, tuple(key))


def _series(policy: str, number: int) -> Series:
    if policy != "green-gates":
        return Series.ONE_TO_ONE
    return (Series.INTERNAL, Series.EXTERNAL)[number // len(POLICIES) % 2]


def _address(name: str, domain: str = DOMAIN) -> str:
    letters = name.lower().replace(" ", ".").replace("’", "").replace("â", "a").replace("ë", "e")
    return f"{letters}@{domain}"


def _supervisee(number: int, name: str, school: str) -> Person:
    person = Person(
        f"P-{number:03d}",
        name,
        school,
        "DSL",
        email=_address(name),
        is_dsl=True,
        works_in=(WorksIn.WORD, WorksIn.PDF)[(number + number // len(POLICIES)) % 2],
        holds_cases=True,
    )
    if number == HABITS.absent:
        return replace(person, absent_from=day("2026-09-07"))
    return person


def _leads(size: Size, schools: tuple[str, ...]) -> dict[tuple[str, int], Person]:
    """Return the supervisors by policy and, within a policy, by number from 0."""
    found = {}
    rounds = range(-(-size.supervisees // len(POLICIES) // _PER_LEAD) + 1)
    for group in rounds:
        for at, policy in enumerate(POLICIES):
            number = group * len(POLICIES) + at
            first, last = _LEADS[number % len(_LEADS)], _LEADS[(number * 3 + group) % len(_LEADS)]
            name = f"{first.split()[0]} {last.split()[1]}"
            domain = PARTNER if policy == "green-gates" else DOMAIN
            found[policy, group] = Person(
                f"L-{number:03d}",
                name,
                schools[number % len(schools)],
                "Lead",
                email=_address(name, domain),
                is_dsl=True,
                supervisor_trained_on=day("2025-05-01"),
                works_in=(WorksIn.PDF, WorksIn.WORD)[number % 2],
            )
    return found


def _entered(
    schools: tuple[str, ...], pairs: tuple[Pair, ...], group: tuple[Pair, ...], key: tuple[CaseEntry, ...]
) -> InventedTrust:
    people: dict[str, list[Person]] = {}
    relationships: list[Relationship] = []
    sessions: list[PlannedSession] = []
    for pair in pairs:
        person = pair.supervisee
        people[person.person_id] = [person]
        rel = Relationship(
            f"R-{pair.number:03d}", pair.policy, person.person_id, pair.supervisor.person_id, pair.series,
            starts=day("2026-09-01"),
        )  # fmt: skip
        rels = [rel]
        if pair.number == HABITS.moves:
            before = MOVES_ON - dt.timedelta(days=1)
            people[person.person_id] = [
                replace(person, ends=before),
                replace(person, school=schools[1], starts=MOVES_ON),
            ]
            new = replace(rel, rel_id=f"{rel.rel_id}B", starts=MOVES_ON, follows=rel.rel_id)
            rels = [replace(rel, ends=before), new]
        relationships += rels
        for session, on, own in zip(pair.sessions, ROUNDS, (rels[0], rels[-1]), strict=True):
            sessions.append(_session(session, own.rel_id, on, pair.number))
        people[pair.supervisor.person_id] = [pair.supervisor]
    group_sessions = tuple(f"{PREFIX}-26-{401 + half:04d}" for half in range(len(ROUNDS)))
    for pair in group:
        relationships.append(
            Relationship(
                f"G-{pair.number:03d}", "highcliffe", pair.supervisee.person_id,
                group[0].supervisor.person_id, Series.GROUP, GROUP, day("2026-09-01"),
            )
        )  # fmt: skip
    sessions += [
        _session(name, GROUP, on + dt.timedelta(days=1), 0)
        for name, on in zip(group_sessions, ROUNDS, strict=True)
    ]
    return InventedTrust(
        schools,
        pairs,
        group,
        group_sessions,
        tuple(row for rows in people.values() for row in rows),
        tuple(relationships),
        tuple(sessions),
        calendar(*schools),
        key,
    )


def _session(name: str, rel: str, on: dt.date, number: int) -> PlannedSession:
    start = dt.time(9 + number % 6, (0, 30)[number % 2])
    return PlannedSession(
        name, rel, on, planned_start=start, planned_length_min=_MEET_MIN, venue="Room 4; upstairs"
    )
