"""A PDF opened with pikepdf: the first reader, because it is fast and mends much."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from types import TracebackType
from typing import Self

import pikepdf

from extract.pdfsource import Node, Plain, Source, name_of, stream_bytes

_ENTRIES = (pikepdf.Dictionary, pikepdf.Stream)
"""What has entries: a stream too."""


def open_with_pikepdf(data: bytes, second: Callable[[], Source]) -> tuple[Source, str]:
    """Return the PDF opened, and the first thing that had to be mended ("" for none).

    `second` opens it with another reader. Raises pikepdf's errors.
    """
    pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    warnings = pdf.get_warnings()
    return _Pikepdf(pdf, second), str(warnings[0]) if warnings else ""


class _Pikepdf:
    """A PDF that pikepdf opened."""

    def __init__(self, pdf: pikepdf.Pdf, second: Callable[[], Source]) -> None:
        self.pdf = pdf
        self.second: Callable[[], Source] | None = second
        self._annotations: list[tuple[int, Node]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pdf.close()

    def properties(self) -> dict[str, Plain]:
        info = self.pdf.trailer.get("/Info")
        if not isinstance(info, pikepdf.Dictionary):
            return {}
        return {str(key)[1:]: self._value(info.get(key)) for key in info.keys()}  # noqa: SIM118 (not a mapping)

    def page_count(self) -> int:
        return len(self.pdf.pages)

    def catalogue(self) -> Node:
        return self.pdf.Root

    def pages(self) -> list[Node]:
        return [page.obj for page in self.pdf.pages]

    def fields(self) -> list[Node]:
        form = self.child(self.pdf.Root, "/AcroForm")
        return [] if form is None else self.children(form, "/Fields")

    def annotations(self) -> list[tuple[int, Node]]:
        # Several readers ask for them, and to gather those of a form of ninety boxes takes a moment.
        if self._annotations is None:
            self._annotations = [
                (page_number, node)
                for page_number, page in enumerate(self.pdf.pages, 1)
                for node in self.children(page.obj, "/Annots")
            ]
        return self._annotations

    def child(self, node: Node, key: str) -> Node | None:
        found = node[key] if key in node else None  # noqa: SIM401 - as in `plain`
        if found is None or (key != "/T" and not isinstance(found, _ENTRIES)):
            return None
        return found

    def children(self, node: Node, key: str) -> list[Node]:
        found = node[key] if key in node else None  # noqa: SIM401 - as in `plain`
        if not isinstance(found, pikepdf.Array):
            return []
        return [item for item in found.as_list() if isinstance(item, pikepdf.Dictionary)]

    def names(self, node: Node) -> list[str]:
        return [str(key) for key in node.keys()]  # noqa: SIM118 (not a mapping)

    def plain(self, node: Node, key: str) -> Plain:
        # Most entries that are asked for are not there, and pikepdf's `get` is slow to say so.
        return self._value(node[key]) if key in node else None

    def identity(self, node: Node) -> tuple[int, int] | None:
        number: tuple[int, int] = node.objgen
        return number if number[0] else None

    def _value(self, value: object, depth: int = 0) -> Plain:
        if isinstance(value, int | Decimal):
            return int(value) if isinstance(value, int) else float(value)
        if isinstance(value, pikepdf.String):
            return bytes(value)
        if isinstance(value, pikepdf.Name):
            return name_of(bytes(value))
        if isinstance(value, pikepdf.Array):
            return [self._value(item, depth + 1) for item in value.as_list()] if depth < 3 else None
        if isinstance(value, pikepdf.Stream):
            return stream_bytes(value.read_raw_bytes(), value.get("/Filter"))
        return None
