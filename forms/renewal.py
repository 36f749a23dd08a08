"""Take what a form of one version says onto another version of the same form.

A field keeps its id through all versions, or says in `was` which ids it had. Nothing is squeezed into a box
that asks something else: an answer that has no place is named, for a person to look at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from forms.dates import show_date, show_month
from forms.earlier_ids import successors
from forms.model import ACTION_TABLES, LABEL, ONE_OF, TABLES, Definition, Fact, Field, Kind
from forms.names import cell_name
from forms.numbers import show_number
from forms.records import Answer, Channel, Response, Row, State
from forms.revisions import fact_of

_FREE = frozenset({Kind.TEXT, Kind.MULTILINE})
_OURS = frozenset({"evidence", "who"})
"""Parts that halfterm writes itself: what they said is no answer."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A response as the other version would hold it, and the names of answers that have no place there."""

    response: Response
    left_out: tuple[str, ...]
    """As on the form that was returned."""


def renew(response: Response, old: Definition, new: Definition) -> Renewed:
    """Return what `response`, a form of the version `old`, says on the version `new`."""
    if old.version == new.version:
        return Renewed(response, ())
    heirs = successors(old, new)
    before = {field.id: field for field in old.fields}
    fields: dict[str, Answer] = {}
    left_out: list[str] = []
    for name, answer in response.fields.items():
        base, _, part = name.partition("-")
        heir = heirs.get(base)
        if base not in before:
            fields[name] = answer
        elif heir is None:
            left_out += [name] if _is_written(answer) and part not in _OURS else []
        elif part:
            if _has_part(heir, part):
                fields[f"{heir.id}-{part}"] = answer
            elif _is_written(answer) and part not in _OURS:
                left_out.append(name)
        else:
            fields[heir.id], lost = _taken(answer, before[base], heir)
            left_out += lost
    header = _facts(response, old, new, fields)
    renewed = dataclasses.replace(response, version=new.version, header=header, fields=fields)
    return Renewed(renewed, tuple(left_out))


def _facts(
    response: Response, old: Definition, new: Definition, fields: dict[str, Answer]
) -> Mapping[Fact, str]:
    """Return the header; a fact goes into the field that prints it now, if one does."""
    header = dict(response.header)
    printing = {field.fact: field for field in new.fields if field.fact is not None}
    for fact in Fact:
        text = fact_of(response, old, fact)
        if text and fact not in printing:
            header[fact] = text
        elif text and not _is_written(fields.get(printing[fact].id, _BLANK)):
            fields[printing[fact].id] = dataclasses.replace(_BLANK, value=text, state=State.FILLED)
    return header


_BLANK = Answer(None, State.BLANK, Channel.LABEL)
"""Of a field that the returned form did not ask."""


def _is_written(answer: Answer) -> bool:
    return answer.value not in (None, "", ()) or answer.state is State.CONFLICT


def _has_part(field: Field, part: str) -> bool:
    parts = {
        "comment": field.comment,
        "evidence": field.evidence,
        "other": "Other" in field.all_options,
        "who": field.who is not None,
    }
    name, _, key = part.partition("_")
    return parts.get(part, name == "count" and key in field.counts)


def _taken(answer: Answer, old: Field, new: Field) -> tuple[Answer, tuple[str, ...]]:
    """Return the answer as `new` holds it, and the names of what it cannot hold."""
    if answer.cells is not None and old.kind is new.kind:
        return _taken_rows(answer, old, new)
    if not _is_written(answer):
        return answer, ()
    if new.kind in _FREE and old.kind not in _FREE | TABLES and isinstance(answer.value, str | int | float):
        return dataclasses.replace(answer, value=_in_words(answer.value, old.kind)), ()
    return (answer, ()) if _fits(answer, old, new) else (_BLANK, (old.id,))


def _in_words(value: str | float, kind: Kind) -> str:
    """Return an answer as its box shows it, for a box that takes any words."""
    if not isinstance(value, str):
        return show_number(value)
    shown = {Kind.DATE: show_date, Kind.MONTH: show_month}
    return shown[kind](value) if kind in shown else value


def _fits(answer: Answer, old: Field, new: Field) -> bool:
    chosen = (answer.value,) if isinstance(answer.value, str) else answer.value
    if new.all_options and isinstance(chosen, tuple):
        # What was no printed option before was kept with a finding, and is kept again.
        goes = {option for option in old.all_options if option not in new.all_options}
        alike = old.kind is new.kind or {old.kind, new.kind} <= ONE_OF or old.kind in _FREE
        known = old.kind not in _FREE or all(one in new.all_options for one in chosen)
        return alike and known and not any(one in goes for one in chosen)
    return old.kind is new.kind or {old.kind, new.kind} <= _FREE


def _taken_rows(answer: Answer, old: Field, new: Field) -> tuple[Answer, tuple[str, ...]]:
    """Return the rows of a table with the columns that it has now; fixed rows are known by their words."""
    places = {row.label: number for number, row in enumerate(new.row, start=1)}
    labels = {number: row.label for number, row in enumerate(old.row, start=1)}
    cells: dict[int, dict[str, Answer]] = {}
    lost: list[str] = []
    for number, row in (answer.cells or {}).items():
        place = places.get(labels.get(number, "")) if new.row else number
        for column, cell in row.items():
            if place is not None and column in new.columns:
                cells.setdefault(place, {})[column] = cell
            elif _is_written(cell) and not (column == "ref" and old.kind in ACTION_TABLES):
                lost.append(cell_name(old.id, number, column))
    if cells == answer.cells:
        return answer, ()
    value = tuple(
        _row(row, new.row[number - 1].label if new.row else "", old.kind)
        for number, row in sorted(cells.items())
        if any(
            _is_written(cell) for column, cell in row.items() if column != "ref" or old.kind is Kind.CARRIED
        )
    )
    return dataclasses.replace(answer, value=value or None, cells=dict(sorted(cells.items()))), tuple(lost)


def _row(cells: Mapping[str, Answer], label: str, kind: Kind) -> Row:
    """Return a row of a table's value; the ids of new actions stand in the cells only."""
    said = {
        column: cell.value if isinstance(cell.value, str | int | float) else None
        for column, cell in cells.items()
        if column != "ref" or kind is Kind.CARRIED
    }
    return {LABEL: label, **said} if label else said
