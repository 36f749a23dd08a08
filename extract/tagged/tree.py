"""The tree of tags of a PDF (ISO 32000-1, 14.7, 14.8.4): which pieces are a paragraph, a cell, a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from extract.pdfsource import Node, Source
from extract.tagged.content import Key

_MOST_DEEP, _MOST_TAGS = 80, 50_000
_INLINE = frozenset(
    {
        "Span", "Link", "Quote", "Note", "Reference", "BibEntry", "Code", "Em", "Strong", "Sub", "Ruby",
        "Warichu", "Annot", "Form", "Formula",
    }
)  # fmt: skip
CELLS = frozenset({"TD", "TH"})
_TABLE_PARTS = frozenset({"THead", "TBody", "TFoot"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked piece of a page."""

    key: Key | None
    """None for one of a page that is not in the file, and for a form field."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A part of the document and what is in it, in order."""

    kind: str
    """One of the standard's names, without its slash."""
    parts: tuple[Tag | Marked, ...]
    width: float | None = None
    """Of a table in points, of a cell in whatever its program measures in; None where nothing says so."""

    @property
    def is_inline(self) -> bool:
        """Return whether it is part of a line and no paragraph of its own."""
        return self.kind in _INLINE

    def all(self, kind: str) -> Iterator[Tag]:
        """Yield the tags of a kind in it, none that lie in one of these."""
        for part in self.parts:
            if isinstance(part, Tag):
                if part.kind == kind:
                    yield part
                elif part.kind in _TABLE_PARTS or part.kind not in {"Table", "TR", "TD", "TH"}:
                    yield from part.all(kind)


_Roles: TypeAlias = Mapping[str, str]


def tree_of(source: Source) -> Tag | None:
    """Return the tags of a PDF, None where it has none."""
    root = source.child(source.catalogue(), "/StructTreeRoot")
    if root is None:
        return None
    pages = {number: index for index, page in enumerate(source.pages()) if (number := source.identity(page))}
    roles = source.child(root, "/RoleMap")
    named = {name[1:]: str(source.plain(roles, name))[1:] for name in source.names(roles)} if roles else {}
    reader = _Reader(source, pages, named)
    return Tag("Document", tuple(reader.kids(root, None, 0)))


class _Reader:
    """Goes through the tags; of tags in a circle each counts once."""

    def __init__(self, source: Source, pages: Mapping[tuple[int, int], int], roles: _Roles) -> None:
        self._source, self._pages, self._roles = source, pages, roles
        self._seen: set[tuple[int, int]] = set()
        self._count = 0

    def kids(self, node: Node, page: Node | None, deep: int) -> Iterator[Tag | Marked]:
        import pikepdf

        if "/K" not in node or deep > _MOST_DEEP:
            return
        kids = node["/K"]
        for one in kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]:
            self._count += 1
            if self._count > _MOST_TAGS:
                return
            yield from self._kid(one, page, deep)

    def _kid(self, one: Any, page: Node | None, deep: int) -> Iterator[Tag | Marked]:
        import pikepdf

        if isinstance(one, int):
            yield Marked(self._key(page, None, one))
            return
        if not isinstance(one, pikepdf.Dictionary):
            return
        source = self._source
        kind = source.plain(one, "/Type")
        own = one["/Pg"] if "/Pg" in one else page  # noqa: SIM401 - pikepdf's `get` is slow
        if kind == "/MCR":
            number = source.plain(one, "/MCID")
            yield Marked(
                self._key(own, source.child(one, "/Stm"), number) if isinstance(number, int) else None
            )
        elif kind == "/OBJR":
            target = source.child(one, "/Obj")
            if target is not None and source.plain(target, "/Subtype") == "/Widget":
                yield Marked(None)
        else:
            own_number = source.identity(one)
            if own_number is not None:
                if own_number in self._seen:
                    return
                self._seen.add(own_number)
            name = self._name(one)
            yield Tag(name, tuple(self.kids(one, own, deep + 1)), self._width(one, name))

    def _width(self, node: Node, kind: str) -> float | None:
        """Return how wide a table or a cell says that it is (14.8.5.4)."""
        source = self._source
        entry = source.child(node, "/A")
        for one in [entry] if entry is not None else source.children(node, "/A"):
            box, width = source.plain(one, "/BBox"), source.plain(one, "/Width")
            if kind == "Table" and isinstance(box, list) and len(box) == 4:
                left, _, right, _ = box
                if isinstance(left, int | float) and isinstance(right, int | float):
                    return float(right - left)
            elif kind in CELLS and isinstance(width, int | float):
                return float(width)
        return None

    def _name(self, node: Node) -> str:
        name = str(self._source.plain(node, "/S") or "/")[1:]
        for _ in range(_MOST_DEEP):
            if name not in self._roles or self._roles[name] == name:
                break
            name = self._roles[name]
        return name

    def _key(self, page: Any, stream: Node | None, number: int) -> Key | None:
        import pikepdf

        where = self._source.identity(page) if isinstance(page, pikepdf.Dictionary) else None
        index = self._pages.get(where) if where is not None else None
        if index is None:
            return None
        return index, (self._source.identity(stream) or (0, 0)) if stream is not None else (0, 0), number
