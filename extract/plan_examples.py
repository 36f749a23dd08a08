"""The example rows of the sheets that people fill: invented people, so marked that reading passes by."""

from __future__ import annotations

import datetime as dt

from forms.plan import (
    CalendarRow,
    DayKind,
    Party,
    Person,
    Plan,
    PlannedSession,
    Relationship,
    Series,
)

_DSL = "Designated Safeguarding Lead"

EXAMPLES = Plan(
    people=(
        Person(
            "EXAMPLE-1",
            "Tom Reed",
            "Alder Grove Academy",
            _DSL,
            aliases=("Tommy Reed",),
            email="tom.reed@aldergrove.example",
            is_dsl=True,
            starts=dt.date(2024, 9, 1),
            ends=dt.date(2026, 12, 31),
        ),
        Person(
            "EXAMPLE-1",
            "Tom Reed",
            "Birch Lane Primary",
            _DSL,
            aliases=("Tommy Reed",),
            email="tom.reed@birchlane.example",
            is_dsl=True,
            new_to_post=True,
            starts=dt.date(2027, 1, 1),
        ),
        Person(
            "EXAMPLE-2",
            "Priya Shah",
            "Alder Grove Academy",
            "Trust Safeguarding Lead",
            email="priya.shah@trust.example",
            supervisor_trained_on=dt.date(2025, 5, 14),
            holds_cases=False,
        ),
    ),
    relationships=(
        Relationship(
            "EXAMPLE-R1",
            "esteem",
            "EXAMPLE-1",
            "EXAMPLE-2",
            starts=dt.date(2026, 9, 1),
        ),
        Relationship(
            "EXAMPLE-R2",
            "esteem",
            "EXAMPLE-1",
            "EXAMPLE-2",
            Series.GROUP,
            group="North DSLs",
            starts=dt.date(2026, 9, 1),
        ),
    ),
    calendar=(
        CalendarRow(
            "EXAMPLE Alder Grove Academy",
            DayKind.HALF_TERM,
            "Aut2",
            dt.date(2026, 11, 2),
            dt.date(2026, 12, 18),
        ),
        CalendarRow(
            "EXAMPLE Alder Grove Academy",
            DayKind.INSET,
            "Staff training",
            dt.date(2026, 11, 2),
            dt.date(2026, 11, 2),
        ),
        CalendarRow(
            "EXAMPLE All schools",
            DayKind.CLOSURE,
            "Founders' day",
            dt.date(2026, 11, 27),
            dt.date(2026, 11, 27),
        ),
    ),
    sessions=(
        PlannedSession(
            "EXAMPLE-26-0041",
            "EXAMPLE-R1",
            dt.date(2026, 9, 24),
            dt.time(10),
            60,
            "Room 4",
            fixed_on=dt.date(2026, 7, 8),
            sent_on=dt.date(2026, 9, 10),
            agenda_returned_on=dt.date(2026, 9, 17),
            held_on=dt.date(2026, 9, 24),
            sent_for_signature_on=dt.date(2026, 9, 28),
            copy_given_on=dt.date(2026, 10, 5),
            filed_on=dt.date(2026, 9, 25),
            holds_master=Party.SUPERVISOR,
        ),
        PlannedSession(
            "EXAMPLE-26-0042",
            "EXAMPLE-R1",
            dt.date(2026, 11, 19),
            dt.time(10),
            60,
            "Room 4",
            fixed_on=dt.date(2026, 9, 24),
            sent_on=dt.date(2026, 11, 5),
            cancelled_on=dt.date(2026, 11, 17),
            cancelled_by=Party.SUPERVISEE,
            cancel_reason="Court hearing",
            rebooked_to="EXAMPLE-26-0043",
        ),
        PlannedSession(
            "EXAMPLE-26-0043",
            "EXAMPLE-R1",
            dt.date(2026, 11, 24),
            dt.time(14, 30),
            60,
            "Room 4",
            fixed_on=dt.date(2026, 11, 17),
        ),
    ),
)
