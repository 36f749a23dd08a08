"""What is typed is drawn from the seed, looks like other values, and cannot be mistaken for a neighbour's."""

import datetime as dt
import re
from collections import Counter

import pytest

from forms.model import Stage
from tests.recall.samples import Form, all_forms, sample
from tests.recall.truth import Place, boxes_in_pdf, truth_of
from tests.round.making import OWN_FORMS, load_form

_FORM = Form("esteem/a2-record", Stage.AGENDA)


def test_all_forms_are_taken() -> None:
    """Each that comes with halfterm, and where it is signed as well."""
    assert {one.form for one in all_forms()} == set(OWN_FORMS)
    assert {one.form for one in all_forms() if one.stage is Stage.SIGNING} == {
        form for form in OWN_FORMS if Stage.SIGNING in load_form(form).stages
    }


def test_the_seed_decides() -> None:
    """One seed types the same each time, another one types something else."""
    assert sample(_FORM, 1, "pdf").typed == sample(_FORM, 1, "pdf").typed
    assert sample(_FORM, 1, "pdf").typed != sample(_FORM, 2, "pdf").typed


def test_word_gets_the_same_words() -> None:
    """A box that stands in both formats takes the same."""
    pdf, word = (sample(_FORM, 1, file_format).typed for file_format in ("pdf", "docx"))
    assert word
    assert {name: pdf[name] for name in word} == dict(word)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.name)
def test_words_stand_in_one_box_only(form: Form) -> None:
    """Each text in words is another one, so that a value in the wrong box is seen."""
    typed = sample(form, 1, "pdf").typed
    words = Counter(value for value in typed.values() if isinstance(value, str) and "(" in value)
    assert {text: count for text, count in words.items() if count > 1} == {}


def test_there_are_values_of_every_sort() -> None:
    """Look-alikes, Welsh and Polish letters, quotes, ampersands, long answers, dates either way round."""
    typed = [
        value
        for form in all_forms()
        for value in sample(form, 1, "pdf").typed.values()
        if isinstance(value, str)
    ]
    for sort in ("O0", "1O", "Il1", "rn", "Ş", "ŵ|Ŵ", "Ł", '"', "&", "<", r"\n\n", r"(?s).{500}"):
        assert any(re.search(sort, value) for value in typed), sort
    dates = [dt.datetime.strptime(v, "%d/%m/%Y") for v in typed if re.fullmatch(r"\d\d/\d\d/\d{4}", v)]  # noqa: DTZ007
    assert dates
    assert all(date.day <= 12 and date.day != date.month for date in dates)


def test_what_was_issued_is_wanted_too() -> None:
    """Facts and carried actions are values like any other, each in its place."""
    truth = sample(_FORM, 1, "pdf").truth
    assert truth.wanted[Place("session_date")] == "2026-03-04"
    assert truth.wanted[Place("review_previous", 2, "action")] == "Write to Mr. Burns & Mrs. Bums"
    assert truth.wanted[Place("review_previous", 2, "by_when")] == "2026-03-02"


def test_day_comes_before_month() -> None:
    """03/04/2026 is the third of April, and 1O/12/2026 is no date."""
    definition = load_form("esteem/a2-record")
    typed = {"actual_date": "03/04/2026", "issues_action-1-by_when": "1O/12/2026"}
    assert truth_of(definition, {}, typed).wanted == {
        Place("actual_date"): "2026-04-03",
        Place("issues_action", 1, "by_when"): "1O/12/2026",
    }


def test_nothing_is_typed_over_what_was_issued() -> None:
    """The reader asks to look at that, whatever comes out."""
    for form in all_forms():
        issued = sample(form, 1, "pdf")
        texts = boxes_in_pdf(issued.issued).texts
        assert [name for name in issued.typed if texts[name]] == []
