"""How the letters of a paragraph become its text, and how that is held against printed words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.label.matching import match
from extract.label.shape import END, UNSURE_BREAK, Slot, Text
from extract.tagged.content import Letter
from extract.tagged.lines import text_of

_SIZE_PT = 10.0
_WIDTH_PT = 5.0


def _lines(*lines: str) -> list[Letter]:
    """Return letters, each five points wide, line below line; "_" stands for a gap."""
    return [
        Letter(char, column * _WIDTH_PT, (column + 1) * _WIDTH_PT, 700 - 12 * row, _SIZE_PT, 0)
        for row, line in enumerate(lines)
        for column, char in enumerate(line)
        if char != "_"
    ]


def _room(width_pt: float) -> Callable[[Letter], float]:
    return lambda letter: width_pt - letter.x1_pt


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("the plan of ", "the day"), "the plan of the day"),
        (("the plan", "of it"), "the plan\nof it"),
        (("Who__Tom",), "Who\tTom"),
        (("with O'Brien-", "Lukasz-Smith too"), "with O'Brien-Lukasz-Smith too"),
        (("a well-", "known one"), "a well-\nknown one"),
        (("a line of Tom-", "Li"), f"a line of Tom-{UNSURE_BREAK}Li"),
        (("office-hours: all", "day"), "office-hours: all\nday"),
        (("Wednesday", "9 a.m."), "Wednesday\n9 a.m."),
        (("Donaudampfschiff", "fahrt"), f"Donaudampfschiff{UNSURE_BREAK}fahrt"),
        (("so\u00ad", "und"), "sound"),
    ],
)
def test_a_line_that_was_set_is_told_from_one_that_was_typed(lines: tuple[str, ...], text: str) -> None:
    """By the space at its end, else by whether what follows would have had room in 80 points."""
    assert text_of(_lines(*lines), _room(80)) == text


def test_where_nothing_says_how_wide_a_cell_is_a_hyphen_is_in_doubt() -> None:
    """No side is taken."""
    assert text_of(_lines("a well-", "known one"), lambda _: None) == f"a well-{UNSURE_BREAK}known one"


@pytest.mark.parametrize("found", ["Name\tTom Plan\tEarly Help Plan", "Name\nTom Plan\nEarly Help Plan"])
def test_a_tab_that_was_drawn_is_one_that_was_printed(found: str) -> None:
    """So an answer that says the label again is no doubt."""
    issued = Text(("Name\t", Slot("a", ""), " Plan\t", Slot("b", ""), END))
    taken = match(issued, found + END, is_drawn=True)
    assert taken is not None
    assert [one.texts for one in taken] == [("Tom",), ("Early Help Plan",)]


def test_two_answers_with_nothing_but_a_paragraph_between_them_are_two() -> None:
    """Lines that were drawn in one of them do not part it."""
    issued = Text(("How many\t", Slot("a", ""), END, Slot("b", ""), END))
    taken = match(issued, f"How many\t3{END}one\ntwo{END}", is_drawn=True)
    assert taken is not None
    assert [one.texts for one in taken] == [("3",), ("one\ntwo",)]
