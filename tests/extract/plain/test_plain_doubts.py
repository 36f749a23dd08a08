"""What stands on a plain form in an unexpected way is in doubt, refused or listed: never passed over."""

import io
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document

from build.docx import build_docx
from build.layout import build_page
from build.prefill import blank_filling
from extract.plain.reading import read_plain
from extract.plain.record import PlainAnswer, PlainRecord
from forms.catalogue import own_catalogue
from forms.errors import UnreadableError
from forms.model import RecordType

_CATALOGUE = own_catalogue()
_FORMS = [
    form
    for name in _CATALOGUE.form_ids()
    if (form := _CATALOGUE.load_form(name)).record in {RecordType.RECORD, RecordType.CASE}
]
_HEAD = ("NAME: Tom Reed", "JOB TITLE: DSL", "SUPERVISOR: Amara Obi", "DATE / TIME: 19/11/2025 10:00")
_REVIEW = (
    "Review from previous supervision:",
    "All went well.",
    "ACTION",
    "Tom Reed to ring the nurse by 28/02/2026",
)
_AGENDA = ("Agenda items:", "The rota of the spring term", "ACTION", "None")
_ISSUES = (
    "Issues Discussed (Inc. feedback on work, barriers to engagement)",
    "We talked about workload.",
    "ACTION",
    "AO to book a course by 15/03/2026",
)
_TRAINING = (
    "Training:",
    "Undertaken since last supervision:",
    "Level 3",
    "Planned:",
    "Level 4",
    "ACTION",
    "None",
)
_END = (
    "Personal Factors affecting work.",
    "None to speak of",
    "Date of next session: 14/01/2026",
    "Signatures:",
    "Supervisee: T Reed\tDate: 20/11/2025",
    "Supervisor: A Obi\tDate: 21/11/2025",
)
_PARTS = (_HEAD, _REVIEW, _AGENDA, _ISSUES, _TRAINING, _END)


def _document(*parts: Sequence[str]) -> Document:
    document = docx.Document()
    for part in parts or _PARTS:
        for line in part:
            document.add_paragraph(line)
    return document


def _read(document: Document) -> PlainRecord:
    out = io.BytesIO()
    document.save(out)
    return read_plain(out.getvalue(), _FORMS)


def _answer(record: PlainRecord, name: str) -> PlainAnswer:
    return next(one for one in record.answers if one.field_id == name)


def _is_told(record: PlainRecord, words: str) -> bool:
    """Return whether words are listed as belonging to nothing, or stand in an answer that is in doubt."""
    doubtful = [one.found.words for one in record.answers if not one.found.is_sure]
    doubtful += [one.found.words for one in record.actions if not one.found.is_sure]
    return any(words in text for text in (*doubtful, *(line.text for line in record.loose)))


def test_a_form_without_faults_is_read_without_a_doubt() -> None:
    """Otherwise the doubts below would say nothing."""
    record = _read(_document())
    kept = [one for one in record.answers if one.is_kept]
    assert [one.found.reasons for one in kept] == [()] * len(kept)
    assert [
        (one.found.words, one.who, one.by_when) for one in record.actions if one.field_id != "review_action"
    ] == [("AO to book a course by 15/03/2026", "Amara Obi", "2026-03-15")]
    assert record.loose == ()


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("agenda_items", "Planned: a trip to the sea"),
        ("agenda_items", "Supervisor: Amara said that she agrees"),
        ("issues_discussed", "Training: nobody had time"),
        ("agenda_items", "Name: not to be written here"),
        ("agenda_items", "Signatures:"),
    ],
)
def test_a_label_inside_an_answer_makes_that_answer_doubtful(field: str, line: str) -> None:
    """A line of an answer that looks like a label would cut the answer off and move what follows."""
    part, others = (_AGENDA, 2) if field == "agenda_items" else (_ISSUES, 3)
    changed = (*part[:2], line, "and more about it.", *part[2:])
    record = _read(_document(*_PARTS[:others], changed, *_PARTS[others + 1 :]))
    assert not _answer(record, field).found.is_sure


