"""The controls of one field or cell: what can be typed or ticked, under which name, open or locked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build.access import is_flowing, is_open
from build.filling import Filling
from build.page import Box, Control, Input, Options, Sentence, Style, Tick, Words
from forms.model import ONE_OF, Column, Field, Kind, Stage
from forms.names import any_of_name, count_name

TickBlock = Tick | Options | Sentence | Box
"""How the boxes of a question with options can stand."""

_INPUTS = {Kind.MULTILINE: Input.LINES, Kind.DATE: Input.DATE, Kind.TICK: Input.CHECK}
_YES_NO = ("Yes", "No")
_DATE_LETTERS, _TIME_LETTERS, _COUNT_LETTERS = 11, 6, 5
"""Widths of short boxes that stand beside each other."""


def simple_control(field: Field, filling: Filling) -> Control:
    """Return the one control of a field that has one box, or one set of boxes."""
    return _control(
        field.id,
        field.accessible_name,
        field,
        filling.answers.get(field.id, ""),
        options=printed_options(field, filling),
        locked=not is_open(field, filling),
        flowing=is_flowing(field, filling),
    )


def cell_control(
    name: str,
    spoken: str,
    column: Column,
    text: str,
    *,
    options: Sequence[str],
    locked: bool,
    flowing: bool,
) -> Control:
    """Return the control of a table's cell."""
    return _control(name, spoken, column, text, options=tuple(options), locked=locked, flowing=flowing)


def _control(
    name: str,
    spoken: str,
    asked: Field | Column,
    text: str,
    *,
    options: tuple[str, ...],
    locked: bool,
    flowing: bool,
) -> Control:
    ticks = asked.kind in ONE_OF and not asked.as_list
    kind = Input.TICKS if ticks else Input.LIST if asked.as_list else _INPUTS.get(asked.kind, Input.LINE)
    return Control(name, spoken, kind, text, options, locked, flowing, asked.lines)


def printed_options(field: Field, filling: Filling) -> tuple[str, ...]:
    """Return the options that stand on this form: verbatim has only the printed ones."""
    options = field.options if filling.verbatim else field.all_options
    return _YES_NO if field.kind is Kind.YES_NO and not options else options


def tick_blocks(control: Control, asked: Field | Column) -> tuple[TickBlock, ...]:
    """Return the boxes of one control with options, each with its words, as `asked` wants them to stand."""
    if control.input is Input.LIST:
        return (Box(control),)
    ticks = tuple(Tick(control, option, option) for option in control.options)
    if isinstance(asked, Field) and asked.as_words:
        return (Sentence(words_to_delete(control)),)
    if asked.across or asked.ends:
        return (Options(ticks, asked.across, asked.ends),)
    return ticks


def words_to_delete(control: Control) -> tuple[Words | Tick, ...]:
    """Return the options of `control` as words to delete as applicable, with strokes between them."""
    parts: list[Words | Tick] = []
    for option in control.options:
        if parts:
            parts.append(Words("/", Style.CLAUSE))
        parts.append(Tick(control, option, option))
    return tuple(parts)


def any_of_blocks(field: Field, filling: Filling) -> tuple[TickBlock, ...]:
    """Return the boxes of a question that takes any number of its options."""
    locked, flowing = not is_open(field, filling), is_flowing(field, filling)
    ticks = []
    for option in printed_options(field, filling):
        name = any_of_name(field.id, option)
        control = Control(
            name,
            f"{field.accessible_name}: {option}",
            Input.CHECK,
            filling.answers.get(name, ""),
            (option,),
            locked,
            flowing,
        )
        ticks.append(Tick(control, option, option))
    return (Options(tuple(ticks), field.across),) if field.across else tuple(ticks)


def range_boxes(field: Field, filling: Filling) -> tuple[Box, ...]:
    """Return the two boxes of a range."""
    kind = Input.DATE if field.kind is Kind.DATE_RANGE else Input.LINE
    letters = _DATE_LETTERS if field.kind is Kind.DATE_RANGE else _TIME_LETTERS
    return tuple(
        Box(_part(field, filling, part, f"{field.accessible_name}: {part}", kind), label, letters=letters)
        for part, label in (("from", "from"), ("to", "to"))
    )


def count_boxes(field: Field, filling: Filling) -> tuple[Box, ...]:
    """Return the boxes for the numbers that are asked beside an answer; an addition of ours."""
    if filling.verbatim:
        return ()
    return tuple(
        Box(
            Control(
                name := count_name(field.id, key),
                f"{field.accessible_name}: number, {label}",
                Input.LINE,
                filling.answers.get(name, ""),
                locked=not is_open(field, filling),
                flowing=is_flowing(field, filling),
            ),
            label,
            letters=_COUNT_LETTERS,
        )
        for key, label in field.counts.items()
    )


def part_boxes(field: Field, filling: Filling) -> Iterator[Box]:
    """Yield the boxes that go with an answer: other, comment, and what the log shows."""
    if "Other" in printed_options(field, filling):
        yield Box(_part(field, filling, "other", f"{field.accessible_name}: other"), "Other:")
    if filling.verbatim:
        return
    if field.comment:
        lines = field.lines if field.kind in ONE_OF else 1
        kind = Input.LINES if lines > 1 else Input.LINE
        spoken = f"{field.accessible_name}: comment"
        yield Box(_part(field, filling, "comment", spoken, kind, lines=lines), "Comment:")
    if field.evidence:
        spoken = f"{field.accessible_name}: from the log"
        locked = filling.stage is not Stage.BLANK
        yield Box(_part(field, filling, "evidence", spoken, locked=locked), "From the log:")


def signature_boxes(field: Field, filling: Filling) -> tuple[Box, ...]:
    """Return the boxes of a signature: the printed name, the name as signature, and its date."""
    spoken = field.accessible_name
    boxes = []
    if field.who is not None:
        boxes.append(Box(_part(field, filling, "who", f"{spoken}: printed name"), "Name"))
    signed = _part(field, filling, "name", f"{spoken}: name", lines=2)
    boxes.append(Box(signed, "Signature" if field.who is not None else ""))
    if not (field.date_field or (field.date_added and filling.verbatim)):
        boxes.append(Box(_part(field, filling, "date", f"{spoken}: date", Input.DATE), field.date_label))
    return tuple(boxes)


def _part(
    field: Field,
    filling: Filling,
    part: str,
    spoken: str,
    kind: Input = Input.LINE,
    *,
    locked: bool = False,
    lines: int = 1,
) -> Control:
    name = f"{field.id}-{part}"
    # A printed name stands beside the line to sign on before anybody may sign.
    is_locked = locked or not (is_open(field, filling) or part == "who")
    return Control(
        name,
        spoken,
        kind,
        filling.answers.get(name, ""),
        locked=is_locked,
        flowing=is_flowing(field, filling),
        lines=lines,
    )
