"""Say which words of a plain form belong to which of its printed words, by where they stand.

An answer stands behind its label on the line, below it in the same cell, in the next cell, or in the cells
below a row of labels. Words that could belong to two labels are given to one and said to be in doubt; words
that belong to none are kept as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.plain.headings import Heading, heading_row
from extract.plain.labels import Place, Printed, find_labels, labels_of
from extract.plain.paper import Block, Grid, GridCell, Line, Paper, lines_in, stretches, text_of
from extract.plain.said import ITEM_SIGN, Part, Said, cut_lines, shortened
from extract.plain.seats import Inside, Seen, doubt_around, label_above, label_left, owner_above

_NEAR = 3
"""Labels side by side may be read in another order than the form lists them, by so many."""


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


class _Allotter:
    def __init__(self, printed: tuple[Printed, ...], columns: tuple[Heading, ...]) -> None:
        self._printed = printed
        self._columns = columns
        self._labels = labels_of(printed)
        self._by_text: dict[str, list[Printed]] = {}
        for one in printed:
            self._by_text.setdefault(_fold(one.text), []).append(one)
        self._said: dict[int, Said] = {}
        self._loose: list[Line] = []
        self._tables: dict[str, list[Part]] = {}
        self._before: dict[str, list[Part]] = {}
        self._at = -1
        self._met: set[int] = set()
        self._order: list[int] = []
        """The numbers of the labels as they come in the document."""
        self._rows = 0

    def allot(self, paper: Paper) -> Allotted:
        body = self._inside(paper.blocks)
        # What stands above the first label is a heading as a rule, and speaks against no answer.
        self._loose += [line for part in body.free for line in part.lines if line.text.strip()]
        self._loose += paper.loose
        self._doubt_disorder()
        return Allotted(self._said, self._loose, self._tables, self._before)

    def _doubt_disorder(self) -> None:
        """Doubt labels that come twice or far from their turn: one of them may be words of an answer.

        So may then be cut off the answer before it, and what follows may be counted to another label.
        """
        for at, number in enumerate(self._order):
            before = self._said[self._order[at - 1]] if at else None
            later = [one for one in self._order[at + 1 :] if one < number - _NEAR]
            is_twice = self._said[number].times > 1
            if (later or is_twice) and before is not None:
                before.doubt(
                    f'"{shortened(self._said[number].printed.text)}" behind it stands there out of turn'
                )
            for one in self._order[at + 1 : at + 2] if later or is_twice else ():
                if len(self._by_text[_fold(self._said[one].printed.text)]) > 1:
                    self._said[one].doubt("it may be another one of the same name")
            for one in (number, *later) if later else ():
                self._said[one].doubt("the labels are not in the order of the form")

    def _drop(self, parts: Sequence[Part]) -> None:
        last = self._said.get(self._at)
        if last is not None and any(line.text.strip() for part in parts for line in part.lines):
            last.doubt("words near it belong to nothing")
        self._loose += [line for part in parts for line in part.lines if line.text.strip()]

    def _inside(self, blocks: Sequence[Block]) -> Inside:
        inside = Inside()
        for block in stretches(blocks):
            if isinstance(block, Grid):
                self._table(block, inside)
            else:
                self._lines(block, inside)
        return inside

    def _lines(self, lines: Sequence[Line], inside: Inside) -> None:
        text, _ = text_of(lines)
        places = self._find(lines)
        marks = [_Mark(one, self._meant(one)) for one in places if not one.is_weak]
        first = marks[0].place.start if marks else len(text)
        before = cut_lines(lines, 0, first)
        if inside.last is not None:
            self._give(inside.last, Part(before))
        elif any(line.text.strip() for line in before):
            inside.free.append(Part(before))
        for at, mark in enumerate(marks):
            end = marks[at + 1].place.start if at + 1 < len(marks) else len(text)
            said = self._found(mark)
            own = cut_lines(lines, mark.place.end, end)
            self._give(said, Part(own))
            if mark.place.is_shortened and own and own[0].text.startswith("("):
                said.doubt("words in brackets behind the label may belong to it")
            inside.last = said
            inside.has_labels = True
        for place in places:
            if place.is_weak:
                self._weakly(place, marks, inside)

    def _meant(self, place: Place) -> Printed:
        """Return which of the printed words these are: of several alike the nearest to those before."""
        alike = self._by_text[_fold(place.text)]
        free = [one for one in alike if one.number not in self._met] or alike
        meant = min(free, key=lambda one: (abs(one.number - self._at), -one.number))
        self._at = meant.number
        self._met.add(meant.number)
        return meant

    def _found(self, mark: _Mark) -> Said:
        said = self._said.setdefault(mark.printed.number, Said(mark.printed))
        said.times += 1
        self._order.append(said.printed.number)
        if said.times > 1:
            said.doubt(f'"{shortened(mark.printed.text)}" stands there {said.times} times')
        return said

    def _weakly(self, place: Place, marks: Sequence[_Mark], inside: Inside) -> None:
        before = [mark for mark in marks if mark.place.end <= place.start]
        said = self._said.get(before[-1].printed.number) if before else inside.last
        if said is not None:
            said.doubt(
                f'a line in it begins with "{shortened(place.text)}", which the form prints as a label'
            )

    def _give(self, said: Said, part: Part) -> None:
        if any(line.text.strip() for line in part.lines):
            said.parts.append(part)
        if any("\t" in ITEM_SIGN.sub("", line.text).strip() for line in part.lines):
            said.doubt("words in it stand apart, as in columns")

    def _table(self, grid: Grid, inside: Inside) -> None:
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

    def _find(self, lines: Sequence[Line]) -> list[Place]:
        text, ends = text_of(lines)
        return find_labels(text, self._labels, ends)

    def _has_labels(self, grid: Grid) -> bool:
        return any(
            not place.is_weak
            for row in grid.rows
            for cell in row
            for block in stretches(cell.blocks)
            for place in (self._find(block) if isinstance(block, list) else ())
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

    def _take_table(self, grid: Grid, at: int, headings: tuple[Heading, ...], inside: Inside) -> bool:
        """Take the rows below a row of headings; those above it are read as a table of their own."""
        owner = next((one.field_id for one in headings if one.field_id), "")
        end = next(
            (one for one in range(at + 1, len(grid.rows)) if self._has_labels(Grid((grid.rows[one],)))),
            len(grid.rows),
        )
        if end == at + 1 < len(grid.rows):
            return False
        rest = Grid(grid.rows[end:])
        grid = Grid(grid.rows[:end])
        if not owner and inside.last is not None:
            if inside.last.printed.takes_actions:
                for part in self._rows_of(grid, at + 1, headings):
                    self._give(inside.last, part)
                if rest.rows:
                    self._table(rest, Inside())
                return True
            inside.last.doubt("a table of actions stands below it")
        above = Grid(grid.rows[:at])
        if above.rows:
            self._table(above, inside)
        for one in headings:
            if one.is_label:
                self._know(one)
        self._tables.setdefault(owner, []).extend(self._rows_of(grid, at + 1, headings))
        if rest.rows:
            self._table(rest, Inside())
        return True

    def _know(self, heading: Heading) -> None:
        """Note that the label was found which heads a column."""
        printed = next((one for one in self._printed if one.field_id == heading.field_id), None)
        if printed is not None:
            self._said.setdefault(printed.number, Said(printed)).times += 1
            self._at = printed.number

    def _labelled_table(self, grid: Grid) -> None:
        seen: list[list[Seen]] = []
        for number, row in enumerate(grid.rows):
            self._rows += 1
            cells = [self._seen(cell) for cell in row]
            seen.append(cells)
            goes_on = number in grid.new_pages and not any(one.inside.has_labels for one in cells)
            for at, one in enumerate(cells):
                if not one.inside.free:
                    continue
                parts = [replace(part, row=self._rows, column=one.cell.column) for part in one.inside.free]
                if one.inside.has_labels:
                    self._drop(parts)
                    doubt_around(label_left(cells, at), label_above(seen, one.cell))
                elif goes_on and (owner := owner_above(seen, one.cell)) is not None:
                    one.owner = owner
                    owner.doubt("it goes on over the page")
                    for part in parts:
                        self._give(owner, part)
                elif role := self._role_behind(cells, at):
                    self._before.setdefault(role, []).extend(one.inside.free)
                else:
                    one.owner = self._give_cell(parts, label_left(cells, at), label_above(seen, one.cell))

    def _seen(self, cell: GridCell) -> Seen:
        before = {number: len(one.parts) for number, one in self._said.items()}
        inside = self._inside(cell.blocks)
        last = inside.last
        own = last is not None and len(last.parts) > before.get(last.printed.number, 0)
        return Seen(cell, inside, own, last)

    def _role_behind(self, cells: Sequence[Seen], at: int) -> str:
        """Return the field that is answered before a label: the name beside the role of who signs."""
        following = cells[at + 1].inside.last if at == 0 and len(cells) > 1 else None
        return following.printed.before if following is not None else ""

    def _give_cell(self, parts: Sequence[Part], left: Seen | None, above: Seen | None) -> Said | None:
        """Give a cell's words to the label beside or above it, and return that; None for neither."""
        if left is not None and left.is_answered and above is None:
            # It was answered in its own cell: what stands beside that is something else.
            self._drop(parts)
            return None
        chosen = left if left is not None and not left.is_answered else above
        if chosen is None or chosen.inside.last is None:
            self._drop(parts)
            return None
        said = chosen.inside.last
        other = above if chosen is left else left
        if other is not None and other.inside.last is not None and other.inside.last is not said:
            said.doubt(f'could also belong to "{shortened(other.inside.last.printed.text)}"')
        if chosen.is_answered:
            said.doubt("part of it stands in another cell")
        for part in parts:
            self._give(said, part)
        return said


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(":?. ")
