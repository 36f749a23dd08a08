"""An issued page is found on another by the words of both, and a page that is none of it is refused."""

import math

from hypothesis import given
from hypothesis import strategies as st

from extract.page.fitting import Affine, fit
from extract.page.words import Word

_TEXTS = st.text("abcdefghij", min_size=3, max_size=6)
_PLACES = st.tuples(st.floats(0, 595), st.floats(0, 842))
_TURNS = st.sampled_from([0, 90, 180, 270])


@st.composite
def pages(draw: st.DrawFn) -> list[Word]:
    """Return the words of a page: enough of them, none near another that says the same."""
    texts = draw(st.lists(_TEXTS, min_size=20, max_size=60, unique=True))
    return [Word(text, *draw(_PLACES)) for text in texts]


@st.composite
def printings(draw: st.DrawFn) -> Affine:
    """Return what a printer may do with a page."""
    angle = math.radians(draw(_TURNS) + draw(st.floats(-1, 1)))
    scale = draw(st.floats(0.6, 1.1))
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    return Affine(cos, -sin, draw(st.floats(-50, 600)), sin, cos, draw(st.floats(-50, 800)))


def _spread(words: list[Word]) -> bool:
    xs, ys = [word.x_pt for word in words], [word.y_pt for word in words]
    return max(xs) - min(xs) > 100 and max(ys) - min(ys) > 100


@given(
    pages(), printings(), st.lists(st.builds(Word, _TEXTS, st.floats(0, 595), st.floats(0, 842)), max_size=40)
)
def test_a_printed_page_is_found_wherever_it_lies(
    words: list[Word], place: Affine, typed: list[Word]
) -> None:
    """Shifted, scaled, turned, and with words typed into it: each point comes out where it was printed."""
    moved = [Word(word.text, *place((word.x_pt, word.y_pt))) for word in words]
    known = {word.text for word in words}
    more = [word for word in typed if word.text not in known]
    found = fit(words, moved + more, place)
    if found is None:
        assert not _spread(words), "a page with words all over it is found"
        return
    assert found.lost == ()
    for point in ((0.0, 0.0), (595.0, 0.0), (0.0, 842.0), (300.0, 400.0)):
        if _spread(words):
            assert math.dist(found.place(point), place(point)) < 1


@given(pages(), pages())
def test_another_page_is_refused(words: list[Word], others: list[Word]) -> None:
    """Not fitted, however well a few words agree."""
    known = {word.text for word in words}
    strange = [word for word in others if word.text not in known]
    assert fit(words, strange + words[: len(words) // 2], Affine(1, 0, 0, 0, 1, 0)) is None


@given(pages(), st.floats(4, 200))
def test_a_page_laid_out_otherwise_is_refused(words: list[Word], down_pt: float) -> None:
    """A box that grew moves what stands below it: half of the page would be read from the wrong places."""
    words = sorted(words, key=lambda word: -word.y_pt)
    half = len(words) // 2
    grown = words[:half] + [Word(word.text, word.x_pt, word.y_pt - down_pt) for word in words[half:]]
    same = Affine(1, 0, 0, 0, 1, 0)
    found = fit(words, grown, same)
    if found is not None:
        # Then the map is one that stretches the page, and each word stands where it says.
        assert len(found.lost) <= len(words) / 10


@given(printings(), _PLACES)
def test_the_way_back(place: Affine, point: tuple[float, float]) -> None:
    """There and back is where one was."""
    assert math.dist(place.inverse()(place(point)), point) < 1e-6
