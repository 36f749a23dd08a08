"""Put what a person has checked into the boxes of a file, and say which boxes a person is asked about.

An answer that a form asks for in two boxes, such as a signature with its date, is asked for in two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from extract.evidence import SURE
from extract.raw import RawBox, RawFile
from forms.checked import Checked, Checks
from forms.findings import Finding
from forms.model import RANGES, Definition, Field, Kind
from forms.names import any_of_name, option_name, split_cell_name, split_part_name
from forms.records import Answer, Signed, Span
from forms.row_cells import column_of, options_of

SEVERAL = "; "
"""Stands between the options of an answer that may have several."""
_ABOUT_ALL = frozenset({"F62"})
"""Findings about all the boxes of a file that are in doubt."""


def with_checked(raw: RawFile, checks: Checks, definition: Definition) -> RawFile:
    """Return the file with the words that a person gave for its boxes; what else stands there stays."""
    if not checks.boxes:
        return raw
    fields = {field.id: field for field in definition.answerable}
    boxes = list(raw.boxes)
    for name, checked in checks.boxes.items():
        boxes = _with_one(boxes, name, checked, fields)
    is_settled = not any(_is_doubtful(box) and box.name not in checks.boxes for box in boxes)
    findings = tuple(
        one
        for one in raw.findings
        if not (_is_about(one, checks.boxes) or (is_settled and one.code in _ABOUT_ALL))
    )
    return dataclasses.replace(raw, boxes=tuple(boxes), findings=findings)


def _is_doubtful(box: RawBox) -> bool:
    return box.doubtful or box.illegible or (bool(box.texts) and box.confidence < SURE)


def _is_about(finding: Finding, checked: Mapping[str, Checked]) -> bool:
    return finding.field is not None and finding.field in checked


def _with_one(
    boxes: Sequence[RawBox], name: str, checked: Checked, fields: Mapping[str, Field]
) -> list[RawBox]:
    """Return the boxes with those of one answer in the place of all that the file had for it."""
    old = [box for box in boxes if _holds(box, name, fields)]
    place = next(iter(old), RawBox(name, ()))
    new = [
        dataclasses.replace(
            place,
            name=own,
            texts=(words,) if words is not None else (),
            ticked=None,
            doubtful=False,
            gone=False,
            confidence=1.0,
            illegible=not checked.is_legible,
            locked=False,
        )
        for own, words in _filled(name, checked, fields)
    ]
    at = boxes.index(old[0]) if old else len(boxes)
    return [*(box for box in boxes[:at]), *new, *(box for box in boxes[at:] if box not in old)]


def _holds(box: RawBox, name: str, fields: Mapping[str, Field]) -> bool:
    """Return whether a box is of the answer: the only one, a part, a tick box of an option."""
    field = fields.get(name)
    options = _options(name, fields)
    if field is not None and field.kind is Kind.ANY_OF:
        return box.name == name or box.name in {any_of_name(name, one) for one in options}
    # Words beside "Other" have the name of its tick box.
    is_tick = box.ticked is not None and box.name in {option_name(name, one) for one in options}
    return is_tick or split_part_name(box.name)[0] == name


def _filled(name: str, checked: Checked, fields: Mapping[str, Field]) -> Iterator[tuple[str, str | None]]:
    field = fields.get(name)
    if field is None or field.kind is not Kind.ANY_OF:
        yield name, checked.words
        return
    chosen = checked.words.split(SEVERAL) if checked.words is not None else []
    for option in field.all_options:
        yield any_of_name(name, option), option if option in chosen else None


def _options(name: str, fields: Mapping[str, Field]) -> tuple[str, ...]:
    field = fields.get(name)
    if field is not None:
        return field.all_options
    cell = split_cell_name(name)
    if cell is None or cell[0] not in fields:
        return ()
    table = fields[cell[0]]
    return options_of(table, column_of(table, cell[2]), cell[1])


def kind_of(name: str, definition: Definition) -> tuple[Kind, tuple[str, ...]]:
    """Return what a box asks for, and the options that it has."""
    fields = {field.id: field for field in definition.answerable}
    options = _options(name, fields)
    field = fields.get(name)
    if field is not None:
        return field.kind, options or (("Yes", "No") if field.kind is Kind.YES_NO else ())
    cell = split_cell_name(name)
    if cell is not None and cell[0] in fields:
        column = column_of(fields[cell[0]], cell[2])
        return column.kind, options or (("Yes", "No") if column.kind is Kind.YES_NO else ())
    whole, _, part = name.partition("-")
    if part == "date" and whole in fields:
        return Kind.DATE, ()
    if part in {"from", "to"} and whole in fields and fields[whole].kind in RANGES:
        return Kind.DATE if fields[whole].kind is Kind.DATE_RANGE else Kind.TIME, ()
    if part.startswith("count_"):
        return Kind.NUMBER, ()
    return Kind.TEXT, ()


def boxes_of(name: str, answer: Answer, definition: Definition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the boxes of one answer that a person is asked about, each with what was read: candidates."""
    field = next((one for one in definition.answerable if one.id == name), None)
    value = answer.value
    candidates = value if isinstance(value, tuple) else (value,)
    if field is not None and field.kind is Kind.SIGNATURE:
        own = value if isinstance(value, Signed) else Signed(None, None)
        said = tuple(one for one in candidates if isinstance(one, str))
        yield f"{name}-name", said or _said(own.name)
        if field.date_field is None:
            yield f"{name}-date", _said(own.date)
    elif field is not None and field.kind in RANGES:
        span = value if isinstance(value, Span) else Span(None, None)
        yield f"{name}-from", _said(span.start)
        yield f"{name}-to", _said(span.end)
    elif field is not None and field.kind is Kind.ANY_OF:
        yield name, _said(SEVERAL.join(one for one in candidates if isinstance(one, str)))
    else:
        yield name, tuple(str(one) for one in candidates if one is not None and not isinstance(one, Mapping))


def _said(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()