def test_what_stands_under_a_label_that_was_renamed_is_in_doubt() -> None:
    """The words Points for discussion are no label of the form: what follows goes to the one before."""
    changed = ("Points for discussion", *_AGENDA[1:])
    record = _read(_document(_HEAD, _REVIEW, changed, _ISSUES, _TRAINING, _END))
    assert "Agenda items:" in record.missing
    assert _is_told(record, "The rota of the spring term")


def test_a_label_without_anything_that_ends_it_is_in_doubt() -> None:
    """The words JOB TITLE DSL might belong to a name that goes on."""
    head = ("NAME: Tom Reed", "JOB TITLE DSL", *_HEAD[2:])
    record = _read(_document(head, *_PARTS[1:]))
    assert not _answer(record, "name").found.is_sure
    assert _is_told(record, "JOB TITLE DSL")


def test_words_in_columns_made_by_tabs_are_in_doubt() -> None:
    """Two columns without a table cannot be told apart."""
    agenda = ("Agenda items:\tACTION", "The rota\tTom Reed to write it", "and the hall\tby 31/01/2026")
    record = _read(_document(_HEAD, _REVIEW, agenda, _ISSUES, _TRAINING, _END))
    assert _is_told(record, "The rota")
    assert all(not one.found.is_sure for one in record.actions if "rota" in one.found.words)


def test_a_date_that_could_be_two_days_is_for_a_person() -> None:
    """The American and the British way differ for twelve days of each month."""
    head = (*_HEAD[:3], "DATE / TIME: 03/04/2026 10:00")
    answer = _answer(_read(_document(head, *_PARTS[1:])), "session_date")
    assert answer.value == "2026-04-03"
    assert not answer.found.is_sure


def test_struck_words_and_done_actions_are_in_doubt() -> None:
    """An action that was crossed out was done, as a rule."""
    document = _document()
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("AO to book"):
            paragraph.runs[0].font.strike = True
    assert [one.found.is_sure for one in _read(document).actions if one.who == "Amara Obi"] == [False]
    done = (*_ISSUES[:3], "Tom Reed to book the hall by 28/02/2026 - DONE")
    record = _read(_document(_HEAD, _REVIEW, _AGENDA, done, _TRAINING, _END))
    assert all(not one.found.is_sure for one in record.actions if "DONE" in one.found.words)


def test_words_beside_the_text_are_listed() -> None:
    """In the header of the page, and in a table at the end that answers no label."""
    document = _document()
    document.sections[0].header.paragraphs[0].text = "Draft of Amara's"
    record = _read(document)
    assert [line.text for line in record.loose] == ["Draft of Amara's"]


def test_a_table_of_actions_without_a_label_gives_doubtful_actions() -> None:
    """A school that adds a table of actions has a place for them, which the form has not."""
    document = _document(_HEAD, _REVIEW, _AGENDA, _ISSUES, _TRAINING, _END[:3])
    table = document.add_table(rows=3, cols=3)
    rows = (("Action", "Who", "By when"), ("Write to the governors", "TR", "31/01/2026"), ("", "", ""))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    record = _read(document)
    [action] = [one for one in record.actions if "governors" in one.found.words]
    assert (action.who, action.by_when, action.found.is_sure) == ("TR", "2026-01-31", False)


def test_two_records_in_one_file_are_refused() -> None:
    """Which of the two an answer is from could not be told."""
    with pytest.raises(UnreadableError, match="more than one record") as caught:
        _read(_document(*_PARTS, *_PARTS))
    assert caught.value.code == "R64"


def test_a_letter_is_no_record() -> None:
    """It has none of the labels, or too few."""
    with pytest.raises(UnreadableError) as caught:
        _read(_document(("Dear Tom,", "Name: the date is set.", "Date: soon", "Yours, Amara")))
    assert caught.value.code == "R63"


def test_a_form_of_halfterm_is_sent_to_the_inbox() -> None:
    """It has controls and a reference, and is read in another way."""
    definition = _CATALOGUE.load_form("esteem/a2-record")
    data = build_docx(build_page(blank_filling(definition), fixed_boxes=False))
    with pytest.raises(UnreadableError, match="inbox") as caught:
        read_plain(data, _FORMS)
    assert caught.value.code == "R65"
