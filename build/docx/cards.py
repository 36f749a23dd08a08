"""Draw the rows of a table that stand in one cell: a table within it, one row to a card of labelled boxes.

A card is one row of that table, its boxes stand on lines of their own with tab stops: so a card is never
torn over two pages, is repeated whole, and is gone whole when somebody deletes the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from build.docx.measures import CARD_PADDING, CARD_SIDES, CHARACTER, LINE, WHOLE_ROW, columns, label_width
from build.docx.ticks import GLUE, LEFT_BLANK, Parts, is_left_blank, side_by_side, ticks_characters
from build.page import Box, Options, RowCard, Rows
from forms.names import ROWS_TITLE
from forms.spoken import COLUMN_LABELS

_LABEL_WIDTHS = (780, 900, 1060, 1240, 1440, 1660, 1880, 2120)
"""Widths that a column of labels can have: room for Update, for By when …"""
_LONGEST_LABEL = 18
"""A label with more characters stands on a line of its own, above its answer."""
_LABEL_GAP = 55
_PER_LINE = 2
"""Boxes beside each other, at most."""
_LEAST_ROOM = 1700
"""The answers of a line have so much room together, or each has a line of its own."""
_ANSWER_SHARES = (3, 2)
"""Of two answers beside each other: a reference stands in the first, a date in the second."""

_Entry = Box | Options
_Stops = tuple[int, int, int]
"""Where the first answer, the second label and the second answer begin."""


def build_cards(rows: Rows, width: int, numbering: Numbering) -> Table | None:
    """Return the table of all cards, `width` wide; None where there is no card."""
    if not rows.cards:
        return None
    stops = _stops(rows, width)
    style = "StepTable" if rows.in_step else "CardTable"
    if not rows.grows:
        drawn = tuple(_card_rows(rows, stops, width, numbering))
        return Table(style, (width,), drawn, rows.name)
    section_number, alias = numbering.number(), numbering.alias(rows.name, ROWS_TITLE)
    items = tuple(
        RepeatingItem(numbering.number(), (row,)) for row in _card_rows(rows, stops, width, numbering)
    )
    section = RepeatingSection(section_number, alias, _row_word(rows), items)
    return Table(style, (width,), (section,), rows.name)


def cards_height(rows: Rows, width: int) -> int:
    """Return about how high all cards are in a cell `width` wide."""
    stops = _stops(rows, width)
    return sum([_height_of(card, tuple(_lines(card, stops, width)), stops, width) for card in rows.cards])


def _row_word(rows: Rows) -> str:
    """Return what Word calls a row when it offers to add one."""
    labels = {entry.label for line in _short_lines(rows.cards[0]) for entry in line}
    return "Action" if COLUMN_LABELS["action"] in labels else "Row"


def _stops(rows: Rows, width: int) -> _Stops:
    # All rows of a table have the same labels.
    lines = [line for card in rows.cards[:1] for line in _short_lines(card)]
    labels = [
        max([_label_width(line, index) for line in lines], default=_LABEL_WIDTHS[0])
        for index in range(_PER_LINE)
    ]
    first, _ = columns(_ANSWER_SHARES, width - CARD_SIDES - sum(labels))
    return labels[0], labels[0] + first, labels[0] + first + labels[1]


def _label_width(line: tuple[_Entry, ...], index: int) -> int:
    label = line[index].label if index < len(line) else ""
    if len(label) > _LONGEST_LABEL:
        return _LABEL_WIDTHS[0]
    room = label_width(label) + _LABEL_GAP
    return next((width for width in _LABEL_WIDTHS if room <= width), _LABEL_WIDTHS[-1])


def _height_of(card: RowCard, lines: Sequence[tuple[_Entry, ...]], stops: _Stops, width: int) -> int:
    above = text_lines(card.needed, max(1, (width - CARD_SIDES) // CHARACTER)) if card.needed else 0
    return (above + sum([_line_height(line, stops, width) for line in lines])) * LINE + CARD_PADDING


def _line_height(line: tuple[_Entry, ...], stops: _Stops, width: int) -> int:
    above = 1 if _is_above(line[0]) else 0
    return above + max(_text_lines(line[0], stops, width), _empty_lines(line))


def _card_rows(rows: Rows, stops: _Stops, width: int, numbering: Numbering) -> Iterator[TableRow]:
    for index, card in enumerate(rows.cards):
        lines = tuple(_lines(card, stops, width))
        paragraphs = [Paragraph("Needed", (Run(card.needed),), keep_next=True)] if card.needed else []
        for line in lines:
            paragraphs += _line(line, stops, width, numbering)
        # Where the cell itself begins low on a page, LibreOffice would draw a first card that may not be
        # split over the page's edge.
        whole = index > 0 and _height_of(card, lines, stops, width) <= WHOLE_ROW
        yield TableRow((TableCell(width, tuple(paragraphs)),), whole=whole)


def _short_lines(card: RowCard) -> Iterator[tuple[_Entry, ...]]:
    """Return the lines of a card with two boxes at most; a label above its answer has a line of its own."""
    for line in card.lines:
        if max([len(entry.label) for entry in line]) > _LONGEST_LABEL:
            yield from ((entry,) for entry in line)
        elif len(line) <= _PER_LINE:
            yield line
        else:
            for start in range(0, len(line), _PER_LINE):
                yield line[start : start + _PER_LINE]


def _lines(card: RowCard, stops: _Stops, width: int) -> Iterator[tuple[_Entry, ...]]:
    """Return the boxes of each line; where one is too long for its place, each has a line of its own."""
    rooms = (stops[1] - stops[0], width - CARD_SIDES - stops[2])
    for line in _short_lines(card):
        if len(line) == 1 or (
            sum(rooms) >= _LEAST_ROOM
            and all(
                _characters(entry) < max(room // CHARACTER, 1) and "\n" not in _shown(entry)
                for entry, room in zip(line, rooms, strict=True)
            )
        ):
            yield line
        else:
            yield from ((entry,) for entry in line)


def _is_above(entry: _Entry) -> bool:
    return len(entry.label) > _LONGEST_LABEL


def _shown(entry: _Entry) -> str:
    return entry.control.text if isinstance(entry, Box) else ""


def _characters(entry: _Entry) -> int:
    return ticks_characters(entry.ticks) if isinstance(entry, Options) else len(entry.control.text)


def _line(line: tuple[_Entry, ...], stops: _Stops, width: int, numbering: Numbering) -> list[Paragraph]:
    """Return the paragraph of a line; a label that is too long for it is one of its own before."""
    first = line[0]
    if _is_above(first):
        label = Paragraph("Label", (Run(first.label),), keep_next=True)
        return [label, Paragraph("Answer", _answer(first, numbering), room_after=_room(line, stops, width))]
    parts: list[Run | ContentControl] = []
    for entry in line:
        if parts:
            parts.append(Run("\t"))
        if entry.label:
            parts += (Run(entry.label, "LabelWords"), Run("\t"))
        parts += _answer(entry, numbering)
    # A second box that has a line of its own may have a longer label than the first ones.
    hanging = max(stops[0], _label_width(line, 0)) if first.label else 0
    tabs = stops[1:] if len(line) > 1 else ()
    room = _room(line, stops, width)
    return [Paragraph("Answer", tuple(parts), room_after=room, hanging=hanging, tabs=tabs)]


def _room(line: tuple[_Entry, ...], stops: _Stops, width: int) -> int:
    return max(0, _empty_lines(line) - _text_lines(line[0], stops, width)) * LINE


def _answer(entry: _Entry, numbering: Numbering) -> Parts:
    if isinstance(entry, Box):
        labelled = entry.label != ""
        return (build_control(entry.control, numbering, labelled=labelled, narrow=labelled),)
    parts = side_by_side(entry.ticks, numbering, may_break=True)
    if entry.ends:
        start, end = entry.ends
        parts = (Run(f"{start}{GLUE * 3} "), *parts, Run(f"{GLUE * 3} {end}"))
    return (*parts, *LEFT_BLANK) if is_left_blank(entry.ticks) else parts


def _text_lines(entry: _Entry, stops: _Stops, width: int) -> int:
    room = width - CARD_SIDES - (stops[0] if entry.label and not _is_above(entry) else 0)
    if isinstance(entry, Options):
        return 1 + ticks_characters(entry.ticks) * CHARACTER // room
    return text_lines(entry.control.text, room // CHARACTER)


def _empty_lines(line: tuple[_Entry, ...]) -> int:
    return max([empty_lines(entry.control) if isinstance(entry, Box) else 1 for entry in line])
