"""Check what a definition puts into answers beforehand against their kinds: default, starts, carried_as.

Nobody types these words, so nobody would see that they are wrong until a form comes back with them.
"""

from __future__ import annotations

from forms.dates import parse_date, parse_month, parse_time
from forms.mistakes import Mistakes, quoted
from forms.model import Column, Field, Kind
from forms.numbers import expected_number, misfit, parse_number
from forms.toml_lines import Place

_EXAMPLES = {
    Kind.DATE: (parse_date, "a date that there is, such as 19/11/2026"),
    Kind.TIME: (parse_time, "a time of day, such as 09:30"),
    Kind.MONTH: (parse_month, "a month of a year, such as November 2026"),
}
_UNLISTED = {Kind.YES_NO: ("Yes", "No"), Kind.TICK: ("Yes",)}
"""The options of a column that lists none."""


def check_default(field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note a default that the field's own boxes could not take as an answer."""
    if field.default is None:
        return
    if field.all_options:
        if field.default not in field.all_options:
            mistakes.add(
                "D17",
                (*place, "default"),
                found=f"the default {quoted(field.default)}",
                expected=" or ".join(field.all_options),
                advice="use a printed option",
            )
        return
    _check(field.default, field, (*place, "default"), "the default", mistakes)


def check_starts(field: Field, place: Place, mistakes: Mistakes) -> None:
    """Note words of `starts` that the first column of a table could not take."""
    if not field.column:
        return
    first = field.column[0]
    for at, words in enumerate(field.starts):
        _check(words, first, (*place, "starts", at), f"the start of {first.id}", mistakes)


def check_carried_as(column: Column, place: Place, mistakes: Mistakes) -> None:
    """Note words of `carried_as` that the column could not take."""
    options = column.all_options or _UNLISTED.get(column.kind, ())
    if not column.carried_as or column.carried_as in options:
        return
    at = (*place, "carried_as")
    if options:
        found = f"carried_as = {quoted(column.carried_as)}"
        mistakes.add("D17", at, found=found, expected=" or ".join(options), advice="use a printed option")
    else:
        _check(column.carried_as, column, at, "carried_as =", mistakes)


def _check(words: str, asked: Field | Column, place: Place, what: str, mistakes: Mistakes) -> None:
    expected = _expected(words, asked)
    if expected is not None:
        advice = "correct it, or take it out"
        mistakes.add("D17", place, found=f"{what} {quoted(words)}", expected=expected, advice=advice)


def _expected(words: str, asked: Field | Column) -> str | None:
    """Return what was expected of an answer that the kind does not take, None where it takes it."""
    if asked.kind is Kind.NUMBER:
        number = parse_number(words)
        if number is None:
            return expected_number(asked)
        return misfit(number, asked) if asked.step is None or asked.step > 0 else None
    if asked.kind in _EXAMPLES:
        parse, expected = _EXAMPLES[asked.kind]
        return None if parse(words) is not None else expected
    return None
