"""Tick boxes that stand alone, options, sentences: the fields are right, and nothing said is hidden."""

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from build.page import Box, Options, Page
from build.pdf.blank import compile_blank
from build.pdf.document import build_pdf
from build.pdf.fill import FillableBlank
from build.pdf.spec import build_spec
from forms.model import Stage
from forms.printed_page import Frame
from tests.build_pdf.fields import boxes_of, fields_of, text_of, words_of
from tests.build_pdf.pages import (
    LONG_OPTION,
    WORDS,
    checks,
    everything,
    line,
    page_of,
    radios,
    section_of,
    sentence_of,
    to_delete,
)
from tests.tools import pdfium, verapdf

_LINE = "Deputy head, designated safeguarding lead and link governor's contact"
_LINES = " ".join([_LINE] * 5)
_PAGES = " ".join([_LINE] * 45)


def _one_sentence(text: str, *, flowing: bool = False, letters: int = 24, lines: int = 1) -> Page:
    control = line("who", text, flowing=flowing, lines=lines)
    blank = sentence_of("I ", control, " agree to take on the role.", letters=letters)
    return page_of(section_of((blank,), frame=Frame.PROSE))


@pytest.mark.parametrize("locked", [False, True])
def test_boxes_that_stand_alone_are_check_boxes(*, locked: bool) -> None:
    """Each has its own field, whose only state but Off is its option; there is no radio flag."""
    page = page_of(section_of((Options(checks("about", WORDS, (WORDS[1], LONG_OPTION), locked=locked), 2),)))
    fields = fields_of(build_pdf(page))
    for number, option in enumerate(WORDS, start=1):
        field = fields[f"about-{number}"]
        on = option if option in {WORDS[1], LONG_OPTION} else "Off"
        assert (field.kind, field.flags) == ("/Btn", int(locked))
        assert field.states == {option, "Off"}
        assert field.value == field.state == on
        assert field.spoken == f"about: {option}"
        assert not field.kid_states


def test_a_box_says_its_option_once() -> None:
    """The spoken name has the option behind it only where it does not end with it."""
    yes = checks("agreed", ("Yes",))[0]
    fields = fields_of(build_pdf(page_of(section_of((yes,)))))
    assert fields["agreed-1"].spoken == "agreed: Yes"


def test_settled_boxes_keep_their_option() -> None:
    """A box that is settled is kept without a widget, with its option if it was ticked."""
    page = page_of(section_of((Options(checks("about", WORDS, (WORDS[1],), flowing=True), 2),)))
    fields = fields_of(build_pdf(page))
    kept = {name: field.value for name, field in fields.items()}
    assert kept == {f"about-{number}": "" if number != 2 else WORDS[1] for number in range(1, 8)}
    assert all(field.rect is None and field.kept_page == 1 for field in fields.values())


@pytest.mark.parametrize("across", [0, 1, 2, 3])
def test_long_options_stay_beside_their_boxes(across: int) -> None:
    """Each option begins right behind its box, and goes on below its own beginning."""
    data = build_pdf(page_of(section_of((Options(checks("about", WORDS), across),))))
    words = words_of(data)
    for name, field in fields_of(data).items():
        left, bottom, right, top = field.place
        option = WORDS[int(name.removeprefix("about-")) - 1].split()
        (begin,) = [
            at
            for at, word in enumerate(words)
            if 0 < word["x0"] - right < 6 and bottom < 842 - word["bottom"] + 3 < top
        ]
        shown = words[begin : begin + len(option)]
        assert [word["text"] for word in shown] == option
        begun = [word["x0"] for last, word in pairwise(shown) if word["top"] > last["top"] + 2]
        assert all(abs(x0 - shown[0]["x0"]) < 0.5 for x0 in begun), begun
        assert shown[-1]["x1"] < 595 - 40
        assert left > 40


@pytest.mark.parametrize("columns", [(1.0,), (3.0, 1.0), (4.0, 1.0)])
def test_a_scale_has_its_words_at_its_ends(columns: tuple[float, ...]) -> None:
    """Wide or narrow, the words and all boxes of a scale stand on the page, none over another."""
    scale = Options(radios("help", ("5", "4", "3", "2", "1")), ends=("Very much so", "Not at all"))
    row = (scale,) if len(columns) == 1 else (Box(line("note")), scale)
    data = build_pdf(page_of(section_of(row, columns=columns)))
    assert {"Very", "much", "so", "Not", "at", "all"} <= {word["text"] for word in words_of(data)}
    boxes = sorted(boxes_of(data))
    assert len(boxes) == 5
    assert all(right[0] >= left[2] or right[1] != left[1] for left, right in pairwise(boxes))
    assert max(box[2] for box in boxes) < 595 - 42


