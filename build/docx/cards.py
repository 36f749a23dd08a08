"""Draw the rows of a table of actions: a table within the cell, one row to a card of labelled boxes.

A card is one row of that table, its boxes stand on lines of their own with tab stops: so a card is never
torn over two pages, is repeated whole, and is gone whole when somebody deletes the row.
"""

from __future__ import annotations

from collections.abc import Iterator

from build.docx.content import (
    ContentControl,
    Paragraph,
    RepeatingItem,
    RepeatingSection,
    Run,
    Table,
    TableCell,
    TableRow,
)
from build.docx.controls import Numbering, build_control, empty_lines, text_lines
from build.docx.measures import CARD_PADDING, CARD_SIDES, CHARACTER, LINE, WHOLE_ROW, columns
from build.page import Box, RowCard, Rows

_SHORT_LABEL, _LONG_LABEL = 780, 900
"""Widths of a column of labels: room for Update, and for By when."""
_SHORT_WORD = 6
"""A label of so many characters or fewer is short."""
_PER_LINE = 2
"""Boxes beside each other, at most."""
_ANSWER_SHARES = (3, 2)
"""Of two answers beside each other: a reference stands in the first, a date in the second."""

_Stops = tuple[int, int, int]
"""Where the first answer, the second label and the second answer begin."""


def build_cards(rows: Rows, width: int, numbering: Numbering) -> Table | None:
    """Return the table of all cards, `width` wide; None where there is no card."""
    if not rows.cards:
        return None
    stops = _stops(rows, width)
    if not rows.grows:
        drawn = tuple(_card_rows(rows, stops, width, numbering))
        return Table("CardTable", (width,), drawn, rows.name)
    section_number, alias = numbering.number(), numbering.alias(rows.name, ": rows")
    items = tuple(
        RepeatingItem(numbering.number(), (row,)) for row in _card_rows(rows, stops, width, numbering)
    )
    section = RepeatingSection(section_number, alias, "Action", items)
    return Table("CardTable", (width,), (section,), rows.name)


def cards_height(rows: Rows, width: int) -> int:
    """Return about how high all cards are in a cell `width` wide."""
    stops = _stops(rows, width)
    return sum([_card_height(card, stops, width) for card in rows.cards])


def _stops(rows: Rows, width: int) -> _Stops:
    labels = [
        max([_label_width(line, index) for card in rows.cards for line in card.lines], default=_SHORT_LABEL)
        for index in range(_PER_LINE)
    ]
    first, _ = columns(_ANSWER_SHARES, width - CARD_SIDES - sum(labels))
    return labels[0], labels[0] + first, labels[0] + first + labels[1]


def _label_width(line: tuple[Box, ...], index: int) -> int:
    long = index < len(line) and len(line[index].label) > _SHORT_WORD
    return _LONG_LABEL if long else _SHORT_LABEL


def _card_height(card: RowCard, stops: _Stops, width: int) -> int:
    lines = _lines(card, stops, width)
    high = sum([max(_text_lines(line[0], stops, width), _empty_lines(line)) for line in lines])
    return high * LINE + CARD_PADDING


def _card_rows(rows: Rows, stops: _Stops, width: int, numbering: Numbering) -> Iterator[TableRow]:
    for index, card in enumerate(rows.cards):
        paragraphs = tuple(_line(line, stops, width, numbering) for line in _lines(card, stops, width))
        # Where the cell itself begins low on a page, LibreOffice would draw a first card that may not be
        # split over the page's edge.
        whole = index > 0 and _card_height(card, stops, width) <= WHOLE_ROW
        yield TableRow((TableCell(width, paragraphs),), whole=whole)


def _lines(card: RowCard, stops: _Stops, width: int) -> Iterator[tuple[Box, ...]]:
    """Return the boxes of each line; where one is too long for its place, each has a line of its own."""
    rooms = (stops[1] - stops[0], width - CARD_SIDES - stops[2])
    for line in card.lines:
        if len(line) > _PER_LINE:
            raise ValueError(f"a line of a card has {len(line)} boxes; there is room for {_PER_LINE}")
        if len(line) == 1 or all(
            text_lines(box.control.text, room // CHARACTER) == 1
            for box, room in zip(line, rooms, strict=True)
        ):
            yield line
        else:
            yield from ((box,) for box in line)


def _line(line: tuple[Box, ...], stops: _Stops, width: int, numbering: Numbering) -> Paragraph:
    parts: list[Run | ContentControl] = []
    for box in line:
        if parts:
            parts.append(Run("\t"))
        if box.label:
            parts += (Run(box.label, "LabelWords"), Run("\t"))
        parts.append(build_control(box.control, numbering, labelled=box.label != "", narrow=box.label != ""))
    room = max(0, _empty_lines(line) - _text_lines(line[0], stops, width)) * LINE
    hanging = stops[0] if line[0].label else 0
    return Paragraph(
        "Answer", tuple(parts), room_after=room, hanging=hanging, tabs=stops[1:] if len(line) > 1 else ()
    )


def _text_lines(box: Box, stops: _Stops, width: int) -> int:
    room = width - CARD_SIDES - (stops[0] if box.label else 0)
    return text_lines(box.control.text, room // CHARACTER)


def _empty_lines(line: tuple[Box, ...]) -> int:
    return max([empty_lines(box.control) for box in line])
