"""Read what has pages: a PDF by its boxes, else by what its pages show; pictures of pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.assemble import assemble
from extract.kinds import Kind
from extract.raw import Identity, Note, RawBox, RawFile
from forms.errors import UnreadableError
from forms.model import Definition, Stage
from forms.records import Response

if TYPE_CHECKING:
    from extract.issuing import Issued
    from extract.page.identity import Printed

PAGED = frozenset({Kind.PDF, Kind.PICTURE})
_NONE_OF_OURS, _JOINED = "R20", "F37"
_FROM_PAGES = ("F41", "F62")


def read_paged(data: bytes, kind: Kind, issued: Issued | None) -> RawFile:
    """Return what a PDF or a picture says; `issued` makes a form once more, to read one whose boxes are gone.

    Raises UnreadableError: R11, R20, R23, R46 and R47 for a PDF; R55 and R57 for pictures; PasswordError R15.
    """
    return _read_picture(data, issued) if kind is Kind.PICTURE else _read_pdf(data, issued)


def _read_picture(data: bytes, issued: Issued | None) -> RawFile:
    if issued is None:
        raise UnreadableError("R57", "pictures of pages are read only where forms can be made once more")
    from extract.scan.pictures import PictureFile
    from extract.scan.reading import read_pictures

    return read_pictures(PictureFile(data), Kind.PICTURE, issued)


def _read_pdf(data: bytes, issued: Issued | None) -> RawFile:
    from extract.acroform import read_pdf
    from extract.parted import as_part, part_of

    part = part_of(data)
    if part is not None and issued is not None:
        return as_part(_read_pages(data, issued, None, part.form), part)
    raw: RawFile | None = None
    try:
        raw = read_pdf(data)
        if issued is None or not raw.without_places or (raw.boxes and raw.identity.stage == Stage.FINAL):
            return raw
    except UnreadableError as error:
        if issued is None or error.code != _NONE_OF_OURS:
            raise
    if raw is None or not raw.boxes:
        return _read_pages(data, issued, raw.identity if raw else None)
    try:
        return _completed(raw, _read_pages(data, issued, raw.identity))
    except UnreadableError:
        # What is stored is read; which boxes are gone is said.
        return raw


def _read_pages(data: bytes, issued: Issued, known: Identity | None, of: Printed | None = None) -> RawFile:
    """Return what the pages of a PDF show: as pictures, where any is one.

    `of` is the form that a sheet is to be read as which bears pages of several.
    """
    from extract.page.lettered import with_letters
    from extract.tagged.reading import read_tagged

    lettered = with_letters(data)
    raw = read_tagged(lettered, issued, known, of) or _read_shown(lettered, issued, known, of)
    return dataclasses.replace(raw, notes=_notes(data, raw.boxes))


def _notes(data: bytes, boxes: Sequence[RawBox]) -> tuple[Note, ...]:
    """Return what was put onto pages beside what they show; none where only PDFium can open the file."""
    from extract.notes import notes_on_pages
    from extract.pdfopen import library_trouble, open_source

    try:
        source, _ = open_source(data)
        with library_trouble(), source:
            return tuple(notes_on_pages(source, boxes))
    except UnreadableError:
        return ()


def _read_shown(data: bytes, issued: Issued, known: Identity | None, of: Printed | None) -> RawFile:
    from extract.page.opened import OpenPages

    with OpenPages(data) as pages:
        if any(pages.is_picture(index) for index in range(len(pages))):
            from extract.scan.pictures import DrawnPages
            from extract.scan.reading import read_pictures

            return read_pictures(DrawnPages(pages), Kind.PDF, issued, known)
    from extract.page.reading import read_printed

    return read_printed(data, issued, known, of)


def _completed(raw: RawFile, shown: RawFile) -> RawFile:
    """Return what is stored in a file, and what its pages show in the places of boxes that are gone."""
    stored = {box.name for box in raw.boxes}
    more = (
        dataclasses.replace(box, channel=box.channel or shown.channel)
        for box in shown.boxes
        if box.name not in stored
    )
    told = (one for one in shown.findings if one.field is None or one.field not in stored)
    return dataclasses.replace(raw, boxes=(*raw.boxes, *more), findings=(*raw.findings, *told))


def with_pages_checked(
    response: Response, definition: Definition, data: bytes, raw: RawFile, issued: Issued | None
) -> Response:
    """Return the response with findings about what the pages of a PDF show that has its boxes."""
    if raw.undecided:
        from extract.page.flat import check_flat

        response = dataclasses.replace(response, findings=(*response.findings, *check_flat(data, raw)))
    if raw.option_places:
        from extract.option_order import check_option_order

        told = tuple(check_option_order(raw, definition))
        response = dataclasses.replace(response, findings=(*response.findings, *told)) if told else response
    # Pages that answers were read from have been held against the form already.
    is_told = any(one.code in {_JOINED, *_FROM_PAGES} for one in response.findings)
    if is_told or raw.has_its_pages or (issued is None and not raw.identity.marks.pages):
        return response
    from extract.page.drawn import check_drawn
    from extract.page.identity import Printed

    identity = raw.identity
    facts = identity.marks.facts
    kept = (box for box in raw.boxes if box.locked or box.name in facts)
    issued_with = assemble(dataclasses.replace(raw, boxes=tuple(kept)), definition, response.path, "")
    printed = Printed(identity.reference, identity.form, identity.version, identity.stage, 1)

    def made_again(texts: Sequence[str]) -> Iterator[bytes]:
        return iter(()) if issued is None else issued(printed, texts, (issued_with, response))

    found = tuple(check_drawn(data, raw, made_again))
    return dataclasses.replace(response, findings=(*response.findings, *found)) if found else response
