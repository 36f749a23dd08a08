"""Where the elements of some XML stand in its bytes: what is added or changed leaves the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from extract.sheet_cells import no_workbook

_DEEPEST = 3
"""Of the levels that are looked at: the root's children's children are what is added to."""
_TAG = re.compile(rb"""<([\w.-]+:)?[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_COUNT = re.compile(rb"""(\scount\s*=\s*)("[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Element:
    """One element, and the bytes that it takes; places count from 0."""

    name: str
    """Without its namespace."""
    attributes: dict[str, str]
    start: int
    inside: int
    """Behind its start tag."""
    stop: int = 0
    """Of its content: where its end tag begins; behind the tag of an empty one (<a/>)."""
    end: int = 0
    prefix: bytes = b""
    """b"" or such as b"x:"."""
    children: list[Element] = field(default_factory=list)

    def named(self, name: str) -> Iterator[Element]:
        """Yield its children of that name."""
        return (one for one in self.children if one.name == name)


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that come into the place of others; places count from 0."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Markup:
    """Some XML with the places of its elements."""

    data: bytes
    root: Element

    def child(self, name: str) -> Element | None:
        """Return the root's child of that name, None where there is none."""
        return next(self.root.named(name), None)

    def filled(self, element: Element, added: bytes, count: int | None = None) -> list[Edit]:
        """Return the edits that put something at the end of an element, and say how much it holds now."""
        tag = self.data[element.start : element.inside]
        if count is not None:
            tag = _COUNT.sub(lambda found: found[1] + b'"%d"' % count, tag)
        if element.end == element.inside:
            name = tag[1:].split(b"/")[0].split()[0]
            tag = tag.removesuffix(b"/>").rstrip() + b">"
            return [Edit(element.start, element.end, tag + added + b"</" + name + b">")]
        return [Edit(element.start, element.inside, tag), Edit(element.stop, element.stop, added)]

    def behind(self, names: Iterable[str]) -> int:
        """Return the place behind the last of the root's children that have one of these names."""
        wanted = frozenset(names)
        return max((one.end for one in self.root.children if one.name in wanted), default=self.root.inside)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """Return the XML with these edits, none of which touches another."""
        pieces, at = [], 0
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            pieces += [self.data[at : edit.start], edit.data]
            at = edit.end
        return b"".join((*pieces, self.data[at:]))


def read_markup(data: bytes, name: str) -> Markup:
    """Return the places of a part's elements. Raises UnreadableError M30 where the part is damaged."""
    reader = _Reader(data)
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003  # expat takes no names: this was all of it
    except expat.ExpatError as error:
        raise no_workbook(f"{name}: {error}") from error
    if reader.root is None:
        raise no_workbook(f"{name} is empty")
    return Markup(data, reader.root)


def start_tag(name: str, prefix: bytes, attributes: dict[str, str], *, is_empty: bool = True) -> bytes:
    """Return a start tag, by default that of an element without content."""
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{prefix.decode()}{name}{said}{'/' if is_empty else ''}>".encode()


class _Reader:
    """Notes where elements begin and end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: list[Element] = []
        self._depth = 0
        self.root: Element | None = None
        if b"\0" in data[:4]:
            raise no_workbook("a part is written in UTF-16")
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").casefold() not in {"utf-8", "us-ascii"}:
            raise no_workbook(f"a part is written in {encoding}")

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            return
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise no_workbook("a tag has no end")
        found = Element(name.rpartition(" ")[2], attributes, start, tag.end(), prefix=tag[1] or b"")
        if self._open:
            self._open[-1].children.append(found)
        else:
            self.root = found
        self._open.append(found)

    def _ended(self, _name: str) -> None:
        self._depth -= 1
        if self._depth >= _DEEPEST:
            return
        found = self._open.pop()
        if self._data[found.start : found.inside].endswith(b"/>"):
            found.stop = found.end = found.inside
            return
        found.stop = self.parser.CurrentByteIndex
        found.end = self._data.index(b">", found.stop) + 1
