"""Say what one box means for what it asks: a date, a month, a number, an option, or words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extract.raw import RawBox
from extract.unseen_letters import unseen_letters
from forms.dates import is_impossible_day, iso_month, parse_date, parse_time
from forms.findings import Finding, Severity
from forms.model import ONE_OF, Column, Field, Kind
from forms.numbers import expected_number, misfit, parse_number
from forms.records import Answer, Channel, State, Value

_QUOTED = ONE_OF | {Kind.TICK, Kind.ANY_OF, Kind.DATE, Kind.TIME, Kind.MONTH, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one box asks for."""

    kind: Kind
    options: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    step: float | None = None


WORDS = Asked(Kind.TEXT)
DATE = Asked(Kind.DATE)
NUMBER = Asked(Kind.NUMBER, least=0)
"""A number that is asked beside an answer: how many."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """An answer and what was found while it was understood."""

    answer: Answer
    findings: tuple[Finding, ...]


def asked_by(field: Field) -> Asked:
    """Return what a field's box asks for."""
    options = field.all_options or (("Yes", "No") if field.kind is Kind.YES_NO else ())
    return Asked(field.kind, options, field.least, field.most, field.step)


def asked_in(column: Column, options: tuple[str, ...]) -> Asked:
    """Return what a cell of a table asks for; `options` are those of its row."""
    return Asked(column.kind, options, column.least, column.most, column.step)


def meaning_of(name: str, box: RawBox | None, asked: Asked, channel: Channel) -> Meaning:
    """Return the answer in `box`, which is None where the form has lost it."""
    if box is None:
        return Meaning(Answer(None, State.MISSING, channel), ())
    texts = tuple(text for text in box.texts if text.strip())
    if len(texts) > 1 or box.doubtful:
        return _conflict(name, box, texts, asked, channel)
    if not texts:
        state = State.MISSING if box.gone else State.ILLEGIBLE if box.illegible else State.BLANK
        return Meaning(_answer(box, None, state, channel), ())
    value, finding = _value(name, texts[0], asked)
    state = State.MISSING if box.gone else State.FILLED
    found = (*((finding,) if finding else ()), *unseen_letters(name, texts[0]))
    return Meaning(_answer(box, value, state, channel), found)


def _answer(box: RawBox, value: Value, state: State, channel: Channel) -> Answer:
    return Answer(value, state, box.channel or channel, box.confidence, box.page_number, box.box)


def _conflict(name: str, box: RawBox, texts: tuple[str, ...], asked: Asked, channel: Channel) -> Meaning:
    # Findings travel further than answers do, so they quote no narrative.
    quoted = asked.kind in _QUOTED
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


def _value(name: str, text: str, asked: Asked) -> tuple[Value, Finding | None]:
    match asked.kind:
        case Kind.DATE:
            date = parse_date(text)
            read = date.isoformat() if date else None
            return _or_typed(name, text, read, "F04", "a date such as 19/11/2026")
        case Kind.MONTH:
            return _or_typed(name, text, iso_month(text), "F34", "a month such as November 2026")
        case Kind.TIME:
            time = parse_time(text)
            read = time.strftime("%H:%M") if time else None
            return _or_typed(name, text, read, "F05", "a time such as 14:30")
        case Kind.NUMBER:
            return _number(name, text, asked)
        case Kind.CHOICE | Kind.YES_NO | Kind.TICK:
            return text, option_finding(name, text, asked.options)
        case _:
            return text, None


def _or_typed(
    name: str, text: str, read: str | None, code: str, expected: str
) -> tuple[Value, Finding | None]:
    return (text, _unread(code, name, text, expected)) if read is None else (read, None)


def _number(name: str, text: str, asked: Asked) -> tuple[Value, Finding | None]:
    """Return a number, with decimals only where the steps have them; else the text as typed."""
    number = parse_number(text)
    counts_whole = all(bound is None or bound == int(bound) for bound in (asked.step, asked.least))
    # More digits than a computer's arithmetic keeps, and they would not be what was typed.
    exact = number is not None and Decimal(str(number)) == Decimal(text.strip())
    if number is None or not exact or (isinstance(number, float) and counts_whole):
        return text, _unread("F06", name, text, expected_number(asked))
    expected = misfit(number, asked)
    if expected is None:
        return number, None
    return number, Finding(
        "F26",
        Severity.SOON,
        name,
        f"{name}: {text.strip()} is not {expected}. It was kept; ask what is meant",
    )


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
