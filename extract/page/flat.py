"""Ask PDFium what a page shows in boxes whose own appearance does not say it in letters."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from extract.box_pictures import check_words, not_sure
from extract.page.drawings import refuse_endless_drawings
from extract.page.lines import text_of
from extract.page.opened import OpenPages
from extract.page.words import Character
from extract.pen import Drawn
from extract.raw import RawFile
from forms.errors import UnreadableError
from forms.findings import Finding
from forms.records import Box

_UNTOLD = "nobody can say what the letters of its font are"


def check_flat(data: bytes, raw: RawFile) -> Iterator[Finding]:
    """Yield a finding for each box of `raw.undecided` that shows other words than it stores, or may."""
    stored = {box.name: box.texts for box in raw.boxes}
    try:
        with OpenPages(_flattened(data)) as pages:
            shown: dict[int, list[Character]] = {}
            for name, number, edges in raw.places:
                if name not in raw.undecided or len(edges) != 4:
                    continue
                characters = shown.setdefault(number, pages.characters(number - 1))
                inside = [one for one in characters if _holds(Box(*edges), one)]
                text = text_of(inside, edges[2] - edges[0]).text
                if not text.strip() or any(one.unsure or one.text == "\ufffd" for one in inside):
                    yield not_sure(name, _UNTOLD)
                else:
                    yield from check_words(
                        name, stored.get(name, ()), Drawn(text), locked=False, told_cut=True
                    )
    except UnreadableError:
        yield from (not_sure(name, _UNTOLD) for name in raw.undecided)


def _flattened(data: bytes) -> bytes:
    """Return a PDF with its fields drawn into the pages. Raises UnreadableError R11, R13."""
    import pypdfium2
    from pypdfium2 import raw as pdfium

    refuse_endless_drawings(data)
    try:
        flat: Any = pypdfium2.PdfDocument(data)
        flat.init_forms()
        for index in range(len(flat)):
            page = flat[index]
            # No text page may be open while a page is flattened: PDFium has crashed on that.
            done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            if done == pdfium.FLATTEN_FAIL:
                raise UnreadableError("R11", f"page {index + 1} of this PDF is damaged and cannot be drawn")
        saved = io.BytesIO()
        flat.save(saved)
        flat.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("R11", f"this PDF is damaged and cannot be drawn ({error})") from error
    return saved.getvalue()


def _holds(box: Box, one: Character) -> bool:
    x, y = one.middle
    return box.x0_pt <= x <= box.x1_pt and box.y0_pt <= y <= box.y1_pt
