"""Read a file whose pages are pictures: each is held against the form made once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from extract.issuing import Issued
from extract.page.identity import Printed
from extract.page.saying import carried_may_be_gone, lost_in_printing, lost_words, odd_pages, the_one
from extract.raw import Identity, RawBox, RawFile
from extract.scan.aligning import FoundWord
from extract.scan.answers import Known, Seen, seen_on
from extract.scan.codes import codes_on
from extract.scan.fitting import Fitting, FoundPage, Tried
from extract.scan.flat import darkness
from extract.scan.ink import inked
from extract.scan.pictures import Pictures
from extract.scan.printed import printed_on
from extract.scan.recognising import script
from extract.scan.registering import coarse
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.records import Channel

_ROW_PT2 = 800.0
"""So much ink outside its boxes is a row that a form was issued with, with labels, frame and words."""
_NOTE_PT2 = 6.0
"""So much ink outside its boxes is a word."""
_INKED = 0.002
"""Of a page without a code: so much of it is dark where something stands on it."""
_INSTALL = (
    "Install tesseract and its Latin script (tesseract-ocr and tesseract-ocr-script-latn on Debian and "
    "Ubuntu, the UB Mannheim installer on Windows, tesseract and tesseract-lang by Homebrew), and read the "
    "file again"
)


def read_pictures(pictures: Pictures, kind: str, issued: Issued, known: Identity | None = None) -> RawFile:
    """Return what the pictures of a form's pages show in the places of its boxes.

    `known` is what the file's properties say that it is, None where they say nothing. Raises UnreadableError
    R57 where no picture bears a code, R23 where none fits, R46 for several forms in one file, R47 where
    properties and pictures name different forms.
    """
    found, others = _found(pictures)
    printed = the_one([one.code.printed for one in found], known)
    fitting = Fitting(pictures, found, printed, issued)
    best = fitting.best()
    if best is None or max(best.foreign_pt2) > _ROW_PT2:
        raise _not_fitting(printed, {one.page_number for one in found})
    known_texts = Known(best.form.texts, printed.reference, best.is_independent)
    seen = [
        one
        for number in range(len(best.pages))
        for one in _seen(pictures, best, number, known_texts, fitting.words_on(number, best.form))
    ]
    if _has_lost_everything(seen, known_texts):
        raise lost_in_printing(printed)
    identity = known or Identity(printed.form, printed.version, printed.stage, printed.reference)
    return RawFile(
        kind=kind,
        channel=Channel.INK,
        identity=identity,
        pages=len(pictures),
        boxes=tuple(_boxes(seen)),
        findings=(_how_read(seen), *_about_pages(best, others), *_doubts(seen)),
        carried_may_be_gone=carried_may_be_gone(
            [page.page_number for page, *_ in best.pages],
            best.form.pages,
            [(one.place.page_number, one.text) for one in seen],
            printed.reference,
        ),
    )


def _seen(
    pictures: Pictures, best: Tried, number: int, known: Known, words: Sequence[FoundWord]
) -> list[Seen]:
    page, sheet, registered = best.pages[number]
    picture = pictures.at(page.index)
    shown = inked(sheet, registered, picture.image, best.form.filled(page.page_number))
    printed = printed_on(
        picture,
        shown,
        registered,
        tuple(one for one in best.form.settled if one.page_number == page.page_number),
        best.foreign_pt2[number],
        words,
        is_independent=best.is_independent,
    )
    return [*seen_on(picture, shown, registered, known), *printed]


def _found(pictures: Pictures) -> tuple[list[FoundPage], list[int]]:
    """Return the pages by the codes on them, and the numbers (from 1) of pictures with ink and no code."""
    found: list[FoundPage] = []
    others: list[int] = []
    for index in range(len(pictures)):
        image = pictures.at(index).image
        codes = codes_on(image)
        found += [FoundPage(index, code, coarse(image, code.corners)) for code in codes]
        if not codes and float((darkness(image.reduce(2)) > 0.3).mean()) > _INKED:
            others.append(index + 1)
    if not found:
        raise UnreadableError(
            "R57",
            "no page of this file bears a code of ours that can be read: it is a picture of something else, "
            "or the square code at the foot of the page is cut off, covered or blurred. Scan the whole page, "
            "flat, at 200 dpi or more, or key the form in by hand. Nothing was read from it",
        )
    return found, others


def _not_fitting(printed: Printed, there: Collection[int]) -> UnreadableError:
    missing = [str(number) for number in range(1, max(there)) if number not in there]
    pages = f" Page {' and '.join(missing)} of it is not in the file." if missing else ""
    why = "" if script() else f" Where rows were carried onto it, its letters have to be read. {_INSTALL}."
    return UnreadableError(
        "R23",
        f"this is form {printed.form}, reference {printed.reference or '(none)'}, but its pages are pictures "
        "on which its printed words do not stand as they do on any form that may have been issued: it is "
        "creased, cut off, blurred or changed. Scan it again, flat, at 200 dpi or more, or ask for the file "
        f"that was typed into. Nothing was read from it.{pages}{why}",
    )


def _has_lost_everything(seen: Sequence[Seen], known: Known) -> bool:
    """Return whether every box that was filled when the form was issued is empty."""
    issued = [one for one in seen if one.place.name in known.texts and one.place.option is None]
    return bool(issued) and not any(one.text or one.illegible for one in issued)


def _boxes(seen: Sequence[Seen]) -> Iterator[RawBox]:
    """Yield a box for each name, with what stands there on any copy of its page."""
    by_name: dict[str, list[Seen]] = {}
    for one in seen:
        by_name.setdefault(one.place.name, []).append(one)
    for name, group in by_name.items():
        filled = [one for one in group if one.text]
        first = (filled or [one for one in group if one.illegible] or group)[0]
        yield RawBox(
            name,
            tuple(dict.fromkeys(one.text for one in filled)),
            confidence=min(one.confidence for one in group),
            page_number=first.page_index + 1,
            box=first.box,
            channel=first.channel,
            illegible=not filled and first.illegible,
        )


def _doubts(seen: Sequence[Seen]) -> Iterator[Finding]:
    """Yield one finding for each answer that a person has to look at."""
    doubts = {(one.place.name, one.doubt): one for one in seen if one.doubt}
    for (name, doubt), one in doubts.items():
        where = f"{name}: on page {one.page_index + 1} {doubt}"
        if one.is_cut:
            more = "it goes on beyond the edge of its box, where the page does not show it"
            advice = "Ask for the file that was typed into, or for what is missing"
            yield Finding("F75", Severity.ACT_NOW, name, f"{where}, and {more}. {advice}")
        elif one.channel is Channel.OCR:
            advice = "Compare it with the page, and put it right"
            yield Finding("F60", Severity.SOON, name, f"{where}. {advice}")
        else:
            yield Finding("F61", Severity.ACT_NOW, name, f"{where}. Look at the page, and put it in")


def _how_read(seen: Sequence[Seen]) -> Finding:
    without = "" if script() or not any(one.illegible for one in seen) else f". {_INSTALL}"
    proposed = sum(one.channel is Channel.OCR and bool(one.doubt) for one in seen)
    count = f"{proposed} answer{' is a proposal' if proposed == 1 else 's are proposals'}"
    return Finding(
        "F62",
        Severity.ACT_NOW if proposed else Severity.NOTE,
        None,
        "the file holds pictures of pages: what is ticked and what is empty was seen; what was typed or "
        f"written was recognised as far as that goes: {count}, which "
        "nobody has compared with the page. halfterm read --evidence FOLDER writes a picture of each"
        f"{without}",
    )


def _about_pages(best: Tried, others: Sequence[int]) -> Iterator[Finding]:
    there = Counter(page.page_number for page, *_ in best.pages)
    yield from odd_pages(there, best.form.pages, others)
    for (page, _, registered), foreign_pt2 in zip(best.pages, best.foreign_pt2, strict=True):
        if foreign_pt2 > _NOTE_PT2:
            yield Finding(
                "F63",
                Severity.ACT_NOW,
                None,
                f"page {page.index + 1} shows something outside its boxes that was not issued there. Look at "
                "the page, and put what belongs to an answer where it belongs",
            )
        if registered.lost:
            yield lost_words(page.index + 1, [word.text for word in registered.lost])
