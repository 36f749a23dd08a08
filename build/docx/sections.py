"""Draw the sections of a page: prose, ruled tables and tables without rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, zip_longest

from build.docx.cells import PROSE_STYLES, stack_blocks, table_styles
from build.docx.content import (
    Paragraph,
    RepeatingItem,
    RepeatingSection,
    Run,
    Table,
    TableCell,
    TableRow,
)
from build.docx.drawing import Drawing
from build.docx.heights import has_boxes, has_cards, is_whole, least_height, placed, row_height
from build.docx.measures import CELL_SIDES, TEXT_WIDTH, columns
from build.docx.ticks import LEFT_BLANK, is_bare, is_left_blank
from build.page import Box, Input, Options, PageCell, PageSection, Style, Tick, Words
from forms.look import Boxes, Labels, Rules
from forms.names import ROWS_TITLE
from forms.own_words import ADDED_NOTE
from forms.printed_page import Frame

_WHOLE_TABLE = 4000
"""A table of about this height or less is never split between its rows."""
_END_OF_LIST = ("ListBullet", "Normal")
_HEADS = frozenset(PROSE_STYLES[style] for style in (Style.LABEL, Style.HINT, Style.HEADING))
_BELOW_LIST = 120
"""Between the last item of a list and the words that go on below it."""
_PRINTED = frozenset({Style.LABEL, Style.ROW, Style.SUBROW, Style.HEADING})
"""The styles of words that ask something."""


def build_section(section: PageSection, drawing: Drawing) -> Iterator[Paragraph | Table]:
    """Return what Word shows of `section`, from top to bottom; the last is a gap."""
    if section.new_page:
        yield Paragraph("TinyGap", new_page=True)
    if section.instruction:
        yield Paragraph("Hint", (Run(section.instruction),), keep_next=True, room_after=40)
    if section.frame is Frame.PROSE and not section.added:
        blocks = tuple(_prose(section, drawing))
        yield from blocks
        yield Paragraph("Gap", keep_next=bool(blocks) and _heads(blocks[-1]))
    elif section.rows or section.header or section.added:
        yield _table(section, drawing)
        yield Paragraph("Gap")


def _heads(block: Paragraph | Table) -> bool:
    """Return whether a block is the label or heading of what stands below it."""
    return isinstance(block, Paragraph) and block.style in _HEADS


def _prose(section: PageSection, drawing: Drawing) -> Iterator[Paragraph | Table]:
    cells = (*section.header, *(cell for row in section.rows for cell in row))
    blocks = [
        block for cell in cells for block in stack_blocks(cell, TEXT_WIDTH, drawing.numbering, PROSE_STYLES)
    ]
    for block, below in zip_longest(blocks, blocks[1:]):
        if not isinstance(block, Paragraph):
            yield block
            continue
        ends_list = isinstance(below, Paragraph) and (block.style, below.style) == _END_OF_LIST
        room = _BELOW_LIST if ends_list else block.room_after
        yield replace(block, room_after=room, keep_next=block.keep_next or _heads(block))


def _table(section: PageSection, drawing: Drawing) -> Table:
    widths = columns(section.columns or (1.0,), TEXT_WIDTH)
    title = (_added_title(section, widths, drawing),) if section.added else ()
    header = (_header(section, widths, drawing),) if section.header else ()
    heights = [row_height(row, widths) for row in section.rows]
    # A repeating section is numbered before what is in it.
    repeating = (
        (drawing.numbering.number(), drawing.numbering.alias(section.grows, ROWS_TITLE))
        if section.grows
        else None
    )
    # A section without rules is a heading with its lines to sign on.
    together = sum(heights) <= _WHOLE_TABLE or section.frame is Frame.PLAIN
    last = len(heights) - 1
    rows = tuple(
        TableRow(
            _cells(section, row, widths, drawing),
            least_height(row),
            whole=is_whole(row, height),
            keep_next=together and index < last,
        )
        for index, (row, height) in enumerate(zip(section.rows, heights, strict=True))
    )
    style = "AddedTable" if section.added else "FormTable" if section.frame is Frame.TABLE else "PlainTable"
    if repeating and rows:
        number, alias = repeating
        items = tuple(RepeatingItem(drawing.numbering.number(), (row,)) for row in rows)
        return Table(style, widths, (*title, *header, RepeatingSection(number, alias, "Row", items)))
    return Table(style, widths, (*title, *header, *rows))


def _added_title(section: PageSection, widths: tuple[int, ...], drawing: Drawing) -> TableRow:
    words = (Run(section.title), Run(" "), Run(f"({ADDED_NOTE})", "AddedNote"))
    paragraph = Paragraph("Label", words, keep_next=True)
    return TableRow(
        (TableCell(sum(widths), (paragraph,), len(widths), shade=drawing.palette.added),), header=True
    )


def _cells(
    section: PageSection, row: tuple[PageCell, ...], widths: tuple[int, ...], drawing: Drawing
) -> tuple[TableCell, ...]:
    plain = section.frame is Frame.PLAIN and not section.added
    unanswered = any(_is_bare_ticks(cell) and _has_left_blank(cell) for cell in row)
    cells: list[TableCell] = []
    column = 0
    for cell, width in placed(row, widths):
        edges = tuple(accumulate(widths[column : column + cell.span - 1]))
        column += cell.span
        bare = has_cards(cell)
        room = width if bare else width - CELL_SIDES
        blocks = tuple(stack_blocks(cell, room, drawing.numbering, table_styles(cell), edges))
        if unanswered and not cells and isinstance(blocks[0], Paragraph):
            # Columns of bare boxes have no room for words: they stand behind the question.
            blocks = (replace(blocks[0], parts=(*blocks[0].parts, *LEFT_BLANK)), *blocks[1:])
        ground = _ground(section, cell, len(row), drawing)
        if ground == drawing.palette.tint:
            blocks = tuple(_on_tint(block, drawing) for block in blocks)
        cells.append(
            TableCell(
                width,
                blocks or (Paragraph("Answer"),),
                cell.span,
                shade=ground,
                ruled=drawing.palette.rule if _is_ruled(section, cell, drawing) else "",
                bare=bare,
                low=plain,
            )
        )
    return tuple(cells)


def _ground(section: PageSection, cell: PageCell, cells: int, drawing: Drawing) -> str:
    """Return the colour of a cell's ground: of printed words, of a heading between rows, of a box."""
    look, palette = drawing.look, drawing.palette
    if section.frame is not Frame.TABLE or section.added:
        return ""
    styles = {block.style for block in cell.blocks if isinstance(block, Words)}
    if styles and all(isinstance(block, Words) for block in cell.blocks):
        heads = cells == 1 and cell.span > 1 and styles <= _PRINTED
        shaded = look.labels is Labels.SHADED and styles & _PRINTED
        return palette.tint if heads or shaded else ""
    if look.rules is Rules.GRID or look.boxes is not Boxes.FILLED or not cell.blocks:
        return ""
    # In a frame alone the grounds are all that keeps answers apart: they stay when nothing can be typed.
    return palette.box if look.rules is Rules.FRAME or _is_open(cell) else ""


