"""The rows of a table of actions: each a card of labelled boxes that stay together."""

from __future__ import annotations

from build.access import is_flowing, is_open
from build.filling import FilledRow, Filling
from build.page import Box, Control, Input, RowCard, Rows
from forms.model import STATUSES, Field, Kind
from forms.names import cell_name
from forms.spoken import COLUMN_LABELS

_CARRIED_LINES = (("ref", "by_when"), ("action",), ("who", "status"), ("update",))
_ACTION_LINES = (("ref",), ("action",), ("who", "by_when"), ("status",))
_WEIGHTS = {"ref": 1.7, "status": 1.7}
"""Shares of a line's width, where they are not 1: a ref and a status need a whole line of text."""
_ACTION_TEXT_LINES = 2


def build_rows(field: Field, filling: Filling) -> Rows:
    """Return the rows of a table field as cards; a verbatim form has only the printed columns."""
    lines = _CARRIED_LINES if field.kind is Kind.CARRIED else _ACTION_LINES
    columns = set(field.columns)
    if filling.verbatim:
        columns &= (
            {"ref", *field.printed_columns}
            if field.kind is Kind.ACTIONS
            else {"ref", "action", "who", "by_when"}
        )
    cards = tuple(
        RowCard(
            tuple(
                tuple(_row_box(field, number, column, row, filling) for column in line if column in columns)
                for line in lines
                if columns & set(line)
            )
        )
        for number, row in enumerate(filling.rows.get(field.id, ()), start=1)
    )
    grows = is_open(field, filling) and field.kind is Kind.ACTIONS
    return Rows(field.id, field.accessible_name, cards, grows)


def _row_box(field: Field, number: int, column: str, row: FilledRow, filling: Filling) -> Box:
    label = COLUMN_LABELS[column]
    control = Control(
        cell_name(field.id, number, column),
        f"{field.accessible_name}, row {number}: {label}",
        Input.LIST if column == "status" else Input.LINES if column in {"action", "update"} else Input.LINE,
        row.cells.get(column, ""),
        options=STATUSES if column == "status" else (),
        locked=column in row.locked or not is_open(field, filling),
        flowing=is_flowing(field, filling),
        lines=_ACTION_TEXT_LINES if column == "action" else 1,
    )
    return Box(control, label, _WEIGHTS.get(column, 1.0))
