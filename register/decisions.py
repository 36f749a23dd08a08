"""What people decide about actions left behind at a school: noted once, kept when it is taken back.

It changes how the action stands in the log, never what a form says: a form that closes it counts more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from forms.decisions import Decision, Wanted
from forms.log import ActionHistory, ActionStatus
from register import tables

Decisions = Mapping[str, tuple[Decision, ...]]
"""Action -> its decisions, in their order."""


def load_decisions(connection: Connection) -> Decisions:
    """Return all decisions, those that were taken back too."""
    own = tables.decisions.c
    found: dict[str, tuple[Decision, ...]] = {}
    for row in connection.execute(select(tables.decisions).order_by(own.action_id, own.number)):
        one = Decision(
            row.action_id, row.number, row.status, row.given_to, row.decided_by, row.decided_on, row.undone_on
        )
        found[one.action_id] = (*found.get(one.action_id, ()), one)
    return found


def note_decisions(
    connection: Connection, wanted: Mapping[str, Wanted], shown: Iterable[str], on: dt.date
) -> None:
    """Note what is new on a day, and take back what no longer stands beside an action that is `shown`.

    `wanted` holds what counts, by action.
    """
    known, own = load_decisions(connection), tables.decisions.c
    for name in sorted(set(shown)):
        before = known.get(name, ())
        standing = before[-1] if before and before[-1].holds else None
        now = wanted.get(name)
        if standing is not None and (now is None or not standing.says(now)):
            mine = (own.action_id == name) & (own.number == standing.number)
            connection.execute(update(tables.decisions).where(mine).values(undone_on=on))
        if now is not None and (standing is None or not standing.says(now)):
            row = {
                "action_id": name,
                "number": len(before) + 1,
                "status": now.status or None,
                "given_to": now.given_to or None,
                "decided_by": now.decided_by,
                "decided_on": on,
            }
            connection.execute(insert(tables.decisions), row)


def as_decided(row: ActionHistory, decisions: tuple[Decision, ...]) -> ActionHistory:
    """Return an action as people have decided about it; one that a form has closed stays closed by that."""
    if not decisions:
        return row
    row = replace(row, decided="; ".join(map(str, decisions)))
    last = decisions[-1]
    if not last.holds or not row.is_open:
        return row
    if last.given_to is not None:
        row = replace(row, owner=last.given_to, given_to=last.given_to)
    if last.status is not None:
        row = replace(row, status=ActionStatus(last.status), closed_on=last.decided_on)
    return row
