"""Read the tables of actions: rows by their own reference, never by their place alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.meaning import meaning_of, option_finding
from extract.raw import RawFile
from extract.rows import RawRow
from forms.dates import is_impossible_day, parse_date
from forms.findings import Finding, Severity
from forms.model import STATUSES, Field, Kind
from forms.names import cell_name
from forms.records import Answer, State

_WORST_FIRST = (State.CONFLICT, State.MISSING, State.ILLEGIBLE, State.FILLED, State.BLANK)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table's answer, what was found in it, and the names of boxes that are gone."""

    answer: Answer
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]


def read_table(
    field: Field,
    rows: tuple[RawRow, ...],
    printed: tuple[str, ...],
    raw: RawFile,
    *,
    expected: bool,
) -> ReadTable:
    """Return what the rows of a table say.

    `printed` are the columns that the form shows and `expected` says that a table without rows
    has lost them.
    """
    if not rows:
        state = State.MISSING if expected else State.BLANK
        missing = (field.id,) if expected else ()
        return ReadTable(Answer(None, state, raw.channel, cells={}), (), missing)
    reader = _Reader(field, printed, raw)
    for row in rows:
        reader.read_row(row)
    reader.check_gaps(rows)
    return reader.finished()


class _Reader:
    """One table while it is read."""

    def __init__(self, field: Field, printed: tuple[str, ...], raw: RawFile) -> None:
        self.field = field
        self.printed = printed
        self.raw = raw
        self.cells: dict[int, dict[str, Answer]] = {}
        self.values: list[dict[str, str | None]] = []
        self.findings: list[Finding] = []
        self.missing: list[str] = []
        self._refs: set[str] = set()

    def read_row(self, row: RawRow) -> None:
        """Read one row: its cells, then its identity."""
        cells: dict[str, Answer] = {}
        for column in self.field.columns:
            box = row.cells.get(column)
            if box is None and (
                column not in self.printed or (column == "ref" and not self.raw.identity.reference)
            ):
                continue
            name = cell_name(self.field.id, row.number, column)
            if box is None or box.gone:
                self.missing.append(name)
            meaning = meaning_of(name, box, None, self.raw.channel)
            self.findings.extend(meaning.findings)
            cells[column] = self._cell(name, column, meaning.answer)
        self.cells[row.number] = cells
        if self.field.kind is Kind.CARRIED:
            self._carried(cells)
        else:
            self._new(cells)

    def check_gaps(self, rows: tuple[RawRow, ...]) -> None:
        """Report rows that were deleted from between others."""
        standing = {row.number for row in rows}
        lost = [number for number in range(1, max(standing)) if number not in standing]
        if not lost:
            return
        numbers = ", ".join(map(str, lost))
        if self.field.kind is Kind.CARRIED:
            self._find(
                "X18", Severity.ACT_NOW, f"carried action in row {numbers} was taken off the form. Ask why"
            )
        else:
            self._find("F24", Severity.NOTE, f"spare row {numbers} was taken off the form. Nothing to do")

    def finished(self) -> ReadTable:
        """Return what was read."""
        states = {cell.state for cells in self.cells.values() for cell in cells.values()}
        trouble = next((state for state in _WORST_FIRST[:3] if state in states), None)
        state = trouble or (State.FILLED if self.values else State.BLANK)
        first = next((cell for cells in self.cells.values() for cell in cells.values()), None)
        answer = Answer(
            tuple(self.values) or None,
            state,
            self.raw.channel,
            page_number=first.page_number if first else None,
            cells=self.cells,
        )
        return ReadTable(answer, tuple(self.findings), tuple(self.missing))

    def _cell(self, name: str, column: str, answer: Answer) -> Answer:
        text = answer.value
        if answer.state is not State.FILLED or not isinstance(text, str):
            return answer
        if column == "by_when":
            date = parse_date(text)
            if date is not None:
                return replace(answer, value=date.isoformat())
            why = "is no date: there is no such day" if is_impossible_day(text) else "is not a date"
            self._find("X15", Severity.NOTE, f"{text!r} {why}; it was kept as typed. Agree on one", name)
        if column == "status":
            finding = option_finding(name, text, STATUSES)
            if finding is not None:
                self.findings.append(finding)
        return answer

    def _carried(self, cells: dict[str, Answer]) -> None:
        if all(cell.value is None for cell in cells.values()):
            return
        self.values.append({column: _text(cells.get(column)) for column in self.field.columns})
        if "ref" not in cells:
            return
        ref = (_text(cells["ref"]) or "").strip()
        if ref and ref in self._refs:
            self._find(
                "F25",
                Severity.ACT_NOW,
                f"action {ref} stands in two rows. Ask which of the two updates is meant",
            )
        self._refs.add(ref)

    def _new(self, cells: dict[str, Answer]) -> None:
        answers = {column: cells.get(column) for column in self.field.columns if column != "ref"}
        if any(cell is not None and cell.value is not None for cell in answers.values()):
            self.values.append({column: _text(cell) for column, cell in answers.items()})

    def _find(self, code: str, severity: Severity, words: str, name: str | None = None) -> None:
        where = name or self.field.id
        self.findings.append(Finding(code, severity, where, f"{where}: {words}"))


def _text(answer: Answer | None) -> str | None:
    if answer is None:
        return None
    if isinstance(answer.value, tuple):
        return " / ".join(str(candidate) for candidate in answer.value)
    return answer.value if isinstance(answer.value, str) else None
