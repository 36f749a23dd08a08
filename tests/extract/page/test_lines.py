"""What was typed into a box comes out of the characters that a viewer drew there."""

import math
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from extract.page.lines import text_of
from extract.page.words import Character
from forms.records import Box

_WIDTH, _HEIGHT, _ADVANCE, _PITCH = 30, 12.0, 6.0, 14.0
"""Letters in a line; points."""
_WORDS = st.lists(st.text("abcXYZ09.,", min_size=1, max_size=12), min_size=1, max_size=25).map(" ".join)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=4)


def _wrapped(paragraph: str) -> Iterator[str]:
    line = ""
    for word in paragraph.split(" "):
        if line and len(line) + 1 + len(word) > _WIDTH:
            yield line + " "
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def drawn(text: str) -> list[Character]:
    """Return the characters as a viewer draws them that breaks lines between words."""
    lines = [line for paragraph in text.split("\n") for line in _wrapped(paragraph)]
    return [
        Character(letter, Box(_ADVANCE * at, -_PITCH * row, _ADVANCE * (at + 1), _HEIGHT - _PITCH * row))
        for row, line in enumerate(lines)
        for at, letter in enumerate(line)
    ]


@given(_TEXTS)
def test_paragraphs_come_back_as_they_were_typed(paragraphs: list[str]) -> None:
    """Lines that the viewer broke are joined again, and empty lines stay."""
    text = "\n\n".join(paragraphs)
    typed = text_of(drawn(text), _ADVANCE * (_WIDTH + 0.5))
    assert typed.text == text
    assert typed.doubt == ""


@given(_WORDS)
def test_spaces_that_are_not_drawn_are_seen(words: str) -> None:
    """Some programs only move on."""
    without = [one for one in drawn(words) if one.text != " "]
    typed = text_of(without, _ADVANCE * (_WIDTH + 0.5))
    assert typed.text.split() == words.split()


def test_a_word_longer_than_its_line_is_in_doubt() -> None:
    """Whether it was one word or two nobody can see."""
    letters = [*drawn("a" * _WIDTH), *(_down(one) for one in drawn("b" * 20))]
    assert text_of(letters, _ADVANCE * (_WIDTH + 0.5)).doubt


def test_a_line_that_was_broken_behind_an_opening_quote_is_whole() -> None:
    """PDFium breaks there, though no space was typed; behind a closing one a person may have."""
    before, behind = "Attendance is rising; it is by two, ", "extraordinarily all agreed"
    for end, is_doubted in (('on the whole, "', False), ('as "on the whole"', True)):
        typed = text_of(drawn(f"{before}{end}\n{behind}"), _ADVANCE * (_WIDTH + 0.5))
        assert (typed.text, bool(typed.doubt)) == (f"{before}{end}{behind}", is_doubted)


def test_an_id_that_was_issued_is_whole_however_full_its_line() -> None:
    """It is one word, and breaks behind a hyphen; nobody was to type there."""
    first = "ESM-26-0042-A4-SUPERVISION-26-"
    assert len(first) == _WIDTH
    letters = [*drawn(first), *(_down(one) for one in drawn("A4/2"))]
    typed = text_of(letters, _ADVANCE * (_WIDTH + 0.5), issued=True)
    assert (typed.text, typed.doubt) == (f"{first}A4/2", "")
    assert text_of(letters, _ADVANCE * (_WIDTH + 0.5)).doubt


def _down(one: Character) -> Character:
    box = one.box
    return Character(one.text, Box(box.x0_pt, box.y0_pt - _PITCH, box.x1_pt, box.y1_pt - _PITCH))


def test_a_line_drawn_far_off_the_page_adds_few_empty_ones() -> None:
    """A damaged file places one line millions of points above the next."""
    far = [Character("a", Box(0, 4e8, _ADVANCE, 4e8 + _HEIGHT)), *drawn("b"), *(map(_down, drawn("c")))]
    assert len(text_of(far, math.inf).text) < 200


@given(_TEXTS)
def test_letters_without_height(paragraphs: list[str]) -> None:
    """As a damaged font gives them: their words come out all the same."""
    flat = [
        Character(one.text, Box(one.box.x0_pt, one.box.y0_pt, one.box.x1_pt, one.box.y0_pt))
        for one in drawn("\n\n".join(paragraphs))
    ]
    typed = text_of(flat, _ADVANCE * (_WIDTH + 0.5))
    assert typed.text.split() == " ".join(paragraphs).split()
