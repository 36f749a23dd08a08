"""What a person has to look at in a response, and the picture of the place on the page where it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.kinds import Kind, detect_kind
from forms.findings import Severity
from forms.names import cell_name
from forms.records import Answer, Box, Response, State

if TYPE_CHECKING:
    from extract.scan.pictures import Pictures

_SURE = 0.9
"""A value that is less certain than this must be looked at, whatever its findings say."""
_DOUBTFUL = frozenset({State.CONFLICT, State.ILLEGIBLE})
_AROUND_PT = 6.0
"""Shown around a box, so that what was written over its edge is seen."""


def answers_to_review(response: Response) -> Iterator[tuple[str, Answer]]:
    """Yield the name and answer of every box that a person has to look at, in the order of the form.

    Those are the ones that are uncertain or contradict each other, and those of a finding that is no note.
    """
    asked = {one.field for one in response.findings if one.field and one.severity is not Severity.NOTE}
    for name, answer in response.fields.items():
        if answer.cells is None:
            if name in asked or is_uncertain(answer) or any(one.startswith(f"{name}-") for one in asked):
                yield name, answer
            continue
        for row, cells in answer.cells.items():
            for column, cell in cells.items():
                box = cell_name(name, row, column)
                if box in asked or is_uncertain(cell):
                    yield box, cell


def is_uncertain(answer: Answer) -> bool:
    """Return whether an answer says of itself that somebody has to look at it."""
    return answer.state in _DOUBTFUL or answer.confidence < _SURE


def picture_of(data: bytes, page_number: int, box: Box) -> bytes:
    """Return the picture of a place on a page (from 1) of a PDF or a picture file, as PNG.

    It is turned so that the page stands upright, where its code can be read. The same file gives the same
    bytes. Raises UnreadableError where the file cannot be read, IndexError for a page that it does not have.
    """
    if detect_kind(data) is Kind.PICTURE:
        from extract.scan.pictures import PictureFile

        return _cropped(PictureFile(data), page_number, box)
    from extract.page.opened import OpenPages
    from extract.scan.pictures import DrawnPages

    with OpenPages(data, with_boxes=True) as pages:
        return _cropped(DrawnPages(pages), page_number, box)


def _cropped(pages: Pictures, page_number: int, box: Box) -> bytes:
    from extract.scan.codes import codes_on, quarter_turns

    if not 0 < page_number <= len(pages):
        raise IndexError(f"there is no page {page_number}: there are {len(pages)}")
    page = pages.at(page_number - 1)
    wide = Box(box.x0_pt - _AROUND_PT, box.y0_pt - _AROUND_PT, box.x1_pt + _AROUND_PT, box.y1_pt + _AROUND_PT)
    left, top, right, bottom = (round(edge) for edge in page.place.box(wide))
    left, top = max(0, min(left, page.image.width - 1)), max(0, min(top, page.image.height - 1))
    right, bottom = max(left + 1, min(right, page.image.width)), max(top + 1, min(bottom, page.image.height))
    codes = codes_on(page.image)
    turned = quarter_turns(codes[0].corners) * 90 if codes else 0
    held = io.BytesIO()
    page.image.crop((left, top, right, bottom)).rotate(turned, expand=True).save(held, "PNG")
    return held.getvalue()
