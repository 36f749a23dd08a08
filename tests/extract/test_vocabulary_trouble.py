"""What nobody was meant to do to a form is read all the same, said, and never lost."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.intake import ReadResult
from extract.raw import RawBox
from extract.report import to_json
from forms.action_rows import rows_of
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.properties import read_marks, write_marks
from forms.records import Response, Span, State
from tests.extract.test_vocabulary import codes, said
from tests.extract.vocabulary import FORMATS, REFERENCE, boxes_of, form, read, row_boxes

_FIELD = form().field


def changed(kind: str, answers: dict[str, Any], boxes: Mapping[str, RawBox | None]) -> Response:
    """Return what a form says with these answers, in which boxes (by name) are replaced, or gone."""
    found = [boxes.get(box.name, box) for box in boxes_of(form(), answers, kind)]
    return read([box for box in found if box is not None], kind)


def text(name: str, *texts: str) -> RawBox:
    """Return a box that holds these texts."""
    return RawBox(name, texts)


@pytest.mark.parametrize(
    ("name", "typed", "value", "code"),
    [
        ("month", "soon", "soon", "F34"),
        ("month", "19/11/2026", "19/11/2026", "F34"),
        ("hours", "2.25", 2.25, "F26"),
        ("hours", "11", 11, "F26"),
        ("hours", "-0.5", -0.5, "F26"),
        ("hours", "2,5", "2,5", "F06"),
        ("hours", "two", "two", "F06"),
        ("pupils", "2.5", "2.5", "F06"),
        ("pupils", "123456789012.123456", "123456789012.123456", "F06"),
        ("plans-count_cp", "some", "some", "F06"),
        ("plans-count_cp", "-1", -1, "F26"),
        ("read", "perhaps", "perhaps", "F07"),
        ("role", "Both", "Both", "F07"),
    ],
)
def test_what_does_not_fit_is_kept_and_said(name: str, typed: str, value: object, code: str) -> None:
    """As a number or option where it is one, else as it was typed."""
    response = changed("pdf", {}, {name: text(name, typed)})
    assert said(response)[name] == value
    assert codes(response) == [code]


def test_another_programs_word_for_a_tick_counts_as_ticked() -> None:
    """The name of the box says which option it is."""
    response = changed("pdf", {}, {"read": text("read", "Yes"), "risks-neglect": text("risks-neglect", "On")})
    assert (said(response)["read"], said(response)["risks"]) == ("I have read it", ["Neglect"])
    assert codes(response) == ["F35", "F35"]


def test_an_unknown_state_of_an_option_is_kept_beside_the_others() -> None:
    """What it means is for a person to say."""
    answers = {"concerns": "Yes", "risks": ["Online"]}
    response = changed("pdf", answers, {"risks-neglect": text("risks-neglect", "Maybe")})
    assert said(response)["risks"] == ["Maybe", "Online"]
    assert codes(response) == ["F07"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_lost_tick_box_is_said(kind: str) -> None:
    """Of any-of, alone and in a cell; what else is ticked still counts."""
    answers = {"concerns": "Yes", "risks": ["Online"]}
    response = changed(kind, answers, {"risks-neglect": None, "read": None, "visits-1-done": None})
    assert said(response)["risks"] == ["Online"]
    assert response.fields["read"].state is State.MISSING
    assert response.fields["visits"].state is State.MISSING
    [finding] = [one for one in response.findings if one.code == "F01"]
    assert all(name in finding.message for name in ("risks-neglect", "read", "visits-1-done"))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("chosen", "words", "expected"),
    [(["Other"], None, ["F29"]), (None, "something", ["F29"]), (["Other"], "something", [])],
)
def test_other_and_its_words_belong_together(
    kind: str, chosen: list[str] | None, words: str | None, expected: list[str]
) -> None:
    """Each without the other is said."""
    response = read(boxes_of(form(), {"concerns": "Yes", "risks": chosen, "risks-other": words}, kind), kind)
    assert [code for code in codes(response) if code != "F32"] == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("10:00", None, ["F27"]),
        (None, "10:00", ["F27"]),
        ("10:00", "09:30", ["F28"]),
        ("10:00", "10:00", []),
        ("10:00", "later", ["F05"]),
    ],
)
def test_the_ends_of_a_range(start: str | None, end: str | None, expected: list[str]) -> None:
    """Both are there, and in order."""
    response = read(boxes_of(form(), {"times": {"from": start, "to": end}}, "pdf"), "pdf")
    assert response.fields["times"].value == Span(start, end)
    assert codes(response) == expected


def test_a_range_with_two_answers_at_one_end_is_a_conflict() -> None:
    """All that was said is a candidate."""
    response = changed(
        "pdf",
        {"times": {"from": None, "to": "11:00"}},
        {"times-from": text("times-from", "09:00", "10:00")},
    )
    assert response.fields["times"].state is State.CONFLICT
    assert response.fields["times"].value == ("09:00", "10:00", "11:00")


def test_two_ticks_in_one_cell_are_a_conflict_of_the_cell() -> None:
    """The row keeps both, the table takes the state of its worst cell."""
    row = {"label": "Are files kept?", "answer": "Yes", "comment": "kept"}
    second = RawBox("grid-2-answer-no", (), ticked=True, row_key=-2)
    response = changed("docx", {"grid": [row]}, {"grid-2-answer-no": second})
    cells = response.fields["grid"].cells
    assert cells is not None
    assert cells[2]["answer"].state is State.CONFLICT
    assert cells[2]["answer"].value == ("Yes", "No")
    assert response.fields["grid"].state is State.CONFLICT
    assert said(response)["grid"] == [{**row, "answer": "Yes / No"}]


def test_an_option_of_another_row_is_no_option_of_this_one() -> None:
    """In a row with options of its own the table's are none."""
    response = changed("pdf", {}, {"grid-4-answer": text("grid-4-answer", "Yes")})
    assert said(response)["grid"] == [{"label": "How often?", "answer": "Yes", "comment": None}]
    assert codes(response) == ["F07"]


