"""The rows of a table: each a card of labelled boxes in one cell, or a row of a ruled table of its own."""

from __future__ import annotations

from build.access import is_cell_open, is_flowing, is_open, is_settled
from build.controls import cell_control, tick_blocks
from build.filling import FilledRow, Filling
from build.needed import needed_in_row
from build.page import Block, Box, Control, Input, Options, PageCell, RowCard, Rows, Style, Tick, Words
from forms.model import ACTION_TABLES, LABEL, Column, Field, Kind
from forms.names import cell_name
from forms.own_words import NO_ROWS
from forms.printed_page import Section
from forms.row_cells import column_of, options_of, row_label, row_name

_CARRIED_LINES = (("ref", "by_when"), ("action",), ("who", "status"), ("update",))
_ACTION_LINES = (("ref",), ("action",), ("who", "by_when"), ("status",))
_SIGNATURE_LINES = (("who",), ("name", "date"))
_NO_ROW = FilledRow({})


def shown_columns(field: Field, filling: Filling) -> frozenset[str]:
    """Return the columns of a table that stand on this form: verbatim has only the printed ones."""
    columns = frozenset(field.columns)
    if not filling.verbatim:
        return columns
    if field.kind is Kind.CARRIED:
        return columns & {"ref", "action", "who", "by_when", *field.printed_columns}
    if field.kind is Kind.ACTIONS:
        return columns & {"ref", *field.printed_columns}
    if field.kind is Kind.SIGNATURES:
        return columns & set(field.printed_columns or columns)
    return frozenset(column.id for column in field.column if not column.added)


def may_grow(field: Field, filling: Filling) -> bool:
    """Return whether a person may add rows: never printed ones, nor those of actions carried here."""
    fixed = field.row or field.parties or field.kind is Kind.CARRIED
    return is_open(field, filling) and not fixed


def build_rows(field: Field, filling: Filling) -> Rows:
    """Return the rows of a table as cards."""
    columns = shown_columns(field, filling)
    lines = tuple(tuple(column for column in line if column in columns) for line in _card_lines(field))
    cards = tuple(
        RowCard(
            tuple(
                tuple(_entry(field, number, column, row, filling) for column in kept)
                for line in lines
                if (kept := [column for column in line if not _is_no_id(field, column, row, filling)])
            ),
            needed_in_row(field, row, filling, columns),
        )
        for number, row in enumerate(filling.rows.get(field.id, ()), start=1)
    )
    return Rows(field.id, field.accessible_name, cards, may_grow(field, filling))


def _is_no_id(field: Field, column: str, row: FilledRow, filling: Filling) -> bool:
    """Return whether this is the place for the id of an action that a settled row does not hold."""
    return column == "ref" and field.kind is Kind.ACTIONS and is_settled(filling) and not row.cells.get("ref")


def _card_lines(field: Field) -> tuple[tuple[str, ...], ...]:
    if field.card:
        return field.card
    own = tuple(column.id for column in field.column)
    if field.kind is Kind.SIGNATURES:
        return _SIGNATURE_LINES
    if field.kind in ACTION_TABLES:
        carried = field.kind is Kind.CARRIED or field.takes_carried
        first, *rest = _CARRIED_LINES if carried else _ACTION_LINES
        return (first, *((column,) for column in own), *rest)
    short = [one.id for one in field.column if one.kind is not Kind.MULTILINE]
    long = [one.id for one in field.column if one.kind is Kind.MULTILINE]
    return (*_in_twos(short), *((column,) for column in long))


def _in_twos(columns: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(columns[at : at + 2]) for at in range(0, len(columns), 2))


def _entry(field: Field, number: int, column_id: str, row: FilledRow, filling: Filling) -> Box | Options:
    column = column_of(field, column_id)
    control = _control(field, number, column, row, filling)
    if control.input in {Input.TICKS, Input.CHECK}:
        ticks = tuple(Tick(control, option, option) for option in control.options)
        return Options(ticks, column.across, column.ends, label=column.label)
    return Box(control, column.label, column.weight)


