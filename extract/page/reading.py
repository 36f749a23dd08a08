"""Read a PDF whose boxes are gone from what its pages show.

The form is made anew as it was issued, and each page is held against it. What is read so is read well, but
not exactly: each answer says by its channel and confidence how it was read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from extract.issuing import Issued
from extract.page.answers import Written
from extract.page.fitting import Affine
from extract.page.found import Found, FoundPages, ways_found
from extract.page.held import SURE, UNSURE, Held, HeldPage
from extract.page.identity import Printed
from extract.page.lines import text_of
from extract.page.opened import OpenPages
from extract.page.runs import runs_of
from extract.page.saying import (
    about_pages,
    carried_may_be_gone,
    lost_in_printing,
    not_fitting,
    several_fit,
    the_one,
    unknown_form,
)
from extract.page.second import SecondReader
from extract.raw import Identity, RawBox, RawFile
from forms.findings import Finding, Severity
from forms.properties import Marks, ref_mark
from forms.records import Channel
from forms.reference import split_action_id

_AS_IT_LIES = Affine(1, 0, 0, 0, 1, 0)
_MOST_TRIED, _MOST_ROUNDS = 12, 3
"""Forms that are made once more until one fits, and how often again from what the pages show."""


def read_printed(data: bytes, issued: Issued, known: Identity | None, of: Printed | None = None) -> RawFile:
    """Return what the pages of a PDF show in the places of a form's boxes.

    `known` is what the file's properties say that it is, None where they say nothing; `of` is the form that
    is meant where a sheet bears pages of several. Raises UnreadableError R20 where no page says which form it
    is, R23 where none fits, R46 for several forms in one file, R47 where properties and pages name different
    forms.
    """
    second = SecondReader(data)
    with OpenPages(data) as pages:
        ways = [way.only(of) for way in ways_found(pages, issued)]
        read = [one for way in ways if (one := _read(pages, second, way, issued, known)) is not None]
        if len(read) == 1:
            return read[0]
        printed = the_one([page.printed for page in ways[0].pages], known)
        if read:
            raise several_fit(printed)
        raise not_fitting(printed, is_picture=not any(page.characters for page in ways[0].pages))


def _read(
    pages: OpenPages, second: SecondReader, way: FoundPages, issued: Issued, known: Identity | None
) -> RawFile | None:
    """Return what the pages show as the form that they are found to be, None where they do not fit it."""
    printed = the_one([page.printed for page in way.pages], known)
    in_order = sorted(way.pages, key=lambda page: (page.index, page.printed.page_number))
    texts = [text for page in in_order for text in _texts(page)]
    fitting = _fitting(issued, printed, texts, partial(Held, pages, second), way.pages)
    if fitting is None:
        return None
    read, matched = fitting
    if read.has_lost_everything(matched):
        raise lost_in_printing(printed)
    return _raw_file(printed, known, len(pages), read, matched, way.others)


def _fitting(
    issued: Issued,
    printed: Printed,
    texts: Sequence[str],
    held: Callable[[bytes], Held],
    found: Sequence[Found],
) -> tuple[Held, list[HeldPage]] | None:
    """Return the form made once more that all pages fit, with these; None where there is none.

    Where one page is laid out otherwise, rows may stand elsewhere on the others too.
    """
    tried: list[Held] = []
    best: tuple[Held, list[HeldPage]] | None = None
    for blank in islice(issued(printed, texts, ()), _MOST_TRIED):
        read = held(blank)
        matched = read.match_all(found)
        if not read.fits(matched, found):
            tried.append(read)
        elif best is None or _count_lost(matched) < _count_lost(best[1]):
            # A row of facts that was never issued may be few enough words for the rest of a page to fit.
            best = read, matched
            if not _count_lost(matched):
                break
    if best is not None:
        return best
    if not tried:
        raise unknown_form(printed)
    # It was issued with other words than any of these: what the pages show of them leads to the next one.
    instead: dict[str, str] = {}
    shown: Mapping[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        nearest = max((read.guess(found) for read in tried), key=lambda one: one.likeness, default=None)
        if nearest is None or nearest.shown == shown:
            break
        shown = nearest.shown
        instead |= nearest.instead
        tried = []
        for blank in issued.showing(printed, shown, instead, texts):
            read = held(blank)
            matched = read.match_all(found)
            if read.fits(matched, found):
                return read, matched
            tried.append(read)
    return None


def _count_lost(pages: Sequence[HeldPage]) -> int:
    return sum(len(page.fit.lost) for page in pages)


def _texts(found: Found) -> Iterator[str]:
    """Yield the texts of a page, each a run of characters that go on from line to line."""
    upright = found.upright if found.code is not None else _AS_IT_LIES
    if upright is not None:
        drawn = [one for one in found.characters if one.box.x1_pt > one.box.x0_pt]
        for run in runs_of([replace(one, box=upright.box(one.box)) for one in drawn]):
            yield " ".join(text_of(run, math.inf).text.split())


def _raw_file(
    printed: Printed,
    known: Identity | None,
    count: int,
    read: Held,
    pages: Sequence[HeldPage],
    others: Sequence[int],
) -> RawFile:
    identity = known or Identity(printed.form, printed.version, printed.stage, printed.reference)
    written = [(page.found.index, read.doubted(one)) for page in pages for one in page.on_page.written]
    written = _between_copies(written)
    settled = [(_with_whole_id(box), doubt) for box, doubt in read.settled_on(pages)]
    boxes = (*_boxes(written), *(box for box, _ in settled))
    return RawFile(
        kind="pdf",
        channel=Channel.TEXT,
        identity=identity,
        pages=count,
        boxes=boxes,
        findings=(
            Finding(
                "F41",
                Severity.NOTE,
                None,
                "the file was printed to PDF or flattened: its boxes are gone, and its answers were read "
                "from what its pages show. Line breaks may differ from what was typed, and letters that the "
                "program does not draw (Chrome and Edge: \u0175, \u0177, \u0169, \u0129) are not there",
            ),
            *about_pages(read, pages, others),
            *_doubts(written),
            *(_doubt(box.name, box.page_number or 0, doubt) for box, doubt in settled if doubt),
        ),
        carried_may_be_gone=not _has_all_carried(identity.marks, boxes)
        and carried_may_be_gone(
            [page.found.printed.page_number for page in pages],
            {place.page_number for place in read.places},
            [(one.place.page_number, one.text) for _, one in written],
            printed.reference,
        ),
    )


def _with_whole_id(box: RawBox) -> RawBox:
    """Return a box with an action's id in one piece: a narrow cell breaks one behind its hyphen."""
    whole = tuple("".join(text.split()) for text in box.texts)
    is_id = box.name.endswith("-ref") and all(split_action_id(one) is not None for one in whole)
    return replace(box, texts=whole) if whole and is_id else box


