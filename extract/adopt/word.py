"""Read a Word file's outline with python-docx: its paragraphs and tables in reading order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.adopt.outline import Block, Line, Outline, Table, TableCell
from extract.adopt.wordnumbers import VAL, Numbering, W
from extract.adopt.wordruns import PAGE, gap_of, read_runs
from extract.package import read_package
from forms.errors import UnreadableError

if TYPE_CHECKING:
    from lxml import etree

_MOST_HEADING_WORDS = 14
_LINE_TWIPS = 280
_DEEPEST = 12
"""Tables within tables go on to here; no typist's do."""


def read_word_outline(data: bytes) -> Outline:
    """Return the outline of a Word file. Raises UnreadableError R12 to R14 and PasswordError R15."""
    import docx
    from docx.opc.exceptions import OpcError

    read_package(data)  # refuses what is unsafe or damaged before anything is expanded
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        numbering = next(
            (one for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
        )
        lists = numbering.target_part.element if numbering is not None else None
        styles = document.styles.element
    except (OpcError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableError(
            "R12",
            f"this Word file is damaged and cannot be opened ({error}). Save it anew in Word and try again",
        ) from error
    reader = _Reader(Numbering(lists, styles), _heading_styles(styles))
    blocks = _spaced(reader.blocks(body))
    margins = any(
        any(sign.isalnum() for sign in "".join(paragraph.text for paragraph in part.paragraphs))
        for section in document.sections
        for part in (section.header, section.footer)
        if not part.is_linked_to_previous
    )
    notes = list(reader.notes())
    if margins:
        notes.append("the page header and footer were left out")
    return Outline(_trimmed(blocks), tuple(notes))


def _heading_styles(styles: etree._Element) -> frozenset[str]:
    found = set()
    for style in styles.iterchildren(f"{W}style"):
        name = style.find(f"{W}name")
        shown = str(name.get(VAL, "")) if name is not None else ""
        outlined = style.find(f"{W}pPr/{W}outlineLvl") is not None
        if outlined or re.match(r"(?:heading|title|subtitle)\b", shown, re.IGNORECASE):
            found.add(str(style.get(f"{W}styleId", "")))
    return frozenset(found)


@dataclass(slots=True)
class _Reader:
    numbering: Numbering
    heading_styles: frozenset[str]
    _page: bool = True
    """Whether the next words begin a page."""
    _boxes: int = 0
    _changed: bool = False

    def blocks(self, parent: etree._Element, depth: int = 0) -> list[Block]:
        """Return the lines and tables below an element; empty lines are kept."""
        found: list[Block] = []
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                found += self._paragraph(child)
            elif tag == f"{W}tbl" and depth < _DEEPEST:
                found.append(self._table(child, depth))
                self._page = False
            elif tag == f"{W}sdt":
                gap = gap_of(child)
                content = child.find(f"{W}sdtContent")
                if gap is not None:
                    found.append(Line(gap))
                elif content is not None:
                    found += self.blocks(content, depth)
            elif tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
                found += self.blocks(child, depth)
        return found

    def notes(self) -> Iterable[str]:
        """Yield what a person has to know about how the file was read."""
        if self._boxes:
            yield f"{self._boxes} text boxes were read where they are anchored; check their order"
        if self._changed:
            yield "the document has tracked changes: what was added counts, what was deleted does not"

    def _paragraph(self, paragraph: etree._Element) -> list[Block]:
        number, bullet = self.numbering.of(paragraph)
        runs = read_runs(paragraph)
        self._changed |= runs.changed
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}pageBreakBefore") is not None:
            self._page = True
        text = f"{number} {runs.text}" if number and runs.text.strip() else runs.text
        found: list[Block] = []
        heading = self._is_heading(properties, bold=runs.bold)
        for part_at, part in enumerate(text.split(PAGE)):
            self._page |= part_at > 0
            for line in part.split("\n"):
                words = " ".join(line.split())
                short = 0 < len(words.split()) <= _MOST_HEADING_WORDS
                found.append(
                    Line(
                        words, heading=heading and short, bullet=bullet, page_start=self._page and bool(words)
                    )
                )
                self._page &= not words
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._page = True
        for box in runs.boxes:
            self._boxes += 1
            found += self.blocks(box, _DEEPEST - 1)
        return found

    def _is_heading(self, properties: etree._Element | None, *, bold: bool) -> bool:
        style = properties.find(f"{W}pStyle") if properties is not None else None
        return bold or (style is not None and style.get(VAL) in self.heading_styles)

    def _table(self, table: etree._Element, depth: int) -> Table:
        widths = tuple(_number(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
        rows = tuple(
            self._row(row, depth) for row in _below(table, "tr") if row.find(f"{W}trPr/{W}del") is None
        )
        total = sum(widths)
        shares = tuple(round(100 * width / total, 1) for width in widths) if total > 0 and all(widths) else ()
        return Table(tuple(row for row in rows if row), shares)

    def _row(self, row: etree._Element, depth: int) -> tuple[TableCell, ...]:
        height = row.find(f"{W}trPr/{W}trHeight")
        lines = int(_number(height.get(VAL)) // _LINE_TWIPS) if height is not None else 0
        before = row.find(f"{W}trPr/{W}gridBefore")
        skipped = int(_number(before.get(VAL))) if before is not None else 0
        cells = [TableCell(span=skipped, continued=True)] if skipped else []
        return (*cells, *(self._cell(cell, lines, depth) for cell in _below(row, "tc")))

    def _cell(self, cell: etree._Element, height: int, depth: int) -> TableCell:
        blocks = self.blocks(cell, depth + 1)
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        continued = merge is not None and merge.get(VAL) != "restart"
        written = [block for block in blocks if isinstance(block, Table) or block.text]
        empty = sum(isinstance(block, Line) and not block.text for block in blocks)
        left = max(height - len(written), 0) if height > 2 else 0
        space = max(_trailing(blocks) if written else empty, left)
        kept = _spaced(blocks)
        return TableCell(
            tuple(kept), max(int(_number(span.get(VAL))), 1) if span is not None else 1, continued, space
        )


def _below(parent: etree._Element, name: str) -> list[etree._Element]:
    """Return rows or cells of a table, those inside content controls included."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == f"{W}{name}":
            found.append(child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}:
            found += _below(child, name)
    return found


def _trailing(blocks: Sequence[Block]) -> int:
    count = 0
    for block in reversed(blocks):
        if isinstance(block, Table) or block.text:
            break
        count += 1
    return count


def _spaced(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without the empty lines, which are counted as the space of the line before them."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) or block.text:
            kept.append(block)
        elif kept and isinstance(kept[-1], Line):
            kept[-1] = replace(kept[-1], space=kept[-1].space + 1)
    return kept


def _trimmed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if isinstance(block, Line) or block.rows)


def _number(written: object) -> float:
    try:
        return float(str(written))
    except ValueError:
        return 0.0
