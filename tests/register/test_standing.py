"""What was found is kept: since when, until when, and open again when it comes back. On both databases."""

import threading
from dataclasses import replace

from forms.log import ExceptionRow
from register.checks.breach import Breach
from register.database import Register
from register.standing import keep_breaches, load_kept
from tests.checks.world import World, day, planned

_CANCELLED = World(
    sessions=(planned("2026-10-22", "ESM-26-0041", cancelled_on="2026-10-22", cancel_reason="Court hearing"),)
)
_REBOOKED = replace(
    _CANCELLED, sessions=(replace(_CANCELLED.sessions[0], rebooked_to="ESM-26-0042"), planned("2026-11-05"))
)


def _run(register: Register, found: list[Breach], on: str) -> ExceptionRow:
    """Keep what one run found, and return what the register has of the one thing that it is about."""
    with register.writing() as connection:
        keep_breaches(connection, found, day(on))
        (kept,) = load_kept(connection)
    return kept


def test_a_finding_stands_until_it_is_put_right_and_opens_again(register: Register) -> None:
    """With the day on which it was first seen; each run says when it was last so."""
    first = _run(register, _CANCELLED.check("2026-10-23", "X19"), "2026-10-23")
    assert (first.first_seen, first.last_seen, first.cleared_on) == (
        day("2026-10-23"),
        day("2026-10-23"),
        None,
    )
    later = _run(register, _CANCELLED.check("2026-10-30", "X19"), "2026-10-30")
    assert (later.first_seen, later.last_seen) == (day("2026-10-23"), day("2026-10-30"))
    cleared = _run(register, _REBOOKED.check("2026-11-02", "X19"), "2026-11-02")
    assert (cleared.last_seen, cleared.cleared_on) == (day("2026-10-30"), day("2026-11-02"))
    again = _run(register, _CANCELLED.check("2026-11-03", "X19"), "2026-11-03")
    assert (again.first_seen, again.cleared_on, again.finding_id) == (
        day("2026-10-23"),
        None,
        first.finding_id,
    )


def test_what_is_kept_says_who_what_and_on_what_ground(register: Register) -> None:
    """Enough for a row of the workbook."""
    kept = _run(register, _CANCELLED.check("2026-10-23", "X19"), "2026-10-23")
    assert (kept.code, kept.severity, kept.rule) == ("X19", "Act now", "R-CANCEL-EST")
    assert (kept.who, kept.supervisor, kept.school) == ("Tom Reed", "Priya Shah", "Alder Grove Academy")
    assert kept.what.startswith("Session of Tom Reed, 22/10/2026 (ESM-26-0041): was cancelled")
    assert kept.to_do.startswith("Agree on a date today")
    assert "re-arranged at the time of cancellation" in kept.basis


def test_two_runs_at_once_keep_each_thing_once(register: Register) -> None:
    """Whoever comes second finds what the first one kept."""
    found = _CANCELLED.check("2026-10-23", "X19")
    failed: list[BaseException] = []
    begin = threading.Barrier(4)

    def run() -> None:
        try:
            begin.wait()
            _run(register, found, "2026-10-23")
        except BaseException as error:  # noqa: BLE001 - said below, by the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert _run(register, found, "2026-10-24").first_seen == day("2026-10-23")
