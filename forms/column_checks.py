"""Check one column of a table: its id and heading, and the keys that go with its kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from forms.default_checks import check_carried_as
from forms.line_checks import check_lines
from forms.mistakes import Mistakes, listed, quoted
from forms.model import ACTION_TABLES, LABEL, ONE_OF, Column, Field, Kind
from forms.names import is_field_id
from forms.number_checks import check_bounds
from forms.option_checks import MOST_ACROSS, check_option_names
from forms.toml_lines import Place

_STANDARD_COLUMNS = frozenset({"ref", "action", "who", "by_when", "update", "status"})
_COLUMN_KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.MULTILINE,
        Kind.DATE,
        Kind.TIME,
        Kind.MONTH,
        Kind.NUMBER,
        Kind.CHOICE,
        Kind.YES_NO,
        Kind.TICK,
    }
)
_KINDS_OF_KEY: Mapping[str, frozenset[Kind]] = {
    "options": ONE_OF | {Kind.TICK},
    "added_options": ONE_OF | {Kind.TICK},
    "as_list": ONE_OF,
    "across": ONE_OF,
    "ends": frozenset({Kind.CHOICE}),
    "lines": frozenset({Kind.MULTILINE}),
    "least": frozenset({Kind.NUMBER}),
    "most": frozenset({Kind.NUMBER}),
    "step": frozenset({Kind.NUMBER}),
}
"""The keys of a column that mean something for some kinds only."""
_UNSET = {key.name: key.default for key in dataclasses.fields(Column)}


def check_column(column: Column, field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note what is wrong with one column of a table."""
    if not is_field_id(column.id):
        expected = "small letters, digits and underscores, a letter first"
        mistakes.add(
            "D07",
            (*place, "id"),
            found=f"the column id {quoted(column.id)}",
            expected=expected,
            advice="rename it",
        )
    taken = {LABEL} | (_STANDARD_COLUMNS if field.kind in ACTION_TABLES else frozenset())
    # A cell that lost its row number in Word would be taken for the number beside the table.
    taken |= {f"count_{key}" for key in field.counts}
    if column.id in taken:
        mistakes.add(
            "D07",
            (*place, "id"),
            found=f"the column id {quoted(column.id)}",
            expected=f"an id other than {listed(sorted(taken))}",
            advice="rename it: halfterm uses this name itself",
        )
    if column.kind not in _COLUMN_KINDS:
        kinds = listed(sorted(_COLUMN_KINDS))
        _add(mistakes, (*place, "kind"), f"the kind {column.kind} in a table", kinds, "use one of these")
    if not column.label.strip():
        _add(mistakes, (*place, "label"), "a column without a heading", "its words", "write them")
    _check_keys(column, place, mistakes)
    check_lines(column.lines, (*place, "lines"), mistakes)
    check_bounds(column, place, mistakes)
    check_carried_as(column, place, mistakes)
    _check_options(column, place, mistakes)


def _check_keys(column: Column, place: Place, mistakes: Mistakes) -> None:
    if column.kind not in _COLUMN_KINDS:
        return
    for key, kinds in _KINDS_OF_KEY.items():
        if getattr(column, key) != _UNSET[key] and column.kind not in kinds:
            found = f"{key} on a column of the kind {column.kind}"
            expected = f"it only on {listed(sorted(kinds))}"
            _add(mistakes, (*place, key), found, expected, "take it out or change the kind")


def _check_options(column: Column, place: Place, mistakes: Mistakes) -> None:
    options = column.all_options
    # A choice has to list its options; the other kinds have some of their own.
    if column.kind is Kind.CHOICE or options:
        check_number_of_options(column.kind, options, (*place, "options"), mistakes)
    check_option_names(options, (*place, "options"), mistakes)
    if column.ends and len(column.ends) != 2:
        _add(mistakes, (*place, "ends"), f"{len(column.ends)} ends of a scale", "two", "write both")
    if not 0 <= column.across <= MOST_ACROSS:
        found, expected = f"across = {column.across}", f"0 to {MOST_ACROSS} columns"
        _add(mistakes, (*place, "across"), found, expected, "correct it")


def check_number_of_options(kind: Kind, options: Sequence[str], place: Place, mistakes: Mistakes) -> None:
    """Note options that are too few or too many for the boxes of a cell of this kind."""
    found = f"{len(options)} {'option' if len(options) == 1 else 'options'}"
    if kind is Kind.CHOICE and len(options) < 2:
        _add(mistakes, place, found, "two or more", "list them all")
    if kind is Kind.YES_NO and len(options) != 2:
        _add(mistakes, place, f"{found} of a yes_no", "two", "list both, or make it a choice")
    if kind is Kind.TICK and len(options) > 1:
        _add(mistakes, place, f"{found} of a tick", "one", "make it a choice, or a column for each")


def _add(mistakes: Mistakes, place: Place, found: str, expected: str, advice: str) -> None:
    mistakes.add("D17", place, found=found, expected=expected, advice=advice)
