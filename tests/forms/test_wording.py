"""Esteem's forms say what the policy prints, word for word and in its order.

tests/data/esteem_labels.json holds the labels and clauses of the four appendices, copied from the
trust's published policy: no people, no answers.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.catalogue import form_ids, load_form
from forms.model import Definition, Kind
from forms.printed_page import Item, Show

LABELS = json.loads((Path(__file__).parents[1] / "data" / "esteem_labels.json").read_text(encoding="utf-8"))
PRINTED_BUT_UNLISTED = {"signatures_head"}
"""Words that the policy prints and the list of labels leaves out."""


def items(definition: Definition) -> Iterator[Item]:
    """Yield what the page shows, in reading order."""
    for section in definition.sections:
        for row in (section.header, *section.rows):
            for cell in row:
                yield from cell.items


@pytest.fixture(params=sorted(LABELS))
def inventory(request: pytest.FixtureRequest) -> str:
    """Give the id that older lists have for each of the four forms."""
    return str(request.param)


def test_every_form_is_listed() -> None:
    """The list of labels covers all forms of the policy."""
    listed = {load_form(inventory).id for inventory in LABELS}
    assert listed == {form for form in form_ids() if form.startswith("esteem/")}


def test_labels_are_the_policys(inventory: str) -> None:
    """Ids and labels of the printed fields equal the policy's, in its order."""
    definition = load_form(inventory)
    printed = [
        [field.id, field.label]
        for field in definition.fields
        if not field.added and field.id not in PRINTED_BUT_UNLISTED
    ]
    assert printed == LABELS[inventory]["labels"]
    assert [definition.appendix, definition.title] == [
        LABELS[inventory]["appendix"],
        LABELS[inventory]["title"],
    ]


def test_additions_are_marked(inventory: str) -> None:
    """What the policy does not print says so, and all that was asked for is there."""
    definition = load_form(inventory)
    listed = {field_id for field_id, _ in LABELS[inventory]["labels"]}
    ours = {field.id for field in definition.fields} - listed - PRINTED_BUT_UNLISTED
    assert ours == {field.id for field in definition.fields if field.added}
    assert set(LABELS[inventory]["added"]) <= ours


def test_the_page_follows_the_printed_order(inventory: str) -> None:
    """Labels stand on the page in the order of the fields."""
    definition = load_form(inventory)
    order = [field.id for field in definition.fields]
    shown = [order.index(item.field_id) for item in items(definition) if item.show is Show.LABEL]
    # The label of an ACTION heading stands beside its row's first label, above both answers.
    answers_below = {"review_action", "agenda_action", "issues_action", "training_action"}
    left = [at for at in shown if order[at] not in answers_below]
    assert left == sorted(left)


def test_the_grid_reads_as_printed() -> None:
    """The heading of the Yes/No grid spells the policy's clause, and each row has one box for each."""
    definition = load_form("esteem/a4-monitoring")
    section = next(section for section in definition.sections if section.id == "evidence")
    heading = [item.text for cell in section.header for item in cell.items]
    assert " ".join(heading) == definition.field("evidence_head").label
    assert heading[1:] == ["Yes", "No"]
    for row in section.rows:
        assert [item.text for cell in row[1:] for item in cell.items] == heading[1:]
        assert len({item.field_id for cell in row for item in cell.items}) == 1


def test_the_case_notes_begin_with_four_cells() -> None:
    """Name and status stand beside each other, as printed; all else has one label and one wide answer."""
    first, *others = load_form("esteem/a3-case-notes").sections[0].rows
    assert [cell.items[0].field_id for cell in first] == ["child_name"] * 2 + ["case_status"] * 2
    assert [[cell.span for cell in row] for row in others] == [[1, 3]] * 8


def test_each_action_cell_is_headed_as_printed() -> None:
    """Four rows of the record have an ACTION cell at their right; personal factors has none."""
    definition = load_form("esteem/a2-record")
    with_action = [
        section.id
        for section in definition.sections
        if section.header and definition.field(section.header[-1].items[0].field_id).label == "ACTION"
    ]
    assert with_action == ["review", "agenda", "issues", "training"]
    actions = [field.id for field in definition.fields if field.kind is Kind.ACTIONS]
    assert actions == ["review_action", "agenda_action", "issues_action", "training_action"]
