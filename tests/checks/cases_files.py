"""Cases about the files that came back: whose they are, which copies, whether they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forms.findings import Finding, Severity
from forms.log import Outcome, UnreadFile
from forms.model import Fact, Stage
from forms.records import Response
from tests.checks.case import Case
from tests.checks.world import PAIR, TOM_ROW, World, both, headed, planned, record, recorded
from tests.register.responses import TOM, new_row, returned

_KIM = replace(TOM_ROW, person_id="P-KIM", name="Kim Lee")
_LOGS = {"logs_up_to_date": "Yes", "chronology_up_to_date": "Yes"}
_SIGNED = both("2026-11-26")
_PLAIN = recorded("esteem")
_SIGNED_BY_KIM = recorded(
    "esteem", Stage.SIGNING, on="2026-11-27", signed=(("supervisee", "Kim Lee", "2026-11-26"),)
)
_NO_REFERENCE = returned(
    None, Stage.SESSION, {"actual_date": "2026-11-19"}, headed("2026-11-19"), form="harewood/a2-record"
)


def _headed(fact: Fact, text: str) -> World:
    """Return a world in which the record's header says this of a fact."""
    return recorded("esteem", header={fact: text})


def _named(words: str) -> World:
    """Return a world in which an action was agreed in these words, and a case sheet names Jayden Okoro."""
    sheet = returned(
        "ESM-26-0042-A3-1",
        Stage.SESSION,
        {"child_name": "Jayden Okoro", "logs_up_to_date": "Yes", "chronology_up_to_date": "Yes"},
        headed("2026-11-19", case_ref="ESM-C014", sheet="1"),
    )
    rows = [new_row("ESM-26-0042-A2/1", words, TOM, "2026-12-04")]
    return recorded("esteem", fields={"agenda_action": rows}, others=[sheet])


def _found(code: str, severity: Severity = Severity.SOON) -> World:
    """Return a world in which reading the record found something."""
    return recorded("esteem", findings=(Finding(code, severity, "agenda_items", ""),))


def _twice(first: Response, second: Response, later: str | None = None) -> World:
    """Return a world in which two copies came, in one import or the second one in a later one."""
    world = World(sessions=(planned("2026-11-19"),))
    if later is None:
        return replace(world, imports=(("2026-11-20", (first, second)),))
    return replace(world, imports=(("2026-11-20", (first,)), (later, (second,))))


def _sheets(*cases: str) -> World:
    """Return a world in which a sheet came for each of these cases, all with the number 3."""
    came = [
        returned(
            "ESM-26-0042-A3-3",
            Stage.SESSION,
            {"logs_up_to_date": "Yes", "chronology_up_to_date": "Yes", "case_update": f"Word {number}"},
            headed("2026-11-19", case_ref=case, sheet="3"),
            path=f"inbox/{number}.pdf",
        )
        for number, case in enumerate(cases)
    ]
    return recorded("esteem", others=came)


def _sheet(stage: Stage, case: str | None, answers: Mapping[str, str]) -> World:
    """Return a world in which one case's sheet came with these answers."""
    header = headed("2026-11-19", sheet="3", **({"case_ref": case} if case else {}))
    return recorded("esteem", others=[returned("ESM-26-0042-A3-3", stage, answers, header)])


def _copy(words: str, path: str, kind: str = "pdf") -> Response:
    """Return a copy of the record with these agenda items."""
    return record("esteem", fields={"agenda_items": words}, path=path, kind=kind)


def _again(date: str) -> World:
    """Return a world in which a signed record came, and later a file of the same form of a day."""
    signed = record("esteem", Stage.SIGNING, signed=_SIGNED)
    later = record("esteem", Stage.SIGNING, date=date, signed=_SIGNED, path="inbox/again.pdf")
    return _twice(signed, later, "2026-12-10")


def _unread(outcome: Outcome, code: str) -> World:
    """Return a world with a file that gave nothing."""
    return replace(_PLAIN, unread=(UnreadFile("inbox/scan.pdf", "a" * 64, outcome, code),))


