"""Draw the sections of a page: prose, ruled tables and tables without rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from build.docx.cards import build_cards, cards_height
from build.docx.content import ContentControl, Paragraph, Run, Table, TableCell, TableRow
from build.docx.controls import Numbering, build_control, build_tick, empty_lines, text_lines
from build.docx.measures import (
    CELL_ENDS,
    CELL_SIDES,
    CHARACTER,
    LINE,
    TEXT_WIDTH,
    WHOLE_ROW,
    WHOLE_ROW_OF_CARDS,
    columns,
)
from build.page import ADDED_NOTE, Block, Box, Control, PageCell, PageSection, Rows, Style, Tick, Words
from forms import placeholders
from forms.model import Frame

_PROSE_STYLES = {
    Style.LABEL: "Label",
    Style.CLAUSE: "Normal",
    Style.HEADING: "Heading2",
    Style.BULLET: "ListBullet",
    Style.HINT: "Hint",
}
_HEADING_CLAUSE = 60
"""A clause of a table that is no longer than this (in characters) heads what follows."""
_WHOLE_TABLE = 4000
"""A table of about this height or less is never split between its rows."""
_LITTLE_ROOM = 60
"""At least so much stands between an answer and what follows it in the same cell."""
_NO_ROWS = "none"
_GLUE = "\u00a0"
_LEFT_BLANK = (Run(f" {_GLUE * 2}"), Run(placeholders.LEFT_BLANK.replace(" ", _GLUE), "Quiet"))
"""Beside the empty boxes of a question that can no longer be answered."""


def build_section(section: PageSection, numbering: Numbering) -> Iterator[Paragraph | Table]:
    """Return what Word shows of `section`, from top to bottom."""
    if section.frame is Frame.PROSE and not section.added:
        for cell in (*section.header, *(cell for row in section.rows for cell in row)):
            yield from _stack(cell, TEXT_WIDTH, numbering, _PROSE_STYLES)
        yield Paragraph("Gap")
        return
    widths = columns(section.columns or (1.0,), TEXT_WIDTH)
    title = (_added_title(section, widths),) if section.added else ()
    header = (_header(section, widths),) if section.header else ()
    heights = [_height(row, widths) for row in section.rows]
    rows = tuple(
        _row(section, row, widths, numbering, whole=height <= _most_whole(row))
        for row, height in zip(section.rows, heights, strict=True)
    )
    style = "AddedTable" if section.added else "FormTable" if section.frame is Frame.TABLE else "PlainTable"
    # A section without rules is a heading with its lines to sign on.
    if sum(heights) <= _WHOLE_TABLE or section.frame is Frame.PLAIN:
        rows = (*(_kept_with_next(row) for row in rows[:-1]), *rows[-1:])
    if section.rows or section.header or section.added:
        yield Table(style, widths, (*title, *header, *rows))
        yield Paragraph("Gap")


def _added_title(section: PageSection, widths: tuple[int, ...]) -> TableRow:
    words = (Run(section.title), Run(" "), Run(f"({ADDED_NOTE})", "AddedNote"))
    paragraph = Paragraph("Label", words, keep_next=True)
    return TableRow((TableCell(sum(widths), (paragraph,), len(widths), shade="added"),), header=True)


def _kept_with_next(row: TableRow) -> TableRow:
    """Return `row` on the same page as the row below it."""
    cells = tuple(
        replace(
            cell,
            blocks=tuple(
                replace(block, keep_next=True) if isinstance(block, Paragraph) else block
                for block in cell.blocks
            ),
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)


def _row(
    section: PageSection,
    row: tuple[PageCell, ...],
    widths: tuple[int, ...],
    numbering: Numbering,
    *,
    whole: bool,
) -> TableRow:
    plain = section.frame is Frame.PLAIN and not section.added
    unanswered = any(_is_bare_ticks(cell) and _has_left_blank(cell) for cell in row)
    cells: list[TableCell] = []
    for cell, width in _placed(row, widths):
        bare = _has_cards(cell)
        room = width if bare else width - CELL_SIDES
        blocks = tuple(_stack(cell, room, numbering, _table_styles(cell)))
        if unanswered and not cells and isinstance(blocks[0], Paragraph):
            # Columns of bare boxes have no room for words: they stand behind the question.
            blocks = (replace(blocks[0], parts=(*blocks[0].parts, *_LEFT_BLANK)), *blocks[1:])
        cells.append(
            TableCell(
                width,
                blocks or (Paragraph("Answer"),),
                cell.span,
                ruled=plain and _answers(cell),
                bare=bare,
                low=plain,
            )
        )
    lines = max((_empty_lines(cell) for cell in row), default=0)
    return TableRow(tuple(cells), lines * LINE + CELL_ENDS if lines else 0, whole=whole)


def _header(section: PageSection, widths: tuple[int, ...]) -> TableRow:
    """Return the column headings; a heading over tick boxes stands in the middle as they do."""
    cells: list[TableCell] = []
    for index, (cell, width) in enumerate(_placed(section.header, widths)):
        over_ticks = all(len(row) > index and _is_bare_ticks(row[index]) for row in section.rows)
        paragraphs = tuple(
            Paragraph(
                "Hint" if block.style is Style.HINT else "Label",
                (Run(block.text),),
                keep_next=True,
                centred=over_ticks,
            )
            for block in cell.blocks
            if isinstance(block, Words)
        )
        cells.append(TableCell(width, paragraphs or (Paragraph("Label"),), cell.span, shade="header"))
    return TableRow(tuple(cells), header=True)


def _placed(row: tuple[PageCell, ...], widths: tuple[int, ...]) -> Iterator[tuple[PageCell, int]]:
    """Return each cell with its width."""
    column = 0
    for cell in row:
        yield cell, sum(widths[column : column + cell.span])
        column += cell.span


def _table_styles(cell: PageCell) -> dict[Style, str]:
    """Return the styles of a table's words: a short clause heads its row, as a label does."""
    short = all(len(block.text) <= _HEADING_CLAUSE for block in cell.blocks if isinstance(block, Words))
    return {**_PROSE_STYLES, Style.CLAUSE: "Label" if short else "Answer", Style.HEADING: "Label"}


