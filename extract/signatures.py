"""Read who has signed: typed names with their dates, and digital signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.boxes import Boxes
from extract.meaning import DATE, meaning_of
from extract.raw import Seal
from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.model import Definition, Field, Kind
from forms.names import cell_name
from forms.records import Answer, Channel, Signature, Signed, State

_INKED = frozenset({Channel.INK, Channel.OCR})
"""How what stands on a picture of a page is read: somebody may have typed it, or written it by hand."""
_NO_DATE = Answer(None, State.BLANK, Channel.ACROFORM)


def read_signature(field: Field, boxes: Boxes) -> Answer:
    """Return a party's signature: the name as typed, and its date."""
    name_box = f"{field.id}-name"
    date_box = field.date_field or f"{field.id}-date"
    own = field.date_field is None
    if not boxes.can_be_signed and not boxes.has(name_box) and not (own and boxes.has(date_box)):
        return Answer(None, State.BLANK, boxes.channel)
    name = boxes.read(name_box)
    left_out = field.date_added and boxes.raw.identity.verbatim
    date = _date(date_box, boxes, own=own, left_out=left_out)
    if State.CONFLICT in {name.state, date.state}:
        candidates = tuple(
            text
            for part in (name, date)
            for text in (part.value if isinstance(part.value, tuple) else (part.value,))
            if isinstance(text, str)
        )
        return replace(name, value=candidates, state=State.CONFLICT)
    signed = Signed(
        name.value if isinstance(name.value, str) else None,
        date.value if isinstance(date.value, str) else None,
    )
    filled = signed.name is not None or signed.date is not None
    state = State.FILLED if filled and name.state is not State.MISSING else name.state
    if name.state is State.ILLEGIBLE:
        state = State.ILLEGIBLE
    confidence = min(name.confidence, date.confidence)
    return replace(name, value=signed if filled else None, state=state, confidence=confidence)


def _date(name: str, boxes: Boxes, *, own: bool, left_out: bool) -> Answer:
    """Return the date beside a signature; `left_out`: a verbatim form has no room for it."""
    if own:
        return boxes.read(name, DATE) if boxes.has(name) or not left_out else _NO_DATE
    # The form's own date field is read, and reported, in its own place.
    return meaning_of(name, boxes.folded.boxes.get(name), DATE, boxes.channel).answer


def signatures_of(definition: Definition, answers: Mapping[str, Answer], boxes: Boxes) -> Iterator[Signature]:
    """Yield the signatures that stand on the form: typed ones, then digital ones."""
    for field in definition.answerable:
        answer = answers.get(field.id)
        if answer is None:
            continue
        if field.kind is Kind.SIGNATURE:
            name, date = _name_and_date(answer)
            # Ink that nobody can read is a signature all the same; whose it is, a person has to say.
            if name is not None or (answer.state is State.ILLEGIBLE and answer.channel in _INKED):
                yield Signature(field.party, _way(answer), name, date, answer.page_number, answer.box, None)
        if field.kind is Kind.SIGNATURES and answer.cells is not None:
            for number, cells in answer.cells.items():
                yield from _signed_row(field, number, cells)
    for seal in boxes.raw.seals:
        party = _party_of(seal, definition, boxes)
        yield Signature(party, "certificate", seal.signer, seal.date, seal.page_number, seal.box, None)


def _signed_row(field: Field, number: int, cells: Mapping[str, Answer]) -> Iterator[Signature]:
    name = _text(cells.get("name"))
    if name is None:
        return
    printed = field.parties[number - 1] if 0 < number <= len(field.parties) else None
    party = _text(cells.get("who")) or printed or field.party
    place = cells["name"]
    date = _text(cells.get("date"))
    yield Signature(party, _way(place), name, date, place.page_number, place.box, None)


def _name_and_date(answer: Answer) -> tuple[str | None, str | None]:
    return (answer.value.name, answer.value.date) if isinstance(answer.value, Signed) else (None, None)


def _way(answer: Answer) -> str:
    return "ink" if answer.channel in _INKED else "typed"


def check_order(field: Field, answer: Answer, boxes: Boxes) -> None:
    """Note who signed out of turn where a form is signed from top to bottom."""
    if not field.in_order or answer.cells is None:
        return
    unsigned: list[int] = []
    latest: tuple[int, str] | None = None
    for number, cells in sorted(answer.cells.items()):
        if _text(cells.get("name")) is None:
            unsigned.append(number)
            continue
        where = cell_name(field.id, number, "name")
        if unsigned:
            before = ", ".join(_who(field, one, answer.cells[one]) for one in unsigned)
            boxes.find(
                "F33", Severity.SOON, where, f"signed although {before} had not. Ask for what is missing"
            )
            unsigned = []
        day = parse_date(_text(cells.get("date")) or "")
        if day is None:
            continue
        if latest is not None and day.isoformat() < latest[1]:
            before = _who(field, latest[0], answer.cells[latest[0]])
            words = f"signed before {before}, who was to sign first. Ask whether the dates are right"
            boxes.find("F33", Severity.SOON, where, words)
        latest = max(latest or (number, day.isoformat()), (number, day.isoformat()), key=lambda one: one[1])


def _who(field: Field, number: int, cells: Mapping[str, Answer]) -> str:
    printed = field.parties[number - 1] if 0 < number <= len(field.parties) else None
    return printed or _text(cells.get("who")) or f"row {number}"


def _party_of(seal: Seal, definition: Definition, boxes: Boxes) -> str:
    for field in definition.answerable:
        own = {field.id, f"{field.id}-name", f"{field.id}-sign"}
        if field.kind is Kind.SIGNATURE and seal.name in own:
            return field.party
    boxes.findings.append(
        Finding(
            "F22",
            Severity.SOON,
            None,
            f"the file carries a digital signature {seal.name!r} by {seal.signer or 'an unnamed person'} "
            "that belongs to no party of the form. Look at it and say whose it is",
        )
    )
    return ""


def _text(answer: Answer | None) -> str | None:
    return answer.value if answer is not None and isinstance(answer.value, str) else None
