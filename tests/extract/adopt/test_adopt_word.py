"""What stands in a Word file becomes fields of the right kind, under the document's own words."""

from pathlib import Path

import pytest
from docx.document import Document

from extract.adopt.policy import Adoption, adopt_document
from forms.model import Definition, Field, Kind
from forms.printed_page import Show
from tests.extract.adopt import samples
from tests.extract.adopt.words import load_drafts


def _adopt(document: Document) -> Adoption:
    return adopt_document(samples.content_of(document), "alder-grove", "policy.docx")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Definition]:
    """Return the drafts of the invented school's three appendices."""
    return load_drafts(_adopt(samples.reflective_form()), tmp_path_factory.mktemp("drafts"))


def _only(document: Document, folder: Path) -> Definition:
    (draft,) = load_drafts(_adopt(document), folder)
    return draft


def _kinds(draft: Definition) -> dict[str, Kind]:
    """Return label, or name where there is none, -> kind of what is answered."""
    return {field.label or field.name: field.kind for field in draft.answerable}


def _named(draft: Definition, name: str) -> Field:
    return next(field for field in draft.answerable if field.accessible_name == name)


def test_each_appendix_is_a_form(drafts: list[Definition]) -> None:
    """Two of the same title stay apart; ids, codes and titles come from the headings."""
    assert [(draft.id, draft.appendix, draft.code, draft.title) for draft in drafts] == [
        ("alder-grove/a-reflective-supervision-form", "Appendix A", "A", "Reflective Supervision Form"),
        ("alder-grove/b-supervision-agreement", "Appendix B", "B", "Supervision Agreement"),
        ("alder-grove/c-supervision-agreement", "Appendix C", "C", "Supervision Agreement"),
    ]


def test_labels_beside_empty_cells(drafts: list[Definition]) -> None:
    """Words beside an empty cell are its label, and say the kind where they can."""
    kinds = _kinds(drafts[0])
    assert (kinds["Supervisor"], kinds["Date"], kinds["Time"]) == (Kind.TEXT, Kind.DATE, Kind.TIME)
    assert (kinds["Session no."], kinds["Next session due"]) == (Kind.NUMBER, Kind.DATE)


def test_questions_and_boxes_to_tick(drafts: list[Definition]) -> None:
    """A question keeps its room; boxes behind it are one choice, boxes below each other any of them."""
    record = drafts[0]
    assert _named(record, "What has gone well since we last met?").kind is Kind.MULTILINE
    agreed = _named(record, "Have the agreed actions been completed?")
    assert (agreed.kind, agreed.options) == (Kind.CHOICE, ("Yes", "No", "N/A"))
    ticked = _named(record, "Please tick all that apply to this term’s work:")
    assert ticked.kind is Kind.ANY_OF
    assert ticked.options == ("Attendance", "Behaviour", "Child protection", "Other")


def test_grids(drafts: list[Definition]) -> None:
    """A scale is a choice per row; with a column for remarks it is a table of fixed rows."""
    record = drafts[0]
    assert _named(record, "I feel safe at work").options == ("1", "2", "3", "4", "5")
    standards = _named(record, "Standard")
    assert [column.kind for column in standards.column] == [Kind.CHOICE, Kind.MULTILINE]
    assert [row.label for row in standards.row] == ["Records up to date", "Voice of the child recorded"]
    both = next(field for field in drafts[1].answerable if field.kind is Kind.TABLE)
    assert [column.label for column in both.column] == ["Supervisee", "Supervisor"]


def test_a_table_of_actions(drafts: list[Definition]) -> None:
    """Headings that mean halfterm's own columns become these, and stay as printed on the page."""
    record = drafts[0]
    actions = next(field for field in record.answerable if field.kind is Kind.ACTIONS)
    assert actions.printed_columns == ("action", "who", "by_when", "status")
    section = next(section for section in record.sections if section.table == actions.id)
    headings = [item.text for cell in section.header for item in cell.items]
    assert headings == ["Action agreed", "By whom", "By when", "Completed?"]


def test_signatures(drafts: list[Definition]) -> None:
    """A line to sign on has its party and the date beside it; a list to sign has a row each."""
    signed = [field for field in drafts[0].answerable if field.kind is Kind.SIGNATURE]
    assert [field.party for field in signed] == ["supervisee", "supervisor"]
    assert [field.label for field in signed] == ["Signed (supervisee):", "Signed (supervisor):"]
    dates = [drafts[0].field(field.date_field or "").label for field in signed]
    assert dates == ["Date:", "Date:"]
    listed = next(field for field in drafts[1].answerable if field.kind is Kind.SIGNATURES)
    assert listed.spare == 4


