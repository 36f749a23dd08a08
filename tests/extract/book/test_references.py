"""Formulas speak of sheets by their names, and follow where a sheet is called otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.book.references import free_name, renamed, sheets_in

_NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="[]:*?/\\!", min_codepoint=32), min_size=1
).filter(lambda name: not name.startswith("'") and not name.endswith("'"))


def quoted(name: str) -> str:
    """Return a name as it stands before the cells of its sheet."""
    return "'" + name.replace("'", "''") + "'!"


@given(_NAMES, _NAMES, _NAMES)
def test_a_sheet_is_found_by_any_name(old: str, new: str, other: str) -> None:
    """Beside others, and never in a text."""
    text = '"' + quoted(old).replace('"', '""') + '"'
    formula = f"SUM({quoted(old)}A1:A9,{quoted(other)}B2)&{text}"
    assert list(sheets_in(formula)) == [old, other]
    then = renamed(formula, {old: new})
    assert list(sheets_in(then)) == [new, new if other == old else other]
    assert then.endswith(text)


@pytest.mark.parametrize(
    ("formula", "then"),
    [
        ("Cases!A1+Cases2!A1", "'It''s'!A1+Cases2!A1"),
        ("'First:Cases'!A1+First:Cases!A1", "'First:It''s'!A1+'First:It''s'!A1"),
        ("[1]Cases!A1+'[1]Cases'!A1", "[1]Cases!A1+'[1]Cases'!A1"),
        ("#REF!A1&Cases[case_ref]&as_of", "#REF!A1&Cases[case_ref]&as_of"),
        ("#DIV/0!", "#DIV/0!"),
    ],
)
def test_what_is_renamed(formula: str, then: str) -> None:
    """Sheets of this file, alone or in a run of them; no table, error or other file."""
    assert renamed(formula, {"Cases": "It's", "REF": "no", "0": "no"}) == then


@given(_NAMES, st.integers(0, 12))
def test_a_free_name_is_free_and_short_enough(name: str, taken: int) -> None:
    """Whatever the case of the letters of the others."""
    name = name[:31]
    others: list[str] = []
    for _ in range(taken):
        others.append(free_name(name, others).upper())
    found = free_name(name, others)
    assert found.casefold() not in {one.casefold() for one in others}
    assert len(found) <= 31
    assert taken or found == name
