"""Check the columns, fixed rows and cards of a table."""

from __future__ import annotations

from forms.column_checks import check_column, check_number_of_options
from forms.default_checks import check_starts
from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import ONE_OF, Field, Kind
from forms.option_checks import check_option_names
from forms.toml_lines import Place

LARGEST_ROW = 999
"""Tags must keep their length with the largest row number that a table may reach."""


def check_rows(field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note what is wrong with the rows and columns of one table."""
    if not 0 <= field.spare < LARGEST_ROW:
        _add(mistakes, (*place, "spare"), f"spare = {field.spare}", f"0 to {LARGEST_ROW - 1}", "correct it")
    if field.kind is Kind.TABLE and not field.column:
        mistakes.add(
            "D04",
            place,
            found=f"no [[field.{field.id}.column]]",
            expected="a column for each thing that a row asks",
            advice="add them",
        )
    for at, column in enumerate(field.column):
        check_column(column, field, (*place, "column", at), mistakes)
    _check_unique([column.id for column in field.column], (*place, "column"), "column", mistakes)
    _check_fixed(field, place, mistakes)
    _check_card(field, place, mistakes)
    if field.starts and not field.column:
        _add(mistakes, (*place, "starts"), "starts without a column of its own", "a column", "add it")
    check_starts(field, place, mistakes)
    if field.kind is Kind.TABLE and not field.row and not field.spare:
        _add(mistakes, place, "a table without rows", "spare = 5, or [[field.ID.row]]", "add one of them")
    if field.kind is Kind.SIGNATURES and bool(field.parties) == bool(field.spare):
        expected = "parties = [who signs, …], or spare = so many lines"
        _add(mistakes, place, "signatures of nobody in particular", expected, "give one of the two")
    _check_unique(list(field.parties), (*place, "parties"), "party", mistakes)


def _check_fixed(field: Field, place: Place, mistakes: Mistakes) -> None:
    if not field.row:
        return
    if field.spare:
        _add(mistakes, (*place, "spare"), "spare rows below printed ones", "one of the two", "take one out")
    _check_unique([row.label for row in field.row], (*place, "row"), "row", mistakes)
    choices = [column for column in field.column if column.kind in ONE_OF]
    for at, row in enumerate(field.row):
        where = (*place, "row", at)
        if not row.label.strip():
            _add(mistakes, (*where, "label"), "a row without words", "its words", "write them")
        if row.options and len(choices) != 1:
            found = f"options of a row beside {len(choices)} columns of options"
            _add(mistakes, (*where, "options"), found, "one such column", "give the options to the column")
        check_option_names(row.options, (*where, "options"), mistakes)
        if row.options and len(choices) == 1:
            check_number_of_options(choices[0].kind, row.options, (*where, "options"), mistakes)
        if row.sub and at == 0:
            _add(mistakes, (*where, "sub"), "a first row that is sub", "a row above it", "take sub out")


def _check_card(field: Field, place: Place, mistakes: Mistakes) -> None:
    if not field.card or not field.columns:  # that it has no columns is said already
        return
    shown = [column for line in field.card for column in line]
    for column in shown:
        if column not in field.columns:
            mistakes.add(
                "D11",
                (*place, "card"),
                found=f"the column {quoted(column)}",
                expected=listed(field.columns),
                advice=suggested(column, field.columns, "use these columns"),
            )
    missing = [column for column in field.columns if column not in shown]
    if missing or len(set(shown)) < len(shown):
        found = f"a card without {listed(missing)}" if missing else "a column twice in a card"
        _add(mistakes, (*place, "card"), found, "every column once", "correct it")


def _check_unique(names: list[str], place: Place, what: str, mistakes: Mistakes) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            mistakes.add(
                "D08",
                (*place, at),
                found=f"the {what} {quoted(name)} for the second time",
                expected=f"each {what} once",
                advice="rename it",
            )


def _add(mistakes: Mistakes, place: Place, found: str, expected: str, advice: str) -> None:
    mistakes.add("D17", place, found=found, expected=expected, advice=advice)
