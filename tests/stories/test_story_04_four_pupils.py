"""Four pupils are brought to a session in Esteem, and two actions come back loose.

The fourth sheet is a copy with the number of the third. One action reads "Staff" and "asap", the other has
nobody and the day "chase". Such a day is X15: something was typed, and is no date. X14 is for a day that is
blank; to give both would say of one box that it is empty and that it is not.
"""

from pathlib import Path

import pytest

from tests.build_docx.docx_parts import part_text
from tests.stories.cast import (
    PAIR,
    PRIYA,
    RECORD,
    TOM,
    before,
    in_row,
    known,
    new_action,
    record_comes,
    session,
    sheet_comes,
)
from tests.stories.conftest import OpenTrust
from tests.stories.trust import day
from tests.tools import pdfium

_SESSION, _NEXT = "ESM-26-0042", "ESM-26-0050"
_LETTERS, _PANEL = f"{_SESSION}-A2/4", f"{_SESSION}-A2/7"


def lines_on(form: Path) -> list[str]:
    """Return the lines that a form prints."""
    if form.suffix == ".pdf":
        return [line.strip() for page in pdfium.read_text(form) for line in page.splitlines()]
    return part_text(form.read_bytes(), "word/document.xml").splitlines()


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_four_pupils_and_loose_actions(open_trust: OpenTrust, ending: str) -> None:
    """Nothing is lost, nothing guessed: the copied sheet counts as a fourth, its actions as its own."""
    trust = open_trust()
    trust.plan((TOM, PRIYA), (PAIR,), (session(_SESSION, "2026-11-19"), session(_NEXT, "2027-01-14")))
    held = {"agenda_items": "Four cases", "actual_date": "19/11/2026", "actual_length": "60"}
    loose = {
        **new_action("agenda_action", 1, "Send the threshold letters", "Staff", "asap"),
        **new_action("issues_action", 1, "Chase the panel", "", "chase"),
    }
    record = record_comes(trust, _SESSION, "2026-11-19", {**held, **loose}, ending)
    sheets = []
    for case, number in (("ESM-C014", 1), ("ESM-C021", 2), ("ESM-C022", 3), ("ESM-C030", 3)):
        typed = {"case_status": "CiN", "case_update": "As before"}
        name = f"{case}.{ending}"
        sheets.append(
            sheet_comes(trust, _SESSION, "2026-11-19", case, number, typed, ending=ending, name=name)
        )
    trust.take_in("2026-11-20")

    assert sorted(row["case_ref"] for row in trust.sheet("Cases")) == [
        "ESM-C014",
        "ESM-C021",
        "ESM-C022",
        "ESM-C030",
    ]
    row = trust.rows("Sessions", "session_id")[_SESSION]
    assert (row["pupils_discussed"], row["over_limit"]) == (4, "Y")
    (limit,) = trust.said("2026-11-20", "X04")
    assert "4 pupils, limit 3" in limit
    assert set(trust.outcomes().values()) == {"Accepted"}
    assert (row["status"], trust.said("2026-11-20", "X29")) == ("Record received", [])
    (moved,) = trust.said("2026-11-20", "X49")
    assert "ESM-26-0042-A3-4: came as ESM-26-0042-A3-3" in moved
    numbers = {row["case_ref"]: row["sheet_no"] for row in trust.sheet("Cases")}
    assert numbers == {"ESM-C014": 1, "ESM-C021": 2, "ESM-C022": 3, "ESM-C030": 4}
    actions = trust.rows("Actions", "action_id")
    assert (actions[_LETTERS]["owner"], actions[_LETTERS]["due_text"]) == ("Staff", "asap")
    assert (actions[_PANEL]["owner"], actions[_PANEL]["due_text"]) == (None, "chase")
    assert (actions[_PANEL]["no_owner"], actions[_PANEL]["due_date"]) == ("Y", None)
    found = {one["code"] for one in trust.found("2026-11-20")}
    assert {"X13", "X15"} <= found
    assert "X14" not in found

    january = trust.make(
        RECORD, known(f"{_NEXT}-A2", "2027-01-14"), f"{_NEXT}-A2.{ending}", *before([record, *sheets])
    )
    rows = {row["ref"]: row for row in trust.answers(january)["review_previous"]}
    assert {name: (rows[name]["who"], rows[name]["by_when"]) for name in (_LETTERS, _PANEL)} == {
        _LETTERS: ("Staff", "asap"),
        _PANEL: (None, "chase"),
    }
    # Each says in words what is needed, in its own row: tests/round/test_needed_words.py has how it looks.
    said = [line for line in lines_on(january) if "needed" in line]
    assert sorted(said) == sorted([f"Date needed: {_LETTERS}.", f"Owner and date needed: {_PANEL}."])

    later = trust.make(
        RECORD,
        known(f"{_NEXT}-A2", "2027-01-14"),
        f"{_NEXT}-A2 session.{ending}",
        "--stage",
        "session",
        *before([record, *sheets]),
    )
    settled = {
        **in_row(trust, later, "review_previous", _LETTERS, {"by_when": "29/01/2027"}),
        **in_row(trust, later, "review_previous", _PANEL, {"who": "Tom Reed", "by_when": "05/02/2027"}),
    }
    trust.comes_back(RECORD, later, {"actual_date": "14/01/2027", "actual_length": "60", **settled})
    trust.take_in("2027-01-15")
    actions = trust.rows("Actions", "action_id")
    for name, owner, due in ((_LETTERS, "Staff", "2027-01-29"), (_PANEL, "Tom Reed", "2027-02-05")):
        row = actions[name]
        assert (row["owner"], row["due_date"].date(), row["due_text"]) == (owner, day(due), None)
    assert not {"X13", "X15", "X18"} & {one["code"] for one in trust.found("2027-01-15")}
