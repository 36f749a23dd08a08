"""Read a PDF whose boxes are gone from what its pages show.

The form is made anew as it was issued, and each page is held against it. What is read so is read well, but
not exactly: each answer says by its channel and confidence how it was read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extract.acroform import read_pdf
from extract.issuing import Issued
from extract.page.answers import OnPage, Sheet, Written, answers_on
from extract.page.fitting import Affine, Fit, fit, guess
from extract.page.identity import CODE_SIDE_PT, Code, Printed, codes_on
from extract.page.lines import text_of
from extract.page.opened import OpenPages
from extract.page.places import Place, places_of
from extract.page.runs import runs_of
from extract.page.second import SecondReader
from extract.page.words import Character, words_of
from extract.raw import Identity, RawBox, RawFile
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.records import Channel

_DPI = 110
_SURE, _UNSURE = 0.95, 0.4
_MOST_QUOTED = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """One page of a form that came back."""

    index: int
    """In the file, from 0."""
    code: Code
    characters: Sequence[Character]

    @property
    def printed(self) -> Printed:
        """Return what its code says."""
        return self.code.printed


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the issued page that it is."""

    found: _Found
    fit: Fit
    on_page: OnPage


def read_printed(data: bytes, issued: Issued, known: Identity | None) -> RawFile:
    """Return what the pages of a PDF show in the places of a form's boxes.

    `known` is what the file's properties say that it is, None where they say nothing. Raises UnreadableError
    R20 where no page says which form it is, R23 where none fits, R46 for several forms in one file, R47 where
    properties and pages name different forms.
    """
    second = SecondReader(data)
    with OpenPages(data) as pages:
        found, others = _found(pages)
        printed = the_one([page.printed for page in found], known)
        # Of a sheet that bears several pages once.
        sheets = {page.index: page for page in reversed(found)}
        texts = [text for index in sorted(sheets) for text in _texts(sheets[index])]
        for blank in issued(printed, texts, ()):
            read = _Reading(pages, second, blank)
            matched = [page for one in found if (page := read.match(one)) is not None]
            # Where one page is laid out otherwise, rows may stand elsewhere on the others too.
            if len(matched) == len(found) and read.shows_what_is_settled(matched):
                if read.has_lost_everything(matched):
                    raise lost_in_printing(printed)
                return _raw_file(printed, known, len(pages), read, matched, others)
    raise _not_fitting(printed, is_picture=not texts)


def _not_fitting(printed: Printed, *, is_picture: bool) -> UnreadableError:
    if is_picture:
        why = "its pages are pictures, as a scanner or a camera makes them"
    else:
        why = "it was printed to PDF or flattened, and its pages are laid out otherwise than now"
    return UnreadableError(
        "R23",
        f"this is form {printed.form}, reference {printed.reference or '(none)'}, but none of its boxes is "
        f"left: {why}. Ask for the file that was typed into, or key it in by hand. Nothing was read from it",
    )


def _found(pages: OpenPages) -> tuple[list[_Found], list[int]]:
    """Return the pages by the codes on them, and the numbers (from 1) of pages with words and no code."""
    found: list[_Found] = []
    others: list[int] = []
    for index in range(len(pages)):
        characters = pages.characters(index)
        codes = codes_on(pages, index)
        found += [_Found(index, code, characters) for code in codes]
        if not codes and any(not one.text.isspace() for one in characters):
            others.append(index + 1)
    if not found:
        raise UnreadableError(
            "R20",
            "this is not one of halfterm's forms, or what says so is lost: it has no boxes, and no page "
            "bears a code of ours that can be read. Nothing was read from it. Return the form that was sent, "
            "filled in and saved in the same format",
        )
    return found, others


