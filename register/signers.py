"""Whose signatures count: a line that somebody else than its own person has signed is not signed.

Who its own person is only the Roster knows: those of the relationship that the session belongs to, by any
name that they go by, and for the supervisor the deputies. Where nobody knows the pair, a name counts as it
stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from forms.findings import Finding, Severity
from forms.log import Log, Session
from forms.plan import Plan, Relationship
from forms.revisions import Revision
from register.linking import link_sessions
from register.rostered import Rostered
from register.signing import lines_of

PARTIES = ("supervisee", "supervisor")
_A_NAME = frozenset({"typed", "certificate"})


def expected_signers(relationships: Iterable[Relationship], party: str) -> tuple[str, ...]:
    """Return the ids of those who may sign as a party; none where nobody says who they are."""
    if party == "supervisee":
        return tuple(rel.supervisee_id for rel in relationships)
    if party == "supervisor":
        return tuple(one for rel in relationships for one in (rel.supervisor_id, *rel.deputies))
    return ()


def signed_by_others(
    plan: Plan, sessions: Sequence[Session], groups: Mapping[str, Sequence[Revision]]
) -> Mapping[str, frozenset[str]]:
    """Return session_id -> the parties in whose place only other people have signed.

    `groups` are the forms of each session. A drawing or ink names nobody, and so nobody else.
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


def signed_by_another(session_id: str, parties: frozenset[str]) -> Finding:
    """Return what is said of a session in which they have."""
    whose = " and the ".join(sorted(parties))
    text = (
        f"Record of {session_id}: somebody else has signed in the place of the {whose}, which does not "
        "count. Have it signed by the right person, or enter the name or the deputy on the Roster."
    )
    return Finding("X09", Severity.ACT_NOW, None, text)


def _only_others(group: Iterable[Revision], party: str, expected: Sequence[str], people: Rostered) -> bool:
    names = [
        line.name
        for one in group
        for line in lines_of(one)
        if line.party == party and line.name and line.way in _A_NAME
    ]
    return bool(names and expected) and not any(
        people.goes_by(person, name) for person in expected for name in names
    )
