"""Whatever is planned and comes back, the checks say it without stumbling, once, and alike in any order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import policy_ids
from forms.model import Stage
from forms.plan import Party, Person, PlannedSession, Relationship, Series
from register.checks.ahead import find_due
from register.checks.breach import Breach
from register.checks.checking import find_breaches
from tests.checks.world import World, calendar, record
from tests.register.responses import half_term_1, half_term_2

_DAYS = st.dates(dt.date(2026, 8, 1), dt.date(2027, 8, 31))
_MAYBE = st.none() | _DAYS
_IDS = st.sampled_from(["P-TOM", "P-PRIYA", "P-3", "nobody"])
_NAMES = st.sampled_from(["Tom Reed", "Priya Shah", "T Reed", "", "?", "Šárka O'Neil"])
_SCHOOLS = st.sampled_from(["Alder Grove Academy", "Birch Lane Primary"])

_PEOPLE = st.builds(
    Person, person_id=_IDS, name=_NAMES, school=_SCHOOLS, is_dsl=st.booleans(), holds_cases=st.booleans(),
    new_to_post=st.booleans(), starts=_MAYBE, ends=_MAYBE, absent_from=_MAYBE, absent_to=_MAYBE,
    supervisor_trained_on=_MAYBE,
)  # fmt: skip
_PAIRS = st.builds(
    Relationship, rel_id=st.sampled_from(["R1", "R2"]), policy=st.sampled_from([*policy_ids(), "unknown"]),
    supervisee_id=_IDS, supervisor_id=_IDS, series=st.sampled_from(Series),
    group=st.sampled_from([None, "DSL group"]), starts=_MAYBE, ends=_MAYBE,
    deputies=st.lists(_IDS, max_size=1).map(tuple), handover_on=_MAYBE,
    follows=st.sampled_from([None, "R1", "R2", "R9"]),
)  # fmt: skip
_SESSIONS = st.builds(
    PlannedSession, session_id=st.sampled_from([f"ESM-26-00{number}" for number in (31, 42, 43, 44)]),
    rel_id=st.sampled_from(["R1", "R2", "DSL group", "R9"]), planned_date=_DAYS, fixed_on=_MAYBE,
    additional=st.booleans(), moved_to=_MAYBE, sent_on=_MAYBE, agenda_returned_on=_MAYBE, held_on=_MAYBE,
    cancelled_on=_MAYBE, cancelled_by=st.sampled_from([None, *Party]),
    rebooked_to=st.sampled_from([None, "ESM-26-0043", "ESM-26-0099"]), sent_for_signature_on=_MAYBE,
    copy_given_on=_MAYBE, disagreement_settled_on=_MAYBE, filed_on=_MAYBE,
    supervisor_filed_on=_MAYBE,
)  # fmt: skip
_RETURNS = (
    *half_term_1(),
    *half_term_2(),
    *(record(policy, Stage.SIGNING, session=f"ESM-26-00{50 + at}") for at, policy in enumerate(policy_ids())),
)
_WORLDS = st.builds(
    World,
    people=st.lists(_PEOPLE, max_size=4).map(tuple),
    pairs=st.lists(_PAIRS, max_size=3, unique_by=lambda one: one.rel_id).map(tuple),
    days=st.sampled_from([(), calendar(), calendar("Birch Lane Primary"), calendar("")]),
    sessions=st.lists(_SESSIONS, max_size=4, unique_by=lambda one: one.session_id).map(tuple),
    imports=st.lists(st.sampled_from(_RETURNS), max_size=5, unique_by=lambda one: one.path).map(
        lambda found: (("2026-11-27", tuple(found)),)
    ),
)


def _found(world: World, on: dt.date) -> tuple[Breach, ...]:
    return find_breaches(world.facts(on), on)


@given(_WORLDS, _DAYS)
def test_whatever_is_entered_is_checked_and_each_thing_said_once(world: World, on: dt.date) -> None:
    """Two sentences each, an id of its own, and a clause wherever a rule stands behind it."""
    found = _found(world, on)
    assert len({one.finding_id for one in found}) == len(found)
    assert len({(one.code, one.message) for one in found}) == len(found)
    for one in found:
        assert one.what.endswith(".")
        assert one.to_do.endswith((".", "too."))
        assert bool(one.rule) == bool(one.basis)


@given(_WORLDS, _DAYS)
def test_the_order_of_rows_and_files_makes_no_difference(world: World, on: dt.date) -> None:
    """A sorted or filtered sheet says the same."""
    turned = replace(
        world,
        days=world.days[::-1],
        sessions=world.sessions[::-1],
        imports=tuple((day, brought[::-1]) for day, brought in world.imports),
    )
    assert {one.finding_id for one in _found(turned, on)} == {one.finding_id for one in _found(world, on)}


@given(_WORLDS, _DAYS, st.integers(0, 200))
def test_nothing_is_due_later_than_asked(world: World, on: dt.date, days: int) -> None:
    """And looking further ahead leaves nothing out."""
    facts, last = world.facts(on), on + dt.timedelta(days=days)
    near = find_due(facts, on, last)
    assert all(one.on <= last for one in near)
    assert set(near) <= set(find_due(facts, on, last + dt.timedelta(days=30)))
