"""Gather the words of a Word file that stand outside its boxes (ECMA-376 part 1, 17.3 and 17.5.2).

Only the body counts, as for the boxes. What a tracked change took out is no text of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.raw import Static
from extract.wordtext import SKIPPED, W, is_deleted_row, piece_of

if TYPE_CHECKING:
    from lxml import etree


@dataclass(slots=True)
class _Paragraph:
    """One paragraph while its words are gathered."""

    cell: etree._Element | None
    row: etree._Element | None
    text: str = ""
    boxes: list[str] = field(default_factory=list)
    is_around: bool = False
    """It is none itself: what stands around paragraphs, such as a cell."""


def read_statics(
    document: etree._Element, boxed: Callable[[etree._Element], str | None]
) -> tuple[Static, ...]:
    """Return the words outside the boxes, paragraph by paragraph; paragraphs without any are left out.

    `boxed` returns the name of the box that a w:sdt is, "" for one without a name, None for a mere frame.
    """
    found: list[_Paragraph] = []
    outside = _Paragraph(None, None, is_around=True)
    _walk(document, boxed, found, outside)
    return tuple(_statics(found))


def _walk(
    element: etree._Element,
    boxed: Callable[[etree._Element], str | None],
    found: list[_Paragraph],
    current: _Paragraph,
) -> None:
    for child in element:
        tag = child.tag
        if tag in SKIPPED or is_deleted_row(child):
            continue
        if tag == W + "sdt" and (name := boxed(child)) is not None:
            if current.is_around:
                # A box around whole paragraphs stands between them.
                found.append(_Paragraph(current.cell, current.row, boxes=[name]))
            current.text += " "
            current.boxes.append(name)
        elif tag == W + "p":
            found.append(paragraph := _Paragraph(current.cell, current.row))
            _walk(child, boxed, found, paragraph)
        elif tag == W + "tr":
            _walk(child, boxed, found, _Paragraph(current.cell, child, is_around=True))
        elif tag == W + "tc":
            _walk(child, boxed, found, _Paragraph(child, current.row, is_around=True))
        elif (piece := piece_of(child)) is not None:
            current.text += piece
        else:
            _walk(child, boxed, found, current)


def _statics(found: list[_Paragraph]) -> Iterator[Static]:
    in_cell: dict[etree._Element | None, str] = {}
    in_row: dict[etree._Element | None, str] = {}
    for paragraph in found:
        for name in paragraph.boxes:
            in_cell.setdefault(paragraph.cell, name)
            in_row.setdefault(paragraph.row, name)
    before = ""
    left = Counter(paragraph.cell for paragraph in found if paragraph.boxes)
    ended: set[etree._Element | None] = set()
    for paragraph in found:
        if paragraph.text.strip():
            own = paragraph.boxes[0] if paragraph.boxes else ""
            cell = in_cell.get(paragraph.cell, "") if paragraph.cell is not None else ""
            row = in_row.get(paragraph.row, "") if paragraph.row is not None else ""
            is_last = paragraph.cell is not None and paragraph.cell in ended
            yield Static(paragraph.text, own or cell or row, before, tuple(paragraph.boxes), is_last)
        if paragraph.boxes:
            before = paragraph.boxes[-1]
            left[paragraph.cell] -= 1
            if not left[paragraph.cell]:
                ended.add(paragraph.cell)
