"""One matter is said once, by the check that is nearest to it."""

from typing import Any

from forms.plan import Party
from tests.checks.world import World, planned


def _cancelled(date: str) -> dict[str, Any]:
    return {"cancelled_on": date, "cancelled_by": Party.SUPERVISEE, "cancel_reason": "Court hearing"}


def test_a_session_that_needs_a_new_date_is_not_missed_as_the_next_one_too() -> None:
    """X19 asks for the new date; X02 would ask for the same."""
    world = World(sessions=(planned("2026-11-19", **_cancelled("2026-11-18")),))
    codes = [one.code for one in world.check("2026-11-20")]
    assert "X19" in codes
    assert "X02" not in codes


def test_a_session_that_was_held_since_needs_a_next_one_all_the_same() -> None:
    """Though an older one was cancelled and has no new date."""
    sessions = (
        planned("2026-09-24", "ESM-26-0041", **_cancelled("2026-09-24")),
        planned("2026-11-19", held_on="2026-11-19"),
    )
    codes = [one.code for one in World(sessions=sessions).check("2026-11-20")]
    assert {"X02", "X19"} <= set(codes)
