"""The texts on pictures of a form's pages that say which facts and rows it was issued with.

A form made once more has its boxes where they were only with as many rows as it had, and lines in them. What
is read here decides no more than that: each box is read again, by itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from extract.page.identity import CODE_SIDE_PT
from extract.scan import recognising
from extract.scan.codes import quarter_turns
from extract.scan.labels import is_beside, labels
from extract.scan.recognising import ReadWord, text_of
from extract.scan.warp import Floats, Warp, affine
from forms.dates import parse_date
from forms.needed import Needed
from forms.reference import split_action_id
from forms.spoken import COLUMN_LABELS

_SAME_LINE_PT, _SAME_COLUMN_PT = 5.0, 8.0
_BELOW_REF_PT = 11.0
"""From the middle of an id down to where the box with the words of its action begins."""
_ROW_PT = 160.0
"""A row is no higher than this, where no other follows."""
_FIRST_LINE_PT, _NEXT_LINE_PT = 32.0, 18.0
"""So far below an id the words of its action begin at most, and so far each further line of them."""
_HALF_LINE_PT = 7.0
_SOME_REFERENCE = "ZZ-00-0000-Z"
_MISREAD = 0.9
"""How alike what is no id is to the form's own reference where it is one of its own with a letter misread."""
_LEFT_PT = 60.0
"""Labels of a row begin so far to the left of its id at most."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What a page says of how it was issued."""

    facts: tuple[str, ...]
    """Labels of facts that stand above the form."""
    rows: tuple[str, ...]
    """Of each row of a carried action id, date, words and owner, as far as it is there; before all
    what they say that they lack."""
    more_rows: tuple[str, ...]
    """The same of rows whose id cannot be made out: they may be carried, or the form's own."""


@dataclass(frozen=True)
class Recognised:
    """The words on a picture of a page."""

    upright: Image.Image
    dots_per_pt: float
    words: tuple[ReadWord, ...]
    """On `upright`."""
    to_picture: Warp
    """From columns and rows of `upright` to those of the picture itself."""


def recognised_on(image: Image.Image, corners: Floats) -> Recognised:
    """Return what is read on a page whose code has these corners; nothing without tesseract."""
    upright, dots_per_pt = _upright(image, corners)
    words = recognising.read_page(upright) if recognising.script() is not None else None
    return Recognised(upright, dots_per_pt, tuple(words or ()), _turned_back(image, quarter_turns(corners)))


def _turned_back(image: Image.Image, turns: int) -> Warp:
    right, bottom = image.width - 1, image.height - 1
    return (
        affine(1, 0, 0, 0, 1, 0),
        affine(0, -1, right, 1, 0, 0),
        affine(-1, 0, right, 0, -1, bottom),
        affine(0, 1, 0, -1, 0, bottom),
    )[turns]


def texts_on(page: Recognised, reference: str) -> PageTexts:
    """Return what a page says of how it was issued.

    Rows of the form's own `reference` are left out.
    """
    words, dots = page.words, page.dots_per_pt
    rows = _Rows(words, _refs(words, page.upright, dots), dots, reference)
    return PageTexts(tuple(labels(words, dots)), tuple(rows.texts()), tuple(rows.more_texts()))


def _refs(words: Sequence[ReadWord], page: Image.Image, dots_per_pt: float) -> list[ReadWord]:
    """Return the ids behind their labels, each read again by itself."""
    found: list[ReadWord] = []
    for label in words:
        if label.text.strip("|:") != COLUMN_LABELS["ref"]:
            continue
        beside = sorted(
            (one for one in words if one is not label and is_beside(one, label) and one.left > label.left),
            key=lambda one: one.left,
        )
        if beside and beside[0].left - label.left - label.width < _LEFT_PT / 2 * dots_per_pt:
            found.append(_with_its_lines(beside[0], words, dots_per_pt))
    edge = round(2 * dots_per_pt)
    cut = [
        page.crop((one.left - edge, one.top - edge, one.left + one.width + edge, one.top + one.height + edge))
        for one in found
    ]
    read = recognising.read_boxes(cut) or []
    return [
        replace(one, text=again if split_action_id(again) is not None else one.text)
        for one, again in zip(found, ("".join(text_of(words).text.split()) for words in read), strict=False)
    ]


