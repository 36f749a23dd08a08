"""Last time's record comes back as that of the next session, and the QA lead says which session it is of."""

import pytest
from openpyxl import load_workbook

from forms.plan import Person, Relationship
from tests.halfterm.review_typist import type_into
from tests.stories.cast import PAIR, PRIYA, RECORD, SCHOOL, TOM, new_action, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, Typed, day

_FIRST, _LEES, _SECOND = "ESM-26-0031", "ESM-26-0042", "ESM-26-0043"
_LEE = Person("P-LEE", "Lee Moss", SCHOOL, "Deputy")
_PAIRS = (PAIR, Relationship("R2", "esteem", "P-LEE", "P-PRIYA", starts=day("2026-09-01")))
_HELD = {
    "actual_date": "24/09/2026",
    "agenda_items": "Referral forms",
    "issues_discussed": "Buses",
    **new_action("agenda_action", 1, "Order the referral forms", "Tom Reed", "09/10/2026"),
    **new_action("agenda_action", 2, "Ring the bus company", "Tom Reed", "09/10/2026"),
    **new_action("agenda_action", 3, "Tidy the shelf", "Tom Reed", "09/10/2026"),
}
_SIGNED = signed("28/09/2026", "29/09/2026")
_TYPED_OVER = {
    **_HELD,
    "actual_date": "19/11/2026",
    "agenda_items": "Rotas",
    "agenda_action-1-action": "Write the rota",
    "agenda_action-1-by_when": "04/12/2026",
    "agenda_action-2-status": "Done",
}


@pytest.fixture
def trust(open_trust: OpenTrust) -> Trust:
    """Give Esteem's folder, where Tom has typed over the record that both signed in September."""
    made = open_trust()
    sessions = (
        session(_FIRST, "2026-09-24"),
        session(_LEES, "2026-11-19", "R2"),
        session(_SECOND, "2026-11-19"),
    )
    made.plan((TOM, PRIYA, _LEE), _PAIRS, sessions)
    return made


def test_used_as_the_next_session(trust: Trust) -> None:
    """What was typed counts for it, what stood there is asked about, and last time's record stays."""
    held = record_comes(trust, _FIRST, "2026-09-24", _HELD, "docx", "held.docx")
    settled = trust.make(RECORD, {}, "settled.docx", "--continue", held, "--stage", "signing")
    trust.comes_back(RECORD, settled, _SIGNED, "signed.docx")
    trust.take_in("2026-09-30")
    before = trust.rows("Sessions", "session_id")[_FIRST]
    record_comes(trust, _FIRST, "2026-09-24", _TYPED_OVER, "docx", "again.docx")
    trust.take_in("2026-11-20")
    review = trust.folder / "restricted" / "review.xlsx"
    wrong = {"what_to_do": "Use as", "reference": f"{_LEES}-A2"}
    type_into(review, "Files", lambda _: wrong)
    trust.take_in("2026-11-21", expected=1)
    head, row = load_workbook(review)["Files"].iter_rows(values_only=True)
    kept = dict(zip(head, row, strict=True))
    assert {name: kept[name] for name in wrong} == wrong
    assert kept["not_taken_because"] == (
        f'reference: found "{_LEES}-A2", the form of Lee Moss, and {_FIRST}-A2 is that of Tom Reed. '
        "Type a session of the same person"
    )
    assert f"such as {_SECOND}-A2 of 19/11/2026" in str(kept["why"])
    type_into(review, "Files", lambda _: {"what_to_do": "Use as", "reference": f"{_SECOND}-A2"})
    trust.take_in("2026-11-23")
    said = {"issues_discussed": "Nothing stands there"}
    asked = type_into(review, "Values", lambda box: {"or_choose": said.get(box, "As read")})
    assert asked == {"issues_discussed"}
    assert type_into(review, "Files", lambda _: {}) == {"inbox/again.docx"}
    trust.take_in("2026-11-24")
    assert type_into(review, "Values", lambda _: {}) == set()
    assert not {"X18", "X25", "X28"} & {one["code"] for one in trust.found("2026-11-24")}
    rows = trust.rows("Sessions", "session_id")
    assert {**rows[_FIRST], **told(before)} == before
    second = rows[_SECOND]
    assert (second["status"], second["source_file"]) == ("Record received", "again.docx")
    assert str(second["actual_date"].date()) == "2026-11-19"
    assert second["supervisee_signed_on"] is None
    actions = {row["action_id"]: (row["action_text"], row["status"]) for row in trust.sheet("Actions")}
    assert actions == {
        f"{_FIRST}-A2/4": ("Order the referral forms", "Open"),
        f"{_FIRST}-A2/5": ("Ring the bus company", "Done"),
        f"{_FIRST}-A2/6": ("Tidy the shelf", "Open"),
        f"{_SECOND}-A2/4": ("Write the rota", "Open"),
    }
    trust.run("prepare", "--on", "2026-11-24")
    (copy,) = (trust.folder / "outbox").rglob(f"{_SECOND}-A2*")
    signing = trust.answers(copy)
    assert (signing["agenda_items"], signing["issues_discussed"]) == ("Rotas", None)
    assert [row["action"] for row in signing["agenda_action"]] == ["Write the rota"]
    assert signing["sig_supervisee"] is None


