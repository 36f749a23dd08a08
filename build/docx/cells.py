"""Draw what stands in one cell: words, answers, boxes to tick, sentences and cards, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from build.docx.cards import build_cards
from build.docx.content import ContentControl, Paragraph, Run, Table
from build.docx.controls import Numbering, build_control, empty_lines, text_lines
from build.docx.grouping import are_counts, group_blocks
from build.docx.heights import has_cards
from build.docx.measures import CHARACTER, LINE, columns, label_width
from build.docx.sentences import sentence_paragraph, sentence_parts
from build.docx.ticks import (
    GLUE,
    Parts,
    scale_paragraphs,
    side_by_side,
    tick_paragraphs,
    tick_parts,
)
from build.page import Block, Box, Control, Input, Options, PageCell, Sentence, Style, Tick, Words
from forms.own_words import NO_ROWS

PROSE_STYLES = {
    Style.LABEL: "Label",
    Style.CLAUSE: "Normal",
    Style.HEADING: "Heading2",
    Style.BULLET: "ListBullet",
    Style.HINT: "Hint",
    Style.GUIDANCE: "Guidance",
    Style.ROW: "Answer",
    Style.SUBROW: "SubRow",
    Style.NEEDED: "Needed",
}
_SENTENCE_STYLES = {"Normal": "Normal", "Label": "Answer", "Answer": "Answer"}
"""A sentence never heads a row."""
_HEADING_CLAUSE = 60
"""A clause of a table that is no longer than this (in characters) heads what follows."""
_LITTLE_ROOM = 60
"""At least so much stands between an answer and what follows it in the same cell."""
_NARROW = 2400
"""A cell with less room has few words in an empty box."""
_LABEL_GAP = 200
_LEAST_TO_SIGN = 2
"""A line to sign on is a box for the name and one for the date."""
_NAME_SHARE, _DATE_SHARE = 1.0, 0.6
_NUMBER_ROOM = 1200
"""Of a number asked beside an answer."""


def table_styles(cell: PageCell) -> dict[Style, str]:
    """Return the styles of a table's words: a short clause heads its row, as a label does."""
    short = all(len(block.text) <= _HEADING_CLAUSE for block in cell.blocks if isinstance(block, Words))
    return {**PROSE_STYLES, Style.CLAUSE: "Label" if short else "Answer", Style.HEADING: "Label"}


def stack_blocks(
    cell: PageCell,
    width: int,
    numbering: Numbering,
    styles: dict[Style, str],
    edges: tuple[int, ...] = (),
) -> Iterator[Paragraph | Table]:
    """Return the blocks of a cell as paragraphs and tables, ending with a paragraph.

    `edges`: where further columns begin that the cell stands across.
    """
    if cell.beside:
        # Blocks that stand across as many columns begin where these do, under their headings.
        stops = edges if edges and len(cell.blocks) == len(edges) + 1 else _signing_stops(cell, width)
        yield Paragraph("Answer", _line_of(cell.blocks, numbering, tabbed=stops != ()), tabs=stops)
        return
    groups = group_blocks(cell.blocks)
    for index, group in enumerate(groups):
        drawn = _group(group, width, numbering, styles, last=index + 1 == len(groups))
        # A cell with cards has no margins, for their rules reach its edges.
        yield from map(_inset, drawn) if has_cards(cell) else drawn


def _signing_stops(cell: PageCell, width: int) -> tuple[int, ...]:
    """Return where the boxes after a line to sign on begin, so that a name has room; () for other boxes."""
    boxes = [block for block in cell.blocks if isinstance(block, Box)]
    if len(boxes) < len(cell.blocks) or len(boxes) < _LEAST_TO_SIGN or any(box.letters for box in boxes):
        return ()
    if boxes[-1].control.input is not Input.DATE:
        return ()
    shares = columns((*(_NAME_SHARE for _ in boxes[:-1]), _DATE_SHARE), width)
    return tuple(accumulate(shares[:-1]))


def _inset(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Table) or block.style == "TinyGap":
        return block
    return replace(block, inset=True)