def _answers(cell: PageCell) -> bool:
    return any(isinstance(block, Box) for block in cell.blocks)


def _has_cards(cell: PageCell) -> bool:
    return any(isinstance(block, Rows) for block in cell.blocks)


def _most_whole(row: tuple[PageCell, ...]) -> int:
    """Return the height up to which a row is not split."""
    return WHOLE_ROW_OF_CARDS if any(_has_cards(cell) for cell in row) else WHOLE_ROW


def _is_bare_ticks(cell: PageCell) -> bool:
    return bool(cell.blocks) and all(isinstance(block, Tick) and not block.words for block in cell.blocks)


def _has_left_blank(cell: PageCell) -> bool:
    return any(isinstance(block, Tick) and _is_left_blank(block) for block in cell.blocks)


def _empty_lines(cell: PageCell) -> int:
    """Return how many lines the cell has when nothing is typed; 0 where its words alone give its height."""
    if not _answers(cell):
        return 0
    heights = [
        empty_lines(block.control) if isinstance(block, Box) else 1
        for block in cell.blocks
        if not isinstance(block, Tick)
    ]
    # Boxes to tick stand on one line, or are as high as they are.
    heights += [1] if any(isinstance(block, Tick) for block in cell.blocks) else []
    return max(heights) if cell.beside else sum(heights)


def _height(row: tuple[PageCell, ...], widths: tuple[int, ...]) -> int:
    """Return about how high a row is with everything that stands in it."""
    heights = [
        sum([_block_height(block, width) for block in cell.blocks]) for cell, width in _placed(row, widths)
    ]
    return max(heights, default=0) + CELL_ENDS


