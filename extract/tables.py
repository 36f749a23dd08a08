"""Read the tables of a form: rows by their own reference or printed words, never by their place alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.boxes import Boxes
from extract.choices import Chosen, choose, tick_option, ticked
from extract.meaning import asked_in, meaning_of
from extract.raw import RawBox
from extract.rows import RawRow, Shape
from extract.table_values import table_rows
from forms.action_rows import is_carried_row
from forms.dates import is_impossible_day, parse_date
from forms.findings import Severity
from forms.model import ACTION_TABLES, ONE_OF, TABLES, Column, Definition, Field, Kind, Stage
from forms.names import cell_name, option_slug
from forms.records import Answer, State
from forms.row_cells import column_of, options_of

_WORST_FIRST = (State.CONFLICT, State.MISSING, State.ILLEGIBLE)


def table_shapes(definition: Definition) -> dict[str, Shape]:
    """Return how the boxes of each table are called."""
    return {field.id: _shape(field) for field in definition.answerable if field.kind in TABLES}


def read_table(field: Field, boxes: Boxes) -> Answer:
    """Return what the rows of a table say."""
    whole = boxes.has(field.id)
    rows = boxes.folded.rows.get(field.id, ())
    if whole and not rows:
        # A verbatim form prints the carried actions as words in one cell.
        return boxes.read(field.id)
    rows = _with_printed_rows(field, rows, boxes)
    may_be_gone = boxes.raw.carried_may_be_gone and (field.kind is Kind.CARRIED or field.takes_carried)
    if may_be_gone:
        words = (
            "a page is missing on which actions may stand that were carried onto the form. What was agreed "
            "stays; look at the file, or ask the sender for the page"
        )
        boxes.find("F84", Severity.ACT_NOW, field.id, words)
    issued = boxes.raw.identity.marks.row_counts.get(field.id, 0)
    if not rows:
        expected = may_be_gone or issued > 0 or (bool(field.spare) and _has_spare_rows(field, boxes))
        boxes.missing.extend([field.id] * expected)
        return Answer(None, State.MISSING if expected else State.BLANK, boxes.channel, cells={})
    reader = _Reader(field, boxes)
    for row in rows:
        reader.read_row(row)
    reader.check_gaps(rows, issued)
    return reader.finished()


def _shape(field: Field) -> Shape:
    ticks: set[str] = set()
    for column_id in field.columns:
        column = column_of(field, column_id)
        if column.kind is Kind.TICK:
            ticks.add(column_id)
        for option in _all_options(field, column):
            ticks.add(f"{column_id}-{option_slug(option)}")
    return Shape(field.columns, frozenset(ticks), _printed_rows(field))


def _printed_rows(field: Field) -> int:
    return len(field.parties) if field.kind is Kind.SIGNATURES else len(field.row)


def _all_options(field: Field, column: Column) -> tuple[str, ...]:
    """Return every option that some row of a choice has."""
    if column.kind not in ONE_OF:
        return ()
    rows = range(len(field.row) + 1)
    return tuple(dict.fromkeys(option for row in rows for option in options_of(field, column, row)))


def _has_spare_rows(field: Field, boxes: Boxes) -> bool:
    """Return whether the form must have rows of this table: at signing only the filled ones stand."""
    if field.kind is Kind.SIGNATURES:
        return boxes.stage in {Stage.BLANK, Stage.SIGNING}
    return boxes.stage not in {Stage.SIGNING, Stage.FINAL}


def _with_printed_rows(field: Field, rows: tuple[RawRow, ...], boxes: Boxes) -> tuple[RawRow, ...]:
    """Return the rows, and without any box those printed ones that have lost all theirs.

    In Word a person may take out a row that has no printed words; out of a PDF it gets lost with its page.
    """
    printed = _printed_rows(field) if field.kind is not Kind.SIGNATURES or boxes.can_be_signed else 0
    standing = {row.number for row in rows}
    issued = boxes.raw.identity.marks.row_counts.get(field.id, 0) if boxes.raw.kind == "pdf" else 0
    lost = (
        number
        for number in range(1, max(printed, issued) + 1)
        if number not in standing and not _is_heading(field, number)
    )
    return (*rows, *(RawRow(number, {}, {}) for number in lost))


def _is_heading(field: Field, number: int) -> bool:
    return number <= len(field.row) and field.row[number - 1].heading


def _expected_columns(field: Field, boxes: Boxes) -> frozenset[str]:
    """Return the columns whose boxes must stand in every row."""
    columns = set(field.columns)
    if boxes.verbatim and (field.printed_columns or field.kind in ACTION_TABLES):
        columns = set(field.printed_columns)
    elif boxes.verbatim:
        columns -= {column.id for column in field.column if column.added}
    # Once the answers are settled, only rows that hold an action have an id.
    settled = field.kind is Kind.ACTIONS and not _has_spare_rows(field, boxes)
    if settled or not boxes.raw.identity.reference:
        columns -= {"ref"}
    if field.kind is Kind.SIGNATURES:
        columns = columns - ({"who"} if field.parties else set()) if boxes.can_be_signed else set()
    return frozenset(columns)


class _Reader:
    """One table while it is read."""

    def __init__(self, field: Field, boxes: Boxes) -> None:
        self.field = field
        self.boxes = boxes
        self.cells: dict[int, dict[str, Answer]] = {}
        self._expected = _expected_columns(field, boxes)
        self._columns = {name: column_of(field, name) for name in field.columns}
        self._options = {name: _all_options(field, column) for name, column in self._columns.items()}
        self._refs: dict[str, int] = {}
        """The first row in which each action stands."""

    def read_row(self, row: RawRow) -> None:
        """Read one row: its cells, then its identity."""
        cells: dict[str, Answer] = {}
        for name in self.field.columns:
            answer = self._cell(name, row)
            if answer is not None:
                cells[name] = answer
        self.cells[row.number] = cells
        if not cells and not (row.cells or row.ticks):
            # Which of its boxes it had at this stage nobody can say.
            cells |= dict.fromkeys(self.field.columns[:1], Answer(None, State.MISSING, self.boxes.channel))
            self.boxes.missing.append(f"{self.field.id}-{row.number}")
        self._check_identity(row.number, cells)

    def check_gaps(self, rows: Sequence[RawRow], issued: int) -> None:
        """Report rows that were deleted, of the `issued` ones or from between others."""
        standing = {row.number for row in rows}
        lost = [
            number
            for number in range(1, max(*standing, issued + 1))
            if number not in standing and not _is_heading(self.field, number)
        ]
        if not lost:
            return
        gap = f"row {lost[0]} was" if len(lost) == 1 else f"rows {', '.join(map(str, lost))} were"
        # The rows that are left are as sure as before.
        gone = cell_name(self.field.id, lost[0], self.field.columns[0])
        if self.field.kind is Kind.CARRIED:
            if self.boxes.raw.identity.marks.rows:
                return  # the marks tell whether one of those that were issued is gone
            words = f"carried action in {gap} taken off the form. Ask why"
            self.boxes.find("X18", Severity.ACT_NOW, self.field.id, words)
        elif self.field.kind is Kind.SIGNATURES or not _has_spare_rows(self.field, self.boxes):
            words = f"{gap} taken off the form, and what stood there is gone. Compare with what was sent"
            self.boxes.find("F24", Severity.SOON, gone, words)
        elif self.field.takes_carried:
            words = f"{gap} taken off the form. If an action stood there, what was agreed stays"
            self.boxes.find("F24", Severity.SOON, gone, words)
        else:
            words = f"spare {gap} taken off the form. If nothing stood there, there is nothing to do"
            self.boxes.find("F24", Severity.NOTE, gone, words)

    def finished(self) -> Answer:
        """Return what was read."""
        values = table_rows(self.field, self.cells, self.boxes.raw.identity.reference)
        cells = [cell for row in self.cells.values() for cell in row.values()]
        states = {cell.state for cell in cells}
        trouble = next((state for state in _WORST_FIRST if state in states), None)
        return Answer(
            values or None,
            trouble or (State.FILLED if values else State.BLANK),
            self.boxes.channel,
            page_number=cells[0].page_number if cells else None,
            cells=self.cells,
        )

    def _cell(self, column_id: str, row: RawRow) -> Answer | None:
        """Return the answer in a cell, None where the form has no such cell in its rows."""
        column = self._columns[column_id]
        name = cell_name(self.field.id, row.number, column_id)
        box, tick = row.cells.get(column_id), row.ticks.get(column_id)
        ticks = {
            option: row.ticks[key]
            for option in self._options[column_id]
            if (key := f"{column_id}-{option_slug(option)}") in row.ticks
        }
        if box is None and tick is None and not ticks and column_id not in self._expected:
            return None
        if (box is None and tick is None and not ticks) or (box is not None and box.gone):
            self.boxes.missing.append(name)
        chosen = self._chosen(name, column, row, ticks)
        self.boxes.findings.extend(chosen.findings)
        self.boxes.missing.extend(f"{name}-{option_slug(option)}" for option in chosen.lost)
        if self.field.kind in ACTION_TABLES and column_id == "by_when":
            return self._by_when(name, chosen.answer)
        return chosen.answer

    def _chosen(self, name: str, column: Column, row: RawRow, ticks: dict[str, RawBox]) -> Chosen:
        options = options_of(self.field, column, row.number)
        if row.number > len(self.field.row) > 0:
            # A row that a person added may be a copy of any row.
            options = self._options[column.id] or options
        box, channel = row.cells.get(column.id), self.boxes.channel
        if column.kind is Kind.TICK:
            return ticked(name, box, row.ticks.get(column.id), tick_option(options), channel)
        asked = asked_in(column, options)
        if column.kind in ONE_OF:
            printed = options if not self.boxes.verbatim else ()
            return choose(name, box, ticks, asked, printed, channel)
        meaning = meaning_of(name, box, asked, channel)
        return Chosen(meaning.answer, meaning.findings)

    def _by_when(self, name: str, answer: Answer) -> Answer:
        text = answer.value
        if answer.state is not State.FILLED or not isinstance(text, str):
            return answer
        date = parse_date(text)
        if date is not None:
            return replace(answer, value=date.isoformat())
        why = "is no date: there is no such day" if is_impossible_day(text) else "is not a date"
        self.boxes.find("X15", Severity.NOTE, name, f"{text!r} {why}; it was kept as typed. Agree on one")
        return answer

    def _check_identity(self, number: int, cells: dict[str, Answer]) -> None:
        """Report an action that stands in two carried rows."""
        answer = cells.get("ref")
        ref = answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""
        if not ref or not is_carried_row(self.field, ref, self.boxes.raw.identity.reference):
            return
        if ref in self._refs:
            both = f"rows {self._refs[ref]} and {number}"
            words = f"action {ref} stands in {both}. Ask which of the two updates is meant"
            self.boxes.find("F25", Severity.ACT_NOW, cell_name(self.field.id, number, "ref"), words)
        self._refs.setdefault(ref, number)
