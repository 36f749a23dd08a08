"""A copy for signing whose answers are printed, in no box, is read though nothing came back before it."""

from pathlib import Path
from typing import Any

import pytest

from extract.page.again import PrintedAnswer, match_words
from extract.page.words import Character
from forms.model import Stage
from forms.records import Box, Channel
from halfterm.issued_forms import made_from, read_any
from tests.extract.page.returned import read
from tests.round.making import CATALOGUE, load_form, made, response_of
from tests.tools import poppler

_FORM = "esteem/a2-record"
_LONG = "Late buses, and who rings whom when one does not come. "
_ANSWERS = {
    "job_title": "DSL",
    "agenda_items": _LONG * 9,
    "issues_discussed": f"{_LONG}Łucja said so.",
    "training_planned": "None by 03/04/2026, Zoë says",
}


def _signing_copy(answers: dict[str, str]) -> bytes:
    known: dict[str, Any] = {
        "reference": "ESM-26-0042-A2",
        "header": {
            "school": "Alder Grove Academy",
            "supervisee": "Tom Reed",
            "supervisor": "Priya Shah",
            "session_date": "2026-11-19",
        },
        "fields": answers,
    }
    return poppler.print_pages(made(load_form(_FORM), known, "pdf", stage=Stage.SIGNING).data)


@pytest.mark.needs(poppler.PRINT_TOOL)
def test_settled_answers_are_read_off_the_page() -> None:
    """Each in its own field, also those that move all that is below them."""
    response = read(_signing_copy(_ANSWERS))
    assert {name: " ".join((response.text(name) or "").split()) for name in _ANSWERS} == {
        name: " ".join(text.split()) for name, text in _ANSWERS.items()
    }
    assert (response.text("name"), response.text("supervisor")) == ("Tom Reed", "Priya Shah")
    answer = response.fields["agenda_items"]
    assert (answer.channel, 0.9 < answer.confidence < 1) == (Channel.TEXT, True)
    assert response.fields["personal_factors"].value is None


def _words(text: str, x_pt: float, y_pt: float) -> list[Character]:
    return [
        Character(letter, Box(x_pt + 6 * n, y_pt, x_pt + 6 * n + 6, y_pt + 10))
        for n, letter in enumerate(text)
    ]


def test_answers_side_by_side_are_told_apart() -> None:
    """By where they begin: nothing is printed between two cells of a row."""
    heads = [*_words("Who", 50, 700), *_words("When", 200, 700)]
    foot = _words("Signed", 50, 600)
    issued = [*heads, *_words("a", 50, 680), *_words("b", 200, 680), *foot]
    found = [*heads, *_words("Tom or", 50, 680), *_words("Ann", 50, 668), *_words("soon", 200, 680), *foot]
    answers = [
        PrintedAnswer("who", "a", 1, Box(50, 678, 62, 692)),
        PrintedAnswer("when", "b", 1, Box(200, 678, 212, 692)),
    ]
    shown = match_words([issued], [found], answers).shown
    assert {name: " ".join(one.text.split()) for name, one in shown.items()} == {
        "who": "Tom or Ann",
        "when": "soon",
    }


@pytest.mark.parametrize("before", ["–.", "left blank.", "Nurse."])
def test_a_sign_of_the_form_is_no_part_of_an_answer(before: str) -> None:
    """A sentence goes on with it behind the answer, with no space between, whatever that was before."""
    ahead, behind = _words("Position:", 50, 700), _words("I agree", 50, 680)
    issued = [*ahead, *_words(before, 110, 700), *behind]
    found = [*ahead, *_words("Head of Year.", 110, 700), *behind]
    text = "Nurse" if before == "Nurse." else ""
    answers = [PrintedAnswer("position", text, 1, Box(108, 698, 150, 712))]
    assert match_words([issued], [found], answers).shown["position"].text == "Head of Year"


@pytest.mark.needs(poppler.PRINT_TOOL)
def test_a_high_letter_does_not_move_the_words_around_it() -> None:
    """A font cut down to the letters that are drawn says how high these are: an Ý moved all words in it."""
    form = load_form("highcliffe/a2-record-individual")
    values = {
        "reference": "HCF-26-0008-A2",
        "header": {"supervisee": "Ana Reed", "supervisor": "Owen Ware", "session_date": "2026-10-08"},
        "fields": {"actions_agreed": [{"action": "Ring Ýrsa", "who": "Ana Reed", "by_when": "2026-12-07"}]},
    }
    before = response_of(made(form, values, "pdf", stage=Stage.SESSION).data, "pdf")
    signing = made(form, None, "pdf", stage=Stage.SIGNING, continued=before).data
    issued = made_from(CATALOGUE, lambda _: iter([before]))
    result = read_any(poppler.print_pages(signing), Path("signing.pdf"), CATALOGUE, issued)
    assert result.response is not None, result.error
    expected = response_of(signing, "pdf").fields
    assert {name: one.value for name, one in result.response.fields.items()} == {
        name: one.value for name, one in expected.items()
    }
    assert [one.code for one in result.response.findings] == ["F41"]
