"""Say why a file cannot be of the session that a person types, from what stands in the Schedule."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from forms.dates import show_date
from forms.model import Stage

if TYPE_CHECKING:
    from forms.model import Definition
    from forms.plan import Plan, PlannedSession
    from forms.reference import Reference


def planned(wanted: Reference, plan: Plan) -> PlannedSession | None:
    """Return the row of the Schedule of a form's session, None where there is none."""
    return next((one for one in plan.sessions if one.session_id == wanted.session), None)


def misfit(wanted: Reference, definition: Definition, stage: str, plan: Plan, on: dt.date) -> str | None:
    """Return why a form at a stage cannot be that of the session `wanted` on a day, None where it can.

    A session that is not planned has nothing that speaks against it.
    """
    session = planned(wanted, plan)
    if session is None:
        return None
    policies = {one.policy for one in plan.relationships if one.rel_id == session.rel_id}
    if policies and definition.policy.id not in policies:
        return (
            f'reference: found "{wanted}", a session under {" and ".join(sorted(policies))}, and this is a '
            f"form of {definition.policy.id}. Type a session under the same policy"
        )
    if session.cancelled_on is not None and session.held_on is None:
        return (
            f'reference: found "{wanted}", a session that was cancelled on '
            f"{_day(session.cancelled_on)}. Type one that was held; if this one was, correct the Schedule"
        )
    if stage != Stage.AGENDA and session.held_on is None and session.date > on:
        return (
            f'reference: found "{wanted}", a session that is planned for {_day(session.date)}, and today is '
            f"{_day(on)}. Type one that was held; if this one was, correct the Schedule"
        )
    return None


def _day(day: dt.date) -> str:
    return show_date(day.isoformat())