def test_a_blank_is_as_wide_as_asked_and_grows_with_its_text() -> None:
    """A short text keeps the blank; a longer one widens it; a long one takes lines of their own."""
    blank, short, longer, long = (
        fields_of(build_pdf(_one_sentence(text)))["who"] for text in ("", "Priya Shah", _LINE[:50], _LINES)
    )
    assert blank.width_pt == pytest.approx(24 * 5.72 + 6, abs=0.1)
    assert short.rect == blank.rect
    assert blank.width_pt < longer.width_pt < 400
    assert longer.height_pt == pytest.approx(blank.height_pt, abs=0.01)
    assert long.width_pt > 490
    assert long.height_pt > 5 * 13.6
    assert long.is_multiline
    assert not longer.is_multiline


def test_an_endless_text_goes_on_in_further_boxes_of_the_sentence() -> None:
    """The parts joined are the text."""
    fields = fields_of(build_pdf(_one_sentence(_PAGES)))
    parts = [field.value for field in fields.values()]
    assert list(fields)[:2] == ["who", "who-part-2"]
    assert "".join(parts).replace("\r", "\n") == _PAGES


@pytest.mark.parametrize("text", ["Priya Shah", _LINE, _LINES, _PAGES, "One line\nand another", "W" * 200])
@pytest.mark.parametrize("letters", [6, 24, 300])
def test_every_letter_of_a_blank_stands_inside_it(text: str, letters: int, tmp_path: Path) -> None:
    """The glyphs that PDFium draws lie within the box, and none is missing."""
    data = build_pdf(_one_sentence(text, letters=letters))
    path = tmp_path / "blank.pdf"
    path.write_bytes(data)
    characters = [one for page in pdfium.read_characters(path) for one in page if one.text.strip()]
    fields = list(fields_of(data).values())
    shown = "".join(one.text for one in characters)
    assert "".join(text.split()) in shown.replace("ﬀ", "ff")
    at = 0
    for field in fields:
        left, bottom, right, top = field.place
        assert left > 42
        assert right < 595 - 42
        said = "".join(field.value.split())
        at = shown.index(said, at)
        for one in characters[at : at + len(said)]:
            assert one.box is not None
            assert left - 0.6 <= one.box[0]
            assert one.box[2] <= right + 0.6
            assert bottom - 0.6 <= one.box[1]
            assert one.box[3] <= top + 0.6
        at += len(said)


def test_letters_in_a_blank_stand_on_the_base_line_of_the_sentence(tmp_path: Path) -> None:
    """The foot of a capital in the box is that of the capital before it, to a fifth of a point."""
    path = tmp_path / "line.pdf"
    path.write_bytes(build_pdf(_one_sentence("Hilary")))
    (page,) = pdfium.read_characters(path)
    feet = [one.box[1] for one in page if one.text in {"I", "H"} and one.box is not None]
    printed, typed = feet[-2:]
    assert abs(printed - typed) < 0.2


def test_documents_with_short_and_wide_blanks_have_layouts_of_their_own() -> None:
    """A blank that has to grow is another layout; two that do not share theirs."""
    one, other, wide = (build_pdf(_one_sentence(text)) for text in ("Priya Shah", "Tom Reed", _LINE))
    blank = one[: one.index(b"%%EOF") + 5]
    assert other.startswith(blank)
    assert not wide.startswith(blank)


def test_settled_answers_are_words_of_their_sentence() -> None:
    """Answer and printed words read on as one, and the answer is kept with its place."""
    data = build_pdf(_one_sentence("Priya Shah", flowing=True))
    text = text_of(data)
    assert "I Priya Shah agree to take on the role." in text
    kept = fields_of(data)["who"]
    assert kept.value == "Priya Shah"
    x0, y0, x1, y1 = kept.kept_box or (0, 0, 0, 0)
    shown = [word for word in words_of(data) if word["text"] in {"Priya", "Shah"}]
    assert shown[0]["x0"] == pytest.approx(x0, abs=1)
    assert shown[-1]["x1"] == pytest.approx(x1, abs=6)
    assert y0 < 842 - shown[0]["bottom"] + 5 < y1


@pytest.mark.parametrize(("chosen", "struck"), [("Supervisor", 1), ("", 0)])
def test_words_that_were_not_chosen_are_struck_through(chosen: str, struck: int) -> None:
    """Of words to delete one stays; where none was chosen all do, and it says so."""
    words = to_delete("role", ("Supervisor", "Supervisee"), chosen, flowing=True)
    data = build_pdf(page_of(section_of((sentence_of("the role of ", *words, " here"),), frame=Frame.PROSE)))
    text = text_of(data)
    assert ("left blank" in text) is (chosen == "")
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        over = [
            word
            for word in pdf.pages[0].extract_words()
            for one in (*pdf.pages[0].lines, *pdf.pages[0].rects)
            if one["width"] > 40
            and one["x0"] <= word["x0"] + 1
            and one["x1"] >= word["x1"] - 1
            and word["top"] + 2 < one["top"] < word["bottom"] - 2
        ]
    assert [word["text"] for word in over] == ["Supervisee"] * struck


def test_words_to_delete_are_one_question_while_open() -> None:
    """The boxes in a sentence are one group of radio buttons."""
    words = to_delete("role", ("Supervisor", "Supervisee"), "Supervisee")
    data = build_pdf(page_of(section_of((sentence_of("the role of ", *words),), frame=Frame.PROSE)))
    group = fields_of(data)["role"]
    assert group.value == "Supervisee"
    assert group.kid_states == ("Off", "Supervisee")


