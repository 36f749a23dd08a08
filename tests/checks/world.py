"""A small invented trust to check: Priya Shah supervises Tom Reed of Alder Grove Academy for a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.catalogue import Catalogue, load_form, own_catalogue
from forms.log import UnreadFile
from forms.model import Fact, Stage
from forms.plan import CalendarRow, DayKind, Person, Plan, PlannedSession, Relationship, Series
from forms.records import Response
from register.asked import asked_of
from register.checks.breach import Breach
from register.checks.checking import find_breaches
from register.checks.facts import Facts
from register.checks.gathering import Beside, gather
from register.enclosures import Letter
from register.history import Received, fold
from register.undelivered import Undelivered
from tests.register.responses import PRIYA, SCHOOL, TOM, returned

HALF_TERMS = {
    "Aut1": ("2026-09-01", "2026-10-23"),
    "Aut2": ("2026-11-02", "2026-12-18"),
    "Spr1": ("2027-01-04", "2027-02-12"),
    "Spr2": ("2027-02-22", "2027-03-25"),
    "Sum1": ("2027-04-12", "2027-05-28"),
    "Sum2": ("2027-06-07", "2027-07-23"),
}
SESSION = "ESM-26-0042"


def day(text: str) -> dt.date:
    """Return a date written as 2026-11-19."""
    return dt.date.fromisoformat(text)


def calendar(school: str = SCHOOL) -> tuple[CalendarRow, ...]:
    """Return the half terms of 2026/27."""
    return tuple(
        CalendarRow(school, DayKind.HALF_TERM, name, day(first), day(last))
        for name, (first, last) in HALF_TERMS.items()
    )


TOM_ROW = Person("P-TOM", TOM, SCHOOL, "DSL", is_dsl=True)
PRIYA_ROW = Person("P-PRIYA", PRIYA, SCHOOL, "Lead", supervisor_trained_on=day("2025-05-01"), is_dsl=True)
PAIR = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"))


def planned(date: str, session_id: str = SESSION, rel: str = "R1", **told: Any) -> PlannedSession:
    """Return a planned session; days in `told` may be written as text."""
    days = {"cancelled_on", "moved_to", "fixed_on", "held_on", "filed_on", "sent_on", "copy_given_on"}
    days.add("supervisor_filed_on")
    days |= {"agenda_returned_on", "sent_for_signature_on", "disagreement_settled_on"}
    values: dict[str, Any] = {name: day(said) if name in days else said for name, said in told.items()}
    return PlannedSession(session_id, rel, day(date), **values)


@dataclass(frozen=True)
class World:
    """What is planned and what came back; every part may be replaced."""

    people: tuple[Person, ...] = (TOM_ROW, PRIYA_ROW)
    pairs: tuple[Relationship, ...] = (PAIR,)
    days: tuple[CalendarRow, ...] = calendar()
    sessions: tuple[PlannedSession, ...] = ()
    imports: tuple[tuple[str, tuple[Response, ...]], ...] = ()
    """(day, what that import brought), the first one first."""
    unread: tuple[UnreadFile, ...] = ()
    letters: tuple[Letter, ...] = ()
    lost: tuple[Undelivered, ...] = ()
    in_doubt: int = 0
    """How many values of each return are in doubt."""

    def under(self, policy: str, series: Series = Series.ONE_TO_ONE, **told: Any) -> World:
        """Return the same under another policy, in another series."""
        return replace(
            self, pairs=tuple(replace(one, policy=policy, series=series, **told) for one in self.pairs)
        )

    def facts(self, on: dt.date, catalogue: Catalogue | None = None) -> Facts:
        """Return what the checks are given."""
        numbers = {number: day(when) for number, (when, _) in enumerate(self.imports, start=1)}
        by_hash = {
            one.sha256: number
            for number, (_, responses) in reversed(list(enumerate(self.imports, start=1)))
            for one in responses
        }
        responses = [one for _, brought in self.imports for one in brought]
        # An older version of a form is read by the present one here.
        plan = Plan(self.people, self.pairs, self.days, self.sessions)
        received = Received(self.unread, by_hash, asked=asked_of(plan, ()))
        folded = fold(responses, lambda form, _: load_form(form), on, received)
        in_doubt = {one.sha256: self.in_doubt for one in responses if self.in_doubt}
        beside = Beside(plan, numbers, letters=self.letters, lost=self.lost, in_doubt=in_doubt)
        return gather(folded, beside, catalogue or own_catalogue())

    def check(self, on: str, code: str | None = None) -> list[Breach]:
        """Return what is found on a day, of one code if one is given."""
        found = find_breaches(self.facts(day(on)), day(on))
        return [one for one in found if code in {None, one.code}]


def headed(date: str | None = None, **more: str) -> Mapping[Fact, str]:
    """Return the header of a form of a session on a day."""
    facts = {Fact(name): text for name, text in more.items()}
    return {Fact.SESSION_DATE: date, **facts} if date else facts


RECORDS = {
    "esteem": "esteem/a2-record",
    "highcliffe": "highcliffe/a2-record-individual",
    "green-gates": "green-gates/a2-record",
    "harewood": "harewood/a2-record",
    "ashbury-meadow": "ashbury-meadow/c-notes-actions",
}
"""Policy -> the form that is its record of a session of two."""


def record(
    policy: str,
    stage: Stage = Stage.SESSION,
    fields: Mapping[str, Any] | None = None,
    date: str = "2026-11-19",
    session: str = SESSION,
    **more: Any,
) -> Response:
    """Return the record of a session that was held."""
    form = more.pop("form", RECORDS[policy])
    header = headed(date, **more.pop("header", {}))
    answers = {"actual_date": date, **(fields or {})}
    code = load_form(form).code
    return returned(f"{session}-{code}", stage, answers, header, form=form, **more)


def recorded(
    policy: str,
    stage: Stage = Stage.SESSION,
    fields: Mapping[str, Any] | None = None,
    *,
    on: str = "2026-11-20",
    told: Mapping[str, Any] | None = None,
    **more: Any,
) -> World:
    """Return a world in which the session of 19 November was held and its record came the day after."""
    series = more.pop("series", Series.INTERNAL if policy == "green-gates" else Series.ONE_TO_ONE)
    others = more.pop("others", ())
    brought = (record(policy, stage, fields, **more), *others)
    world = World(sessions=(planned("2026-11-19", **(told or {})),), imports=((on, brought),))
    return world.under(policy, series, group="DSL group" if series is Series.GROUP else None)


def both(date: str | None) -> Sequence[tuple[str, str | None, str | None]]:
    """Return the signatures of both, on a day."""
    return [("supervisee", TOM, date), ("supervisor", PRIYA, date)]
