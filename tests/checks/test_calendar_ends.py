"""Where a school's calendar ends, what is known already stays said."""

from dataclasses import replace

from tests.checks.world import World, calendar, planned


def _codes(world: World, on: str) -> set[str]:
    return {one.code for one in world.check(on)}


def test_too_long_since_the_last_session_stays_said_where_the_calendar_ends() -> None:
    """The days up to its end are too many already; else the finding would be cleared by a lack of dates."""
    autumn = tuple(row for row in calendar() if row.name in {"Aut1", "Aut2"})
    held = planned("2026-09-24", held_on="2026-09-24")
    world = replace(World(sessions=(held,)), days=autumn).under("highcliffe")
    (found,) = world.check("2026-12-18", "X01")
    assert "that is 76 days, closure excluded, or 85 days in all, 42 at most" in found.what
    (later,) = world.check("2027-01-11", "X01")
    assert "that is at least 76 days, closure excluded, or 109 days in all, 42 at most" in later.what
    assert later.finding_id == found.finding_id


def test_what_the_end_of_a_calendar_leaves_open_is_not_guessed() -> None:
    """Days of which nothing is known may all have been closed."""
    first = tuple(row for row in calendar() if row.name == "Aut1")
    held = planned("2026-10-01", held_on="2026-10-01")
    world = replace(World(sessions=(held,)), days=first).under("highcliffe")
    codes = _codes(world, "2026-12-18")
    assert "X43" in codes
    assert "X01" not in codes
