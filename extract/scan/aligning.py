"""Hold the rows of a form against the words that were recognised on its pages, and share out what is left.

The form's own words stand at the same distance from the left edge as they were issued, and in the same order;
how far down depends on the answers above them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from extract.scan.registering import FOOT_PT
from forms.records import Box

BLANK = frozenset({"left blank", "left", "blank", "–", "-", "—", "_"})
"""What a form prints in the place of an answer that there is none of, and what is read there."""
DOWN_PT, APART_PT, LEAST_LETTERS = 5.0, 12.0, 2
"""Words of one line are so near; words farther apart are in different answers; a shorter word says nothing of
where it stands."""
_PAGE_PT = 841.89
_SAME_ROW_PT, _ACROSS_PT = 3.0, 7.0
_LEAST_LIKE = 0.7
"""How alike a recognised word is to a printed one at least."""
_STEADY = 2.0
"""What it counts, in letters, that a row stands as far below the one before as it was issued."""
_NEXT_LINE_PT, _LEFT_PT = 17.5, 5.0
"""Lines of one answer are as near, and begin below each other."""
_SAMPLE_LETTERS = 1
"""Of the names that a form is made with to try it."""


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
        return down_pt(self.page_number, (self.box.y0_pt + self.box.y1_pt) / 2)


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the form, or of an answer that it prints."""

    text: str
    left_pt: float
    right_pt: float
    down_pt: float
    answer: str
    """The name of the answer that it stands in, "" for the form's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the form prints, or a box that it was issued with something in."""

    name: str
    left_pt: float
    down_pt: float
    """Of its first line."""
    label: int | None
    """Number of the printed word right before it on its line."""
    following: str
    """The printed word right behind it on its line, "" where there is none."""


def down_pt(page_number: int, y_pt: float) -> float:
    """Return how far down a height stands where all pages are one below the other, without their feet."""
    return (page_number - 1) * (_PAGE_PT - FOOT_PT) + _PAGE_PT - y_pt


def grouped(words: Sequence[FoundWord]) -> list[list[FoundWord]]:
    """Return words line by line, from the top."""
    rows: list[list[FoundWord]] = []
    for word in sorted(words, key=lambda one: one.down_pt):
        if rows and word.down_pt - rows[-1][0].down_pt <= DOWN_PT:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


class Rows:
    """The rows of a form held against the words on its pages."""

    def __init__(self, own: Sequence[OwnWord], found: Sequence[FoundWord]) -> None:
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
    def likeness(self) -> int:
        """Return how many more of the form's own words were found than not: so a row too few counts too."""
        own = [at for at, one in enumerate(self.own) if not one.answer]
        return sum(1 if at in self.pairs else -1 for at in own)

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
            if groups and one_place[0] - groups[-1][0][0] <= DOWN_PT:
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
            (one for one in known if one[0] <= down_pt + DOWN_PT), default=min(known), key=lambda one: one[0]
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
                    and abs(word.down_pt - down) <= DOWN_PT
                    and abs(word.box.x0_pt - one.left_pt) <= _ACROSS_PT
                    and _alike(one.text, word.text)
                ]
                if near:
                    taken.add(min(near)[1])
                    yield at, min(near)[1]

    def shared_out(self, answers: Sequence[Answer]) -> dict[str, list[list[FoundWord]]]:
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
        if " ".join(self.own[at].text for at in words) in BLANK:
            return False
        return any(len(self.own[at].text) > LEAST_LETTERS for at in words) and all(
            len(self.own[at].text) <= LEAST_LETTERS
            or (at in self.pairs and self.found[self.pairs[at]].text == self.own[at].text)
            for at in words
        )

    def _runs(self, labels: set[int]) -> Iterator[tuple[int | None, list[FoundWord]]]:
        """Yield the words between the form's own, line by line, with the number of a label beside them."""
        numbers = {id(word): number for number, word in enumerate(self.found)}
        for row in grouped(self.found):
            line: list[FoundWord] = []
            label: int | None = None
            last: FoundWord | None = None
            for word in sorted(row, key=lambda one: one.box.x0_pt):
                is_label = numbers[id(word)] in labels
                is_far = last is not None and word.box.x0_pt - last.box.x1_pt > APART_PT
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
        answers: Sequence[Answer],
        starts: Mapping[str, float],
        behind: Mapping[int, Answer],
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
            if abs(one.left_pt - left) <= _LEFT_PT and one.name not in shares and one.label not in self.pairs
        ]
        here = min(beside, default=(np.inf, ""))
        if here[0] <= DOWN_PT or not above:
            return here[1] if here[0] <= _NEXT_LINE_PT else ""
        return max(above)[1]

    def _is_below(
        self, left: float, name: str, answers: Sequence[Answer], lines: Sequence[Sequence[FoundWord]]
    ) -> bool:
        one = next(one for one in answers if one.name == name)
        label = self.own[one.label].left_pt if one.label is not None else lines[0][0].box.x0_pt
        return lines[0][0].box.x0_pt + _LEFT_PT >= left >= label - 4 * _LEFT_PT


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) <= LEAST_LETTERS or abs(len(one) - len(other)) > 0.4 * len(one):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LEAST_LIKE
