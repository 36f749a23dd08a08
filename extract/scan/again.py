"""Work out from pictures of pages what a form was issued with, so that it can be made once more.

What `extract.page.again` does where a page has letters, here where they have to be recognised first. A form
that was made with other words is held against the pages row by row: its own words stand at the same distance
from the left edge, lower or higher by what the answers above them are longer or shorter. What stands between
them is answers. It is no more than a guess: the form made with it has to fit, word by word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from PIL import Image

from extract.raw import RawBox
from extract.scan.flat import darkness
from extract.scan.ink import brought
from extract.scan.registering import FOOT_PT
from extract.scan.sheets import SHEET_DPI, IssuedForm
from extract.scan.typed import joined_text, typed_lines
from extract.scan.warp import Warp, affine
from forms.records import Box

_PAGE_PT = 841.89
_BLANK = frozenset({"left blank", "–", "-", "—", "_"})
"""What a form prints in the place of an answer that there is none of, and what is read there."""
_CLOSED_BLANK = frozenset(one.replace(" ", "") for one in _BLANK)
_SAME_ROW_PT, _ACROSS_PT, _DOWN_PT = 3.0, 7.0, 5.0
_LEAST_LIKE, _LEAST_LETTERS = 0.7, 2
"""How alike a recognised word is to a printed one; a shorter word says nothing of where it stands."""
_STEADY = 2.0
"""What it counts, in letters, that a row stands as far below the one before as it was issued."""
_APART_PT, _NEXT_LINE_PT, _LEFT_PT = 12.0, 17.5, 5.0
"""Words farther apart are in different answers; lines of one answer are as near, one below the other."""
_SAMPLE_LETTERS = 1
_MARGIN_PT = 1.5
_STOPS = ".,"


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word that was recognised: its place in points of the issued page, about where it lies on it."""

    text: str
    box: Box
    page_number: int
    """Of the form, from 1."""

    @property
    def down_pt(self) -> float:
        """Return how far down its middle stands where all pages are one below the other, without feet."""
        return _down(self.page_number, (self.box.y0_pt + self.box.y1_pt) / 2)


