"""A form with every kind of field, and the raw boxes that either format would hold for given answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from extract.assemble import assemble
from extract.raw import NO_MARKS, Identity, RawBox, RawFile
from forms.dates import show_date, show_month
from forms.model import (
    LABEL,
    ONE_OF,
    RANGES,
    TABLES,
    Carry,
    Column,
    Definition,
    Fact,
    Field,
    FixedRow,
    Kind,
    Policy,
    RecordType,
    Stage,
)
from forms.names import any_of_name, cell_name, count_name, option_name
from forms.numbers import show_number
from forms.properties import Marks
from forms.records import Channel, Response

REFERENCE = "ESM-26-0042-A2"
FORMATS = ("pdf", "docx")
RISKS = ("Neglect", "Physical harm", "Online")
ANSWERS = ("Yes", "No", "N/A")
ROOM_OPTIONS = ("Large", "Small")
Answers = Mapping[str, Any]
"""Field or part -> value, as JSON has it."""


def form() -> Definition:
    """Return the form."""
    policy = Policy(
        id="alder", name="Alder Grove Academy", readers="", issue_days=14, return_days=7,
        return_working_days=False, house_lead_time=False, qa_lead="QA lead",
    )  # fmt: skip
    return Definition(
        id="alder/a2-record", policy=policy, version="3", appendix="Appendix 2", code="A2",
        title="Supervision Record", record=RecordType.RECORD,
        stages=(Stage.AGENDA, Stage.SESSION, Stage.SIGNING), required=(), fields=(*_simple(), *_tables()),
        sections=(), leave_blank={}, fingerprint="0" * 64,
    )  # fmt: skip


def _simple() -> tuple[Field, ...]:
    return (
        Field("month", "Month", Kind.MONTH),
        Field("hours", "Hours", Kind.NUMBER, least=0, most=10, step=0.5),
        Field("pupils", "Pupils", Kind.NUMBER),
        Field("read", "I have read it", Kind.TICK, options=("I have read it",)),
        Field("concerns", "Concerns?", Kind.YES_NO, options=("Yes", "No")),
        Field("risks", "Risks", Kind.ANY_OF, options=RISKS, added_options=("Other",), only_if="concerns=Yes"),
        Field("times", "From, to", Kind.TIME_RANGE),
        Field("dates", "Between", Kind.DATE_RANGE),
        Field("role", "as", Kind.CHOICE, options=("Supervisor", "Supervisee"), as_words=True),
        Field("plans", "Plans", Kind.MULTILINE, counts={"cp": "Child Protection", "cin": "Child in Need"}),
        Field("sig_one", "Signed", Kind.SIGNATURE, party="supervisee", who=Fact.SUPERVISEE),
    )


def _tables() -> tuple[Field, ...]:
    every_kind = (
        Column("what", "What"),
        Column("notes", "Notes", Kind.MULTILINE),
        Column("day", "Day", Kind.DATE),
        Column("at", "At", Kind.TIME),
        Column("month", "Month", Kind.MONTH),
        Column("many", "How many", Kind.NUMBER, least=0, step=0.25),
        Column("room", "Room", Kind.CHOICE, options=ROOM_OPTIONS),
        Column("status", "Status", Kind.CHOICE, options=("Open", "Closed"), as_list=True),
        Column("seen", "Seen", Kind.YES_NO, options=("Yes", "No")),
        Column("done", "Done", Kind.TICK, options=("Done",)),
    )
    grid = (Column("answer", "Answer", Kind.CHOICE, options=ANSWERS), Column("comment", "Comment"))
    rows = (
        FixedRow("Files", heading=True),
        FixedRow("Are files kept?"),
        FixedRow("Are they locked?", sub=True),
        FixedRow("How often?", options=("Weekly", "Termly")),
    )
    item = (Column("item", "Item"), Column("notes", "Notes", Kind.MULTILINE))
    return (
        Field("visits", "Visits", Kind.TABLE, column=every_kind, spare=3, carry=Carry.OFFER),
        Field("grid", "Checks", Kind.TABLE, column=grid, row=rows),
        Field("old", "Review", Kind.CARRIED, column=item[:1], spare=2),
        Field(
            "points", "Agenda", Kind.ACTIONS, column=item, spare=4, takes_carried=True,
            starts=("1. Welcome", "2. Cases"),
        ),
        Field("heads", "Signed", Kind.SIGNATURES, parties=("Headteacher", "Chair"), in_order=True),
        Field("people", "Present", Kind.SIGNATURES, spare=3, party="attendee"),
    )  # fmt: skip


def boxes_of(definition: Definition, answers: Answers, kind: str) -> list[RawBox]:
    """Return the boxes of a form of this format that holds these answers."""
    return [box for field in definition.answerable for box in _boxes(field, answers, kind)]


def read(
    boxes: list[RawBox],
    kind: str,
    *,
    stage: str = "session",
    definition: Definition | None = None,
    marks: Marks = NO_MARKS,
) -> Response:
    """Return what a file with these boxes says; `marks` are of what it was issued with."""
    channel = Channel.ACROFORM if kind == "pdf" else Channel.CONTROL
    identity = Identity("alder/a2-record", "3", stage, REFERENCE, marks=marks)
    raw = RawFile(kind, channel, identity, 2 if kind == "pdf" else None, tuple(boxes))
    return assemble(raw, definition or form(), f"returned.{kind}", "0" * 64)


def expected_codes(answers: Mapping[str, Any]) -> set[str]:
    """Return what may be found in answers that fit the form: an Other, and letters that are told."""
    is_plain = json.dumps(answers, ensure_ascii=False, default=str).isascii()
    return {"F32"} if is_plain else {"F32", "F87"}


def _boxes(field: Field, answers: Answers, kind: str) -> Iterator[RawBox]:
    value = answers.get(field.id)
    if field.kind in TABLES:
        yield from _table_boxes(field, value or [], kind)
    elif field.kind in ONE_OF:
        yield from _choice(field.id, field.all_options, value, kind)
    elif field.kind is Kind.TICK:
        yield _tick(field.id, field.options[0], kind, on=value is not None)
    elif field.kind is Kind.ANY_OF:
        for option in field.all_options:
            yield _tick(any_of_name(field.id, option), option, kind, on=option in (value or []))
    elif field.kind in RANGES:
        for part in ("from", "to"):
            yield text_box(f"{field.id}-{part}", (value or {}).get(part))
    elif field.kind is Kind.SIGNATURE:
        for part in ("name", "date"):
            yield text_box(f"{field.id}-{part}", (value or {}).get(part))
    else:
        yield text_box(field.id, value)
    parts = ["other"] * ("Other" in field.all_options) + ["who"] * (field.who is not None)
    for name in (
        *(f"{field.id}-{part}" for part in parts),
        *(count_name(field.id, key) for key in field.counts),
    ):
        yield text_box(name, answers.get(name))


def _table_boxes(field: Field, rows: list[Mapping[str, Any]], kind: str) -> Iterator[RawBox]:
    labels = [row.label for row in field.row]
    count = max(field.spare, len(labels), len(field.parties), len(rows))
    for number in range(1, count + 1):
        if labels:
            row = next((one for one in rows if one[LABEL] == labels[number - 1]), {})
        else:
            row = rows[number - 1] if number <= len(rows) else {}
        if not (labels and field.row[number - 1].heading):
            yield from row_boxes(field, number, row, kind, -number if kind == "docx" else None)


def row_boxes(
    field: Field, number: int, row: Mapping[str, Any], kind: str, row_key: int | None
) -> Iterator[RawBox]:
    """Return the boxes of one row; `row_key` says where they stand in a Word file."""
    ref = f"{REFERENCE}/{number}" if field.kind is Kind.ACTIONS else None
    own = {column.id: column for column in field.column}
    for column in field.columns:
        name = cell_name(field.id, number, column)
        if column == "who" and field.parties:
            continue
        value = row.get(column, ref if column == "ref" else None)
        asked = own.get(column)
        if asked is not None and asked.kind is Kind.TICK:
            yield _tick(name, asked.options[0], kind, on=value is not None, row_key=row_key)
        elif asked is not None and asked.kind in ONE_OF and not asked.as_list:
            fixed = field.row[number - 1].options if field.row else ()
            yield from _choice(name, fixed or asked.options, value, kind, row_key)
        else:
            yield text_box(name, value, row_key)


def _choice(
    name: str, options: tuple[str, ...], value: str | None, kind: str, row_key: int | None = None
) -> Iterator[RawBox]:
    if kind == "pdf":
        yield text_box(name, value, row_key)
        return
    for option in options:
        yield RawBox(option_name(name, option), (), ticked=option == value, row_key=row_key)


def _tick(name: str, option: str, kind: str, *, on: bool, row_key: int | None = None) -> RawBox:
    if kind == "pdf":
        return RawBox(name, (option,) if on else ())
    return RawBox(name, (), ticked=on, row_key=row_key)


def text_box(name: str, value: str | float | None, row_key: int | None = None) -> RawBox:
    """Return a text box that shows a value as a form does: day first, months in words."""
    if isinstance(value, int | float):
        text = show_number(value)
    else:
        text = show_month(show_date(value)) if value else ""
    return RawBox(name, (text,) if text else (), row_key=row_key)
