"""Printed words in odd characters, and printed words and settled answers that are wider than their column."""

import io
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from build.page import Box, Options, Page, Panel, RowCard, Rows, Style, Words
from build.pdf.document import build_pdf, unshown_characters
from forms.look import Face, Look
from forms.printed_page import Frame
from forms.visible import visible
from tests.build_pdf.fields import fields_of, text_of, words_of
from tests.build_pdf.pages import checks, line, page_of, radios, section_of, sentence_of, to_delete
from tests.tools import verapdf

_SIGNS = "→ ← ⇒ ✓ ✔ ✗ ☐ ☑ ☒ □ ■ ▪ ● ○ ◦ ► ➢ ❑ ≥ ≤ ★ ⚠ ① ❶ ☺"
_WINGDINGS = {"\uf0b7": "•", "\uf0a8": "□", "\uf0fc": "✓", "\uf0e0": "→"}
_LACKING = "א م 中 \U0001f600 \ue000 \x01 \x08 \x0c \x7f"
_INVISIBLE = "a\u00adb\u200bc\u200dd\u2060e\ufe0f f\u00a0g\th"
_MAIL = "priya.shah.designated.safeguarding.lead@aldergroveacademy.example.org"
_ADDRESS = "https://www.example.org/safeguarding/supervision/policies/appendix-4/its-notes.html"
_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
_LEFT_PT, _RIGHT_PT = 42.0, 595.0 - 42


def _said(words: str) -> Page:
    """Return a page that prints `words` everywhere where a definition or a policy may have them."""
    page = page_of(
        section_of((Words(words, Style.CLAUSE),), (Words(words, Style.HEADING),), frame=Frame.PROSE),
        section_of(
            (Words(words, Style.LABEL), Box(line("a"), words)),
            (Words(words, Style.HINT), Options(radios("b", (words, "No")), label=words)),
            (sentence_of(words, *to_delete("c", (words, "No"))), Options(checks("d", (words,)), 2)),
            columns=(1, 1),
            header=(words, "Answer"),
            instruction=words,
            added=True,
        ),
    )
    policy = replace(page.filling.definition.policy, name=words)
    definition = replace(page.filling.definition, title=words, appendix=words, policy=policy)
    panel = Panel(words, (words,), (Box(line("e"), words),))
    return replace(page, filling=replace(page.filling, definition=definition), panel=panel)


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("sign", _SIGNS.split())
def test_ordinary_signs_are_printed_as_they_are(sign: str, face: Face) -> None:
    """Arrows, ticks, boxes and bullets stand on the page, whatever its letters, and nothing is said."""
    page = page_of(section_of((Words(f"{sign} see over", Style.LABEL),)), look=Look("#1e5b33", face=face))
    assert f"{sign} see over" in text_of(build_pdf(page))
    assert unshown_characters(page) == ()


@pytest.mark.parametrize(("letter", "sign"), _WINGDINGS.items())
def test_bullets_of_wingdings_are_printed_as_what_they_look_like(letter: str, sign: str) -> None:
    """Word writes them as private letters."""
    page = page_of(section_of((Words(f"{letter} see over", Style.LABEL),)))
    assert f"{sign} see over" in text_of(build_pdf(page))
    assert unshown_characters(page) == ()


@pytest.mark.parametrize("character", _LACKING.split(" "))
def test_what_no_font_has_is_drawn_as_a_sign_and_named(character: str) -> None:
    """In every place of printed words; the finding quotes them."""
    words = f"Talk {character} over"
    page = _said(words)
    printed = text_of(build_pdf(page))
    assert printed.count("Talk \ufffd over") >= 12
    (finding,) = unshown_characters(page)
    assert finding.code == "B05"
    assert finding.field is None
    assert visible(words) in finding.message
    assert f"U+{ord(character):04X}" in finding.message


def test_options_in_odd_characters_keep_their_value() -> None:
    """Only the drawing has a substitute: what is stored is the option."""
    ticks = radios("mood", ("\U0001f600", "x"), "\U0001f600")
    page = page_of(section_of((Words("Mood", Style.LABEL), ticks), columns=(1, 1)))
    assert fields_of(build_pdf(page))["mood"].value == "\U0001f600"


def test_invisible_characters_of_printed_words_are_no_matter() -> None:
    """Joiners and soft hyphens of a definition hide nothing that anybody wrote."""
    page = page_of(section_of((Words(_INVISIBLE, Style.LABEL),)))
    assert "\ufffd" not in text_of(build_pdf(page))
    assert unshown_characters(page) == ()


def test_an_option_called_off_is_no_crash() -> None:
    """PDF has that name for no tick; the page is made all the same."""
    ticks = radios("heating", ("Off", "On"), "On")
    page = page_of(section_of((Words("Heating", Style.LABEL), ticks), columns=(1, 1)))
    assert fields_of(build_pdf(page))["heating"].value == "On"


