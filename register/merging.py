"""Join copies of one form that different people typed into: each keeps the answers that are theirs.

A supervisee and a supervisor may both send back the same agenda. What only one copy answers is taken from it.
Where two copies that nothing puts in order answer one question differently, a person has to choose. A later
copy replaces an earlier one, but where it says nothing at all in the fields of one person, that person's
earlier answers stay: whoever sent it typed into a copy without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.model import Definition, Field, Kind, Owner
from forms.records import Answer, Response, Signed, Span, State, Value
from forms.revisions import Revision

_Cells = Mapping[int, Mapping[str, Answer]]
_OF_ONE_PERSON = frozenset({Owner.SUPERVISEE, Owner.SUPERVISOR, Owner.QA_LEAD})


@dataclass(frozen=True, slots=True)
class Joined:
    """Two copies in one, and where each answer that was added came from."""

    revision: Revision
    taken: tuple[str, ...]
    """Labels of the fields that were taken from the other copy."""


def join_unordered(one: Revision, other: Revision) -> Joined | None:
    """Return two copies of one import as one, None where they answer a question differently."""
    fields: dict[str, Answer] = {}
    taken: list[str] = []
    for name in dict.fromkeys((*one.response.fields, *other.response.fields)):
        mine, theirs = one.response.fields.get(name), other.response.fields.get(name)
        joined = _both(mine, theirs, _field(name, one.definition))
        if joined is None:
            return None
        fields[name] = joined
        if mine is None or joined != mine:
            taken.append(_label(name, one.definition))
    return Joined(_with(one, other, fields), tuple(dict.fromkeys(taken)))


def join_later(earlier: Revision, later: Revision) -> Joined:
    """Return the later copy with what it does not speak of: the fields of a person that it leaves blank."""
    definition = later.definition
    silent = {owner for owner in _OF_ONE_PERSON if not _speaks(later.response, definition, owner)}
    fields = dict(later.response.fields)
    taken: list[str] = []
    for name, before in earlier.response.fields.items():
        field = _field(name, definition)
        now = fields.get(name)
        if field is None or _is_blank(before) or (now is not None and not _is_blank(now)):
            continue
        if field.owner in silent or field.owner is Owner.BOTH:
            fields[name] = before
            taken.append(_label(name, definition))
    return Joined(_with(later, earlier, fields) if taken else later, tuple(dict.fromkeys(taken)))


def _with(one: Revision, other: Revision, fields: Mapping[str, Answer]) -> Revision:
    signatures = tuple(dict.fromkeys((*one.response.signatures, *other.response.signatures)))
    response = replace(one.response, fields=fields, signatures=signatures)
    return replace(one, response=response, joined=(*one.joined, other.response, *other.joined))


def _speaks(response: Response, definition: Definition, owner: Owner) -> bool:
    """Return whether a copy answers any question of this person; what the form printed is no answer."""
    own = {field.id for field in definition.answerable if field.owner is owner and field.fact is None}
    return any(
        not _is_blank(answer) for name, answer in response.fields.items() if name.partition("-")[0] in own
    )


def _both(mine: Answer | None, theirs: Answer | None, field: Field | None) -> Answer | None:
    """Return the answer that two copies give together, None where they contradict each other."""
    if mine is None or theirs is None:
        return mine or theirs
    if mine.cells is not None and theirs.cells is not None:
        return _both_tables(mine, theirs, field)
    if mine.value == theirs.value and mine.state is theirs.state:
        return mine
    if _is_blank(theirs):
        return mine
    return theirs if _is_blank(mine) else None


def _both_tables(mine: Answer, theirs: Answer, field: Field | None) -> Answer | None:
    own, other = mine.cells or {}, theirs.cells or {}
    cells: dict[int, dict[str, Answer]] = {}
    for number in sorted({*own, *other}):
        row: dict[str, Answer] = {}
        for column in dict.fromkeys((*own.get(number, {}), *other.get(number, {}))):
            joined = _both(own.get(number, {}).get(column), other.get(number, {}).get(column), field)
            if joined is None:
                return None
            row[column] = joined
        cells[number] = row
    value = _rows(cells, field)
    state = State.FILLED if value else mine.state
    return replace(mine, value=value or None, state=state, cells=cells)


def _rows(cells: _Cells, field: Field | None) -> Value:
    """Return the rows of a table that say something, as reading gives them: new actions without their ref."""
    printed = {"ref"} if field is not None and field.kind is Kind.ACTIONS else set[str]()
    rows = []
    for number in sorted(cells):
        said = {
            column: cell.value if isinstance(cell.value, str | int | float) else None
            for column, cell in cells[number].items()
            if column not in printed
        }
        if any(text is not None for text in said.values()):
            rows.append(said)
    return tuple(rows)


def _is_blank(answer: Answer) -> bool:
    if answer.state is State.CONFLICT:
        return False
    if answer.cells is not None:
        cells = (cell for row in answer.cells.values() for name, cell in row.items() if name != "ref")
        return answer.value is None and all(cell.value is None for cell in cells)
    value = answer.value
    if isinstance(value, Signed):
        return not value.name and not value.date
    if isinstance(value, Span):
        return not value.start and not value.end
    return value is None or value in ("", ())


def _field(name: str, definition: Definition) -> Field | None:
    field_id = name.partition("-")[0]
    return next((one for one in definition.fields if one.id == field_id), None)


def _label(name: str, definition: Definition) -> str:
    field = _field(name, definition)
    return " ".join(field.accessible_name.split()) if field is not None else name
