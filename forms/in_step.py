"""Tables that stand beside each other in one row of a form: line for line their rows belong together."""

from __future__ import annotations

from forms.model import Definition, Kind
from forms.printed_page import Cell, Show


def tables_in_step(definition: Definition) -> tuple[tuple[str, ...], ...]:
    """Return the ids of tables that are in step: each is all that its cell of the row holds."""
    open_tables = {field.id for field in definition.fields if field.kind is Kind.TABLE and not field.row}
    rows = (row for section in definition.sections for row in section.rows)
    found = (tuple(name for cell in row if (name := _only(cell)) in open_tables) for row in rows)
    return tuple(names for names in found if len(names) > 1)


def _only(cell: Cell) -> str:
    """Return the field whose answer is all that a cell holds, "" where it holds anything else."""
    item = cell.items[0] if len(cell.items) == 1 else None
    return item.field_id if item is not None and item.show is Show.ANSWER else ""
