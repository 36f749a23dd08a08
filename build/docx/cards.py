"""Draw the rows of a table of actions: a table within the cell, one card of labelled boxes to a row."""

from __future__ import annotations

import functools

from build.docx.content import (
    Paragraph,
    RepeatingItem,
    RepeatingSection,
    Run,
    Table,
    TableCell,
    TableRow,
)
from build.docx.controls import Numbering, build_control, empty_lines, text_lines
from build.docx.measures import CARD_PADDING, CHARACTER, LINE, columns
from build.page import Box, RowCard, Rows

_SHORT_LABEL, _LONG_LABEL = 850, 1000
"""Widths of a column of labels: room for Update, and for By when."""
_SHORT_WORD = 6
"""A label of so many characters or fewer is short."""
_PER_LINE = 2
"""Boxes beside each other, at most."""


def build_cards(rows: Rows, width: int, numbering: Numbering) -> Table | None:
    """Return the table of all cards, `width` wide; None where there is no card."""
    if not rows.cards:
        return None
    widths = _widths(rows, width)
    if not rows.grows:
        drawn = tuple(
            row
            for number, card in enumerate(rows.cards)
            for row in _card_rows(number, card, widths, numbering)
        )
        return Table("CardTable", widths, drawn, rows.name)
    section_number, alias = numbering.number(), numbering.alias(rows.name, ": rows")
    items = tuple(
        RepeatingItem(numbering.number(), _card_rows(number, card, widths, numbering))
        for number, card in enumerate(rows.cards)
    )
    section = RepeatingSection(section_number, alias, "Action", items)
    return Table("CardTable", widths, (section,), rows.name)


def cards_height(rows: Rows, width: int) -> int:
    """Return about how high all cards are in a cell `width` wide."""
    widths = _widths(rows, width)
    return sum([_line_height(line, widths) for card in rows.cards for line in card.lines])


def _widths(rows: Rows, width: int) -> tuple[int, ...]:
    """Return the widths of label, answer, label and answer."""
    labels = [
        max([_label_width(line, index) for card in rows.cards for line in card.lines], default=_SHORT_LABEL)
        for index in range(_PER_LINE)
    ]
    first, second = columns((1, 1), width - sum(labels))
    return labels[0], first, labels[1], second


def _label_width(line: tuple[Box, ...], index: int) -> int:
    long = index < len(line) and len(line[index].label) > _SHORT_WORD
    return _LONG_LABEL if long else _SHORT_LABEL


def _line_height(line: tuple[Box, ...], widths: tuple[int, ...]) -> int:
    room = widths[1] if len(line) > 1 else sum(widths[1:]) if line[0].label else sum(widths)
    lines = max(
        max(empty_lines(box.control), text_lines(box.control.text, room // CHARACTER)) for box in line
    )
    return lines * LINE + CARD_PADDING


@functools.cache
def _label_cell(label: str, width: int, rule: str, *, keep_next: bool) -> TableCell:
    # The same few stand in every card.
    return TableCell(width, (Paragraph("Label", (Run(label),), keep_next=keep_next),), rule=rule)


def _card_rows(
    number: int, card: RowCard, widths: tuple[int, ...], numbering: Numbering
) -> tuple[TableRow, ...]:
    last = len(card.lines) - 1
    return tuple(
        _line_row(line, widths, numbering, first=index == 0 and number > 0, last=index == last)
        for index, line in enumerate(card.lines)
    )


def _line_row(
    line: tuple[Box, ...], widths: tuple[int, ...], numbering: Numbering, *, first: bool, last: bool
) -> TableRow:
    if len(line) > _PER_LINE:
        raise ValueError(f"a line of a card has {len(line)} boxes; there is room for {_PER_LINE}")
    cells: list[TableCell] = []
    rule = "above" if first else ""
    for index, box in enumerate(line):
        column = 2 * index
        end = column + 2 if index + 1 < len(line) else len(widths)
        if box.label:
            cells.append(_label_cell(box.label, widths[column], rule, keep_next=not last))
            column += 1
        control = build_control(box.control, numbering, narrow=box.label != "")
        answer = Paragraph("Answer", (control,), keep_next=not last)
        cells.append(TableCell(sum(widths[column:end]), (answer,), end - column, rule=rule))
    lines = max(empty_lines(box.control) for box in line)
    height = lines * LINE + CARD_PADDING
    return TableRow(tuple(cells), height, whole=all(len(box.control.text) < 600 for box in line))
