"""Test that every box has words of the form for a person."""

import pytest

from forms.catalogue import form_ids, load_form
from forms.model import Definition, Fact
from forms.names import cell_name, fact_name, option_name
from forms.spoken import spoken_name

RECORD = load_form("esteem/a2-record")
CASE = load_form("esteem/a3-case-notes")


@pytest.mark.parametrize(
    ("definition", "name", "words"),
    [
        (RECORD, "agenda_items", "Agenda items"),
        (RECORD, "agenda_items-part-2", "Agenda items, part 2"),
        (RECORD, "agenda_action-3-by_when", "Action for agenda items, row 3, By when"),
        (RECORD, "header-school", "School"),
        (RECORD, "continuation", "Continuation"),
        (CASE, "case_status-other", "Case Status (CP Plan, CiN, EHA), Other"),
        (CASE, "case_status-cp_plan", "Case Status (CP Plan, CiN, EHA), CP Plan"),
        (CASE, "agenda_items", None),
        (RECORD, "agenda_action-3-update", None),
    ],
)
def test_words_for_a_box(definition: Definition, name: str, words: str | None) -> None:
    """Field, part, cell, option or fact; nothing for a name that the form does not have."""
    assert spoken_name(definition, name) == words


@pytest.mark.parametrize("form", form_ids())
def test_no_box_is_called_by_its_id(form: str) -> None:
    """Each has words, and no two boxes of a form have the same."""
    definition = load_form(form)
    names = [field.id for field in definition.answerable]
    for field in definition.answerable:
        names += [cell_name(field.id, 1, column) for column in field.columns]
        names += [option_name(field.id, option) for option in field.options]
    names += [fact_name(fact) for fact in Fact]
    words = [spoken_name(definition, name) for name in names]
    assert all(one and "_" not in one for one in words)
    fields = [spoken_name(definition, field.id) for field in definition.answerable]
    assert len(set(fields)) == len(fields)
