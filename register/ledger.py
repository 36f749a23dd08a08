"""The log in the register: folded from everything that counts, and kept as rows for whoever asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from forms.log import ActionHistory, Agreement, CaseRow, ImportRow, Log, QaReview, Session
from forms.plan import CalendarRow, Person, Plan, PlannedSession, Relationship
from forms.revisions import Lookup
from register.asked import load_asked
from register.belonging import Owners
from register.children import Children
from register.decisions import load_decisions
from register.history import Folded, Received, fold
from register.receiving import load_standing
from register.rows import load_rows, replace_rows
from register.tables import facts

_SAVES = "log_saves"


@dataclass(frozen=True, slots=True)
class Protected:
    """The children in the key: their names may not be shown, nor stand beside another's reference."""

    children: Children
    owners: Owners


def fold_log(connection: Connection, lookup: Lookup, on: dt.date, protected: Protected) -> Log:
    """Return the log of everything that came in and counts, on a day."""
    return fold_standing(connection, lookup, on, protected).log


def fold_standing(connection: Connection, lookup: Lookup, on: dt.date, protected: Protected) -> Folded:
    """Return that log with what it was folded from."""
    standing = load_standing(connection, protected.owners)
    received = Received(
        standing.unread,
        standing.imports,
        protected.children,
        load_plan(connection),
        load_asked(connection),
        load_decisions(connection),
    )
    return fold(standing.responses, lookup, on, received)


def save_log(connection: Connection, log: Log) -> int:
    """Keep the rows of a log in the place of those before; return how often that has been done."""
    replace_rows(connection, Session, log.sessions)
    replace_rows(connection, ActionHistory, log.actions)
    replace_rows(connection, CaseRow, log.cases)
    replace_rows(connection, Agreement, log.agreements)
    replace_rows(connection, QaReview, log.qa_reviews)
    replace_rows(connection, ImportRow, log.imports)
    saves = count_saves(connection) + 1
    own = facts.c.name == _SAVES
    if not connection.execute(update(facts).where(own).values(value=str(saves))).rowcount:
        connection.execute(insert(facts), {"name": _SAVES, "value": str(saves)})
    return saves


def count_saves(connection: Connection) -> int:
    """Return how often a log has been saved: who has written something from one sees whether it is old."""
    return int(connection.execute(select(facts.c.value).where(facts.c.name == _SAVES)).scalar() or 0)


def load_log(connection: Connection) -> Log:
    """Return the log as it was last saved; its findings have codes and no words."""
    return Log(
        sessions=load_rows(connection, Session),
        actions=load_rows(connection, ActionHistory),
        cases=load_rows(connection, CaseRow),
        agreements=load_rows(connection, Agreement),
        qa_reviews=load_rows(connection, QaReview),
        imports=load_rows(connection, ImportRow),
    )


def save_plan(connection: Connection, plan: Plan) -> None:
    """Keep what people entered, in the place of what they entered before."""
    replace_rows(connection, Person, plan.people)
    replace_rows(connection, Relationship, plan.relationships)
    replace_rows(connection, CalendarRow, plan.calendar)
    replace_rows(connection, PlannedSession, plan.sessions)


def load_plan(connection: Connection) -> Plan:
    """Return the plan as it was last saved."""
    return Plan(
        people=load_rows(connection, Person),
        relationships=load_rows(connection, Relationship),
        calendar=load_rows(connection, CalendarRow),
        sessions=load_rows(connection, PlannedSession),
    )
