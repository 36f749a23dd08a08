"""Test what the forms of last time hand to the next one, and what is said of that which they do not."""

import dataclasses

import pytest

from build.filling import FilledRow, Filling
from build.prefill import Known, build_filling
from build.values import Values
from forms.catalogue import load_form, own_catalogue
from forms.findings import Severity
from forms.model import Fact, Stage
from forms.records import Response
from tests.register.responses import SCHOOL, carried_row, half_term_1, half_term_2, new_row, returned

HEADER = {Fact.SUPERVISEE: "Tom Reed", Fact.SUPERVISOR: "Priya Shah", Fact.SESSION_DATE: "14/01/2027"}


def filled(
    form: str, *previous: Response, continued: Response | None = None, case: str | None = None
) -> Filling:
    """Return the next form."""
    code = form.partition("/")[2].partition("-")[0].upper()
    reference = f"ESM-27-0053-{code}{'-1' if case else ''}"
    header = HEADER | ({Fact.CASE_REF: case} if case else {})
    values = Values(reference=None if continued else reference, header=header)
    return build_filling(
        load_form(form),
        Known(values, previous, continued),
        lookup=load_form,
        forms=own_catalogue().forms_of("esteem"),
    )


def test_carried_row_without_its_id_is_shown_again_and_gets_none() -> None:
    """The words are kept, the empty ref is open for the person who knows which action it is."""
    row = carried_row(None, "Ring", "Tom Reed", update="Rang twice")
    agenda = returned("ESM-26-0042-A2", Stage.AGENDA, {"review_previous": [row]}, HEADER)
    (shown,) = filled("esteem/a2-record", continued=agenda).rows["review_previous"]
    expected = {"action": "Ring", "who": "Tom Reed", "update": "Rang twice"}
    assert shown == FilledRow(expected, frozenset({"action", "who"}))


def test_action_whose_case_sheet_was_not_given_is_said() -> None:
    """The record points to it; without its sheet it would be gone from both forms."""
    record, _ = half_term_2()
    made = filled("esteem/a2-record", record)
    refs = [row.cells.get("ref") for row in made.rows["review_previous"]]
    assert "ESM-26-0031-A3-1/1" not in refs
    (found,) = [one for one in made.findings if one.code == "H04"]
    assert found.severity is Severity.SOON
    assert "ESM-26-0031-A3-1/1" in found.message


@pytest.mark.parametrize("sheets", ["now", "then"])
def test_action_whose_case_sheet_was_given_is_not_said(sheets: str) -> None:
    """The sheet of that session, or the one where the action began."""
    record, sheet = half_term_2()
    made = filled("esteem/a2-record", record, sheet if sheets == "now" else half_term_1()[3])
    assert "ESM-26-0031-A3-1/1" in [row.cells.get("ref") for row in made.rows["review_previous"]]
    assert "H04" not in [one.code for one in made.findings]


def test_only_the_last_record_says_which_case_actions_were_open() -> None:
    """What an older one points to may have been closed on its sheet since."""
    older, _ = half_term_2()
    last = returned("ESM-26-0050-A2", fields={"agenda_action": [new_row("ESM-26-0050-A2/1", "Ring")]})
    assert "H04" not in [one.code for one in filled("esteem/a2-record", older, last).findings]


@pytest.mark.parametrize(("case", "expected"), [("ESM-C014", ["H04"]), ("ESM-C020", []), ("ESM-C01", [])])
def test_case_sheet_is_told_of_its_own_case_only(case: str, expected: list[str]) -> None:
    """The record without the sheet: the next sheet of that case lacks the action."""
    record, _ = half_term_2()
    codes = [one.code for one in filled("esteem/a3-case-notes", record, case=case).findings]
    assert codes == expected


