"""The headings of tables that a form or its typist rules for actions and cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.plain.paper import Grid, lines_in
from forms.model import ACTION_TABLES, Definition, Kind
from forms.printed_page import Show

_USUAL = {
    "action": ("action", "actions", "action agreed", "agreed action", "agreed actions", "what", "task",
               "action required", "action to be taken", "actions to be taken", "action point",
               "action points"),
    "who": ("who", "by whom", "whom", "owner", "lead", "responsible", "person responsible", "responsibility",
            "who by", "by who", "action by"),
    "by_when": ("when", "by when", "timescale", "timescales", "time scale", "date", "deadline", "due",
                "due date", "target date", "date due", "to be completed by", "completed by", "review date"),
    "status": ("status", "progress", "complete", "completed", "done", "outcome", "rag", "date completed",
               "completed?", "done?", "update"),
}  # fmt: skip
"""Column of an action -> what people write above it."""
_BY_WORDS = {words: column for column, many in _USUAL.items() for words in many}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column of a table is called and holds."""

    words: str
    column: str
    """The column of the field's rows."""
    field_id: str = ""
    """The table of the form that has it; "" for what people write above a table of their own."""
    at: int = 0
    """The column of the table on the page, from 0."""
    is_label: bool = False
    """It is the label of the field itself."""


def headings_of(definition: Definition) -> tuple[Heading, ...]:
    """Return the headings that a form prints above its tables, without our additions."""
    found = [
        # The label may head the column of what is to be done, with who and when beside it.
        Heading(fold_heading(field.label), "action", field.id, is_label=True)
        for field in definition.fields
        if field.kind is Kind.ACTIONS and field.label.strip() and not field.added
    ]
    for section in definition.sections:
        if section.added or not section.table or not section.header:
            continue
        field = definition.field(section.table)
        for cell, columns in zip(section.header, section.cells, strict=False):
            words = " ".join(item.text for item in cell.items if item.show is Show.TEXT)
            printed = [one for one in columns if one in field.printed_columns]
            if words and printed and field.kind in ACTION_TABLES:
                found.append(Heading(fold_heading(words), printed[0], field.id))
    return tuple(found)


def heading_row(grid: Grid, own: Sequence[Heading]) -> tuple[int, tuple[Heading, ...]] | None:
    """Return (row from 0, what its cells are called) of the row of headings; None where a table has none.

    `own` are those that the form prints: at least two of one table have to stand there. A table of the
    typist's has headings where one of them says action and another one who or when.
    """
    for at, row in enumerate(grid.rows):
        texts = [(cell.column, " ".join(line.text for line in lines_in(cell.blocks))) for cell in row]
        said = [(column, fold_heading(text)) for column, text in texts if text.strip()]
        if len(said) < 2:
            continue
        printed = [replace(one, at=column) for column, text in said for one in own if one.words == text]
        labels = [one for one in printed if one.is_label]
        printed = [one for one in printed if not one.is_label]
        others = [
            one
            for column, text in said
            if all(column != own.at for own in printed) and (one := _usual(column, text)) is not None
        ]
        if len({one.field_id for one in printed}) == 1 and len(printed) >= 2:
            return at, (*printed, *others)
        beside = (
            [one for one in others if one.column != "action" and one.at != labels[0].at] if labels else []
        )
        if len(labels) == 1 and {one.column for one in beside} & {"who", "by_when"}:
            return at, (*labels, *beside)
        usual = [one for column, text in said if (one := _usual(column, text)) is not None]
        names = {one.column for one in usual}
        if "action" in names and names & {"who", "by_when"} and len(usual) == len(names) == len(said):
            return at, tuple(usual)
    return None


def fold_heading(text: str) -> str:
    """Return what of a heading counts."""
    return " ".join(re.sub(r"[^\w/()&' ]+", " ", text.casefold()).split()).strip("/ ")


def _usual(column: int, text: str) -> Heading | None:
    name = _BY_WORDS.get(text) or _BY_WORDS.get(text.rstrip("?"))
    return Heading(text, name, at=column) if name else None


def is_usual_heading(text: str) -> bool:
    """Return whether a text is what people write above a column of actions."""
    return fold_heading(text) in _BY_WORDS