def test_a_printed_row_that_is_gone_is_said_box_by_box() -> None:
    """Its answers cannot have been given; a heading has no boxes to lose."""
    found = [box for box in boxes_of(form(), {}, "docx") if not box.name.startswith("grid-3-")]
    response = read(found, "docx")
    assert response.fields["grid"].state is State.MISSING
    [finding] = [one for one in response.findings if one.code == "F01"]
    assert "grid-3-answer, grid-3-comment" in finding.message
    assert "grid-1" not in finding.message


def test_rows_that_were_added_by_hand_keep_their_ticks_apart() -> None:
    """Word repeats the names of the row that was copied; each row's ticks are its own."""
    field = _FIELD("visits")
    first, second, third = (
        {"what": what, "room": room, "seen": seen, "done": done}
        for what, room, seen, done in (
            ("one", "Large", "Yes", None),
            ("two", "Small", "No", "Done"),
            ("three", None, "Yes", "Done"),
        )
    )
    found = boxes_of(form(), {"visits": [first]}, "docx")
    at = next(index for index, box in enumerate(found) if box.name.startswith("visits-2-"))
    added = [*row_boxes(field, 1, second, "docx", -91), *row_boxes(field, 1, third, "docx", -92)]
    response = read([*found[:at], *added, *found[at:]], "docx")
    blank = dict.fromkeys(field.columns)
    assert said(response)["visits"] == [{**blank, **row} for row in (first, second, third)]
    assert codes(response) == []


def test_a_row_added_to_printed_ones_has_no_words_of_its_own() -> None:
    """It follows the printed rows and is kept whole."""
    field = _FIELD("grid")
    row = {"answer": "N/A", "comment": "another"}
    found = [*boxes_of(form(), {}, "docx"), *row_boxes(field, 2, row, "docx", -91)]
    response = read(found, "docx")
    assert said(response)["grid"] == [{"label": None, **row}]
    cells = response.fields["grid"].cells
    assert cells is not None
    assert set(cells) == {2, 3, 4, 5}


def test_a_tick_box_that_lost_its_row_number_belongs_to_the_row_that_it_stands_in() -> None:
    """LibreOffice may cut a tag; where the box stands still says whose it is."""
    found = boxes_of(form(), {"visits": [{"what": "one", "seen": "Yes"}]}, "docx")
    cut = [dataclasses.replace(box, name=box.name.replace("visits-1-seen", "visits-seen")) for box in found]
    response = read(cut, "docx")
    assert said(response)["visits"][0]["seen"] == "Yes"
    assert codes(response) == []