CASES = (
    Case(
        "X24",
        "esteem",
        "an action names a child of a case sheet",
        "2026-11-20",
        _named("Ring Jayden's mum"),
        "it names the case",
        _named("Ring the mother of ESM-C014"),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X25",
        "esteem",
        "the school is not that of the Roster",
        "2026-11-20",
        _headed(Fact.SCHOOL, "Birch Lane Primary"),
        "typed in capitals",
        _headed(Fact.SCHOOL, "ALDER GROVE ACADEMY"),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X25",
        "esteem",
        "the supervisor is nobody of the Roster",
        "2026-11-20",
        _headed(Fact.SUPERVISOR, "Owen Hart"),
        "typed as P Shah",
        _headed(Fact.SUPERVISOR, "P Shah"),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X25",
        "esteem",
        "the date is not that of the Schedule",
        "2026-11-20",
        recorded("esteem", date="2026-11-18"),
        "the session was moved to that day",
        recorded("esteem", date="2026-11-18", told={"moved_to": "2026-11-18"}),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X25",
        "esteem",
        "a fact was altered on the form after it was issued",
        "2026-11-20",
        _found("X25", Severity.ACT_NOW),
        "none was",
        _PLAIN,
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X26",
        "esteem",
        "an older version of the form",
        "2026-11-20",
        World(
            sessions=(planned("2026-11-19"),),
            imports=(("2026-11-20", (replace(record("esteem"), version="2024"),)),),
        ),
        "the present one",
        _PLAIN,
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X27",
        "esteem",
        "the Schedule does not have the session",
        "2026-11-20",
        replace(_PLAIN, sessions=(planned("2027-02-01", "ESM-26-0099"),)),
        "it does",
        _PLAIN,
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X27",
        "harewood",
        "no reference on the form",
        "2026-11-20",
        World(imports=(("2026-11-20", (_NO_REFERENCE,)),)).under("harewood"),
        "it has one",
        recorded("harewood"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X28",
        "esteem",
        "a colleague's name stands as supervisee",
        "2026-11-20",
        replace(_headed(Fact.SUPERVISEE, "Kim Lee"), people=(*World().people, _KIM)),
        "the supervisee's other name",
        replace(
            _headed(Fact.SUPERVISEE, "Tommy Reed"),
            people=(replace(TOM_ROW, aliases=("Tommy Reed",)), *World().people[1:], _KIM),
        ),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X28",
        "esteem",
        "another supervisee has signed it",
        "2026-11-28",
        replace(
            _SIGNED_BY_KIM,
            people=(*World().people, _KIM),
            pairs=(PAIR, replace(PAIR, rel_id="R9", supervisee_id="P-KIM")),
        ),
        "somebody who is not supervised has, which is no signature (X09)",
        replace(
            _SIGNED_BY_KIM,
            people=(*World().people, _KIM),
        ),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X28",
        "esteem",
        "last time's signed form came again, with another date",
        "2026-12-11",
        _again("2026-12-10"),
        "it came again with its own date",
        _again("2026-11-19"),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X29",
        "esteem",
        "a later copy says other than the first",
        "2026-11-24",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Exclusions", "inbox/b.pdf"), "2026-11-23"),
        "it says the same",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Attendance", "inbox/b.pdf"), "2026-11-23"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X29",
        "esteem",
        "a later copy of a signed record says otherwise",
        "2026-12-02",
        _twice(
            record("esteem", Stage.SIGNING, {"agenda_items": "Attendance"}, signed=_SIGNED),
            record(
                "esteem", Stage.SIGNING, {"agenda_items": "Exclusions"}, signed=_SIGNED, path="inbox/b.pdf"
            ),
            "2026-12-01",
        ),
        "it says the same",
        _twice(
            record("esteem", Stage.SIGNING, {"agenda_items": "Attendance"}, signed=_SIGNED),
            record(
                "esteem", Stage.SIGNING, {"agenda_items": "Attendance"}, signed=_SIGNED, path="inbox/b.pdf"
            ),
            "2026-12-01",
        ),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X30",
        "esteem",
        "the same answers came twice",
        "2026-11-24",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Attendance", "inbox/b.pdf"), "2026-11-23"),
        "they differ",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Exclusions", "inbox/b.pdf"), "2026-11-23"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X31",
        "esteem",
        "a form without its boxes: printed or scanned",
        "2026-11-24",
        _unread(Outcome.UNREADABLE, "R23"),
        "not one of ours",
        _unread(Outcome.NOT_OURS, "R20"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X31",
        "esteem",
        "a file with a password",
        "2026-11-24",
        _unread(Outcome.PROTECTED, "R15"),
        "not one of ours",
        _unread(Outcome.NOT_OURS, "R20"),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X39",
        "esteem",
        "more was typed into a box than it shows",
        "2026-11-20",
        _found("X39", Severity.NOTE),
        "it shows everything",
        _PLAIN,
        severity="Note",
        ruled=False,
    ),
    Case(
        "X41",
        "esteem",
        "a Word and a PDF copy came together and differ",
        "2026-11-24",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Exclusions", "inbox/b.docx", "docx")),
        "they say the same",
        _twice(_copy("Attendance", "inbox/a.pdf"), _copy("Attendance", "inbox/b.docx", "docx")),
        severity="Act now",
        ruled=False,
    ),
    Case(
        "X49",
        "esteem",
        "a sheet was copied for another case, with its number",
        "2026-11-20",
        _sheets("ESM-C014", "ESM-C021"),
        "it is of the same case",
        _sheets("ESM-C014", "ESM-C014"),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X50",
        "esteem",
        "a case sheet was filled in at the session without its case reference",
        "2026-11-20",
        _sheet(Stage.SESSION, None, _LOGS),
        "it bears one",
        _sheet(Stage.SESSION, "ESM-C014", _LOGS),
        severity="Soon",
        ruled=False,
    ),
    Case(
        "X50",
        "esteem",
        "case notes came before the session without a case reference",
        "2026-11-18",
        replace(_sheet(Stage.AGENDA, None, _LOGS), sessions=(planned("2026-11-19"),)),
        "nothing stands on them",
        _sheet(Stage.AGENDA, None, {}),
        severity="Note",
        ruled=False,
    ),
    Case(
        "X48",
        "esteem",
        "values were read from a picture, and nobody has looked",
        "2026-11-20",
        replace(_PLAIN, in_doubt=3),
        "all of them are sure",
        _PLAIN,
        severity="Soon",
        ruled=False,
    ),
)
"""Rows of the table."""
