"""Cases about cases, agreements, people, quality and filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms.model import Fact, Stage
from forms.plan import Series
from forms.records import Response
from tests.checks.case import Case
from tests.checks.world import PRIYA_ROW, TOM_ROW, World, both, headed, planned, recorded
from tests.register.responses import PRIYA, TOM, returned

_SIGNED = both("2026-11-26")


def _sheet(number: int, form: str, fields: Mapping[str, Any] | None = None, case: str = "") -> Response:
    """Return one case sheet of the session."""
    header = headed("2026-11-19", case_ref=case or f"ESM-C{number:03d}", sheet=str(number))
    code = "A4" if form.endswith("decision-record") else "A3"
    return returned(f"ESM-26-0042-{code}-{number}", Stage.SESSION, fields, header, form=form)


def _sheets(
    policy: str, form: str, count: int, fields: Mapping[str, Any] | None = None, **more: Any
) -> World:
    """Return a world in which so many cases were discussed."""
    return recorded(policy, others=[_sheet(at, form, fields) for at in range(1, count + 1)], **more)


_ESTEEM = "esteem/a3-case-notes"

_GREEN = "green-gates/a3-case-proforma"

_HAREWOOD = "harewood/a3-caseload-record"

_UP = {"logs_up_to_date": "Yes", "chronology_up_to_date": "Yes"}


def _seen(answer: str) -> World:
    """Return a world with a summary of cases that says whether a file was seen."""
    row = {"ref": "ESM-26-0042-A4/1", "name": "HSM-C014", "action": None, "file_seen": answer}
    form = returned(
        "ESM-26-0042-A4",
        Stage.SESSION,
        {"cases": [row]},
        headed("2026-11-19"),
        form="highcliffe/a4-case-summary",
    )
    return recorded("highcliffe", others=[form])


def agreed(
    policy: str,
    form: str,
    signed: str | None = "2026-09-07",
    *,
    supervisor: str = PRIYA,
    signer: str = "",
    **fields: Any,
) -> World:
    """Return a world with an agreement, and a session held on 10 September.

    `signer` is who signs on the supervisor's line, where that is somebody else.
    """
    series = Series.INTERNAL if policy == "green-gates" else Series.ONE_TO_ONE
    who = [("supervisee", TOM, signed), ("supervisor", signer or supervisor, signed)] if signed else []
    header = {Fact.SUPERVISOR: supervisor}
    paper = returned("ESM-26-0001-A1", Stage.SIGNING, fields, header, form=form, signed=who)
    world = World(
        sessions=(planned("2026-09-10", held_on="2026-09-10"),), imports=(("2026-09-11", (paper,)),)
    )
    return world.under(policy, series)


def _counted(sessions: int) -> World:
    """Return a world in which one session was held, and the monitoring form says how many."""
    fields: dict[str, Any] = {"qa_date": "2026-12-01", "sessions_completed": sessions}
    form = returned("ESM-26-0090-A4", Stage.SESSION, fields)
    return recorded("esteem", others=[form])


def _people(*, dsl: bool) -> World:
    """Return a world with notes of two people, who may be DSLs, signed by both."""
    world = recorded("ashbury-meadow", Stage.SIGNING, signed=_SIGNED)
    return replace(world, people=(replace(TOM_ROW, is_dsl=False), replace(PRIYA_ROW, is_dsl=dsl)))


_EIGHT = (
    "q1_how_been",
    "q5_discuss_escalate",
    "q9_workload",
    "q6_trends",
    "q8_training_needs",
    "q4_notices",
    "q12_met_needs",
)

CASES = (
    Case(
        "X04",
        "esteem",
        "four case sheets",
        "2026-11-20",
        _sheets("esteem", _ESTEEM, 4, _UP),
        "three",
        _sheets("esteem", _ESTEEM, 3, _UP),
        severity="Act now",
    ),
    Case(
        "X04",
        "green-gates",
        "six case sheets",
        "2026-11-20",
        _sheets("green-gates", _GREEN, 6),
        "five",
        _sheets("green-gates", _GREEN, 5),
        severity="Note",
    ),
    Case(
        "X04",
        "green-gates",
        "eight case sheets",
        "2026-11-20",
        _sheets("green-gates", _GREEN, 8),
        "five",
        _sheets("green-gates", _GREEN, 5),
        severity="Soon",
    ),
    Case(
        "X32",
        "esteem",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("esteem", fields={"disagreement": "Yes"}),
        "the Schedule says when it was settled",
        recorded("esteem", fields={"disagreement": "Yes"}, told={"disagreement_settled_on": "2026-11-20"}),
        severity="Act now",
    ),
    Case(
        "X32",
        "harewood",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("harewood", fields={"disagreement": "Yes"}),
        "No is ticked",
        recorded("harewood", fields={"disagreement": "No"}),
        severity="Soon",
    ),
    Case(
        "X32",
        "ashbury-meadow",
        "a disagreement is recorded",
        "2026-11-20",
        recorded("ashbury-meadow", fields={"disagreement": "Yes"}),
        "nobody was asked",
        recorded("ashbury-meadow"),
        severity="Soon",
    ),
    Case(
        "X33",
        "highcliffe",
        "seven of the eight matters have no answer",
        "2026-11-20",
        recorded("highcliffe", fields={"q6_trends": "none"}),
        "each has one",
        recorded("highcliffe", fields=dict.fromkeys(_EIGHT, "nothing to report")),
        severity="Note",
    ),
    Case(
        "X33",
        "esteem",
        "the agenda has no key points",
        "2026-11-20",
        recorded("esteem", Stage.AGENDA),
        "it has one",
        recorded("esteem", Stage.AGENDA, {"agenda_items": "Attendance"}),
        severity="Note",
    ),
    Case(
        "X33",
        "harewood",
        "all cases or a sample: neither is ticked",
        "2026-11-20",
        recorded("harewood"),
        "one is",
        recorded("harewood", fields={"i3_extent": "A sample"}),
        severity="Note",
    ),
    Case(
        "X34",
        "highcliffe",
        "the question about escalation is answered",
        "2026-11-20",
        recorded("highcliffe", fields={"q5_discuss_escalate": "One"}),
        "it is blank",
        recorded("highcliffe"),
        severity="Note",
    ),
    Case(
        "X34",
        "harewood",
        "details of a change of status",
        "2026-11-20",
        _sheets("harewood", _HAREWOOD, 1, {"status_change": "CP Plan since May"}),
        "none",
        _sheets("harewood", _HAREWOOD, 1),
        severity="Note",
    ),
    Case(
        "X35",
        "esteem",
        "the chronology is not up to date",
        "2026-11-20",
        _sheets("esteem", _ESTEEM, 1, {"logs_up_to_date": "Yes", "chronology_up_to_date": "No"}),
        "it is",
        _sheets("esteem", _ESTEEM, 1, _UP),
        severity="Soon",
    ),
    Case(
        "X35",
        "highcliffe",
        "a file was not seen",
        "2026-11-20",
        _seen("N"),
        "it was",
        _seen("Y"),
        severity="Soon",
    ),
    *(
        Case(
            "X35",
            policy,
            "six school days after the session nothing is filed",
            "2026-11-27",
            _sheets(policy, form, 1),
            "the Schedule has the day",
            _sheets(policy, form, 1, told={"filed_on": "2026-11-24"}),
            severity="Soon",
        )
        for policy, form in (("green-gates", _GREEN), ("harewood", _HAREWOOD))
    ),
    Case(
        "X35",
        "ashbury-meadow",
        "six school days after the session nothing is filed",
        "2026-11-27",
        recorded("ashbury-meadow"),
        "five",
        recorded("ashbury-meadow"),
        "2026-11-26",
        severity="Soon",
    ),
    Case(
        "X37",
        "harewood",
        "a group's record does not say that it is one",
        "2026-11-20",
        recorded("harewood", fields={"boundaries": "Yes"}, series=Series.GROUP),
        "it does, and the bounds are agreed",
        recorded("harewood", fields={"boundaries": "Yes", "session_type": "Group"}, series=Series.GROUP),
        severity="Note",
    ),
    Case(
        "X38",
        "esteem",
        "the form counts two sessions, the log one",
        "2026-12-02",
        _counted(2),
        "both one",
        _counted(1),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X40",
        "ashbury-meadow",
        "neither of the two is a DSL, and none signed off",
        "2026-11-28",
        _people(dsl=False),
        "one of them is a DSL",
        _people(dsl=True),
        severity="Soon",
    ),
)
"""Rows of the table."""
