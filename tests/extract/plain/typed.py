"""Plain forms as schools typed them from their policy, in several habits, with invented people and words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import docx

from forms.model import Definition, Field, Kind
from forms.printed_page import Cell, Item, Section, Show

if TYPE_CHECKING:
    from docx.document import Document


class Habit(StrEnum):
    """How a form was typed."""

    CELLS = "cells"
    """A label in one cell, the answer in the next one; a row of labels over a row of answers."""
    SAME_CELL = "same cell"
    """The answer below its label, in the same cell."""
    RUN_IN = "run in"
    """A bold label with a colon, the answer behind it in the paragraph."""
    BELOW = "below"
    """A bold label, the answer in the paragraphs below it."""
    TABS = "tabs"
    """A bold label without a colon, a tab, the answer."""
    BOLD = "bold"
    """A bold label, and nothing but a space before the answer."""
    LINES = "lines"
    """The answer typed into a row of underscores."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An action as it was typed, and what it says."""

    text: str
    who: str | None = None
    by_when: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: field -> words; table of actions -> actions."""

    words: Mapping[str, str]
    actions: Mapping[str, Sequence[Doing]] = field(default_factory=dict)

    def lines(self, own: Field) -> list[str]:
        """Return the lines that stand in a field's answer."""
        if own.kind in {Kind.SIGNATURE, Kind.SIGNATURES, Kind.CLAUSE}:
            return []
        words = self.words.get(own.id, "")
        return [one.text for one in self.actions.get(own.id, ())] or (words.split("\n") if words else [])


def typed_form(definition: Definition, typed: Typed, habit: Habit) -> bytes:
    """Return a Word file of this form with these answers."""
    document = docx.Document()
    document.add_paragraph(definition.appendix)
    document.add_heading(definition.title, level=1)
    typist = _Typist(document, definition, typed, habit)
    for section in definition.sections:
        if not section.added:
            typist.section(section)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Typist:
    document: Document
    definition: Definition
    typed: Typed
    habit: Habit

    def section(self, section: Section) -> None:
        rows: list[Sequence[Cell]] = [row for row in (section.header, *section.rows) if row]
        if section.table:
            if all(item.show is Show.TEXT for cell in section.header for item in cell.items):
                self._ruled(section)
                return
            # What stands beside the label are columns of ours.
            rows = [section.header[:1], (Cell((Item(Show.ANSWER, section.table),)),)]
        if self.habit is Habit.CELLS:
            self._cells(rows)
            return
        for row in self._pairs(rows):
            if self.habit is Habit.SAME_CELL:
                self._boxes(row)
            else:
                for label, answer in row:
                    self._paragraphs(label, answer)

    def _field(self, item: Item) -> Field:
        return self.definition.field(item.field_id)

    def _is_printed(self, item: Item) -> bool:
        if item.show is Show.TEXT:
            return True
        own = self._field(item)
        return item.show is Show.LABEL and not own.added and bool(own.label.strip())

    def _pairs(self, rows: Sequence[Sequence[Cell]]) -> Iterator[list[tuple[str, list[str]]]]:
        """Yield the labels of each row with the lines of their answers; one label may ask two things."""
        items = [item for row in rows for cell in row for item in cell.items]
        labelled = {item.field_id for item in items if item.show is Show.LABEL}
        beside: dict[str, list[str]] = {}
        last = ""
        for item in items:
            if item.show is Show.LABEL:
                last = item.field_id
            elif item.show is Show.ANSWER and item.field_id not in labelled:
                beside.setdefault(last, []).extend(self.typed.lines(self._field(item)))
        for row in rows:
            pairs = []
            for item in (item for cell in row for item in cell.items if self._is_printed(item)):
                own = [] if item.show is Show.TEXT else self.typed.lines(self._field(item))
                more = beside.get(item.field_id, []) if item.show is Show.LABEL else []
                text = item.text or self._field(item).label
                pairs.append((text, [" ".join([*own, *more])] if more and len(own) < 2 else own))
            if pairs:
                yield pairs

    def _boxes(self, pairs: Sequence[tuple[str, list[str]]]) -> None:
        table = self.document.add_table(rows=1, cols=len(pairs))
        table.style = "Table Grid"
        for cell, (label, lines) in zip(table.rows[0].cells, pairs, strict=True):
            cell.text = label
            for line in lines:
                cell.add_paragraph(line)

    def _cells(self, rows: Sequence[Sequence[Cell]]) -> None:
        table = self.document.add_table(rows=0, cols=max(len(row) for row in rows))
        table.style = "Table Grid"
        for row in rows:
            for target, cell in zip(table.add_row().cells, row, strict=False):
                lines = list(self._cell_lines(cell))
                target.text = lines[0] if lines else ""
                for line in lines[1:]:
                    target.add_paragraph(line)

    def _cell_lines(self, cell: Cell) -> Iterator[str]:
        """Yield the lines of a cell; two answers beside each other stand on one line."""
        answers: list[str] = []
        for item in cell.items:
            if item.show is Show.ANSWER:
                own = self.typed.lines(self._field(item))
                if not cell.beside:
                    yield from own
                answers += own
            elif self._is_printed(item):
                yield item.text or self._field(item).label
        if cell.beside and answers:
            yield " ".join(answers)

    def _paragraphs(self, label: str, answer: Sequence[str]) -> None:
        paragraph = self.document.add_paragraph()
        bare = label.rstrip(": ")
        first = answer[0] if answer else ""
        if self.habit is Habit.RUN_IN:
            paragraph.add_run(label if label[-1] in "?." else f"{bare}:").bold = True
            paragraph.add_run(f" {first}")
        elif self.habit is Habit.BELOW:
            paragraph.add_run(label).bold = True
            self.document.add_paragraph(first)
        elif self.habit is Habit.BOLD:
            paragraph.add_run(bare).bold = True
            paragraph.add_run(f" {first}")
        elif self.habit is Habit.TABS:
            paragraph.add_run(bare).bold = True
            paragraph.add_run(f"\t{first}")
        else:
            paragraph.add_run(f"{bare}: ")
            paragraph.add_run(f"___{first}______").underline = True
        for line in answer[1:]:
            self.document.add_paragraph(line)

    def _ruled(self, section: Section) -> None:
        """Type a table of actions under its printed headings, with an empty row at its end."""
        table = self.document.add_table(rows=1, cols=len(section.header))
        table.style = "Table Grid"
        for target, cell in zip(table.rows[0].cells, section.header, strict=True):
            target.text = cell.items[0].text
        for doing in self.typed.actions.get(section.table, ()):
            for target, columns in zip(table.add_row().cells, section.cells, strict=False):
                if "action" in columns:
                    target.text = doing.text
                elif columns[0] == "by_when":
                    target.text = doing.by_when or ""
        table.add_row()
