"""Say which words of a plain form belong to which of its printed words, by where they stand.

An answer stands behind its label on the line, below it in the same cell, in the next cell, or in the cells
below a row of labels. Words that could belong to two labels are given to one and said to be in doubt; words
that belong to none are kept as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.plain.headings import Heading, heading_row
from extract.plain.labels import Place, Printed, find_labels
from extract.plain.paper import Block, Grid, GridCell, Line, Paper, lines_in, stretches

GAPS = re.compile(r"[_…\u2002\ufffc]+|\.{3,}|·{3,}|-{6,}")
"""Rows of signs to write on."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of an answer; those of one row of a table share `row`, and `column` counts from 0."""

    lines: tuple[Line, ...]
    row: int | None = None
    column: int = 0
    headings: tuple[Heading, ...] = ()
    """What the columns of its table are called, where a row of it says so."""


@dataclass(slots=True)
class Said:
    """What was found of one printed label."""

    printed: Printed
    parts: list[Part] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """Why it is in doubt; [] where it is not."""
    times: int = 0
    """How often its words were found."""

    def doubt(self, reason: str) -> None:
        """Note a reason once."""
        if reason not in self.reasons:
            self.reasons.append(reason)


@dataclass(slots=True)
class Allotted:
    """What belongs to which label, in the order of the form, and the words that belong to nothing."""

    said: dict[int, Said]
    loose: list[Line]
    tables: dict[str, list[Part]]
    """Table field -> its rows, where the table was found by its headings; "" for a table without a label."""
    before: dict[str, list[Part]]
    """Field -> its answer, which stands before a label."""


def allot(paper: Paper, printed: Sequence[Printed], columns: Sequence[Heading]) -> Allotted:
    """Return which words of a paper belong to which printed words; `columns` are the form's own headings."""
    return _Allotter(tuple(printed), tuple(columns)).allot(paper)


@dataclass(slots=True)
class _Mark:
    """A label where it stands in a stretch of lines."""

    place: Place
    printed: Printed


@dataclass(slots=True)
class _Inside:
    """What a cell, or the body, holds beside what its own labels took."""

    free: list[Part] = field(default_factory=list)
    """Words before its first label."""
    last: Said | None = None
    """The label that goes on at its end."""
    has_labels: bool = False


