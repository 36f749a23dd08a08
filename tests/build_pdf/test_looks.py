"""The look of a policy: what can be read on what, which rules are drawn, which letters are used."""

import io
from itertools import product
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from build.colours import LEAST_CONTRAST, NEEDED, contrast
from build.page import Box, Style, Words
from build.pdf.document import build_pdf
from build.pdf.look import QUIET, look_data
from build.pdf.spec import build_spec
from forms.look import Boxes, Face, Labels, Look, Rules, TitlePlace
from tests.build_pdf.fields import fields_of, words_of
from tests.build_pdf.pages import everything, line, page_of, section_of
from tests.tools import verapdf

_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
_GREEN = Look("#1e5b33", "#e8f2ea")
_COMBINATIONS = [
    Look("#40307a", "#efedf6", face, title, rules, labels, boxes)
    for (face, title, rules), (labels, boxes) in zip(
        product(Face, TitlePlace, Rules), list(product(Labels, Boxes)) * 3, strict=True
    )
]
"""Every face, place of the title and rule with each other; the rest in turn."""


def test_the_contrast_is_that_of_wcag() -> None:
    """The two ends of the scale, and a grey that is known to be just enough on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(_COLOURS, _COLOURS)
def test_words_can_be_read_on_every_ground(accent: str, tint: str) -> None:
    """Whatever the tint, words on it and on what is made of it have 4.5 to 1."""
    assume(contrast(accent, "#ffffff") >= LEAST_CONTRAST)
    data = look_data(Look(accent, tint))
    assert data is not None
    for words, ground in (("on_tint", "tint"), ("quiet_on_tint", "tint"), ("accent_on_pale", "pale")):
        assert contrast(data[words], data[ground]) >= LEAST_CONTRAST, (words, data)
    assert contrast(QUIET, data["pale"]) >= LEAST_CONTRAST
    assert contrast(data["edge"], "#ffffff") >= 3


def test_what_is_needed_can_be_read_wherever_notes_can() -> None:
    """On white it stands out more than they do, so on each ground that is chosen for them too."""
    assert contrast(NEEDED, "#ffffff") >= contrast(QUIET, "#ffffff") >= LEAST_CONTRAST


def test_the_usual_look_says_nothing() -> None:
    """A page of a policy without a look is told no word more than before there were looks."""
    plain = page_of(section_of((Words("Name", Style.LABEL), Box(line("name"))), columns=(1, 2)))
    spec = build_spec(plain, {})
    unusual = ("look", "new_page", "instruction", "width", "across", "ends", "bullet", 'locked":true')
    assert not any(f'"{word}' in spec for word in unusual)


@pytest.mark.parametrize("rules", Rules)
def test_rules_are_where_the_look_has_them(rules: Rules) -> None:
    """Between all cells, between rows only, or only around the table."""
    rows = [(Words(f"Row {number}", Style.ROW), Words("Word", Style.ROW)) for number in range(4)]
    page = page_of(section_of(*rows, columns=(1, 2)), look=Look("#1e5b33", "#e8f2ea", rules=rules))
    data = build_pdf(page)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        top = next(word["top"] for word in words_of(data) if word["text"] == "Row") - 9
        edges = [edge for edge in pdf.pages[0].edges if edge["top"] > top and edge["bottom"] < 700]
    across = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
    down = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
    assert (len(across), len(down)) == {Rules.GRID: (5, 3), Rules.ROWS: (5, 0), Rules.FRAME: (2, 2)}[rules]


@pytest.mark.parametrize("face", Face)
def test_printed_words_have_the_policys_face_and_answers_their_own(face: Face) -> None:
    """Answers, settled or typed, are Noto Sans."""
    rows = (Words("Printed", Style.LABEL), Box(line("name", "Answered", flowing=True)))
    data = build_pdf(page_of(section_of(rows, columns=(1, 2)), look=Look("#1e5b33", face=face)))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        words = pdf.pages[0].extract_words(extra_attrs=["fontname"])
    faces = {word["text"]: word["fontname"].partition("+")[2].partition("-")[0] for word in words}
    assert faces["Answered"] == "NotoSans"
    assert faces["Printed"] == {Face.SANS: "NotoSans", Face.SERIF: "NotoSerif"}[face]


@pytest.mark.parametrize("look", _COMBINATIONS)
def test_a_look_changes_no_field(look: Look) -> None:
    """All looks have the same fields with the same values."""
    usual = fields_of(build_pdf(everything(answered=True)))
    own = fields_of(build_pdf(everything(answered=True, look=look)))
    assert [(name, field.value, field.flags) for name, field in own.items()] == [
        (name, field.value, field.flags) for name, field in usual.items()
    ]
    for name, field in own.items():
        if field.rect is not None:
            assert field.rect[0] > 42, name
            assert field.rect[2] < 595 - 42, name
            assert field.rect[1] > 72, name


@pytest.mark.needs(verapdf.TOOL)
def test_every_look_meets_pdfua(tmp_path: Path) -> None:
    """Open and settled, each look complies with PDF/UA-1."""
    paths = []
    for number, look in enumerate(_COMBINATIONS):
        for flowing in (False, True):
            path = tmp_path / f"{number}-{'settled' if flowing else 'open'}.pdf"
            path.write_bytes(build_pdf(everything(answered=True, flowing=flowing, look=look)))
            paths.append(path)
    verapdf.assert_pdfua(paths)


def test_a_look_is_part_of_the_layout() -> None:
    """Two looks are two layouts."""
    assert not build_pdf(everything()).startswith(build_pdf(everything(look=_GREEN))[:5000])
