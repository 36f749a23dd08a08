"""What each box of a form asks for, told by its name, and what a person puts into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from forms.dates import parse_date
from forms.model import STATUSES, TABLES, Column, Definition, Field, Kind
from forms.names import CONTINUATION, any_of_name, option_name, split_cell_name

Typed: TypeAlias = str | bool
"""What is typed, as it is shown; True for one box that is ticked."""

_WORDS = "Zoë & Łukasz – 90% <sure> (no. {number})"
_DATE = "03/12/2026"
_SHOWN = {Kind.DATE: _DATE, Kind.TIME: "14:30", Kind.MONTH: "November 2026"}
_MONTH = "2026-11"
_DRAWN_AS_TICKS = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.TICK})
_ACTION_COLUMNS = {
    "action": Column("action", "Action", Kind.MULTILINE),
    "update": Column("update", "Update", Kind.MULTILINE),
    "status": Column("status", "Status", Kind.CHOICE, options=STATUSES, as_list=True),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one box, or one set of boxes to tick, asks for."""

    kind: Kind
    options: tuple[str, ...] = ()
    as_list: bool = False
    bounds: Field | Column | None = None
    """Of a number."""

    @property
    def is_tick(self) -> bool:
        """Return whether it is ticked, not typed into."""
        return self.kind in _DRAWN_AS_TICKS and not self.as_list


def asked_in(definition: Definition, name: str) -> Asked:
    """Return what the box `name` asks for."""
    fields = {field.id: field for field in definition.answerable}
    base, _, part = name.partition("-")
    field = fields.get(base)
    if name == CONTINUATION:
        return Asked(Kind.MULTILINE)
    if field is None:
        return Asked(Kind.TEXT)
    cell = split_cell_name(name)
    if cell is not None and field.kind in TABLES:
        return _asked_in_cell(field, cell[1], cell[2])
    if part:
        return _asked_in_part(field, name, part)
    return _asked(field, field.all_options)


def _asked(asked: Field | Column, options: tuple[str, ...]) -> Asked:
    default = {Kind.YES_NO: ("Yes", "No"), Kind.TICK: ("Yes",)}.get(asked.kind, ())
    return Asked(asked.kind, options or default, asked.as_list, asked)


def _asked_in_part(field: Field, name: str, part: str) -> Asked:
    if part in {"from", "to"} and field.kind in {Kind.DATE_RANGE, Kind.TIME_RANGE}:
        return Asked(Kind.DATE if field.kind is Kind.DATE_RANGE else Kind.TIME)
    if part == "date":
        return Asked(Kind.DATE)
    if part.startswith("count_"):
        return Asked(Kind.NUMBER)
    ticks = {any_of_name(field.id, option): option for option in field.all_options}
    return (
        Asked(Kind.TICK, (ticks[name],)) if field.kind is Kind.ANY_OF and name in ticks else Asked(Kind.TEXT)
    )


def _asked_in_cell(field: Field, number: int, column_id: str) -> Asked:
    own = {column.id: column for column in field.column}
    if field.kind is Kind.SIGNATURES:
        return Asked(Kind.DATE if column_id == "date" else Kind.TEXT)
    column = own.get(column_id) or _ACTION_COLUMNS.get(column_id)
    if column is None:
        return Asked(Kind.TEXT)
    fixed = field.row[number - 1].options if number <= len(field.row) else ()
    return _asked(column, (fixed if column.kind in {Kind.CHOICE, Kind.YES_NO} else ()) or column.all_options)


def typed_into(definition: Definition, names: Iterable[str]) -> dict[str, Typed]:
    """Return what a person types, ticks or chooses in each of these boxes, as it is shown.

    Facts that were issued are left as they are. One box to tick takes True.
    """
    issued = {field.id for field in definition.answerable if field.fact}
    issued |= {f"{field.id}-who" for field in definition.answerable if field.who}
    return {
        name: _typed(name, asked_in(definition, name), number)
        for number, name in enumerate(names, start=1)
        if name not in issued and not name.startswith("header-")
    }


def _typed(name: str, asked: Asked, number: int) -> Typed:
    if asked.kind is Kind.TICK:
        return True
    if asked.options:
        return asked.options[-1 - number % 2]
    if asked.kind is Kind.NUMBER:
        return _typed_number(asked.bounds)
    words = _WORDS.format(number=number)
    cell = split_cell_name(name)
    if cell is not None and cell[2] in {"ref", "by_when"}:
        return f"ESM-25-0007-A2/{number}" if cell[2] == "ref" else (_DATE, "before half term")[number % 2]
    if asked.kind is Kind.MULTILINE:
        return f"{words}\n\n  second line — 100 €\nthird"
    return _SHOWN.get(asked.kind, words)


def _typed_number(bounds: Field | Column | None) -> str:
    if bounds is None or bounds.least is None or bounds.step is None:
        return str(int(bounds.least)) if bounds is not None and bounds.least is not None else "55"
    number = bounds.least + bounds.step
    return f"{number:g}"


def joined_with(
    definition: Definition, values: Mapping[str, Any], typed: Mapping[str, Typed]
) -> dict[str, Any]:
    """Return `values` with what was typed, as a values file would say it."""
    fields = dict(values["fields"])
    known = {field.id: field for field in definition.answerable}
    for name, shown in typed.items():
        asked = asked_in(definition, name)
        plain = _plain(asked, shown)
        base, _, part = name.partition("-")
        field = known.get(base)
        cell = split_cell_name(name)
        signature = next((one.id for one in known.values() if one.date_field == name), None)
        if signature is not None:
            fields[signature] = {**fields.get(signature, {}), "date": plain}
        elif field is None or not part:
            fields[name] = plain
        elif cell is not None and field.kind in TABLES:
            rows = [dict(row) for row in fields.get(base, [])]
            rows += [{} for _ in range(cell[1] - len(rows))]
            rows[cell[1] - 1][cell[2]] = plain
            fields[base] = rows
        elif field.kind is Kind.ANY_OF and asked.kind is Kind.TICK:
            fields[base] = [*fields.get(base, []), plain]
        elif part in {"name", "date", "from", "to"}:
            fields[base] = {**fields.get(base, {}), part: plain}
        else:
            fields[name] = plain
    return {**values, "fields": fields}


def _plain(asked: Asked, shown: Typed) -> Any:
    """Return what was typed as a values file would say it."""
    if isinstance(shown, bool):
        return asked.options[0]
    if asked.kind is Kind.NUMBER:
        return float(shown) if "." in shown else int(shown)
    if asked.kind is Kind.MONTH:
        return _MONTH
    date = parse_date(shown)
    return date.isoformat() if date else shown


def ticked_in_word(definition: Definition, typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """Return what is typed in Word's way: a choice drawn as boxes is a tick in the box of its option."""
    given: dict[str, Typed] = {}
    for name, shown in typed.items():
        asked = asked_in(definition, name)
        if isinstance(shown, str) and asked.is_tick:
            given[option_name(name, shown)] = True
        else:
            given[name] = shown
    return given