class _Allotter:
    def __init__(self, printed: tuple[Printed, ...], columns: tuple[Heading, ...]) -> None:
        self._printed = printed
        self._columns = columns
        self._labels = [one.text for one in printed]
        self._by_text: dict[str, list[Printed]] = {}
        for one in printed:
            self._by_text.setdefault(_fold(one.text), []).append(one)
        self._said: dict[int, Said] = {}
        self._loose: list[Line] = []
        self._tables: dict[str, list[Part]] = {}
        self._before: dict[str, list[Part]] = {}
        self._at = -1
        self._rows = 0

    def allot(self, paper: Paper) -> Allotted:
        body = self._inside(paper.blocks)
        self._drop(body.free)
        self._loose += paper.loose
        return Allotted(self._said, self._loose, self._tables, self._before)

    def _drop(self, parts: Sequence[Part]) -> None:
        self._loose += [line for part in parts for line in part.lines if line.text.strip()]

    def _inside(self, blocks: Sequence[Block]) -> _Inside:
        inside = _Inside()
        for block in stretches(blocks):
            if isinstance(block, Grid):
                self._table(block, inside)
            else:
                self._lines(block, inside)
        return inside

    def _lines(self, lines: Sequence[Line], inside: _Inside) -> None:
        text = "\n".join(line.text for line in lines)
        places = find_labels(text, self._labels)
        marks = [_Mark(one, self._meant(one)) for one in places if not one.is_weak]
        first = marks[0].place.start if marks else len(text)
        before = _cut(lines, 0, first)
        if inside.last is not None:
            self._give(inside.last, Part(before))
        elif any(line.text.strip() for line in before):
            inside.free.append(Part(before))
        for at, mark in enumerate(marks):
            end = marks[at + 1].place.start if at + 1 < len(marks) else len(text)
            said = self._found(mark)
            own = _cut(lines, mark.place.end, end)
            self._give(said, Part(own))
            inside.last = said
            inside.has_labels = True
        for place in places:
            if place.is_weak:
                self._weakly(place, marks, inside)

    def _meant(self, place: Place) -> Printed:
        """Return which of the printed words these are: of several alike the nearest to those before."""
        alike = self._by_text[_fold(place.text)]
        free = [one for one in alike if one.number not in self._said] or alike
        meant = min(free, key=lambda one: (abs(one.number - self._at), -one.number))
        self._at = meant.number
        return meant

    def _found(self, mark: _Mark) -> Said:
        said = self._said.setdefault(mark.printed.number, Said(mark.printed))
        said.times += 1
        if said.times > 1:
            said.doubt(f'"{_short(mark.printed.text)}" stands there {said.times} times')
        return said

    def _weakly(self, place: Place, marks: Sequence[_Mark], inside: _Inside) -> None:
        before = [mark for mark in marks if mark.place.end <= place.start]
        said = self._said.get(before[-1].printed.number) if before else inside.last
        if said is not None:
            said.doubt(f'a line in it begins with "{_short(place.text)}", which the form prints as a label')

    def _give(self, said: Said, part: Part) -> None:
        if any(line.text.strip() for line in part.lines):
            said.parts.append(part)

    def _table(self, grid: Grid, inside: _Inside) -> None:
        headed = heading_row(grid, self._columns)
        if headed is not None and self._take_table(grid, *headed, inside):
            inside.last = None
            return
        if not self._has_labels(grid):
            parts = list(self._rows_of(grid))
            if inside.last is not None:
                for part in parts:
                    self._give(inside.last, part)
            else:
                inside.free += parts
            return
        self._labelled_table(grid)
        inside.last = None
        inside.has_labels = True

    def _has_labels(self, grid: Grid) -> bool:
        return any(
            not place.is_weak
            for row in grid.rows
            for cell in row
            for block in stretches(cell.blocks)
            for place in (
                find_labels("\n".join(line.text for line in block), self._labels)
                if isinstance(block, list)
                else ()
            )
        ) or any(
            self._has_labels(block)
            for row in grid.rows
            for cell in row
            for block in cell.blocks
            if isinstance(block, Grid)
        )

    def _rows_of(self, grid: Grid, first: int = 0, headings: tuple[Heading, ...] = ()) -> Iterator[Part]:
        for row in grid.rows[first:]:
            self._rows += 1
            for cell in row:
                yield Part(tuple(lines_in(cell.blocks)), self._rows, cell.column, headings)

    def _take_table(self, grid: Grid, at: int, headings: tuple[Heading, ...], inside: _Inside) -> bool:
        """Take the rows below a row of headings; those above it are read as a table of their own."""
        owner = next((one.field_id for one in headings if one.field_id), "")
        rest = Grid(grid.rows[at + 1 :])
        if self._has_labels(rest):
            return False
        if not owner and inside.last is not None:
            if inside.last.printed.takes_actions:
                for part in self._rows_of(grid, at + 1, headings):
                    self._give(inside.last, part)
                return True
            inside.last.doubt("a table of actions stands below it")
        above = Grid(grid.rows[:at])
        if above.rows:
            self._table(above, inside)
        for one in headings:
            if one.is_label:
                self._know(one)
        self._tables.setdefault(owner, []).extend(self._rows_of(grid, at + 1, headings))
        return True

    def _know(self, heading: Heading) -> None:
        """Note that the label was found which heads a column."""
        printed = next((one for one in self._printed if one.field_id == heading.field_id), None)
        if printed is not None:
            self._said.setdefault(printed.number, Said(printed)).times += 1
            self._at = printed.number

    def _labelled_table(self, grid: Grid) -> None:
        seen: list[list[tuple[GridCell, _Inside, bool]]] = []
        for row in grid.rows:
            self._rows += 1
            cells: list[tuple[GridCell, _Inside, bool]] = []
            for cell in row:
                before = {number: len(one.parts) for number, one in self._said.items()}
                inside = self._inside(cell.blocks)
                own = inside.last is not None and len(inside.last.parts) > before.get(
                    inside.last.printed.number, 0
                )
                cells.append((cell, inside, own))
            seen.append(cells)
            for at, (cell, inside, _) in enumerate(cells):
                if inside.free and not inside.has_labels and (owner := self._role_behind(cells, at)):
                    self._before.setdefault(owner, []).extend(inside.free)
                elif inside.free:
                    parts = [replace(one, row=self._rows, column=cell.column) for one in inside.free]
                    if inside.has_labels:
                        self._drop(parts)
                    else:
                        self._give_cell(parts, _left(cells, at), _above(seen, cell))

    def _role_behind(self, cells: Sequence[tuple[GridCell, _Inside, bool]], at: int) -> str:
        """Return the field that is answered before a label: the name beside the role of who signs."""
        following = cells[at + 1][1].last if at == 0 and len(cells) > 1 else None
        return following.printed.before if following is not None else ""

    def _give_cell(
        self, parts: Sequence[Part], left: tuple[Said, bool] | None, above: tuple[Said, bool] | None
    ) -> None:
        chosen = left or above
        if chosen is None:
            self._drop(parts)
            return
        said, has_own = chosen
        if left is not None and has_own:
            # It was answered in its own cell: what stands beside that is something else.
            if above is None:
                self._drop(parts)
                said.doubt("words stand beside it that belong to nothing")
                return
            said, has_own = above
        if left is not None and above is not None and left[0] is not above[0]:
            other = above[0] if said is left[0] else left[0]
            said.doubt(f'could also belong to "{_short(other.printed.text)}"')
        if has_own:
            said.doubt("part of it stands in another cell")
        for part in parts:
            self._give(said, part)


def _left(cells: Sequence[tuple[GridCell, _Inside, bool]], at: int) -> tuple[Said, bool] | None:
    """Return the label to the left of a cell, and whether it is answered in its own cell."""
    for _, inside, own in reversed(cells[:at]):
        if inside.has_labels:
            return (inside.last, own) if inside.last is not None else None
    return None


def _above(
    rows: Sequence[Sequence[tuple[GridCell, _Inside, bool]]], cell: GridCell
) -> tuple[Said, bool] | None:
    """Return the label that stands over a cell, in a row of nothing but labels."""
    for row in reversed(rows[:-1]):
        over = next((one for one in row if one[0].covers(cell.column)), None)
        if over is None or not over[1].has_labels:
            continue
        if any(inside.free for _, inside, _ in row) or over[1].last is None:
            return None
        return over[1].last, over[2]
    return None


def _cut(lines: Sequence[Line], start: int, end: int) -> tuple[Line, ...]:
    """Return the lines between two places of their joined text, without rows of signs to write on."""
    found: list[Line] = []
    at = 0
    for line in lines:
        low, high = max(start - at, 0), min(end - at, len(line.text))
        if low < high or (low == high and not line.text and start <= at < end):
            words = line.text[low:high]
            kept = GAPS.sub(" ", words) if GAPS.search(words) else words
            found.append(
                replace(
                    line, text=kept.strip(" \t\u00a0\u2002") if kept != words else kept.strip("\t \u00a0")
                )
            )
        at += len(line.text) + 1
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    return tuple(found)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(":?. ")
