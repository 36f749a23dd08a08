"""Estimate how high cells and rows are, to decide what is never split over two pages."""

from __future__ import annotations

from collections.abc import Iterator

from build.docx.cards import cards_height
from build.docx.controls import empty_lines, text_lines
from build.docx.grouping import group_blocks
from build.docx.measures import (
    CELL_ENDS,
    CELL_SIDES,
    CHARACTER,
    LINE,
    WHOLE_ROW,
    WHOLE_ROW_OF_CARDS,
)
from build.docx.sentences import sentence_lines
from build.docx.ticks import tick_lines
from build.page import Block, Box, Options, PageCell, Rows, Sentence, Tick, Words


def placed(row: tuple[PageCell, ...], widths: tuple[int, ...]) -> Iterator[tuple[PageCell, int]]:
    """Return each cell of a row with its width."""
    column = 0
    for cell in row:
        yield cell, sum(widths[column : column + cell.span])
        column += cell.span


def has_cards(cell: PageCell) -> bool:
    """Return whether rows of a table stand in the cell."""
    return any(isinstance(block, Rows) for block in cell.blocks)


def has_boxes(cell: PageCell) -> bool:
    """Return whether words can be typed into the cell itself."""
    return any(isinstance(block, Box) for block in cell.blocks)


def row_height(row: tuple[PageCell, ...], widths: tuple[int, ...]) -> int:
    """Return about how high a row is with everything that stands in it."""
    heights = [
        sum([_group_height(group, width) for group in group_blocks(cell.blocks)])
        for cell, width in placed(row, widths)
    ]
    return max(heights, default=0) + CELL_ENDS


def is_whole(row: tuple[PageCell, ...], height: int) -> bool:
    """Return whether a row of this height is never split over two pages."""
    return height <= (WHOLE_ROW_OF_CARDS if any(has_cards(cell) for cell in row) else WHOLE_ROW)


def least_height(row: tuple[PageCell, ...]) -> int:
    """Return how high a row is when nothing is typed; 0 where its words alone give its height."""
    lines = max((_empty_lines(cell) for cell in row), default=0)
    return lines * LINE + CELL_ENDS if lines else 0


def _empty_lines(cell: PageCell) -> int:
    if not has_boxes(cell):
        return 0
    heights = [_empty_group_lines(group) for group in group_blocks(cell.blocks)]
    return max(heights) if cell.beside else sum(heights)


def _empty_group_lines(group: tuple[Block, ...]) -> int:
    # Boxes to tick stand on one line, or are as high as they are.
    return max([empty_lines(block.control) if isinstance(block, Box) else 1 for block in group])


def _group_height(group: tuple[Block, ...], width: int) -> int:
    if isinstance(group[0], Tick):
        ticks = [tick for tick in group if isinstance(tick, Tick)]
        return LINE * tick_lines(ticks, width - CELL_SIDES)
    return max([_block_height(block, width) for block in group])


def _block_height(block: Block, width: int) -> int:
    room = width - CELL_SIDES
    if isinstance(block, Rows):
        return cards_height(block, width)
    if isinstance(block, Options):
        return LINE * (tick_lines(block.ticks, room, block.across) + len(block.ends) // 2)
    if isinstance(block, Sentence):
        return LINE * sentence_lines(block, room)
    text = block.text if isinstance(block, Words) else block.control.text
    lines = text_lines(text, room // CHARACTER)
    return LINE * (max(lines, empty_lines(block.control)) if isinstance(block, Box) else lines)