def table_cells(section: Section, field: Field, filling: Filling) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return what stands in each cell of a table's section: its place from 0 and its columns.

    Cells of which a verbatim form shows nothing are left out.
    """
    columns = shown_columns(field, filling) | {LABEL}
    kept = (
        (at, tuple(name for name in cell if name.partition("=")[0] in columns))
        for at, cell in enumerate(section.cells)
    )
    return tuple((at, cell) for at, cell in kept if cell)


def build_table_rows(section: Section, field: Field, filling: Filling) -> tuple[tuple[PageCell, ...], ...]:
    """Return the rows of a table as rows of its section."""
    cells = table_cells(section, field, filling)
    rows = filling.rows.get(field.id, ())
    headings = _headings(section)
    built: list[tuple[PageCell, ...]] = []
    for number in range(1, max(len(rows), len(field.row)) + 1):
        row = rows[number - 1] if number <= len(rows) else _NO_ROW
        if number <= len(field.row) and field.row[number - 1].heading:
            words = Words(field.row[number - 1].label, Style.LABEL)
            built.append((PageCell((words,), span=len(cells)),))
            continue
        shown = [_cell(field, number, cell, row, filling, headings[at]) for at, cell in cells]
        built.append(tuple(map(PageCell, shown)))
    if not built and not filling.verbatim:
        built.append((PageCell((Words(NO_ROWS, Style.HINT),), span=len(cells)),))
    return tuple(built)


def _cell(
    field: Field, number: int, names: tuple[str, ...], row: FilledRow, filling: Filling, heading: str
) -> tuple[Block, ...]:
    """Return what one cell of a row shows; of several columns all but the first big one are labelled.

    Where `heading` names several of them it stands for none: each has its label then.
    """
    blocks: list[Block] = []
    columns = [name for name in names if name not in {"ref", LABEL}]
    named = [name for name in columns if _label(field, name).casefold() in heading.casefold()]
    unlabelled = columns[0] if columns and len(named) < 2 else ""
    if "ref" in names and (needed := needed_in_row(field, row, filling, shown_columns(field, filling))):
        blocks.append(Words(needed, Style.NEEDED))
    for name in names:
        column_id, equals, option = name.partition("=")
        if name == LABEL:
            sub = number <= len(field.row) and field.row[number - 1].sub
            blocks.append(Words(row_label(field, number), Style.SUBROW if sub else Style.ROW))
            continue
        if column_id == "who" and number <= len(field.parties):
            blocks.append(Words(field.parties[number - 1], Style.ROW))
            continue
        if _is_no_id(field, column_id, row, filling):
            continue
        column = column_of(field, column_id)
        control = _control(field, number, column, row, filling)
        label = column.label if len(names) > 1 and name != unlabelled else ""
        if equals:
            blocks.append(Tick(control, option))
        elif control.input is Input.CHECK:
            blocks.append(Tick(control, control.options[0], label or "".join(column.options)))
        elif control.input is Input.TICKS:
            blocks += [Words(label, Style.HINT)] if label else []
            blocks += tick_blocks(control, column)
        else:
            blocks.append(Box(control, label))
    return tuple(blocks)


def _headings(section: Section) -> tuple[str, ...]:
    """Return the printed heading over each cell of a row, "" where headings span cells."""
    if len(section.header) != len(section.cells):
        return ("",) * len(section.cells)
    return tuple(" ".join(item.text for item in cell.items) for cell in section.header)


def _label(field: Field, name: str) -> str:
    return column_of(field, name.partition("=")[0]).label


def _control(field: Field, number: int, column: Column, row: FilledRow, filling: Filling) -> Control:
    return cell_control(
        cell_name(field.id, number, column.id),
        f"{field.accessible_name}, {row_name(field, number)}: {column.label}",
        column,
        row.cells.get(column.id, ""),
        options=options_of(field, column, number),
        locked=column.id in row.locked or not is_cell_open(field, column.id, filling),
        flowing=is_flowing(field, filling),
    )
