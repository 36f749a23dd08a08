"""Who supervised one after the other, in the one line that a monitoring form has for it."""

import datetime as dt

import pytest

from forms.handover import name_with_those_before, supervisors_of

_BEFORE = (("Priya Shah", dt.date(2026, 11, 15)), ("Ada Long-Hall", dt.date(2026, 12, 4)))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_names_come_back_as_they_were_put_in(count: int) -> None:
    """Who supervises now first, then those before, in their order."""
    line = name_with_those_before("Owen Hart", _BEFORE[:count])
    assert supervisors_of(line) == ("Owen Hart", *(name for name, _ in _BEFORE[:count]))


@pytest.mark.parametrize(
    "typed", ["Owen Hart (deputy)", "Owen Hart (to 15/11/26: Priya)", "", "(to 15/11/2026: A)"]
)
def test_any_other_text_is_one_name(typed: str) -> None:
    """Nothing is guessed of what a person typed there."""
    assert supervisors_of(typed) == (typed,)
    assert supervisors_of(None) == ()