def test_a_spare_row_that_was_taken_off_is_a_note() -> None:
    """In a table of any columns as in one of actions."""
    found = [
        box for box in boxes_of(form(), {}, "pdf") if not box.name.startswith(("visits-1-", "points-2-"))
    ]
    response = read(found, "pdf")
    assert [(one.code, one.field) for one in response.findings] == [
        ("F24", "visits-1-what"),
        ("F24", "points-2-ref"),
    ]


def test_signing_out_of_order_is_said() -> None:
    """The second before the first, or by its date earlier."""
    first = {"who": "Headteacher", "name": "Priya Shah", "date": "2026-11-20"}
    second = {"who": "Chair", "name": "Tom Reed", "date": "2026-11-19"}
    for rows, count in (([first, second], 1), ([{}, second], 1), ([first, {**second, "date": None}], 0)):
        response = read(boxes_of(form(), {"heads": rows}, "pdf"), "pdf", stage="signing")
        assert codes(response) == ["F33"] * count


def test_a_line_to_sign_on_that_is_gone_is_said_once_it_is_to_be_signed() -> None:
    """Before the signing stage no signature box stands on the form."""
    found = [
        box
        for box in boxes_of(form(), {}, "pdf")
        if not box.name.startswith(("heads-", "people-", "sig_one-"))
    ]
    assert codes(read(found, "pdf")) == []
    assert codes(read(found, "pdf", stage="signing")) == ["F01"]


# --- Actions with columns of their own ------------------------------------------------------------

_OLD = "ESM-26-0031-A2/4"


def _points(*rows: dict[str, Any]) -> Response:
    return read(boxes_of(form(), {"points": list(rows)}, "docx"), "docx")


def test_only_what_is_to_be_done_makes_an_action() -> None:
    """Notes and the words of the agenda stand in the row, and in its value, without being one."""
    response = _points(
        {"item": "1. Welcome"},
        {"item": "2. Cases", "notes": "Two new ones"},
        {"item": "2. Cases", "action": "Ring the school"},
    )
    blank = dict.fromkeys(("item", "notes", "action", "who", "by_when", "update", "status"))
    assert said(response)["points"] == [
        {**blank, "item": "2. Cases", "notes": "Two new ones"},
        {**blank, "item": "2. Cases", "action": "Ring the school"},
    ]
    assert [row.action.id for row in rows_of(response, form())] == [f"{REFERENCE}/3"]
    assert codes(response) == []


def test_an_action_of_another_form_is_carried_and_keeps_its_id() -> None:
    """Beside new ones, whose ref stays out of the value."""
    old = {"ref": _OLD, "action": "Book the course", "who": "Tom Reed", "update": "Booked", "status": "Done"}
    response = _points(old, {"action": "Share the rota"})
    rows = said(response)["points"]
    assert [row.get("ref") for row in rows] == [_OLD, None]
    assert "ref" not in rows[1]
    assert [(row.action.id, row.carried) for row in rows_of(response, form())] == [
        (_OLD, True),
        (f"{REFERENCE}/2", False),
    ]
    assert codes(response) == []


def test_one_carried_action_in_two_rows_is_said() -> None:
    """As in a table of carried actions."""
    old = {"ref": _OLD, "action": "Book the course"}
    assert codes(_points(old, {**old, "update": "Booked"})) == ["F25"]


def test_what_a_carried_action_was_issued_with_is_held_against_what_came_back() -> None:
    """Its words, owner and date; the other columns of its row are open, and new rows have ids to keep."""
    old = {"ref": _OLD, "action": "Book the course", "who": "Tom Reed", "by_when": "2026-12-01"}
    marks = read_marks(write_marks({}, [old], [f"{REFERENCE}/{number}" for number in range(2, 5)]))
    for change, expected in (
        ({"notes": "Booked", "update": "Done", "status": "Done"}, []),
        ({"action": "Book another"}, ["X18"]),
        ({"who": None}, ["X18"]),
        ({"ref": "ESM-26-0031-A2/5"}, ["X18", "X18"]),
    ):
        found = boxes_of(form(), {"points": [{**old, **change}, {"action": "New"}]}, "docx")
        assert codes(read(found, "docx", marks=marks)) == expected


