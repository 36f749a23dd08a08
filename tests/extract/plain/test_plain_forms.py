"""Records on every policy's plain form are recognised and read, however they were typed."""

import pytest

from extract.plain.reading import read_plain
from forms.catalogue import own_catalogue
from forms.model import Definition, RecordType
from tests.extract.plain.samples import sample, score
from tests.extract.plain.typed import Habit, typed_form

_CATALOGUE = own_catalogue()
_FORMS = [
    form
    for name in _CATALOGUE.form_ids()
    if (form := _CATALOGUE.load_form(name)).record in {RecordType.RECORD, RecordType.CASE}
]
_NO_PLACE_FOR_NAMES = "ashbury-meadow/c-notes-actions"
"""Prints names only beside the roles of who signs: a habit without cells leaves them out."""


@pytest.mark.parametrize("habit", Habit)
@pytest.mark.parametrize("definition", _FORMS, ids=lambda one: one.id)
def test_every_answer_and_action_of_a_plain_word_form_is_read(definition: Definition, habit: Habit) -> None:
    """All forms of all policies: nothing is wrong, and nothing that was typed is missed."""
    typed = sample(definition)
    record = read_plain(typed_form(definition, typed, habit), _FORMS)
    assert record.form == definition.id
    found = score(record, definition, typed)
    assert found.wrong == ()
    assert found.actions_right == found.actions
    if definition.id != _NO_PLACE_FOR_NAMES or habit is Habit.CELLS:
        assert found.labels_right == found.labels
    assert not any("Tom" in line.text for line in record.loose)
