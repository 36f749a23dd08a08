"""Work out from the pages that came back what a form was issued with, so that it can be made once more.

Names decide how high the rows are that they stand in, and settled answers, which are printed and in no box,
move all that is below them. Both are read off the pages here, held against a form that was made with other
words; the form made with these has to agree with the pages word by word, or it is not the one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise, takewhile

from extract.page.lines import text_of
from extract.page.words import Character
from forms.records import Box

_GAP = 0.13
"""Of a character's height: a wider gap is one between words."""
_ON_LINE = 0.4
"""Of a character's height: characters of one word stand no farther above one another."""
_EDGE_PT = 1.5
_LEFT_BLANK = ("left", "blank")
"""What a form prints in the place of an answer that there is none of; of a short one a dash."""
_DASH = "–"
_FOOT_PT = 27 / 25.4 * 72
"""What a form prints stands above this, but for the foot of its pages."""
_LEAST_REPEATED = 3
"""Words at the head of a page that stood before: the heading of a table that goes on there."""


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """An answer that a form prints, in no box."""

    name: str
    text: str
    """"" where it was left blank: then the form says so in its place."""
    page_number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the pages where a form prints an answer."""

    text: str
    characters: tuple[Character, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Two drawings of one form, word by word."""

    shown: Mapping[str, Shown]
    likeness: float
    """Of all words: how many both show in the same order, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word, with the page of the form that it stands on (from 1)."""

    text: str
    page_number: int
    characters: tuple[Character, ...]

    @property
    def left_pt(self) -> float:
        """Return where it begins."""
        return self.characters[0].box.x0_pt

    @property
    def y_pt(self) -> float:
        """Return how high its middle stands."""
        return self.characters[0].middle[1]


def match_words(
    issued: Sequence[Sequence[Character]],
    found: Sequence[Sequence[Character]],
    printed: Sequence[PrintedAnswer],
) -> Matched:
    """Return what the pages `found` show in the places of printed answers of the form `issued`.

    Both page by page, each in the order in which it is drawn, upright. An answer that does not stand between
    words which both print is left out.
    """
    own, others = list(_contents(issued)), list(_contents(found))
    owners = _owners(own, printed)
    ends = {one.name: _end(_closed(_words(own, owners, one.name)), one.text) for one in printed}
    pairs = _same_words(own, others)
    static = [pair for pair in pairs if not owners[pair[0]]]
    shown: dict[str, Shown] = {}
    for (before, left), (behind, right) in pairwise([(-1, -1), *static, (len(own), len(others))]):
        begins: dict[str, float] = {}
        for n in range(before + 1, behind):
            if owners[n]:
                begins.setdefault(owners[n], own[n].left_pt)
        if begins:
            shown |= _columns(tuple(begins.items()), others[left + 1 : right], ends)
    for one in printed:
        is_same = one.name in shown and shown[one.name].text + ends[one.name] == _words(own, owners, one.name)
        if is_same and not one.text:
            # Whatever the form prints where there is no answer.
            shown[one.name] = Shown("", ())
    return Matched(shown, 2 * len(pairs) / max(len(own) + len(others), 1))


def _columns(
    columns: Sequence[tuple[str, float]], pieces: Sequence[_Piece], ends: Mapping[str, str]
) -> Iterator[tuple[str, Shown]]:
    """Yield the words that stand in answers side by side, each drawn from its left edge on, one by one.

    `ends` are the signs of the form behind each; where they do not stand on the page it is left out.
    """
    cells: list[list[_Piece]] = [[]]
    for piece in pieces:
        following = columns[len(cells)][1] if len(cells) < len(columns) else math.inf
        if cells[-1] and abs(piece.left_pt - following) <= _EDGE_PT:
            cells.append([])
        cells[-1].append(piece)
    if len(cells) == len(columns):
        for (name, _), cell in zip(columns, cells, strict=True):
            if (answer := _without_end(cell, ends[name])) is not None:
                yield name, _shown(answer)


def _contents(pages: Iterable[Sequence[Character]]) -> Iterator[_Piece]:
    """Yield what stands on pages one after the other, as if on one: without feet and repeated headings.

    Texts in boxes are drawn last on each page, behind its foot.
    """
    before: list[str] = []
    for page_number, characters in enumerate(pages, 1):
        pieces = list(takewhile(lambda one: one.y_pt > _FOOT_PT, _pieces(page_number, characters)))
        texts = [piece.text for piece in pieces]
        repeated = _repeated(before, texts)
        before += texts
        yield from pieces[repeated:]


