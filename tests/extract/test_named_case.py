"""A case reference that stands where the child's name is asked for: taken where nothing else is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.named_case import named_case
from forms.catalogue import load_form
from forms.model import Fact
from forms.records import Answer, Channel, State

_SHEET = load_form("green-gates/a3-case-proforma")
_REFERENCES = st.from_regex(r"[A-Z]{2,5}-C[0-9]{1,6}", fullmatch=True)


def typed(text: str) -> dict[str, Answer]:
    """Return the answers of a sheet on which this stands as the child's name."""
    return {"child_name": Answer(text, State.FILLED, Channel.ACROFORM)}


@given(_REFERENCES)
def test_a_reference_and_nothing_else_is_the_cases(reference: str) -> None:
    """White space round it is nothing else."""
    found = named_case(_SHEET, {}, typed(f" {reference}\n"))
    assert found is not None
    assert found[0] == reference
    assert found[1].code == "F89"


@given(_REFERENCES, _REFERENCES)
def test_its_own_box_comes_first(own: str, other: str) -> None:
    """What stands there is not held against the name here."""
    assert named_case(_SHEET, {Fact.CASE_REF: own}, typed(other)) is None


@pytest.mark.parametrize(
    "text", ["ggp-c001", "GGP-C001 Sam", "GGP-C001, GGP-C002", "brother of GGP-C001", "C001"]
)
def test_nothing_is_guessed(text: str) -> None:
    """A name beside it, two of them, or one that is written otherwise: a person says whose it is."""
    assert named_case(_SHEET, {}, typed(text)) is None
