"""Show single answers and the rows of tables in plain words: dates day first, lists with commas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.action_rows import rows_of
from forms.dates import show_date, show_month
from forms.model import ACTION_TABLES, Definition, Field, Kind
from forms.numbers import show_number
from forms.records import Answer, Response, Signed, Span, State
from forms.row_cells import column_of, row_name

INDENT = "    "


def show_value(answer: Answer, kind: Kind) -> str:
    """Return an answer as one text, "" for a blank one; candidates of a conflict stand in quotes."""
    match answer.value:
        case None:
            text = ""
        case Signed(name=name, date=date):
            text = f"{name or 'no name'}, {show_date(date or 'no date')}"
        case Span(start=start, end=end):
            text = " to ".join(show_date(part) if part else "…" for part in (start, end))
        case tuple() as several if answer.state is State.CONFLICT:
            text = " or ".join(repr(candidate) for candidate in several)
        case tuple() as several:
            text = ", ".join(str(option) for option in several)
        case int() | float() as number:
            text = show_number(number)
        case words:
            text = {Kind.DATE: show_date, Kind.MONTH: show_month}.get(kind, str)(words)
    return text


def row_lines(
    field: Field, cells: Mapping[int, Mapping[str, Answer]], response: Response, definition: Definition
) -> Iterator[str]:
    """Yield a line for each row that somebody filled; that of an action begins with its id."""
    ids = {
        row.row_number: row.action.id for row in rows_of(response, definition) if row.action.field == field.id
    }
    for number, row in cells.items():
        said = {column: text for column, cell in row.items() if (text := _cell(field, column, cell))}
        ref = said.pop("ref", None)
        is_action = field.kind in ACTION_TABLES and (number in ids or "action" in said)
        if not is_action and not any(text not in field.starts for text in said.values()):
            continue
        lead = row_name(field, number)
        if field.parties and number <= len(field.parties):
            lead = field.parties[number - 1]
            said.pop("who", None)
        parts = []
        if is_action:
            lead = ids.get(number) or ref or "no ref"
            parts = [said.pop("action", "(no words)")]
        parts += [f"{column_of(field, column).label}: {text}" for column, text in said.items()]
        yield f"{INDENT}{lead}: {'; '.join(parts)}".replace("\n", "\n" + INDENT * 2)


def _cell(field: Field, column: str, answer: Answer) -> str:
    is_due = field.kind in ACTION_TABLES and column == "by_when"
    return show_value(answer, Kind.DATE if is_due else column_of(field, column).kind)