def test_sentences_keep_their_words(drafts: list[Definition]) -> None:
    """Blanks and words to delete stand inside the sentence, in their places."""
    shown = [
        item for section in drafts[1].sections for row in section.rows for cell in row for item in cell.items
    ]
    sentences = [item.text for item in shown if item.show is Show.SENTENCE]
    assert sentences == [
        (
            "I, {name} (name), agree to attend supervision every {agree_attend_supervision_every} "
            "weeks from {weeks_from}."
        ),
        "I {will_will_not}* share my notes (*delete as applicable).",
    ]
    assert drafts[1].field("will_will_not").options == ("will", "will not")
    assert drafts[1].field("weeks_from").kind is Kind.DATE


def test_lists_keep_their_numbers(drafts: list[Definition]) -> None:
    """What Word numbers by itself is printed with its number, as on the page."""
    labels = [field.label for field in drafts[1].fields if field.kind is Kind.CLAUSE]
    assert "1. Both parties prepare for each session." in labels
    assert "2. Notes are kept on file." in labels
    bullets = [field.label for field in drafts[1].fields if field.bullet]
    assert bullets == ["Sessions are confidential, except where a child is at risk."]


def test_the_third_form(drafts: list[Definition]) -> None:
    """Contacts in fixed rows, times, a month, a box below its label, words to circle."""
    kinds = _kinds(drafts[2])
    assert kinds == {
        "Emergency contacts": Kind.TABLE,
        "From (time):": Kind.TIME,
        "To (time):": Kind.TIME,
        "Month:": Kind.MONTH,
        "Any other comments": Kind.MULTILINE,
        "Type of session:": Kind.CHOICE,
        "Do you agree with this record?": Kind.YES_NO,
    }


def test_what_stands_before_the_first_appendix_is_said() -> None:
    """The policy's own text is left out, and a person is told."""
    (note,) = _adopt(samples.reflective_form()).notes
    assert "2 lines and tables before the first appendix" in note


def test_merged_cells(tmp_path: Path) -> None:
    """A cell merged down is no empty cell, one merged across is one answer."""
    draft = _only(samples.merged_cells(), tmp_path)
    assert _kinds(draft) == {"Name": Kind.TEXT, "Role": Kind.TEXT, "Comments:": Kind.MULTILINE}
    assert [row[-1].span for row in draft.sections[0].rows] == [2, 2, 4, 4]


def test_nested_tables(tmp_path: Path) -> None:
    """A table in a cell is read as well."""
    assert _kinds(_only(samples.nested_tables(), tmp_path)) == {"Name:": Kind.TEXT, "Telephone:": Kind.TEXT}


def test_controls_and_form_fields(tmp_path: Path) -> None:
    """Empty controls are gaps, boxes are boxes, lists give options, a tab with dots is a gap."""
    draft = _only(samples.controls(), tmp_path)
    assert _kinds(draft) == {
        "Name of visitor:": Kind.TEXT,
        "Visited:": Kind.DATE,
        "Happy with it?": Kind.YES_NO,
        "Rating:": Kind.CHOICE,
        "Venue:": Kind.TEXT,
        "I have read the policy": Kind.TICK,
        "Job title": Kind.TEXT,
    }
    assert _named(draft, "Rating:").options == ("Good", "Fair", "Poor")


def test_tracked_changes(tmp_path: Path) -> None:
    """What was deleted does not count, what was put in does, and a person is told."""
    adoption = _adopt(samples.tracked_changes())
    (draft,) = load_drafts(adoption, tmp_path)
    assert list(_kinds(draft)) == ["Name of child:", "Notes:"]
    assert "tracked changes" in " ".join(adoption.notes)


def test_text_boxes_and_page_headers(tmp_path: Path) -> None:
    """A text box is read where it is anchored, a page header is left out, and both are said."""
    adoption = _adopt(samples.text_box())
    (draft,) = load_drafts(adoption, tmp_path)
    assert list(_kinds(draft)) == ["Name of child:"]
    assert "text boxes" in adoption.notes[0]
    assert "page header" in adoption.notes[1]
