"""Tom Reed moves from Alder Grove to Birch Lane in January; Priya Shah goes on supervising him.

What he was to do for a case stays with the school that holds the case.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from forms.plan import CalendarRow, DayKind, Person, Relationship, WorksIn
from tests.stories.cast import (
    PRIYA,
    RECORD,
    TOM,
    agreement_comes,
    before,
    known,
    new_action,
    record_comes,
    session,
    sheet_comes,
)
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_OLD, _NEW = "Alder Grove Academy", "Birch Lane Academy"
_AUTUMN, _SPRING = "ESM-26-0042", "ESM-26-0050"
_AT_OLD = replace(TOM, ends=day("2026-12-31"))
_AT_NEW = replace(TOM, school=_NEW, starts=day("2027-01-01"))
_FIRST = Relationship("R1", "esteem", "P-TOM", "P-PRIYA", starts=day("2026-09-01"), ends=day("2026-12-31"))
_DANA = Person("P-DANA", "Dana Cole", _OLD, "DSL", starts=day("2027-01-01"), is_dsl=True)
_SECOND = Relationship("R2", "esteem", "P-TOM", "P-PRIYA", starts=day("2027-01-01"), follows="R1")


def autumn(trust: Trust, **typed: str) -> list[Path]:
    """Take in Tom's record of November, with an action of his own, one about training and one for a case."""
    agreement_comes(trust, "docx")
    actions = {
        **new_action("agenda_action", 1, "Share the rota", "Tom Reed", "29/01/2027"),
        **new_action("training_action", 1, "Book level 3 training", "Tom Reed", "26/02/2027"),
    }
    held = {"agenda_items": "The move", "actual_date": "19/11/2026", "actual_length": "60"}
    record = record_comes(trust, _AUTUMN, "2026-11-19", {**held, **actions, **typed})
    case = {"case_status": "CiN", **new_action("new_actions", 1, "Ring the nurse", "Tom Reed", "29/01/2027")}
    sheet = sheet_comes(trust, _AUTUMN, "2026-11-19", "ESM-C014", 1, case)
    trust.take_in("2026-11-20")
    return [record, sheet]


def test_supervisee_changes_school(open_trust: OpenTrust) -> None:
    """Past sessions stay under the old school, windows follow the new one's calendar."""
    trust = open_trust(schools=(_OLD, _NEW))
    sessions = (session(_AUTUMN, "2026-11-19"), session(_SPRING, "2027-02-25", "R2"))
    closed = CalendarRow(_NEW, DayKind.CLOSURE, "Boiler", day("2027-02-24"), day("2027-02-24"))
    trust.plan((_AT_OLD, _AT_NEW, PRIYA), (_FIRST, _SECOND), sessions, (closed,))
    papers = autumn(trust)
    made = trust.make(
        RECORD, known(f"{_SPRING}-A2", "2027-02-25", school=_NEW), "spring.docx", *before(papers[:1])
    )
    shown = [row["action"] for row in trust.answers(made)["review_previous"]]
    assert shown == ["Share the rota", "Book level 3 training"]
    assert "ESM-C014" not in str(trust.read(made))
    trust.comes_back(RECORD, made, {"agenda_items": "Settling in"})
    trust.take_in("2027-02-18")
    schools = {row["session_id"]: row["school"] for row in trust.sheet("Sessions")}
    assert schools == {_AUTUMN: _OLD, _SPRING: _NEW}
    missed = {one["what"]: one["school"] for one in trust.found("2027-02-16") if one["code"] == "X01"}
    assert missed == {
        "Tom Reed: no session was held in Aut1 2026/27 (01/09/2026 to 23/10/2026).": _OLD,
        "Tom Reed: no session was held in Spr1 2026/27 (04/01/2027 to 12/02/2027).": _NEW,
    }
    (asked,) = [one for one in trust.found("2027-03-01") if one["code"] == "X21"]
    assert "no new one, though this relationship is new since 01/01/2027" in asked["what"]
    assert asked["school"] == _NEW
    owed = {row["action_text"]: row["school"] for row in trust.sheet("Actions") if row["case_ref"]}
    assert owed == {"On the case sheet": _OLD}


