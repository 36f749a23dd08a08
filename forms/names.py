"""The names that fields, table cells and parts have on a form: PDF /T and Word tags are these strings.

A hyphen joins what is built from ids, so no id contains one (and no dot, which PDF 32000-1 12.7.3.2
reserves for hierarchies of names).
"""

from __future__ import annotations

import re
import unicodedata

ROWS_TITLE = ": rows"
"""How the title of what holds the rows of a table ends, in Word."""
MAX_TAG_LENGTH = 64
"""Word's limit for the tag of a content control."""

CONTINUATION = "continuation"
"""The free box at the end of each PDF."""

_HEADER = "header-"
_FIELD_ID = re.compile(r"[a-z][a-z0-9_]*")
_CELL = re.compile(r"([a-z][a-z0-9_]*)-([1-9][0-9]*)-([a-z][a-z0-9_]*)")
_PART = re.compile(r"(.+)-part-([1-9][0-9]*)")


def is_field_id(text: str) -> bool:
    """Return whether `text` can be the id of a field, a column or a count."""
    return bool(_FIELD_ID.fullmatch(text))


def cell_name(table: str, row_number: int, column: str) -> str:
    """Return the name of a table's cell; `row_number` counts from 1."""
    return f"{table}-{row_number}-{column}"


def split_cell_name(name: str) -> tuple[str, int, str] | None:
    """Return (table, row number from 1, column) of a cell's name, None for any other name."""
    match = _CELL.fullmatch(name)
    return (match[1], int(match[2]), match[3]) if match else None


def part_name(name: str, part_number: int) -> str:
    """Return the name of the box that holds part `part_number` (from 1) of a long answer."""
    return name if part_number == 1 else f"{name}-part-{part_number}"


def split_part_name(name: str) -> tuple[str, int]:
    """Return (name without its part, part number from 1)."""
    match = _PART.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 1)


def option_slug(option: str) -> str:
    """Return `option` as the end of a Word tag: lower case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", option).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def option_name(field_id: str, option: str) -> str:
    """Return the Word tag of one option's tick box."""
    return f"{field_id}-{option_slug(option)}"


_PARTS = frozenset({"other", "comment", "evidence", "from", "to"})


def any_of_name(field_id: str, option: str) -> str:
    """Return the name of one option's box where any number may be ticked; never that of a part."""
    slug = option_slug(option)
    return f"{field_id}-{slug}_box" if slug in _PARTS else f"{field_id}-{slug}"


def count_name(field_id: str, key: str) -> str:
    """Return the name of the box for a number that is asked beside an answer."""
    return f"{field_id}-count_{key}"


def fact_name(fact: str) -> str:
    """Return the name of the locked box that shows a fact of the header which the form does not print."""
    return f"{_HEADER}{fact}"


def is_fact_name(name: str) -> bool:
    """Return whether `name` is that of a box that shows a fact of the header."""
    return name.startswith(_HEADER)
