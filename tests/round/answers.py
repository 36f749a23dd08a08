"""The answer to one question as a values file says it, for each kind of field and of column."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any

from forms.model import STATUSES, Column, Definition, Field, Kind
from tests.round.texts import Texts

MOST_CARRIED = 40
_LARGEST = 999_999_999
_MOST_STEPS = 400


class Answers:
    """Draws the answers of one values file."""

    def __init__(
        self,
        chance: random.Random,
        definition: Definition,
        texts: Texts,
        *,
        all_given: bool = False,
        row_count: int | None = None,
    ) -> None:
        """Answer everything where `all_given`; `row_count` is the number of carried actions."""
        self._chance = chance
        self._definition = definition
        self._texts = texts
        self._all_given = all_given
        self._row_count = row_count
        self._action_number = 0

    def is_given(self, against: int = 1) -> bool:
        """Return True once in 1 + `against` times; always where everything is answered."""
        return self._all_given or self._chance.randint(0, against) == 0

    def date(self) -> str:
        """Return a date."""
        first = dt.date(1990, 1, 1).toordinal()
        last = dt.date(2100, 12, 31).toordinal()
        return dt.date.fromordinal(self._chance.randint(first, last)).isoformat()

    def time(self) -> str:
        """Return a time of day."""
        return f"{self._chance.randint(0, 23):02d}:{self._chance.randint(0, 59):02d}"

    def answer(self, field: Field, fields: dict[str, Any]) -> None:
        """Put the answer of `field` and of its parts into `fields`."""
        if field.kind is not Kind.DATE or not self._dates_a_signature(field):
            fields[field.id] = self._whole(field)
        parts = {
            "comment": field.comment,
            "other": "Other" in field.all_options,
            "evidence": field.evidence,
            "who": field.who is not None,
        }
        for part, present in parts.items():
            if present and self.is_given():
                fields[f"{field.id}-{part}"] = self._texts.typed()
        for key in field.counts:
            if self.is_given():
                fields[f"{field.id}-count_{key}"] = self._chance.randint(0, 400)

    def _dates_a_signature(self, field: Field) -> bool:
        return any(other.date_field == field.id for other in self._definition.fields)

    def _whole(self, field: Field) -> Any:
        kinds: dict[Kind, Callable[[Field], Any]] = {
            Kind.CARRIED: self._carried,
            Kind.ACTIONS: lambda table: [
                *(self._carried(table) if table.takes_carried else ()),
                *self._actions(table),
            ],
            Kind.TABLE: self._printed_rows if field.row else self._spare_rows,
            Kind.SIGNATURES: self._signers,
            Kind.SIGNATURE: self._signature,
            Kind.ANY_OF: self._any_of,
            Kind.TIME_RANGE: lambda _: self._range(self.time),
            Kind.DATE_RANGE: lambda _: self._range(self.date),
        }
        draw = kinds.get(field.kind)
        return self._one(field, field.all_options) if draw is None else draw(field)

    def _signature(self, _: Field) -> dict[str, str]:
        return {"name": self._texts.typed(), "date": self._texts.one_of((self.date(), ""))}

    def _any_of(self, field: Field) -> list[str]:
        chosen = [option for option in field.all_options if self.is_given()]
        self._chance.shuffle(chosen)
        return chosen

    def _range(self, end: Callable[[], str]) -> dict[str, str]:
        return {part: end() for part in ("from", "to") if self.is_given(3)}

    def _one(self, asked: Field | Column, options: tuple[str, ...]) -> Any:
        """Return the answer in one box, or in one set of boxes to tick."""
        kinds: dict[Kind, Callable[[], Any]] = {
            Kind.DATE: self.date,
            Kind.TIME: self.time,
            Kind.MONTH: lambda: f"{self._chance.randint(1990, 2100)}-{self._chance.randint(1, 12):02d}",
            Kind.NUMBER: lambda: self._number(asked),
            Kind.CHOICE: lambda: self._texts.one_of(options),
            Kind.YES_NO: lambda: self._texts.one_of(options or ("Yes", "No")),
            Kind.TICK: lambda: (options or ("Yes",))[0],
        }
        return kinds.get(asked.kind, self._texts.typed)()

    def _number(self, asked: Field | Column) -> float:
        if asked.least is None and asked.most is None and asked.step is None:
            return self._chance.randint(0, _LARGEST)
        least, step = asked.least or 0, asked.step or 1
        steps = _MOST_STEPS if asked.most is None else int((asked.most - least) / step + 1e-6)
        number = round(least + self._chance.randint(0, steps) * step, 6)
        return int(number) if number == int(number) else number

    # --- Tables ---------------------------------------------------------------------------------

    def _carried(self, field: Field) -> list[dict[str, Any]]:
        count = self._texts.one_of((0, 1, 2, 5, MOST_CARRIED))
        patterns = [self._action_row(field, update=True) for _ in range(2)]
        rows = []
        for index in range(count if self._row_count is None else self._row_count):
            self._action_number += 1
            ref = f"ESM-25-{index + 1:04d}-{self._definition.code}/{self._action_number}"
            rows.append({**_numbered(patterns[index % 2], index), "ref": ref})
        return rows

    def _actions(self, field: Field) -> list[dict[str, Any]]:
        patterns = [self._action_row(field, update=False) for _ in range(2)]
        return [_numbered(patterns[index % 2], index) for index in range(self._chance.randint(0, 6))]

    def _action_row(self, field: Field, *, update: bool) -> dict[str, Any]:
        columns = ("action", "who", "by_when", *(("update",) if update else ()), "status")
        row = {column: self._action_cell(column) for column in columns if self.is_given(3)}
        row |= {column.id: self._column_cell(field, column, 0) for column in field.column if self.is_given(2)}
        return {column: cell for column, cell in row.items() if cell not in ("", None)}

    def _action_cell(self, column: str) -> str:
        if column == "status":
            return self._texts.one_of(STATUSES)
        if column == "by_when":
            return self._texts.one_of((self.date(), self._texts.date_words()))
        return self._texts.typed()

    def _spare_rows(self, field: Field) -> list[dict[str, Any]]:
        count = self._texts.one_of((0, 1, field.spare, field.spare + 2))
        return [self._row(field, 0) for _ in range(3 if self._all_given else count)]

    def _printed_rows(self, field: Field) -> list[dict[str, Any]]:
        """Return rows known by their printed words, in any order, or all of them known by their places."""
        rows = [
            {} if row.heading else self._row(field, number) for number, row in enumerate(field.row, start=1)
        ]
        if self.is_given():
            named = [{**row, "label": fixed.label} for row, fixed in zip(rows, field.row, strict=True) if row]
            self._chance.shuffle(named)
            return named
        return rows

    def _row(self, field: Field, number: int) -> dict[str, Any]:
        return {
            column.id: self._column_cell(field, column, number) for column in field.column if self.is_given()
        }

    def _column_cell(self, field: Field, column: Column, number: int) -> Any:
        options = column.all_options
        if number and field.row[number - 1].options and column.kind in {Kind.CHOICE, Kind.YES_NO}:
            options = field.row[number - 1].options
        is_first = bool(field.column) and column is field.column[0]
        if is_first and field.starts and not self._chance.randint(0, 3):
            return self._texts.one_of(field.starts)
        return self._one(column, options)

    def _signers(self, field: Field) -> list[dict[str, str]]:
        count = len(field.parties) or self._texts.one_of((0, 1, field.spare, field.spare + 2))
        columns = ("name", "date") if field.parties else ("who", "name", "date")
        rows = [
            {
                column: self.date() if column == "date" else self._texts.typed()
                for column in columns
                if self.is_given()
            }
            for _ in range(count)
        ]
        if field.parties and self.is_given():
            rows = [{**row, "who": who} for row, who in zip(rows, field.parties, strict=True) if row]
            self._chance.shuffle(rows)
        return rows


def _numbered(row: Mapping[str, Any], index: int) -> dict[str, Any]:
    """Return a row whose action differs from that of every other row."""
    return {**row, "action": f"{index + 1}. {row.get('action', '')}"}
