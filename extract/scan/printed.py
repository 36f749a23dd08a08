"""Answers that a form prints, in no box, as a picture of its page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from extract.page.places import Place
from extract.raw import RawBox
from extract.scan.again import is_misread_blank, is_odd
from extract.scan.aligning import FoundWord, grouped
from extract.scan.answers import Seen
from extract.scan.ink import Inked
from extract.scan.pictures import PagePicture
from extract.scan.registering import Registered, trusted
from extract.scan.sheets import SHEET_DPI
from extract.scan.typed import joined_text, typed_lines
from forms.records import Box, Channel

_SURE, _READ, _UNSURE = 0.95, 0.6, 0.3
_LINE_PT = 17.0
"""A higher answer has several lines, and may begin behind a label: what is beside it may not be its own."""
_BEHIND_PT, _AROUND_PT = 6.0, 1.0
_BLANK_PT = 36.0
"""So much farther than the box of an answer of no words do the words reach that say so."""
_SAME_ANSWER = 0.75
"""How alike two readings of one answer are at least."""
_NOTE_PT2 = 6.0


def printed_on(
    picture: PagePicture,
    page: Inked,
    registered: Registered,
    settled: tuple[RawBox, ...],
    foreign_pt2: float,
    words: Sequence[FoundWord],
    *,
    is_independent: bool,
) -> Iterator[Seen]:
    """Yield the answers that are printed on one page.

    `settled` is what the form prints on this page as it was made once more; `is_independent`: from what came
    back before, not from the pictures. Then it is held against them; else it is no more than a proposal. A
    place that was left blank is known by the words that say so; `foreign_pt2` of ink that the form does not
    print may be a tick in a box that it prints empty. `words` is what was recognised on the page: where it is
    only like those that say so, it may be an answer.
    """
    back = picture.place.inverse().after(registered.warp)
    for box in settled:
        if box.box is None:
            continue
        left, bottom, right, top = back.box(box.box)
        place = Place(box.name, box.page_number or 0, box.box, None, multiline=True, locked=True)
        issued = "".join(box.texts[:1])
        one = Seen(place, picture.index, Box(left, bottom, right, top), issued, Channel.INK, _SURE)
        stands = _stands(page, registered, box.box)
        if issued and not is_independent:
            doubt = "its letters were recognised from a picture"
            read = _again(page, box.box, issued)
            yield replace(one, text=read, channel=Channel.OCR, confidence=_READ, doubt=doubt)
        elif issued:
            doubt = _difference(page, box.box, issued, stands=stands)
            yield one if not doubt else replace(one, channel=Channel.OCR, confidence=_UNSURE, doubt=doubt)
        elif is_independent and stands:
            yield one
        elif said := misread_blank(words, box.box):
            doubt = f"its words were read as {said!r}: they are an answer, or say that there is none"
            yield replace(one, illegible=True, confidence=_UNSURE, doubt=doubt)
        elif stands and foreign_pt2 <= _NOTE_PT2:
            yield one
        else:
            doubt = "it cannot be told whether an answer is printed there"
            yield replace(one, illegible=True, confidence=_UNSURE, doubt=doubt)


def misread_blank(words: Sequence[FoundWord], box: Box) -> str:
    """Return what was recognised in the place of no answer where that is no more than like it, else ""."""
    right = box.x1_pt + _BLANK_PT
    said = [one for one in words if _is_at(one.box, replace(box, x1_pt=right))]
    lines = (sorted(line, key=lambda one: one.box.x0_pt) for line in grouped(said))
    texts = (f"{one.text} {other.text}" for line in lines for one, other in pairwise(line))
    return next((text for text in texts if is_misread_blank(text)), "")


def _is_at(word: Box, area: Box) -> bool:
    x, y = (word.x0_pt + word.x1_pt) / 2, (word.y0_pt + word.y1_pt) / 2
    return area.x0_pt <= x <= area.x1_pt and area.y0_pt <= y <= area.y1_pt


def _stands(page: Inked, registered: Registered, box: Box) -> bool:
    """Return whether the words of an answer stand where the form prints them, and no others."""
    row = replace(box, x1_pt=box.x1_pt + _BLANK_PT)
    lost = any(_meet(word.box, row) for word in registered.lost)
    return not lost and trusted(registered, box) and not page.has_more(row)


def _difference(page: Inked, box: Box, issued: str, *, stands: bool) -> str:
    """Return what is other on the page than an answer that is known, "" where it shows it."""
    shown = _spelled(page, box)
    if stands and (not shown or _without_stops(shown) == _without_stops(issued)):
        return ""
    seems = f", it seems to be {shown!r}" if shown else ""
    return f"its printed words are not {issued!r}, as issued{seems}"


def _again(page: Inked, box: Box, text: str) -> str:
    """Return an answer as it is spelled where it surely stands, if that is the same answer."""
    spelled = _spelled(page, box)
    if _without_stops(spelled) == _without_stops(text):
        # A stop under the arm of a letter is not spelled.
        return text
    alike = SequenceMatcher(None, _closed(spelled), _closed(text), autojunk=False).ratio()
    return spelled if alike >= _SAME_ANSWER else text


def _spelled(page: Inked, box: Box) -> str:
    """Return an answer of one line as it is spelled, "" where it is not, or oddly."""
    if box.y1_pt - box.y0_pt > _LINE_PT:
        return ""
    area = Box(box.x0_pt - _AROUND_PT, box.y0_pt, box.x1_pt + _BEHIND_PT, box.y1_pt)
    dark, _ = page.cut_out(area)
    lines = typed_lines(dark, SHEET_DPI / 72, multiline=False)
    words = [word for one in lines or () for word in one.words]
    best = min((word.misfit for word in words), default=0.0)
    return (
        "" if not words or lines is None or any(is_odd(word, best) for word in words) else joined_text(lines)
    )


def _without_stops(text: str) -> str:
    return _closed(text).replace(".", "").replace(",", "")


def _closed(text: str) -> str:
    return "".join(text.split())


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x0_pt < other.x1_pt
        and other.x0_pt < one.x1_pt
        and one.y0_pt < other.y1_pt
        and other.y0_pt < one.y1_pt
    )
