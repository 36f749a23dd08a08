"""Recognise a table row by row: labels beside or above empty cells, words with room, rows that repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.adopt import rows
from extract.adopt.cells import CellView, read_words, view_of
from extract.adopt.drafts import DraftCell, DraftSection, Item, Value
from extract.adopt.gaps import GapKind
from extract.adopt.lines import ROOM
from extract.adopt.outline import Table
from extract.adopt.places import PagePlace
from extract.adopt.sheet import Sheet
from extract.adopt.signing import is_signature, party_of
from extract.adopt.signrows import read_signing_rows
from extract.adopt.ticks import choice_of
from extract.adopt.wording import asks_for_actions, bare, ends_as_label, guess_kind, is_sentence
from forms.model import Kind

_MOST_LABEL_WORDS = 14
_ASKED_ALONE = frozenset({Kind.MULTILINE, Kind.ACTIONS, Kind.CARRIED, Kind.TABLE})
_DATE_WORDS = frozenset({"date", "date signed", "dated", "date agreed"})


@dataclass(slots=True)
class TableReader:
    """Reads one table into sections."""

    sheet: Sheet
    page: PagePlace
    table: Table
    _views: list[list[CellView]] = field(default_factory=list)
    _rows: list[tuple[DraftCell, ...]] = field(default_factory=list)
    _width: int = 1
    _signature: str = ""
    """The signature that still has no date."""

    def read(self) -> None:
        """Recognise the whole table."""
        self.page.end()
        self._views = [[view_of(cell) for cell in row] for row in self.table.rows]
        self._width = max((sum(view.span for view in row) for row in self._views), default=1)
        at = 0
        while at < len(self._views):
            at += self._read_at(at)
        self._flush()
        self.sheet.heading = ""
        for row in self._views:
            for view in row:
                for nested in view.tables:
                    TableReader(self.sheet, self.page, nested).read()

    def _read_at(self, at: int) -> int:
        row = self._views[at]
        if all((view.blank and not view.prompts) or view.continued for view in row):
            return 1
        below = self._views[at + 1 :]
        before = len(self.sheet.fields)
        special = (
            rows.read_option_grid(self.sheet, row, below)
            or read_signing_rows(self.sheet, row, below)
            or rows.read_fixed_rows(self.sheet, row, below)
        )
        if special is not None:
            return self._take(special, row, below, before)
        if len(self._views) == 1 and rows.is_bare_heading(row):
            self._flush()
            self.sheet.sections.append(rows.read_repeating(self.sheet, row, []).section)
            return 1
        empty = rows.count_blank(row, below)
        if empty and self._is_heading_row(row):
            if rows.repeats(row, empty):
                done = rows.read_repeating(self.sheet, row, below[:empty])
                return self._take(done, row, below, before)
            self._label_above(row, below[0])
            return 1 + empty
        self._mixed(row, below[0] if below else None)
        return 1

    def _take(
        self, done: rows.Done, row: Sequence[CellView], below: Sequence[Sequence[CellView]], before: int
    ) -> int:
        """Keep the section of a grid; prompts in its cells become the hint of its first field."""
        self._flush()
        self.sheet.sections.append(done.section)
        used = [row, *below[: done.used - 1]]
        prompts = dict.fromkeys(view.prompts for one in used for view in one if view.prompts)
        if prompts:
            self.sheet.change(self.sheet.fields[before].id, hint=" ".join(prompts))
        return done.used

    def _is_heading_row(self, row: Sequence[CellView]) -> bool:
        """Return whether each cell has words that ask for nothing by themselves."""
        own = any(view.space >= ROOM or (view.gap is not None and view.words) for view in row)
        return all(view.words for view in row) and not own

    def _label_above(self, labels: Sequence[CellView], answers: Sequence[CellView]) -> None:
        above: list[DraftCell] = []
        below: list[DraftCell] = []
        for label, answer in zip(labels, answers, strict=True):
            ids = self._ask(label, answer)
            above.append(DraftCell((f"{ids[0]}.label",), label.span))
            below.append(DraftCell(tuple(ids), answer.span))
        self._add(above)
        self._add(below)

    def _mixed(self, row: Sequence[CellView], following_row: Sequence[CellView] | None) -> None:
        cells: list[DraftCell] = []
        room = self._room(row)
        at = 0
        while at < len(row):
            view = row[at]
            following = row[at + 1] if at + 1 < len(row) else None
            if view.continued or (view.blank and not view.words):
                cells.append(DraftCell(self._unlabelled(view), view.span))
                at += 1
            elif following is not None and self._answers(following) and not view.options:
                taken = self._blanks_after(row, at + 1)
                ids = self._ask(view, *row[at + 1 : at + 1 + taken])
                cells.append(DraftCell((f"{ids[0]}.label",), view.span))
                cells.append(DraftCell(tuple(ids), sum(one.span for one in row[at + 1 : at + 1 + taken])))
                at += 1 + taken
            else:
                context = next((one.words for one in row if one is not view and party_of(one.words)), "")
                own = max(view.space, room)
                heads = len(row) == 1 and own < ROOM and self._heads(view, following_row)
                before = len(self.sheet.fields)
                items = self._head(view) if heads else read_words(self.sheet, view, own, context)
                self._signature = self._undated(before) or self._signature
                cells.append(DraftCell(items, view.span))
                at += 1
        self._add(cells)

    def _undated(self, before: int) -> str:
        """Return the signature among the fields from `before` on that has no date yet, "" for none."""
        signatures = [one for one in self.sheet.fields[before:] if one.kind is Kind.SIGNATURE]
        return signatures[-1].id if signatures and "date_field" not in signatures[-1].keys else ""

    def _unlabelled(self, view: CellView) -> tuple[Item, ...]:
        """Return what an empty cell without a label shows: nothing, unless a prompt says what it is for."""
        if not view.prompts:
            return ()
        return (self.sheet.add("", Kind.TEXT, name=view.prompts, keys={"hint": view.prompts}),)

    def _room(self, row: Sequence[CellView]) -> int:
        """Return the room that each cell of a row has, where none is empty: what one asks for, all do."""
        if any(view.blank for view in row):
            return 0
        short = all(len(view.words.split()) <= _MOST_LABEL_WORDS or view.words.endswith("?") for view in row)
        asks = any(
            (ends_as_label(view.words) and not is_sentence(view.words)) or asks_for_actions(view.words)
            for view in row
        )
        asked = ROOM if len(row) > 1 and short and asks else 0
        return max([view.space for view in row if view.words] + [asked])

    def _heads(self, view: CellView, following: Sequence[CellView] | None) -> bool:
        """Return whether a row of one cell heads the rows below it rather than asking something itself."""
        if not view.words.rstrip().endswith(":") or view.gap or following is None or len(following) == 1:
            return False
        labels = all(one.words and not one.blank for one in following)
        return labels or guess_kind(view.words).kind not in _ASKED_ALONE

    def _head(self, view: CellView) -> tuple[Item, ...]:
        self.sheet.heading = view.words
        return (self.sheet.clause(view.words, heading=True),)

    def _answers(self, view: CellView) -> bool:
        return (view.blank and not view.continued) or len(view.options) > 1 or view.ticked

    def _blanks_after(self, row: Sequence[CellView], at: int) -> int:
        """Return how many cells from `at` on are one answer: empty cells without a label of their own."""
        if not row[at].blank:
            return 1
        count = 1
        while at + count < len(row) and row[at + count].blank:
            count += 1
        return count

    def _ask(self, label: CellView, *answers: CellView) -> list[str]:
        """Add the field of a label cell and its empty cells, and return the ids; prompts become its hint."""
        ids = self._ask_words(label.text if label.gap is None else label.words, answers[0])
        prompts = " ".join(view.prompts for view in (label, *answers) if view.prompts)
        if prompts:
            self.sheet.change(ids[0], hint=prompts)
        return ids

    def _ask_words(self, words: str, answer: CellView) -> list[str]:
        if answer.options:
            kind, keys, notes = choice_of(answer.options)
            return [self.sheet.add(words, kind, keys=keys, notes=notes)]
        if answer.ticked:
            return [self.sheet.add(words, Kind.TICK)]
        if is_signature(words, signing=self.sheet.signing) or (
            self.sheet.signing and party_of(words) and not self._signature
        ):
            return [self._sign(words)]
        if self._signature and bare(words).lower() in _DATE_WORDS:
            name = next(one.name or one.label for one in self.sheet.fields if one.id == self._signature)
            date = self.sheet.add(words, Kind.DATE, name=f"{words} ({name})", stem=f"{self._signature} date")
            self.sheet.change(self._signature, date_field=date)
            self._signature = ""
            return [date]
        gap = answer.gap
        shape = {GapKind.DATE: Kind.DATE, GapKind.TIME: Kind.TIME}.get(gap.kind) if gap else None
        return self.sheet.ask(words, max(answer.space, 1), kind=shape)

    def _sign(self, words: str) -> str:
        party = party_of(words)
        owner = party if party in {"supervisee", "supervisor"} else "both"
        keys: dict[str, Value] = {"owner": owner, "party": party or "party"}
        notes = [] if party else ["the words do not say who signs: put it in party"]
        self._signature = self.sheet.add(
            words, Kind.SIGNATURE, stem=f"signature {party}", keys=keys, notes=notes
        )
        return self._signature

    def _add(self, cells: Sequence[DraftCell]) -> None:
        """Keep a row, its last cell widened where the file's row is shorter than the table."""
        missing = self._width - sum(one.span for one in cells)
        if missing > 0:
            last = cells[-1]
            cells = [*cells[:-1], DraftCell(last.items, last.span + missing)]
        if any(one.items for one in cells):
            self._rows.append(tuple(cells))

    def _flush(self) -> None:
        if self._rows:
            words = self.sheet.heading or self.sheet.title
            widths = self.table.widths if len(self.table.widths) == self._width else ()
            section = DraftSection(self.sheet.section_id(words), rows=tuple(self._rows), widths=widths)
            self.sheet.sections.append(section)
            self._rows = []


def is_empty_box(table: Table) -> bool:
    """Return whether a table is one empty box: room for what the line above it asks."""
    cells = [view_of(cell) for row in table.rows for cell in row]
    return len(cells) == 1 and cells[0].blank


def box_space(table: Table) -> int:
    """Return the empty lines of a table that is one empty box."""
    return max(table.rows[0][0].space, ROOM)
