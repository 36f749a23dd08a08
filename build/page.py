"""What a document shows from top to bottom, before it is a PDF or a Word file.

`build_page` turns a `Filling` into a tree of words and controls in reading order. Both formats draw
this one tree, so they have the same order, the same tables and the same names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from build.filling import FilledRow, Filling
from forms.errors import UsageError
from forms.model import (
    STATUSES,
    Cell,
    Fact,
    Field,
    Frame,
    Item,
    Kind,
    RecordType,
    Section,
    Show,
    Stage,
)
from forms.names import CONTINUATION, cell_name, fact_name


class Input(StrEnum):
    """How a control is typed into."""

    LINE = "line"
    LINES = "lines"
    DATE = "date"
    LIST = "list"
    TICKS = "ticks"


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


@dataclass(frozen=True, slots=True)
class Tick:
    """The box of one option of a `TICKS` control; `words` stand after it where they are printed here."""

    control: Control
    option: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row of a table of actions, drawn as lines of labelled boxes that stay together."""

    lines: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table of actions."""

    table: str
    name: str
    """Accessible name of the table."""
    cards: tuple[RowCard, ...]
    grows: bool
    """A person may add rows (Word only)."""


Block = Words | Box | Tick | Rows


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


ADDED_NOTE = "added: not in the printed form"
"""How an addition is marked."""
OFFERED_NOTE = "From last time: confirm it or change it."
"""Under an answer that was offered again."""

FACT_LABELS = {
    Fact.SCHOOL: "School",
    Fact.SUPERVISEE: "Supervisee",
    Fact.SUPERVISOR: "Supervisor",
    Fact.SESSION_DATE: "Date of session",
    Fact.SESSION_TIME: "Time of session",
    Fact.CASE_REF: "Case reference",
    Fact.SHEET: "Sheet",
    Fact.SHEETS: "Sheets in all",
    Fact.RETURN_BY: "Return by",
    Fact.POLICY_VERSION: "Policy version",
}
"""Labels and order of the facts in the panel."""

COLUMN_LABELS = {
    "ref": "Ref",
    "action": "Action",
    "who": "Who",
    "by_when": "By when",
    "update": "Update",
    "status": "Status",
}
_SAVE_PDF = "Save this file to your school drive first, then open it in Acrobat Reader."
_SAVE_WORD = "Save this file to your school drive first, then open it in Word and choose Enable Editing."
_SEND_BACK = "Fill it in and send it back by the date below."
_TOO_LONG = "If a box gets too small, go on in the box at the end of the form: the next copy shows all of it."
_KEEP = "This is the final copy for you to keep. Nothing on it can be changed."
_STAGE_WORDS = {
    Stage.BLANK: "blank form",
    Stage.AGENDA: "agenda",
    Stage.SIGNING: "for signature",
    Stage.FINAL: "final copy",
}
_SESSION_WORDS = {RecordType.RECORD: "record of the session", RecordType.CASE: "notes of the session"}
_CARRIED_LINES = (("ref", "by_when"), ("action",), ("who", "status"), ("update",))
_ACTION_LINES = (("ref",), ("action",), ("who", "by_when"), ("status",))
_WEIGHTS = {"ref": 1.7, "status": 1.7}
"""Shares of a line's width, where they are not 1: a ref and a status need a whole line of text."""
_ACTION_TEXT_LINES = 2
_CONTINUATION_LINES = 6


def build_page(filling: Filling, *, fixed_boxes: bool) -> Page:
    """Return the document that `filling` describes, laid out in reading order.

    `fixed_boxes`: the boxes cannot grow while a person types (PDF), so a free box stands at the end.
    """
    sections = tuple(
        _section(section, filling)
        for section in filling.definition.sections
        if not (section.added and filling.verbatim)
    )
    panel = None if filling.verbatim else _panel(filling, fixed_boxes=fixed_boxes)
    page = Page(filling, panel, sections, _continuation(filling, fixed_boxes=fixed_boxes))
    _refuse_unplaced(page)
    return page


def _refuse_unplaced(page: Page) -> None:
    """Raise UsageError where an answer has no place on the page: nothing known is left out silently."""
    placed = {
        control.name
        for control in page.controls()
        if not control.options or control.text in {"", *control.options}
    }
    known = [name for name, text in page.filling.answers.items() if text]
    known += [
        cell_name(table, number, column)
        for table, rows in page.filling.rows.items()
        for number, row in enumerate(rows, start=1)
        for column, text in row.cells.items()
        if text
    ]
    unplaced = [name for name in known if name not in placed]
    if unplaced:
        raise UsageError(
            "P14",
            f"{page.filling.definition.id}: the printed form has no place for {', '.join(unplaced)}; "
            "leave them out, or leave out --verbatim.",
        )


