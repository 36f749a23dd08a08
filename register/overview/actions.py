"""One row per action, at the school that the Roster gives its session, with the half terms of its life."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter

from forms.log import ActionHistory
from forms.overview import ActionRow, HalfTermDays
from register.checks.facts import Facts

_PARTS = tuple(one.name for one in fields(ActionHistory))
_SCHOOL = _PARTS.index("school")


def action_rows(
    facts: Facts, half_terms: Sequence[HalfTermDays], places: Mapping[str, str]
) -> Iterator[ActionRow]:
    """Yield the actions of the log in its order, however a form spells the school."""
    schools = {one.session_id: one.school for one in facts.sessions if one.relationships}
    parts_of = attrgetter(*_PARTS)
    firsts = [one.first for one in half_terms]
    for row in facts.log.actions:
        parts = parts_of(row)
        known = schools.get(row.origin_session_id)
        if known is not None and known != row.school:
            parts = (*parts[:_SCHOOL], known, *parts[_SCHOOL + 1 :])
        yield ActionRow(
            *(
                *parts,
                _label(row.agreed_on, half_terms, firsts),
                _label(row.closed_on, half_terms, firsts),
                places.get(row.action_id),
            )
        )


def _label(day: dt.date | None, half_terms: Sequence[HalfTermDays], firsts: Sequence[dt.date]) -> str | None:
    at = bisect_right(firsts, day) - 1 if day is not None else -1
    if day is None or at < 0 or day > half_terms[at].until:
        return None
    return half_terms[at].label
