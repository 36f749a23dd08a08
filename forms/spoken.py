"""What a person calls a box of a form: the words of the form, never the name that programs use.

The forms themselves, their accessible names and everything said of a returned form use the same words.
"""

from __future__ import annotations

from forms.model import Definition, Fact, Field
from forms.names import CONTINUATION, fact_name, option_name, split_cell_name, split_part_name

COLUMN_LABELS = {
    "ref": "Ref",
    "action": "Action",
    "who": "Who",
    "by_when": "By when",
    "update": "Update",
    "status": "Status",
}
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
    "name": "name",
    "date": "date",
}


def spoken_name(definition: Definition, name: str) -> str | None:
    """Return the words for the box `name` (a field, part, cell, option or fact), None where there is none."""
    whole, part_number = split_part_name(name)
    words = _simple_names(definition).get(whole) or _cell_words(definition, whole)
    return f"{words}, part {part_number}" if words and part_number > 1 else words


def _simple_names(definition: Definition) -> dict[str, str]:
    """Return name -> words for every box that is not a table's cell."""
    names = {fact_name(fact): label for fact, label in FACT_LABELS.items()} | {CONTINUATION: "Continuation"}
    for field in definition.answerable:
        words = _words(field)
        names |= {f"{field.id}-{part}": f"{words}, {label}" for part, label in _PART_LABELS.items()}
        names |= {option_name(field.id, option): f"{words}, {option}" for option in field.all_options}
        names[field.id] = words
    return names


def _cell_words(definition: Definition, name: str) -> str | None:
    cell = split_cell_name(name)
    for field in definition.answerable:
        if cell and cell[0] == field.id and cell[2] in field.columns:
            return f"{_words(field)}, row {cell[1]}, {COLUMN_LABELS[cell[2]]}"
    return None


def _words(field: Field) -> str:
    return field.accessible_name.strip().rstrip(":.")
