"""Lay a form out once for both formats: a `Filling` becomes a `Page` in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from build.access import is_flowing, is_open
from build.cards import build_rows
from build.filling import Filling
from build.page import (
    Block,
    Box,
    Control,
    Input,
    Page,
    PageCell,
    PageSection,
    Style,
    Tick,
    Words,
)
from build.panel import build_continuation, build_panel
from forms.errors import UsageError
from forms.model import Cell, Field, Frame, Item, Kind, Section, Show, Stage
from forms.names import cell_name

OFFERED_NOTE = "From last time: confirm it or change it."
"""Under an answer that was offered again."""


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
        for column, text in row.cells.items()
        if text
    ]
    unplaced = [name for name in known if name not in placed]
    if unplaced:
        raise UsageError(
            "P14",
            f"{page.filling.definition.id}: the printed form has no place for {', '.join(unplaced)}; "
            "leave them out, or leave out --verbatim.",
        )


def _section(section: Section, filling: Filling) -> PageSection:
    return PageSection(
        section.id,
        section.frame,
        section.columns,
        tuple(_cell(cell, section.frame, filling) for cell in section.header),
        tuple(tuple(_cell(cell, section.frame, filling) for cell in row) for row in section.rows),
        section.added,
        section.title,
    )


def _cell(cell: Cell, frame: Frame, filling: Filling) -> PageCell:
    blocks = tuple(block for item in cell.items for block in _blocks(item, frame, filling))
    return PageCell(blocks, cell.span, cell.beside)


def _blocks(item: Item, frame: Frame, filling: Filling) -> tuple[Block, ...]:
    if item.show is Show.TEXT:
        return (Words(item.text, Style.LABEL),)
    field = filling.definition.field(item.field_id)
    if field.added and filling.verbatim:
        return ()
    if field.kind is Kind.CLAUSE:
        return (Words(field.label, _clause_style(field, frame)),)
    if item.show is Show.LABEL:
        hint = (Words(field.hint, Style.HINT),) if field.hint and not filling.verbatim else ()
        return (Words(field.label, Style.LABEL), *hint)
    if item.show is Show.OPTION:
        return (Tick(_choice(field, filling), item.text),)
    return _answer(field, filling)


def _clause_style(field: Field, frame: Frame) -> Style:
    if frame is not Frame.PROSE:
        return Style.LABEL
    return Style.HEADING if field.heading else Style.BULLET if field.bullet else Style.CLAUSE


def _answer(field: Field, filling: Filling) -> tuple[Block, ...]:
    if field.kind in {Kind.CARRIED, Kind.ACTIONS}:
        return (build_rows(field, filling),)
    if field.kind is Kind.SIGNATURE:
        return _signature(field, filling)
    if field.kind in {Kind.CHOICE, Kind.YES_NO} and not field.as_list:
        control = _choice(field, filling)
        blocks: list[Block] = [Tick(control, option, option) for option in control.options]
    elif field.as_list:
        blocks = [Box(_choice(field, filling))]
    else:
        blocks = [Box(_text(field, filling))]
    blocks += [Box(control, label) for control, label in _parts(field, filling)]
    if field.id in filling.offered:
        blocks.append(Words(OFFERED_NOTE, Style.HINT))
    return tuple(blocks)


def _text(field: Field, filling: Filling) -> Control:
    kinds = {Kind.MULTILINE: Input.LINES, Kind.DATE: Input.DATE}
    return Control(
        field.id,
        field.accessible_name,
        kinds.get(field.kind, Input.LINE),
        filling.answers.get(field.id, ""),
        locked=not is_open(field, filling),
        flowing=is_flowing(field, filling),
        lines=field.lines,
    )


def _choice(field: Field, filling: Filling) -> Control:
    options = field.options if filling.verbatim else field.all_options
    return Control(
        field.id,
        field.accessible_name,
        Input.LIST if field.as_list else Input.TICKS,
        filling.answers.get(field.id, ""),
        options=("Yes", "No") if field.kind is Kind.YES_NO and not options else options,
        locked=not is_open(field, filling),
        flowing=is_flowing(field, filling),
    )


def _parts(field: Field, filling: Filling) -> Iterator[tuple[Control, str]]:
    if filling.verbatim:
        return
    wanted = (
        ("other", "Other:", "other" if "Other" in field.all_options else "", False),
        ("comment", "Comment:", "comment" if field.comment else "", False),
        ("evidence", "From the log:", "evidence" if field.evidence else "", True),
    )
    for part, label, present, always_locked in wanted:
        if present:
            name = f"{field.id}-{part}"
            spoken = f"{field.accessible_name}: {label.rstrip(':').lower()}"
            blank = filling.stage is Stage.BLANK
            yield (
                Control(
                    name,
                    spoken,
                    Input.LINE,
                    filling.answers.get(name, ""),
                    locked=not is_open(field, filling) or (always_locked and not blank),
                    flowing=is_flowing(field, filling),
                ),
                label,
            )


def _signature(field: Field, filling: Filling) -> tuple[Block, ...]:
    locked = not is_open(field, filling)
    flowing = is_flowing(field, filling)
    name, date = f"{field.id}-name", f"{field.id}-date"
    spoken = field.accessible_name
    signed = Control(
        name,
        f"{spoken}: name",
        Input.LINE,
        filling.answers.get(name, ""),
        locked=locked,
        flowing=flowing,
        lines=2,
    )
    if field.date_field:
        return (Box(signed),)
    dated = Control(
        date, f"{spoken}: date", Input.DATE, filling.answers.get(date, ""), locked=locked, flowing=flowing
    )
    return (Box(signed), Box(dated, "Date"))
