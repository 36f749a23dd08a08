"""Find the way of issuing a form that the pictures of its pages fit, with the rows that it then had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np

from extract.issuing import Issued
from extract.page.identity import Printed
from extract.scan.again import Guess, ReadPage, guessed
from extract.scan.aligning import FoundWord
from extract.scan.codes import PictureCode
from extract.scan.ink import inked
from extract.scan.pictures import Pictures
from extract.scan.placing import read_place
from extract.scan.recognising import ReadWord
from extract.scan.registering import Coarse, ReadMiddle, Registered, register
from extract.scan.sheets import IssuedForm, IssuedSheet
from extract.scan.texts import Recognised, recognised_on, texts_on
from forms.records import Box
from forms.spoken import FACT_LABELS

_WELL = 0.03
"""Of its words a page may have lost so many: then no other way of issuing it is looked for."""
_FOREIGN_PT2 = 40.0
"""So much ink outside its boxes a page may have: more may be rows that the form was issued with."""
_SETTLED_MISFIT = 0.06
"""A page that prints answers, which were read off it, misfits by no more: a guess has to prove itself."""
_MOST_TRIED = 10
_MOST_ROUNDS, _MOST_AT_ONCE = 3, 4
"""So often a form is made once more from what the pages show, and so many of them each time."""
_LEAST_SURE, _LEAST_HIGH_PT = 0.3, 2.5
"""What is recognised with less certainty, or is lower, is frames and specks, a dash too; but for a word that
stands beside another one."""
_SPACE_PT = 6.0
_FRAME, _FRAME_PT = "|", 14.0
"""What a side of a frame is read as, which is higher than any letter."""
_READ_AT_ONCE = 2


@dataclass(frozen=True)
class FoundPage:
    """One page of a form on one of the pictures."""

    index: int
    code: PictureCode
    coarse: Coarse

    @property
    def page_number(self) -> int:
        """Return which page of the form it is, from 1."""
        return self.code.printed.page_number


@dataclass(frozen=True)
class Held:
    """One page held against one as which it may have been issued."""

    page: FoundPage
    sheet: IssuedSheet
    registered: Registered | None
    """None where it does not fit."""
    foreign_pt2: float = 0.0
    """The ink outside all boxes that was not issued there."""
    was_read: bool = False
    """The words that were recognised on it were asked too."""

    @property
    def misfit(self) -> float:
        """Return how little it fits: words that are lost, ink of rows that the issued page does not have."""
        if self.registered is None:
            return float("inf")
        return self.registered.lost_share + self.foreign_pt2 / _FOREIGN_PT2 * _WELL


@dataclass(frozen=True)
class Tried:
    """The pages held against one PDF as which the form may have been issued."""

    form: IssuedForm
    pages: tuple[tuple[FoundPage, IssuedSheet, Registered], ...]
    is_independent: bool
    """What it was issued with does not come from the pictures themselves."""
    foreign_pt2: tuple[float, ...]
    """Page by page the ink outside all boxes that was not issued there."""
    misfit: float
    """Of the worst page."""

    @property
    def fits_well(self) -> bool:
        """Return whether no other way is looked for in which the form may have been issued."""
        return self.misfit <= _WELL


class Fitting:
    """Holds the pages against one PDF after the other as which the form may have been issued."""

    def __init__(
        self, pictures: Pictures, found: Sequence[FoundPage], printed: Printed, issued: Issued
    ) -> None:
        self.pictures = pictures
        self.found = found
        self.printed = printed
        self.issued = issued
        self.held: dict[int, list[Held]] = {}
        """Number of a found page -> what it was held against so far: ways of issuing a form share pages."""
        self.recognised: dict[int, Recognised] = {}
        self.read: dict[int, list[ReadPage]] = {}
        """Number of a found page -> its words about where forms would have them: most have the same foot."""

    def best(self) -> Tried | None:
        """Return the way of issuing the form that its pictures fit best, None where they fit none."""
        best: Tried | None = None
        for form, is_independent in self._forms():
            tried = self._tried(form, is_independent=is_independent)
            if tried is not None and (best is None or tried.misfit < best.misfit):
                best = tried
            if best is not None and best.fits_well:
                break
        return best

    def words_on(self, number: int, form: IssuedForm) -> tuple[FoundWord, ...]:
        """Return the words that were recognised on a page, none where it was not read."""
        page = self._read_page(number, form) if number in self.recognised else None
        return () if page is None else page.words

    def _forms(self) -> Iterator[tuple[IssuedForm, bool]]:
        """Yield the PDFs as which a form may have been issued, and whether its pictures were not asked.

        One that prints answers, no boxes, is none of these unless it was made from what came back before, or
        from what the pages show: made anew, it prints names of its own in the place of those on the picture.
        """
        tried: set[bytes] = set()
        nearest: list[IssuedForm] = []

        def new(texts: Sequence[str]) -> Iterator[IssuedForm]:
            for data in self.issued(self.printed, texts):
                if len(tried) >= _MOST_TRIED:
                    return
                if data in tried:
                    continue
                tried.add(data)
                form = IssuedForm(data)
                nearest.append(form)
                if not form.settled:
                    yield form

        for data in self.issued.from_before(self.printed):
            tried.add(data)
            yield IssuedForm(data), True
        yield from ((form, True) for form in new(()))
        self._recognise(self._unlike())
        read = [texts_on(self._recognised(number), self.printed.reference) for number in self._unlike()]
        if any(self._read_middles(number) for number in self._unlike()):
            yield from ((form, True) for form in nearest if not form.settled)
        facts = [label for page in read for label in page.facts]
        for rows in (
            [text for page in read for text in page.rows],
            [text for page in read for text in page.more_rows],
        ):
            if facts or rows:
                yield from ((form, False) for form in new([*facts, *rows]))
        texts = [text for page in read for text in (*page.facts, *page.rows)]
        yield from ((form, False) for form in self._again(nearest, texts))
        # What was known when it was issued stands above it with labels; where none was read, any of them may.
        if not any(form.settled for form in nearest):
            yield from ((form, True) for form in new(tuple(FACT_LABELS.values())))

    def _again(self, nearest: Sequence[IssuedForm], texts: Sequence[str]) -> Iterator[IssuedForm]:
        """Yield the forms that are made with what the pages show where others print something else."""
        instead: dict[str, str] = {}
        shown: Mapping[str, str] = {}
        tried: set[bytes] = set()
        for _ in range(_MOST_ROUNDS):
            guesses = [guess for form in nearest[:_MOST_AT_ONCE] if (guess := self._guess(form)) is not None]
            best = max(guesses, key=lambda one: one.likeness, default=None)
            if best is None or best.shown == shown:
                return
            shown = best.shown
            instead |= best.instead
            made = islice(self.issued.showing(self.printed, shown, instead, texts), _MOST_TRIED)
            new = [data for data in dict.fromkeys(made) if data not in tried]
            tried |= set(new)
            nearest = [IssuedForm(data) for data in new]
            yield from nearest

    def _guess(self, form: IssuedForm) -> Guess | None:
        first = {page.page_number: number for number, page in reversed(list(enumerate(self.found)))}
        self._recognise(list(first.values()))
        pages = [self._read_page(number, form) for number in first.values()]
        known = [page for page in pages if page is not None and page.words]
        return guessed(form, sorted(known, key=lambda one: one.page_number)) if known else None

    def _read_page(self, number: int, form: IssuedForm) -> ReadPage | None:
        """Return a page with its words about where the form would have them."""
        page = self.found[number]
        sheet = form.sheet(page.page_number) or form.sheet(1)
        if sheet is None:
            return None
        # The paper lies as it lies, whichever form was found on it so far.
        fitting = [one for one in self.held.get(number, ()) if one.registered is not None]
        nearest = min(fitting, key=lambda one: one.misfit, default=None)
        place = (
            nearest.registered.warp
            if nearest is not None and nearest.registered is not None
            else read_place(sheet, page.coarse, self._read_middles(number))
        )
        for one in self.read.get(number, ()):
            if np.array_equal(one.to_image.matrix, place.matrix):
                return one
        recognised = self._recognised(number)
        back = place.inverse().after(recognised.to_picture)
        dots = recognised.dots_per_pt
        read = [
            word
            for word in recognised.words
            if word.height >= _LEAST_HIGH_PT * dots
            and (word.height <= _FRAME_PT * dots or set(word.text) != {_FRAME})
        ]
        sure = [word for word in read if word.confidence >= _LEAST_SURE]
        words = tuple(
            FoundWord(
                word.text,
                Box(*back.box(Box(word.left, word.top, word.left + word.width, word.top + word.height))),
                page.page_number,
            )
            for word in read
            if word.confidence >= _LEAST_SURE
            or any(_is_next_to(word, one, _SPACE_PT * recognised.dots_per_pt) for one in sure)
        )
        read_page = ReadPage(page.page_number, self.pictures.at(page.index).image, place, words)
        self.read.setdefault(number, []).append(read_page)
        return read_page

    def _read_middles(self, number: int) -> list[ReadMiddle]:
        """Return the words of a page that was read, with column and row of their middles on its picture."""
        page = self.recognised.get(number)
        if page is None or not page.words:
            return []
        middles = np.array([(one.left + one.width / 2, one.top + one.height / 2) for one in page.words])
        return [
            (word.text, (float(x), float(y)))
            for word, (x, y) in zip(page.words, page.to_picture(middles), strict=True)
        ]

    def _recognise(self, numbers: Sequence[int]) -> None:
        """Read the letters of pages, two at a time: a program of its own does so while this one waits."""
        new = [number for number in numbers if number not in self.recognised]
        with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
            for first in range(0, len(new), _READ_AT_ONCE):
                some = new[first : first + _READ_AT_ONCE]
                # Pages are drawn here, one by one: two threads must not draw at once.
                pages = [self.found[number] for number in some]
                images = [self.pictures.at(page.index).image for page in pages]
                corners = [page.code.corners for page in pages]
                self.recognised |= zip(some, pool.map(recognised_on, images, corners), strict=True)

    def _recognised(self, number: int) -> Recognised:
        self._recognise([number])
        return self.recognised[number]

    def _unlike(self) -> list[int]:
        """Return the numbers of the pages that fit no form so far: these may have rows of their own."""
        return [
            number
            for number in range(len(self.found))
            if not any(one.misfit <= _WELL for one in self.held.get(number, ()))
        ]

    def _tried(self, form: IssuedForm, *, is_independent: bool) -> Tried | None:
        """Return the pages held against a form; None where one does not fit.

        The others are held against it all the same, while it is open which of them have to be read.
        """
        held: list[Held] = []
        pages: list[tuple[FoundPage, IssuedSheet, Registered]] = []
        for number, page in enumerate(self.found):
            one = self._held(number, form.sheet(page.page_number))
            if one is not None and one.registered is not None:
                held.append(one)
                pages.append((page, one.sheet, one.registered))
            elif not is_independent:
                return None
        if len(pages) < len(self.found):
            return None
        foreign = tuple(one.foreign_pt2 for one in held)
        misfit = max(one.misfit for one in held)
        # Where answers are printed, all that is read hangs on where they stand. What stands on a page that
        # is missing, the others do not say.
        is_proved = misfit <= _SETTLED_MISFIT and form.pages <= {page.page_number for page in self.found}
        if form.settled and not is_independent and not is_proved:
            return None
        return Tried(form, tuple(pages), is_independent, foreign, misfit)

    def _held(self, number: int, sheet: IssuedSheet | None) -> Held | None:
        if sheet is None:
            return None
        page = self.found[number]
        known = self.held.setdefault(number, [])
        read = self._read_middles(number)
        for one in known:
            # What did not fit may do so once the words on it are read.
            if one.sheet.is_like(sheet) and (one.registered is not None or one.was_read or not read):
                return one
        registered = register(sheet, page.coarse) or (register(sheet, page.coarse, read) if read else None)
        foreign_pt2 = 0.0
        if registered is not None:
            image = self.pictures.at(page.index).image
            foreign_pt2 = inked(sheet, registered, image, sheet.dark).foreign_pt2()
        held = Held(page, sheet, registered, foreign_pt2, was_read=bool(read))
        known.append(held)
        return held


def _is_next_to(word: ReadWord, other: ReadWord, apart: float) -> bool:
    middle = word.top + word.height / 2
    between = max(other.left - word.left - word.width, word.left - other.left - other.width)
    return other.top <= middle <= other.top + other.height and between <= apart