def the_one(printed: Sequence[Printed], known: Identity | None) -> Printed:
    """Return what the codes of all pages say, but for the page.

    Raises UnreadableError R46 where they differ, R47 where the file says that it is another form.
    """
    forms = {replace(one, page_number=1) for one in printed}
    if len(forms) > 1:
        named = sorted(f"{one.form} {one.reference or '(no reference)'} ({one.stage})" for one in forms)
        raise UnreadableError(
            "R46",
            f"there are {len(forms)} forms in this file, one after another: {', '.join(named)}. Nothing was "
            "read from it; save each as a file of its own, and return these",
        )
    the_form = forms.pop()
    if known is not None and known.form != the_form.form:
        raise UnreadableError(
            "R47",
            f"the file says that it is {known.form}, but its pages are {the_form.form}. Nothing was read "
            "from it; ask for the form that was sent",
        )
    return the_form


@dataclass(frozen=True, slots=True)
class _Issued:
    """A page as it was issued, and the corners of its code."""

    sheet: Sheet
    corners: tuple[tuple[float, float], ...]


def lost_in_printing(printed: Printed) -> UnreadableError:
    """Return the error of pages that show nothing in any box that was filled when the form was issued."""
    return UnreadableError(
        "R23",
        f"this is form {printed.form}, reference {printed.reference or '(none)'}, but none of its boxes is "
        "left, and its pages show nothing in their places, not even what it was issued with: whatever was "
        "typed was lost when it was printed. Ask for the file that was typed into. Nothing was read from it",
    )


def _texts(found: _Found) -> Iterator[str]:
    """Yield the texts of a page, each a run of characters that go on from line to line."""
    side = CODE_SIDE_PT
    upright = guess(found.code.corners, ((0, side), (side, side), (side, 0), (0, 0)))
    if upright is not None:
        drawn = [one for one in found.characters if one.box.x1_pt > one.box.x0_pt]
        for run in runs_of([replace(one, box=upright.box(one.box)) for one in drawn]):
            yield " ".join(text_of(run, math.inf).text.split())


class _Reading:
    """Holds pages against one PDF as it may have been issued."""

    def __init__(self, pages: OpenPages, second: SecondReader, blank: bytes) -> None:
        self.pages, self.second = pages, second
        self.places = places_of(blank)
        names = {place.name for place in self.places}
        stored = read_pdf(blank).boxes
        self.settled = [box for box in stored if box.name not in names and box.page_number]
        self.issued_with = {box.name for box in stored if box.name in names and any(box.texts)}
        with OpenPages(blank) as issued:
            self.sheets = [_issued_sheet(issued, number) for number in range(len(issued))]

    def match(self, found: _Found) -> _Page | None:
        """Return a page with what stands on it, None where it does not fit."""
        number = found.printed.page_number
        if number > len(self.sheets):
            return None
        issued = self.sheets[number - 1]
        sheet = issued.sheet
        near = guess(issued.corners, found.code.corners) if issued.corners else None
        place = fit(words_of(sheet.characters), words_of(found.characters), near) if near else None
        if place is None:
            return None
        there = Sheet(
            _on_it(found.characters, sheet, place.place),
            self.pages.picture(found.index, _DPI),
            partial(self.second.at, found.index),
        )
        return _Page(found, place, answers_on(sheet, there, self.on(number), place.place))

    def has_lost_everything(self, pages: Sequence[_Page]) -> bool:
        """Return whether the pages show nothing in any box that was filled when the form was issued.

        A program that prints the pages and not the boxes on them makes an empty form of a full one.
        """
        issued = [one for page in pages for one in page.on_page.written if one.place.name in self.issued_with]
        return bool(issued) and not any(one.text for one in issued)

    def shows_what_is_settled(self, pages: Sequence[_Page]) -> bool:
        """Return whether every word stands there of a form on which answers are printed, no boxes."""
        return not self.settled or not any(page.fit.lost for page in pages)

    def settled_on(self, pages: Sequence[_Page]) -> Iterator[RawBox]:
        """Yield the answers that are printed on these pages, no boxes: what the issued form says of them."""
        index = {page.found.printed.page_number: page.found.index for page in pages}
        for box in self.settled:
            if box.page_number in index:
                yield replace(box, gone=False, page_number=index[box.page_number] + 1, confidence=_SURE)

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


