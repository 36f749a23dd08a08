"""Mark what is drawn into the pages of an open PDF, as its form was marked when it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.pdfsource import Node, Source
from forms.properties import page_mark

_Places = Sequence[tuple[str, Sequence[float]]]


def marks_of_pages(source: Source, places: Mapping[int, _Places]) -> Iterator[str]:
    """Yield a mark for each page; `places` are the names and edges of its boxes, by page number."""
    for number, page in enumerate(source.pages(), 1):
        yield _mark(source, page, places.get(number, ()))


def _mark(source: Source, page: Node, places: _Places) -> str:
    """Return the mark of what is drawn into a page; of streams that cannot be had, one that no page has."""
    contents = source.plain(page, "/Contents")
    resources = source.child(page, "/Resources")
    forms = source.child(resources, "/XObject") if resources is not None else None
    band = source.plain(forms, "/HTBand") if forms is not None else None
    streams = contents if isinstance(contents, list) else [contents]
    drawn = (one for one in streams if isinstance(one, bytes))
    return page_mark(drawn, band if isinstance(band, bytes) else b"", places)
