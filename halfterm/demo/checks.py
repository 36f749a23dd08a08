"""What the play holds against what it did: nothing typed is lost, nothing carried changes its id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from forms.action_rows import CLOSED_STATUSES
from forms.actions import actions_of
from forms.dates import parse_date
from forms.model import Definition
from forms.names import cell_name
from forms.records import Response, Signed
from forms.text import normalise_text
from halfterm.demo.failure import StoryError


def answers_on(response: Response, definition: Definition) -> dict[str, str]:
    """Return everything that stands on a form, by the name of the box that it stands in.

    The printed ids of spare rows are left out.
    """
    dated = {field.id for field in definition.answerable if field.date_field}
    found: dict[str, str] = {}
    for name, answer in response.fields.items():
        if answer.cells is not None:
            for number, row in answer.cells.items():
                said = {column: cell.value for column, cell in row.items() if isinstance(cell.value, str)}
                if said.keys() - {"ref"}:
                    found |= {cell_name(name, number, column): text for column, text in said.items()}
        elif isinstance(answer.value, Signed):
            if answer.value.name:
                found[f"{name}-name"] = answer.value.name
            if answer.value.date and name not in dated:
                found[f"{name}-date"] = answer.value.date
        elif isinstance(answer.value, str | int):
            found[name] = str(answer.value)
        elif answer.value is not None:
            raise StoryError(f"{response.path}: {name} has more than one answer; expected one.")
    return found


def check_kept(expected: Mapping[str, str], response: Response, definition: Definition) -> None:
    """Raise StoryError where `response` lacks one of the `expected` answers or has another in its place."""
    read = answers_on(response, definition)
    for name, text in expected.items():
        if not _same(text, read.get(name)):
            raise StoryError(f"{response.path}: {name} reads {read.get(name)!r}; expected {text!r}.")


def check_typed(
    before: Mapping[str, str], typed: Mapping[str, str], response: Response, definition: Definition
) -> None:
    """Raise StoryError unless `response` says what stood `before`, what was `typed`, and nothing else."""
    expected = {**before, **typed}
    check_kept(expected, response, definition)
    surplus = answers_on(response, definition).keys() - expected.keys()
    if surplus := {name for name in surplus if not name.endswith("-ref")}:
        raise StoryError(f"{response.path}: {', '.join(sorted(surplus))} was not typed by anybody.")


def carried_rows(response: Response, definition: Definition) -> dict[str, tuple[str, int]]:
    """Return the id and row number (from 1) of each action in the carried table, by its words."""
    rows: dict[str, tuple[str, int]] = {}
    for field in definition.answerable:
        answer = response.fields.get(field.id)
        if "update" not in field.columns or answer is None or answer.cells is None:
            continue
        for number, row in answer.cells.items():
            ref, words = row["ref"].value, row["action"].value
            if isinstance(ref, str) and isinstance(words, str):
                rows[words] = (ref, number)
    return rows


def check_carried(previous: Response, issued: Response, definition: Definition) -> int:
    """Return how many open actions of `previous` stand on `issued`; StoryError where one has another id."""
    rows = carried_rows(issued, definition)
    still_open = [one for one in actions_of(previous, definition) if one.status not in CLOSED_STATUSES]
    for action in still_open:
        if action.text not in rows:
            raise StoryError(f"{issued.path}: action {action.id} of {previous.path} is not carried here.")
        if rows[action.text][0] != action.id:
            raise StoryError(
                f"{issued.path}: action {action.id} of {previous.path} now has the id {rows[action.text][0]}."
            )
    return len(still_open)


def check_workbook(path: Path, statuses: Mapping[str, str]) -> None:
    """Raise StoryError unless the workbook's sheet of actions shows exactly these, id -> status."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = list(book["Actions"].iter_rows(values_only=True))
    finally:
        book.close()
    heading = [str(name) for name in rows[0]]
    ids, shown = heading.index("action_id"), heading.index("status")
    found = {str(row[ids]): str(row[shown]) for row in rows[1:]}
    if found != dict(statuses):
        odd = sorted(set(found.items()) ^ set(statuses.items()))
        raise StoryError(f"{path}: the actions are not those of the forms: {odd}.")


def _same(expected: str, read: str | None) -> bool:
    if read is None:
        return False
    date = parse_date(expected)
    return normalise_text(expected).text == read or (date is not None and date == parse_date(read))
