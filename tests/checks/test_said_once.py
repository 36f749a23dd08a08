"""One matter is said once, by the check that is nearest to it, and none is left unsaid."""

from dataclasses import replace
from typing import Any

from forms.findings import Finding, Severity
from forms.plan import Party
from tests.checks.world import World, planned, recorded


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


def test_what_reading_found_is_said_where_it_cannot_wait() -> None:
    """By its own code, once for a form; what can wait stands in the log."""
    gone = Finding("F01", Severity.ACT_NOW, "agenda_items", "these boxes are gone")
    twice = Finding("F02", Severity.ACT_NOW, "issues_discussed", "'Jayden' and 'nothing'")
    odd = Finding("F06", Severity.SOON, "actual_length", "'an hour' is not a number")
    world = recorded("esteem", findings=(gone, replace(gone, field="job_title"), twice, odd))
    found = {one.code: one for one in world.check("2026-11-20") if one.code.startswith("F")}
    assert list(found) == ["F01", "F02"]
    assert found["F01"].message == (
        "Supervision Record ESM-26-0042-A2: boxes are gone from the form: what was written there "
        "cannot be read. Ask the sender."
    )
    assert "Jayden" not in found["F02"].message
