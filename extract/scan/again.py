"""Work out from pictures of pages what a form was issued with, so that it can be made once more.

What `extract.page.again` does where a page has letters, here where they have to be recognised first. A form
that was made with other words is held against the pages row by row: its own words stand at the same distance
from the left edge, lower or higher by what the answers above them are longer or shorter. What stands between
them is answers. It is no more than a guess: the form made with it has to fit, word by word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image

from extract.raw import RawBox
from extract.scan.aligning import (
    APART_PT,
    BLANK,
    DOWN_PT,
    LEAST_LETTERS,
    Answer,
    FoundWord,
    OwnWord,
    Rows,
    down_pt,
    grouped,
)
from extract.scan.flat import darkness
from extract.scan.ink import brought
from extract.scan.registering import FOOT_PT
from extract.scan.sheets import SHEET_DPI, IssuedForm, PrintedWord
from extract.scan.spelling import SpelledWord
from extract.scan.typed import PRINTED_SIZES_PT, typed_lines, without_rule
from extract.scan.warp import Warp, affine
from forms.records import Box
from forms.reference import split_action_id

_BLANK_WORDS = frozenset({"left", "blank", "–"})
_BLANK_PT = 36.0
"""So much farther than the box of an answer of no words do the words reach that say so."""
_CLOSED_BLANK = frozenset(one.replace(" ", "") for one in BLANK)
_LEFT_BLANK = "left blank"
_MARGIN_PT, _WIDE = 1.5, 20
"""Left around a line that is spelled, and dots around that by which its paper is told."""
_STOPS = ".,"
_ODD_MISFIT, _ODD_TIMES = 0.06, 1.8
"""A word looks unlike its letters: by so much at least, and so much more than the best of its line."""


@dataclass(frozen=True)
class ReadPage:
    """One page of the form, with what was recognised on it."""

    page_number: int
    image: Image.Image
    to_image: Warp
    """From points of the issued page, about."""
    words: tuple[FoundWord, ...]
    spelled: dict[tuple[FoundWord, ...], tuple[SpelledWord, ...]] = field(default_factory=dict, compare=False)
    """Lines that were spelled so far: forms that are tried share most of them."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a form may have been issued with."""

    shown: Mapping[str, str]
    """Name -> text."""
    instead: Mapping[str, str]
    """What the form made once more printed -> what its pages show there."""
    likeness: int
    """How many more of its own words were found on the pages than were not."""


def guessed(form: IssuedForm, pages: Sequence[ReadPage]) -> Guess:
    """Return what pages show in the places of answers that a form prints, or had in its boxes at first."""
    own, answers = _own(form, max(page.page_number for page in pages))
    found = sorted(
        (word for page in pages for word in _without_heading(page, pages)), key=lambda one: one.down_pt
    )
    held = Rows(own, found)
    shown: dict[str, str] = {}
    by_page = {page.page_number: page for page in pages}
    for name, words in held.shared_out(answers).items():
        text = _text(words, by_page)
        is_id = split_action_id(form.texts.get(name, "")) is not None
        if is_id and split_action_id("".join(text.split())) is None:
            # What is no id is read in its box: it does not say that another row stands there.
            continue
        is_blank = text.strip() in BLANK or is_misread_blank(text.strip())
        shown[name] = "" if is_blank else text
    texts = {box.name: box.texts[0] if box.texts else "" for box in form.settled} | dict(form.texts)
    instead = {texts[name]: text for name, text in shown.items() if text and texts.get(name)}
    outdated = {text for name, text in texts.items() if instead.get(text, text) != text}
    kept = {name: text for name, text in texts.items() if text not in outdated}
    return Guess(kept | shown, instead, held.likeness)


def is_misread_blank(text: str) -> bool:
    """Return whether a text is what a form prints for no answer but for one letter; slanted ones are misread.

    It may be an answer as well: a form is made without it to see whether that fits, and says so.
    """
    wrong = sum(one != other for one, other in zip(text, _LEFT_BLANK, strict=False))
    # Somebody's own words may begin with a capital; a form begins these with none.
    return len(text) == len(_LEFT_BLANK) and wrong == 1 and text.lower() != _LEFT_BLANK


def _own(form: IssuedForm, pages: int) -> tuple[list[OwnWord], list[Answer]]:
    own: list[OwnWord] = []
    answers: list[Answer] = []
    for number in range(1, pages + 1):
        sheet = form.sheet(number)
        if sheet is None:
            continue
        first = len(own)
        printed = [one for one in form.settled if one.page_number == number and one.box is not None]
        for word in sheet.words:
            if word.box.y0_pt < FOOT_PT:
                continue
            middle = (word.box.y0_pt + word.box.y1_pt) / 2
            name = next((one.name for one in printed if _is_of(word, one)), "")
            own.append(OwnWord(word.text, word.box.x0_pt, word.box.x1_pt, down_pt(number, middle), name))
        answers += [
            _answer(one.name, one.box, number, own, first)
            for one in printed
            if one.box is not None and _is_text(one, own[first:])
        ]
        answers += [
            _answer(place.name, place.box, number, own, first)
            for place in sheet.places
            if place.name in form.texts and place.option is None
        ]
    return own, answers


