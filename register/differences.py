"""Compare two copies of one form field by field, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.dates import show_date
from forms.model import Definition
from forms.records import Answer, Response, Signed, Span, Value
from forms.spoken import spoken_name
from register.keeping import MARK

_Cells = Mapping[int, Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One box in which two copies differ."""

    name: str
    """The field, or the cell as TABLE-ROW-COLUMN."""
    label: str
    before: str | None
    """As shown; None where it was blank or where its words are not kept."""
    after: str | None
    hidden: bool
    """The words are not kept, only that they changed."""
    was_blank: bool = False
    """Whether it was blank before, hidden or not."""

    def __str__(self) -> str:
        """Return the difference as one reads it: Date: 04/12/2026 became 11/12/2026."""
        if self.hidden:
            return f"{self.label}: changed"
        return f"{self.label}: {self.before or 'blank'} became {self.after or 'blank'}"


def differences(before: Response, after: Response, definition: Definition) -> tuple[Difference, ...]:
    """Return where two copies of a form differ, in the order of the form; signatures are among the fields."""
    found: list[Difference] = []
    for name in dict.fromkeys((*before.fields, *after.fields)):
        old, new = before.fields.get(name), after.fields.get(name)
        if _cells(old) or _cells(new):
            found += (
                _difference(cell, _label(cell, definition), *values)
                for cell, *values in _cell_differences(name, _cells(old), _cells(new))
            )
        elif _value(old) != _value(new):
            found.append(_difference(name, _label(name, definition), _value(old), _value(new)))
    return tuple(found)


def _cell_differences(name: str, before: _Cells, after: _Cells) -> Iterator[tuple[str, Value, Value]]:
    """Yield (name, value before, value after) of each cell that differs."""
    for number in sorted({*before, *after}):
        rows = before.get(number, {}), after.get(number, {})
        for column in dict.fromkeys((*rows[0], *rows[1])):
            old, new = (_value(row.get(column)) for row in rows)
            if old != new:
                yield f"{name}-{number}-{column}", old, new


def _cells(answer: Answer | None) -> _Cells:
    return (answer.cells or {}) if answer is not None else {}


def _value(answer: Answer | None) -> Value:
    return answer.value if answer is not None else None


def _label(name: str, definition: Definition) -> str:
    return " ".join((spoken_name(definition, name) or name).split())


def _difference(name: str, label: str, before: Value, after: Value) -> Difference:
    shown = _show(before), _show(after)
    hidden = any(text is not None and text.startswith(MARK) for text in shown)
    return Difference(name, label, *((None, None) if hidden else shown), hidden, before is None)


def _show(value: Value) -> str | None:
    if value is None:
        return None
    if isinstance(value, Signed):
        parts = (value.name, show_date(value.date) if value.date else None)
        return ", ".join(part for part in parts if part) or None
    if isinstance(value, Span):
        return f"{value.start or '?'} to {value.end or '?'}"
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    return show_date(value) if isinstance(value, str) else str(value)
