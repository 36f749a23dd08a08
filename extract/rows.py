"""Fold the boxes of a file by name: long answers joined, copies compared, table rows told apart.

A row that a person adds in Word repeats the names of the row that it was copied from, so rows are
told apart by where they stand; one box copied elsewhere is one answer if both say the same, else
two candidates.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extract.raw import RawBox
from forms.findings import Finding, Severity
from forms.names import split_part_name
from forms.text import normalise_text

_MOST_CANDIDATES = 8
"""Candidates that a conflict lists; more than one is a matter for a person already."""
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
"""No form has more rows than that; a longer number in a name is not ours."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the names of a table's boxes are made from."""

    columns: tuple[str, ...]
    ticks: frozenset[str] = frozenset()
    """How the names of Word's tick boxes end: COLUMN or COLUMN-OPTION."""
    printed_rows: int = 0
    """How many rows have printed words; a row that a person adds comes after them."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a table."""

    number: int
    """From 1, as named on the form; a row that a person added takes the next number."""
    cells: Mapping[str, RawBox]
    """Column -> box."""
    ticks: Mapping[str, RawBox]
    """COLUMN or COLUMN-OPTION -> Word's tick box."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The boxes of a file by name, and its tables by row, in document order."""

    boxes: Mapping[str, RawBox]
    ticks: Mapping[str, RawBox]
    """Word's tick boxes apart: that of an option "Other" has the name of the words that belong to it."""
    rows: Mapping[str, tuple[RawRow, ...]]
    findings: tuple[Finding, ...]


def fold_boxes(boxes: Iterable[RawBox], tables: Mapping[str, Shape]) -> Folded:
    """Return `boxes` folded; `tables` says which ids are tables and what their boxes are called."""
    findings: list[Finding] = []
    clean = [_normalised(box, findings) for box in boxes]
    singles: dict[str, list[RawBox]] = {}
    ticks: dict[str, list[RawBox]] = {}
    entries: dict[str, list[_Entry]] = {table: [] for table in tables}
    for box in clean:
        is_tick = box.ticked is not None
        base = box.name if is_tick else split_part_name(box.name)[0]
        table, entry = _entry(base, box, tables, is_tick=is_tick)
        if entry is not None:
            entries[table].append(entry)
        elif is_tick:
            ticks.setdefault(base, []).append(box)
        else:
            singles.setdefault(base, []).append(box)
    folded = {name: _merged(name, group, findings) for name, group in singles.items()}
    rows = {table: _rows(found, tables[table].printed_rows, findings) for table, found in entries.items()}
    ticked = {name: _merged(name, group, findings) for name, group in ticks.items()}
    return Folded(folded, ticked, rows, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One box of a table: its row's number where it has one, its column, or the end of a tick box's name."""

    number: int | None
    key: str
    is_tick: bool
    box: RawBox


def _entry(
    name: str, box: RawBox, tables: Mapping[str, Shape], *, is_tick: bool
) -> tuple[str, _Entry | None]:
    """Return the table that a box belongs to and its place there, None where it belongs to no table."""
    table, _, rest = name.partition("-")
    if table not in tables:
        return table, None
    keys = tables[table].ticks if is_tick else frozenset(tables[table].columns)
    digits, _, key = rest.partition("-")
    if _ROW_NUMBER.fullmatch(digits):
        return table, _Entry(int(digits), key, is_tick, box) if key in keys else None
    # A name that lost its row number: TABLE-who, TABLE--who.
    tail = rest.lstrip("-")
    key = tail if is_tick else tail.rpartition("-")[2]
    return table, _Entry(None, key, is_tick, box) if key in keys else None


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
    boxes: dict[tuple[bool, str], list[RawBox]] = field(default_factory=dict)
    """(tick box or not, column or end of a tick box's name) -> boxes."""

    def takes(self, entry: _Entry) -> bool:
        """Return whether a box belongs to this row."""
        row_key = entry.box.row_key
        if row_key == self.row_key:
            return True
        # One entry may take several lines of a table, so there a row ends where a column comes again.
        return row_key is not None and row_key < 0 and (entry.is_tick, entry.key) not in self.boxes


def _rows(entries: list[_Entry], printed_rows: int, findings: list[Finding]) -> tuple[RawRow, ...]:
    number_at: dict[int | None, int] = {
        entry.box.row_key: entry.number
        for entry in entries
        if entry.number is not None and entry.box.row_key is not None
    }
    gathered: list[_Row] = []
    latest: dict[int | None, _Row] = {}
    for entry in entries:
        # A box without a number belongs to the row that it stands in.
        wanted = entry.number if entry.number is not None else number_at.get(entry.box.row_key)
        row = latest.get(wanted)
        if row is None or not row.takes(entry):
            row = latest[wanted] = _Row(wanted, entry.box.row_key)
            gathered.append(row)
        row.row_key = entry.box.row_key
        row.boxes.setdefault((entry.is_tick, entry.key), []).append(entry.box)
    taken: set[int] = set()
    named = (entry.number for entry in entries if entry.number is not None)
    following = max((printed_rows, *named))
    rows: list[RawRow] = []
    for row in gathered:
        number = row.wanted
        if number is None or number in taken:
            following += 1
            number = following
        taken.add(number)
        merged = {key: _merged(group[0].name, group, findings) for key, group in row.boxes.items()}
        cells = {key: box for (is_tick, key), box in merged.items() if not is_tick}
        ticks = {key: box for (is_tick, key), box in merged.items() if is_tick}
        rows.append(RawRow(number, cells, ticks))
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