def _raw_file(
    printed: Printed,
    known: Identity | None,
    count: int,
    read: _Reading,
    pages: Sequence[_Page],
    others: Sequence[int],
) -> RawFile:
    identity = known or Identity(printed.form, printed.version, printed.stage, printed.reference)
    written = [(page.found.index, read.doubted(one)) for page in pages for one in page.on_page.written]
    return RawFile(
        kind="pdf",
        channel=Channel.TEXT,
        identity=identity,
        pages=count,
        boxes=(*_boxes(written), *read.settled_on(pages)),
        findings=(
            Finding(
                "F41",
                Severity.NOTE,
                None,
                "the file was printed to PDF or flattened: its boxes are gone, and its answers were read "
                "from what its pages show. Line breaks may differ from what was typed",
            ),
            *_about_pages(read, pages, others),
            *_doubts(written),
        ),
    )


def _boxes(written: Sequence[tuple[int, Written]]) -> Iterator[RawBox]:
    """Yield a box for each name, with what stands there on any copy of its page."""
    by_name: dict[str, list[tuple[int, Written]]] = {}
    for index, one in written:
        by_name.setdefault(one.place.name, []).append((index, one))
    for name, group in by_name.items():
        filled = [(index, one) for index, one in group if one.text]
        index, first = (filled or group)[0]
        yield RawBox(
            name,
            tuple(dict.fromkeys(one.text for _, one in filled)),
            confidence=_UNSURE if any(one.doubt for _, one in group) else _SURE,
            page_number=index + 1,
            box=first.box,
        )


def _doubts(written: Sequence[tuple[int, Written]]) -> Iterator[Finding]:
    doubts = {(one.place.name, one.doubt): index + 1 for index, one in written if one.doubt}
    for (name, doubt), page_number in doubts.items():
        yield Finding(
            "F42",
            Severity.ACT_NOW,
            name,
            f"{name}: read from page {page_number}, and {doubt}. Look at the page and put it right",
        )


def _about_pages(read: _Reading, pages: Sequence[_Page], others: Sequence[int]) -> Iterator[Finding]:
    """Yield what is odd about the pages: missing, twice, unknown, changed, with words beside the boxes."""
    there = Counter(page.found.printed.page_number for page in pages)
    needed = {place.page_number for place in read.places}
    yield from odd_pages(there, needed, others)
    for page in pages:
        number = page.found.index + 1
        if page.on_page.beside:
            text = f"page {number} has words outside its boxes, which belong to no answer"
            said = f"{text}: {page.on_page.beside!r}. Put them where they belong"
            yield Finding("F44", Severity.ACT_NOW, None, said)
        if page.fit.lost:
            yield lost_words(number, page.fit.lost)


def odd_pages(there: Mapping[int, int], needed: Collection[int], others: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding where pages are missing, there more than once, or none of the form.

    `there` has how often each page of the form (from 1) is in the file, `needed` those with boxes, `others`
    the numbers of pages of the file that bear no code.
    """
    odd = [f"page {number} of the form is missing" for number in sorted(set(needed) - set(there))]
    odd += [
        f"page {number} of the form is there {count} times" for number, count in there.items() if count > 1
    ]
    odd += [f"page {number} of the file bears no code of a form" for number in others]
    if odd:
        text = f"{'; '.join(odd)}. Nothing was read from what does not fit; look at the file"
        yield Finding("F43", Severity.ACT_NOW, None, text)


def lost_words(page_number: int, lost: Sequence[str]) -> Finding:
    """Return the finding that a page of the file (from 1) does not show these printed words as issued."""
    quoted = ", ".join(map(repr, lost[:_MOST_QUOTED])) + (" …" if len(lost) > _MOST_QUOTED else "")
    text = f"page {page_number}: words that the form prints do not stand there as issued: {quoted}"
    return Finding("F45", Severity.SOON, None, f"{text}. See whether somebody changed the form")
