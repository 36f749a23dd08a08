"""Refuse a PDF in which drawings draw drawings without end, before PDFium makes an object of each of them.

ISO 32000-1, 8.10 (form XObjects): thirty of them, each drawn twice by the next one, are a thousand million
drawings, and so is one that draws itself twice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from forms.errors import UnreadableError

if TYPE_CHECKING:
    import pikepdf

_MOST = 20_000
"""Drawings on one page, those in drawings too. A page that a program has flattened has some hundreds."""
_DEEPEST = 40
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def refuse_endless_drawings(data: bytes) -> None:
    """Raise UnreadableError R13 where a page, or what stands in a box, draws more than any page does.

    A file that cannot be opened here is left to whoever reads it.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            drawn: dict[tuple[int, int], int] = {}
            for page_number, page in enumerate(pdf.pages, start=1):
                if any(_drawings(one, own, drawn, 0) > _MOST for one, own in _drawn_on(page)):
                    raise UnreadableError(
                        "R13",
                        f"page {page_number} of this PDF draws over {_MOST:,} drawings, one in another, as "
                        "no form does; it would expand to an enormous size. Ask the sender how it was made",
                    )
    except (
        pikepdf.PdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return


def _drawn_on(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Yield what a page draws and what its boxes show: streams, each with its resources."""
    import pikepdf

    resources = page.resources
    contents = page.obj.get("/Contents")
    for one in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(one, pikepdf.Stream):
            yield one, resources
    for note in page.obj.get("/Annots") or ():
        pictures = note.get("/AP")
        shown = pictures.get("/N") if isinstance(pictures, pikepdf.Dictionary) else None
        for one in shown.values() if isinstance(shown, pikepdf.Dictionary) else [shown]:
            if isinstance(one, pikepdf.Stream):
                yield one, one.get("/Resources") or resources


def _drawings(
    stream: pikepdf.Object, resources: pikepdf.Object, drawn: dict[tuple[int, int], int], deep: int
) -> int:
    """Return how many drawings a stream draws, those in drawings too; `drawn` keeps what is known."""
    import pikepdf

    forms = {
        str(name): one
        for name, one in (resources.get("/XObject") or {}).items()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Form
    }
    if not forms:
        return 0
    if deep > _DEEPEST:
        return _MOST + 1
    total = 0
    for match in _DRAWS.finditer(stream.read_bytes()):
        name = "/" + _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), match[1]).decode("latin-1")
        form = forms.get(name)
        if form is None:
            continue
        if form.objgen not in drawn:
            drawn[form.objgen] = _MOST + 1  # until it is known: it may draw itself
            drawn[form.objgen] = _drawings(form, form.get("/Resources") or resources, drawn, deep + 1)
        total += 1 + drawn[form.objgen]
        if total > _MOST:
            break
    return total
