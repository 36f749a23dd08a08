"""What `due` says of somebody whose policy counts days from the last session."""

from register.checks.ahead import Due, Matter, find_due
from tests.checks.world import World, day, planned


def _next(world: World, on: str) -> list[Due]:
    found = find_due(world.facts(day(on)), day(on), day("2026-12-31"))
    return [one for one in found if one.matter is Matter.NEXT_SESSION]


def test_next_session_is_due_within_the_days_of_the_policy() -> None:
    """Closures left out, as X01 counts them: on that day it is no breach yet, on the next it is."""
    world = World(sessions=(planned("2026-09-24", held_on="2026-09-24"),)).under("highcliffe")
    (due,) = _next(world, "2026-10-12")
    assert due.what == "Tom Reed; the last was held on 24/09/2026, and none is planned by then"
    assert (due.on, due.supervisor) == (day("2026-11-14"), "Priya Shah")
    assert not world.check("2026-11-14", "X01")
    assert world.check("2026-11-15", "X01")


def test_a_session_that_is_planned_in_time_is_all_that_is_due() -> None:
    """One that is planned too late is not enough."""
    held = planned("2026-09-24", held_on="2026-09-24")
    in_time, late = planned("2026-11-05", "ESM-26-0043"), planned("2026-11-26", "ESM-26-0043")
    assert not _next(World(sessions=(held, in_time)).under("highcliffe"), "2026-10-12")
    assert _next(World(sessions=(held, late)).under("highcliffe"), "2026-10-12")


def test_policy_that_counts_half_terms_has_no_such_day() -> None:
    """There the half term's end is the day."""
    assert not _next(World(sessions=(planned("2026-09-24", held_on="2026-09-24"),)), "2026-10-12")
