"""Recognise one form: its lines and tables become fields and sections, its title says what record it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.adopt.appendices import Part
from extract.adopt.drafts import DraftField, DraftForm
from extract.adopt.grids import TableReader, box_space, is_empty_box
from extract.adopt.lines import LineReader
from extract.adopt.outline import Block, Line, Table
from extract.adopt.places import PagePlace
from extract.adopt.sheet import Sheet
from forms.model import Fact, Kind, RecordType, Stage

_RECORDS = (
    (RecordType.QA, re.compile(r"\b(?:monitor\w*|quality|audit\w*)\b", re.IGNORECASE)),
    (RecordType.AGREEMENT, re.compile(r"\b(?:contract|agreement)\b", re.IGNORECASE)),
    (
        RecordType.CASE,
        re.compile(r"\b(?:case(?:load|s)?|child|pupil|family|decision|pro-?forma)\b", re.IGNORECASE),
    ),
)
_STAGES = {
    RecordType.RECORD: (Stage.AGENDA, Stage.SESSION, Stage.SIGNING, Stage.FINAL),
    RecordType.CASE: (Stage.AGENDA, Stage.SESSION, Stage.SIGNING, Stage.FINAL),
    RecordType.AGREEMENT: (Stage.SESSION, Stage.SIGNING, Stage.FINAL),
    RecordType.QA: (Stage.SESSION, Stage.SIGNING, Stage.FINAL),
}
_SIGNED = frozenset({Kind.SIGNATURE, Kind.SIGNATURES})


def read_form(part: Part, file: str, code: str, fallback: str) -> DraftForm:
    """Return the draft of one form. `fallback` is the title of a part that prints none."""
    title = part.title or fallback
    sheet = Sheet(title)
    sheet.agenda = bool(re.search(r"\bagenda\b", title, re.IGNORECASE))
    page = PagePlace(sheet)
    for lines, table in _stretches(part.blocks):
        if table is not None and lines and is_empty_box(table):
            last = replace(lines[-1], space=box_space(table))
            LineReader(sheet, page, [*lines[:-1], last], boxed=True).read()
            continue
        LineReader(sheet, page, lines, table_follows=table is not None).read()
        if table is not None:
            TableReader(sheet, page, table).read()
    page.end()
    record = _record_of(title)
    stages = _STAGES[record]
    if not any(field.kind in _SIGNED for field in sheet.fields):
        stages = tuple(stage for stage in stages if stage is not Stage.SIGNING)
    fields = tuple(_staged(field, stages) for field in sheet.fields)
    required = _required(record, sheet.facts)
    notes = list(sheet.remarks)
    if not part.title:
        notes.append("no title was found; this one is the file's name")
    notes.append(f'record = "{record}" is a guess from the title: agreement, record, case or qa')
    return DraftForm(
        file,
        part.appendix or title,
        code,
        title,
        record.value,
        tuple(stage.value for stage in stages),
        tuple(fact.value for fact in required),
        fields,
        tuple(sheet.sections),
        tuple(notes),
    )


def _stretches(blocks: Sequence[Block]) -> Iterator[tuple[list[Line], Table | None]]:
    """Yield the lines up to each table with that table; the last ones with None."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            yield lines, block
            lines = []
    if lines:
        yield lines, None


def _record_of(title: str) -> RecordType:
    return next((record for record, pattern in _RECORDS if pattern.search(title)), RecordType.RECORD)


def _staged(field: DraftField, stages: Sequence[Stage]) -> DraftField:
    """Return a field that is answered when it can be: signatures and their dates once all else is written."""
    late = field.kind in _SIGNED or field.id.startswith("signature_")
    if late and Stage.SIGNING in stages:
        return replace(field, keys={**field.keys, "stage": Stage.SIGNING.value})
    return field


def _required(record: RecordType, facts: frozenset[Fact]) -> tuple[Fact, ...]:
    required = [Fact.SUPERVISEE]
    if record is not RecordType.CASE or Fact.SUPERVISOR in facts:
        required.append(Fact.SUPERVISOR)
    if record in {RecordType.RECORD, RecordType.CASE}:
        required.append(Fact.SESSION_DATE)
    if record is RecordType.CASE:
        required.append(Fact.CASE_REF)
    return tuple(required)