def _with_its_lines(part: ReadWord, words: Sequence[ReadWord], dots_per_pt: float) -> ReadWord:
    """Return an id of which one line was found, whole: a narrow box breaks it behind a hyphen."""
    for word in words:
        upper, lower = sorted((part, word), key=_middle)
        if (
            upper.text.endswith("-")
            and abs(word.left - part.left) < _SAME_COLUMN_PT / 2 * dots_per_pt
            and 0 < _middle(lower) - _middle(upper) < _NEXT_LINE_PT * dots_per_pt
        ):
            right = max(upper.left + upper.width, lower.left + lower.width)
            left, bottom = min(upper.left, lower.left), lower.top + lower.height
            return replace(
                lower,
                text=upper.text + lower.text,
                left=left,
                top=upper.top,
                width=right - left,
                height=bottom - upper.top,
            )
    return part


def _upright(image: Image.Image, corners: Floats) -> tuple[Image.Image, float]:
    """Return a picture turned so that its code stands upright, and its dots a point."""
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    dots_per_pt = float(np.hypot(*across) + np.hypot(*down)) / 2 / CODE_SIDE_PT
    return image.rotate(quarter_turns(corners) * 90, expand=True), dots_per_pt


class _Rows:
    """The rows of actions on a page, found by their ids and by the labels around them."""

    def __init__(
        self, words: Sequence[ReadWord], ids: Sequence[ReadWord], dots_per_pt: float, reference: str
    ) -> None:
        self.words = words
        self.dots = dots_per_pt
        self.ids = ids
        self.reference = reference

    def texts(self) -> Iterator[str]:
        """Yield what each row says that surely is another form's: its id, date, words and owner."""
        yield from self._needed()
        for one in self._carried():
            if split_action_id(one.text) is not None:
                yield one.text
                yield from self._row(one)

    def more_texts(self) -> Iterator[str]:
        """Yield the same of all rows that may be another form's."""
        yield from self._needed()
        for number, one in enumerate(self._carried(), 1):
            # Which id it is is read in its box: here it says only that there is a row.
            is_id = split_action_id(one.text) is not None
            yield one.text if is_id else f"{_SOME_REFERENCE}/{number}"
            yield from self._row(one)

    def _needed(self) -> Iterator[str]:
        """Yield what rows say that they lack: printed above the id that stands below it in its column."""
        for word in self.words:
            below = [one for one in self._carried() if one.top > word.top and self._is_over(word, one)]
            if word.text.rstrip(":.") != "needed" or not below:
                continue
            ref = min(below, key=lambda one: one.top)
            before = {
                one.text.casefold()
                for one in self.words
                if self._is_over(one, ref) and 0 <= _middle(word) - _middle(one) + self.dots < self._next_line
            }
            if split_action_id(ref.text) is not None and before & {"owner", "date"}:
                yield Needed(ref.text, "owner" in before, "date" in before).words

    def _is_over(self, word: ReadWord, ref: ReadWord) -> bool:
        return ref.left - _LEFT_PT * self.dots <= word.left < self._right(ref)

    @property
    def _next_line(self) -> float:
        return _NEXT_LINE_PT * self.dots

    def _carried(self) -> list[ReadWord]:
        """Return the ids of other forms' rows from the top: these stand above all of the form's own."""
        carried: list[ReadWord] = []
        is_below_own = False
        for one in sorted(self.ids, key=lambda word: (word.top, word.left)):
            begin = one.text.rpartition("/")[0]
            is_id = split_action_id(one.text) is not None
            if is_id and begin == self.reference:
                is_below_own = True
            elif (is_id and not is_below_own) or not self._is_like_own(begin):
                carried.append(one)
        return carried

    def _is_like_own(self, begin: str) -> bool:
        return difflib.SequenceMatcher(None, begin, self.reference).ratio() >= _MISREAD

    def _row(self, ref: ReadWord) -> Iterator[str]:
        right, bottom = self._right(ref), self._bottom(ref)
        inside = [
            word
            for word in self.words
            if ref.left - _LEFT_PT * self.dots <= word.left < right
            and ref.top - ref.height <= word.top < bottom
        ]
        labels = {key: self._label(inside, text, ref) for key, text in COLUMN_LABELS.items()}
        date = next((word for word in inside if parse_date(word.text) and is_beside(word, ref)), None)
        if date:
            yield date.text
        action, who, status = labels["action"], labels["who"], labels["status"]
        if action is None and who is None and date is not None:
            yield from self._in_columns(ref, inside, date)
            return
        behind = self._owner_behind(ref) if action is None else None
        if behind is not None:
            yield from self._over_owner(behind)
            return
        top = _middle(ref) + _BELOW_REF_PT * self.dots
        if action is not None:
            end = 2 * _middle(action) - top
        else:
            # Without their label the words end where the line of their owner begins.
            end = _middle(who) - _HALF_LINE_PT * self.dots if who else top
        yield self._between(inside, action or who, right, top, end) or "a"
        update = labels["update"] or (status if status and who and not is_beside(status, who) else None)
        last = _middle(update) - _BELOW_REF_PT * self.dots * 0.6 if update else bottom
        limit = status.left if status and who and status.left > who.left else right
        owner = self._between(inside, who, limit, end, last)
        if owner:
            yield owner

    def _in_columns(self, ref: ReadWord, words: Sequence[ReadWord], date: ReadWord) -> Iterator[str]:
        """Yield words and owner of a row whose labels stand above the table: date and owner beside its id."""
        before = [one for one in words if one.left < date.left - _SAME_COLUMN_PT / 2 * self.dots]
        beside = [one.left for one in before if one.left > ref.left + ref.width and is_beside(one, ref)]
        second = min(beside, default=date.left) - _SAME_COLUMN_PT / 2 * self.dots
        action = [one for one in before if one.left < second and one.top > ref.top + ref.height]
        owner = [one for one in before if one.left >= second]
        yield self._joined(action, _middle(ref)) or "a"
        if owner:
            yield self._joined(owner, _middle(ref))

    def _owner_behind(self, ref: ReadWord) -> ReadWord | None:
        """Return the label of an owner in a column behind that of an id."""
        near = [
            (abs(_middle(word) - _middle(ref)), word.left, word)
            for word in self.words
            if word.text.strip("|:") == COLUMN_LABELS["who"]
            and word.left > ref.left + ref.width
            and abs(_middle(word) - _middle(ref)) < _FIRST_LINE_PT * self.dots
        ]
        return min(near, key=lambda one: one[:2])[2] if near else None

    def _over_owner(self, who: ReadWord) -> Iterator[str]:
        """Yield words and owner of a row whose words stand over the owner, in a column behind its id."""
        slack = _SAME_COLUMN_PT / 2 * self.dots
        labels = {COLUMN_LABELS["update"], COLUMN_LABELS["status"]}
        ends = [
            word.left
            for word in self.words
            if word.text.strip("|:") in labels
            and word.left > who.left + who.width
            and abs(_middle(word) - _middle(who)) < _FIRST_LINE_PT * self.dots
        ]
        right = min(ends, default=float("inf")) - slack
        column = [word for word in self.words if who.left - slack <= word.left < right]
        over = [word for word in column if word.top + word.height < who.top]
        yield self._joined(over, _middle(who), up=True) or "a"
        owner = [word for word in column if word.left > who.left + who.width and is_beside(word, who)]
        if owner:
            yield self._in_order(owner)

    def _joined(self, words: Sequence[ReadWord], start: float, *, up: bool = False) -> str:
        """Return words line by line from a height, down or up, as far as they follow each other."""
        kept: list[ReadWord] = []
        for word in sorted(words, key=_middle, reverse=up):
            if abs(_middle(word) - start) > (_NEXT_LINE_PT if kept else _FIRST_LINE_PT) * self.dots:
                break
            kept.append(word)
            start = _middle(word)
        return self._in_order(kept)

    def _between(
        self, words: Sequence[ReadWord], label: ReadWord | None, right: float, top: float, bottom: float
    ) -> str:
        if label is None:
            return ""
        start = label.left + label.width
        return self._in_order(
            [word for word in words if start <= word.left < right and top <= _middle(word) < bottom]
        )

    def _in_order(self, words: Sequence[ReadWord]) -> str:
        step = _SAME_LINE_PT * 2 * self.dots
        found = sorted(words, key=lambda word: (round(_middle(word) / step), word.left))
        return " ".join(word.text for word in found)

    def _label(self, words: Sequence[ReadWord], text: str, ref: ReadWord) -> ReadWord | None:
        """Return the last word of a label, the nearest to the left edge of its row."""
        last = text.rpartition(" ")[2]
        found = [word for word in words if word.text.strip("|:") == last and word is not ref]
        return min(found, key=lambda word: (word.top, word.left)) if found else None

    def _right(self, ref: ReadWord) -> float:
        beside = [
            one.left - _LEFT_PT / 2 * self.dots
            for one in self.ids
            if one is not ref
            and one.left > ref.left + ref.width
            and abs(one.top - ref.top) < _ROW_PT * self.dots
        ]
        return min(beside, default=float("inf"))

    def _bottom(self, ref: ReadWord) -> float:
        below = [
            one.top - one.height
            for one in self.ids
            if one.top > ref.top + ref.height and abs(one.left - ref.left) < _SAME_COLUMN_PT * 3 * self.dots
        ]
        return min([*below, ref.top + _ROW_PT * self.dots])


def _middle(word: ReadWord) -> float:
    return word.top + word.height / 2
