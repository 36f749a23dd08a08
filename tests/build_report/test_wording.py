"""How numbers, half terms and other people's texts are put."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.report.charts import ticks
from build.report.wording import counted, cut, half_term_sign, half_term_words, part_of, percent, plain
from forms.half_terms import HalfTermName


@pytest.mark.parametrize(
    ("number", "of", "shown"),
    [
        (0, 0, "no data"),
        (0, 9, "0%"),
        (7, 9, "78%"),
        (9, 9, "100%"),
        (1, 8, "13%"),
        (1, 250, "under 1%"),
        (1999, 2000, "99%"),
    ],
)
def test_a_share_is_rounded_but_not_to_none_or_all(number: int, of: int, shown: str) -> None:
    """Half up; what is not quite all is less than 100%."""
    assert percent(number, of) == shown


def test_rounding_does_not_reach_the_target() -> None:
    """179 of 200 are 89.5%, which is below a target of 90%."""
    assert percent(179, 200, 90) == "89%"
    assert percent(179, 200, 91) == "90%"


@given(st.integers(0, 99_999), st.integers(1, 99_999), st.integers(0, 100))
def test_a_share_says_reached_only_if_it_is(number: int, of: int, target: int) -> None:
    """For any target."""
    number = min(number, of)
    shown = percent(number, of, target)
    if shown != "under 1%":
        assert (int(shown[:-1]) < target) or 100 * number >= target * of
        assert abs(int(shown[:-1]) - 100 * number / of) < 1


def test_a_part_of_nothing_is_no_data() -> None:
    """But a number that contradicts what it is of is shown as it is."""
    assert part_of(0, 0) == "no data"
    assert part_of(7, 9) == "7 of 9"
    assert part_of(2, 0) == "2 of 0"


@pytest.mark.parametrize("name", HalfTermName)
def test_half_terms_are_words(name: HalfTermName) -> None:
    """Also beside a year; what is no half term stays."""
    words = f"{name.term} {1 if name.number % 2 == 0 else 2}"
    assert half_term_words(name) == words
    assert half_term_words(f"{name} 2026/27") == f"{words} 2026/27"
    assert half_term_sign(name) == f"{name[:3]} {name[3]}"
    assert half_term_words("Autumn half") == "Autumn half"


def test_texts_are_one_line_without_what_cannot_be_seen() -> None:
    """A direction mark would turn round the words that follow it."""
    assert plain(" one\r\ntwo\u2028three\t \u202efour\u2066 fi\u00adve\u200b ") == "one two three four five"
    assert plain("\u202e \n") == "–"


@given(st.text(max_size=60).map(plain), st.integers(1, 60))
def test_what_is_cut_says_so(text: str, most: int) -> None:
    """Either whole, or the beginning of it with an ellipsis and the pointer."""
    shown = cut(text, most, " (there)")
    if len(text) <= most:
        assert shown == text
    else:
        assert shown.endswith("… (there)")
        kept = shown.removesuffix("… (there)")
        assert text.startswith(kept)
        assert kept
        assert len(kept) <= most


def test_a_cut_is_made_between_words() -> None:
    """If there is a place for it."""
    assert cut("one two three", 9) == "one two…"
    assert cut("one two three", 7) == "one two…"
    assert cut("onetwothree", 5) == "onetw…"


def test_words_follow_their_number() -> None:
    """One of them, or several."""
    assert counted(1, "figure", "figures") == "1 figure"
    assert counted(2, "figure", "figures") == "2 figures"


@given(st.lists(st.integers(0, 999_999), max_size=6))
def test_a_grid_has_few_round_lines(values: list[int]) -> None:
    """From 0 to no less than the largest, at most six of them, in equal steps."""
    lines = ticks(values)
    assert lines[0] == 0
    assert max((*values, 1)) <= lines[-1]
    assert 2 <= len(lines) <= 6
    assert len({after - before for before, after in pairwise(lines)}) == 1
    assert str(lines[1]).rstrip("0") in {"1", "2", "5"}
