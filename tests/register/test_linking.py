"""A session that came back is found in the plan: by its id, else by the two people and the nearest day."""

from dataclasses import replace

import pytest

from forms.model import Fact
from forms.plan import Series
from forms.records import Response
from register.rostered import Rostered, is_same_name
from tests.checks.world import PAIR, TOM_ROW, World, day, headed, planned
from tests.register.responses import returned


def _loose(date: str, supervisee: str = "Tom Reed") -> Response:
    """Return a record without a reference."""
    header = {**headed(date), Fact.SUPERVISEE: supervisee}
    return returned(None, fields={"actual_date": date}, header=header, form="esteem/a2-record")


def _linked(world: World) -> list[str | None]:
    """Return which planned session each session of the log is."""
    facts = world.facts(day("2026-12-01"))
    return [one.planned.session_id if one.planned else None for one in facts.sessions if one.logged]


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2026-11-20", "ESM-26-0042"), ("2026-10-02", "ESM-26-0041"), ("2026-12-10", None)],
    ids=["a day away", "the other one", "three weeks away"],
)
def test_without_a_reference_the_nearest_day_of_the_pair_counts(date: str, expected: str | None) -> None:
    """Up to two weeks away; beyond that nothing is guessed."""
    slots = (planned("2026-10-01", "ESM-26-0041"), planned("2026-11-19"))
    assert _linked(World(sessions=slots, imports=(("2026-12-01", (_loose(date),)),))) == [expected]


def test_two_planned_sessions_as_near_are_both_left_alone() -> None:
    """Nobody can say which it was."""
    slots = (planned("2026-11-18", "ESM-26-0041"), planned("2026-11-20"))
    assert _linked(World(sessions=slots, imports=(("2026-12-01", (_loose("2026-11-19"),)),))) == [None]


def test_two_series_of_one_pair_are_not_told_apart_by_guessing() -> None:
    """The form says nothing of its series."""
    other = replace(PAIR, rel_id="R2", series=Series.EXTERNAL)
    world = World(
        pairs=(PAIR, other),
        sessions=(planned("2026-11-19"),),
        imports=(("2026-12-01", (_loose("2026-11-19"),)),),
    )
    assert _linked(world) == [None]


@pytest.mark.parametrize(
    "name", ["TOM REED", "T. Reed", "Mr Tom Reed", "Tom  James Reed", "Tóm Reed", "Tommy Reed"]
)
def test_a_person_is_found_however_the_name_is_typed(name: str) -> None:
    """Capitals, initials, titles, middle names, accents, and other names on the Roster."""
    world = World(
        people=(replace(TOM_ROW, aliases=("Tommy Reed",)), *World().people[1:]),
        sessions=(planned("2026-11-19"),),
        imports=(("2026-12-01", (_loose("2026-11-19", name),)),),
    )
    assert _linked(world) == ["ESM-26-0042"]


@pytest.mark.parametrize("name", ["Tim Reed", "Reed", "Tom Read", "Tom", "?", "Tom Reed Baker"])
def test_another_name_is_nobodys(name: str) -> None:
    """A first or a last name alone is not enough."""
    assert not is_same_name(name, "Tom Reed")


def test_an_initial_that_two_people_share_finds_neither() -> None:
    """T Reed is Tom or Tara; Tom Reed is Tom."""
    tara = replace(TOM_ROW, person_id="P-TARA", name="Tara Reed")
    people = Rostered(replace(World().facts(day("2026-12-01")).plan, people=(TOM_ROW, tara)))
    assert (people.find("T Reed"), people.find("Tom Reed"), people.find(None)) == (None, "P-TOM", None)