def test_another_printed_name_beside_a_signature_is_said() -> None:
    """It may be another person's form."""
    marks = read_marks(write_marks({"sig_one-who": "Priya Shah"}, [], []))
    for name, expected in (("Priya Shah", []), ("Tom Reed", ["X25"]), (None, ["X25"])):
        found = boxes_of(form(), {"sig_one-who": name}, "pdf")
        response = read(found, "pdf", marks=marks)
        assert codes(response) == expected
        assert response.text("sig_one-who") == name


# --- Conditions -----------------------------------------------------------------------------------


def _conditional(answers: dict[str, Any], **sections: str) -> Response:
    definition = form()
    shown = tuple(
        Section(name, Frame.TABLE, (1.0,), (((Cell((Item(Show.ANSWER, name),))),),), only_if=condition)
        for name, condition in sections.items()
    )
    definition = dataclasses.replace(definition, sections=shown)
    return read(boxes_of(definition, answers, "pdf"), "pdf", definition=definition)


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        ({}, State.BLANK, []),
        ({"concerns": "No"}, State.NOT_APPLICABLE, []),
        ({"concerns": "Yes"}, State.BLANK, ["F32"]),
        ({"concerns": "Yes", "risks": ["Online"]}, State.FILLED, []),
        ({"concerns": "No", "risks": ["Online"]}, State.FILLED, ["F31"]),
        ({"risks": ["Online"]}, State.FILLED, []),
    ],
)
def test_what_does_not_apply(answers: dict[str, Any], state: State, expected: list[str]) -> None:
    """Blank it is not applicable, filled it is kept and said; a blank question says nothing."""
    response = _conditional(answers)
    assert response.fields["risks"].state is state
    assert said(response).get("risks") == answers.get("risks")
    assert codes(response) == expected
    if state is State.NOT_APPLICABLE:
        assert response.fields["risks-other"].state is State.NOT_APPLICABLE


def test_the_condition_of_a_section_and_of_a_condition_counts() -> None:
    """Plans depend on the risks, which depend on the concerns."""
    none = _conditional({"concerns": "No"}, plans="risks=Online")
    assert none.fields["plans"].state is State.NOT_APPLICABLE
    assert none.fields["plans-count_cp"].state is State.NOT_APPLICABLE
    other = _conditional({"concerns": "Yes", "risks": ["Neglect"]}, plans="risks=Online")
    assert other.fields["plans"].state is State.NOT_APPLICABLE
    asked = _conditional({"concerns": "Yes", "risks": ["Online"]}, plans="risks=Online")
    assert codes(asked) == ["F32"]


# --- Whatever happens -----------------------------------------------------------------------------

_NAMES = sorted({box.name for kind in FORMATS for box in boxes_of(form(), {}, kind)})
_MENDED = st.sampled_from(
    [*_NAMES, "grid-answer-yes", "visits--done", "visits-99999999999999-what", "x-y", ""]
)


@given(
    st.sampled_from(FORMATS),
    st.sets(st.sampled_from([field.id for field in form().answerable])),
    st.lists(st.tuples(_MENDED, st.integers(1, 6), st.sampled_from([None, -1, -2, -93, 7])), max_size=25),
    st.randoms(use_true_random=False),
    st.sampled_from(["blank", "agenda", "session", "signing", "final"]),
)
def test_no_words_are_ever_lost(kind: str, gone: set[str], extra: list[Any], random: Any, stage: str) -> None:
    """Boxes in any order, copied, renamed and mixed up: all that somebody typed is in the answers or said."""
    found = [box for box in boxes_of(form(), {}, kind) if box.name.partition("-")[0] not in gone]
    found = [box for box in found if random.random() < 0.9]
    for at, (name, length, row_key) in enumerate(extra):
        found.append(RawBox(name, (f"w{at}e" * length,), row_key=row_key))
    random.shuffle(found)
    response = read(found, kind, stage=stage)
    result = ReadResult("", "", response, None)
    everything = json.dumps(to_json([result]))
    assert [at for at in range(len(extra)) if f"w{at}e" not in everything] == []
