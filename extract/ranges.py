"""Read ranges: from one date or time to another."""

from __future__ import annotations

import datetime as dt

from extract.boxes import Boxes
from extract.meaning import Asked
from forms.dates import parse_date, parse_time
from forms.findings import Severity
from forms.model import Field, Kind
from forms.records import Answer, Span, State


def read_range(field: Field, boxes: Boxes) -> Answer:
    """Return the two ends of a range; an end that is missing, or before the start, is noted."""
    asked = Asked(Kind.DATE if field.kind is Kind.DATE_RANGE else Kind.TIME)
    start, end = (boxes.read(f"{field.id}-{part}", asked) for part in ("from", "to"))
    if State.CONFLICT in {start.state, end.state}:
        return _conflict(start, end)
    states = {start.state, end.state}
    confidence = min(start.confidence, end.confidence)
    span = Span(_text(start), _text(end))
    if span.start is None and span.end is None:
        worst = (State.MISSING, State.ILLEGIBLE)
        state = next((one for one in worst if one in states), State.BLANK)
        return Answer(None, state, boxes.channel, confidence, start.page_number, start.box)
    if span.start is None or span.end is None:
        lacking = "from" if span.start is None else "to"
        if states.isdisjoint({State.MISSING, State.ILLEGIBLE}):
            boxes.find("F27", Severity.SOON, f"{field.id}-{lacking}", "one end of the range is blank; ask")
    elif _is_before(span.end, span.start, field.kind):
        words = f"the range ends before it begins ({span.start} to {span.end}). It was kept; ask"
        boxes.find("F28", Severity.SOON, field.id, words)
    place = start if span.start is not None else end
    state = State.MISSING if State.MISSING in states else State.FILLED
    return Answer(span, state, place.channel, confidence, place.page_number, place.box)


def _conflict(start: Answer, end: Answer) -> Answer:
    torn = start if start.state is State.CONFLICT else end
    said = (part.value if isinstance(part.value, tuple) else (part.value,) for part in (start, end))
    candidates = tuple(text for one in said for text in one if isinstance(text, str))
    return Answer(candidates, State.CONFLICT, torn.channel, page_number=torn.page_number, box=torn.box)


def _text(answer: Answer) -> str | None:
    return answer.value if isinstance(answer.value, str) else None


def _is_before(one: str, other: str, kind: Kind) -> bool:
    parse = parse_date if kind is Kind.DATE_RANGE else parse_time
    first: dt.date | dt.time | None = parse(one)
    second: dt.date | dt.time | None = parse(other)
    # Both are of one kind; what is neither is said already.
    return first is not None and second is not None and first.isoformat() < second.isoformat()
