"""What a document shows from top to bottom, before it is a PDF or a Word file.

A tree of words and controls in reading order, made by `build.layout`. Both formats draw this one
tree, so they have the same order, the same tables and the same names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from build.filling import Filling
from forms.printed_page import Frame


class Input(StrEnum):
    """How a control is typed into."""

    LINE = "line"
    LINES = "lines"
    DATE = "date"
    LIST = "list"
    TICKS = "ticks"
    """One of several boxes; the control's name is that of the group."""
    CHECK = "check"
    """One box that is ticked or not; the control's only option is what it says."""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that can be filled in: a PDF field or a Word content control of the same name."""

    name: str
    accessible_name: str
    input: Input
    text: str = ""
    """As shown; of ticks and lists: the chosen option; "" where blank."""
    options: tuple[str, ...] = ()
    locked: bool = False
    flowing: bool = False
    """Stands as flowing text on the page; the value is kept but cannot be typed over."""
    lines: int = 1
    """Height when empty, in lines of answer text."""


class Style(StrEnum):
    """The styles of printed words."""

    LABEL = "label"
    CLAUSE = "clause"
    HEADING = "heading"
    BULLET = "bullet"
    HINT = "hint"
    GUIDANCE = "guidance"
    """A note of the printed form that helps to fill it in."""
    ROW = "row"
    """The printed words of a table's row."""
    SUBROW = "subrow"
    """Those of a row that belongs to the one above."""
    NEEDED = "needed"
    """What a carried action lacks."""


@dataclass(frozen=True, slots=True)
class Words:
    """Printed words."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Box:
    """A control with an optional small label in front of it."""

    control: Control
    label: str = ""
    weight: float = 1.0
    """Its share of the width of a line."""
    letters: int = 0
    """Of a blank inside a sentence, or of a short box that stands beside others: its width when empty."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The box of one option of a `TICKS` control; `words` stand after it where they are printed here."""

    control: Control
    option: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """Boxes to tick in columns, or along a scale."""

    ticks: tuple[Tick, ...]
    across: int = 0
    """Number of columns; 0 for side by side."""
    ends: tuple[str, ...] = ()
    """Words at the two ends of a scale, () for none."""
    label: str = ""
    """A small label in front, in a card."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One paragraph of printed words with boxes inside, in reading order."""

    parts: tuple[Words | Box | Tick, ...]
    """Ticks of one control with the words "/" between them are words to delete as applicable."""
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row of a table, drawn as lines of labelled boxes that stay together."""

    lines: tuple[tuple[Box | Options, ...], ...]
    needed: str = ""
    """Printed above them: what a carried action lacks."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, as cards in one cell."""

    table: str
    name: str
    """Accessible name of the table."""
    cards: tuple[RowCard, ...]
    grows: bool
    """A person may add rows (Word only)."""
    in_step: bool = False
    """One line of tables that stand beside each other: the row around it has the rule below it."""


Block = Words | Box | Tick | Options | Sentence | Rows


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell: its blocks from top to bottom, or beside each other."""

    blocks: tuple[Block, ...]
    span: int = 1
    beside: bool = False


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section with everything that its cells show."""

    id: str
    frame: Frame
    columns: tuple[float, ...]
    header: tuple[PageCell, ...]
    rows: tuple[tuple[PageCell, ...], ...]
    added: bool
    title: str
    grows: str = ""
    """What its rows are, where a person may add some (Word only); "" where nobody may."""
    new_page: bool = False
    instruction: str = ""
    """When the section applies, in plain words."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands above the form on page 1, in plain words; an addition of ours."""

    title: str
    instructions: tuple[str, ...]
    facts: tuple[Box, ...]
    """Facts of the header that the form itself does not print."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document in reading order."""

    filling: Filling
    panel: Panel | None
    """None in a verbatim form."""
    sections: tuple[PageSection, ...]
    continuation: Control | None = None
    """The free box at the end; None where nothing more can be typed and nothing stands in it."""

    def controls(self) -> Iterator[Control]:
        """Return every control once, in reading order."""
        seen: set[str] = set()
        boxes = self.panel.facts if self.panel else ()
        last = (self.continuation,) if self.continuation else ()
        for control in (*(box.control for box in boxes), *self._section_controls(), *last):
            if control.name not in seen:
                seen.add(control.name)
                yield control

    def _section_controls(self) -> Iterator[Control]:
        for section in self.sections:
            for cell in (*section.header, *(cell for row in section.rows for cell in row)):
                for block in cell.blocks:
                    yield from _controls_of(block)


def _controls_of(block: Block) -> Iterator[Control]:
    if isinstance(block, Box | Tick):
        yield block.control
    elif isinstance(block, Options):
        yield from (tick.control for tick in block.ticks)
    elif isinstance(block, Sentence):
        yield from (part.control for part in block.parts if not isinstance(part, Words))
    elif isinstance(block, Rows):
        for card in block.cards:
            for line in card.lines:
                for entry in line:
                    yield from _controls_of(entry)
