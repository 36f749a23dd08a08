"""docs/monitoring.md says of every column what its declaration says, and shows the sheets as they are."""

import pytest

from extract.plan_columns import PLAN_SHEETS, PlanSheet, Typing
from extract.plan_values import Known, meaning_of
from extract.sheet_cells import StoredCell
from tests.docs.monitoring import PAGE, fingerprint, picture_path, with_tables
from tests.docs.pictures import fingerprint_in

_LARGEST_PICTURE = 70_000


def test_every_column_is_explained_as_it_is_declared() -> None:
    """Writing the tables anew changes nothing."""
    text = PAGE.read_text(encoding="utf-8")
    assert with_tables(text) == text


@pytest.mark.parametrize("spec", PLAN_SHEETS, ids=lambda spec: spec.name)
def test_the_picture_shows_the_sheet_as_it_is(spec: PlanSheet) -> None:
    """It is small, shown, and made from the present declarations and examples."""
    picture = picture_path(spec).read_bytes()
    assert len(picture) <= _LARGEST_PICTURE
    assert fingerprint_in(picture) == fingerprint()
    assert f"(monitoring/{picture_path(spec).name})" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("spec", PLAN_SHEETS, ids=lambda spec: spec.name)
def test_every_example_can_be_read(spec: PlanSheet) -> None:
    """What a column's example says fits that column."""
    for column in spec.columns:
        meaning = meaning_of(StoredCell(2, 1, column.example, "@"), column, Known())
        assert meaning.trouble is None
        assert meaning.value is not None
        assert not column.choices or column.typing is Typing.YES_NO or meaning.value in column.choices
