"""Records on every policy's plain form are recognised and read, however they were typed."""

from pathlib import Path

import pytest

from extract.plain.reading import read_plain
from forms.catalogue import own_catalogue
from forms.model import Definition, RecordType
from tests.extract.plain.policy_forms import FILLED
from tests.extract.plain.samples import sample, score
from tests.extract.plain.typed import Habit, typed_form
from tests.tools import libreoffice

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


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_every_form_is_read_from_a_pdf_that_was_printed_from_it(tmp_path: Path) -> None:
    """Each form in another habit: lines wrap there, and tables go on over pages."""
    typed = {}
    for number, definition in enumerate(_FORMS):
        path = tmp_path / f"{number}.docx"
        habit = list(Habit)[number % len(Habit)]
        path.write_bytes(typed_form(definition, sample(definition), habit))
        typed[path.stem] = definition
    for made in libreoffice.convert([tmp_path / f"{stem}.docx" for stem in typed], "pdf", tmp_path):
        definition = typed[made.stem]
        record = read_plain(made.read_bytes(), _FORMS)
        assert record.form == definition.id
        found = score(record, definition, sample(definition))
        assert found.wrong == ()
        assert found.actions_right == found.actions
        assert all(one.found.page_number for one in record.answers if one.found.words)


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_records_typed_as_the_policies_print_them(tmp_path: Path) -> None:
    """In Word and as PDF: each value and each action, and nothing that is wrong is said to be sure."""
    words = {f"{number}": filled.word() for number, filled in enumerate(FILLED)}
    for name, data in words.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    printed = libreoffice.convert([tmp_path / f"{name}.docx" for name in words], "pdf", tmp_path)
    for filled, word, pdf in zip(FILLED, words.values(), printed, strict=True):
        for data in (word, pdf.read_bytes()):
            record = read_plain(data, _FORMS)
            assert record.form == filled.form
            values = {one.field_id: one.value for one in record.answers}
            assert {name: values.get(name) for name in filled.values} == filled.values
            actions = {one.found.words: (one.who, one.by_when) for one in record.actions}
            assert actions == filled.actions
