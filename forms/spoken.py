"""What a person calls a box of a form: the words of the form, never the name that programs use.

The forms themselves, their accessible names and everything said of a returned form use the same words.
"""

from __future__ import annotations

from forms.model import Definition, Fact, Field, Kind
from forms.names import (
    CONTINUATION,
    any_of_name,
    count_name,
    fact_name,
    option_name,
    split_cell_name,
    split_part_name,
)

COLUMN_LABELS = {
    "ref": "Ref",
    "action": "Action",
    "who": "Who",
    "by_when": "By when",
    "update": "Update",
    "status": "Status",
}
SIGNATURE_LABELS = {"who": "Name", "name": "Signature", "date": "Date"}
FACT_LABELS = {
    Fact.SCHOOL: "School",
    Fact.SUPERVISEE: "Supervisee",
    Fact.SUPERVISOR: "Supervisor",
    Fact.SESSION_DATE: "Date of session",
    Fact.SESSION_TIME: "Time of session",
    Fact.CASE_REF: "Case reference",
    Fact.SHEET: "Sheet",
    Fact.SHEETS: "Sheets in all",
    Fact.RETURN_BY: "Return by",
    Fact.POLICY_VERSION: "Policy version",
}
"""Labels and order of the facts that a form shows beside its own fields."""
_PART_LABELS = {
    "comment": "comment",
    "other": "other",
    "evidence": "from the log",
    "who": "printed name",
    "name": "name",
    "date": "date",
    "from": "from",
    "to": "to",
}
_MOST_LETTERS = 60
"""Of a box's words in a message."""


def spoken_name(definition: Definition, name: str) -> str | None:
    """Return the words for the box `name` (a field, part, cell, option or fact), None where there is none."""
    whole, part_number = split_part_name(name)
    words = _simple_names(definition).get(whole) or _cell_words(definition, whole)
    return f"{words}, part {part_number}" if words and part_number > 1 else words


def called(definition: Definition, *names: str) -> str:
    """Return the boxes `names` as messages call them: the words of the form, then the name, in brackets.

    Words that fill more than half a line are cut, for the name says which box it is.
    """
    return ", ".join(
        f"“{_shortened(words)}” ({name})" if (words := spoken_name(definition, name)) else name
        for name in names
    )


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 2].rstrip()} …"


def _simple_names(definition: Definition) -> dict[str, str]:
    """Return name -> words for every box that is not a table's cell."""
    names = {fact_name(fact): label for fact, label in FACT_LABELS.items()} | {CONTINUATION: "Continuation"}
    for field in definition.answerable:
        words = _words(field)
        names |= {f"{field.id}-{part}": f"{words}, {label}" for part, label in _PART_LABELS.items()}
        name_of = any_of_name if field.kind is Kind.ANY_OF else option_name
        names |= {name_of(field.id, option): f"{words}, {option}" for option in field.all_options}
        names |= {count_name(field.id, key): f"{words}, {label}" for key, label in field.counts.items()}
        names[field.id] = words
    return names


def _cell_words(definition: Definition, name: str) -> str | None:
    cell = split_cell_name(name)
    for field in definition.answerable:
        if cell and cell[0] == field.id and cell[2] in field.columns:
            return f"{_words(field)}, {_row_words(field, cell[1])}, {_column_words(field, cell[2])}"
    return None


def _row_words(field: Field, row_number: int) -> str:
    printed = field.row[row_number - 1].label if row_number <= len(field.row) else ""
    return printed.strip().rstrip(":.") or f"row {row_number}"


def _column_words(field: Field, column_id: str) -> str:
    own = {column.id: column.label for column in field.column}
    standard = SIGNATURE_LABELS if field.kind is Kind.SIGNATURES else COLUMN_LABELS
    return own.get(column_id) or standard[column_id]


def _words(field: Field) -> str:
    return field.accessible_name.strip().rstrip(":.")