def _is_open(cell: PageCell) -> bool:
    return any(
        isinstance(block, Box) and not (block.control.locked or block.control.flowing)
        for block in cell.blocks
    )


def _on_tint(block: Paragraph | Table, drawing: Drawing) -> Paragraph | Table:
    """Return printed words in a colour that can be read on the tint, where their own cannot."""
    if drawing.palette.on_tint == drawing.palette.ink or isinstance(block, Table):
        return block
    runs = [replace(part, style="OnTint") if isinstance(part, Run) else part for part in block.parts]
    return replace(block, parts=tuple(runs))


def _is_ruled(section: PageSection, cell: PageCell, drawing: Drawing) -> bool:
    """Return whether a cell is a line to write on."""
    if section.added or not has_boxes(cell):
        return False
    look = drawing.look
    return section.frame is Frame.PLAIN or (look.rules is Rules.FRAME and look.boxes is Boxes.LINE)


def _header(section: PageSection, widths: tuple[int, ...], drawing: Drawing) -> TableRow:
    """Return the column headings; a heading over tick boxes stands in the middle as they do."""
    over_ticks = _columns_of_bare_ticks(section)
    cells: list[TableCell] = []
    column = 0
    for cell, width in placed(section.header, widths):
        centred = column in over_ticks
        column += cell.span
        paragraphs = tuple(
            Paragraph(
                "Hint" if block.style is Style.HINT else "Label",
                (Run(block.text),),
                keep_next=True,
                centred=centred,
            )
            for block in cell.blocks
            if isinstance(block, Words)
        )
        words = tuple(_on_tint(paragraph, drawing) for paragraph in paragraphs or (Paragraph("Label"),))
        cells.append(TableCell(width, words, cell.span, shade=drawing.palette.tint))
    return TableRow(tuple(cells), header=True)


def _columns_of_bare_ticks(section: PageSection) -> frozenset[int]:
    """Return the columns, from 0, in which every row that has boxes has bare tick boxes only."""
    bare: dict[int, bool] = {}
    for row in section.rows:
        column = 0
        for cell in row:
            # A heading between the rows stands over all columns and has no boxes.
            if len(row) > 1:
                bare[column] = bare.get(column, True) and _is_bare_ticks(cell)
            column += cell.span
    return frozenset(column for column, is_so in bare.items() if is_so)


def _ticks(cell: PageCell) -> tuple[Tick, ...]:
    return tuple(
        tick
        for block in cell.blocks
        for tick in (
            (block,) if isinstance(block, Tick) else block.ticks if isinstance(block, Options) else ()
        )
    )


def _is_bare_ticks(cell: PageCell) -> bool:
    return (
        bool(cell.blocks)
        and all(isinstance(block, Tick | Options) for block in cell.blocks)
        and not any(isinstance(block, Options) and block.ends for block in cell.blocks)
        and is_bare(_ticks(cell))
    )


def _has_left_blank(cell: PageCell) -> bool:
    return any(tick.control.input is Input.TICKS and is_left_blank((tick,)) for tick in _ticks(cell))
