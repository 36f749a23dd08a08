"""A copy of an earlier stage that comes after a later one: what it says that the later one does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.action_rows import rows_of
from forms.findings import Finding, Severity
from forms.model import ACTION_TABLES
from forms.names import split_cell_name
from forms.records import Action, Answer, Response
from forms.revisions import Revision
from register.differences import differences


def come_late(late: Revision, standing: Revision) -> Iterator[Finding]:
    """Yield X29 where a copy says what a later stage of its form, which came before it, does not."""
    tables = {field.id for field in late.definition.answerable if field.kind in ACTION_TABLES}
    found = differences(late.response, standing.response, late.definition)
    moved = _moved_rows(late.response, standing.response)
    lost = [
        one
        for one in found
        if not (one.was_blank or one.name.partition("-")[0] in tables or _row_of(one.name) in moved)
    ]
    boxes = [one.label for one in lost] + [f"action {one}" for one in _lost_actions(late, standing)]
    if not boxes:
        return
    text = (
        f"{late.response.path} is of an earlier stage than {standing.response.path}, which came before it, "
        f"so it does not count. It says otherwise: {'; '.join(boxes)}. See whether something is missing from "
        "the form."
    )
    yield Finding("X29", Severity.SOON, None, text, tuple(dict.fromkeys(boxes)))


def _row_of(name: str) -> tuple[str, int] | None:
    cell = split_cell_name(name)
    return cell[:2] if cell is not None else None


def _moved_rows(late: Response, standing: Response) -> frozenset[tuple[str, int]]:
    """Return the rows, table and number, of which all that they say stands in some row of the other copy."""
    found: set[tuple[str, int]] = set()
    for table, answer in late.fields.items():
        other = standing.fields.get(table)
        rows = [_cells_of(row) for row in ((other.cells or {}) if other is not None else {}).values()]
        found |= {
            (table, number)
            for number, row in (answer.cells or {}).items()
            if any(_cells_of(row) <= one for one in rows)
        }
    return frozenset(found)


def _cells_of(row: Mapping[str, Answer]) -> frozenset[tuple[str, str]]:
    return frozenset((column, repr(one.value)) for column, one in row.items() if one.value is not None)


def _lost_actions(late: Revision, standing: Revision) -> Iterator[str]:
    """Yield the ids of actions of which a copy says what the other one does not; rows may have moved up."""
    known = {row.action.id: row.action for row in rows_of(standing.response, standing.definition)}
    for row in rows_of(late.response, late.definition):
        said = _words_of(row.action)
        now = _words_of(known[row.action.id]) if row.action.id in known else ("",) * len(said)
        if any(one and one != other for one, other in zip(said, now, strict=True)):
            yield row.action.id


def _words_of(action: Action) -> tuple[str, ...]:
    words = (action.text, action.who, action.by_when, action.update, action.status)
    return tuple(one or "" for one in words)
