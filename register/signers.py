"""Whose signatures count: a line that somebody else than its own person has signed is not signed.

Who its own person is only the Roster knows: those of the relationship that the session belongs to, by any
name that they go by, and for the supervisor the deputies. Where nobody knows the pair, a name counts as it
stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from forms.findings import Finding, Severity
from forms.log import Log, Session, SessionStatus, SignedState
from forms.model import Fact
from forms.plan import Plan, Relationship
from forms.revisions import Revision, fact_of
from register.linking import link_sessions
from register.rostered import Rostered
from register.signing import Line, lines_of

PARTIES = ("supervisee", "supervisor")
_PEOPLE = (Fact.SUPERVISEE, Fact.SUPERVISOR)
_LACKING = {SignedState.SUPERVISEE: "supervisor", SignedState.SUPERVISOR: "supervisee"}
_A_NAME = frozenset({"typed", "certificate"})


def expected_signers(relationships: Iterable[Relationship], party: str) -> tuple[str, ...]:
    """Return the ids of those who may sign as a party; none where nobody says who they are."""
    if party == "supervisee":
        return tuple(rel.supervisee_id for rel in relationships)
    if party == "supervisor":
        return tuple(one for rel in relationships for one in (rel.supervisor_id, *rel.deputies))
    return ()


def is_anothers(line: Line, expected: Sequence[str], people: Rostered) -> bool:
    """Return whether somebody has signed on a line who is none of those expected there.

    A drawing or ink names nobody, and so nobody else; nor does anybody where nobody is expected.
    """
    if not line.name or line.way not in _A_NAME or not expected:
        return False
    return not any(people.goes_by(person, line.name) for person in expected)


def uncounted_of(plan: Plan, one: Revision) -> frozenset[str]:
    """Return the parties of an agreement in whose place only people whom it does not name have signed."""
    people = Rostered(plan)
    named = (people.find(fact_of(one.response, one.definition, fact)) for fact in _PEOPLE)
    return frozenset(
        party
        for party, person in zip(PARTIES, named, strict=True)
        if person is not None and _only_others([one], party, (person,), people)
    )


def signed_by_others(
    plan: Plan, sessions: Sequence[Session], groups: Mapping[str, Sequence[Revision]]
) -> Mapping[str, frozenset[str]]:
    """Return session_id -> the parties in whose place only other people have signed.

    `groups` are the forms of each session.
    """
    people = Rostered(plan)
    links = link_sessions(plan, Log(sessions=tuple(sessions)), people)
    found: dict[str, frozenset[str]] = {}
    for one in sessions:
        relationships = links[one.session_id].relationships
        parties = frozenset(
            party
            for party in PARTIES
            if _only_others(groups[one.session_id], party, expected_signers(relationships, party), people)
        )
        if parties:
            found[one.session_id] = parties
    return found


def without_signatures(group: Iterable[Revision], parties: frozenset[str]) -> tuple[Revision, ...]:
    """Return forms on which the signatures of these parties do not count."""
    return tuple(replace(one, uncounted=parties) for one in group)


def with_excuses(plan: Plan, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return sessions, complete also where the one signature missing is accepted as missing."""
    excused = {one.session_id: one.excused for one in plan.sessions}
    return tuple(
        replace(one, status=SessionStatus.COMPLETE)
        if one.status is SessionStatus.PART_SIGNED
        and _LACKING.get(one.signed_state) == excused.get(one.session_id)
        else one
        for one in sessions
    )


def signed_by_another(session_id: str, parties: frozenset[str]) -> Finding:
    """Return what is said of a session in which they have."""
    whose = " and the ".join(sorted(parties))
    text = (
        f"Record of {session_id}: somebody else has signed in the place of the {whose}, which does not "
        "count. Have it signed by the right person, or enter the name or the deputy on the Roster."
    )
    return Finding("X09", Severity.ACT_NOW, None, text)


def _only_others(group: Iterable[Revision], party: str, expected: Sequence[str], people: Rostered) -> bool:
    lines = [line for one in group for line in lines_of(one) if line.party == party and line.name]
    # What names nobody is neither theirs nor another's.
    named = [line for line in lines if line.way in _A_NAME]
    return bool(named) and all(is_anothers(line, expected, people) for line in named)
