"""Plain forms as schools typed them from their policy, in several habits, with invented people and words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import docx
from docx.document import Document
from docx.table import _Cell

from forms.model import Definition, Field, Kind
from forms.printed_page import Cell, Show


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
    """A label, a tab, the answer; without colons."""
    LINES = "lines"
    """The answer typed into a row of underscores."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An action, as it was typed, and what it says."""

    text: str
    who: str | None = None
    by_when: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: field -> words; table of actions -> actions."""

    words: Mapping[str, str]
    actions: Mapping[str, Sequence[Doing]] = field(default_factory=dict)


def typed_form(definition: Definition, typed: Typed, habit: Habit) -> bytes:
    """Return a Word file of this form with these answers."""
    document = docx.Document()
    document.add_paragraph(definition.appendix)
    document.add_heading(definition.title, level=1)
    for section in definition.sections:
        if section.added:
            continue
        if section.table and all(item.show is Show.TEXT for cell in section.header for item in cell.items):
            _ruled(
                document,
                definition,
                section.table,
                typed,
                [_text(cell) for cell in section.header],
                section.cells,
            )
            continue
        rows = [row for row in (section.header, *section.rows) if row]
        if section.table:
            # What stands beside the label are columns of ours.
            rows = [section.header[:1], (Cell((_answer(section.table),)),)]
        if habit in {Habit.CELLS, Habit.SAME_CELL}:
            _cells(document, definition, rows, typed, together=habit is Habit.SAME_CELL)
        else:
            for label, answer in _pairs(definition, rows, typed):
                _paragraphs(document, label, answer, habit)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _answer(field_id: str):  # noqa: ANN202
    from forms.printed_page import Item

    return Item(Show.ANSWER, field_id)


def _text(cell: Cell) -> str:
    return " ".join(item.text for item in cell.items)


def said(definition: Definition, field_id: str, typed: Typed) -> list[str]:
    """Return the lines that stand in the answer of a field."""
    own = definition.field(field_id)
    if field_id in typed.actions:
        return [one.text for one in typed.actions[field_id]]
    words = typed.words.get(field_id, "")
    if own.kind in {Kind.SIGNATURE, Kind.SIGNATURES}:
        return []
    return words.split("\n") if words else []


def _is_printed(own: Field) -> bool:
    return not own.added and bool(own.label.strip())


def _pairs(
    definition: Definition, rows: Sequence[Sequence[Cell]], typed: Typed
) -> Iterator[tuple[str, list[str]]]:
    """Yield each label with the lines of its answer, in the order of the page."""
    items = [item for row in rows for cell in row for item in cell.items]
    labels = [item.field_id for item in items if item.show is Show.LABEL]
    beside = {}
    last = ""
    for item in items:
        if item.show is Show.LABEL:
            last = item.field_id
        elif item.show is Show.ANSWER and item.field_id not in labels:
            beside.setdefault(last, []).append(item.field_id)
    for item in items:
        if item.show is Show.TEXT:
            yield item.text, []
        elif item.show is Show.LABEL and _is_printed(own := definition.field(item.field_id)):
            lines = [] if own.kind is Kind.CLAUSE else said(definition, own.id, typed)
            more = [line for one in beside.get(own.id, []) for line in said(definition, one, typed)]
            yield own.label, [" ".join([*lines, *more])] if more and len(lines) < 2 else lines


def _cells(
    document: Document,
    definition: Definition,
    rows: Sequence[Sequence[Cell]],
    typed: Typed,
    *,
    together: bool,
) -> None:
    if together:
        pairs = {label: lines for label, lines in _pairs(definition, rows, typed)}
        labels = [
            [item for cell in row for item in cell.items if item.show in {Show.LABEL, Show.TEXT}]
            for row in rows
        ]
        for row in labels:
            shown = [
                item for item in row if item.show is Show.TEXT or _is_printed(definition.field(item.field_id))
            ]
            if not shown:
                continue
            table = document.add_table(rows=1, cols=len(shown))
            table.style = "Table Grid"
            for cell, item in zip(table.rows[0].cells, shown, strict=True):
                label = item.text or definition.field(item.field_id).label
                cell.text = label
                if item.show is Show.LABEL:
                    for line in _own_lines(definition, item.field_id, rows, typed, pairs):
                        cell.add_paragraph(line)
        return
    width = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for at, cell in enumerate(row):
            _fill(cells[at], definition, cell, typed)


def _own_lines(definition, field_id, rows, typed, pairs):  # noqa: ANN001, ANN202
    own = definition.field(field_id)
    if own.kind is Kind.CLAUSE:
        return []
    lines = said(definition, field_id, typed)
    same = [one for one in definition.fields if one.label == own.label and one.id != field_id]
    items = [item.field_id for row in rows for cell in row for item in cell.items if item.show is Show.LABEL]
    more = [line for one in same if one.id not in items for line in said(definition, one.id, typed)]
    return [" ".join([*lines, *more])] if more and len(lines) < 2 and not own.kind is Kind.ACTIONS else lines


def _fill(target: _Cell, definition: Definition, cell: Cell, typed: Typed) -> None:
    lines: list[str] = []
    for item in cell.items:
        if item.show is Show.TEXT:
            lines.append(item.text)
        elif item.show is Show.LABEL:
            if _is_printed(definition.field(item.field_id)):
                lines.append(definition.field(item.field_id).label)
        elif item.show is Show.ANSWER:
            own = said(definition, item.field_id, typed)
            if cell.beside and lines and own:
                lines[-1] = f"{lines[-1]} {own[0]}"
            else:
                lines += own
    target.text = lines[0] if lines else ""
    for line in lines[1:]:
        target.add_paragraph(line)


def _paragraphs(document: Document, label: str, answer: Sequence[str], habit: Habit) -> None:
    paragraph = document.add_paragraph()
    bare = label.rstrip(": ")
    if habit is Habit.RUN_IN:
        shown = label if label[-1] in "?." else f"{bare}:"
        paragraph.add_run(shown).bold = True
        paragraph.add_run(f" {answer[0]}" if answer else "")
        for line in answer[1:]:
            document.add_paragraph(line)
    elif habit is Habit.BELOW:
        paragraph.add_run(label).bold = True
        for line in answer or [""]:
            document.add_paragraph(line)
        document.add_paragraph("")
    elif habit is Habit.TABS:
        paragraph.add_run(bare).bold = True
        paragraph.add_run(f"\t{answer[0]}" if answer else "\t")
        for line in answer[1:]:
            document.add_paragraph(line)
    else:
        paragraph.add_run(f"{bare}: ")
        words = paragraph.add_run(f"___{answer[0]}______" if answer else "____________________")
        words.underline = True
        for line in answer[1:]:
            document.add_paragraph(line)


def _ruled(document, definition, table_id, typed, headings, cells) -> None:  # noqa: ANN001
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    field_ = definition.field(table_id)
    for doing in typed.actions.get(table_id, ()):
        row = table.add_row().cells
        for at, columns in enumerate(cells[: len(headings)]):
            if "action" in columns:
                row[at].text = doing.text
            elif columns[0] == "by_when" and doing.by_when:
                row[at].text = doing.by_when
    table.add_row()
    del field_
