"""What people and programs do to a Word form whose controls are gone: read, or said to be what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from extract.intake import read_bytes
from extract.page.identity import Printed
from forms.findings import Severity
from forms.model import Stage
from forms.records import Channel, Response, Signed, State
from halfterm.issued_forms import made_anew, made_from
from tests.extract.label.test_labels import asked_about, read, refusal
from tests.recall.said import SURE
from tests.recall.word_file import W, WordFile, element, run
from tests.recall.word_programs import as_google_docs, without_controls
from tests.round.making import CATALOGUE, load_form, made, made_blank, response_of
from tests.round.strategies import least_values

_FORM = "esteem/a2-record"
_VALUES: dict[str, Any] = {
    "reference": "ESM-26-0042-A2",
    "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"},
    "fields": {
        "job_title": "Teacher, Year 4",
        "agenda_items": "Late buses\nand who rings whom",
        "training_planned": "None by 03/04/2026, Zoë says",
        "review_previous": [
            {"ref": "ESM-26-0031-A2/2", "action": "Ring the bus company", "who": "Tom Reed"},
            {"ref": "ESM-26-0031-A2/3", "action": "Write to Ms Ahmed", "by_when": "2026-12-01"},
        ],
        "agenda_action": [{"action": "Book room 10", "who": "Priya Shah", "by_when": "2026-12-04"}],
    },
}


@cache
def _issued() -> bytes:
    return made(load_form(_FORM), _VALUES, "docx", stage=Stage.AGENDA).data


def _values(response: Response) -> dict[str, object]:
    return {name: answer.value for name, answer in response.fields.items()}


def _codes(response: Response) -> set[str]:
    return {one.code for one in response.findings}


def _controls(word: WordFile) -> Iterator[tuple[str, etree._Element]]:
    yield from list(word.controls())


def _unwrapped(word: WordFile, tags: str) -> bytes:
    """Return the file without the controls whose tags match, what stood in them left in place."""
    for tag, control in _controls(word):
        parent, content = control.getparent(), control.find(f"{W}sdtContent")
        if parent is None or content is None or not re.fullmatch(tags, tag):
            continue
        at = parent.index(control)
        parent[at : at + 1] = list(content)
    return word.saved()


def _paragraph_of(word: WordFile, words: str) -> etree._Element:
    return (
        next(text for text in word.root.iter(f"{W}t") if text.text == words).iterancestors(f"{W}p").__next__()
    )


def test_each_answer_says_that_it_was_read_by_its_label() -> None:
    """Channel and confidence are those of a label: less than exact, and sure."""
    response = read(without_controls(_issued()))
    assert _values(response) == _values(read(_issued()))
    answers = [one for one in response.fields.values() if one.cells is None and one.state is State.FILLED]
    assert {answer.channel for answer in answers} == {Channel.LABEL}
    assert all(SURE <= answer.confidence < 1 for answer in answers)
    assert "F50" in _codes(response)


@pytest.mark.parametrize("lost", [("docProps/",), ("docProps/", "word/media/")], ids=["code", "foot"])
def test_a_form_without_properties_is_known_by_its_foot(lost: tuple[str, ...]) -> None:
    """By the code there, and by the words where the picture is gone too."""
    word = WordFile.opened(as_google_docs(_issued()))
    response = read(word.without_parts(lost).saved())
    assert (response.form, response.reference, response.stage) == (_FORM, "ESM-26-0042-A2", Stage.AGENDA)
    assert _values(response) == _values(read(_issued()))


@pytest.mark.parametrize("stage", [Stage.AGENDA, Stage.SESSION])
def test_a_form_without_its_foot_is_known_by_its_head(stage: Stage) -> None:
    """Title, appendix and policy; its actions have the reference, and the stage is the one that fits best."""
    issued = made(load_form(_FORM), _VALUES, "docx", stage=stage).data
    word = WordFile.opened(as_google_docs(issued))
    response = read(word.without_parts(("docProps/", "word/media/", "word/footer")).saved())
    assert (response.form, response.reference, response.stage) == (_FORM, "ESM-26-0042-A2", stage)
    assert _values(response) == _values(read(issued))
    assert [one for one in response.findings if one.severity is Severity.ACT_NOW] == []


def test_words_that_are_no_form_are_refused() -> None:
    """A document without anything of a form is none of ours, and one with another layout is not fitted."""
    word = WordFile.opened(as_google_docs(_issued()))
    body = word.root[0]
    for table in list(body.iter(f"{W}tbl")):
        if table.getparent() is body:
            body.remove(table)
    assert refusal(word.saved()) == "R23"
    bare = WordFile.opened(word.without_parts(("docProps/", "word/media/", "word/footer")).saved())
    bare.root[0][:] = [element(f"<w:p>{run('Dear Tom')}</w:p>")]
    assert refusal(bare.saved()) == "R20"


def test_an_edited_label_loses_its_own_answer_only() -> None:
    """What is found by it is missing and asked about; its words are quoted."""
    word = WordFile.opened(without_controls(_issued()))
    next(text for text in word.root.iter(f"{W}t") if text.text == "JOB TITLE").text = "POST"
    response = read(word.saved())
    expected = {name: value for name, value in _values(read(_issued())).items() if name != "job_title"}
    assert expected.items() <= _values(response).items()
    assert response.fields["job_title"].state is State.MISSING
    assert "job_title" in asked_about(response)
    assert any("POST Teacher, Year 4" in one.message for one in response.findings if one.code == "F53")


def test_lines_of_an_answer_may_be_paragraphs() -> None:
    """Somebody who presses Enter makes a paragraph; both belong to the answer."""
    word = WordFile.opened(without_controls(_issued()))
    _paragraph_of(word, "Teacher, Year 4").addnext(element(f"<w:p>{run('and Year 5')}</w:p>"))
    assert read(word.saved()).fields["job_title"].value == "Teacher, Year 4\nand Year 5"


def test_words_that_look_like_a_label_are_asked_about() -> None:
    """An answer that can end in more than one place is never told to end in one."""
    word = WordFile.opened(without_controls(_issued()))
    like = f"<w:p>{run('Who')}<w:r><w:tab/></w:r>{run('Nobody')}<w:r><w:tab/></w:r>{run('By when')}</w:p>"
    _paragraph_of(word, "Book room 10").addnext(element(like))
    response = read(word.saved())
    cells = response.fields["agenda_action"].cells or {}
    assert cells[1]["action"].state is State.CONFLICT
    assert cells[1]["action"].confidence < SURE
    assert "agenda_action-1-action" in asked_about(response)


def test_controls_without_tags_go_by_their_titles() -> None:
    """A program may lose the tags alone: then the answers are read exactly, as if they were there."""
    word = WordFile.opened(_issued())
    for _, control in _controls(word):
        for properties in control.findall(f"{W}sdtPr"):
            etree.strip_elements(properties, f"{W}tag")
    response = read(word.saved())
    assert _values(response) == _values(read(_issued()))
    assert response.fields["agenda_items"].channel is Channel.CONTROL
    assert "F23" not in _codes(response)


def test_prompts_and_line_breaks_that_go_with_the_tags() -> None:
    """As LibreOffice 7.4 saves: a prompt is no answer then, and lines that run together are asked about."""
    word = WordFile.opened(_issued())
    for tag, control in _controls(word):
        for properties in control.findall(f"{W}sdtPr"):
            etree.strip_elements(properties, f"{W}tag", f"{W}showingPlcHdr")
        etree.strip_elements(control, f"{W}rStyle")
        if tag == "agenda_items":
            for line_break in list(control.iter(f"{W}br")):
                line_break.getparent().remove(line_break)  # type: ignore[union-attr]  # it is in a run
            control.addprevious(element("<w:r><w:tab/><w:br/></w:r>"))
        content = control.find(f"{W}sdtContent")
        if re.fullmatch(r"\w+_action-[12]-(who|ref)", tag) and content is not None:
            content[:0] = list(control.itersiblings(f"{W}r", preceding=True))[1::-1]
    response, before = read(word.saved()), _values(read(_issued()))
    assert _values(response) == {**before, "agenda_items": "Late busesand who rings whom"}
    assert [one.field for one in response.findings if one.code == "F18"] == ["agenda_items"]
    assert {answer.state for answer in response.fields.values()}.isdisjoint({State.CONFLICT})


def test_a_way_of_issuing_that_has_no_place_for_what_is_known_is_left_out() -> None:
    """A form without our additions prints no carried actions; that is no fault of the file."""
    form = "esteem/a4-monitoring"
    carried = {"ref": "ESM-26-0031-A4/2", "action": "Ring the bus company", "who": "Tom Reed"}
    values = least_values(load_form(form))
    values["fields"]["key_actions_previous"] = [carried]
    response = response_of(made(load_form(form), values, "docx", stage=Stage.SESSION).data, "docx")
    printed = Printed(str(response.reference), form, response.version, Stage.SESSION, 1)
    found = list(made_anew(CATALOGUE)(printed, (), (response,), file_format="docx"))
    assert any(_values(response_of(one, "docx")) == _values(response) for one in found)


def test_controls_that_are_left_come_before_labels() -> None:
    """Where some are gone, only these are read by their labels; rows keep together."""
    data = _unwrapped(WordFile.opened(_issued()), r"job_title|agenda_action-1-who|review_previous-2-.*")
    response = read(data)
    assert _values(response) == _values(read(_issued()))
    assert response.fields["job_title"].channel is Channel.LABEL
    assert response.fields["agenda_items"].channel is Channel.CONTROL
    cells = response.fields["agenda_action"].cells or {}
    assert [cells[1][column].channel for column in ("action", "who")] == [Channel.CONTROL, Channel.LABEL]


def test_a_control_and_its_label_that_differ_are_a_conflict() -> None:
    """Words beside a control in its own cell: both are kept, and neither counts."""
    word = WordFile.opened(_unwrapped(WordFile.opened(_issued()), "job_title"))
    _paragraph_of(word, "None by 03/04/2026, Zoë says").append(element(run(" and more")))
    answer = read(word.saved()).fields["training_planned"]
    assert answer.state is State.CONFLICT
    assert answer.value == ("None by 03/04/2026, Zoë says", "None by 03/04/2026, Zoë says and more")


def test_a_signing_copy_without_controls_is_not_guessed() -> None:
    """Its rows are those that were filled, which nobody here knows: it is read in a trust, else refused."""
    signing = made(load_form(_FORM), _VALUES, "docx", stage=Stage.SIGNING).data
    assert refusal(without_controls(signing)) == "R23"


def test_a_signing_copy_is_read_where_the_record_before_it_is_known() -> None:
    """In a trust what came back before says which rows it shows; signatures are read by their labels."""
    before = response_of(_issued(), "docx")
    signing = made(load_form(_FORM), None, "docx", stage=Stage.SIGNING, continued=before).data
    word = WordFile.opened(without_controls(signing))
    line = _line_to_sign_on(WordFile.opened(signing), word)
    line.text = "Tom Reed"
    result = read_bytes(
        word.saved(), Path("signed.docx"), load_form, made_from(CATALOGUE, lambda _: iter([before]))
    )
    assert result.response is not None, result.error
    expected = _values(response_of(signing, "docx")) | {"sig_supervisee": Signed("Tom Reed", None)}
    assert _values(result.response) == expected


def _line_to_sign_on(issued: WordFile, stripped: WordFile) -> etree._Element:
    """Return what stands on the supervisee's line, by where it stands in the form as it was issued."""
    control = next(one for tag, one in issued.controls() if tag == "sig_supervisee-name")
    shown = next(control.iter(f"{W}t"))
    number = list(issued.root.iter(f"{W}t")).index(shown)
    return list(stripped.root.iter(f"{W}t"))[number]


