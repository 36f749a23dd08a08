"""Turn a ruled table of a PDF's page into the outline's rows and cells, merged ones included."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TypeAlias

from extract.adopt.outline import Table, TableCell
from extract.adopt.pdfwords import Word, lines_of, rows_of

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's top left."""
_NEAR_PT = 2.0
_LINE_PT = 14.0
_PADDING_PT = 5.0


def read_grid(ruled: Sequence[Sequence[Box | None]], words: Sequence[Word]) -> Table:
    """Return the table of rows of cells, None for what a merged cell covers; `words` stand in it."""
    boxes = [box for row in ruled for box in row if box is not None]
    edges = _edges([edge for box in boxes for edge in (box[0], box[2])])
    rows = []
    for row in ruled:
        cells = [box for box in row if box is not None]
        if cells:
            top, bottom = min(box[1] for box in cells), min(box[3] for box in cells)
            rows.append(_row(cells, edges, words, (top + bottom) / 2, boxes))
    total = edges[-1] - edges[0] if len(edges) > 1 else 1.0
    widths = tuple(round(100 * (right - left) / total, 1) for left, right in itertools.pairwise(edges))
    return Table(tuple(rows), widths)


def _edges(positions: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _NEAR_PT:
            edges.append(position)
    return edges


def _row(
    cells: Sequence[Box], edges: Sequence[float], words: Sequence[Word], middle: float, boxes: Sequence[Box]
) -> tuple[TableCell, ...]:
    made: list[TableCell] = []
    at = 0
    while at < len(edges) - 1:
        box = next((one for one in cells if abs(one[0] - edges[at]) <= _NEAR_PT), None)
        if box is not None:
            span = max(sum(edges[at] + _NEAR_PT < edge <= box[2] + _NEAR_PT for edge in edges), 1)
            made.append(_cell(box, span, words))
            at += span
            continue
        above = next(
            (one for one in boxes if abs(one[0] - edges[at]) <= _NEAR_PT and one[1] < middle < one[3]), None
        )
        span = (
            max(sum(edges[at] + _NEAR_PT < edge <= above[2] + _NEAR_PT for edge in edges), 1) if above else 1
        )
        made.append(TableCell(span=span, continued=True))
        at += span
    return tuple(made)


def _cell(box: Box, span: int, words: Sequence[Word]) -> TableCell:
    x0, top, x1, bottom = box
    rows = rows_of([word for word in words if word.within(x0, top, x1, bottom)])
    if not rows:
        return TableCell(span=span, space=max(int((bottom - top) / _LINE_PT), 1))
    lines = [line for _, line in lines_of(rows, x1 - _PADDING_PT, bottom)]
    left = int(max(bottom - rows[-1].bottom - _PADDING_PT, 0) / _LINE_PT)
    return TableCell(tuple(lines), span, space=left)
