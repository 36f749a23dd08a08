"""Hold the pages that came back against one PDF as which their form may have been issued."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import mean

from extract.acroform import read_pdf
from extract.page.again import Matched, PrintedAnswer, match_words
from extract.page.answers import OnPage, Sheet, Written, answers_on, doubt_of_letters
from extract.page.fitting import Affine, Fit, Point, fit, guess, guess_by_words, part_fit
from extract.page.found import Found, on_page_of
from extract.page.identity import codes_on
from extract.page.opened import OpenPages
from extract.page.places import Place, places_of
from extract.page.second import SecondReader
from extract.page.words import Character, words_of, words_on_lines
from extract.raw import RawBox

_DPI = 110
_CODE_PT = 4.0
"""How far off a place may have the code of a page, which is drawn in steps of about a point."""
_ROW_PT = 2.0
"""So far apart at most are the upper edges of boxes side by side."""
SURE, UNSURE = 0.95, 0.4


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page with the issued page that it is."""

    found: Found
    fit: Fit
    on_page: OnPage


@dataclass(frozen=True, slots=True)
class Guess:
    """What a form may have been issued with."""

    shown: Mapping[str, str]
    """Name -> text."""
    instead: Mapping[str, str]
    """What the form made once more printed -> what its pages show there."""
    likeness: float
    """Of both, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Issued:
    """A page as it was issued, and the corners of its code."""

    sheet: Sheet
    corners: tuple[tuple[float, float], ...]


class Held:
    """Holds pages against one PDF as it may have been issued."""

    def __init__(self, pages: OpenPages, second: SecondReader, blank: bytes) -> None:
        self.pages, self.second = pages, second
        self.places = places_of(blank)
        names = {place.name for place in self.places}
        self.stored = stored = read_pdf(blank).boxes
        self.settled = [box for box in stored if box.name not in names and box.page_number]
        self.issued_with = {box.name for box in stored if box.name in names and any(box.texts)}
        with OpenPages(blank) as issued:
            self.sheets = [_issued_sheet(issued, number) for number in range(len(issued))]

    def match(self, found: Found) -> HeldPage | None:
        """Return a page with what stands on it, None where it does not fit."""
        number = found.printed.page_number
        if number > len(self.sheets):
            return None
        issued = self.sheets[number - 1]
        sheet = issued.sheet
        near = _near(issued, found)
        place = _fit(sheet.characters, found.characters, near) if near else None
        if place is None:
            return None
        there = Sheet(
            _on_it(found.characters, sheet, place.place),
            self.pages.picture(found.index, _DPI),
            partial(self.second.at, found.index),
        )
        return HeldPage(found, place, answers_on(sheet, there, self.on(number), place.place))

    def match_all(self, found: Sequence[Found]) -> list[HeldPage]:
        """Return those of the pages that fit."""
        return [page for one in found if (page := self.match(one)) is not None]

    def fits(self, pages: Sequence[HeldPage], found: Sequence[Found]) -> bool:
        """Return whether all pages fit, and show every word where answers are printed, no boxes."""
        return len(pages) == len(found) and not (self.settled and any(page.fit.lost for page in pages))

    def has_lost_everything(self, pages: Sequence[HeldPage]) -> bool:
        """Return whether the pages show nothing in any box that was filled when the form was issued.

        A program that prints the pages and not the boxes on them makes an empty form of a full one.
        """
        issued = [one for page in pages for one in page.on_page.written if one.place.name in self.issued_with]
        return bool(issued) and not any(one.text for one in issued)

    def settled_on(self, pages: Sequence[HeldPage]) -> Iterator[tuple[RawBox, str]]:
        """Yield the answers that are printed on these pages, no boxes, each with what speaks against it.

        The issued form says what they are, and every word of it stands there.
        """
        there = {page.found.printed.page_number: page for page in pages}
        for box in self.settled:
            page = there.get(box.page_number or 0)
            if page is not None:
                doubt = self._doubt_of_letters(box, page)
                sure = UNSURE if doubt else SURE
                number = page.found.index + 1
                yield replace(box, gone=False, page_number=number, confidence=sure), doubt

    def off_pages(self, pages: Sequence[HeldPage]) -> Iterator[tuple[int, list[Character]]]:
        """Yield index (from 0) and characters of each sheet that bears some beside the pages on it."""
        for index in dict.fromkeys(page.found.index for page in pages):
            there = [page for page in pages if page.found.index == index]
            left = [one for one in there[0].found.sheet if not one.text.isspace()]
            for page in there:
                sheet = self.sheets[page.found.printed.page_number - 1].sheet
                on_it = set(map(id, _on_it(left, sheet, page.fit.place)))
                left = [one for one in left if id(one) not in on_it]
            own = {page.found.printed for page in there}
            for code in there[0].found.beside:
                if code.printed not in own:
                    on_it = set(map(id, on_page_of(code, left)))
                    left = [one for one in left if id(one) not in on_it]
            if left:
                yield index, left

    def _doubt_of_letters(self, box: RawBox, page: HeldPage) -> str:
        if box.box is None or not box.texts:
            return ""
        area = page.fit.place.box(box.box)
        letters = [
            one
            for one in page.found.characters
            if area.x0_pt <= one.middle[0] <= area.x1_pt and area.y0_pt <= one.middle[1] <= area.y1_pt
        ]
        return doubt_of_letters(box.texts[0], letters, partial(self.second.at, page.found.index))

    def matched(self, found: Sequence[Found]) -> Matched:
        """Return what the pages show in the places of answers that are printed, as far as can be told."""
        first = {page.printed.page_number: page for page in reversed(found)}
        there = [self._upright(first[n]) if n in first else [] for n in range(1, max(first) + 1)]
        answers = [
            PrintedAnswer(box.name, "".join(box.texts[:1]), box.page_number, box.box)
            for box in self.settled
            if box.page_number is not None and box.box is not None
        ]
        return match_words([one.sheet.characters for one in self.sheets], there, answers)

    def guess(self, found: Sequence[Found]) -> Guess:
        """Return what the form may have been issued with, by what the pages show where this one has it.

        Names that this form was made with are left out elsewhere: they follow from the facts above it.
        """
        texts = {box.name: box.texts[0] if box.texts else "" for box in self.stored if not box.gone}
        texts |= {box.name: box.texts[0] if box.texts else "" for box in self.settled}
        matched = self.matched(found)
        shown = {name: one.text for name, one in matched.shown.items()}
        grown = list(self._grown_on(found))
        for page in found:
            issued = (one for one in self._issued_on(page) if not _is_below(one.place, grown))
            shown |= {one.place.name: one.text for one in issued}
        shown |= {one.place.name: one.text for one in grown}
        instead = {texts[name]: text for name, text in shown.items() if text and texts.get(name)}
        own = {text for name, text in texts.items() if instead.get(text, text) != text}
        kept = {name: text for name, text in texts.items() if text not in own}
        return Guess(kept | shown, instead, matched.likeness)

    def _issued_on(self, found: Found) -> Iterator[Written]:
        """Yield what a page shows in boxes that were filled at first, as far as it is laid out alike."""
        number = found.printed.page_number
        if number > len(self.sheets):
            return
        issued = self.sheets[number - 1]
        filled = [one for one in self.on(number) if one.option is None and one.name in self.issued_with]
        near = _near(issued, found) if filled else None
        sheet = issued.sheet
        place = part_fit(words_of(sheet.characters), words_of(found.characters), near) if near else None
        if place is not None:
            there = Sheet(_on_it(found.characters, sheet, place), sheet.picture)
            yield from answers_on(sheet, there, filled, place).written

    def _grown_on(self, found: Sequence[Found]) -> Iterator[Written]:
        """Yield what stands on several lines in boxes that have one: they were made as high for it.

        Nobody can type more lines than a box has. What is below such a box stands lower by as much, and is
        in other boxes than its own, so only the highest of the first page that has any are told.
        """
        for page in sorted(found, key=lambda one: one.printed.page_number):
            number = page.printed.page_number
            place = _about(self.sheets[number - 1], page) if number <= len(self.sheets) else None
            if place is None:
                continue
            issued = self.sheets[number - 1].sheet
            there = Sheet(_on_it(page.characters, issued, place), issued.picture)
            boxes = [one for one in self.on(number) if one.option is None]
            written = answers_on(issued, there, boxes, place).written
            grown = [one for one in written if one.line_count > 1 and not one.place.multiline]
            if grown:
                top = max(one.place.box.y1_pt for one in grown)
                yield from (one for one in grown if top - one.place.box.y1_pt <= _ROW_PT)
                return

    def _upright(self, found: Found) -> list[Character]:
        """Return the characters of a page about where they were issued."""
        number = min(found.printed.page_number, len(self.sheets))
        issued = self.sheets[number - 1]
        place = _about(issued, found)
        if place is None:
            return []
        back = place.inverse()
        on_it = _on_it(found.characters, issued.sheet, place)
        return [replace(one, box=back.box(one.box)) for one in on_it if one.box.x1_pt > one.box.x0_pt]

    def doubted(self, one: Written) -> Written:
        """Return what stands in a box, in doubt where it is empty and was not when the form was issued."""
        emptied = one.place.name in self.issued_with and not one.text and one.place.option is None
        return replace(one, doubt="it is empty, and was not when the form was issued") if emptied else one

    def on(self, page_number: int) -> list[Place]:
        """Return the places on a page."""
        return [place for place in self.places if place.page_number == page_number]


def _issued_sheet(issued: OpenPages, index: int) -> _Issued:
    codes = codes_on(issued, index)
    sheet = Sheet(issued.characters(index), issued.picture(index, _DPI))
    return _Issued(sheet, codes[0].corners if codes else ())


def _near(issued: _Issued, found: Found) -> Affine | None:
    """Return about where an issued page lies on one that came back, None where nothing says so."""
    if found.code is None:
        return guess_by_words(words_of(issued.sheet.characters), words_of(found.characters))
    return guess(issued.corners, found.code.corners) if issued.corners else None


def _fit(issued: Sequence[Character], found: Sequence[Character], near: Affine) -> Fit | None:
    """Return where an issued page lies, by the middles of its words, else by the lines that they stand on."""
    place = fit(words_of(issued), words_of(found), near)
    if place is not None and not place.lost:
        return place
    on_lines = fit(words_on_lines(issued), words_on_lines(found), near)
    if on_lines is None or (place is not None and len(place.lost) <= len(on_lines.lost)):
        return place
    return on_lines


def _is_below(place: Place, grown: Sequence[Written]) -> bool:
    """Return whether a box stands below those of its page that were made higher, and so elsewhere."""
    return any(
        place.page_number == one.place.page_number and place.box.y1_pt < one.place.box.y1_pt - _ROW_PT
        for one in grown
    )


def _about(issued: _Issued, found: Found) -> Affine | None:
    """Return where most of an issued page lies whose rows may stand lower, None where nothing says so."""
    near = _near(issued, found)
    if near is None:
        return None
    # The code is small: what is guessed from it is points off at the far end of the page.
    place = part_fit(words_of(issued.sheet.characters), words_of(found.characters), near) or near
    if found.code is not None:
        # Rows that all stand lower by as much agree with each other, and not with the code.
        place = _moved(place, issued.corners, found.code.corners)
    return place


def _moved(place: Affine, issued: Sequence[Point], found: Sequence[Point]) -> Affine:
    """Return a place moved so that the code stands where it was found; one that has it there as it is."""
    there = [place(corner) for corner in issued]
    across, up = (mean(at[axis] - one[axis] for at, one in zip(found, there, strict=True)) for axis in (0, 1))
    if math.hypot(across, up) <= _CODE_PT:
        return place
    return replace(place, c=place.c + across, f=place.f + up)


def _on_it(characters: Sequence[Character], sheet: Sheet, place: Affine) -> list[Character]:
    """Return the characters of a page that lie on the issued page: another may be printed beside it."""
    back = place.inverse()
    far = sheet.picture.place.inverse()
    edges = [far((0, 0)), far((sheet.picture.width, sheet.picture.height))]
    (x0, x1), (y0, y1) = (sorted(edge[axis] for edge in edges) for axis in (0, 1))
    on_it = []
    for one in characters:
        x, y = back(one.middle)
        if x0 <= x <= x1 and y0 <= y <= y1:
            on_it.append(one)
    return on_it
