"""What must stand in monitoring.xlsx at the end of the term, from who did what on which day alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from forms.plan import Series
from tests.term.answers import Agreed, agreed
from tests.term.invented import HABITS, ROUNDS, InventedTrust

_SIGNED_AFTER, _COUNTERSIGNED_AFTER = dt.timedelta(days=4), dt.timedelta(days=5)


@dataclass(frozen=True, slots=True)
class HeldSession:
    """One session as the sheet Sessions must show it."""

    status: str
    signed_state: str | None
    actual_date: dt.date | None
    signed_on: dt.date | None
    countersigned_on: dt.date | None
    new: int | None
    carried: int | None
    closed: int | None


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One action as the sheet Actions must show it."""

    origin: str
    words: str
    owner: str
    due: dt.date
    status: str
    times_carried: int


_NOTHING = HeldSession("Nothing back", None, None, None, None, None, None, None)


def sessions(trust: InventedTrust) -> dict[str, HeldSession]:
    """Return session -> what must be shown of it: two actions each, of which one is done the next time."""
    found = {}
    for half, held in enumerate(ROUNDS):
        carried, closed = (2, 1) if half else (0, 0)
        whole = HeldSession(
            "Complete", "Both", held, held + _SIGNED_AFTER, held + _COUNTERSIGNED_AFTER, 2, carried, closed
        )
        for pair in trust.pairs:
            is_away = pair.number in (HABITS.silent, HABITS.absent)
            found[pair.sessions[half]] = _NOTHING if is_away else whole
        signed = held + _SIGNED_AFTER
        found[trust.group_sessions[half]] = HeldSession(
            "Complete", "Both", held + dt.timedelta(days=1), signed, signed, 2, carried, closed
        )
    return found


def actions(trust: InventedTrust) -> set[LoggedAction]:
    """Return the actions that must be in the log, with no other one beside them."""
    found = set()
    for half, held in enumerate(ROUNDS):
        last = half == len(ROUNDS) - 1
        for pair in trust.pairs:
            if pair.number not in (HABITS.silent, HABITS.absent):
                found |= _logged(pair.sessions[half], agreed(pair, half, held), last=last)
        group = agreed(trust.group[0], half, held + dt.timedelta(days=1))
        found |= _logged(trust.group_sessions[half], group, last=last)
    return found


def agreements(trust: InventedTrust) -> set[tuple[str, dt.date]]:
    """Return (supervisee, day on which both signed their agreement).

    Who moves makes a second one at the new school. Green Gates' asks something before it is
    signed, so that it goes out once more, with the record.
    """
    found = set()
    for pair in trust.pairs:
        if pair.number in (HABITS.silent, HABITS.absent):
            continue
        days = 4 if pair.policy == "green-gates" else -2 if pair.number == HABITS.late else -6
        found.add((pair.supervisee.name, ROUNDS[0] + dt.timedelta(days=days)))
        if pair.number == HABITS.moves:
            found.add((pair.supervisee.name, ROUNDS[1] + dt.timedelta(days=days)))
    return found


def cases(trust: InventedTrust) -> set[tuple[str, str | None]]:
    """Return (session, case) of each sheet that came back; who moved takes no case along."""
    found: set[tuple[str, str | None]] = set()
    for pair in trust.pairs:
        is_away = pair.number in (HABITS.silent, HABITS.absent)
        has_sheets = (
            pair.policy in {"esteem", "green-gates", "harewood"} and pair.series is not Series.EXTERNAL
        )
        if has_sheets and not is_away:
            found.add((pair.sessions[0], pair.child.case_ref))
            found.add((pair.sessions[1], None if pair.number == HABITS.moves else pair.child.case_ref))
    return found


def _logged(session: str, made: tuple[Agreed, ...], *, last: bool) -> set[LoggedAction]:
    """Return the actions of one session: those of the last one are new, of those before the first is done."""
    return {
        LoggedAction(
            session,
            one.logged,
            one.owner,
            one.by,
            "Done" if not last and at == 0 else "Open",
            0 if last else 1,
        )
        for at, one in enumerate(made)
    }
