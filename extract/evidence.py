"""What a person has to look at in a response, and the picture of the place on the page where it stands."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.kinds import Kind, detect_kind
from forms.findings import Severity
from forms.names import cell_name
from forms.records import Answer, Box, Response, State

if TYPE_CHECKING:
    from PIL.Image import Image

    from extract.scan.pictures import PagePicture, Pictures

SURE = 0.9
"""A value that is less certain than this must be looked at, whatever its findings say."""
Place = tuple[int, Box]
"""Page number from 1, and where on it."""
_DOUBTFUL = frozenset({State.CONFLICT, State.ILLEGIBLE})
_SMALL_WIDTH = 900
"""Of the picture of a whole page, in pixels: enough to read what is printed large."""
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
    return answer.state in _DOUBTFUL or answer.confidence < SURE


def pictures_of(data: bytes, places: Sequence[Place]) -> tuple[bytes, ...]:
    """Return the pictures of some places in a PDF or a picture file, in their order, as PNG.

    Each is turned so that its page stands upright, where its code can be read. The same file gives the same
    bytes. Raises UnreadableError where the file cannot be read, IndexError for a page that it does not have.
    """
    with _opened(data) as pages:
        cut = _Cutter(pages)
        return tuple(cut.out(page_number, box) for page_number, box in places)


def first_page_of(data: bytes) -> bytes:
    """Return a small picture of the first page of a PDF or a picture file as PNG.

    Raises UnreadableError where the file cannot be read.
    """
    with _opened(data) as pages:
        image = pages.at(0).image.convert("L")
        image.thumbnail((_SMALL_WIDTH, _SMALL_WIDTH))
        return _png(image)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Pictures]:
    if detect_kind(data) is Kind.PICTURE:
        from extract.scan.pictures import PictureFile

        yield PictureFile(data)
        return
    from extract.page.opened import OpenPages
    from extract.scan.pictures import DrawnPages

    with OpenPages(data, with_boxes=True) as pages:
        yield DrawnPages(pages)


class _Cutter:
    """Cuts places out of pages, of which it keeps the last one: places come page by page."""

    def __init__(self, pages: Pictures) -> None:
        self._pages = pages
        self._number = 0
        self._page: PagePicture | None = None
        self._turned = 0

    def out(self, page_number: int, box: Box) -> bytes:
        """Return a place with what is around it."""
        if not 0 < page_number <= len(self._pages):
            raise IndexError(f"there is no page {page_number}: there are {len(self._pages)}")
        if self._page is None or page_number != self._number:
            from extract.scan.codes import codes_on, quarter_turns

            self._page, self._number = self._pages.at(page_number - 1), page_number
            codes = codes_on(self._page.image)
            self._turned = quarter_turns(codes[0].corners) * 90 if codes else 0
        page = self._page
        edge = _AROUND_PT
        wide = Box(box.x0_pt - edge, box.y0_pt - edge, box.x1_pt + edge, box.y1_pt + edge)
        left, top, right, bottom = (round(edge) for edge in page.place.box(wide))
        left, top = max(0, min(left, page.image.width - 1)), max(0, min(top, page.image.height - 1))
        right, bottom = (
            max(left + 1, min(right, page.image.width)),
            max(top + 1, min(bottom, page.image.height)),
        )
        return _png(page.image.crop((left, top, right, bottom)).rotate(self._turned, expand=True))


def _png(image: Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()
