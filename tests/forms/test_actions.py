"""Test the rules about actions: one id for life, open until a person closes it, nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.actions import actions_of, carry_forward, check_actions, is_open, offered
from forms.catalogue import load_form
from forms.findings import Severity
from forms.model import Fact, Stage
from forms.records import Action, Answer, Channel, State
from tests.register.responses import (
    TOM,
    answer,
    carried_row,
    half_term_1,
    half_term_2,
    new_row,
    returned,
)

RECORD = load_form("esteem/a2-record")
CASE = load_form("esteem/a3-case-notes")


def test_pre_printed_ref_alone_is_no_action() -> None:
    """A spare row that nobody filled in is not an action, and a status alone does not make it one."""
    rows = [new_row("ESM-26-0042-A2/1", None), new_row("ESM-26-0042-A2/2", None, status="Not started")]
    assert actions_of(returned("ESM-26-0042-A2", fields={"agenda_action": rows}), RECORD) == ()


def test_pre_printed_ref_is_the_id() -> None:
    """A filled row has the id that is printed in it."""
    rows = [
        new_row("ESM-26-0042-A2/1", None),
        new_row("ESM-26-0042-A2/2", "Share the rota", TOM, "2026-12-04"),
    ]
    (action,) = actions_of(returned("ESM-26-0042-A2", fields={"agenda_action": rows}), RECORD)
    expected = Action(
        "ESM-26-0042-A2/2", "Share the rota", TOM, "2026-12-04", None, None, "agenda_action", None
    )
    assert action == expected


def test_row_without_ref_takes_the_next_free_number_with_a_finding() -> None:
    """The number goes on from all that are printed on the form, filled or not, in any of its tables."""
    response = returned(
        "ESM-26-0042-A2",
        fields={
            "agenda_action": [new_row("ESM-26-0042-A2/1", "First"), new_row(None, "By hand")],
            "training_action": [new_row("ESM-26-0042-A2/7", None)],
        },
    )
    assert [one.id for one in actions_of(response, RECORD)] == ["ESM-26-0042-A2/1", "ESM-26-0042-A2/8"]
    assert [(one.code, one.field) for one in check_actions(response, RECORD)] == [
        ("H02", "agenda_action-2-ref")
    ]


def test_row_that_repeats_a_ref_is_another_action() -> None:
    """Word copies a locked ref when it repeats a row: both actions are kept."""
    rows = [new_row("ESM-26-0042-A2/1", "First"), new_row("ESM-26-0042-A2/1", "Second")]
    found = actions_of(returned("ESM-26-0042-A2", fields={"agenda_action": rows}), RECORD)
    assert [(one.id, one.text) for one in found] == [
        ("ESM-26-0042-A2/1", "First"),
        ("ESM-26-0042-A2/2", "Second"),
    ]


def test_two_answers_in_a_cell_are_both_kept() -> None:
    """Words that contradict each other all stay; of two statuses none is chosen."""
    table = returned("ESM-26-0042-A2", fields={"agenda_action": [new_row("ESM-26-0042-A2/1", "x")]})
    conflict = Answer(("Ring", "Write"), State.CONFLICT, Channel.CONTROL)
    both = Answer(("Done", "In progress"), State.CONFLICT, Channel.CONTROL)
    cells = {1: {"ref": answer("ESM-26-0042-A2/1"), "action": conflict, "status": both}}
    fields = {**table.fields, "agenda_action": Answer(None, State.CONFLICT, Channel.CONTROL, cells=cells)}
    object.__setattr__(table, "fields", fields)
    (action,) = actions_of(table, RECORD)
    assert (action.text, action.status) == ("Ring / Write", None)


def test_line_that_points_to_a_case_sheet_is_no_action_of_the_record() -> None:
    """The same id on the case sheet is the action."""
    record, sheet = half_term_2()
    assert "ESM-26-0031-A3-1/1" not in {one.id for one in actions_of(record, RECORD)}
    assert [(one.id, one.case_ref) for one in actions_of(sheet, CASE)] == [("ESM-26-0031-A3-1/1", "ESM-C014")]


def test_done_before_the_session_is_a_claim() -> None:
    """Only from the session on does a status close an action."""
    done = Action("ESM-26-0042-A2/1", "x", None, None, "Done", None, "agenda_action")
    assert [stage.value for stage in Stage if is_open(done, stage)] == ["blank", "agenda"]


def test_every_open_status_is_open() -> None:
    """Blank, Not started and In progress are open; Done and No longer needed are not."""
    open_ = {
        status: is_open(Action("i", "x", None, None, status, None, "f"), Stage.SESSION)
        for status in (None, "Not started", "In progress", "Done", "No longer needed")
    }
    assert open_ == {
        None: True,
        "Not started": True,
        "In progress": True,
        "Done": False,
        "No longer needed": False,
    }


def test_open_actions_are_carried_oldest_first_each_once() -> None:
    """Closed ones go, a pointer adds nothing, what was last said of each stands."""
    carried = carry_forward([*half_term_2(), *half_term_1()], load_form)
    shown = [(one.id, one.status, one.update) for one in carried.actions]
    assert shown == [
        ("ESM-26-0031-A3-1/1", None, "Left a message"),
        ("ESM-26-0031-A2/4", "In progress", "Two dates offered"),
        ("ESM-26-0031-A2/5", None, None),
        ("ESM-26-0042-A2/3", None, None),
    ]
    assert carried.findings == ()


def test_done_on_an_agenda_is_still_carried() -> None:
    """A claim that no session has confirmed goes on standing."""
    carried = carry_forward([*half_term_1(), *half_term_2(Stage.AGENDA)], load_form)
    assert "ESM-26-0031-A2/3" in {one.id for one in carried.actions}


def test_agreed_words_stay_and_altered_ones_are_found() -> None:
    """A later form cannot reword an action or move its date."""
    first = returned(
        "ESM-26-0031-A2", fields={"agenda_action": [new_row("ESM-26-0031-A2/1", "Ring", TOM, "2026-10-01")]}
    )
    row = carried_row("ESM-26-0031-A2/1", "Write", TOM, "2027-10-01", update="Rang twice")
    later = returned("ESM-26-0042-A2", fields={"review_previous": [row]})
    carried = carry_forward([later, first], load_form)
    (action,) = carried.actions
    assert (action.text, action.by_when, action.update) == ("Ring", "2026-10-01", "Rang twice")
    assert [(one.code, one.field) for one in carried.findings] == [
        ("X18", "review_previous-1-action"),
        ("X18", "review_previous-1-by_when"),
    ]


@pytest.mark.parametrize("forms_given", [2, 3, 1], ids=["first and second", "all", "second alone"])
def test_owner_and_date_that_were_missing_are_agreed_where_they_are_filled_in(forms_given: int) -> None:
    """A blank is no agreement; whichever forms are given, the first that says it counts, and no later one."""
    first = returned("ESM-26-0031-A2", fields={"agenda_action": [new_row("ESM-26-0031-A2/1", "Ring")]})
    filled = carried_row("ESM-26-0031-A2/1", "Ring", TOM, "2026-12-04")
    second = returned("ESM-26-0042-A2", fields={"review_previous": [filled]})
    altered = carried_row("ESM-26-0031-A2/1", "Ring", "Priya Shah", "2026-12-04")
    third = returned("ESM-26-0053-A2", fields={"review_previous": [altered]})
    given = {1: [second], 2: [first, second], 3: [first, second, third]}[forms_given]
    carried = carry_forward(given, load_form)
    assert [(one.who, one.by_when) for one in carried.actions] == [(TOM, "2026-12-04")]
    found = [(one.code, one.field) for one in carried.findings]
    assert found == ([("X18", "review_previous-1-who")] if forms_given == 3 else [])
    assert all("ESM-26-0042-A2" in one.message for one in carried.findings)


@pytest.mark.parametrize("ref", [None, "  "])
def test_carried_row_that_lost_its_id_is_not_given_another(ref: str | None) -> None:
    """It is no new action: the row is said, and the action goes on from the form that still has its id."""
    first = returned("ESM-26-0031-A2", fields={"agenda_action": [new_row("ESM-26-0031-A2/1", "Ring", TOM)]})
    row = carried_row(ref, "Ring", TOM, status="Done")
    later = returned("ESM-26-0042-A2", fields={"review_previous": [row]})
    assert actions_of(later, RECORD) == ()
    assert [(one.code, one.field) for one in check_actions(later, RECORD)] == [
        ("F12", "review_previous-1-ref")
    ]
    carried = carry_forward([first, later], load_form)
    assert [one.id for one in carried.actions] == ["ESM-26-0031-A2/1"]
    assert [one.code for one in carried.findings] == ["F12"]


def test_ref_that_is_no_id_is_kept_and_said() -> None:
    """Nothing is guessed: the words stand where the id should."""
    later = returned("ESM-26-0042-A2", fields={"review_previous": [carried_row("see above", "Ring")]})
    assert [one.id for one in actions_of(later, RECORD)] == ["see above"]
    assert [one.code for one in check_actions(later, RECORD)] == ["F12"]


def test_action_without_words_is_said_and_carried_by_its_id() -> None:
    """Somebody typed a date only; with an id it goes on, without one there is nothing to go on with."""
    rows = [
        new_row("ESM-26-0042-A2/1", None, by_when="2026-12-14"),
        new_row(None, None, TOM),
        new_row("ESM-26-0042-A2/3", "Ring", TOM),
    ]
    record = returned("ESM-26-0042-A2", fields={"agenda_action": rows})
    assert [(one.code, one.severity, one.field) for one in check_actions(record, RECORD)] == [
        ("H03", Severity.SOON, "agenda_action-1-action"),
        ("H03", Severity.SOON, "agenda_action-2-action"),
    ]
    carried = carry_forward([record], load_form).actions
    assert [(one.id, one.text) for one in carried] == [("ESM-26-0042-A2/1", ""), ("ESM-26-0042-A2/3", "Ring")]


def test_action_taken_off_a_later_stage_is_carried_and_found() -> None:
    """What stood on the session copy and not on the signed one is not lost."""
    rows = [new_row("ESM-26-0031-A2/1", "Ring", TOM)]
    session = returned("ESM-26-0031-A2", fields={"agenda_action": rows})
    signing = returned("ESM-26-0031-A2", Stage.SIGNING)
    carried = carry_forward([session, signing], load_form)
    assert [one.id for one in carried.actions] == ["ESM-26-0031-A2/1"]
    assert [one.code for one in carried.findings] == ["X18"]


def test_draft_that_the_session_dropped_is_reported_and_not_carried() -> None:
    """An action noted on the agenda need not be agreed."""
    agenda = returned(
        "ESM-26-0031-A2", Stage.AGENDA, {"agenda_action": [new_row("ESM-26-0031-A2/1", "Ring")]}
    )
    carried = carry_forward([agenda, returned("ESM-26-0031-A2")], load_form)
    assert carried.actions == ()
    assert [one.code for one in carried.findings] == ["X18"]


def test_of_two_copies_that_differ_the_open_row_wins() -> None:
    """Closing needs certainty."""
    first = returned("ESM-26-0031-A2", fields={"agenda_action": [new_row("ESM-26-0031-A2/1", "Ring")]})
    row = carried_row("ESM-26-0031-A2/1", "Ring")
    done = returned("ESM-26-0042-A2", fields={"review_previous": [{**row, "status": "Done"}]}, path="z.pdf")
    open_ = returned("ESM-26-0042-A2", fields={"review_previous": [row]}, path="a.docx")
    assert [one.id for one in carry_forward([first, done, open_], load_form).actions] == ["ESM-26-0031-A2/1"]


def test_form_without_reference_keeps_its_actions_last() -> None:
    """A blank filled in by hand gives its actions ids of its own, and a later form may close them."""
    facts = {Fact.SESSION_DATE: "2026-09-24"}
    blank = returned(
        None, Stage.BLANK, {"agenda_action": [new_row(None, "By hand"), new_row(None, "Too")]}, facts
    )
    first = carry_forward([blank, *half_term_1()], load_form)
    own = [one.id for one in first.actions][-2:]
    assert [one.partition("/")[2] for one in own] == ["1", "2"]
    row = carried_row(own[0], "By hand", status="Done")
    closing = returned("ESM-26-0042-A2", fields={"review_previous": [row]})
    assert [one.id for one in carry_forward([closing, blank], load_form).actions] == [own[1]]


def test_only_what_the_definition_offers_is_offered() -> None:
    """Wellbeing, narrative, ticks and signatures of the same form never are."""
    record = returned(
        "ESM-26-0042-A2",
        Stage.SIGNING,
        {
            "training_planned": "Level 3",
            "personal_factors": "Tired",
            "issues_discussed": "Panel",
            "disagreement_note": "Para 2",
        },
        signed=[("supervisee", TOM, "2026-11-20")],
    )
    assert offered(record, RECORD) == {"training_planned": "Level 3", "disagreement_note": "Para 2"}
    sheet = returned(
        "ESM-26-0042-A3-1",
        fields={"case_status": "Other", "case_status-other": "LAC", "logs_up_to_date": "Yes"},
    )
    assert offered(sheet, CASE) == {"case_status": "Other", "case_status-other": "LAC"}


@given(
    statuses=st.lists(
        st.sampled_from([None, "Not started", "In progress", "Done", "No longer needed"]), max_size=40
    ),
    order=st.randoms(use_true_random=False),
)
def test_no_open_action_is_ever_lost(statuses: list[str | None], order: object) -> None:
    """Whatever the statuses and the order of files, exactly the open ones are carried, oldest first."""
    ids = [f"ESM-26-0031-A2/{number}" for number in range(1, len(statuses) + 1)]
    first = returned("ESM-26-0031-A2", fields={"agenda_action": [new_row(one, f"Do {one}") for one in ids]})
    rows = [carried_row(one, f"Do {one}", status=status) for one, status in zip(ids, statuses, strict=True)]
    files = [first, returned("ESM-26-0042-A2", fields={"review_previous": rows})]
    order.shuffle(files)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    expected = [
        one for one, status in zip(ids, statuses, strict=True) if status not in {"Done", "No longer needed"}
    ]
    carried = carry_forward(files, load_form)
    assert [one.id for one in carried.actions] == expected
    assert carried.findings == ()
