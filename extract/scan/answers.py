"""What stands in the boxes of one registered page: blank, ticked, as issued, or for a person to read."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from extract.page.places import Place
from extract.scan.ink import Found, Inked, brought
from extract.scan.letters import BoxPicture, read_letters
from extract.scan.pictures import PagePicture
from extract.scan.registering import Registered, trusted
from extract.scan.sheets import SHEET_DPI
from extract.scan.warp import affine
from forms.records import Box, Channel
from forms.reference import split_action_id

_SURE, _READ, _UNSURE = 0.95, 0.6, 0.3
_OCR_DPI = 300
_ACROSS_PT, _DOWN_PT = 0.5, 1.0
"""Left out beside, and above and below, for the frame of a box: viewers set letters close to its sides."""
_MARGIN = 24
"""Dots of white around a box that is read."""
_LEAST_DEPTH = 90.0
"""Of 255: ink is darker than paper by so much at least, however pale the picture is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in one box, or in one tick box of a group."""

    place: Place
    page_index: int
    box: Box
    """Where it stands on the page that came back."""
    text: str
    channel: Channel
    confidence: float
    illegible: bool = False
    """Something stands there, or may, and what it is was not read."""
    doubt: str = ""
    """Why a person has to look, "" where nobody has to."""
    is_cut: bool = False
    """It goes on beyond the edge of its box, where the page does not show it."""


@dataclass(frozen=True)
class Known:
    """What a form was issued with."""

    texts: Mapping[str, str]
    """Name of a box -> the words in it."""
    reference: str
    is_independent: bool
    """None of these words was taken from the pictures themselves."""

    def is_own(self, place: Place) -> bool:
        """Return whether the words in a box follow from the form's own reference, and nobody types there."""
        text = self.texts.get(place.name, "")
        is_reference = bool(self.reference) and text == self.reference
        return place.locked and (is_reference or (text in self._own_ids and self._counts_up))

    @functools.cached_property
    def _own_ids(self) -> dict[str, int]:
        """Return each id of the form's own rows with its number; nothing else begins like one."""
        ids = {text: split_action_id(text) for text in self.texts.values()}
        return {
            text: known[1]
            for text, known in ids.items()
            if known is not None and text.rpartition("/")[0] == self.reference
        }

    @property
    def _counts_up(self) -> bool:
        """Return whether none of these ids can have been misread: where they were read, none is left out."""
        numbers = sorted(self._own_ids.values())
        return self.is_independent or numbers == list(range(1, len(numbers) + 1))

    def agrees(self, place: Place, read: str) -> bool:
        """Return whether what was recognised is what was issued, without being where that comes from."""
        return self.is_independent and read.split() == self.texts.get(place.name, "").split()


def seen_on(picture: PagePicture, page: Inked, registered: Registered, known: Known) -> list[Seen]:
    """Return what stands in the boxes of a page, in the order in which it was issued."""
    back = picture.place.inverse().after(registered.warp)
    seen: list[Seen] = []
    to_read: list[int] = []
    for place in page.issued.places:
        left, bottom, right, top = back.box(place.box)
        one = Seen(place, picture.index, Box(left, bottom, right, top), "", Channel.INK, _SURE)
        if not trusted(registered, place.box):
            doubt = "the form's own words around it do not stand where they were issued"
            seen.append(replace(one, illegible=True, confidence=_UNSURE, doubt=doubt))
        elif place.option is not None:
            seen.append(_tick(one, page))
        else:
            found = page.text_box(place.box)
            if found is Found.INK:
                to_read.append(len(seen))
            doubt = "" if found is Found.NONE else "it cannot be told whether something stands there"
            confidence = _SURE if found is Found.NONE else _UNSURE
            seen.append(replace(one, illegible=bool(doubt), confidence=confidence, doubt=doubt))
    _read(seen, to_read, picture.image, page, known)
    return [_emptied(one, known) for one in seen]


def _tick(one: Seen, page: Inked) -> Seen:
    match page.tick_box(one.place.box):
        case Found.INK:
            return replace(one, text=one.place.option or "")
        case Found.NONE:
            return one
        case _:
            doubt = "it cannot be told whether it is ticked"
            return replace(one, illegible=True, confidence=_UNSURE, doubt=doubt)