def stage_words(filling: Filling) -> str:
    """Return what a person calls the stage of this form, as its footer says it."""
    return _STAGE_WORDS.get(filling.stage) or _SESSION_WORDS.get(filling.definition.record, "to be completed")


def is_open(field: Field, stage: Stage, signature_dates: frozenset[str] = frozenset()) -> bool:
    """Return whether a person may type into `field` at `stage` (locked facts of rows apart).

    `signature_dates` are the date fields that belong to signatures.
    """
    if stage is Stage.BLANK:
        return True
    if stage is Stage.FINAL:
        return False
    if stage is Stage.SIGNING:
        return field.stage is Stage.SIGNING
    # Signatures and their dates open for signing only; a disagreement may be noted before.
    return field.kind is not Kind.SIGNATURE and field.id not in signature_dates


def _is_open(field: Field, filling: Filling) -> bool:
    dates = frozenset(one.date_field for one in filling.definition.fields if one.date_field)
    return is_open(field, filling.stage, dates)


def _is_flowing(field: Field, stage: Stage) -> bool:
    return stage is Stage.FINAL or (stage is Stage.SIGNING and field.stage is not Stage.SIGNING)


def _panel(filling: Filling, *, fixed_boxes: bool) -> Panel:
    definition, stage = filling.definition, filling.stage
    settled = stage in {Stage.SIGNING, Stage.FINAL}
    printed = {field.fact for field in definition.fields if field.fact}
    if stage is Stage.BLANK:
        wanted = {Fact.SCHOOL, Fact.RETURN_BY, *definition.required}
        if definition.record is RecordType.CASE:
            wanted.add(Fact.SHEET)
    else:
        wanted = set(filling.header) - ({Fact.RETURN_BY} if stage is Stage.FINAL else set())
    facts = tuple(
        Box(
            Control(
                fact_name(fact),
                label,
                Input.LINE,
                filling.header.get(fact, ""),
                locked=settled or (fact is Fact.CASE_REF and stage is not Stage.BLANK),
                flowing=settled,
            ),
            label,
        )
        for fact, label in FACT_LABELS.items()
        if fact in wanted - printed
    )
    if stage is Stage.FINAL:
        return Panel("About this copy", (_KEEP, definition.policy.readers), facts)
    first = _SAVE_PDF if fixed_boxes else _SAVE_WORD
    send_back = _SEND_BACK if Fact.RETURN_BY in wanted else ""
    too_long = _TOO_LONG if fixed_boxes and not settled else ""
    instructions = (
        first,
        send_back,
        definition.leave_blank.get(stage, ""),
        too_long,
        definition.policy.readers,
    )
    return Panel("Before you start", tuple(line for line in instructions if line), facts)


def _continuation(filling: Filling, *, fixed_boxes: bool) -> Control | None:
    text = filling.answers.get(CONTINUATION, "")
    flowing = filling.stage in {Stage.SIGNING, Stage.FINAL}
    if not text and (flowing or not fixed_boxes):
        return None
    return Control(
        CONTINUATION,
        "Continuation: anything that did not fit above",
        Input.LINES,
        text,
        locked=flowing,
        flowing=flowing,
        lines=_CONTINUATION_LINES,
    )


def _section(section: Section, filling: Filling) -> PageSection:
    return PageSection(
        section.id,
        section.frame,
        section.columns,
        tuple(_cell(cell, section.frame, filling) for cell in section.header),
        tuple(tuple(_cell(cell, section.frame, filling) for cell in row) for row in section.rows),
        section.added,
        section.title,
    )


def _cell(cell: Cell, frame: Frame, filling: Filling) -> PageCell:
    blocks = tuple(block for item in cell.items for block in _blocks(item, frame, filling))
    return PageCell(blocks, cell.span, cell.beside)


def _blocks(item: Item, frame: Frame, filling: Filling) -> tuple[Block, ...]:
    if item.show is Show.TEXT:
        return (Words(item.text, Style.LABEL),)
    field = filling.definition.field(item.field_id)
    if field.added and filling.verbatim:
        return ()
    if field.kind is Kind.CLAUSE:
        return (Words(field.label, _clause_style(field, frame)),)
    if item.show is Show.LABEL:
        hint = (Words(field.hint, Style.HINT),) if field.hint and not filling.verbatim else ()
        return (Words(field.label, Style.LABEL), *hint)
    if item.show is Show.OPTION:
        return (Tick(_choice(field, filling), item.text),)
    return _answer(field, filling)


def _clause_style(field: Field, frame: Frame) -> Style:
    if frame is not Frame.PROSE:
        return Style.LABEL
    return Style.HEADING if field.heading else Style.BULLET if field.bullet else Style.CLAUSE


