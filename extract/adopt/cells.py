"""Look at one cell of a table: whether it is empty, words or options, and how much room it leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.adopt.drafts import Item
from extract.adopt.gaps import Gap, GapKind, has_gap, pieces_of, prompts_of, words_of
from extract.adopt.lines import ROOM, LineReader
from extract.adopt.outline import Line, Table, TableCell
from extract.adopt.places import CellPlace
from extract.adopt.sheet import Sheet
from extract.adopt.signing import is_signature
from extract.adopt.ticks import options_of
from extract.adopt.wording import differ, ends_as_label, explains_answer, is_sentence, is_strong_label
from forms.model import Kind

_MOST_LABEL_WORDS = 14
_EITHER_OR = re.compile(
    r"\*?\s*(y(?:es)?)\s*[/|]\s*(no?)(?:\s*[/|]\s*(n\s?/?\s?a|not applicable))?\s*\*?", re.IGNORECASE
)
_SCALE = re.compile(r"(?:\d\s*[/|,]?\s*){3,11}")
_VALUE = re.compile(
    r"^((?:\w+ )*(?:type|kind|status|category)(?: of (?:\w+ ?){1,3})?:)\s+(\w[\w -]{1,24})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell holds, as far as it matters for what is asked."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    span: int
    continued: bool
    space: int

    @property
    def words(self) -> str:
        """Return its words in one line, gaps left out."""
        return " ".join(words for line in self.lines if (words := words_of(line.text)))

    @property
    def text(self) -> str:
        """Return its text in one line, gaps as they stand."""
        return " ".join(line.text for line in self.lines)

    @property
    def gap(self) -> Gap | None:
        """Return the first gap of a cell without words of its own."""
        pieces = pieces_of(self.text)
        return next((piece for piece in pieces if isinstance(piece, Gap)), None)

    @property
    def prompts(self) -> str:
        """Return the words of its prompts."""
        return prompts_of(self.text)

    @property
    def blank(self) -> bool:
        """Return whether it is to be written in: no words, at most dots or a mask."""
        if self.continued or self.tables or any(sign.isalnum() for sign in self.words):
            return False
        gap = self.gap
        return gap is None or gap.kind is not GapKind.TICK

    @property
    def ticked(self) -> bool:
        """Return whether it holds one box to tick and nothing else."""
        pieces = pieces_of(self.text)
        return not any(sign.isalnum() for sign in self.words) and any(
            isinstance(piece, Gap) and piece.kind is GapKind.TICK for piece in pieces
        )

    @property
    def options(self) -> tuple[str, ...]:
        """Return the options of a cell that holds only these: "Yes / No", boxes to tick, a row of figures."""
        text = self.text.strip()
        match = _EITHER_OR.fullmatch(text)
        if match:
            return tuple(option for option in match.groups() if option)
        if _SCALE.fullmatch(text):
            figures = re.findall(r"\d+", text)
            return tuple(figures) if len(set(figures)) == len(figures) else ()
        found: list[str] = []
        for line in self.lines:
            label, options = options_of(line.text)
            if label or not options:
                return ()
            found += options
        return tuple(found) if len(found) > 1 and differ(found) else ()


def view_of(cell: TableCell) -> CellView:
    """Return what a cell holds."""
    lines = tuple(block for block in cell.blocks if isinstance(block, Line))
    tables = tuple(block for block in cell.blocks if isinstance(block, Table))
    return CellView(lines, tables, cell.span, cell.continued, cell.space)


def read_words(sheet: Sheet, view: CellView, room: int, context: str = "") -> tuple[Item, ...]:
    """Add what is asked within a cell that has words, and return its items. `room` is in lines."""
    place = CellPlace()
    if _is_prose(view, room):
        LineReader(sheet, place, view.lines, context=context).read()
        return tuple(place.items)
    groups = _groups(view.lines)
    for at, (lines, space) in enumerate(groups):
        last = at == len(groups) - 1
        left = max(space, room) if last else space
        label = " ".join(line.text for line in lines)
        heads = not last and space == 0 and at == 0 and len(groups) > 2 and not has_gap(label)
        if heads:
            place.words(sheet.clause(label, heading=True))
        elif has_gap(label) or is_signature(label, signing=sheet.signing):
            LineReader(sheet, place, lines, context=context).read()
        else:
            _read_label(sheet, place, label, left)
    return tuple(place.items)


def _read_label(sheet: Sheet, place: CellPlace, label: str, space: int) -> None:
    value = _VALUE.match(label)
    if value:
        note = (
            "a word stands behind the label: taken for what is there at first; a choice would list the others"
        )
        ids = sheet.ask(value[1], kind=Kind.TEXT, notes=[note])
        sheet.change(ids[0], default=value[2])
        place.pair([f"{ids[0]}.label"], ids, wide=False)
    elif space >= ROOM or is_strong_label(label) or (ends_as_label(label) and not is_sentence(label)):
        ids = sheet.ask(label, space)
        place.pair([f"{ids[0]}.label"], ids, wide=False)
    else:
        place.words(sheet.clause(label, heading=len(label.split()) <= _MOST_LABEL_WORDS))


def _is_prose(view: CellView, room: int) -> bool:
    if any(line.bullet for line in view.lines):
        return True
    long = [
        line
        for line in view.lines
        if len(line.text.split()) > _MOST_LABEL_WORDS and not ends_as_label(line.text)
    ]
    return bool(long) and room < ROOM and view.space < ROOM


def _groups(lines: Sequence[Line]) -> list[tuple[list[Line], int]]:
    """Return lines that are one label together, with the room below: typists break long labels."""
    groups: list[tuple[list[Line], int]] = []
    open_group: list[Line] = []
    for at, line in enumerate(lines):
        open_group.append(line)
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        goes_on = following and not line.space and not has_gap(line.text) and not has_gap(following)
        if goes_on and (explains_answer(following) or not line.text.rstrip().endswith(":")):
            continue
        groups.append((open_group, line.space))
        open_group = []
    return groups
