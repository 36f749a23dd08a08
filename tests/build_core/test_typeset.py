"""Breaking text into lines and boxes loses nothing and overruns nothing."""

from hypothesis import given
from hypothesis import strategies as st

from forms.lettering import form_font
from forms.typeset import PADDING_PT, SIZE_PT, break_lines, split_parts

_TEXT = st.text(alphabet=st.sampled_from("ab WiŁй\u0301-\n  \u00a0—李\U0001f600"), max_size=400)
_WIDTH_PT = st.floats(min_value=20, max_value=500)


@given(_TEXT, _WIDTH_PT)
def test_lines_joined_are_the_text(text: str, width_pt: float) -> None:
    """Every character stands on some line, in order."""
    assert "".join(break_lines(text, width_pt, form_font())) == text


@given(_TEXT, _WIDTH_PT)
def test_no_line_is_wider_than_its_box(text: str, width_pt: float) -> None:
    """What is drawn of a line fits between the box's edges, unless one letter alone is wider."""
    font = form_font()
    for line in break_lines(text, width_pt, font):
        drawn = font.drawn(line.rstrip(" \n"))
        base_letters = sum(1 for character in drawn if font.width_pt(character, SIZE_PT) > 0)
        assert font.width_pt(drawn, SIZE_PT) <= width_pt - 2 * PADDING_PT + 1e-6 or base_letters <= 1


@given(_TEXT, _WIDTH_PT, st.integers(min_value=1, max_value=9))
def test_parts_joined_are_the_text_and_each_fits(text: str, width_pt: float, lines: int) -> None:
    """A part holds at most its lines, and the parts joined are the text."""
    font = form_font()
    parts = split_parts(text, width_pt, font, lines)
    assert "".join(parts) == text
    for part in parts:
        # A part that ends with a line end needs no line for the nothing behind it.
        assert len(break_lines(part.removesuffix("\n"), width_pt, font)) <= lines


@given(st.text(max_size=60))
def test_drawn_text_has_a_glyph_for_every_character(text: str) -> None:
    """Nothing that is drawn would be .notdef."""
    font = form_font()
    assert all(font.glyphs[character] > 0 for character in font.drawn(text.replace("\n", " ")))


def test_a_word_wider_than_the_box_is_broken_between_letters_not_before_a_combining_mark() -> None:
    """A mark stays on the line of its letter."""
    lines = break_lines("e\u0301" * 60, 80, form_font())
    assert len(lines) > 1
    assert not any(line.startswith("\u0301") for line in lines)


def test_a_name_wider_than_the_box_parts_at_its_hyphen() -> None:
    """Behind the last one that stands on the line; a hyphen with a mark above it is none."""
    assert break_lines("Mostyn-Williams", 60, form_font()) == ["Mostyn-", "Williams"]
    assert break_lines("Claire O'Donoghue-Featherstone-Smith", 115, form_font()) == [
        "Claire ",
        "O'Donoghue-",
        "Featherstone-Smith",
    ]
    assert not any(line.startswith("\u0301") for line in break_lines("aaaa-\u0301" * 20, 60, form_font()))