@dataclass(frozen=True)
class ReadPage:
    """One page of the form, with what was recognised on it."""

    page_number: int
    image: Image.Image
    to_image: Warp
    """From points of the issued page, about."""
    words: tuple[FoundWord, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a form may have been issued with."""

    shown: Mapping[str, str]
    """Name -> text."""
    instead: Mapping[str, str]
    """What the form made once more printed -> what its pages show there."""
    likeness: float
    """The share of its own words that were found on the pages."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A word of the form, or of an answer that it prints."""

    text: str
    left_pt: float
    right_pt: float
    down_pt: float
    answer: str
    """The name of the answer that it stands in, "" for the form's own."""


@dataclass(frozen=True, slots=True)
class _Answer:
    name: str
    left_pt: float
    down_pt: float
    """Of its first line."""
    label: int | None
    """Number of the printed word right before it on its line."""
    following: str
    """The printed word right behind it on its line, "" where there is none."""


def guessed(form: IssuedForm, pages: Sequence[ReadPage]) -> Guess:
    """Return what pages show in the places of answers that a form prints, or had in its boxes at first."""
    own, answers = _own(form, max(page.page_number for page in pages))
    found = sorted(
        (word for page in pages for word in _without_heading(page, pages)), key=lambda one: one.down_pt
    )
    held = _Rows(own, found)
    shown: dict[str, str] = {}
    by_page = {page.page_number: page for page in pages}
    for name, words in held.shared_out(answers).items():
        text = _text(words, by_page)
        shown[name] = "" if text.strip() in _BLANK else text
    texts = {box.name: box.texts[0] if box.texts else "" for box in form.settled} | dict(form.texts)
    instead = {texts[name]: text for name, text in shown.items() if text and texts.get(name)}
    outdated = {text for name, text in texts.items() if instead.get(text, text) != text}
    kept = {name: text for name, text in texts.items() if text not in outdated}
    return Guess(kept | shown, instead, held.likeness)


def _own(form: IssuedForm, pages: int) -> tuple[list[_Own], list[_Answer]]:
    own: list[_Own] = []
    answers: list[_Answer] = []
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
            name = next(
                (one.name for one in printed if one.box is not None and _within(word.box, one.box)), ""
            )
            own.append(_Own(word.text, word.box.x0_pt, word.box.x1_pt, _down(number, middle), name))
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


def _is_text(printed: RawBox, own: Sequence[_Own]) -> bool:
    """Return whether an answer is printed in words: what is ticked is not."""
    said = "".join(word.text for word in own if word.answer == printed.name)
    whole = "".join("".join(printed.texts[:1]).split())
    return bool(said) and (whole.startswith(said) if whole else said in _CLOSED_BLANK)


def _answer(name: str, box: Box, number: int, own: Sequence[_Own], first: int) -> _Answer:
    line_pt = min(13.6, box.y1_pt - box.y0_pt)
    down = _down(number, box.y1_pt - line_pt / 2)
    beside = [
        at
        for at in range(first, len(own))
        if not own[at].answer
        and abs(own[at].down_pt - down) <= _DOWN_PT
        and -2.0 <= box.x0_pt - own[at].right_pt <= _APART_PT
    ]
    behind = [
        one
        for one in own[first:]
        if not one.answer
        and abs(one.down_pt - down) <= _DOWN_PT
        and box.x0_pt + 2.0 < one.left_pt <= box.x1_pt + _APART_PT / 2
        and len(one.text) > _LEAST_LETTERS
    ]
    following = min(behind, key=lambda one: one.left_pt).text if behind else ""
    label = max(beside, key=lambda at: own[at].right_pt, default=None)
    return _Answer(name, box.x0_pt, down, label, following)


def _within(word: Box, area: Box) -> bool:
    x, y = (word.x0_pt + word.x1_pt) / 2, (word.y0_pt + word.y1_pt) / 2
    return area.x0_pt - 1 <= x <= area.x1_pt + 1 and area.y0_pt - 1 <= y <= area.y1_pt + 1


def _down(page_number: int, y_pt: float) -> float:
    return (page_number - 1) * (_PAGE_PT - FOOT_PT) + _PAGE_PT - y_pt


def _without_heading(page: ReadPage, pages: Sequence[ReadPage]) -> list[FoundWord]:
    """Return the words of a page above its foot, without the heading of a table that goes on there."""
    words = [one for one in page.words if one.box.y0_pt >= FOOT_PT]
    before = {one.text for other in pages if other.page_number < page.page_number for one in other.words}
    rows = _grouped(words)
    while before and rows and len(rows[0]) > 1 and all(one.text in before for one in rows[0]):
        rows.pop(0)
    return [one for row in rows for one in row]


def _grouped(words: Sequence[FoundWord]) -> list[list[FoundWord]]:
    rows: list[list[FoundWord]] = []
    for word in sorted(words, key=lambda one: one.down_pt):
        if rows and word.down_pt - rows[-1][0].down_pt <= _DOWN_PT:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


class _Rows:
    """The rows of a form held against the words on its pages."""

    def __init__(self, own: Sequence[_Own], found: Sequence[FoundWord]) -> None:
        self.own = own
        self.found = found
        order = sorted(range(len(own)), key=lambda at: own[at].down_pt)
        self.rows: list[list[int]] = []
        for at in order:
            if self.rows and own[at].down_pt - own[self.rows[-1][0]].down_pt <= _SAME_ROW_PT:
                self.rows[-1].append(at)
            else:
                self.rows.append([at])
        self.places = self._placed()
        self.pairs = dict(self._paired())
        """Number of a printed word -> number of the recognised one that it is."""

    @property
    def likeness(self) -> float:
        """Return the share of the form's own words that were found."""
        own = [at for at, one in enumerate(self.own) if not one.answer]
        return sum(at in self.pairs for at in own) / max(len(own), 1)

    def _candidates(self, row: Sequence[int]) -> list[tuple[float, float]]:
        """Return where a row may stand (its first word's middle), and how many letters speak for it."""
        near: list[tuple[float, float]] = []
        first = self.own[row[0]].down_pt
        for at in row:
            one = self.own[at]
            if len(one.text) <= _SAMPLE_LETTERS:
                continue
            near += [
                (word.down_pt - one.down_pt + first, float(len(one.text)))
                for word in self.found
                if abs(word.box.x0_pt - one.left_pt) <= _ACROSS_PT and _alike(one.text, word.text)
            ]
        near.sort()
        groups: list[list[tuple[float, float]]] = []
        for one_place in near:
            if groups and one_place[0] - groups[-1][0][0] <= _DOWN_PT:
                groups[-1].append(one_place)
            else:
                groups.append([one_place])
        return [
            (float(np.median([place for place, _ in group])), sum(count for _, count in group))
            for group in groups
        ]

    def _placed(self) -> dict[int, float]:
        """Return number of a row -> where it stands on the pages: all in order, as much as can be found."""
        nodes = [
            (number, self.own[row[0]].down_pt, place, score)
            for number, row in enumerate(self.rows)
            for place, score in self._candidates(row)
        ]
        if not nodes:
            return {}
        numbers = np.array([one[0] for one in nodes])
        issued = np.array([one[1] for one in nodes])
        places = np.array([one[2] for one in nodes])
        best = np.zeros(len(nodes))
        came = np.full(len(nodes), -1)
        for at, (number, down, place, score) in enumerate(nodes):
            worth = np.where((numbers[:at] < number) & (places[:at] < place - 1), best[:at], -np.inf)
            worth = worth + _STEADY * (np.abs((place - places[:at]) - (down - issued[:at])) <= _SAME_ROW_PT)
            before = int(worth.argmax()) if at else -1
            if before >= 0 and worth[before] > 0:
                best[at], came[at] = worth[before] + score, before
            else:
                best[at] = score
        placed: dict[int, float] = {}
        at = int(best.argmax())
        while at >= 0:
            placed[int(numbers[at])] = float(places[at])
            at = int(came[at])
        return placed

    def stands(self, down_pt: float) -> float:
        """Return where something stands that was issued so far down: as far from the row above it."""
        known = [(self.own[self.rows[number][0]].down_pt, place) for number, place in self.places.items()]
        if not known:
            return down_pt
        issued, place = max(
            (one for one in known if one[0] <= down_pt + _DOWN_PT), default=min(known), key=lambda one: one[0]
        )
        return place + down_pt - issued

    def _paired(self) -> Iterator[tuple[int, int]]:
        taken: set[int] = set()
        for row in self.rows:
            for at in row:
                one = self.own[at]
                down = self.stands(one.down_pt)
                near = [
                    (abs(word.box.x0_pt - one.left_pt) + abs(word.down_pt - down), number)
                    for number, word in enumerate(self.found)
                    if number not in taken
                    and abs(word.down_pt - down) <= _DOWN_PT
                    and abs(word.box.x0_pt - one.left_pt) <= _ACROSS_PT
                    and _alike(one.text, word.text)
                ]
                if near:
                    taken.add(min(near)[1])
                    yield at, min(near)[1]

    def shared_out(self, answers: Sequence[_Answer]) -> dict[str, list[list[FoundWord]]]:
        """Return answer -> its lines: what stands behind its label, or below the one that begins above."""
        whole = {name for name in {one.answer for one in self.own if one.answer} if self._is_whole(name)}
        known = {number: self.own[at].answer for at, number in self.pairs.items()}
        labels = {number for number, name in known.items() if not name or name in whole}
        open_answers = [one for one in answers if one.name not in whole]
        behind = {
            self.pairs[one.label]: one
            for one in open_answers
            if one.label is not None and one.label in self.pairs
        }
        starts = {one.name: self.stands(one.down_pt) for one in open_answers}
        shares: dict[str, list[list[FoundWord]]] = {}
        # A sentence goes on behind an answer that stands in it.
        following = {one.name: one.following for one in open_answers if one.following}
        ended: set[str] = set()
        for first, line in self._runs(labels):
            name = self._owner(first, line, open_answers, starts, behind, shares, ended)
            if not name:
                continue
            end = next((n for n, word in enumerate(line) if word.text == following.get(name)), len(line))
            if end < len(line):
                ended.add(name)
            if line[:end]:
                shares.setdefault(name, []).append(line[:end])
        return shares

    def _is_whole(self, name: str) -> bool:
        words = [at for at, one in enumerate(self.own) if one.answer == name]
        if " ".join(self.own[at].text for at in words) in _BLANK:
            return False
        return any(len(self.own[at].text) > _LEAST_LETTERS for at in words) and all(
            len(self.own[at].text) <= _LEAST_LETTERS
            or (at in self.pairs and self.found[self.pairs[at]].text == self.own[at].text)
            for at in words
        )

    def _runs(self, labels: set[int]) -> Iterator[tuple[int | None, list[FoundWord]]]:
        """Yield the words between the form's own, line by line, with the number of a label beside them."""
        numbers = {id(word): number for number, word in enumerate(self.found)}
        for row in _grouped(self.found):
            line: list[FoundWord] = []
            label: int | None = None
            last: FoundWord | None = None
            for word in sorted(row, key=lambda one: one.box.x0_pt):
                is_label = numbers[id(word)] in labels
                is_far = last is not None and word.box.x0_pt - last.box.x1_pt > _APART_PT
                if line and (is_label or is_far):
                    yield label, line
                    line, label = [], None
                if is_label:
                    label = numbers[id(word)]
                else:
                    if is_far:
                        label = None
                    line.append(word)
                last = word
            if line:
                yield label, line

    def _owner(
        self,
        label: int | None,
        line: Sequence[FoundWord],
        answers: Sequence[_Answer],
        starts: Mapping[str, float],
        behind: Mapping[int, _Answer],
        shares: Mapping[str, Sequence[Sequence[FoundWord]]],
        ended: Collection[str],
    ) -> str:
        """Return the name of the answer that a line is of, "" where none is known."""
        if label is not None:
            return behind[label].name if label in behind else ""
        left, down = line[0].box.x0_pt, line[0].down_pt
        above = [
            (lines[-1][0].down_pt, name)
            for name, lines in shares.items()
            if name not in ended
            and 0 < down - lines[-1][0].down_pt <= _NEXT_LINE_PT
            and self._is_below(left, name, answers, lines)
        ]
        beside = [
            (abs(starts[one.name] - down), one.name)
            for one in answers
            if abs(one.left_pt - left) <= _LEFT_PT and one.name not in shares
        ]
        here = min(beside, default=(np.inf, ""))
        if here[0] <= _DOWN_PT or not above:
            return here[1] if here[0] <= 2 * _NEXT_LINE_PT else ""
        return max(above)[1]

    def _is_below(
        self, left: float, name: str, answers: Sequence[_Answer], lines: Sequence[Sequence[FoundWord]]
    ) -> bool:
        one = next(one for one in answers if one.name == name)
        label = self.own[one.label].left_pt if one.label is not None else lines[0][0].box.x0_pt
        return lines[0][0].box.x0_pt + _LEFT_PT >= left >= label - 4 * _LEFT_PT


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) <= _LEAST_LETTERS or abs(len(one) - len(other)) > 0.4 * len(one):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LEAST_LIKE