def _wide(word: str, *, flowing: bool = False) -> Page:
    """Return a page with `word` in every place where words stand, in columns that are too narrow for it."""
    text = _MAIL if flowing else ""
    prose = section_of(
        (Words(word * 2, Style.CLAUSE),),
        (Words(word * 2, Style.HEADING),),
        (sentence_of("I, ", line("s", text, flowing=flowing), f" agree to {word * 2} and ", word, "."),),
        (sentence_of("I am ", *to_delete("role", (word * 2, "None"), flowing=flowing), bullet=True),),
        frame=Frame.PROSE,
    )
    narrow = section_of(
        (Words(word, Style.LABEL), Box(line("n", text, flowing=flowing))),
        (Words(word, Style.ROW), Options(checks("c", (word, f"Yes {word}"), flowing=flowing), 2)),
        (Words(word, Style.HINT), radios("r", ("Yes", word), flowing=flowing)),
        (Words(word, Style.SUBROW), Options(radios("o", ("Yes", "No"), flowing=flowing), label=word)),
        (Words("x", Style.ROW), Options(radios("e", ("1", "2"), flowing=flowing), ends=(word, word))),
        (
            Words("x", Style.ROW),
            (
                Box(line("h1", text, flowing=flowing), word, letters=8),
                Box(line("h2", text, flowing=flowing), "b", letters=8),
            ),
        ),
        columns=(1, 3),
        header=(word, word),
    )
    card = RowCard(
        (
            (
                Box(line("q1", text, flowing=flowing), word),
                Box(line("q2", text, flowing=flowing), "Who"),
            ),
            (
                Box(line("q3", text, flowing=flowing), "Date"),
                Options(radios("q4", ("New", word), flowing=flowing), label=word),
            ),
            (Box(line("q5", text, lines=2, flowing=flowing), word),),
        )
    )
    cards = section_of((Rows("t", "T", (card,), grows=True),), (Box(line("u", flowing=flowing), word * 2),))
    page = page_of(prose, narrow, cards)
    definition = replace(page.filling.definition, title=f"Form {word * 2}")
    return replace(page, filling=replace(page.filling, definition=definition))


@pytest.mark.parametrize("flowing", [False, True])
@pytest.mark.parametrize("word", [_WORD, _ADDRESS])
def test_no_word_and_no_box_leaves_the_page(word: str, *, flowing: bool) -> None:
    """Words that are wider than the page break, and boxes keep their room beside them."""
    data = build_pdf(_wide(word, flowing=flowing))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        letters = [one for page in pdf.pages for one in page.chars if one["text"].strip()]
    assert min(one["x0"] for one in letters) >= _LEFT_PT
    assert max(one["x1"] for one in letters) <= _RIGHT_PT
    for name, field in fields_of(data).items():
        if field.rect is not None:
            assert field.rect[2] <= _RIGHT_PT, name
            assert field.width_pt > 10, name


def test_a_label_breaks_inside_its_column() -> None:
    """The words of a narrow column end before the box of the next one begins."""
    rows = (Words("Venue of the responsibilities", Style.LABEL), Box(line("venue")))
    data = build_pdf(page_of(section_of(rows, columns=(8, 92))))
    box = fields_of(data)["venue"].place
    top, bottom = 842 - box[3] - 60, 842 - box[1] + 60
    label = [one for one in words_of(data) if top < one["top"] < bottom and one["x0"] < box[0]]
    assert "".join(one["text"] for one in label if one["top"] > 80).startswith("Venueofthe")
    assert all(one["x1"] < box[0] for one in label if one["top"] > 80)


def test_headings_of_narrow_columns_keep_apart() -> None:
    """Each heading stands in its own column."""
    header = ("Responsibilities", "Safeguarding", "Nottinghamshire", "Comment")
    cells = tuple(Box(line(f"f{number}")) for number in range(4))
    data = build_pdf(page_of(section_of(cells, columns=(1, 1, 1, 8), header=header)))
    edges = [fields_of(data)[f"f{number}"].place for number in range(4)]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        letters = "".join(
            "".join(one["text"] for one in pdf.pages[0].crop((x0 - 6, 842 - y1 - 45, x1 + 6, 842 - y1)).chars)
            for x0, _, x1, y1 in edges
        )
    assert "".join(header) in letters.replace(" ", "")


def test_a_settled_name_or_address_can_be_searched_and_copied() -> None:
    """Nothing stands between its letters; where the column is wide enough it is not even broken."""
    narrow = section_of((Words("To", Style.LABEL), Box(line("to", _MAIL, flowing=True))), columns=(4, 1))
    wide = section_of(
        (Words("To", Style.LABEL), Box(line("cc", f"Send {_MAIL}", flowing=True))), columns=(1, 4)
    )
    data = build_pdf(page_of(narrow, wide))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        drawn = "".join(one["text"] for one in pdf.pages[0].chars)
    assert drawn.count(_MAIL) == 2
    assert "\u200b" not in drawn
    assert _MAIL in text_of(data)


def test_a_settled_word_that_fits_the_next_line_is_not_broken() -> None:
    """Only words that no line of the column can hold break inside."""
    text = f"We wrote to {_MAIL} and to Llanfairpwllgwyngyll, of course"
    data = build_pdf(page_of(section_of((Box(line("to", text * 3, flowing=True)),))))
    assert text_of(data).count(f" {_MAIL} ") == 3


@pytest.mark.needs(verapdf.TOOL)
def test_odd_and_wide_words_meet_pdfua(tmp_path: Path) -> None:
    """Signs, substitutes and broken words comply with PDF/UA-1."""
    pages = {
        "signs": _said(_SIGNS + "".join(_WINGDINGS)),
        "lacking": _said(_LACKING),
        "invisible": _said(_INVISIBLE),
        "wide": _wide(_WORD),
        "wide-settled": _wide(_WORD, flowing=True),
        "address-settled": _wide(_ADDRESS, flowing=True),
    }
    paths = []
    for name, page in pages.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(build_pdf(page))
        paths.append(path)
    verapdf.assert_pdfua(paths)
