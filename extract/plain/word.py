"""See the lines and tables of a plain Word file (ECMA-376 part 1, 17.3 and 17.4), each with its place.

Tracked deletions are no words of it. Words that are struck through or hidden are read, and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from extract.package import Package
from extract.plain.paper import Block, Grid, GridCell, Line, Paper
from extract.wordtext import SKIPPED, W, is_deleted_row, is_joined_to_next, piece_of
from forms.properties import FORM

if TYPE_CHECKING:
    from lxml import etree

_TEXT_BOX = W + "txbxContent"
_TRACES = {"strike": "struck through", "dstrike": "struck through", "vanish": "hidden"}
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST = 12
"""Tables within tables go on to here; no typist's do."""
_NOTES = {"comments": "a comment", "footnotes": "a footnote", "endnotes": "an endnote"}


def word_paper(package: Package) -> Paper:
    """Return what stands in a Word file, or in what was opened as if it were one."""
    reader = _Reader()
    body = package.document.find(W + "body")
    blocks = tuple(reader.blocks(body if body is not None else package.document, "", 0))
    loose = list(reader.loose)
    for part in package.margins:
        loose += _Reader().lines(part, "the head or foot of a page")
    for name, part in package.notes.items():
        loose += _Reader().lines(part, _NOTES.get(name, "a note"))
    said = tuple(line for line in loose if line.text.strip())
    return Paper(blocks, said, is_ours=FORM in package.properties)


@dataclass(slots=True)
class _Words:
    """The words of a paragraph while they are put together."""

    text: str = ""
    traces: set[str] = field(default_factory=set)
    is_item: bool = False
    bold_end: int = 0
    """Where the bold letters at its start end, 0 for none."""
    is_bold: bool = True
    """Whether all its letters so far are bold."""


@dataclass(slots=True)
class _Reader:
    loose: list[Line] = field(default_factory=list)
    _tables: Iterator[int] = field(default_factory=lambda: count(1))

    def lines(self, part: etree._Element, where: str) -> list[Line]:
        """Return the lines of a part that is no body, wherever they stand in it."""
        return [
            line
            for paragraph in part.iter(W + "p")
            for line in self._lines(self._words(paragraph), where)
            if line.text.strip()
        ]

    def blocks(self, parent: etree._Element, where: str, depth: int) -> Iterator[Block]:
        """Yield the lines and tables below an element; `where` names it, "" for the body."""
        number = 0
        carried = _Words()
        for child in _content(parent):
            if child.tag == W + "tbl":
                if depth < _DEEPEST:
                    yield self._grid(child, where, depth)
                continue
            number += 1
            words = self._words(child)
            if not carried.text:
                carried.bold_end = words.bold_end
            carried.text += words.text
            carried.traces |= words.traces
            carried.is_item |= words.is_item
            if not is_joined_to_next(child):
                place = f"{where}, line {number}" if where else f"paragraph {number}"
                yield from self._lines(carried, place)
                carried = _Words()
        if carried.text:
            yield from self._lines(carried, where)

    def _grid(self, table: etree._Element, where: str, depth: int) -> Grid:
        name = f"table {next(self._tables)}" if not where else f"{where}, table within it"
        rows = []
        for at, row in enumerate(_below(table, "tr"), start=1):
            if is_deleted_row(row):
                continue
            cells: list[GridCell] = []
            column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for number, cell in enumerate(_below(row, "tc"), start=1):
                span = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
                place = f"{name}, row {at}, cell {number}"
                cells.append(GridCell(column, tuple(self.blocks(cell, place, depth + 1)), span))
                column += span
            rows.append(tuple(cells))
        return Grid(tuple(rows))

    def _lines(self, words: _Words, where: str) -> Iterator[Line]:
        trace = " and ".join(sorted(words.traces))
        for number, line in enumerate(words.text.split("\n")):
            bold = words.bold_end if number == 0 and words.bold_end < len(line) else 0
            yield Line(line, where, trace=trace, is_item=words.is_item, bold_end=bold)

    def _words(self, paragraph: etree._Element) -> _Words:
        words = _Words(is_item=paragraph.find(f"{W}pPr/{W}numPr") is not None)
        self._gather(paragraph, words, frozenset())
        return words

    def _gather(
        self, element: etree._Element, words: _Words, traces: frozenset[str], *, is_bold: bool = False
    ) -> None:
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == _TEXT_BOX:
                self.loose += self.lines(child, "a text box")
            elif (piece := piece_of(child)) is not None:
                words.text += piece
                words.is_bold &= is_bold or not piece.strip()
                words.bold_end = len(words.text.rstrip()) if words.is_bold else words.bold_end
                words.traces |= traces if piece.strip() else set()
            elif child.tag == W + "r":
                self._gather(child, words, _traces_of(child), is_bold=_is_on(child.find(f"{W}rPr/{W}b")))
            else:
                self._gather(child, words, traces, is_bold=is_bold)


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body or cell, those in controls and insertions included."""
    for child in parent:
        if child.tag in {W + "p", W + "tbl"}:
            yield child
        elif child.tag not in SKIPPED:
            yield from _content(child)


def _below(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag not in SKIPPED and child.tag != W + "tbl":
            yield from _below(child, name)


def _traces_of(run: etree._Element) -> frozenset[str]:
    properties = run.find(W + "rPr")
    if properties is None:
        return frozenset()
    return frozenset(said for name, said in _TRACES.items() if _is_on(properties.find(W + name)))


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and str(mark.get(f"{W}val", "1")) not in _OFF


def _number(element: etree._Element | None, otherwise: int) -> int:
    written = element.get(f"{W}val", "") if element is not None else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else otherwise