def _group(
    group: tuple[Block, ...], width: int, numbering: Numbering, styles: dict[Style, str], *, last: bool
) -> Iterator[Paragraph | Table]:
    """Return blocks that stand together; there is room below them unless they are the `last`."""
    block = group[0]
    if isinstance(block, Tick):
        yield from tick_paragraphs([tick for tick in group if isinstance(tick, Tick)], width, numbering)
    elif isinstance(block, Words):
        yield Paragraph(styles[block.style], (Run(block.text),))
    elif isinstance(block, Box) and are_counts(group):
        yield from _counts([box for box in group if isinstance(box, Box)], width, numbering)
    elif isinstance(block, Box):
        room = 0 if last else _room_after(block.control, width)
        yield Paragraph("Answer", _line_of(group, numbering, narrow=width < _NARROW), room_after=room)
    elif isinstance(block, Options):
        yield from _options(block, width, numbering)
    elif isinstance(block, Sentence):
        style = styles[Style.BULLET] if block.bullet else _SENTENCE_STYLES[styles[Style.CLAUSE]]
        yield sentence_paragraph(block, style, numbering)
    elif cards := build_cards(block, width, numbering):
        yield from (cards, Paragraph("TinyGap"))
    else:
        yield Paragraph("Hint", (Run(NO_ROWS),))


def _options(options: Options, width: int, numbering: Numbering) -> Iterator[Paragraph]:
    if options.ends:
        yield from scale_paragraphs(options, width, numbering)
    else:
        yield from tick_paragraphs(options.ticks, width, numbering, options.across)


def _room_after(control: Control, width: int) -> int:
    """Return the space below an answer that others follow: what is missing to its height when empty."""
    return max(_LITTLE_ROOM, (empty_lines(control) - text_lines(control.text, width // CHARACTER)) * LINE)


def _counts(boxes: list[Box], width: int, numbering: Numbering) -> Iterator[Paragraph]:
    """Return boxes for numbers, in as many columns as there is room for."""
    label = max([label_width(box.label) for box in boxes]) + _LABEL_GAP
    count = max(1, min(len(boxes), width // (label + _NUMBER_ROOM)))
    edges = [sum(columns((1.0,) * count, width)[:index]) for index in range(count)]
    stops = [edge for column in edges for edge in (column, column + label)][1:]
    for start in range(0, len(boxes), count):
        line = boxes[start : start + count]
        parts: list[Run | ContentControl] = []
        for box in line:
            if parts:
                parts.append(Run("\t"))
            parts += (Run(box.label, "LabelWords"), Run("\t"))
            parts.append(build_control(box.control, numbering, labelled=True, narrow=True))
        room = _LITTLE_ROOM if start + count >= len(boxes) else 0
        yield Paragraph("Answer", tuple(parts), room_after=room, tabs=tuple(stops[: 2 * len(line) - 1]))


def _line_of(
    blocks: tuple[Block, ...], numbering: Numbering, *, narrow: bool = False, tabbed: bool = False
) -> Parts:
    """Return blocks that stand beside each other."""
    parts: list[Run | ContentControl] = []
    for block in blocks:
        if parts:
            parts.append(Run("\t" if tabbed else GLUE * 4))
        if isinstance(block, Words):
            parts.append(Run(block.text, "LabelWords"))
        elif isinstance(block, Box):
            parts += _box_parts(block, numbering, narrow=narrow or block.letters > 0)
        elif isinstance(block, Tick):
            parts += tick_parts(block, numbering)
        elif isinstance(block, Options):
            parts += side_by_side(block.ticks, numbering, may_break=True)
        elif isinstance(block, Sentence):
            parts += sentence_parts(block, numbering)
        else:
            raise TypeError(f"the rows of {block.table} cannot stand beside anything")
    return tuple(parts)


def _box_parts(box: Box, numbering: Numbering, *, narrow: bool) -> Parts:
    if not box.label:
        return (build_control(box.control, numbering, narrow=narrow),)
    # The space is no part of the bold label: LibreOffice types on in the style of what stands before.
    label = (Run(box.label, "LabelWords"), Run(" "))
    return (*label, build_control(box.control, numbering, labelled=True, narrow=narrow))
