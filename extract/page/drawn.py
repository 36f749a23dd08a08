"""Tell what somebody drew into the pages of a PDF that has its boxes: it stands in none of them.

Each page is issued with a mark of what is drawn into it. One with another mark was changed, or only written
anew by a program: then its words and its picture are held against the form made once more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from extract.acroform import read_pdf
from extract.page.answers import words_added
from extract.page.fitting import Affine, Fit, fit, guess
from extract.page.identity import Code, codes_on
from extract.page.lines import text_of
from extract.page.moved import moved_boxes
from extract.page.opened import OpenPages
from extract.page.pictures import differs
from extract.page.places import places_of
from extract.page.words import Character, words_of
from extract.raw import RawFile
from forms.errors import UnreadableError
from forms.findings import Finding, Severity

MadeAgain = Callable[[Sequence[str]], Iterator[bytes]]
"""Yields PDFs as which the form may have been issued, the likeliest first, from texts that its pages show."""

_DPI = 110
_MOST_TRIED = 12
"""Forms that are made again until one is that of the file."""
_MOST_QUOTED = 500
_MOST_LOST = 12
_AS_ISSUED = Affine(1, 0, 0, 0, 1, 0)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page of the file with the page of the form that it is."""

    index: int
    """In the file, from 0."""
    number: int
    """Of the form, from 1; 0 for a page that is none of it."""
    characters: Sequence[Character]
    code: Code | None = None

    @property
    def text(self) -> str:
        """Return all words on it."""
        return text_of(self.characters, math.inf).text


def check_drawn(data: bytes, raw: RawFile, made_again: MadeAgain) -> Iterator[Finding]:
    """Yield findings for what is drawn into pages and was not issued there, and for pages that are gone.

    Where the file holds no marks of its pages and no form can be made again, nothing is said.
    """
    noted = raw.identity.marks.pages
    try:
        with OpenPages(data) as pages:
            there, changed = _told_apart(pages, raw)
            known = {sheet.number: sheet for sheet in changed if sheet.number}
            if noted:
                yield from _about_pages(there, changed, len(noted))
            if known:
                yield from _compared(pages, raw, known, made_again)
    except UnreadableError:
        # PDFium cannot open what another reader could: nothing is there to compare.
        if noted:
            yield _not_comparable(range(len(noted)))


def _told_apart(pages: OpenPages, raw: RawFile) -> tuple[set[int], list[_Sheet]]:
    """Return the numbers of the pages that are as issued, and the pages that are not, or may not be."""
    noted = raw.identity.marks.pages
    there: set[int] = set()
    others = []
    for index, mark in enumerate(raw.page_marks):
        numbers = [number for number, one in enumerate(noted, 1) if one == mark and number not in there]
        there.update(numbers[:1])
        if not numbers:
            others.append(index)
    changed: list[_Sheet] = []
    for index in others:
        code = next(iter(codes_on(pages, index)), None)
        number = _number(code, raw) if code else index + 1
        is_taken = number in there or any(sheet.number == number for sheet in changed)
        is_past = noted and number > len(noted)
        characters = pages.characters(index)
        changed.append(_Sheet(index, 0 if is_taken or is_past else number, characters, code))
    return there, changed


def _number(code: Code, raw: RawFile) -> int:
    """Return which page of the form a code names, 0 where it is another form's."""
    printed, identity = code.printed, raw.identity
    same = printed.form == identity.form and printed.reference == identity.reference.upper()
    return printed.page_number if same else 0


def _about_pages(there: set[int], changed: Sequence[_Sheet], count: int) -> Iterator[Finding]:
    gone = set(range(1, count + 1)) - there - {sheet.number for sheet in changed}
    odd = [f"page {number} of the form is gone, with all that stood on it" for number in sorted(gone)]
    odd += [_foreign(sheet) for sheet in changed if not sheet.number]
    if odd:
        yield Finding(
            "F43",
            Severity.ACT_NOW,
            None,
            f"{'; '.join(odd)}. Look at the file, and ask the sender for what is missing",
        )


def _foreign(sheet: _Sheet) -> str:
    called = f"page {sheet.index + 1} of the file is no page that this form was issued with"
    if sheet.code is not None:
        printed = sheet.code.printed
        return (
            f"{called}: its code says page {printed.page_number} of {printed.form}, "
            f"reference {printed.reference or '(none)'}"
        )
    return f"{called}; it says {_quoted(sheet.text)}" if sheet.text else f"{called}; it has no words"