def told(row: dict[str, object]) -> dict[str, object]:
    """Return the columns of a session that change although nothing comes in."""
    return {name: row[name] for name in ("exceptions", "open_exceptions")}


_LATER = "ESM-26-0044"


@pytest.fixture
def typed_over(open_trust: OpenTrust) -> Trust:
    """Give the folder where the record that was typed over has a row, and Tom two later sessions."""
    made = open_trust()
    sessions = (session(_FIRST, "2026-09-24"), session(_SECOND, "2026-11-12"), session(_LATER, "2026-11-19"))
    made.plan((TOM, PRIYA), (PAIR,), sessions)
    held = record_comes(made, _FIRST, "2026-09-24", _HELD, "docx", "held.docx")
    settled = made.make(RECORD, {}, "settled.docx", "--continue", held, "--stage", "signing")
    made.comes_back(RECORD, settled, _SIGNED, "signed.docx")
    made.take_in("2026-09-30")
    record_comes(made, _FIRST, "2026-09-24", _TYPED_OVER, "docx", "again.docx")
    made.take_in("2026-11-20")
    return made


def log_of(trust: Trust) -> tuple[object, ...]:
    """Return what the workbook says of sessions, actions and files, but for when a check was last seen."""
    sessions = {name: told_of(row) for name, row in trust.rows("Sessions", "session_id").items()}
    actions, files = trust.rows("Actions", "action_id"), trust.rows("Imports", "sha256")
    return sessions, actions, files, trust.found("2026-11-25")


def told_of(row: dict[str, object]) -> dict[str, object]:
    """Return a session without its counts of findings, which open and close with the days of the runs."""
    return {name: value for name, value in row.items() if name not in told(row)}


def say(trust: Trust, on: str, expected: int, words: Typed) -> str:
    """Type beside the file on the sheet Files, take it in, and return what its row says of it then."""
    review = trust.folder / "restricted" / "review.xlsx"
    type_into(review, "Files", lambda _: words)
    trust.take_in(on, expected)
    head, row = load_workbook(review)["Files"].iter_rows(values_only=True)
    kept = dict(zip(head, row, strict=True))
    return " ".join(str(kept[name]) for name in ("counts_as", "not_taken_because") if kept[name])


def asked(trust: Trust) -> set[str]:
    """Return the boxes of which a person is asked."""
    return type_into(trust.folder / "restricted" / "review.xlsx", "Values", lambda _: {})


def test_what_was_said_is_changed_and_taken_back(typed_over: Trust) -> None:
    """As another session's it is asked about anew; taken back, all is as it was before anybody spoke."""
    trust = typed_over
    review = trust.folder / "restricted" / "review.xlsx"
    before = log_of(trust)
    use = {"what_to_do": "Use as", "reference": f"{_SECOND}-A2"}
    earlier = review.read_bytes()
    assert say(trust, "2026-11-21", 0, use) == f"Used as {_SECOND}-A2"
    type_into(review, "Values", lambda _: {"or_choose": "As read"})
    trust.take_in("2026-11-21")
    assert (asked(trust), trust.rows("Sessions", "session_id")[_SECOND]["status"]) == (
        set(),
        "Record received",
    )
    assert say(trust, "2026-11-22", 0, {**use, "reference": f"{_LATER}-A2"}) == f"Used as {_LATER}-A2"
    assert asked(trust) == {"issues_discussed"}
    rows = trust.rows("Sessions", "session_id")
    assert [rows[name]["source_file"] for name in (_SECOND, _LATER)] == [None, "again.docx"]
    assert {row["action_id"] for row in trust.sheet("Actions")} == {
        f"{_FIRST}-A2/4",
        f"{_FIRST}-A2/5",
        f"{_FIRST}-A2/6",
        f"{_LATER}-A2/4",
    }
    review.write_bytes(earlier)
    old = say(trust, "2026-11-22", 1, use)
    assert old.startswith(
        f'Used as {_LATER}-A2 found "Use as {_SECOND}-A2" in a row of an earlier review file'
    )
    assert trust.take_in("2026-11-23").stdout == ""
    assert say(trust, "2026-11-23", 0, {"what_to_do": "As it came"}) == ""
    assert log_of(trust) == before
    assert asked(trust) == set()
    assert say(trust, "2026-11-24", 0, {"what_to_do": "Done with"}) == "Done with"
    assert log_of(trust) == before
    assert say(trust, "2026-11-24", 0, {"what_to_do": "As it came"}) == ""
    assert "nothing was. Choose what it is" in say(trust, "2026-11-24", 1, {"what_to_do": "As it came"})
    assert say(trust, "2026-11-24", 0, use) == f"Used as {_SECOND}-A2"
    assert asked(trust) == {"issues_discussed"}
    trust.run("verify", "--on", "2026-11-24")
