"""What the policies print stands on the built forms: the same words, in the same order, in both formats."""

from typing import Any

import pytest

from forms.catalogue import form_ids, load_form
from forms.model import Kind
from tests.forms.printed import EXCEPTIONS, FORMS, Printed, expected, missing, words_of, words_on

NO_FIELDS = {("ashbury-meadow/a-contract", "title")}
"""Printed words that are the form's title, not a field of their own."""
ONE_DATE_EACH = "sig_dates"
"""Listed as one addition, built as a date beside each signature."""


def test_every_form_is_listed() -> None:
    """The lists hold the nineteen forms of the five policies, and all their labels."""
    assert set(FORMS) == set(form_ids())
    assert sum(len(form["labels"]) for form in FORMS.values()) == 325


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_listed_field_is_there(form: str) -> None:
    """Printed fields keep the ids that others know; what was asked for as an addition is marked as one."""
    definition = load_form(form)
    fields = {field.id: field for field in definition.fields}
    for field, _ in FORMS[form]["labels"]:
        assert (form, field) in NO_FIELDS or not fields[field].added
    for field in FORMS[form]["added"]:
        if field == ONE_DATE_EACH:
            signatures = [one for one in definition.fields if one.kind is Kind.SIGNATURE]
            assert signatures
            assert {one.date_field for one in signatures} == {None}
        else:
            assert fields[field].added


@pytest.mark.parametrize("verbatim", [False, True], ids=["with-additions", "verbatim"])
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_policys_words_stand_in_order(form: str, file_format: str, *, verbatim: bool) -> None:
    """Every label and clause is on the built form, word for word, in the order of the policy."""
    words = words_on(form, file_format, verbatim=verbatim)
    assert missing(expected(form, verbatim=verbatim), words) == []


def test_exceptions_are_few_and_have_reasons() -> None:
    """No more than fifteen, each for a printed field and with a reason."""
    assert len(EXCEPTIONS) <= 15
    for one in EXCEPTIONS:
        assert one["field"] in dict(FORMS[one["form"]]["labels"])
        assert len(one["reason"].split()) > 5


@pytest.mark.parametrize("exception", EXCEPTIONS, ids=lambda one: f"{one['form']}-{one['field']}")
def test_no_exception_is_made_without_need(exception: dict[str, Any]) -> None:
    """Without it the words would not be found."""
    plain = [Printed(field, words_of(label)) for field, label in FORMS[exception["form"]]["labels"]]
    words = words_on(exception["form"], "pdf", verbatim=False)
    assert exception["field"] in missing(plain, words)


def test_a_changed_word_is_noticed() -> None:
    """The comparison itself finds a word that is missing, changed or out of order."""
    words = words_of("Name of Supervisee: Role: Name of Supervisor: Role:")
    labels = [Printed(str(at), words_of(text)) for at, text in enumerate(["Name of Supervisee:", "Role:"])]
    assert missing([*labels, Printed("2", ("Role",))], words) == []
    assert missing(list(reversed(labels)), words) == ["0"]
    assert missing([Printed("0", words_of("Name of the Supervisee"))], words) == ["0"]