def _compared(
    pages: OpenPages, raw: RawFile, known: Mapping[int, _Sheet], made_again: MadeAgain
) -> Iterator[Finding]:
    """Yield what differs from the first form made again that is the one issued, as far as can be told."""
    noted = raw.identity.marks.pages
    issued = _the_issued(pages, noted, known, made_again)
    if issued is None:
        if noted:
            yield _not_comparable([sheet.index for sheet in known.values()])
        return
    with OpenPages(issued) as own:
        for sheet in known.values():
            yield from _differences(pages, sheet, own, _fit(sheet, own))
    as_issued = read_pdf(issued)
    if noted and noted == as_issued.identity.marks.pages:
        yield from moved_boxes(raw, as_issued, {sheet.index + 1: sheet.number for sheet in known.values()})


def _the_issued(
    pages: OpenPages, noted: Sequence[str], known: Mapping[int, _Sheet], made_again: MadeAgain
) -> bytes | None:
    """Return the form as it was issued: what bears its marks, else what fits best, None where nothing."""
    texts = [text for index in range(len(pages)) for text in _texts_of(pages, index)]
    best: tuple[int, bytes] | None = None
    for issued in islice(made_again(texts), _MOST_TRIED):
        raw = read_pdf(issued)
        if noted and noted == raw.identity.marks.pages:
            return issued
        with OpenPages(issued) as own:
            fits = [_fit(sheet, own) for sheet in known.values()]
        lost = sum(len(one.lost) for one in fits if one)
        # Answers that are printed, without a box, are those of this very form only where all words agree.
        fitting = all(fits) and not (lost and _prints_answers(raw, issued))
        if fitting and (best is None or lost < best[0]):
            best = lost, issued
        if best is not None and best[0] == 0 and not noted:
            break
    return best[1] if best is not None else None


def _prints_answers(raw: RawFile, issued: bytes) -> bool:
    return bool({box.name for box in raw.boxes} - {place.name for place in places_of(issued)})


def _texts_of(pages: OpenPages, index: int) -> list[str]:
    return [line for line in text_of(pages.characters(index), math.inf).text.split("\n") if line]


def _fit(sheet: _Sheet, own: OpenPages) -> Fit | None:
    if sheet.number > len(own):
        return None
    issued = own.characters(sheet.number - 1)
    codes = codes_on(own, sheet.number - 1)
    near = guess(codes[0].corners, sheet.code.corners) if sheet.code and codes else _AS_ISSUED
    return fit(words_of(issued), words_of(sheet.characters), near or _AS_ISSUED)


def _differences(pages: OpenPages, sheet: _Sheet, own: OpenPages, place: Fit | None) -> Iterator[Finding]:
    where = f"page {sheet.index + 1}"
    if place is None:
        yield _not_comparable([sheet.index])
        return
    issued = own.characters(sheet.number - 1)
    words = words_added(issued, sheet.characters, place.place)
    if words:
        text = f"{where} has words drawn into it that are in no box, so they belong to no answer"
        yield Finding("F44", Severity.ACT_NOW, None, f"{text}: {_quoted(words)}. Put them where they belong")
    if place.lost:
        more = " …" if len(place.lost) > _MOST_LOST else ""
        quoted = ", ".join(map(repr, place.lost[:_MOST_LOST])) + more
        yield Finding(
            "F45",
            Severity.SOON,
            None,
            f"{where}: words that the form prints do not stand there as issued: {quoted}. See whether "
            "somebody changed the form",
        )
    shown = pages.picture(sheet.index, _DPI, notes=False)
    if not (words or place.lost) and differs(own.picture(sheet.number - 1, _DPI, notes=False), shown):
        yield Finding(
            "F55",
            Severity.SOON,
            None,
            f"{where} looks otherwise than it was issued: somebody drew on it, or covered something up. "
            "Look at the page, and put what counts into its boxes",
        )


def _not_comparable(indexes: Sequence[int]) -> Finding:
    named = ", ".join(str(index + 1) for index in indexes)
    return Finding(
        "F56",
        Severity.SOON,
        None,
        f"page {named} of the file is not stored as it was issued, and what is new there cannot be told. "
        "Look for words or drawings beside the boxes",
    )


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    left = len(words) - _MOST_QUOTED
    return f"{words[:_MOST_QUOTED]!r} (and {left:,} characters more)" if left > 0 else repr(words)