def test_nothing_about_a_case_goes_to_another_school() -> None:
    """Neither the line that points to its sheet nor an action that names it; however the school is typed."""
    record, sheet = half_term_2()
    told = returned(
        "ESM-26-0042-A3-2",
        fields={"new_actions": [new_row("ESM-26-0042-A3-2/1", "Ring")]},
        header={Fact.CASE_REF: "ESM-C020"},
    )
    named = returned(
        "ESM-26-0042-A2",
        fields={
            "agenda_action": [new_row("ESM-26-0042-A2/9", "Hand over ESM-C014", "Tom Reed")],
            "training_planned": "Level 3; ask about ESM-C014",
        },
        path="inbox/later.docx",
    )
    earlier = (record, named, sheet, told)
    form, codes = load_form("esteem/a2-record"), own_catalogue().forms_of("esteem")
    shown = {
        school: build_filling(
            form,
            Known(Values(reference="ESM-27-0053-A2", header=HEADER | {Fact.SCHOOL: school}), earlier),
            lookup=load_form,
            forms=codes,
        )
        for school in ("Birch Lane", "Alder grove academy", "The Alder-Grove Academy School")
    }
    refs = {
        school: {row.cells["ref"] for row in one.rows["review_previous"] if "ref" in row.cells}
        for school, one in shown.items()
    }
    of_cases = {"ESM-26-0031-A3-1/1", "ESM-26-0042-A3-2/1", "ESM-26-0042-A2/9"}
    assert of_cases <= refs["Alder grove academy"]
    assert refs["Alder grove academy"] - refs["Birch Lane"] == of_cases
    assert refs["The Alder-Grove Academy School"] == refs["Alder grove academy"]
    assert "ESM-C0" not in str((shown["Birch Lane"].rows, shown["Birch Lane"].answers))
    (said,) = [one.message for one in shown["Birch Lane"].findings if one.code in {"H04", "H05"}]
    assert all(name in said for name in of_cases)


def test_list_of_children_is_not_offered_at_another_school() -> None:
    """Highcliffe's record offers last time's caseload again, within the school."""
    form = load_form("highcliffe/a2-record-individual")
    caseload = returned(
        "HCF-26-0004-A2",
        fields={"q2_caseload": [{"pupil": "HCF-C001", "plan": "CP Plan"}], "q8_training_needs": "Level 3"},
        form=form.id,
    )
    for school, offered in ((SCHOOL, True), ("Birch Lane", False)):
        header = HEADER | {Fact.SCHOOL: school}
        made = build_filling(
            form,
            Known(Values(reference="HCF-26-0009-A2", header=header), (caseload,)),
            lookup=load_form,
            forms=own_catalogue().forms_of("highcliffe"),
        )
        assert ("HCF-C001" in str(made.rows)) is offered
        assert made.answers["q8_training_needs"] == "Level 3"


def test_two_copies_of_a_record_say_it_once() -> None:
    """Word beside PDF: one action, one finding."""
    record, _ = half_term_2()
    copy = dataclasses.replace(record, path="inbox/copy.docx", sha256="0" * 64, kind="docx")
    made = filled("esteem/a2-record", record, copy)
    assert [one.code for one in made.findings].count("H04") == 1


def test_notes_that_go_on_from_an_agenda_begin_with_its_items_and_facts() -> None:
    """The form of the session starts from the agenda's names, and has its items in its first column."""
    agenda = load_form("ashbury-meadow/b-agenda")
    answers = {"a5": "ASH-C003", "session_date": "2026-11-19", "session_time": "10:00"}
    back = returned("ASH-26-0007-B", Stage.AGENDA, answers, HEADER, form=agenda.id)
    notes = load_form("ashbury-meadow/c-notes-actions")
    made = build_filling(
        notes,
        Known(Values(), (), back),
        lookup=load_form,
        forms=own_catalogue().forms_of("ashbury-meadow"),
    )
    assert made.reference == "ASH-26-0007-C"
    assert (made.answers["supervisee_name"], made.answers["supervisor_name"]) == ("Tom Reed", "Priya Shah")
    assert tuple(row.cells["item"] for row in made.rows["rows"][:13]) == notes.field("rows").starts
