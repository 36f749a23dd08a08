"""Cases about what a session leaves behind: record, signatures, actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.model import Stage
from forms.plan import Series
from tests.checks.case import Case
from tests.checks.world import PAIR, World, both, planned, record, recorded
from tests.register.responses import PRIYA, TOM

SIGNED = both("2026-11-26")

Signatures = Sequence[tuple[str, str | None, str | None]]

_LATER = planned("2027-01-14", "ESM-26-0050", held_on="2027-01-14")


def signed_world(policy: str, *signed: tuple[str, str | None, str | None], **more: object) -> World:
    """Return a world in which the record came back for signing with these signatures."""
    return recorded(policy, Stage.SIGNING, on="2026-11-27", signed=signed, **more)  # type: ignore[arg-type]


def _then_held(world: World) -> World:
    """Return the same with a further session held in January."""
    return replace(world, sessions=(*world.sessions, _LATER))


_NOT_SENT = recorded("esteem")

_SENT = recorded("esteem", told={"sent_for_signature_on": "2026-11-30"})

_ONE_MISSING = (("supervisee", TOM, "2026-11-26"),)

_KIM = replace(World().people[0], person_id="P-KIM", name="Kim Lee")


def _group(*signed: str, kim_came: str = "Yes") -> World:
    """Return a world with the record of a group of two, signed by the supervisor and by these."""
    lines = [
        {"who": who, "name": who if who in signed else None, "date": "2026-11-26" if who in signed else None}
        for who in (TOM, "Kim Lee")
    ]
    came = [{"name": TOM, "came": "Yes"}, {"name": "Kim Lee", "came": kim_came}]
    fields = {"in_attendance": came, "sig_supervisees": lines}
    world = signed_world(
        "highcliffe",
        ("supervisor", PRIYA, "2026-11-26"),
        form="highcliffe/a3-record-group",
        fields=fields,
        series=Series.GROUP,
    )
    return replace(world, people=(*world.people, _KIM))


def _changed(items: str, signed: Signatures, later_items: str) -> World:
    """Return a world with a record that was signed, and a later copy of it that both have signed."""
    first = signed_world("esteem", *signed, fields={"agenda_items": items})
    later = record(
        "esteem", Stage.SIGNING, {"agenda_items": later_items}, signed=SIGNED, path="inbox/later.pdf"
    )
    return replace(first, imports=(*first.imports, ("2026-12-01", (later,))))


CASES = (
    Case(
        "X06",
        "esteem",
        "fifteen days after the session the record has not been sent",
        "2026-12-04",
        _NOT_SENT,
        "fourteen days",
        _NOT_SENT,
        "2026-12-03",
        severity="Soon",
    ),
    Case(
        "X06",
        "esteem",
        "not sent, and the next session was held",
        "2027-01-14",
        _then_held(_NOT_SENT),
        "it was sent",
        _then_held(_SENT),
        severity="Act now",
    ),
    Case(
        "X07",
        "esteem",
        "unsigned the day after the next session",
        "2027-01-15",
        _then_held(_SENT),
        "on the day of the next session",
        _then_held(_SENT),
        "2027-01-14",
        severity="Act now",
    ),
    Case(
        "X07",
        "harewood",
        "unsigned the day after the next session",
        "2027-01-15",
        _then_held(recorded("harewood")),
        "no next session was held: unsigned is as it should be",
        recorded("harewood"),
        severity="Act now",
    ),
    Case(
        "X07",
        "highcliffe",
        "unsigned the day after the next session",
        "2027-01-15",
        _then_held(recorded("highcliffe")),
        "signed, without dates, for which the form has no room",
        _then_held(signed_world("highcliffe", *both(None))),
        severity="Soon",
    ),
    Case(
        "X07",
        "green-gates",
        "unsigned the day after the next session",
        "2027-01-15",
        _then_held(recorded("green-gates")),
        "signed by both",
        _then_held(signed_world("green-gates", *SIGNED)),
        severity="Soon",
    ),
    Case(
        "X07",
        "ashbury-meadow",
        "unsigned the day after the next session",
        "2027-01-15",
        _then_held(recorded("ashbury-meadow")),
        "signed by both",
        _then_held(signed_world("ashbury-meadow", *SIGNED)),
        severity="Soon",
    ),
    Case(
        "X08",
        "esteem",
        "came back for signing without the supervisor's",
        "2026-11-28",
        signed_world("esteem", *_ONE_MISSING),
        "both have signed",
        signed_world("esteem", *SIGNED),
        severity="Soon",
    ),
    Case(
        "X08",
        "esteem",
        "signed by both, one without a date",
        "2026-11-28",
        signed_world("esteem", SIGNED[0], ("supervisor", PRIYA, None)),
        "both dated",
        signed_world("esteem", *SIGNED),
        severity="Soon",
    ),
    Case(
        "X08",
        "esteem",
        "in the supervisor's place the office manager has signed",
        "2026-11-28",
        signed_world("esteem", SIGNED[0], ("supervisor", "Olive Manning", "2026-11-26")),
        "the supervisor",
        signed_world("esteem", SIGNED[0], ("supervisor", "P. Shah", "2026-11-26")),
        severity="Soon",
    ),
    Case(
        "X08",
        "green-gates",
        "fifteen days after the session nobody has signed",
        "2026-12-04",
        recorded("green-gates"),
        "fourteen days",
        recorded("green-gates"),
        "2026-12-03",
        severity="Soon",
    ),
    Case(
        "X08",
        "highcliffe",
        "one who came to the group has not signed",
        "2026-11-28",
        _group(TOM),
        "who did not come need not sign",
        _group(TOM, kim_came="No"),
        severity="Soon",
    ),
    Case(
        "X09",
        "esteem",
        "the office manager signed as supervisor",
        "2026-11-28",
        signed_world("esteem", SIGNED[0], ("supervisor", "Olive Manning", "2026-11-26")),
        "P. Shah signed",
        signed_world("esteem", SIGNED[0], ("supervisor", "P. Shah", "2026-11-26")),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X09",
        "harewood",
        "a colleague signed as supervisor",
        "2026-11-28",
        signed_world("harewood", SIGNED[0], ("supervisor", "Kim Lee", "2026-11-26")),
        "who is entered as a deputy",
        replace(
            signed_world("harewood", SIGNED[0], ("supervisor", "Kim Lee", "2026-11-26")),
            people=(*World().people, _KIM),
            pairs=(replace(PAIR, policy="harewood", deputies=("P-KIM",)),),
        ),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X10",
        "esteem",
        "signed the day before the session",
        "2026-11-28",
        signed_world("esteem", ("supervisee", TOM, "2026-11-18"), SIGNED[1]),
        "on the day of the session",
        signed_world("esteem", ("supervisee", TOM, "2026-11-19"), SIGNED[1]),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X10",
        "harewood",
        "a date that is still to come",
        "2026-11-25",
        signed_world("harewood", SIGNED[0]),
        "that day",
        signed_world("harewood", SIGNED[0]),
        "2026-11-26",
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X10",
        "green-gates",
        "no date but words",
        "2026-11-28",
        signed_world("green-gates", ("supervisee", TOM, "last week")),
        "a date",
        signed_world("green-gates", SIGNED[0]),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X11",
        "highcliffe",
        "T Reed stands on both lines",
        "2026-11-28",
        signed_world("highcliffe", ("supervisee", "T Reed", None), ("supervisor", "T Reed", None)),
        "two different names",
        signed_world("highcliffe", *both(None)),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X12",
        "esteem",
        "signed by both, and its agenda was changed since",
        "2026-12-02",
        _changed("Attendance", SIGNED, "Exclusions"),
        "the second signature was added",
        _changed("Attendance", _ONE_MISSING, "Attendance"),
        severity="Act now",
        ruled=False,
    ),
)
"""Rows of the table."""
