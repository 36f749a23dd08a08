"""Say what of a returned form the register keeps; everything else becomes a mark.

A mark is a keyed hash: it shows whether an answer has changed and holds nothing that anybody could read.
What is kept is only what the log needs: facts of the header, signatures, tables of actions, chosen options,
and what a definition names with `log`. The words of a narrative, wellbeing, a child's name or birth date are
never among them, whatever a definition forgot to call private: what is not named is not kept.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.meanings import Logged
from forms.model import (
    ACTION_COLUMNS,
    ACTION_TABLES,
    CARRIED_COLUMNS,
    LABEL,
    Column,
    Definition,
    Fact,
    Field,
    Kind,
)
from forms.records import Answer, Response, Signature, Signed, Span, Value
from forms.reference import is_case_ref
from register.children import find_case_ref

MARK = "#"
"""What a mark begins with."""
_MARK_LETTERS = 20
_OPTIONS = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.TICK, Kind.ANY_OF})
_AS_TYPED = frozenset({Logged.QA_GENERAL, Logged.QA_ADDITIONAL})
"""What is kept to the letter; X24 says so where it seems to name a child."""
_NEVER = frozenset({Logged.CHILD_NAME, Logged.DISAGREEMENT_NOTE})
"""The log asks whether there is one, never for the words."""
ACTION_CELLS = frozenset({*CARRIED_COLUMNS, *ACTION_COLUMNS})
"""The columns that every table of actions has."""
_WORDS = frozenset(word.value for word in Logged)

Mask = Callable[[str], str]
"""Returns a text with every known name of a child replaced by its case."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Decides what is kept. `secret` is the key of the marks, which lies apart from the register."""

    secret: bytes
    mask: Mask

    def keep(self, response: Response, definition: Definition) -> Response:
        """Return the response as it may be kept: allowed answers with known names masked, marks for the rest.

        States, channels, pages and boxes stay, and findings without their words.
        """
        return dataclasses.replace(
            response,
            path=self.mask(response.path),
            header={fact: self._fact(fact, text) for fact, text in response.header.items()},
            fields={name: self._answer(name, answer, definition) for name, answer in response.fields.items()},
            signatures=tuple(self._signature(one) for one in response.signatures),
            findings=tuple(dataclasses.replace(one, message="") for one in response.findings),
        )

    def mark(self, name: str, value: object) -> str:
        """Return the mark of one answer; the same words in another box have another mark."""
        digest = hmac.new(self.secret, f"{name}\0{value!r}".encode(), hashlib.sha256)
        return MARK + digest.hexdigest()[:_MARK_LETTERS]

    def _fact(self, fact: Fact, text: str) -> str:
        if fact is Fact.CASE_REF and not is_case_ref(text):
            return self.mark(fact, text)
        return self.mask(text)

    def _signature(self, one: Signature) -> Signature:
        return dataclasses.replace(
            one,
            party=self.mask(one.party),
            name=self._masked(one.name),
            date=self._masked(one.date),
        )

    def _answer(self, name: str, answer: Answer, definition: Definition) -> Answer:
        field_id, _, part = name.partition("-")
        field = next((one for one in definition.fields if one.id == field_id), None)
        if field is None or (part and part != "evidence"):
            return self._hidden(name, answer)
        if answer.cells is not None or field.kind in ACTION_TABLES | {Kind.TABLE, Kind.SIGNATURES}:
            return self._table(field, answer)
        return dataclasses.replace(answer, value=self._kept(name, answer.value, field, field.fact))

    def _table(self, table: Field, answer: Answer) -> Answer:
        columns = {column.id: column for column in table.column}
        cells = {
            number: {
                column: dataclasses.replace(cell, value=self._cell(table, column, columns, cell.value))
                for column, cell in row.items()
            }
            for number, row in (answer.cells or {}).items()
        }
        value: Value = answer.value
        if isinstance(value, tuple):
            value = tuple(
                {column: self._said(self._cell(table, column, columns, said)) for column, said in row.items()}
                if isinstance(row, Mapping)
                else self.mark(table.id, row)
                for row in value
            )  # type: ignore[assignment]  # rows stay rows, and candidates stay candidates
        elif value is not None:
            value = self.mark(table.id, value)
        return dataclasses.replace(answer, value=value, cells=cells if answer.cells is not None else None)

    def _cell(self, table: Field, name: str, columns: Mapping[str, Column], value: Value) -> Value:
        if value is None:
            return None
        own = columns.get(name)
        if own is not None and (not table.private or self._is_of_the_log(value, own)):
            return self._kept(f"{table.id}-{name}", value, own, None)
        # What is agreed is not private, in whatever table it stands: else no action of it could be followed.
        is_agreed = own is None and table.kind in ACTION_TABLES and name in ACTION_CELLS
        if table.private and not is_agreed:
            return self.mark(f"{table.id}-{name}", value)
        if name == LABEL or (table.kind in ACTION_TABLES and name == "action"):
            return value  # printed words, or the words of an action, which are agreed to the letter
        if table.kind in ACTION_TABLES or table.kind is Kind.SIGNATURES:
            return self._masked_value(value)
        return self.mark(f"{table.id}-{name}", value)

    def _kept(self, name: str, value: Value, asked: Field | Column, fact: Fact | None) -> Value:
        private = isinstance(asked, Field) and asked.private
        # A question that says nothing of the log but is called by its word answers it too.
        word = asked.log or (Logged(asked.id) if asked.id in _WORDS else None)
        kept: Value = None
        is_asked = fact is not None or (word is not None and word not in _NEVER)
        if value is None or private:
            pass
        elif fact is Fact.CASE_REF or word is Logged.CASE:
            kept = find_case_ref(value) if isinstance(value, str) else None
        elif word in _AS_TYPED or self._is_harmless(value, asked):
            kept = value
        elif is_asked or isinstance(value, Signed) or name.endswith("-evidence"):
            kept = self._masked_value(value)
        return self.mark(name, value) if kept is None and value is not None else kept

    def _is_of_the_log(self, value: Value, column: Column) -> bool:
        """Return whether a private table's column gives the log a case or a printed answer, and no words."""
        return column.log is Logged.CASE or (column.log is not None and self._is_harmless(value, column))

    def _is_harmless(self, value: Value, asked: Field | Column) -> bool:
        """Return whether these are printed words or a number, which name nobody."""
        is_number = asked.kind is Kind.NUMBER and isinstance(value, int | float)
        return is_number or (asked.kind in _OPTIONS and self._is_printed(value, asked))

    def _is_printed(self, value: Value, asked: Field | Column) -> bool:
        options = {*asked.all_options, "Yes", "No"}
        if isinstance(asked, Field):
            options |= {option for row in asked.row for option in row.options}
        said = value if isinstance(value, tuple) else (value,)
        return all(one in options for one in said if isinstance(one, str)) and all(
            isinstance(one, str) for one in said
        )

    def _masked_value(self, value: Value) -> Value:
        if isinstance(value, str):
            return self.mask(value)
        if isinstance(value, Signed):
            return Signed(self._masked(value.name), self._masked(value.date))
        if isinstance(value, Span):
            return Span(self._masked(value.start), self._masked(value.end))
        if isinstance(value, tuple):
            return tuple(self.mask(one) if isinstance(one, str) else self.mark("", one) for one in value)
        return value

    def _masked(self, text: str | None) -> str | None:
        return None if text is None else self.mask(text)

    def _hidden(self, name: str, answer: Answer) -> Answer:
        value: Value = answer.value
        if isinstance(value, tuple):
            value = tuple(self.mark(name, one) for one in value)
        elif value is not None and not (isinstance(value, int) and "-count_" in name):
            value = self.mark(name, value)
        cells = None
        if answer.cells is not None:
            cells = {
                number: {column: self._hidden(f"{name}-{column}", cell) for column, cell in row.items()}
                for number, row in answer.cells.items()
            }
        return dataclasses.replace(answer, value=value, cells=cells)

    def _said(self, value: Value) -> str | float | None:
        return value if isinstance(value, str | int | float) or value is None else self.mark("", value)