@pytest.mark.parametrize("verbatim", [False, True])
def test_a_blank_that_went_through_google_docs_is_read(verbatim: bool) -> None:  # noqa: FBT001 - as pytest gives it
    """With what was typed into it, whether or not it was made with our additions."""
    word = WordFile.opened(as_google_docs(made_blank(load_form(_FORM), "docx", verbatim=verbatim)))
    prompt = next(text for text in word.root.iter(f"{W}t") if text.text == "Click here to type")
    prompt.text = "Tom Reed"
    response = read(word.saved())
    assert (response.form, response.stage) == (_FORM, Stage.BLANK)
    assert "Tom Reed" in [*response.header.values(), *_values(response).values()]
    assert "F01" not in _codes(response)


def test_labels_and_titles_that_other_controls_took_are_put_back() -> None:
    """As LibreOffice 7.4 saves a row: its first label goes beyond a date, and titles to frames and back."""
    referral = {"date": "2026-11-12", "agency": "Early Help\nand MASH", "pupil": "CP-12", "outcome": "Open"}
    values = least_values(load_form("highcliffe/a2-record-individual"))
    values["fields"]["q3_referrals"] = [referral]
    issued = made(load_form("highcliffe/a2-record-individual"), values, "docx", stage=Stage.AGENDA).data
    word = WordFile.opened(issued)
    by_tag = dict(_controls(word))
    frame = next(by_tag["q3_referrals-1-date"].iterancestors(f"{W}sdt"))
    date, agency = by_tag["q3_referrals-1-date"], by_tag["q3_referrals-1-agency"]
    content = next(agency.iterchildren(f"{W}sdtContent"))
    content[:0] = list(date.itersiblings(f"{W}r", preceding=True))[::-1]
    for line_break in list(content.iter(f"{W}br")):
        next(line_break.iterancestors()).remove(line_break)
    agency.addprevious(element("<w:r><w:br/></w:r>"))
    for control in list(word.root.iter(f"{W}sdt")):
        etree.strip_elements(next(control.iterchildren(f"{W}sdtPr")), f"{W}tag", f"{W}showingPlcHdr")
    _titled(agency, "Q.3 Referrals and phone calls for advice: rows")
    _titled(date, "")
    _titled(frame, "Q.3 Referrals and phone calls for advice, row 1: Date")
    expected = _values(read(issued))
    rows = [dict(row) for row in expected["q3_referrals"]]  # type: ignore[attr-defined]  # rows of a table
    rows[0]["agency"] = "Early Helpand MASH"
    # As .doc and .rtf the controls are gone too.
    for returned in (word.saved(), without_controls(word.saved())):
        response = read(returned)
        assert _values(response) == {**expected, "q3_referrals": tuple(rows)}
        assert [one.field for one in response.findings if one.code == "F18"] == ["q3_referrals-1-agency"]
        assert _codes(response).isdisjoint({"F02", "F23", "F51", "F52", "F53", "F57", "F68"})


def _titled(control: etree._Element, title: str) -> None:
    """Give a control a title, "" for none."""
    properties = next(control.iterchildren(f"{W}sdtPr"))
    etree.strip_elements(properties, f"{W}alias")
    if title:
        properties.append(element(f'<w:alias w:val="{title}"/>'))
