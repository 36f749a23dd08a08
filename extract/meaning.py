"""Say what one box means for the field that it belongs to: a date, a number, an option, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.raw import RawBox
from forms.dates import is_impossible_day, parse_date, parse_time
from forms.findings import Finding, Severity
from forms.model import Field, Kind
from forms.records import Answer, Channel, State, Value

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """An answer and what was found while it was understood."""

    answer: Answer
    findings: tuple[Finding, ...]


def meaning_of(name: str, box: RawBox | None, field: Field | None, channel: Channel) -> Meaning:
    """Return the answer in `box`.

    `box` is None where the form has lost it, `field` None where the answer is free words.
    """
    if box is None:
        return Meaning(Answer(None, State.MISSING, channel), ())
    texts = tuple(text for text in box.texts if text.strip())
    if len(texts) > 1 or box.doubtful:
        return _conflict(name, box, texts, field, channel)
    if not texts:
        return Meaning(_answer(box, None, State.MISSING if box.gone else State.BLANK, channel), ())
    value, finding = _value(name, texts[0], field)
    state = State.MISSING if box.gone else State.FILLED
    return Meaning(_answer(box, value, state, channel), (finding,) if finding else ())


def _answer(box: RawBox, value: Value, state: State, channel: Channel) -> Answer:
    return Answer(value, state, channel, page_number=box.page_number, box=box.box)


def _conflict(
    name: str, box: RawBox, texts: tuple[str, ...], field: Field | None, channel: Channel
) -> Meaning:
    # Findings travel further than answers do, so they quote no narrative.
    quoted = field is not None and field.kind in {Kind.CHOICE, Kind.YES_NO, Kind.DATE, Kind.TIME, Kind.NUMBER}
    said = " and ".join(repr(text) for text in texts) if quoted else f"{len(texts)} different things"
    finding = Finding(
        "F02",
        Severity.ACT_NOW,
        name,
        f"{name}: the form says {said}; one answer was expected. None was chosen; ask the sender which is "
        "meant",
    )
    # What shows and what is stored differ: F16 has said so already.
    findings = () if box.doubtful and len(texts) < 2 else (finding,)
    return Meaning(_answer(box, texts, State.CONFLICT, channel), findings)


def _value(name: str, text: str, field: Field | None) -> tuple[Value, Finding | None]:
    kind = field.kind if field is not None else Kind.TEXT
    if kind is Kind.DATE:
        date = parse_date(text)
        return (
            (date.isoformat(), None)
            if date
            else (text, _unread("F04", name, text, "a date such as 19/11/2026"))
        )
    if kind is Kind.TIME:
        time = parse_time(text)
        return (
            (time.strftime("%H:%M"), None)
            if time
            else (text, _unread("F05", name, text, "a time such as 14:30"))
        )
    if kind is Kind.NUMBER:
        if _NUMBER.fullmatch(text.strip()):
            return int(text), None
        return text, _unread("F06", name, text, "a whole number")
    if kind in {Kind.CHOICE, Kind.YES_NO} and field is not None:
        options = field.all_options or (("Yes", "No") if kind is Kind.YES_NO else ())
        return text, option_finding(name, text, options)
    return text, None


def option_finding(name: str, text: str, options: tuple[str, ...]) -> Finding | None:
    """Return a finding where `text` is none of the printed options."""
    if text in options:
        return None
    return Finding(
        "F07",
        Severity.SOON,
        name,
        f"{name}: {text!r} is none of the printed options ({', '.join(options)}). It was kept; ask which "
        "is meant",
    )


def _unread(code: str, name: str, text: str, expected: str) -> Finding:
    why = (
        "is no date: there is no such day"
        if code == "F04" and is_impossible_day(text)
        else f"is not {expected}"
    )
    return Finding(
        code, Severity.SOON, name, f"{name}: {text!r} {why}. It was kept as typed; put it right on the form"
    )