def _read(seen: list[Seen], to_read: Sequence[int], image: Image.Image, page: Inked, known: Known) -> None:
    """Put in what stands in the boxes with these numbers."""
    left: list[int] = []
    for number in to_read:
        place = seen[number].place
        if known.is_own(place) and page.shows_as_issued(place.box):
            seen[number] = _as_issued(seen[number], known)
        else:
            left.append(number)
    texts = read_letters([_picture(image, page, seen[number].place) for number in left])
    for number, read in zip(left, texts, strict=True):
        one = seen[number]
        if read is None or not read.text:
            why = (
                "no letters were made out"
                if read is not None
                else "tesseract, which reads letters, is not there"
            )
            doubt = f"something stands there that was not read: {why}"
            seen[number] = replace(one, illegible=True, confidence=_UNSURE, doubt=doubt)
            continue
        if known.agrees(one.place, read.text) and page.shows_as_issued(one.place.box):
            seen[number] = _as_issued(one, known)
            continue
        seen[number] = replace(
            one,
            text=_unbroken(read.text),
            channel=Channel.OCR,
            illegible=False,
            confidence=round(_READ * read.confidence, 2),
            doubt="its letters were recognised from a picture",
            is_cut=_is_cut(page, one.place),
        )


def _unbroken(text: str) -> str:
    """Return an id that a narrow box breaks behind a hyphen in one piece; any other text as it is."""
    whole = "".join(text.split())
    return whole if split_action_id(whole) is not None else text


def _is_cut(page: Inked, place: Place) -> bool:
    # Lines of a box of several break before its edge, and a list offers what fits.
    return not place.multiline and not place.choice and page.goes_on_beyond(place.box)


def _as_issued(one: Seen, known: Known) -> Seen:
    return replace(one, text=known.texts[one.place.name], illegible=False, confidence=_SURE, doubt="")


def _picture(image: Image.Image, page: Inked, place: Place) -> BoxPicture:
    """Return a box as a picture by itself, what lies around it left out."""
    inner = _inside(place)
    dark, (left, top) = page.cut_out(inner)
    scale = _OCR_DPI / 72
    width = max(1, round((inner.x1_pt - inner.x0_pt) * scale))
    height = max(1, round((inner.y1_pt - inner.y0_pt) * scale))
    to_page = affine(1 / scale, 0, inner.x0_pt, 0, -1 / scale, inner.y1_pt)
    cut = np.asarray(brought(image, page.warp.after(to_page), (width, height)), dtype=np.float32)
    white, black = np.percentile(cut, 80), np.percentile(cut, 0.5)
    # A small word on a large sheet is far less than its darkest dots: noise must not become as dark.
    depth = max(float(white - black), _LEAST_DEPTH)
    stretched = np.clip(255 - (white - cut) / depth * 255, 0, 255).astype(np.uint8)
    framed = Image.new("L", (width + 2 * _MARGIN, height + 2 * _MARGIN), 255)
    framed.paste(Image.fromarray(stretched), (_MARGIN, _MARGIN))
    to_dark = affine(1, 0, left, 0, 1, top)
    framing = affine(1, 0, _MARGIN, 0, 1, _MARGIN)
    to_image = framing.after(to_page.inverse()).after(page.issued.place.inverse()).after(to_dark)
    return BoxPicture(place, dark, SHEET_DPI / 72, framed, to_image)


def _inside(place: Place) -> Box:
    box = place.box
    # A viewer draws an arrow at the end of a list.
    arrow = min(box.y1_pt - box.y0_pt, 18.0) if place.choice else 0.0
    return Box(
        box.x0_pt + _ACROSS_PT,
        box.y0_pt + _DOWN_PT,
        max(box.x1_pt - _ACROSS_PT - arrow, box.x0_pt + 2 * _ACROSS_PT),
        max(box.y1_pt - _DOWN_PT, box.y0_pt + 2 * _DOWN_PT),
    )


def _emptied(one: Seen, known: Known) -> Seen:
    """Return what stands in a box, in doubt where it is empty and was not when the form was issued."""
    if one.text or one.illegible or one.place.option is not None or not known.texts.get(one.place.name):
        return one
    return replace(one, confidence=_UNSURE, doubt="it is empty, and was not when the form was issued")
