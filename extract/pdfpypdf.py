"""A PDF opened with pypdf: the second reader, for files that the first cannot make sense of."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import pypdf
from pypdf import generic

from extract.pdfsource import Name, Node, Plain, Source, damaged, needs_password, stream_bytes


def open_with_pypdf(data: bytes) -> Source:
    """Return the PDF opened. Raises pypdf's errors, PasswordError R15 and UnreadableError R11."""
    return _Pypdf(data)


class _Pypdf:
    """A PDF that pypdf opened."""

    second: Callable[[], Source] | None = None

    def __init__(self, data: bytes) -> None:
        # Its log lines would reach the terminal; what matters is reported as a finding.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        self.reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if self.reader.is_encrypted and not self.reader.decrypt(""):
            raise needs_password()
        self._root = self._resolved(self.reader.trailer.get("/Root"))
        if not self._is_dictionary(self._root):
            raise damaged("it has no catalogue")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.reader.close()

    def properties(self) -> dict[str, Plain]:
        info = self._resolved(self.reader.trailer.get("/Info"))
        return {str(key)[1:]: self.plain(info, key) for key in info} if self._is_dictionary(info) else {}

    def page_count(self) -> int:
        return len(self.reader.pages)

    def catalogue(self) -> Node:
        return self._root

    def pages(self) -> list[Node]:
        return list(self.reader.pages)

    def fields(self) -> list[Node]:
        form = self.child(self._root, "/AcroForm")
        return [] if form is None else self.children(form, "/Fields")

    def annotations(self) -> list[tuple[int, Node]]:
        return [
            (page_number, node)
            for page_number, page in enumerate(self.reader.pages, 1)
            for node in self.children(page, "/Annots")
        ]

    def child(self, node: Node, key: str) -> Node | None:
        found = self._resolved(node.get(key))
        if found is None or (key != "/T" and not self._is_dictionary(found)):
            return None
        return found

    def children(self, node: Node, key: str) -> list[Node]:
        found = self._resolved(node.get(key))
        if not isinstance(found, generic.ArrayObject):
            return []
        resolved = [self._resolved(item) for item in list.__iter__(found)]
        return [item for item in resolved if self._is_dictionary(item)]

    def names(self, node: Node) -> list[str]:
        return [str(key) for key in node]

    def plain(self, node: Node, key: str) -> Plain:
        return self._value(node.get(key))

    def identity(self, node: Node) -> tuple[int, int] | None:
        reference = node.indirect_reference
        return (reference.idnum, reference.generation) if reference is not None else None

    def _resolved(self, value: Any) -> Any:  # pypdf's objects come from an untyped mapping
        return value.get_object() if value is not None else None

    def _is_dictionary(self, value: object) -> bool:
        return isinstance(value, generic.DictionaryObject)

    def _value(self, value: Any, depth: int = 0) -> Plain:  # as above
        value = self._resolved(value)
        if isinstance(value, generic.NameObject):
            return Name(value)
        if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
            return bytes(value.original_bytes)
        if isinstance(value, generic.NumberObject | generic.FloatObject):
            return int(value) if isinstance(value, generic.NumberObject) else float(value)
        if isinstance(value, generic.ArrayObject):
            return [self._value(item, depth + 1) for item in list.__iter__(value)] if depth < 3 else None
        if isinstance(value, generic.StreamObject):
            return stream_bytes(value._data, value.get("/Filter"))  # noqa: SLF001 (no public raw bytes)
        return None
