"""Typing more than a box can show is said, and nothing of it is lost."""

from extract.overflow import check_overflow
from forms.records import Box

_BOX = Box(0, 0, 200, 40)


def test_a_text_that_can_be_read_in_its_box_gives_no_finding() -> None:
    """Three lines at 8 pt fit into 40 pt."""
    assert check_overflow("agenda_items", "one\rtwo\rthree", _BOX) is None


def test_a_text_that_would_have_to_shrink_below_8_pt_gives_x39() -> None:
    """Four hundred words do not fit, and neither does a long name on one line."""
    finding = check_overflow("agenda_items", "word " * 400, _BOX)
    assert finding is not None
    assert finding.code == "X39"
    assert check_overflow("name", "M" * 60, Box(0, 0, 100, 18)) is not None


def test_a_box_without_a_place_is_not_measured() -> None:
    """Nothing is said where nothing is known."""
    assert check_overflow("name", "M" * 60, None) is None