def _answer(field: Field, filling: Filling) -> tuple[Block, ...]:
    if field.kind in {Kind.CARRIED, Kind.ACTIONS}:
        return (_rows(field, filling),)
    if field.kind is Kind.SIGNATURE:
        return _signature(field, filling)
    if field.kind in {Kind.CHOICE, Kind.YES_NO} and not field.as_list:
        control = _choice(field, filling)
        blocks: list[Block] = [Tick(control, option, option) for option in control.options]
    elif field.as_list:
        blocks = [Box(_choice(field, filling))]
    else:
        blocks = [Box(_text(field, filling))]
    blocks += [Box(control, label) for control, label in _parts(field, filling)]
    if field.id in filling.offered:
        blocks.append(Words(OFFERED_NOTE, Style.HINT))
    return tuple(blocks)


def _text(field: Field, filling: Filling) -> Control:
    kinds = {Kind.MULTILINE: Input.LINES, Kind.DATE: Input.DATE}
    return Control(
        field.id,
        field.accessible_name,
        kinds.get(field.kind, Input.LINE),
        filling.answers.get(field.id, ""),
        locked=not _is_open(field, filling),
        flowing=_is_flowing(field, filling.stage),
        lines=field.lines,
    )


def _choice(field: Field, filling: Filling) -> Control:
    options = field.options if filling.verbatim else field.all_options
    return Control(
        field.id,
        field.accessible_name,
        Input.LIST if field.as_list else Input.TICKS,
        filling.answers.get(field.id, ""),
        options=("Yes", "No") if field.kind is Kind.YES_NO and not options else options,
        locked=not _is_open(field, filling),
        flowing=_is_flowing(field, filling.stage),
    )


def _parts(field: Field, filling: Filling) -> Iterator[tuple[Control, str]]:
    if filling.verbatim:
        return
    wanted = (
        ("other", "Other:", "other" if "Other" in field.all_options else "", False),
        ("comment", "Comment:", "comment" if field.comment else "", False),
        ("evidence", "From the log:", "evidence" if field.evidence else "", True),
    )
    for part, label, present, always_locked in wanted:
        if present:
            name = f"{field.id}-{part}"
            spoken = f"{field.accessible_name}: {label.rstrip(':').lower()}"
            blank = filling.stage is Stage.BLANK
            yield (
                Control(
                    name,
                    spoken,
                    Input.LINE,
                    filling.answers.get(name, ""),
                    locked=not _is_open(field, filling) or (always_locked and not blank),
                    flowing=_is_flowing(field, filling.stage),
                ),
                label,
            )


def _signature(field: Field, filling: Filling) -> tuple[Block, ...]:
    locked = not _is_open(field, filling)
    flowing = _is_flowing(field, filling.stage)
    name, date = f"{field.id}-name", f"{field.id}-date"
    spoken = field.accessible_name
    signed = Control(
        name,
        f"{spoken}: name",
        Input.LINE,
        filling.answers.get(name, ""),
        locked=locked,
        flowing=flowing,
        lines=2,
    )
    if field.date_field:
        return (Box(signed),)
    dated = Control(
        date, f"{spoken}: date", Input.DATE, filling.answers.get(date, ""), locked=locked, flowing=flowing
    )
    return (Box(signed), Box(dated, "Date"))


def _rows(field: Field, filling: Filling) -> Rows:
    lines = _CARRIED_LINES if field.kind is Kind.CARRIED else _ACTION_LINES
    columns = set(field.columns)
    if filling.verbatim:
        columns &= (
            {"ref", *field.printed_columns}
            if field.kind is Kind.ACTIONS
            else {"ref", "action", "who", "by_when"}
        )
    cards = tuple(
        RowCard(
            tuple(
                tuple(_row_box(field, number, column, row, filling) for column in line if column in columns)
                for line in lines
                if columns & set(line)
            )
        )
        for number, row in enumerate(filling.rows.get(field.id, ()), start=1)
    )
    grows = _is_open(field, filling) and field.kind is Kind.ACTIONS
    return Rows(field.id, field.accessible_name, cards, grows)


def _row_box(field: Field, number: int, column: str, row: FilledRow, filling: Filling) -> Box:
    label = COLUMN_LABELS[column]
    control = Control(
        cell_name(field.id, number, column),
        f"{field.accessible_name}, row {number}: {label}",
        Input.LIST if column == "status" else Input.LINES if column in {"action", "update"} else Input.LINE,
        row.cells.get(column, ""),
        options=STATUSES if column == "status" else (),
        locked=column in row.locked or not _is_open(field, filling),
        flowing=_is_flowing(field, filling.stage),
        lines=_ACTION_TEXT_LINES if column == "action" else 1,
    )
    return Box(control, label, _WEIGHTS.get(column, 1.0))


def _controls_of(block: Block) -> Iterator[Control]:
    if isinstance(block, Box | Tick):
        yield block.control
    elif isinstance(block, Rows):
        for card in block.cards:
            for line in card.lines:
                for box in line:
                    yield box.control