def _has_all_carried(marks: Marks, boxes: Iterable[RawBox]) -> bool:
    """Return whether a file that still says what it was issued with has every row carried onto it."""
    said = {ref_mark(text) for box in boxes for text in box.texts}
    return bool(marks.words) and marks.rows.keys() <= said


def _between_copies(written: Sequence[tuple[int, Written]]) -> list[tuple[int, Written]]:
    """Return what stands in boxes, in doubt where another copy of the page has nothing there."""
    said: dict[tuple[str, str | None], set[str]] = {}
    for _, one in written:
        said.setdefault((one.place.name, one.place.option), set()).add(one.text)
    doubt = "another copy of the page has nothing there"
    return [
        (index, replace(one, doubt=one.doubt or doubt))
        if one.text and "" in said[one.place.name, one.place.option]
        else (index, one)
        for index, one in written
    ]


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
            confidence=UNSURE if any(one.doubt for _, one in group) else SURE,
            page_number=index + 1,
            box=first.box,
        )


def _doubts(written: Sequence[tuple[int, Written]]) -> Iterator[Finding]:
    doubts = {(one.place.name, one.doubt): index + 1 for index, one in written if one.doubt}
    for (name, doubt), page_number in doubts.items():
        yield _doubt(name, page_number, doubt)


def _doubt(name: str, page_number: int, doubt: str) -> Finding:
    text = f"{name}: read from page {page_number}, and {doubt}. Look at the page and put it right"
    return Finding("F42", Severity.ACT_NOW, name, text)
