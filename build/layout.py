"""Lay a form out once for both formats: a `Filling` becomes a `Page` in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from build.controls import (
    any_of_blocks,
    count_boxes,
    part_boxes,
    printed_options,
    range_boxes,
    signature_boxes,
    simple_control,
    tick_blocks,
    words_to_delete,
)
from build.filling import Filling
from build.page import (
    Block,
    Box,
    Input,
    Page,
    PageCell,
    PageSection,
    Rows,
    Sentence,
    Style,
    Tick,
    Words,
)
from build.panel import build_continuation, build_panel
from build.rows import build_rows, build_table_rows, may_grow, table_cells
from forms.conditions import parse_condition
from forms.errors import UsageError
from forms.in_step import tables_in_step
from forms.model import RANGES, TABLES, Field, Kind
from forms.names import cell_name
from forms.own_words import ADDED_NOTE, OFFERED_NOTE
from forms.printed_page import Cell, Frame, Item, Section, Show
from forms.sentences import pieces_of
from forms.spoken import called

_LETTERS = {Kind.DATE: 11, Kind.TIME: 6, Kind.MONTH: 15, Kind.NUMBER: 6}
"""Width of a blank inside a sentence, in letters, where the kind gives it."""


def build_page(filling: Filling, *, fixed_boxes: bool) -> Page:
    """Return the document that `filling` describes, laid out in reading order.

    `fixed_boxes`: the boxes cannot grow while a person types (PDF), so a free box stands at the end.
    """
    sections = tuple(
        _section(section, filling)
        for section in filling.definition.sections
        if not (section.added and filling.verbatim)
    )
    panel = None if filling.verbatim else build_panel(filling, fixed_boxes=fixed_boxes)
    page = Page(filling, panel, sections, build_continuation(filling, fixed_boxes=fixed_boxes))
    _refuse_unplaced(page)
    return page


def _refuse_unplaced(page: Page) -> None:
    """Raise UsageError where an answer has no place on the page: nothing known is left out silently."""
    placed = {
        control.name
        for control in page.controls()
        if not control.options or control.text in {"", *control.options}
    }
    known = [name for name, text in page.filling.answers.items() if text]
    known += [
        cell_name(table, number, column)
        for table, rows in page.filling.rows.items()
        for number, row in enumerate(rows, start=1)
        # An id alone, on a line that nobody has written on, says nothing.
        if any(row.cells[column] for column in row.cells.keys() - {"ref"})
        for column, text in row.cells.items()
        if text
    ]
    unplaced = [name for name in known if name not in placed]
    if unplaced:
        definition = page.filling.definition
        raise UsageError(
            "P14",
            f"{definition.id}: the printed form has no place for {called(definition, *unplaced)}; "
            "leave them out, or leave out --verbatim.",
        )


def _section(section: Section, filling: Filling) -> PageSection:
    header = tuple(_cell(cell, section, filling) for cell in section.header)
    columns, grows = section.columns, ""
    if section.table:
        field = filling.definition.field(section.table)
        kept = [at for at, _ in table_cells(section, field, filling)]
        if len(section.header) == len(section.cells) == len(columns):
            header = tuple(header[at] for at in kept)
        columns = tuple(columns[at] for at in kept)
        rows = build_table_rows(section, field, filling)
        grows = field.accessible_name if may_grow(field, filling) else ""
    else:
        rows = tuple(
            line
            for row in section.rows
            for line in _in_step(tuple(_cell(cell, section, filling) for cell in row), filling)
        )
    return PageSection(
        section.id,
        section.frame,
        columns,
        header,
        rows,
        section.added,
        section.title,
        grows,
        section.new_page,
        "" if filling.verbatim else _condition(section.only_if, filling),
    )


def _in_step(row: tuple[PageCell, ...], filling: Filling) -> Iterator[tuple[PageCell, ...]]:
    """Yield a row as it is, but of tables in step a row for each of their lines: a long one moves both."""
    tables = {
        at: cell.blocks[0]
        for at, cell in enumerate(row)
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Rows)
    }
    count = max((len(rows.cards) for rows in tables.values()), default=0)
    if not count or tuple(rows.table for rows in tables.values()) not in tables_in_step(filling.definition):
        yield row
        return
    for number in range(count):
        yield tuple(
            replace(cell, blocks=(_line_of(tables[at], number),))
            if at in tables
            else replace(cell, blocks=() if number else cell.blocks)
            for at, cell in enumerate(row)
        )


def _line_of(rows: Rows, number: int) -> Rows:
    """Return one line of a table, counted from 0; people add rows below the last."""
    is_last = number + 1 == len(rows.cards)
    cards = rows.cards[number : number + 1]
    return replace(rows, cards=cards, grows=rows.grows and is_last, in_step=True)


def _condition(only_if: str, filling: Filling) -> str:
    """Return in plain words when something applies, "" where it always does."""
    condition = parse_condition(only_if)
    if condition is None:
        return ""
    question = filling.definition.field(condition.field_id).accessible_name.strip().rstrip(":")
    return f"Only if the answer to “{question}” is {condition.option}."


def _cell(cell: Cell, section: Section, filling: Filling) -> PageCell:
    blocks = tuple(block for item in cell.items for block in _blocks(item, section, filling))
    return PageCell(blocks, cell.span, cell.beside)


def _blocks(item: Item, section: Section, filling: Filling) -> tuple[Block, ...]:
    if item.show is Show.TEXT:
        return (Words(item.text, Style.LABEL),)
    if item.show is Show.SENTENCE:
        return (Sentence(tuple(_sentence_parts(item.text, filling)), item.bullet),)
    field = filling.definition.field(item.field_id)
    if field.added and filling.verbatim:
        return ()
    if item.show is Show.LABEL or field.kind is Kind.CLAUSE:
        return _words(field, section, filling)
    if item.show is Show.OPTION:
        return _option(field, item.text, filling)
    return _answer(field, filling)


def _words(field: Field, section: Section, filling: Filling) -> tuple[Words, ...]:
    if field.kind is Kind.CLAUSE:
        return (Words(field.label, _clause_style(field, section.frame)),)
    marked = field.added and not section.added
    note = (Words(f"({ADDED_NOTE})", Style.HINT),) if marked else ()
    return (Words(field.label, Style.LABEL), *note, *_hints(field, filling))


def _option(field: Field, option: str, filling: Filling) -> tuple[Block, ...]:
    """Return the box of one option; what goes with the answer stands below the last one."""
    options = printed_options(field, filling)
    if option not in options:
        return ()
    tick = Tick(simple_control(field, filling), option)
    if field.kind is Kind.ANY_OF:
        ticks = any_of_blocks(replace(field, across=0), filling)
        tick = next(
            Tick(one.control, option) for one in ticks if isinstance(one, Tick) and one.option == option
        )
    return (tick, *(_beside(field, filling) if option == options[-1] else ()))


def _hints(field: Field, filling: Filling) -> Iterator[Words]:
    if filling.verbatim:
        return
    if field.only_if:
        yield Words(_condition(field.only_if, filling), Style.HINT)
    if field.hint:
        yield Words(field.hint, Style.HINT)


def _sentence_parts(sentence: str, filling: Filling) -> Iterator[Words | Box | Tick]:
    for piece in pieces_of(sentence):
        if piece.words:
            yield Words(piece.words, Style.CLAUSE)
            continue
        field = filling.definition.field(piece.field_id)
        if field.added and filling.verbatim:
            continue
        control = simple_control(field, filling)
        if control.input in {Input.TICKS, Input.CHECK}:
            yield from words_to_delete(control)
        else:
            yield Box(control, letters=_LETTERS.get(field.kind, field.room))


def _clause_style(field: Field, frame: Frame) -> Style:
    if field.guidance:
        return Style.GUIDANCE
    if frame is not Frame.PROSE:
        return Style.LABEL
    return Style.HEADING if field.heading else Style.BULLET if field.bullet else Style.CLAUSE


def _answer(field: Field, filling: Filling) -> tuple[Block, ...]:
    blocks: list[Block] = list(count_boxes(field, filling))
    if field.kind in TABLES:
        blocks.append(build_rows(field, filling))
    elif field.kind is Kind.SIGNATURE:
        blocks += signature_boxes(field, filling)
    elif field.kind in RANGES:
        blocks += range_boxes(field, filling)
    elif field.kind is Kind.ANY_OF:
        blocks += any_of_blocks(field, filling)
    else:
        control = simple_control(field, filling)
        ticks = control.input in {Input.TICKS, Input.CHECK, Input.LIST}
        blocks += tick_blocks(control, field) if ticks else (Box(control),)
    return (*blocks, *_beside(field, filling))


def _beside(field: Field, filling: Filling) -> Iterator[Block]:
    """Yield what goes with an answer: its parts, and that it comes from last time."""
    yield from part_boxes(field, filling)
    if field.id in filling.offered:
        yield Words(OFFERED_NOTE, Style.HINT)