def _repeated(before: Sequence[str], texts: Sequence[str]) -> int:
    """Return how many of the first of these words stand before in the same order, 0 for a few."""
    longest = 0
    for start in (n for n, text in enumerate(before) if texts and text == texts[0]):
        same = takewhile(lambda pair: pair[0] == pair[1], zip(before[start:], texts, strict=False))
        longest = max(longest, sum(1 for _ in same))
    return longest if longest >= _LEAST_REPEATED else 0


def _pieces(page_number: int, characters: Sequence[Character]) -> Iterator[_Piece]:
    word: list[Character] = []
    for one in [*characters, None]:
        ends = one is None or one.text.isspace() or (word and not _goes_on(word[-1], one))
        if ends and word:
            yield _Piece("".join(letter.text for letter in word), page_number, tuple(word))
            word = []
        if one is not None and not one.text.isspace():
            word.append(one)


def _goes_on(one: Character, other: Character) -> bool:
    height = max(one.box.y1_pt - one.box.y0_pt, other.box.y1_pt - other.box.y0_pt)
    is_beside = -height <= other.box.x0_pt - one.box.x1_pt <= _GAP * height
    return is_beside and abs(one.middle[1] - other.middle[1]) <= _ON_LINE * height


def _owners(pieces: Sequence[_Piece], printed: Sequence[PrintedAnswer]) -> list[str]:
    """Return the name of the answer that each word stands in, "" for words of the form itself."""
    owners: list[str] = []
    while len(owners) < len(pieces):
        answer = _begins(pieces[len(owners)], printed)
        count = 1 if answer is None else _length(pieces[len(owners) :], answer)
        owners += ["" if answer is None else answer.name] * count
    return owners


def _begins(piece: _Piece, printed: Sequence[PrintedAnswer]) -> PrintedAnswer | None:
    """Return the answer that begins with a word, None where none does."""
    x, y = piece.characters[0].middle
    return next(
        (
            one
            for one in printed
            if one.page_number == piece.page_number
            and (_closed(one.text).startswith(piece.text if one.text else "") or _end(piece.text, one.text))
            and one.box.x0_pt - _EDGE_PT <= x <= one.box.x1_pt + _EDGE_PT
            and one.box.y0_pt - _EDGE_PT <= y <= one.box.y1_pt + _EDGE_PT
        ),
        None,
    )


def _length(pieces: Sequence[_Piece], answer: PrintedAnswer) -> int:
    """Return how many of the words, from the first on, are an answer: its second line may begin anywhere."""
    if not answer.text:
        begun = "".join(one.text for one in pieces[: len(_LEFT_BLANK)])
        return len(_LEFT_BLANK) if _ends_with_signs(begun, "".join(_LEFT_BLANK)) else 1
    whole, said = _closed(answer.text), ""
    for count, piece in enumerate(pieces):
        said += piece.text
        if _ends_with_signs(said, whole):
            return count + 1
        if not whole.startswith(said):
            return max(count, 1)
    return len(pieces)


def _end(said: str, answer: str) -> str:
    """Return the signs that a form prints behind an answer, no space between; "" where none stand there."""
    wholes = (_closed(answer),) if answer else ("".join(_LEFT_BLANK), _DASH)
    return next((said.removeprefix(one) for one in wholes if _ends_with_signs(said, one)), "")


def _ends_with_signs(said: str, whole: str) -> bool:
    """Return whether a text is that, or goes on with signs, no letters."""
    return bool(whole) and said.startswith(whole) and not any(one.isalnum() for one in said[len(whole) :])


def _without_end(pieces: Sequence[_Piece], end: str) -> list[_Piece] | None:
    """Return words without the signs that the form prints behind them, None where these are not there."""
    if not end:
        return list(pieces)
    if not pieces or not pieces[-1].text.endswith(end):
        return None
    *before, last = pieces
    kept = last.characters[: len(last.characters) - len(end)]
    if not kept:
        return before
    return [*before, replace(last, text=last.text.removesuffix(end), characters=kept)]


def _closed(text: str) -> str:
    return "".join(text.split())


def _same_words(own: Sequence[_Piece], others: Sequence[_Piece]) -> list[tuple[int, int]]:
    texts = [piece.text for piece in own], [piece.text for piece in others]
    blocks = SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks()
    return [(one.a + n, one.b + n) for one in blocks for n in range(one.size)]


def _words(pieces: Sequence[_Piece], owners: Sequence[str], name: str) -> str:
    return " ".join(piece.text for piece, owner in zip(pieces, owners, strict=True) if owner == name)


def _shown(pieces: Sequence[_Piece]) -> Shown:
    if tuple(piece.text for piece in pieces) in {_LEFT_BLANK, (_DASH,)}:
        return Shown("", ())
    characters = tuple(one for piece in pieces for one in piece.characters)
    right = max((one.box.x1_pt for one in characters), default=0.0)
    return Shown(text_of(characters, right).text, characters)
