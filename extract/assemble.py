"""Give the boxes of a returned file the meaning that its form's definition has for them.

What a person wrote is never changed, guessed at or left out: what cannot be understood stays as it
was typed, with a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extract.boxes import Boxes
from extract.choices import OTHER, check_other, read_any_of, read_choice, read_tick
from extract.conditional import with_conditions
from extract.envelope import check_reference, check_single, read_stage
from extract.issued import IssuedAs, check_issued
from extract.meaning import NUMBER, asked_by
from extract.named_case import named_case
from extract.notes import find_notes
from extract.outside import find_outside
from extract.ranges import read_range
from extract.raw import RawFile
from extract.rows import fold_boxes
from extract.signatures import check_order, read_signature, signatures_of
from extract.tables import read_table, table_shapes
from forms.action_rows import check_actions
from forms.dates import parse_date, parse_time
from forms.findings import Finding, Severity
from forms.model import ONE_OF, RANGES, TABLES, Definition, Fact, Field, Kind
from forms.names import CONTINUATION, any_of_name, count_name, fact_name, option_name
from forms.records import Answer, Response, State

_DATE_FACTS = frozenset({Fact.SESSION_DATE, Fact.RETURN_BY})


def assemble(raw: RawFile, definition: Definition, path: str, sha256: str) -> Response:
    """Return what `raw` says, in the terms of `definition`."""
    stage, stage_findings = read_stage(raw.identity, definition)
    boxes = Boxes(raw, fold_boxes(raw.boxes, table_shapes(definition)), stage)
    answers, conditional = with_conditions(definition, _read_fields(definition, boxes), stage)
    header, signatures = _header(definition, answers, boxes), tuple(signatures_of(definition, answers, boxes))
    named = named_case(definition, header, answers)
    if named is not None:
        header[Fact.CASE_REF] = named[0]
        boxes.findings.append(named[1])
    strange = tuple(boxes.unknown_boxes(definition))
    empty_tables = sum(
        field.kind in TABLES and not boxes.folded.rows.get(field.id)
        for field in definition.answerable
        if field.kind is not Kind.SIGNATURES or boxes.can_be_signed
    )
    told = any(one.code == "F37" for one in strange)
    joined = None if told else check_single(raw.boxes)
    # Said once, it need not be said of each box.
    copies = [one for one in boxes.folded.findings if not (told or joined) or one.code != "F03"]
    response = Response(
        path=path,
        sha256=sha256,
        kind=raw.kind,
        form=definition.id,
        version=raw.identity.version,
        stage=stage,
        reference=raw.identity.reference or None,
        pages=raw.pages,
        header=header,
        fields=answers,
        signatures=signatures,
        issued_rows=raw.identity.marks.rows,
        findings=(
            *stage_findings,
            *((joined,) if joined else ()),
            *check_reference(raw.identity.reference, definition, stage),
            *raw.findings,
            *copies,
            *boxes.findings,
            *boxes.missing_boxes(),
            *conditional,
            *strange,
            *find_outside(raw.statics, definition, stage, empty_tables),
            *find_notes(raw.notes, definition),
        ),
    )
    issued_as = IssuedAs(response.reference, raw.kind == "pdf")
    issued = check_issued(definition, raw.identity.marks, response.fields, response.header, issued_as)
    response = replace(response, findings=(*response.findings, *issued))
    # Which rows are new actions, and under which ids, is decided in one place for every reader.
    return replace(response, findings=(*response.findings, *check_actions(response, definition)))


def _read_fields(definition: Definition, boxes: Boxes) -> dict[str, Answer]:
    """Return the answer of every field and part, in the order of the form, then of the continuation box."""
    answers: dict[str, Answer] = {}
    for field in definition.answerable:
        if field.added and boxes.verbatim and not _stands(field, boxes):
            continue
        answers[field.id] = answer = _answer(field, boxes)
        if field.kind is Kind.SIGNATURES:
            check_order(field, answer, boxes)
        answers |= _parts(field, answer, boxes)
    if boxes.has(CONTINUATION):
        answers[CONTINUATION] = _continuation(boxes)
    return answers


def _answer(field: Field, boxes: Boxes) -> Answer:
    if field.kind in TABLES:
        return read_table(field, boxes)
    if field.kind in RANGES:
        return read_range(field, boxes)
    readers = {Kind.SIGNATURE: read_signature, Kind.TICK: read_tick, Kind.ANY_OF: read_any_of}
    readers |= dict.fromkeys(ONE_OF, read_choice)
    if field.kind in readers:
        return readers[field.kind](field, boxes)
    return boxes.read(field.id, asked_by(field))


def _parts(field: Field, answer: Answer, boxes: Boxes) -> dict[str, Answer]:
    """Return the answers of a field's parts, name -> answer."""
    found: dict[str, Answer] = {}
    comment, other = f"{field.id}-comment", f"{field.id}-other"
    if field.comment and not (boxes.verbatim and not boxes.has(comment)):
        found[comment] = boxes.read(comment)
    if OTHER in field.all_options and not (boxes.verbatim and not boxes.has(other)):
        found[other] = boxes.read(other)
        check_other(field, answer, found[other], boxes)
    for key in field.counts:
        name = count_name(field.id, key)
        if not (boxes.verbatim and not boxes.has(name)):
            found[name] = boxes.read(name, NUMBER)
    # Evidence stands only where the log shows some, a printed name only where there is a signature.
    for name, may_stand in (
        (f"{field.id}-evidence", field.evidence),
        (f"{field.id}-who", field.kind is Kind.SIGNATURE and field.who is not None),
    ):
        expected = name.endswith("-who") and boxes.can_be_signed and not boxes.verbatim
        if may_stand and (boxes.has(name) or expected):
            found[name] = boxes.read(name)
    return found


def _stands(field: Field, boxes: Boxes) -> bool:
    """Return whether any box of an added field stands on a form that was made without additions."""
    option_of = any_of_name if field.kind is Kind.ANY_OF else option_name
    parts = [field.id, *(f"{field.id}-{part}" for part in ("name", "from", "to"))]
    names = [*parts, *(option_of(field.id, option) for option in field.all_options)]
    return boxes.has_any(names) or bool(boxes.folded.rows.get(field.id))


def _continuation(boxes: Boxes) -> Answer:
    answer = boxes.read(CONTINUATION)
    if answer.state is State.FILLED:
        boxes.findings.append(
            Finding(
                "F10",
                Severity.NOTE,
                CONTINUATION,
                "the box for what did not fit holds text. Read it beside the answers; nobody can tell "
                "by machine which answer it goes on from",
            )
        )
    return answer


def _header(definition: Definition, answers: Mapping[str, Answer], boxes: Boxes) -> dict[Fact, str]:
    """Return the facts of the header, from their own boxes and from the fields that print them."""
    facts: dict[Fact, str] = {}
    printing = {field.fact: field.id for field in definition.answerable if field.fact is not None}
    for fact in Fact:
        if fact in printing:
            answer = answers.get(printing[fact])
            if answer is not None and isinstance(answer.value, str | int):
                facts[fact] = str(answer.value)
            continue
        box = boxes.folded.boxes.get(fact_name(fact))
        text = box.texts[0].strip() if box is not None and box.texts else ""
        if text:
            facts[fact] = _plain_fact(fact, text)
    return facts


def _plain_fact(fact: Fact, text: str) -> str:
    if fact in _DATE_FACTS:
        date = parse_date(text)
        return date.isoformat() if date else text
    if fact is Fact.SESSION_TIME:
        time = parse_time(text)
        return time.strftime("%H:%M") if time else text
    return text
