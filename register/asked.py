"""What is asked for of a session: of which policies its forms are, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from forms.model import Fact, RecordType
from forms.plan import Person, Plan, PlannedSession, Relationship
from forms.reference import parse_reference
from forms.revisions import Revision, fact_of
from register import tables
from register.linking import relationships_of
from register.rostered import Rostered
from register.rows import load_rows

_OF_SESSIONS = frozenset({RecordType.RECORD, RecordType.CASE})


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids of the policies of which forms are asked for; where nobody has said, there is no entry."""

    by_session: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Session id (PREFIX-YY-NNNN) -> policies."""
    by_supervisee: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Person id -> the policies of their relationships, whenever they held."""
    pairs: Mapping[str, Relationship] = field(default_factory=dict)
    """Session id -> the one relationship that it is planned for; that of a group is not here."""
    people: Rostered | None = None

    def policies_of(self, one: Revision) -> frozenset[str]:
        """Return the policies of one of which a file has to be; empty where nobody has said.

        A form of a session that has no reference has to be of a policy under which its supervisee is known.
        """
        if one.reference is not None:
            return self.by_session.get(one.session, frozenset())
        if self.people is None or one.definition.record not in _OF_SESSIONS:
            return frozenset()
        person = self.people.find(fact_of(one.response, one.definition, Fact.SUPERVISEE))
        return self.by_supervisee.get(person or "", frozenset())


def load_asked(connection: Connection) -> Asked:
    """Return what the forms that were made to be sent and the plan say, as it was last saved.

    Forms that another one has taken the place of do not count.
    """
    plan = Plan(
        people=load_rows(connection, Person),
        relationships=load_rows(connection, Relationship),
        sessions=load_rows(connection, PlannedSession),
    )
    table = tables.issued.c
    issued = connection.execute(select(table.reference, table.form).where(table.retired_on.is_(None)))
    return asked_of(plan, [(reference, form) for reference, form in issued])


def asked_of(plan: Plan, issued: Iterable[tuple[str, str]]) -> Asked:
    """Return what a plan says, and the forms that were made to be sent: (reference, form)."""
    sessions: dict[str, set[str]] = {}
    pairs: dict[str, Relationship] = {}
    for planned in plan.sessions:
        relationships = relationships_of(plan, planned)
        if len(relationships) == 1:
            pairs[planned.session_id] = relationships[0]
        for rel in relationships:
            sessions.setdefault(planned.session_id, set()).add(rel.policy)
    for reference, form in issued:
        known = parse_reference(reference)
        if known is not None:
            sessions.setdefault(known.session, set()).add(form.partition("/")[0])
    supervisees: dict[str, set[str]] = {}
    for rel in plan.relationships:
        supervisees.setdefault(rel.supervisee_id, set()).add(rel.policy)
    return Asked(
        {name: frozenset(policies) for name, policies in sessions.items()},
        {name: frozenset(policies) for name, policies in supervisees.items()},
        pairs,
        Rostered(plan),
    )