def say_beside(trust: Trust, action: str, **typed: str) -> None:
    """Type into the QA lead's columns beside an action, as Excel does; what is not typed is blank."""
    path = trust.folder / "monitoring.xlsx"
    book = load_workbook(path)
    rows = list(book["Actions"].iter_rows())
    names = [cell.value for cell in rows[0]]
    (row,) = [one for one in rows if one[0].value == action]
    for column in ("qa_override_status", "qa_given_to", "qa_decided_by"):
        row[names.index(column)].value = typed.get(column)
    book.save(path)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_case_stays_behind(open_trust: OpenTrust, ending: str) -> None:
    """No form of the new school knows the case; a person says who has it now, and may take that back.

    Tom had written the new school on November's record already: the Roster knows better.
    """
    trust = open_trust(schools=(_OLD, _NEW))
    works_in = WorksIn.PDF if ending == "pdf" else WorksIn.WORD
    tom = tuple(replace(one, works_in=works_in) for one in (_AT_OLD, _AT_NEW))
    sessions = (session(_AUTUMN, "2026-11-19"), session(_SPRING, "2027-02-25", "R2"))
    trust.plan((*tom, _DANA, PRIYA), (_FIRST, _SECOND), sessions)
    autumn(trust, **{"header-school": _NEW})
    trust.run("prepare", "--on", "2027-02-12")
    forms = [*(trust.folder / "outbox").rglob(f"{_SPRING}-A*")]
    read = {path.name.split()[0]: trust.read(path) for path in forms}
    assert read.keys() == {f"{_SPRING}-{form}" for form in ("A1", "A2", "A3-1", "A3-2", "A3-3")}
    assert [row["action"] for row in read[f"{_SPRING}-A2"]["fields"]["review_previous"]["value"]] == [
        "Share the rota",
        "Book level 3 training",
    ]
    assert "ESM-C014" not in str(read)

    (action,) = [row["action_id"] for row in trust.sheet("Actions") if row["case_ref"]]

    def stands(on: str) -> tuple[object, ...]:
        row = trust.rows("Actions", "action_id")[action]
        late = [one["who"] for one in trust.found(on) if one["code"] == "X16" and action in one["what"]]
        return row["status"], row["owner"], row["school"], row["decided"], late

    trust.take_in("2027-02-12")
    assert stands("2027-02-12") == ("Open", "Tom Reed", _OLD, None, ["Tom Reed"])
    by = {"qa_decided_by": "Helen Marsh"}
    say_beside(trust, action, qa_given_to="Dana Cole")
    assert "found ''; expected the name of who decided" in trust.take_in("2027-02-13").stderr
    assert stands("2027-02-13") == ("Open", "Tom Reed", _OLD, None, ["Tom Reed"])
    say_beside(trust, action, qa_given_to="Dana Cole", **by)
    trust.take_in("2027-02-15")
    given = "Given to Dana Cole by Helen Marsh, 15/02/2027"
    assert stands("2027-02-15") == ("Open", "Dana Cole", _OLD, given, ["Dana Cole"])
    say_beside(trust, action)
    trust.take_in("2027-02-16")
    given = f"{given} (taken back on 16/02/2027)"
    assert stands("2027-02-16") == ("Open", "Tom Reed", _OLD, given, ["Tom Reed"])
    say_beside(trust, action, qa_override_status="Transferred", **by)
    trust.take_in("2027-02-17")
    both = f"{given}; Transferred by Helen Marsh, 17/02/2027"
    assert stands("2027-02-17") == ("Transferred", "Tom Reed", _OLD, both, [])
    trust.take_in("2027-02-18")
    assert stands("2027-02-18") == ("Transferred", "Tom Reed", _OLD, both, [])
