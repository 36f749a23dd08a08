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
from tests.register.responses import carried_row, half_term_1, half_term_2, new_row, returned

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