def _text(lines: Sequence[Sequence[FoundWord]], pages: Mapping[int, ReadPage]) -> str:
    """Return lines as text, each spelled by the letters of the form's font where it is in these."""
    return " ".join(_line(line, _spelled(line, pages[line[0].page_number])) for line in lines)


def _line(line: Sequence[FoundWord], spelled: str) -> str:
    """Return a line as it is spelled, with the stops that hide under the arm of the letter before them."""
    words = spelled.split()
    if len(words) != len(line):
        return spelled or " ".join(word.text for word in line)
    both = zip(words, (one.text for one in line), strict=True)
    return " ".join(
        word + other[-1]
        if other[-1] in _STOPS and word[-1] not in _STOPS and len(word) < len(other)
        else word
        for word, other in both
    )


def _spelled(line: Sequence[FoundWord], page: ReadPage) -> str:
    x0, x1 = min(one.box.x0_pt for one in line), max(one.box.x1_pt for one in line)
    y0, y1 = min(one.box.y0_pt for one in line), max(one.box.y1_pt for one in line)
    scale = SHEET_DPI / 72
    margin = _MARGIN_PT
    size = round((x1 - x0 + 2 * margin) * scale), round((y1 - y0 + 2 * margin) * scale)
    there = page.to_image.after(affine(1 / scale, 0, x0 - margin, 0, -1 / scale, y1 + margin))
    wide = 20
    framed = brought(
        page.image, there.after(affine(1, 0, -wide, 0, 1, -wide)), (size[0] + 2 * wide, size[1] + 2 * wide)
    )
    dark = darkness(framed)[wide:-wide, wide:-wide]
    black = max(float(np.percentile(dark, 99)), 0.3)
    lines = typed_lines(np.asarray(dark / black, dtype=np.float32), scale, multiline=False)
    return joined_text(lines) if lines and all(one.words for one in lines) else ""
