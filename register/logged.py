"""Find what the log asks of a form: its definition says which field or column answers it (`log`)."""

from __future__ import annotations

from collections.abc import Iterator

from forms.meanings import Logged
from forms.model import Definition
from forms.records import Answer, Response, State
from forms.revisions import Revision

_ALSO = {Logged.CHILD_NAME: frozenset({Logged.CASE})}
"""A column of cases may name children."""


def ids_of(definition: Definition, asked: Logged) -> tuple[str, ...]:
    """Return the ids (FIELD or TABLE.COLUMN) that answer what is asked, in the order of the form.

    A field that says nothing of the log but is called by its word answers it too.
    """
    wanted = _ALSO.get(asked, frozenset()) | {asked}
    found: list[str] = []
    for field in definition.answerable:
        if field.log in wanted or (field.log is None and field.id == asked):
            found.append(field.id)
        found += [f"{field.id}.{column.id}" for column in field.column if column.log in wanted]
    return tuple(found)


def answer_of(one: Revision, asked: Logged) -> Answer | None:
    """Return the first answer that the form has to what is asked, a filled one if there is any."""
    fields = (one.response.fields.get(name) for name in ids_of(one.definition, asked))
    answers = [answer for answer in fields if answer is not None]
    return next((answer for answer in answers if answer.value is not None), next(iter(answers), None))


def text_of(one: Revision, asked: Logged) -> str | None:
    """Return that answer as text; None where it is blank, contradictory or not text."""
    answer = answer_of(one, asked)
    return answer.value if answer is not None and isinstance(answer.value, str) else None


def number_of(one: Revision, asked: Logged) -> int | None:
    """Return that answer as a whole number, None where it is not surely one."""
    answer = answer_of(one, asked)
    value = answer.value if answer is not None else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) else None


def texts_of(one: Revision, asked: Logged) -> Iterator[str]:
    """Yield every text that answers what is asked: of fields, and of the rows of tables."""
    for name in ids_of(one.definition, asked):
        if "." in name:
            yield from (text for _, text in cells_of(one.response, name))
        elif (text := one.response.text(name)) is not None:
            yield text


def cells_of(response: Response, name: str) -> Iterator[tuple[int, str]]:
    """Yield (row number from 1, text) of the filled cells of a column, TABLE.COLUMN."""
    table, _, column = name.partition(".")
    answer = response.fields.get(table)
    for number, cells in (answer.cells or {}).items() if answer is not None else ():
        cell = cells.get(column)
        value = cell.value if cell is not None and cell.state is not State.CONFLICT else None
        if isinstance(value, str) and value.strip():
            yield number, value