def test_a_section_can_begin_a_page_and_say_when_it_applies() -> None:
    """The instruction stands above the section's first row, which stands at the head of page 2."""
    data = build_pdf(everything())
    first, second = text_of(data).split(), text_of(data, 1)
    assert not {"Only", "Question"} & set(first)
    assert second.startswith(
        "Only if the answer to “Did it help?” is 4. Question Yes No n/a Comment 1. A question"
    )


def test_the_heading_of_a_long_table_repeats() -> None:
    """Rows that go on over a page have the columns' headings above them again."""
    assert text_of(build_pdf(everything()), 2).startswith("Question Yes No n/a Comment")


def test_the_boxes_of_a_row_stay_on_one_page() -> None:
    """A row that fits on a page is not torn, wherever on the page it would begin."""
    rows = [
        (
            (Box(line(f"ref-{number}"), "Ref"), Box(line(f"action-{number}", lines=4))),
            Box(line(f"who-{number}")),
        )
        for number in range(30)
    ]
    data = build_pdf(page_of(section_of(*rows, columns=(3, 1), header=("Action", "Who"))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 3
        for page in pdf.pages:
            widgets: Any = page.Annots
            names = [str(widget.T) for widget in widgets]
            rows_here = {name.partition("-")[2] for name in names}
            assert len(names) == 3 * len(rows_here)


@pytest.mark.parametrize("columns", [(1.0, 30.0), (1.0, 8.0), (1.0, 1.0)])
@pytest.mark.parametrize("letters", [40, 240, 900, 4000])
def test_no_settled_row_runs_off_the_page(columns: tuple[float, ...], letters: int) -> None:
    """Settled words in narrow and wide columns all stand above the foot of a page."""
    text = ("Safeguarding ab i " * letters)[:letters].strip()
    rows = [
        (Box(line(f"left-{number}", text, flowing=True)), Box(line(f"right-{number}", text, flowing=True)))
        for number in range(4)
    ]
    data = build_pdf(page_of(section_of(*rows, columns=columns, header=("A", "B")), stage=Stage.SIGNING))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        shown = [one for page in pdf.pages for one in page.chars if abs(one["size"] - 10) < 0.01]
    assert all(one["top"] > 14 and one["bottom"] < 842 - 70 for one in shown)
    assert sum(not one["text"].isspace() for one in shown) >= 8 * len("".join(text.split()))


def test_rows_under_a_row_are_indented_and_boxes_stand_in_the_middle() -> None:
    """The words of a sub-row begin further right; the middle of each box is that of its column."""
    data = build_pdf(everything())
    begun = {word["text"]: word["x0"] for word in words_of(data, 1) if word["text"] in {"1.", "2.", "4."}}
    assert begun["2."] > begun["1."] + 8
    assert begun["4."] == pytest.approx(begun["1."], abs=0.01)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        edges = sorted({round(line["x0"]) for line in pdf.pages[1].edges if line["orientation"] == "v"})
    boxes = [(box[0] + box[2]) / 2 for box in boxes_of(data, 1)]
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    assert all(min(abs(box - middle) for middle in middles) < 1 for box in boxes)


def test_a_layout_is_alike_every_time() -> None:
    """Compiling the same page again gives the same bytes."""
    page = everything()
    spec = build_spec(page, {})
    assert compile_blank(page, spec) == compile_blank(page, spec)
    assert FillableBlank(compile_blank(page, spec)).page_count == 3


def test_a_person_can_tick_and_type_them(tmp_path: Path) -> None:
    """PDFium's form filler takes boxes that stand alone, words to delete, and blanks of a sentence."""
    path, typed = tmp_path / "blank.pdf", tmp_path / "typed.pdf"
    path.write_bytes(build_pdf(everything()))
    number = WORDS.index(LONG_OPTION) + 1
    given: dict[str, str | bool] = {
        "party1": "Priya Shah",
        "role1": "Supervisee",
        f"about-{number}": True,
        "long": LONG_OPTION,
        "help": "4",
        "grid-7": "n/a",
    }
    pdfium.type_into_pdf(path, typed, given)
    fields = fields_of(typed.read_bytes())
    stored = {name: fields[name].value for name in given}
    assert stored == given | {f"about-{number}": LONG_OPTION}


@pytest.mark.needs(verapdf.TOOL)
def test_new_blocks_meet_pdfua(tmp_path: Path) -> None:
    """Blank, filled, locked, settled and overfull: all comply with PDF/UA-1."""
    pages = {
        "blank": everything(),
        "filled": everything(answered=True),
        "locked": everything(answered=True, locked=True),
        "long": everything(answered=True, long=_PAGES),
        "settled": everything(answered=True, flowing=True),
        "settled-long": everything(answered=True, flowing=True, long=_PAGES),
        "settled-blank": everything(flowing=True),
    }
    paths = []
    for name, page in pages.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(build_pdf(page))
        paths.append(path)
    verapdf.assert_pdfua(paths)