def _is_text(printed: RawBox, own: Sequence[OwnWord]) -> bool:
    """Return whether an answer is printed in words: what is ticked is not."""
    said = "".join(word.text for word in own if word.answer == printed.name)
    whole = "".join("".join(printed.texts[:1]).split())
    return bool(said) and (whole.startswith(said) if whole else said in _CLOSED_BLANK)


def _answer(name: str, box: Box, number: int, own: Sequence[OwnWord], first: int) -> Answer:
    line_pt = min(13.6, box.y1_pt - box.y0_pt)
    down = down_pt(number, box.y1_pt - line_pt / 2)
    beside = [
        at
        for at in range(first, len(own))
        if not own[at].answer
        and abs(own[at].down_pt - down) <= DOWN_PT
        and -2.0 <= box.x0_pt - own[at].right_pt <= APART_PT
    ]
    behind = [
        one
        for one in own[first:]
        if not one.answer
        and abs(one.down_pt - down) <= DOWN_PT
        and box.x0_pt + 2.0 < one.left_pt <= box.x1_pt + APART_PT / 2
        and len(one.text) > LEAST_LETTERS
    ]
    following = min(behind, key=lambda one: one.left_pt).text if behind else ""
    label = max(beside, key=lambda at: own[at].right_pt, default=None)
    return Answer(name, box.x0_pt, down, label, following)


def _is_of(word: PrintedWord, printed: RawBox) -> bool:
    """Return whether a word is of an answer, or of what says that there is none."""
    area, box = printed.box, word.box
    if area is None:
        return False
    if not any(printed.texts):
        if word.text not in _BLANK_WORDS:
            return False
        area = replace(area, x1_pt=area.x1_pt + _BLANK_PT)
    x, y = (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2
    return area.x0_pt - 1 <= x <= area.x1_pt + 1 and area.y0_pt - 1 <= y <= area.y1_pt + 1


def _without_heading(page: ReadPage, pages: Sequence[ReadPage]) -> list[FoundWord]:
    """Return the words of a page above its foot, without the heading of a table that goes on there."""
    words = [one for one in page.words if one.box.y0_pt >= FOOT_PT]
    before = {one.text for other in pages if other.page_number < page.page_number for one in other.words}
    rows = grouped(words)
    while before and rows and len(rows[0]) > 1 and all(one.text in before for one in rows[0]):
        rows.pop(0)
    return [one for row in rows for one in row]


def _text(lines: Sequence[Sequence[FoundWord]], pages: Mapping[int, ReadPage]) -> str:
    """Return lines as text, each spelled by the letters of the form's font where it is in these."""
    said: list[str] = []
    for line in lines:
        page, key = pages[line[0].page_number], tuple(line)
        if key not in page.spelled:
            page.spelled[key] = _spelled(line, page)
        said.append(_line(line, page.spelled[key]))
    return " ".join(said)


def _line(line: Sequence[FoundWord], spelled: Sequence[SpelledWord]) -> str:
    """Return a line as it is spelled, but for words that tesseract reads better."""
    read = [one.text for one in line]
    if not spelled:
        return " ".join(read)
    if len(spelled) != len(line):
        return " ".join(one.text for one in spelled)
    best = min(one.misfit for one in spelled)
    return " ".join(_better(one, other, best) for one, other in zip(spelled, read, strict=True))


def _better(one: SpelledWord, other: str, best: float) -> str:
    """Return a word as spelled; pages are kerned, which hides a stop under an arm, or makes an I of a T."""
    if other[-1] in _STOPS and one.text[-1] not in _STOPS and len(one.text) < len(other):
        return one.text + other[-1]
    return other if is_odd(one, best) and len(other) == len(one.text) else one.text


def is_odd(word: SpelledWord, best: float) -> bool:
    """Return whether a word looks unlike its letters; `best` is the misfit of the best one of its line."""
    return word.misfit > max(_ODD_MISFIT, _ODD_TIMES * best)


def _spelled(line: Sequence[FoundWord], page: ReadPage) -> tuple[SpelledWord, ...]:
    x0, x1 = min(one.box.x0_pt for one in line), max(one.box.x1_pt for one in line)
    y0, y1 = min(one.box.y0_pt for one in line), max(one.box.y1_pt for one in line)
    scale = SHEET_DPI / 72
    margin = _MARGIN_PT
    size = round((x1 - x0 + 2 * margin) * scale), round((y1 - y0 + 2 * margin) * scale)
    there = page.to_image.after(affine(1 / scale, 0, x0 - margin, 0, -1 / scale, y1 + margin))
    framed = brought(
        page.image,
        there.after(affine(1, 0, -_WIDE, 0, 1, -_WIDE)),
        (size[0] + 2 * _WIDE, size[1] + 2 * _WIDE),
    )
    dark = darkness(framed)[_WIDE:-_WIDE, _WIDE:-_WIDE]
    black = max(float(np.percentile(dark, 99)), 0.3)
    plain = without_rule(np.asarray(dark / black, dtype=np.float32), scale)
    lines = typed_lines(plain, scale, multiline=False, sizes_pt=PRINTED_SIZES_PT)
    return tuple(word for one in lines or () for word in one.words)