def _block_height(block: Block, width: int) -> int:
    if isinstance(block, Rows):
        return cards_height(block, width)
    if isinstance(block, Tick):
        return LINE
    text = block.text if isinstance(block, Words) else block.control.text
    lines = text_lines(text, (width - CELL_SIDES) // CHARACTER)
    return LINE * (max(lines, empty_lines(block.control)) if isinstance(block, Box) else lines)


def _stack(
    cell: PageCell, width: int, numbering: Numbering, styles: dict[Style, str]
) -> Iterator[Paragraph | Table]:
    """Return the blocks of a cell as paragraphs and tables, ending with a paragraph."""
    if cell.beside:
        yield _beside(cell.blocks, numbering)
        return
    bare = _has_cards(cell)
    ticks: list[Tick] = []
    for index, block in enumerate(cell.blocks):
        if ticks and not (isinstance(block, Tick) and block.control is ticks[0].control):
            yield from _tick_paragraphs(ticks, width, numbering)
            ticks = []
        if isinstance(block, Tick):
            ticks.append(block)
        elif isinstance(block, Words):
            yield Paragraph(styles[block.style], (Run(block.text),), inset=bare)
        elif isinstance(block, Box):
            room = _room_after(block.control, width) if index + 1 < len(cell.blocks) else 0
            yield Paragraph("Answer", _box_parts(block, numbering), inset=bare, room_after=room)
        elif cards := build_cards(block, width, numbering):
            yield from (cards, Paragraph("TinyGap"))
        else:
            yield Paragraph("Hint", (Run(_NO_ROWS),), inset=True)
    if ticks:
        yield from _tick_paragraphs(ticks, width, numbering)


def _room_after(control: Control, width: int) -> int:
    """Return the space below an answer that others follow: what is missing to its height when empty."""
    return max(_LITTLE_ROOM, (empty_lines(control) - text_lines(control.text, width // CHARACTER)) * LINE)


def _beside(blocks: tuple[Block, ...], numbering: Numbering) -> Paragraph:
    parts: list[Run | ContentControl] = []
    for block in blocks:
        if parts:
            parts.append(Run(_GLUE * 4))
        if isinstance(block, Words):
            parts.append(Run(block.text, "LabelWords"))
        elif isinstance(block, Box):
            parts += _box_parts(block, numbering)
        elif isinstance(block, Tick):
            parts += _tick_parts(block, numbering)
        else:
            raise TypeError(f"the rows of {block.table} cannot stand beside anything")
    return Paragraph("Answer", tuple(parts))


def _box_parts(box: Box, numbering: Numbering) -> tuple[Run | ContentControl, ...]:
    if not box.label:
        return (build_control(box.control, numbering),)
    # The space is no part of the bold label: LibreOffice types on in the style of what stands before.
    label = (Run(box.label, "LabelWords"), Run(" "))
    return (*label, build_control(box.control, numbering, labelled=True))


def _tick_parts(tick: Tick, numbering: Numbering) -> tuple[Run | ContentControl, ...]:
    box = build_tick(tick, numbering)
    return (box, Run(f"{_GLUE}{tick.words}")) if tick.words else (box,)


def _is_left_blank(tick: Tick) -> bool:
    return tick.control.flowing and not tick.control.text


def _tick_paragraphs(ticks: list[Tick], width: int, numbering: Numbering) -> Iterator[Paragraph]:
    """Return the options of one choice: on one line where they fit, else below each other."""
    bare = not any(tick.words for tick in ticks)
    if sum(len(tick.words) + 6 for tick in ticks) * CHARACTER > width and not bare:
        for tick in ticks:
            yield Paragraph("Answer", _tick_parts(tick, numbering))
        if _is_left_blank(ticks[0]):
            yield Paragraph("Answer", _LEFT_BLANK[1:])
        return
    parts: list[Run | ContentControl] = []
    for tick in ticks:
        if parts:
            parts.append(Run(_GLUE * 4))
        parts += _tick_parts(tick, numbering)
    if _is_left_blank(ticks[0]) and not bare:
        parts += _LEFT_BLANK
    yield Paragraph("Answer", tuple(parts), centred=bare)
