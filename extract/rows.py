"""Fold the boxes of a file by name: long answers joined, copies compared, table rows told apart.

A row that a person adds in Word repeats the names of the row that it was copied from, so rows are
told apart by where they stand; one box copied elsewhere is one answer if both say the same, else
two candidates.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.raw import RawBox
from forms.findings import Finding, Severity
from forms.names import split_cell_name, split_part_name
from forms.text import normalise_text

_MOST_CANDIDATES = 8
"""Candidates that a conflict lists; more than one is a matter for a person already."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a table."""

    number: int
    """From 1, as named on the form; a row that a person added takes the next number."""
    cells: Mapping[str, RawBox]
    """Column -> box."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The boxes of a file by name, and its tables by row, in document order."""

    boxes: Mapping[str, RawBox]
    ticks: Mapping[str, RawBox]
    """Word's tick boxes apart: that of an option "Other" has the name of the words that belong to it."""
    rows: Mapping[str, tuple[RawRow, ...]]
    findings: tuple[Finding, ...]


def fold_boxes(boxes: Iterable[RawBox], tables: Mapping[str, Sequence[str]]) -> Folded:
    """Return `boxes` folded; `tables` says which ids are tables and which columns each has."""
    findings: list[Finding] = []
    clean = [_normalised(box, findings) for box in boxes]
    singles: dict[str, list[RawBox]] = {}
    ticks: dict[str, list[RawBox]] = {}
    cells: dict[str, list[tuple[int | None, str, RawBox]]] = {table: [] for table in tables}
    for box in clean:
        if box.ticked is not None:
            ticks.setdefault(box.name, []).append(box)
            continue
        base, _ = split_part_name(box.name)
        place = _cell_place(base, tables)
        if place is None:
            singles.setdefault(base, []).append(box)
        else:
            table, row_number, column = place
            cells[table].append((row_number, column, box))
    folded = {name: _merged(name, group, findings) for name, group in singles.items()}
    rows = {table: _rows(entries, findings) for table, entries in cells.items()}
    ticked = {name: _merged(name, group, findings) for name, group in ticks.items()}
    return Folded(folded, ticked, rows, tuple(findings))


def _cell_place(name: str, tables: Mapping[str, Sequence[str]]) -> tuple[str, int | None, str] | None:
    cell = split_cell_name(name)
    if cell is not None and cell[0] in tables:
        return cell if cell[2] in tables[cell[0]] else None
    # A name that lost its row number: TABLE-who, TABLE--who.
    table, _, rest = name.partition("-")
    column = rest.rpartition("-")[2]
    return (table, None, column) if column in tables.get(table, ()) else None


def _normalised(box: RawBox, findings: list[Finding]) -> RawBox:
    if not box.texts:
        return box
    normalised = [normalise_text(text) for text in box.texts]
    removed = sum(text.removed for text in normalised)
    if removed:
        findings.append(
            Finding(
                "F08",
                Severity.NOTE,
                box.name,
                f"{box.name}: {removed} control character{'s were' if removed > 1 else ' was'} left out "
                "of the answer, "
                "because no file can hold them. Nothing to do unless words run together",
            )
        )
    return replace(box, texts=tuple(text.text for text in normalised))


@dataclass(slots=True)
class _Row:
    """One row while its boxes are gathered."""

    wanted: int | None
    row_key: int | None
    columns: dict[str, list[RawBox]] = field(default_factory=dict)

    def takes(self, column: str, row_key: int | None) -> bool:
        """Return whether a box of `column` that stands at `row_key` belongs to this row."""
        if row_key == self.row_key:
            return True
        # One entry may take several lines of a table, so there a row ends where a column comes again.
        return row_key is not None and row_key < 0 and column not in self.columns


def _rows(entries: list[tuple[int | None, str, RawBox]], findings: list[Finding]) -> tuple[RawRow, ...]:
    number_at: dict[int | None, int] = {
        box.row_key: number for number, _, box in entries if number is not None and box.row_key is not None
    }
    gathered: list[_Row] = []
    latest: dict[int | None, _Row] = {}
    for number, column, box in entries:
        # A box without a number belongs to the row that it stands in.
        wanted = number if number is not None else number_at.get(box.row_key)
        row = latest.get(wanted)
        if row is None or not row.takes(column, box.row_key):
            row = latest[wanted] = _Row(wanted, box.row_key)
            gathered.append(row)
        row.row_key = box.row_key
        row.columns.setdefault(column, []).append(box)
    taken: set[int] = set()
    following = max((number for number, _, _ in entries if number is not None), default=0)
    rows: list[RawRow] = []
    for row in gathered:
        number = row.wanted
        if number is None or number in taken:
            following += 1
            number = following
        taken.add(number)
        cells = {column: _merged(group[0].name, group, findings) for column, group in row.columns.items()}
        rows.append(RawRow(number, cells))
    return tuple(rows)


def _merged(name: str, group: list[RawBox], findings: list[Finding]) -> RawBox:
    """Return one box for all that bear a name, long answers joined in the order of their parts."""
    if len(group) == 1 and group[0].name == name:
        return group[0]
    parts: dict[int, list[RawBox]] = {}
    for box in group:
        parts.setdefault(split_part_name(box.name)[1], []).append(box)
    single = {number: _copies(name, parts[number], findings) for number in sorted(parts)}
    first = next(iter(single.values()))
    if len(single) == 1 and 1 in single:
        return first
    lost = sorted(set(range(1, max(single) + 1)) - set(single))
    if lost:
        findings.append(
            Finding(
                "F19",
                Severity.ACT_NOW,
                name,
                f"{name}: part {', '.join(map(str, lost))} of {max(single)} of this answer is gone from "
                "the form. "
                "Compare it with the copy that was sent",
            )
        )
    choices = [box.texts or ("",) for box in single.values()]
    joined = dict.fromkeys(
        "".join(pieces) for pieces in itertools.islice(itertools.product(*choices), _MOST_CANDIDATES)
    )
    texts = tuple(text for text in joined if text)
    return replace(first, name=name, texts=texts, gone=any(box.gone for box in single.values()))


def _copies(name: str, group: list[RawBox], findings: list[Finding]) -> RawBox:
    """Return one box for copies of the same box."""
    if len(group) == 1:
        return group[0]
    texts = tuple(dict.fromkeys(text for box in group for text in box.texts if text.strip()))
    states = {box.ticked for box in group}
    if len(texts) <= 1 and len(states) == 1:
        findings.append(
            Finding(
                "F03",
                Severity.NOTE,
                name,
                f"{name}: this box stands on the form {len(group)} times; the answer was taken once. "
                "Check that nothing was meant to be a new row",
            )
        )
    first = next((box for box in group if box.texts), group[0])
    return replace(
        first,
        texts=texts or first.texts,
        ticked=any(box.ticked for box in group) if states != {None} else None,
        doubtful=any(box.doubtful for box in group) or len(states) > 1,
        gone=all(box.gone for box in group),
    )
