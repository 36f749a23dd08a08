"""The columns of a table's rows: what each is called and asks, and how the cells of a row show them."""

from __future__ import annotations

from collections.abc import Sequence

from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import LABEL, ONE_OF, STATUSES, Column, Field, Kind
from forms.spoken import COLUMN_LABELS, SIGNATURE_LABELS
from forms.toml_lines import Place

_STANDARD = {
    "ref": Column("ref", COLUMN_LABELS["ref"], weight=1.7),
    "action": Column("action", COLUMN_LABELS["action"], Kind.MULTILINE, lines=2),
    "who": Column("who", COLUMN_LABELS["who"]),
    # A text, for people write "next session": what is a date is read as one.
    "by_when": Column("by_when", COLUMN_LABELS["by_when"]),
    "update": Column("update", COLUMN_LABELS["update"], Kind.MULTILINE),
    "status": Column(
        "status", COLUMN_LABELS["status"], Kind.CHOICE, options=STATUSES, as_list=True, weight=1.7
    ),
}
_SIGNED = {
    "who": Column("who", SIGNATURE_LABELS["who"]),
    "name": Column("name", SIGNATURE_LABELS["name"], lines=2),
    "date": Column("date", SIGNATURE_LABELS["date"], Kind.DATE),
}


def column_of(field: Field, column_id: str) -> Column:
    """Return a column of a table by its id, those that every table of its kind has included; KeyError."""
    for column in field.column:
        if column.id == column_id:
            return column
    return (_SIGNED if field.kind is Kind.SIGNATURES else _STANDARD)[column_id]


def options_of(field: Field, column: Column, row_number: int) -> tuple[str, ...]:
    """Return the options of a cell (row from 1): the row's own where it has some, () for no choice."""
    if column.kind is Kind.TICK:
        return column.all_options or ("Yes",)
    if column.kind not in ONE_OF:
        return ()
    own = field.row[row_number - 1].options if 0 < row_number <= len(field.row) else ()
    return own or column.all_options or ("Yes", "No")


def row_label(field: Field, row_number: int) -> str:
    """Return the printed words of a row (from 1), "" where it has none."""
    return field.row[row_number - 1].label if 0 < row_number <= len(field.row) else ""


def row_name(field: Field, row_number: int) -> str:
    """Return how a row (from 1) is spoken of."""
    return row_label(field, row_number) or f"row {row_number}"


def read_cells(
    written: object, field: Field, place: Place, mistakes: Mistakes
) -> tuple[tuple[str, ...], ...]:
    """Return what the cells of a row show, () after noting what is wrong: every column exactly once."""
    if not isinstance(written, list) or not written:
        found = "no cells" if written is None else "cells that are no list"
        expected = 'cells = ["COLUMN", "COLUMN=option", ["COLUMN", "COLUMN"], …]'
        mistakes.add("D20", place, found=found, expected=expected, advice="say what each cell shows")
        return ()
    before = len(mistakes)
    cells = tuple(tuple(one) if isinstance(one, list) else (one,) for one in written)
    shown: list[str] = []
    for at, cell in enumerate(cells):
        shown += [name for name in cell if _is_known(name, field, (*place, at), mistakes)]
        if not cell:
            mistakes.add(
                "D20", (*place, at), found="an empty cell", expected="a column in it", advice="name one"
            )
    if len(mistakes) > before:
        return ()
    _check_complete(shown, field, place, mistakes)
    return () if len(mistakes) > before else cells


def _is_known(name: object, field: Field, place: Place, mistakes: Mistakes) -> bool:
    known = [*((LABEL,) if field.row else ()), *field.columns]
    column, equals, option = name.partition("=") if isinstance(name, str) else ("", "", "")
    if column not in known:
        mistakes.add(
            "D11",
            place,
            found=f"the column {quoted(name)}",
            expected=f"one of {listed(known)}",
            advice=suggested(column, known, "correct it or add the column"),
        )
        return False
    options = () if column == LABEL else options_of(field, column_of(field, column), 0)
    if equals and option not in options:
        mistakes.add(
            "D11",
            place,
            found=f"the option {quoted(option)}",
            expected=" or ".join(options) or "no option: the column is no choice",
            advice=suggested(option, options, "use a printed option"),
        )
        return False
    return True


def _check_complete(shown: Sequence[str], field: Field, place: Place, mistakes: Mistakes) -> None:
    for name in dict.fromkeys(shown):
        if shown.count(name) > 1:
            mistakes.add(
                "D13",
                place,
                found=f"{quoted(name)} twice",
                expected="each column once",
                advice="take one out",
            )
    for column in (*((LABEL,) if field.row else ()), *field.columns):
        options = () if column == LABEL else options_of(field, column_of(field, column), 0)
        single = [f"{column}={option}" for option in options if f"{column}={option}" in shown]
        if column in shown and single:
            mistakes.add(
                "D13",
                place,
                found=f"{column} both whole and option by option",
                expected="one of the two",
                advice="take the other out",
            )
        missing = [f"{column}={option}" for option in options if f"{column}={option}" not in shown]
        missing = missing if single else [] if column in shown else [column]
        for name in missing:
            mistakes.add(
                "D12",
                place,
                found=f"{name} of {field.id} in no cell",
                expected="every column on the page",
                advice="add it to a cell, or take the column out",
            )
